// Weather for one client (semantics 16, FSX; later simulators accept and ignore it).
#pragma once

#include "checkride/protocol/messages.hpp"
#include "commons/weather_map.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class WeatherDesk final : public Desk {
 public:
  explicit WeatherDesk(const DeskContext& context);
  ~WeatherDesk() override;

  Outcome on(const protocol::WeatherRequestInterpolatedObservation& message, const Occasion& occasion);
  Outcome on(const protocol::WeatherRequestObservationAtStation& message, const Occasion& occasion);
  Outcome on(const protocol::WeatherRequestObservationAtNearestStation& message, const Occasion& occasion);
  Outcome on(const protocol::WeatherCreateStation& message, const Occasion& occasion);
  Outcome on(const protocol::WeatherRemoveStation& message, const Occasion& occasion);
  Outcome on(const protocol::WeatherSetObservation& message, const Occasion& occasion);
  Outcome on(const protocol::WeatherSetModeServer& message, const Occasion& occasion);
  Outcome on(const protocol::WeatherSetModeTheme& message, const Occasion& occasion);
  Outcome on(const protocol::WeatherSetModeGlobal& message, const Occasion& occasion);
  Outcome on(const protocol::WeatherSetModeCustom& message, const Occasion& occasion);
  Outcome on(const protocol::WeatherSetDynamicUpdateRate& message, const Occasion& occasion);
  Outcome on(const protocol::WeatherRequestCloudState& message, const Occasion& occasion);
  Outcome on(const protocol::WeatherCreateThermal& message, const Occasion& occasion);
  Outcome on(const protocol::WeatherRemoveThermal& message, const Occasion& occasion);

 private:
  void answer(protocol::RequestId request_id, std::string_view metar);
  void tell_mode(bool changed);
  DeskContext context_;
  WeatherMap& weather_;
};

}  // namespace checkride::emulator
