#include "desks/weather_desk.hpp"

#include <cmath>

#include "commons/commons.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;
using protocol::WeatherMode;

constexpr std::uint32_t kMostPort = 65535;
constexpr std::uint32_t kLeastServerSeconds = 60;
constexpr std::uint32_t kMostDynamicRate = 5;
constexpr float kMostThermalRadius = 100'000;  // metres
constexpr float kMostThermalRate = 1000;       // metres a second

// Inferred: a longitude may be counted either way round.
bool is_latitude(float value) {
  return std::isfinite(value) && std::fabs(value) <= 90;
}
bool is_longitude(float value) {
  return std::isfinite(value) && std::fabs(value) <= 360;
}

GeoPlace place_at(float latitude, float longitude) {
  return {static_cast<double>(latitude), static_cast<double>(longitude)};
}

// The parameter of a thermal that is out of range, numbered as in the call; 0: none (semantics 16).
std::uint32_t bad_parameter(const protocol::WeatherCreateThermal& message) {
  if (!is_latitude(message.lat)) return 2;
  if (!is_longitude(message.lon)) return 3;
  if (!std::isfinite(message.alt)) return 4;
  if (!(message.radius >= 0 && message.radius <= kMostThermalRadius)) return 5;
  if (!std::isfinite(message.height)) return 6;
  if (!(std::fabs(message.core_rate) <= kMostThermalRate)) return 7;
  if (!(std::fabs(message.sink_rate) <= kMostThermalRate)) return 9;
  return 0;
}

// The same of a box of the sky; its least corner is the south-west and lower one.
std::uint32_t bad_parameter(const protocol::WeatherRequestCloudState& message) {
  if (!is_latitude(message.min_lat)) return 2;
  if (!is_longitude(message.min_lon)) return 3;
  if (!std::isfinite(message.min_alt)) return 4;
  if (!is_latitude(message.max_lat) || message.max_lat < message.min_lat) return 5;
  if (!is_longitude(message.max_lon) || message.max_lon < message.min_lon) return 6;
  if (!std::isfinite(message.max_alt) || message.max_alt < message.min_alt) return 7;
  return message.flags == 0 ? 0 : 8;
}

}  // namespace

WeatherDesk::WeatherDesk(const DeskContext& context) : context_(context), weather_(context.commons.weather) {}

WeatherDesk::~WeatherDesk() {
  if (weather_.leave(context_.client)) context_.commons.tell_weather(context_.simulator);  // no frame need follow
}

void WeatherDesk::answer(protocol::RequestId request_id, std::string_view metar) {
  protocol::RecvWeatherObservation message;
  message.request_id = request_id;
  message.metar = metar;
  context_.outbox.answer(message);
}

Outcome WeatherDesk::on(const protocol::WeatherRequestInterpolatedObservation& message, const Occasion& occasion) {
  if (!is_latitude(message.lat)) return Refusal{Exception::weather_unable_to_get_observation, 2};
  if (!is_longitude(message.lon)) return Refusal{Exception::weather_unable_to_get_observation, 3};
  if (!std::isfinite(message.alt)) return Refusal{Exception::weather_unable_to_get_observation, 4};
  const GeoPlace place = place_at(message.lat, message.lon);
  answer(message.request_id,
         weather_.observation_between(place, static_cast<double>(message.alt), occasion.moment.time));
  return {};
}

Outcome WeatherDesk::on(const protocol::WeatherRequestObservationAtStation& message, const Occasion& occasion) {
  const auto metar = weather_.observation_at(message.icao, occasion.moment.time);
  if (!metar) return Refusal{Exception::weather_unable_to_get_observation, 2};
  answer(message.request_id, *metar);
  return {};
}

Outcome WeatherDesk::on(const protocol::WeatherRequestObservationAtNearestStation& message, const Occasion& occasion) {
  if (!is_latitude(message.lat)) return Refusal{Exception::weather_unable_to_get_observation, 2};
  if (!is_longitude(message.lon)) return Refusal{Exception::weather_unable_to_get_observation, 3};
  answer(message.request_id, weather_.observation_nearest(place_at(message.lat, message.lon), occasion.moment.time));
  return {};
}

Outcome WeatherDesk::on(const protocol::WeatherCreateStation& message, const Occasion&) {
  if (!is_latitude(message.lat)) return Refusal{Exception::weather_unable_to_create_station, 4};
  if (!is_longitude(message.lon)) return Refusal{Exception::weather_unable_to_create_station, 5};
  if (!std::isfinite(message.alt)) return Refusal{Exception::weather_unable_to_create_station, 6};
  const bool made = weather_.create_station(context_.client, message.icao, place_at(message.lat, message.lon),
                                            static_cast<double>(message.alt));
  if (!made) return Refusal{Exception::weather_unable_to_create_station, 2};
  weather_.mark_changed();
  return {};
}

