#include "desks/flights_desk.hpp"

#include "checkride/values/ascii.hpp"
#include "commons/commons.hpp"
#include "sim/flight_files.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;
using std::chrono::milliseconds;

constexpr Refusal kWrongType{Exception::data_error, 1};
constexpr Refusal kNotDone{Exception::error, 1};

}  // namespace

Outcome FlightsDesk::on(const protocol::FlightLoad& message, const Occasion& occasion) {
  const auto file = with_extension(message.file_name, kFlightExtension);
  if (!file) return kWrongType;
  if (!context_.simulator.load_flight(*file)) return kNotDone;
  const Choices& choices = context_.profile.choices;
  const world::Instant loaded = occasion.moment.time + milliseconds(choices.flight_load_ms);
  context_.commons.busy.extend_to(loaded);
  if (context_.profile.generation == Generation::msfs) {
    context_.commons.busy.complete_at(loaded + milliseconds(choices.first_values_are_junk_ms));
  }
  return {};
}

// Title and description are read by people, with GET /v1/flight; the flags are ignored (wire.md 7, item 19).
Outcome FlightsDesk::on(const protocol::FlightSave& message, const Occasion& occasion) {
  const auto file = with_extension(message.file_name, kFlightExtension);
  if (!file) return kWrongType;
  const FlightHeading heading{std::string(message.title), std::string(message.description)};
  if (!context_.simulator.save_flight(*file, heading)) return kNotDone;
  context_.commons.busy.extend_to(occasion.moment.time + milliseconds(context_.profile.choices.flight_save_ms));
  return {};
}

Outcome FlightsDesk::on(const protocol::FlightPlanLoad& message, const Occasion&) {
  const auto file = with_extension(message.file_name, kPlanExtension);
  if (!file) return kWrongType;
  if (!context_.simulator.activate_plan(*file)) return Refusal{Exception::load_flightplan_failed, 1};
  return {};
}

Outcome FlightsDesk::on(const protocol::SetSystemState& message, const Occasion&) {
  if (!context_.simulator.system_state(message.state_name)) return Refusal{Exception::name_unrecognized, 1};
  if (values::same_text(message.state_name, "DialogMode")) context_.simulator.set_dialog_mode(message.integer != 0);
  return {};
}

}  // namespace checkride::emulator
