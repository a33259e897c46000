// Structures inside messages and data: packed, without padding.
//
// Source: wire.md 5.3 and, for facilities, 4.3. Sizes were compiled from the public header.
#pragma once

#include <cstdint>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// Where an object appears. `airspeed` -1 is cruise, -2 keeps the speed.
struct InitPosition {
  double latitude{};
  double longitude{};
  double altitude{};
  double pitch{};
  double bank{};
  double heading{};
  bool on_ground{};
  std::int32_t airspeed{};

  template <class M = InitPosition>
  static constexpr auto fields() {
    return Rows{field(&M::latitude, "latitude", Unit::degrees, "latitude"),
                field(&M::longitude, "longitude", Unit::degrees, "longitude"),
                field(&M::altitude, "altitude", Unit::feet, "altitude"),
                field(&M::pitch, "pitch", Unit::degrees, "pitch"),
                field(&M::bank, "bank", Unit::degrees, "bank"),
                field(&M::heading, "heading", Unit::degrees, "true heading"),
                field(&M::on_ground, "on_ground", Unit::none, "put it on the ground"),
                field(&M::airspeed, "airspeed", Unit::knots, "-1 cruise, -2 keep")};
  }
};

struct MarkerState {
  std::string_view marker_name{};
  std::uint32_t marker_state{};

  template <class M = MarkerState>
  static constexpr auto fields() {
    return Rows{text<64>(&M::marker_name, "marker_name", "name of the marker"),
                field(&M::marker_state, "marker_state", Unit::none, "0 or 1")};
  }
};

// Flags: wire.md 5.10.
struct Waypoint {
  double latitude{};
  double longitude{};
  double altitude{};
  std::uint32_t flags{};
  double kts_speed{};
  double percent_throttle{};

  template <class M = Waypoint>
  static constexpr auto fields() {
    return Rows{field(&M::latitude, "latitude", Unit::degrees, "latitude"),
                field(&M::longitude, "longitude", Unit::degrees, "longitude"),
                field(&M::altitude, "altitude", Unit::feet, "altitude"),
                field(&M::flags, "flags", Unit::none, "what of the rest counts, and how"),
                field(&M::kts_speed, "kts_speed", Unit::knots, "speed wanted"),
                field(&M::percent_throttle, "percent_throttle", Unit::percent, "throttle wanted")};
  }
};

struct LatLonAlt {
  double latitude{};
  double longitude{};
  double altitude{};

  template <class M = LatLonAlt>
  static constexpr auto fields() {
    return Rows{field(&M::latitude, "latitude", Unit::degrees, "latitude"),
                field(&M::longitude, "longitude", Unit::degrees, "longitude"),
                field(&M::altitude, "altitude", Unit::metres, "altitude in facilities and jetways")};
  }
};

struct Xyz {
  double x{};
  double y{};
  double z{};

  template <class M = Xyz>
  static constexpr auto fields() {
    return Rows{field(&M::x, "x", Unit::metres, "to the right; latitude in a world referential"),
                field(&M::y, "y", Unit::metres, "upwards; longitude in a world referential"),
                field(&M::z, "z", Unit::metres, "forwards; altitude in a world referential")};
  }
};

// Three f32, unlike the f64 structures around it.
struct Pbh {
  float pitch{};
  float bank{};
  float heading{};

  template <class M = Pbh>
  static constexpr auto fields() {
    return Rows{field(&M::pitch, "pitch", Unit::degrees, "pitch"), field(&M::bank, "bank", Unit::degrees, "bank"),
                field(&M::heading, "heading", Unit::degrees, "heading")};
  }
};

struct RaceResult {
  std::uint32_t number_of_racers{};
  Guid mission_guid{};
  std::string_view player_name{};
  std::string_view session_type{};
  std::string_view aircraft{};
  std::string_view player_role{};
  double total_time{};
  double penalty_time{};
  bool is_disqualified{};

  template <class M = RaceResult>
  static constexpr auto fields() {
    return Rows{field(&M::number_of_racers, "number_of_racers", Unit::none, "racers in the race"),
                field(&M::mission_guid, "mission_guid", Unit::none, "the mission"),
                text<260>(&M::player_name, "player_name", "name of the racer"),
                text<260>(&M::session_type, "session_type", "kind of the session"),
                text<260>(&M::aircraft, "aircraft", "title of the aircraft"),
                text<260>(&M::player_role, "player_role", "role of the racer"),
                field(&M::total_time, "total_time", Unit::seconds, "time flown"),
                field(&M::penalty_time, "penalty_time", Unit::seconds, "of that, penalties"),
                field(&M::is_disqualified, "is_disqualified", Unit::none, "out of the race")};
  }
};

