#include "events/system_events.hpp"

#include <array>

#include "checkride/values/ascii.hpp"

namespace checkride::emulator {
namespace {

constexpr SystemEventInfo timer(std::string_view name, std::uint32_t per_12_seconds) {
  return {name, EventForm::plain, EventSource::timer, false, per_12_seconds, 2};
}
constexpr SystemEventInfo each_frame(std::string_view name) {
  return {name, EventForm::frame, EventSource::frame, false, 0, 2};
}
constexpr SystemEventInfo plain(std::string_view name) {
  return {name, EventForm::plain, EventSource::simulation, false, 0, 2};
}
constexpr SystemEventInfo by_itself(std::string_view name) {
  return {name, EventForm::plain, EventSource::flight, false, 0, 2};
}
constexpr SystemEventInfo told_at_once(std::string_view name, std::uint32_t since = 2) {
  return {name, EventForm::plain, EventSource::simulation, true, 0, since};
}
constexpr SystemEventInfo of_form(std::string_view name, EventForm form, std::uint32_t since = 2) {
  return {name, form, EventSource::simulation, false, 0, since};
}

constexpr std::array<SystemEventInfo, 33> kEvents{{
    timer("1sec", 12),
    timer("4sec", 3),
    timer("6Hz", 72),
    each_frame("Frame"),
    each_frame("PauseFrame"),
    told_at_once("Sim"),
    plain("SimStart"),
    plain("SimStop"),
    told_at_once("Pause"),
    told_at_once("Pause_EX1", 5),
    plain("Paused"),
    plain("Unpaused"),
    by_itself("Crashed"),
    by_itself("CrashReset"),
    plain("PositionChanged"),
    told_at_once("Sound"),
    told_at_once("View"),
    of_form("AircraftLoaded", EventForm::filename),
    of_form("FlightLoaded", EventForm::filename),
    of_form("FlightSaved", EventForm::filename),
    of_form("FlightPlanActivated", EventForm::filename),
    plain("FlightPlanDeactivated"),
    of_form("ObjectAdded", EventForm::add_remove),
    of_form("ObjectRemoved", EventForm::add_remove),
    of_form("WeatherModeChanged", EventForm::weather_mode),
    plain("TextEvents"),
    // There are no missions, races and multiplayer sessions here: the control side brings these about, in FSX alone.
    of_form("CustomMissionActionExecuted", EventForm::mission),
    of_form("MissionCompleted", EventForm::mission),
    of_form("RaceEnd", EventForm::mission, 4),
    of_form("RaceLap", EventForm::mission, 4),
    of_form("MultiplayerServerStarted", EventForm::mission, 4),
    of_form("MultiplayerClientStarted", EventForm::mission, 4),
    of_form("MultiplayerSessionEnded", EventForm::mission, 4),
}};

}  // namespace

const SystemEventInfo* find_system_event(std::string_view name, const Profile& profile) {
  for (const SystemEventInfo& event : kEvents) {
    if (values::same_text(event.name, name) && event.since <= profile.protocol) return &event;
  }
  return nullptr;
}

std::string_view change_told_by(std::string_view name, std::uint32_t data) {
  if (values::same_text(name, "Sim")) return data != 0 ? "sim on" : "sim off";
  if (values::same_text(name, "SimStart")) return "sim on";
  if (values::same_text(name, "SimStop")) return "sim off";
  if (values::same_text(name, "Pause") || values::same_text(name, "Pause_EX1"))
    return data != 0 ? "pause on" : "pause off";
  if (values::same_text(name, "Paused")) return "pause on";
  if (values::same_text(name, "Unpaused")) return "pause off";
  return {};
}

}  // namespace checkride::emulator
