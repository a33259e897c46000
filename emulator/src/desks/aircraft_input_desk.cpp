#include "desks/aircraft_input_desk.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "answers/list_pages.hpp"
#include "checkride/protocol/bytes.hpp"
#include "checkride/values/ascii.hpp"
#include "commons/commons.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;

constexpr protocol::InputEventHash kAll{0};

protocol::InputValue on_the_wire(const InputState& state) {
  if (const auto* number = std::get_if<double>(&state)) return *number;
  return std::string_view(std::get<std::string>(state));
}

// A number is a FLOAT64; a text comes with its NUL or without. Null: the size does not fit.
std::optional<InputState> read_value(std::span<const std::byte> bytes, bool text) {
  if (!text) {
    if (bytes.size() != sizeof(double)) return std::nullopt;
    return protocol::load_little_endian<double>(bytes.data());
  }
  if (bytes.size() > protocol::kInputTextBytes) return std::nullopt;
  std::string characters;
  for (const std::byte byte : bytes) {
    if (byte == std::byte{0}) break;
    characters.push_back(static_cast<char>(byte));
  }
  return characters;
}

}  // namespace

std::optional<std::size_t> AircraftInputDesk::find(protocol::InputEventHash hash) const {
  if (!context_.simulator.has_user_object()) return std::nullopt;
  return find_aircraft_input(hash.value);
}

InputState AircraftInputDesk::value_of(std::size_t input) {
  return context_.commons.aircraft_inputs.value(input, context_.simulator);
}

Outcome AircraftInputDesk::on(const protocol::EnumerateInputEvents& message, const Occasion&) {
  // Not before the aircraft is completely loaded (semantics 22): clients ask again then.
  if (!context_.simulator.has_user_object() || context_.simulator.loading()) return Refusal{};
  std::vector<protocol::InputEventDescriptor> elements;
  for (const AircraftInput& input : aircraft_inputs()) {
    protocol::InputEventDescriptor& element = elements.emplace_back();
    element.name = input.name;
    element.hash.value = input_hash(input.name);
    element.type = input.text ? protocol::InputEventType::text : protocol::InputEventType::number;
  }
  protocol::RecvEnumerateInputEvents answer;
  answer.request_id = message.request_id;
  answer_in_pages(context_.outbox, answer, std::span<const protocol::InputEventDescriptor>(elements));
  return {};
}

Outcome AircraftInputDesk::on(const protocol::GetInputEvent& message, const Occasion&) {
  const auto input = find(message.hash);
  if (!input) return Refusal{Exception::get_input_event_failed, 2};
  const InputState state = value_of(*input);
  protocol::RecvGetInputEvent answer;
  answer.request_id = message.request_id;
  answer.value = on_the_wire(state);
  context_.outbox.answer(answer);
  return {};
}

Outcome AircraftInputDesk::on(const protocol::SetInputEvent& message, const Occasion&) {
  const auto input = find(message.hash);
  if (!input) return Refusal{Exception::set_input_event_failed, 1};
  if (message.value.size() < message.unit_size) return Refusal{Exception::size_mismatch, 2};
  const auto wanted = read_value(message.value.first(message.unit_size), aircraft_inputs()[*input].text);
  if (!wanted) return Refusal{Exception::size_mismatch, 2};
  // Inferred: the reference knows of wrong hashes only; a value that cannot be set fails alike.
  const auto done = context_.commons.aircraft_inputs.set(*input, *wanted, context_.simulator);
  if (!done) return Refusal{Exception::set_input_event_failed, 3};
  return {};
}

void AircraftInputDesk::watch(std::size_t input, bool by_hash) {
  const auto same = [input](const Watch& watch) { return watch.input == input; };
  const auto known = std::find_if(watches_.begin(), watches_.end(), same);
  if (known == watches_.end()) {
    watches_.push_back({input, by_hash, value_of(input)});
  } else {
    known->by_hash = known->by_hash || by_hash;
  }
}

Outcome AircraftInputDesk::on(const protocol::SubscribeInputEvent& message, const Occasion&) {
  if (message.hash == kAll) {
    if (!context_.simulator.has_user_object()) return Refusal{Exception::get_input_event_failed, 1};
    all_ = true;
    for (std::size_t input = 0; input < aircraft_inputs().size(); ++input) watch(input, false);
    return {};
  }
  const auto input = find(message.hash);
  if (!input) return Refusal{Exception::get_input_event_failed, 1};
  watch(*input, true);
  return {};
}

Outcome AircraftInputDesk::on(const protocol::UnsubscribeInputEvent& message, const Occasion&) {
  if (message.hash == kAll) {
    watches_.clear();
    all_ = false;
    return {};
  }
  // Inferred: as with subscribing. An event that is not subscribed to stays so without a word.
  const auto input = find_aircraft_input(message.hash.value);
  if (!input) return Refusal{Exception::get_input_event_failed, 1};
  for (Watch& watch : watches_) watch.by_hash = watch.by_hash && watch.input != *input;
  // Inferred: a subscription to all goes on; it ends with hash 0.
  if (!all_) std::erase_if(watches_, [](const Watch& watch) { return !watch.by_hash; });
  return {};
}

Outcome AircraftInputDesk::on(const protocol::EnumerateInputEventParams& message, const Occasion&) {
  const auto input = find(message.hash);
  if (!input) return Refusal{Exception::get_input_event_failed, 1};  // Inferred: as with asking for the value
  protocol::RecvEnumerateInputEventParams answer;
  answer.hash = message.hash;
  answer.value = aircraft_inputs()[*input].text ? ";char[256]" : ";FLOAT64";
  context_.outbox.answer(answer);
  return {};
}

void AircraftInputDesk::notice(std::span<const SystemEvent> events) {
  const auto is_change = [](const SystemEvent& event) { return values::same_text(event.name, "AircraftLoaded"); };
  if (!std::any_of(events.begin(), events.end(), is_change)) return;
  watches_.clear();
  all_ = false;
}

void AircraftInputDesk::end_frame(const FrameMoment&) {
  if (!context_.simulator.has_user_object()) return;
  for (Watch& watch : watches_) {
    InputState now = value_of(watch.input);
    if (now == watch.told) continue;
    watch.told = std::move(now);
    protocol::RecvSubscribeInputEvent message;
    message.hash.value = input_hash(aircraft_inputs()[watch.input].name);
    message.value = on_the_wire(watch.told);
    context_.outbox.event(message);
  }
}

// Whatever moves a lever may have moved it by the next frame.
std::optional<FrameNumber> AircraftInputDesk::next_due(const FrameMoment& moment) const {
  if (watches_.empty()) return std::nullopt;
  return moment.frame + 1;
}

}  // namespace checkride::emulator
