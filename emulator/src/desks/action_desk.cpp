#include "desks/action_desk.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "answers/list_pages.hpp"
#include "checkride/protocol/bytes.hpp"
#include "commons/commons.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;

constexpr std::size_t kTextBytes = 256;  // of a text among the parameters

// As they are packed (wire.md 3.11): a byte, an f32, kTextBytes.
enum class Parameter { none, truth, number, text };

struct Action {
  std::string_view name;
  Parameter parameter = Parameter::none;
  std::string_view key_event;  // takes the truth or number
  std::string_view variable;   // takes the text
};

// Inferred: the names; the reference knows how actions are executed, not which there are. Each shows in a variable.
constexpr std::array kActions{
    Action{"ToggleLandingLights", Parameter::none, "LANDING_LIGHTS_TOGGLE", {}},
    Action{"ToggleGear", Parameter::none, "GEAR_TOGGLE", {}},
    Action{"SetParkingBrake", Parameter::truth, "PARKING_BRAKE_SET", {}},
    Action{"SetHeadingBug", Parameter::number, "HEADING_BUG_SET", {}},
    Action{"SetRegistration", Parameter::text, {}, "ATC ID"},
};

std::size_t parameter_bytes(Parameter parameter) {
  switch (parameter) {
    case Parameter::none:
      return 0;
    case Parameter::truth:
      return 1;
    case Parameter::number:
      return sizeof(float);
    case Parameter::text:
      return kTextBytes;
  }
  return 0;
}

std::string text_of(std::span<const std::byte> bytes) {
  std::string text;
  for (const std::byte byte : bytes) {
    if (byte == std::byte{0}) break;
    text.push_back(static_cast<char>(byte));
  }
  return text;
}

// False: the parameters cannot be.
bool execute(const Action& action, std::span<const std::byte> parameters, Simulator& simulator) {
  if (action.parameter == Parameter::text) {
    const auto variable = simulator.resolve(action.variable);
    return variable && simulator.set_text(*variable, text_of(parameters)).has_value();
  }
  EventData data{};
  if (action.parameter == Parameter::truth) data[0] = parameters[0] == std::byte{0} ? 0 : 1;
  if (action.parameter == Parameter::number) {
    const double value = protocol::load_little_endian<float>(parameters.data());
    if (!(value >= 0 && value < 4294967296.0)) return false;
    data[0] = static_cast<std::uint32_t>(value);
  }
  simulator.trigger(action.key_event, data);
  return true;
}

}  // namespace

Outcome ActionDesk::on(const protocol::EnumerateControllers&, const Occasion&) {
  const auto& joysticks = context_.commons.inputs.joysticks();
  if (joysticks.empty()) return Refusal{};
  std::vector<std::string> names;
  for (const std::uint32_t joystick : joysticks) names.push_back("Joystick " + std::to_string(joystick));
  std::vector<protocol::ControllerItem> elements;
  for (const std::uint32_t joystick : joysticks) {
    protocol::ControllerItem& element = elements.emplace_back();
    element.device_name = names[elements.size() - 1];
    element.device_id = joystick;
  }
  answer_in_pages(context_.outbox, protocol::RecvControllersList(),
                  std::span<const protocol::ControllerItem>(elements));
  return {};
}

Outcome ActionDesk::on(const protocol::ExecuteAction& message, const Occasion&) {
  const auto named = [&message](const Action& action) { return action.name == message.action_id; };
  const auto action = std::find_if(kActions.begin(), kActions.end(), named);
  if (action == kActions.end()) {
    // Inferred: what is something else, a key event for one, is no action; what is nothing is not found.
    const bool known = context_.simulator.knows_event(message.action_id);
    return Refusal{known ? Exception::not_an_action : Exception::action_not_found, 2};
  }
  constexpr Refusal kBadParameters{Exception::incorrect_action_params, 4};
  const std::size_t bytes = parameter_bytes(action->parameter);
  if (message.unit_size != bytes || message.param_values.size() < bytes) return kBadParameters;
  if (!execute(*action, message.param_values.first(bytes), context_.simulator)) return kBadParameters;
  protocol::RecvActionCallback answer;
  answer.action_id = action->name;
  answer.request_id = message.request_id;
  context_.outbox.answer(answer);
  return {};
}

}  // namespace checkride::emulator