Outcome WeatherDesk::on(const protocol::WeatherRemoveStation& message, const Occasion&) {
  if (!weather_.remove_station(context_.client, message.icao)) {
    return Refusal{Exception::weather_unable_to_remove_station, 2};
  }
  weather_.mark_changed();
  return {};
}

Outcome WeatherDesk::on(const protocol::WeatherSetObservation& message, const Occasion& occasion) {
  // Inferred: the mode is no parameter.
  const bool writable = weather_.mode() == WeatherMode::custom || weather_.mode() == WeatherMode::global;
  if (!writable) return Refusal{Exception::illegal_operation, protocol::kUnknownIndex};
  constexpr Refusal kBad{Exception::weather_invalid_metar, 2};
  if (message.metar.size() > protocol::kMaxMetarBytes) return kBad;
  const auto metar = parse_metar(message.metar);
  if (!metar || !weather_.set_observation(*metar, occasion.moment.time + std::chrono::seconds(message.seconds))) {
    return kBad;
  }
  weather_.mark_changed();
  return {};
}

void WeatherDesk::tell_mode(bool changed) {
  weather_.mark_changed();
  if (changed) context_.simulator.raise("WeatherModeChanged", static_cast<std::uint32_t>(weather_.mode()), {});
}

Outcome WeatherDesk::on(const protocol::WeatherSetModeServer& message, const Occasion&) {
  if (message.port == 0 || message.port > kMostPort) return Refusal{Exception::weather_invalid_port, 1};
  if (message.seconds < kLeastServerSeconds) return Refusal{Exception::data_error, 2};  // Inferred: the code
  tell_mode(weather_.set_mode(WeatherMode::real_world));
  return {};
}

Outcome WeatherDesk::on(const protocol::WeatherSetModeTheme& message, const Occasion&) {
  const auto changed = weather_.set_theme(message.theme_name);
  if (!changed) return Refusal{Exception::name_unrecognized, 1};  // Inferred: as with all other names
  tell_mode(*changed);
  return {};
}

Outcome WeatherDesk::on(const protocol::WeatherSetModeGlobal&, const Occasion&) {
  tell_mode(weather_.set_mode(WeatherMode::global));
  return {};
}

Outcome WeatherDesk::on(const protocol::WeatherSetModeCustom&, const Occasion&) {
  tell_mode(weather_.set_mode(WeatherMode::custom));
  return {};
}

// No message tells of it, and the weather here changes by the clients' hands only: what is right is silent.
Outcome WeatherDesk::on(const protocol::WeatherSetDynamicUpdateRate& message, const Occasion&) {
  if (message.rate > kMostDynamicRate) return Refusal{Exception::data_error, 1};  // Inferred: the code
  return {};
}

Outcome WeatherDesk::on(const protocol::WeatherRequestCloudState& message, const Occasion& occasion) {
  if (const std::uint32_t bad = bad_parameter(message); bad != 0) return Refusal{Exception::data_error, bad};
  SkyBox box;
  box.least = place_at(message.min_lat, message.min_lon);
  box.most = place_at(message.max_lat, message.max_lon);
  box.least_ft = static_cast<double>(message.min_alt);  // Inferred: the unit
  box.most_ft = static_cast<double>(message.max_alt);
  const auto cells = weather_.clouds(box, occasion.moment.time);
  protocol::RecvCloudState answer;
  answer.request_id = message.request_id;
  answer.array_size = static_cast<std::uint32_t>(cells.size());
  answer.data = cells;
  context_.outbox.answer(answer);
  return {};
}

Outcome WeatherDesk::on(const protocol::WeatherCreateThermal& message, const Occasion&) {
  if (const std::uint32_t bad = bad_parameter(message); bad != 0) return Refusal{Exception::data_error, bad};
  const auto id = weather_.create_thermal(context_.client);
  if (!id) return Refusal{Exception::too_many_objects, 1};
  protocol::RecvAssignedObjectId answer;
  answer.request_id = message.request_id;
  answer.object_id.value = *id;
  context_.outbox.answer(answer);
  return {};
}

Outcome WeatherDesk::on(const protocol::WeatherRemoveThermal& message, const Occasion&) {
  if (weather_.remove_thermal(context_.client, message.object_id.value)) return {};
  return Refusal{Exception::illegal_operation, 1};
}

}  // namespace checkride::emulator
