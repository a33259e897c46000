// The weather of the world (semantics 16, FSX): one for all clients, the last to write wins.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/protocol/enums.hpp"
#include "checkride/world/time.hpp"
#include "commons/metar.hpp"
#include "sim/weather.hpp"
#include "simulator/clients.hpp"

namespace checkride::emulator {

struct GeoPlace {
  double latitude = 0;   // degrees
  double longitude = 0;  // degrees
};

// A part of the sky.
struct SkyBox {
  GeoPlace least;
  GeoPlace most;
  double least_ft = 0;
  double most_ft = 0;
};

class WeatherMap {
 public:
  WeatherMap();
  // Its stations and thermals go; the weather it made elsewhere stays. True: it had stations.
  bool leave(ClientId client);
  // The weather of the start; what clients made stays theirs.
  void begin_again();

  // ---- mode. True: it is another than before.
  bool set_mode(protocol::WeatherMode mode);
  // Null: there is no theme of this name.
  std::optional<bool> set_theme(std::string_view name);
  protocol::WeatherMode mode() const { return mode_; }

  // ---- stations; `icao` compares without case. Null: none of this name.
  std::optional<std::string> observation_at(std::string_view icao, world::Instant now) const;
  std::string observation_nearest(const GeoPlace& place, world::Instant now) const;
  // Of the three nearest stations, each the more the nearer it is; the station is then called "????".
  std::string observation_between(const GeoPlace& place, double altitude, world::Instant now) const;
  // False: the name is taken, or no name for a station.
  bool create_station(ClientId client, std::string_view icao, const GeoPlace& place, double altitude_m);
  // False: not one of this client.
  bool remove_station(ClientId client, std::string_view icao);
  // From `when` on. False: there is no such station.
  bool set_observation(const Metar& metar, world::Instant when);

  // What aircraft meet of what clients made, as it is now: that of the nearest station, with its winds aloft and gusts.
  // Null where nothing was made: there the weather is the flight's own. None at all as long as nothing was.
  WeatherField field() const;
  // When the next observation after `now` takes effect by itself.
  std::optional<world::Instant> next_change(world::Instant now) const;
  // Aircraft are to meet what was made. Once in a frame is enough, for a field is a copy of everything here.
  void mark_changed() { changed_ = true; }
  // Whether somebody called it since the last call.
  bool take_changed() { return std::exchange(changed_, false); }

  // Density of the clouds, 0 to 255, of 64 rows from south to north by 64 columns from west to east.
  std::vector<std::byte> clouds(const SkyBox& box, world::Instant now) const;

  // ---- thermals. Null: there are too many.
  std::optional<std::uint32_t> create_thermal(ClientId client);
  // False: not one of this client.
  bool remove_thermal(ClientId client, std::uint32_t object_id);

 private:
  struct Station {
    ClientId owner = 0;  // 0: the simulator's own
    GeoPlace place;
    double altitude_m = 0;
    std::optional<Weather> before;
    std::optional<Weather> after;
    world::Instant since{};
  };
  using Entry = std::pair<const std::string, Station>;

  // What somebody made, and the altitude at which it was observed.
  struct Made {
    Weather weather;
    double altitude_m = 0;
  };

  std::optional<Made> made_of(const Station& station, world::Instant now) const;
  std::optional<FlightWeather> made_at(const GeoPlace& place, world::Instant now) const;
  Weather weather_of(const Station& station, world::Instant now) const;
  std::vector<const Entry*> nearest(const GeoPlace& place, std::size_t count) const;

  protocol::WeatherMode mode_ = protocol::WeatherMode::theme;
  bool theme_made_ = false;  // by a client
  Weather theme_;
  std::string theme_name_;
  Station global_;
  std::map<std::string, Station> stations_;  // by name in capitals
  std::map<std::uint32_t, ClientId> thermals_;
  std::uint32_t last_thermal_ = 0;
  world::Instant last_change_{};  // no observation takes effect later
  bool changed_ = false;
};

}  // namespace checkride::emulator
