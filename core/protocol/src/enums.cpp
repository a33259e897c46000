// Names of enumerators: the word that reports, metrics and configuration use for each.
#include "checkride/protocol/enums.hpp"

#include <array>
#include <cstddef>
#include <span>

#include "checkride/protocol/ids.hpp"

namespace checkride::protocol {
namespace {

// Every enumeration counts from 0 without a gap, so that a name is found by its value.
std::string_view name_at(std::span<const std::string_view> names, std::uint32_t value) {
  return value < names.size() ? names[value] : std::string_view("unknown");
}

}  // namespace

std::string_view to_string(Exception value) {
  static constexpr std::array<std::string_view, 47> kNames{"none",
                                                           "error",
                                                           "size_mismatch",
                                                           "unrecognized_id",
                                                           "unopened",
                                                           "version_mismatch",
                                                           "too_many_groups",
                                                           "name_unrecognized",
                                                           "too_many_event_names",
                                                           "event_id_duplicate",
                                                           "too_many_maps",
                                                           "too_many_objects",
                                                           "too_many_requests",
                                                           "weather_invalid_port",
                                                           "weather_invalid_metar",
                                                           "weather_unable_to_get_observation",
                                                           "weather_unable_to_create_station",
                                                           "weather_unable_to_remove_station",
                                                           "invalid_data_type",
                                                           "invalid_data_size",
                                                           "data_error",
                                                           "invalid_array",
                                                           "create_object_failed",
                                                           "load_flightplan_failed",
                                                           "operation_invalid_for_object_type",
                                                           "illegal_operation",
                                                           "already_subscribed",
                                                           "invalid_enum",
                                                           "definition_error",
                                                           "duplicate_id",
                                                           "datum_id",
                                                           "out_of_bounds",
                                                           "already_created",
                                                           "object_outside_reality_bubble",
                                                           "object_container",
                                                           "object_ai",
                                                           "object_atc",
                                                           "object_schedule",
                                                           "jetway_data",
                                                           "action_not_found",
                                                           "not_an_action",
                                                           "incorrect_action_params",
                                                           "get_input_event_failed",
                                                           "set_input_event_failed",
                                                           "event_name_reserved",
                                                           "internal",
                                                           "camera_api"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(Period value) {
  static constexpr std::array<std::string_view, 5> kNames{"never", "once", "visual_frame", "sim_frame", "second"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(ClientDataPeriod value) {
  static constexpr std::array<std::string_view, 5> kNames{"never", "once", "visual_frame", "on_set", "second"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(DataType value) {
  static constexpr std::array<std::string_view, 18> kNames{
      "invalid",      "int32",       "int64",     "float32",   "float64",   "string8",
      "string32",     "string64",    "string128", "string256", "string260", "stringv",
      "initposition", "markerstate", "waypoint",  "latlonalt", "xyz",       "int8"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(SimObjectType value) {
  static constexpr std::array<std::string_view, 10> kNames{
      "user",   "all",         "aircraft",    "helicopter", "boat", "ground", "hot_air_balloon",
      "animal", "user_avatar", "user_current"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(State value) {
  static constexpr std::array<std::string_view, 2> kNames{"off", "on"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(FacilityListType value) {
  static constexpr std::array<std::string_view, 4> kNames{"airport", "waypoint", "ndb", "vor"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(FacilityDataType value) {
  static constexpr std::array<std::string_view, 29> kNames{"airport",
                                                           "runway",
                                                           "start",
                                                           "frequency",
                                                           "helipad",
                                                           "approach",
                                                           "approach_transition",
                                                           "approach_leg",
                                                           "final_approach_leg",
                                                           "missed_approach_leg",
                                                           "departure",
                                                           "arrival",
                                                           "runway_transition",
                                                           "enroute_transition",
                                                           "taxi_point",
                                                           "taxi_parking",
                                                           "taxi_path",
                                                           "taxi_name",
                                                           "jetway",
                                                           "vor",
                                                           "ndb",
                                                           "waypoint",
                                                           "route",
                                                           "pavement",
                                                           "approach_lights",
                                                           "vasi",
                                                           "vdgs",
                                                           "holding_pattern",
                                                           "taxi_parking_airline"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(InputEventType value) {
  static constexpr std::array<std::string_view, 2> kNames{"number", "text"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(WeatherMode value) {
  static constexpr std::array<std::string_view, 4> kNames{"theme", "real_world", "custom", "global"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(FlowEvent value) {
  static constexpr std::array<std::string_view, 17> kNames{"none",
                                                           "flt_load",
                                                           "flt_loaded",
                                                           "teleport_start",
                                                           "teleport_done",
                                                           "back_on_track_start",
                                                           "back_on_track_done",
                                                           "skip_start",
                                                           "skip_done",
                                                           "back_to_main_menu",
                                                           "rtc_start",
                                                           "rtc_end",
                                                           "replay_start",
                                                           "replay_end",
                                                           "flight_start",
                                                           "flight_end",
                                                           "plane_crash"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(CameraReferential value) {
  static constexpr std::array<std::string_view, 5> kNames{"none", "simobject", "world", "eyepoint", "simobject_datum"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(CameraAvailability value) {
  static constexpr std::array<std::string_view, 4> kNames{"not_acquired", "acquired", "acquired_by_other",
                                                          "user_disabled"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(WorldLockerStatus value) {
  static constexpr std::array<std::string_view, 5> kNames{"none", "start", "success", "cancel", "fail"};
  return name_at(kNames, static_cast<std::uint32_t>(value));
}

std::string_view to_string(Protocol protocol) {
  static constexpr std::array<std::string_view, 7> kNames{"unknown", "unknown",  "fsx_rtm", "fsx_sp1",
                                                          "fsx_sp2", "msfs2020", "msfs2024"};
  return name_at(kNames, number_of(protocol));
}

}  // namespace checkride::protocol