struct JetwayData {
  std::string_view airport_icao{};
  std::int32_t parking_index{};
  LatLonAlt lla{};
  Pbh pbh{};
  std::int32_t status{};
  std::int32_t door{};
  Xyz exit_door_relative_pos{};
  Xyz main_handle_pos{};
  Xyz secondary_handle{};
  Xyz wheel_ground_lock{};
  ObjectId jetway_object_id{};
  ObjectId attached_object_id{};

  template <class M = JetwayData>
  static constexpr auto fields() {
    return Rows{
        text<8>(&M::airport_icao, "airport_icao", "airport"),
        field(&M::parking_index, "parking_index", Unit::none, "parking spot"),
        field(&M::lla, "lla", Unit::none, "where the jetway stands"),
        field(&M::pbh, "pbh", Unit::none, "how it stands"),
        field(&M::status, "status", Unit::none, "0 rest ... 7 fully attached"),
        field(&M::door, "door", Unit::none, "door it serves"),
        field(&M::exit_door_relative_pos, "exit_door_relative_pos", Unit::none, "door of the aircraft"),
        field(&M::main_handle_pos, "main_handle_pos", Unit::none, "main handle"),
        field(&M::secondary_handle, "secondary_handle", Unit::none, "second handle"),
        field(&M::wheel_ground_lock, "wheel_ground_lock", Unit::none, "wheel on the ground"),
        field(&M::jetway_object_id, "jetway_object_id", Unit::none, "object of the jetway"),
        field(&M::attached_object_id, "attached_object_id", Unit::none, "object it is attached to, 0 for none")};
  }
};

struct HardwareVersion {
  std::uint16_t major{};
  std::uint16_t minor{};
  std::uint16_t revision{};
  std::uint16_t build{};

  template <class M = HardwareVersion>
  static constexpr auto fields() {
    return Rows{
        field(&M::major, "major", Unit::none, "major version"), field(&M::minor, "minor", Unit::none, "minor version"),
        field(&M::revision, "revision", Unit::none, "revision"), field(&M::build, "build", Unit::none, "build")};
  }
};

struct ControllerItem {
  std::string_view device_name{};
  std::uint32_t device_id{};
  std::uint32_t product_id{};
  std::uint32_t composite_id{};
  HardwareVersion hardware_version{};

  template <class M = ControllerItem>
  static constexpr auto fields() {
    return Rows{text<256>(&M::device_name, "device_name", "name of the device"),
                field(&M::device_id, "device_id", Unit::none, "number of the device"),
                field(&M::product_id, "product_id", Unit::none, "USB product"),
                field(&M::composite_id, "composite_id", Unit::none, "part of a composite device"),
                field(&M::hardware_version, "hardware_version", Unit::none, "version of the device")};
  }
};

struct InputEventDescriptor {
  std::string_view name{};
  InputEventHash hash{};
  InputEventType type{};

  template <class M = InputEventDescriptor>
  static constexpr auto fields() {
    return Rows{text<64>(&M::name, "name", "name of the input event"),
                field(&M::hash, "hash", Unit::none, "names it in requests"),
                field(&M::type, "type", Unit::none, "form of its value")};
  }
};

struct SimObjectLivery {
  std::string_view aircraft_title{};
  std::string_view livery_name{};

  template <class M = SimObjectLivery>
  static constexpr auto fields() {
    return Rows{text<256>(&M::aircraft_title, "aircraft_title", "title of the object"),
                text<256>(&M::livery_name, "livery_name", "name of the livery")};
  }
};

struct CameraDefinitionItem {
  std::string_view name{};

  template <class M = CameraDefinitionItem>
  static constexpr auto fields() {
    return Rows{text<256>(&M::name, "name", "name of the camera definition")};
  }
};

struct CameraData {
  Xyz position{};
  CameraReferential position_referential{};
  ObjectId position_referential_object_id{};
  Xyz targeted_pos{};
  Pbh pbh{};
  CameraReferential rotation_referential{};
  ObjectId rotation_referential_object_id{};
  double fov{};

  template <class M = CameraData>
  static constexpr auto fields() {
    return Rows{field(&M::position, "position", Unit::none, "where the camera is"),
                field(&M::position_referential, "position_referential", Unit::none, "what the position is relative to"),
                field(&M::position_referential_object_id, "position_referential_object_id", Unit::none, "its object"),
                field(&M::targeted_pos, "targeted_pos", Unit::none, "what it looks at"),
                field(&M::pbh, "pbh", Unit::none, "where it looks"),
                field(&M::rotation_referential, "rotation_referential", Unit::none, "what the rotation is relative to"),
                field(&M::rotation_referential_object_id, "rotation_referential_object_id", Unit::none, "its object"),
                field(&M::fov, "fov", Unit::radians, "field of view")};
  }
};

