// Weather (FSX; later simulators accept and ignore it).
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Client to server. Source: wire.md 3.5.
#pragma once

#include <cstdint>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// Asks for the weather at a place. Answered by WEATHER_OBSERVATION.
struct WeatherRequestInterpolatedObservation {
  RequestId request_id{};
  float lat{};
  float lon{};
  float alt{};

  static constexpr auto kInfo =
      message(SendType{0x19}, "WeatherRequestInterpolatedObservation", Since{Protocol::fsx_rtm}, Size{32});
  template <class M = WeatherRequestInterpolatedObservation>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                field(&M::lat, "lat", Unit::degrees, "latitude"), field(&M::lon, "lon", Unit::degrees, "longitude"),
                field(&M::alt, "alt", Unit::none, "altitude")};
  }
};

// Asks for the weather at a station. Answered by WEATHER_OBSERVATION.
struct WeatherRequestObservationAtStation {
  RequestId request_id{};
  std::string_view icao{};

  static constexpr auto kInfo =
      message(SendType{0x1a}, "WeatherRequestObservationAtStation", Since{Protocol::fsx_rtm}, Size{25});
  template <class M = WeatherRequestObservationAtStation>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                text<5>(&M::icao, "icao", "identifier")};
  }
};

// Asks for the weather at the nearest station. Answered by WEATHER_OBSERVATION.
struct WeatherRequestObservationAtNearestStation {
  RequestId request_id{};
  float lat{};
  float lon{};

  static constexpr auto kInfo =
      message(SendType{0x1b}, "WeatherRequestObservationAtNearestStation", Since{Protocol::fsx_rtm}, Size{28});
  template <class M = WeatherRequestObservationAtNearestStation>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                field(&M::lat, "lat", Unit::degrees, "latitude"), field(&M::lon, "lon", Unit::degrees, "longitude")};
  }
};

// Creates a weather station.
struct WeatherCreateStation {
  RequestId request_id{};
  std::string_view icao{};
  std::string_view station_name{};
  float lat{};
  float lon{};
  float alt{};

  static constexpr auto kInfo = message(SendType{0x1c}, "WeatherCreateStation", Since{Protocol::fsx_rtm}, Size{293});
  template <class M = WeatherCreateStation>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                text<5>(&M::icao, "icao", "identifier"),
                text<256>(&M::station_name, "station_name", "name of the station"),
                field(&M::lat, "lat", Unit::degrees, "latitude"),
                field(&M::lon, "lon", Unit::degrees, "longitude"),
                field(&M::alt, "alt", Unit::none, "altitude")};
  }
};

// Removes a weather station.
struct WeatherRemoveStation {
  RequestId request_id{};
  std::string_view icao{};

  static constexpr auto kInfo = message(SendType{0x1d}, "WeatherRemoveStation", Since{Protocol::fsx_rtm}, Size{25});
  template <class M = WeatherRemoveStation>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                text<5>(&M::icao, "icao", "identifier")};
  }
};

// Sets the weather of a station; the frame ends after the NUL of the text.
struct WeatherSetObservation {
  std::uint32_t seconds{};
  std::string_view metar{};

  static constexpr auto kInfo = message(SendType{0x1e}, "WeatherSetObservation", Since{Protocol::fsx_rtm}, Size{20});
  template <class M = WeatherSetObservation>
  static constexpr auto fields() {
    return Rows{field(&M::seconds, "seconds", Unit::seconds, "time over which it takes effect"),
                text_to_end(&M::metar, "metar", "weather as METAR text")};
  }
};

// Takes the weather from a server.
struct WeatherSetModeServer {
  std::uint32_t port{};
  std::uint32_t seconds{};

  static constexpr auto kInfo = message(SendType{0x1f}, "WeatherSetModeServer", Since{Protocol::fsx_rtm}, Size{24});
  template <class M = WeatherSetModeServer>
  static constexpr auto fields() {
    return Rows{field(&M::port, "port", Unit::none, "port of the weather server"),
                field(&M::seconds, "seconds", Unit::seconds, "time between updates")};
  }
};

// Sets a weather theme.
struct WeatherSetModeTheme {
  std::string_view theme_name{};

  static constexpr auto kInfo = message(SendType{0x20}, "WeatherSetModeTheme", Since{Protocol::fsx_rtm}, Size{272});
  template <class M = WeatherSetModeTheme>
  static constexpr auto fields() {
    return Rows{text<256>(&M::theme_name, "theme_name", "name of the theme")};
  }
};

