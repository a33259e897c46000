#include "capture/picked_ids.hpp"

#include <algorithm>
#include <variant>

#include "checkride/protocol/protocol.hpp"

namespace checkride::harness {
namespace {

using protocol::FieldValue;
using protocol::IdKind;

constexpr std::string_view kMade = "ASSIGNED_OBJECT_ID";

// The objects that an answer names.
struct Naming {
  std::string message;
  std::string which;
  std::vector<std::uint64_t> objects;
};

Naming naming_in(std::span<const std::byte> frame, protocol::Protocol version) {
  Naming naming;
  const auto decoded = protocol::decode_server(frame, version);
  if (!decoded) return naming;
  const auto fields = protocol::field_values(decoded->message, version);
  for (const FieldValue& field : fields) {
    if (kind_of(decoded->message, field) != IdKind::object) continue;
    naming.objects.push_back(std::get<std::uint64_t>(field.value));
  }
  if (naming.objects.empty()) return naming;
  naming.message = protocol::info_of(decoded->message)->name;
  naming.which = which_of(fields);
  return naming;
}

struct Said {
  std::size_t offset = 0;
  std::size_t bytes = 0;
  PickedId id;
};

// The ids in a client's frame that a simulator picked.
std::vector<Said> picked_in(std::span<const std::byte> frame) {
  std::vector<Said> places;
  const auto decoded = protocol::decode_client(frame);
  if (!decoded) return places;
  for (const FieldValue& field : protocol::field_values(decoded->message, decoded->version)) {
    if (field.id != IdKind::object && field.id != IdKind::input_event) continue;
    const auto id = std::get<std::uint64_t>(field.value);
    const bool fixed = field.id == IdKind::object ? is_fixed_object(id) : id == 0;  // no hash: all input events
    if (!fixed) places.push_back({field.offset, field.bytes, {field.id, id}});
  }
  return places;
}

}  // namespace

std::string which_of(const std::vector<FieldValue>& fields) {
  for (const IdKind kind : {IdKind::request, IdKind::send, IdKind::event}) {
    for (const FieldValue& field : fields) {
      if (field.id == kind) return field.path + " " + text_of(field);
    }
  }
  return {};
}

IdKind kind_of(const protocol::ServerMessage& message, const FieldValue& field) {
  // The area of the client.
  const bool client_data = std::holds_alternative<protocol::RecvClientData>(message);
  return client_data && field.id == IdKind::object ? IdKind::client_data : field.id;
}

bool is_fixed_object(std::uint64_t id) {
  return id <= 1 || id > protocol::kObjectIdMax.value;
}

void take_input_names(std::span<const std::byte> frame, protocol::Protocol version, InputNames& names) {
  const auto decoded = protocol::decode_server(frame, version);
  if (!decoded) return;
  const auto* list = std::get_if<protocol::RecvEnumerateInputEvents>(&decoded->message);
  if (list == nullptr) return;
  for (std::size_t i = 0; i < list->elements.size(); ++i) {
    const protocol::InputEventDescriptor input = list->elements[i];
    names[input.hash.value] = std::string(input.name);
  }
}

PickedIds::PickedIds(const TalkScript& script) : script_(script) {
  const auto tell = [this](PickedId id, world::Duration at) {
    const auto first = told_at_.try_emplace(id, at).first;
    first->second = std::min(first->second, at);
  };
  for (const ScriptConnection& connection : script.connections) {
    Told& told = connections_.emplace_back();
    for (const TimedFrame& answer : connection.answers) {
      Naming naming = naming_in(answer.bytes, connection.version);
      for (const std::uint64_t id : naming.objects) tell({IdKind::object, id}, answer.at);
      if (!naming.objects.empty()) told.recorded[{naming.message, naming.which}].push_back(std::move(naming.objects));
      InputNames listed;
      take_input_names(answer.bytes, connection.version, listed);
      for (const auto& [hash, name] : listed) tell({IdKind::input_event, hash}, answer.at);
      inputs_.merge(listed);
    }
  }
}

bool PickedIds::hear(std::size_t connection, std::span<const std::byte> frame) {
  const bool objects = hear_objects(connection, frame);
  const bool inputs = hear_inputs(frame, script_.connections[connection].version);
  return objects || inputs;
}

bool PickedIds::hear_inputs(std::span<const std::byte> frame, protocol::Protocol version) {
  InputNames listed;
  take_input_names(frame, version, listed);
  for (const auto& [hash, name] : listed) by_name_[name] = hash;
  return !listed.empty();
}

bool PickedIds::hear_objects(std::size_t connection, std::span<const std::byte> frame) {
  const Naming naming = naming_in(frame, script_.connections[connection].version);
  if (naming.objects.empty()) return false;
  Told& told = connections_[connection];
  const Group group(naming.message, naming.which);
  const auto found = told.recorded.find(group);
  const std::size_t place = told.heard[group]++;
  if (found == told.recorded.end() || place >= found->second.size()) return false;
  const std::vector<std::uint64_t>& recorded = found->second[place];
  bool more = false;
  for (std::size_t i = 0; i < std::min(recorded.size(), naming.objects.size()); ++i) {
    if (is_fixed_object(recorded[i]) || is_fixed_object(naming.objects[i])) continue;
    more = learn(recorded[i], naming.objects[i], naming.message == kMade) || more;
  }
  return more;
}

bool PickedIds::learn(std::uint64_t recorded, std::uint64_t now, bool made) {
  if (!made && (now_.contains(recorded) || taken_.contains(now))) return false;
  std::erase_if(now_, [now](const auto& entry) { return entry.second == now; });  // a guess that was wrong
  now_[recorded] = now;
  taken_.insert(now);
  return true;
}

std::optional<std::uint64_t> PickedIds::now_of(const PickedId& id) const {
  if (id.kind == IdKind::object) {
    const auto object = now_.find(id.id);
    return object == now_.end() ? std::nullopt : std::optional(object->second);
  }
  const auto name = inputs_.find(id.id);
  if (name == inputs_.end()) return std::nullopt;
  const auto input = by_name_.find(name->second);
  return input == by_name_.end() ? std::nullopt : std::optional(input->second);
}

std::vector<PickedId> PickedIds::awaited(const TimedFrame& said) const {
  std::vector<PickedId> ids;
  for (const Said& place : picked_in(said.bytes)) {
    const auto told = told_at_.find(place.id);
    if (told == told_at_.end() || told->second > said.at) continue;
    if (!now_of(place.id) && !given_up_.contains(place.id)) ids.push_back(place.id);
  }
  return ids;
}

void PickedIds::give_up(const std::vector<PickedId>& ids) {
  given_up_.insert(ids.begin(), ids.end());
}

std::vector<std::byte> PickedIds::as_of_now(const TimedFrame& said) const {
  std::vector<std::byte> frame = said.bytes;
  for (const Said& place : picked_in(said.bytes)) {
    const auto now = now_of(place.id);
    if (!now) continue;
    std::byte* at = frame.data() + place.offset;
    if (place.bytes == sizeof(std::uint64_t)) protocol::store_little_endian(at, *now);
    if (place.bytes == sizeof(std::uint32_t)) protocol::store_little_endian(at, static_cast<std::uint32_t>(*now));
  }
  return frame;
}

}  // namespace checkride::harness
