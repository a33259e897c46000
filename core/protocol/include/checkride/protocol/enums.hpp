// Enumerations of the SimConnect wire protocol, all `u32` on the wire, with the SDK's words in lower case.
//
// A value outside its enumeration can arrive and is kept: to_string() then gives "unknown".
//
// Source: wire.md 5.
#pragma once

#include <cstdint>
#include <string_view>

namespace checkride::protocol {

// Why a request failed (5.4). Sent in EXCEPTION; none is never sent.
enum class Exception : std::uint32_t {
  none = 0,                                // no error; not sent
  error = 1,                               // unspecific failure
  size_mismatch = 2,                       // data size or string length does not fit
  unrecognized_id = 3,                     // event, request, definition or object id unknown
  unopened = 4,                            // connection not opened; documented as unused
  version_mismatch = 5,                    // client too new for the server; index 4
  too_many_groups = 6,                     // more than 20 groups
  name_unrecognized = 7,                   // unknown variable, unit, event or state name
  too_many_event_names = 8,                // more than 1000 event names
  event_id_duplicate = 9,                  // client event id already in use
  too_many_maps = 10,                      // more than 20 mappings
  too_many_objects = 11,                   // more than 1000 objects
  too_many_requests = 12,                  // more than 1000 requests
  weather_invalid_port = 13,               // bad port for the weather server; legacy
  weather_invalid_metar = 14,              // METAR text not understood; legacy
  weather_unable_to_get_observation = 15,  // no observation; legacy
  weather_unable_to_create_station = 16,   // legacy
  weather_unable_to_remove_station = 17,   // legacy
  invalid_data_type = 18,                  // data type does not exist or does not fit
  invalid_data_size = 19,                  // size of a structure or area not allowed
  data_error = 20,                         // generic problem with the data of a call
  invalid_array = 21,                      // array of SetDataOnSimObject not acceptable
  create_object_failed = 22,               // AI object not created
  load_flightplan_failed = 23,             // flight plan missing or bad
  operation_invalid_for_object_type = 24,  // object is of the wrong kind
  illegal_operation = 25,                  // operation not permitted, for example removing another client’s object
  already_subscribed = 26,                 // subscribed twice
  invalid_enum = 27,                       // number outside an enumeration, for example the object type
  definition_error = 28,                   // definition not usable, for example STRINGV with a repeating period
  duplicate_id = 29,                       // id already in use
  datum_id = 30,                           // datum id of a tagged set unknown
  out_of_bounds = 31,                      // radius or amount above the limit
  already_created = 32,                    // client data area name taken
  object_outside_reality_bubble = 33,      // ATC aircraft too far from the user
  object_container = 34,                   // AI object: container (title) problem
  object_ai = 35,                          // AI object: AI system problem
  object_atc = 36,                         // AI object: ATC problem
  object_schedule = 37,                    // AI object: scheduling problem
  jetway_data = 38,              // RequestJetwayData: index 1 bad or unloaded airport, 2 bad parking index, 99 internal
  action_not_found = 39,         // ExecuteAction: unknown action; index 2
  not_an_action = 40,            // ExecuteAction: name is no action; index 2
  incorrect_action_params = 41,  // ExecuteAction: parameters wrong; index 4
  get_input_event_failed = 42,   // input event hash unknown on get or subscribe
  set_input_event_failed = 43,   // input event hash unknown on set
  event_name_reserved = 44,      // CommBus name reserved
  internal = 45,                 // internal error
  camera_api = 46,               // camera not acquired, or the call failed
};
std::string_view to_string(Exception value);

// How often RequestDataOnSimObject answers (5.5).
enum class Period : std::uint32_t {
  never = 0,  // stops the request
  once = 1,
  visual_frame = 2,
  sim_frame = 3,
  second = 4,
};
std::string_view to_string(Period value);

// How often RequestClientData answers (5.5).
enum class ClientDataPeriod : std::uint32_t {
  never = 0,  // stops the request
  once = 1,
  visual_frame = 2,
  on_set = 3,  // whenever the area is set
  second = 4,
};
std::string_view to_string(ClientDataPeriod value);

// The form of one datum (5.1); sizes are in datum.hpp.
enum class DataType : std::uint32_t {
  invalid = 0,
  int32 = 1,
  int64 = 2,
  float32 = 3,
  float64 = 4,
  string8 = 5,
  string32 = 6,
  string64 = 7,
  string128 = 8,
  string256 = 9,
  string260 = 10,
  stringv = 11,
  initposition = 12,
  markerstate = 13,
  waypoint = 14,
  latlonalt = 15,
  xyz = 16,
  int8 = 17,
};
std::string_view to_string(DataType value);

// Kinds of objects (5.9); from hot_air_balloon on: MSFS 2024.
enum class SimObjectType : std::uint32_t {
  user = 0,
  all = 1,
  aircraft = 2,
  helicopter = 3,
  boat = 4,
  ground = 5,
  hot_air_balloon = 6,
  animal = 7,
  user_avatar = 8,
  user_current = 9,
};
std::string_view to_string(SimObjectType value);

// Off or on, of system events and input groups (5.7).
enum class State : std::uint32_t {
  off = 0,
  on = 1,
};
std::string_view to_string(State value);

// What a facility list holds (5.10).
enum class FacilityListType : std::uint32_t {
  airport = 0,
  waypoint = 1,
  ndb = 2,
  vor = 3,
};
std::string_view to_string(FacilityListType value);

// The node that a FACILITY_DATA record describes (5.10).
enum class FacilityDataType : std::uint32_t {
  airport = 0,
  runway = 1,
  start = 2,
  frequency = 3,
  helipad = 4,
  approach = 5,
  approach_transition = 6,
  approach_leg = 7,
  final_approach_leg = 8,
  missed_approach_leg = 9,
  departure = 10,
  arrival = 11,
  runway_transition = 12,
  enroute_transition = 13,
  taxi_point = 14,
  taxi_parking = 15,
  taxi_path = 16,
  taxi_name = 17,
  jetway = 18,
  vor = 19,
  ndb = 20,
  waypoint = 21,
  route = 22,
  pavement = 23,
  approach_lights = 24,
  vasi = 25,
  vdgs = 26,
  holding_pattern = 27,
  taxi_parking_airline = 28,
};
std::string_view to_string(FacilityDataType value);

// The form of the value of an input event (5.11).
enum class InputEventType : std::uint32_t {
  number = 0,  // DOUBLE: an f64
  text = 1,    // STRING
};
std::string_view to_string(InputEventType value);

// Data of EVENT_WEATHER_MODE (5.13).
enum class WeatherMode : std::uint32_t {
  theme = 0,
  real_world = 1,
  custom = 2,
  global = 3,
};
std::string_view to_string(WeatherMode value);

// Stages of a session in MSFS 2024 (5.14).
enum class FlowEvent : std::uint32_t {
  none = 0,
  flt_load = 1,
  flt_loaded = 2,
  teleport_start = 3,
  teleport_done = 4,
  back_on_track_start = 5,
  back_on_track_done = 6,
  skip_start = 7,
  skip_done = 8,
  back_to_main_menu = 9,
  rtc_start = 10,
  rtc_end = 11,
  replay_start = 12,
  replay_end = 13,
  flight_start = 14,
  flight_end = 15,
  plane_crash = 16,
};
std::string_view to_string(FlowEvent value);

// What a camera position is relative to (5.15).
enum class CameraReferential : std::uint32_t {
  none = 0,
  simobject = 1,
  world = 2,
  eyepoint = 3,
  simobject_datum = 4,
};
std::string_view to_string(CameraReferential value);

// Who holds the camera (5.15).
enum class CameraAvailability : std::uint32_t {
  not_acquired = 0,
  acquired = 1,
  acquired_by_other = 2,
  user_disabled = 3,
};
std::string_view to_string(CameraAvailability value);

// Progress of a camera world locker (5.15).
enum class WorldLockerStatus : std::uint32_t {
  none = 0,
  start = 1,
  success = 2,
  cancel = 3,
  fail = 4,
};
std::string_view to_string(WorldLockerStatus value);

// Of RequestDataOnSimObject and RequestClientData, echoed in the answers (5.6).
enum class RequestFlags : std::uint32_t {
  none = 0,
  changed = 1,  // only when something changed
  tagged = 2,   // each value after its datum id
};
// Of SetDataOnSimObject and SetClientData (5.6): here tagged is 1, in requests it is 2.
enum class SetFlags : std::uint32_t {
  none = 0,
  tagged = 1,
};
// Of TransmitClientEvent and TransmitClientEvent_EX1 (5.6).
enum class TransmitFlags : std::uint32_t {
  none = 0,
  fast_repeat_timer = 1,
  slow_repeat_timer = 2,
  group_id_is_priority = 16,  // group_id_or_priority is a priority
};
// Of CreateClientData (5.6).
enum class CreateClientDataFlags : std::uint32_t {
  none = 0,
  read_only = 1,  // only the creator writes
};

// Flags combine with | and &, and `has(flags, RequestFlags::tagged)` asks for one.
template <class Flags>
inline constexpr bool kIsFlags = false;
template <>
inline constexpr bool kIsFlags<RequestFlags> = true;
template <>
inline constexpr bool kIsFlags<SetFlags> = true;
template <>
inline constexpr bool kIsFlags<TransmitFlags> = true;
template <>
inline constexpr bool kIsFlags<CreateClientDataFlags> = true;

template <class Flags>
  requires kIsFlags<Flags>
constexpr Flags operator|(Flags a, Flags b) {
  return static_cast<Flags>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}

template <class Flags>
  requires kIsFlags<Flags>
constexpr Flags operator&(Flags a, Flags b) {
  return static_cast<Flags>(static_cast<std::uint32_t>(a) & static_cast<std::uint32_t>(b));
}

template <class Flags>
  requires kIsFlags<Flags>
constexpr bool has(Flags flags, Flags wanted) {
  return (flags & wanted) == wanted;
}

}  // namespace checkride::protocol