// The rows with which every facility starts. The identifier grew: one field of 9 characters in FSX, 6 with a region of
// 3 in MSFS 2020, 9 with one in MSFS 2024.
template <class M>
constexpr auto facility_rows() {
  return Rows{text<9>(&M::ident, "icao", "ICAO identifier").until(Protocol::fsx_sp2),
              text<6>(&M::ident, "ident", "ICAO identifier").since(Protocol::msfs2020).until(Protocol::msfs2020),
              text<9>(&M::ident, "ident", "ICAO identifier").since(Protocol::msfs2024),
              text<3>(&M::region, "region", "region code; may be empty").since(Protocol::msfs2020),
              field(&M::latitude, "latitude", Unit::degrees, "latitude"),
              field(&M::longitude, "longitude", Unit::degrees, "longitude"),
              field(&M::altitude, "altitude", Unit::metres, "altitude")};
}

struct FacilityAirport {
  std::string_view ident{};
  std::string_view region{};
  double latitude{};
  double longitude{};
  double altitude{};

  template <class M = FacilityAirport>
  static constexpr auto fields() {
    return facility_rows<M>();
  }
};

struct FacilityWaypoint {
  std::string_view ident{};
  std::string_view region{};
  double latitude{};
  double longitude{};
  double altitude{};
  float mag_var{};

  template <class M = FacilityWaypoint>
  static constexpr auto fields() {
    return join(facility_rows<M>(), Rows{field(&M::mag_var, "mag_var", Unit::degrees, "magnetic variation")});
  }
};

struct FacilityNdb {
  std::string_view ident{};
  std::string_view region{};
  double latitude{};
  double longitude{};
  double altitude{};
  float mag_var{};
  std::uint32_t frequency{};

  template <class M = FacilityNdb>
  static constexpr auto fields() {
    return join(facility_rows<M>(), Rows{field(&M::mag_var, "mag_var", Unit::degrees, "magnetic variation"),
                                         field(&M::frequency, "frequency", Unit::hertz, "frequency")});
  }
};

// Flags: 1 navigation signal, 2 localizer, 4 glide slope, 8 DME.
struct FacilityVor {
  std::string_view ident{};
  std::string_view region{};
  double latitude{};
  double longitude{};
  double altitude{};
  float mag_var{};
  std::uint32_t frequency{};
  std::uint32_t flags{};
  float localizer{};
  double glide_lat{};
  double glide_lon{};
  double glide_alt{};
  float glide_slope_angle{};

  template <class M = FacilityVor>
  static constexpr auto fields() {
    return join(facility_rows<M>(),
                Rows{field(&M::mag_var, "mag_var", Unit::degrees, "magnetic variation"),
                     field(&M::frequency, "frequency", Unit::hertz, "frequency"),
                     field(&M::flags, "flags", Unit::none, "what the station has"),
                     field(&M::localizer, "localizer", Unit::degrees, "course of the localizer"),
                     field(&M::glide_lat, "glide_lat", Unit::degrees, "latitude of the glide slope"),
                     field(&M::glide_lon, "glide_lon", Unit::degrees, "longitude of the glide slope"),
                     field(&M::glide_alt, "glide_alt", Unit::metres, "altitude of the glide slope"),
                     field(&M::glide_slope_angle, "glide_slope_angle", Unit::degrees, "angle of the glide slope")});
  }
};

struct FacilityMinimal {
  char icao_type{};
  std::string_view icao_ident{};
  std::string_view icao_region{};
  std::string_view icao_airport{};
  LatLonAlt lla{};

  template <class M = FacilityMinimal>
  static constexpr auto fields() {
    return Rows{character(&M::icao_type, "icao_type", "A airport, V VOR, N NDB, W waypoint"),
                text<6>(&M::icao_ident, "icao_ident", "identifier").until(Protocol::msfs2020),
                text<9>(&M::icao_ident, "icao_ident", "identifier").since(Protocol::msfs2024),
                text<3>(&M::icao_region, "icao_region", "region code"),
                text<5>(&M::icao_airport, "icao_airport", "airport it belongs to"),
                field(&M::lla, "lla", Unit::none, "where it is")};
  }
};

}  // namespace checkride::protocol