// Sets one weather for the world.
struct WeatherSetModeGlobal {
  static constexpr auto kInfo = message(SendType{0x21}, "WeatherSetModeGlobal", Since{Protocol::fsx_rtm}, Size{16});
  static constexpr auto fields() { return Rows{}; }
};

// Leaves the weather to the client.
struct WeatherSetModeCustom {
  static constexpr auto kInfo = message(SendType{0x22}, "WeatherSetModeCustom", Since{Protocol::fsx_rtm}, Size{16});
  static constexpr auto fields() { return Rows{}; }
};

// Sets how fast the weather changes.
struct WeatherSetDynamicUpdateRate {
  std::uint32_t rate{};

  static constexpr auto kInfo =
      message(SendType{0x23}, "WeatherSetDynamicUpdateRate", Since{Protocol::fsx_rtm}, Size{20});
  template <class M = WeatherSetDynamicUpdateRate>
  static constexpr auto fields() {
    return Rows{field(&M::rate, "rate", Unit::none, "0 to 5")};
  }
};

// Asks for the clouds of an area. Answered by CLOUD_STATE.
struct WeatherRequestCloudState {
  RequestId request_id{};
  float min_lat{};
  float min_lon{};
  float min_alt{};
  float max_lat{};
  float max_lon{};
  float max_alt{};
  std::uint32_t flags{};

  static constexpr auto kInfo = message(SendType{0x24}, "WeatherRequestCloudState", Since{Protocol::fsx_rtm}, Size{48});
  template <class M = WeatherRequestCloudState>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                field(&M::min_lat, "min_lat", Unit::degrees, "south-west corner"),
                field(&M::min_lon, "min_lon", Unit::degrees, "south-west corner"),
                field(&M::min_alt, "min_alt", Unit::none, "lowest altitude"),
                field(&M::max_lat, "max_lat", Unit::degrees, "north-east corner"),
                field(&M::max_lon, "max_lon", Unit::degrees, "north-east corner"),
                field(&M::max_alt, "max_alt", Unit::none, "highest altitude"),
                field(&M::flags, "flags", Unit::none, "0")};
  }
};

// Creates a thermal. Answered by ASSIGNED_OBJECT_ID.
struct WeatherCreateThermal {
  RequestId request_id{};
  float lat{};
  float lon{};
  float alt{};
  float radius{};
  float height{};
  float core_rate = 3.0F;
  float core_turbulence = 0.05F;
  float sink_rate = 3.0F;
  float sink_turbulence = 0.2F;
  float core_size = 0.4F;
  float core_transition_size = 0.1F;
  float sink_layer_size = 0.4F;
  float sink_transition_size = 0.1F;

  static constexpr auto kInfo = message(SendType{0x25}, "WeatherCreateThermal", Since{Protocol::fsx_rtm}, Size{72});
  template <class M = WeatherCreateThermal>
  static constexpr auto fields() {
    return Rows{
        field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
        field(&M::lat, "lat", Unit::degrees, "latitude"),
        field(&M::lon, "lon", Unit::degrees, "longitude"),
        field(&M::alt, "alt", Unit::none, "altitude of the thermal"),
        field(&M::radius, "radius", Unit::none, "size of the thermal"),
        field(&M::height, "height", Unit::none, "height of the thermal"),
        field(&M::core_rate, "core_rate", Unit::none, "lift of the core"),
        field(&M::core_turbulence, "core_turbulence", Unit::none, "turbulence of the core"),
        field(&M::sink_rate, "sink_rate", Unit::none, "sink around the core"),
        field(&M::sink_turbulence, "sink_turbulence", Unit::none, "turbulence of the sink"),
        field(&M::core_size, "core_size", Unit::none, "share of the radius that is core"),
        field(&M::core_transition_size, "core_transition_size", Unit::none, "layer between core and sink"),
        field(&M::sink_layer_size, "sink_layer_size", Unit::none, "share of the radius that sinks"),
        field(&M::sink_transition_size, "sink_transition_size", Unit::none, "layer between sink and still air")};
  }
};

// Removes a thermal.
struct WeatherRemoveThermal {
  ObjectId object_id{};

  static constexpr auto kInfo = message(SendType{0x26}, "WeatherRemoveThermal", Since{Protocol::fsx_rtm}, Size{20});
  template <class M = WeatherRemoveThermal>
  static constexpr auto fields() {
    return Rows{field(&M::object_id, "object_id", Unit::none, "the thermal")};
  }
};

}  // namespace checkride::protocol
