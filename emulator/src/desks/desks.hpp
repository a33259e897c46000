// The desks of one session. A family is added by its desk here and, if clients share something, its state in Commons.
#pragma once

#include <span>
#include <tuple>
#include <utility>

#include "desks/action_desk.hpp"
#include "desks/ai_desk.hpp"
#include "desks/aircraft_input_desk.hpp"
#include "desks/camera_desk.hpp"
#include "desks/client_data_desk.hpp"
#include "desks/comm_bus_desk.hpp"
#include "desks/eyepoint_desk.hpp"
#include "desks/facilities_desk.hpp"
#include "desks/flights_desk.hpp"
#include "desks/flow_desk.hpp"
#include "desks/input_desk.hpp"
#include "desks/livery_desk.hpp"
#include "desks/missions_desk.hpp"
#include "desks/screen_desk.hpp"
#include "desks/weather_desk.hpp"

namespace checkride::emulator {

template <class Desk, class Message>
concept DeskFor =
    requires(Desk& desk, const Message& message, const Occasion& occasion) { desk.on(message, occasion); };

class Desks {
  // Every desk, in the order in which they are asked. Before its users, who need its type.
  auto all() {
    return std::tie(comm_bus_, client_data_, flights_, missions_, ai_, facilities_, input_, aircraft_input_, livery_,
                    camera_, weather_, action_, flow_, screen_, eyepoint_);
  }

 public:
  explicit Desks(const DeskContext& context)
      : comm_bus_(context),
        client_data_(context),
        flights_(context),
        missions_(context),
        ai_(context),
        facilities_(context),
        input_(context),
        aircraft_input_(context),
        livery_(context),
        camera_(context),
        weather_(context),
        action_(context),
        flow_(context),
        screen_(context),
        eyepoint_(context) {}

  // The outcome of the desk that takes messages of this kind: there is one for each that the session leaves to it.
  template <class Message>
  Outcome take(const Message& message, const Occasion& occasion) {
    static_assert(desks_for<Message>() == 1, "each message of the table is taken by one desk");
    Outcome outcome;
    const auto ask = [&](auto& desk) {
      if constexpr (DeskFor<decltype(desk), Message>) outcome = desk.on(message, occasion);
    };
    std::apply([&](auto&... desk) { (ask(desk), ...); }, all());
    return outcome;
  }

  void notice(std::span<const SystemEvent> events) {
    std::apply([&](auto&... desk) { (desk.notice(events), ...); }, all());
  }

  void end_frame(const FrameMoment& moment) {
    std::apply([&](auto&... desk) { (desk.end_frame(moment), ...); }, all());
  }

  // The earliest of what the desks say.
  std::optional<FrameNumber> next_due(const FrameMoment& moment) {
    std::optional<FrameNumber> next;
    const auto ask = [&](const Desk& desk) {
      const auto due = desk.next_due(moment);
      if (due && (!next || *due < *next)) next = due;
    };
    std::apply([&](auto&... desk) { (ask(desk), ...); }, all());
    return next;
  }

 private:
  template <class Message, class... Desk>
  static constexpr int count_for(const std::tuple<Desk&...>* /*desks*/) {
    return (0 + ... + int{DeskFor<Desk, Message>});
  }
  template <class Message>
  static constexpr int desks_for() {
    return count_for<Message>(static_cast<const decltype(std::declval<Desks&>().all())*>(nullptr));
  }

  CommBusDesk comm_bus_;
  ClientDataDesk client_data_;
  FlightsDesk flights_;
  MissionsDesk missions_;
  AiDesk ai_;
  FacilitiesDesk facilities_;
  InputDesk input_;
  AircraftInputDesk aircraft_input_;
  LiveryDesk livery_;
  CameraDesk camera_;
  WeatherDesk weather_;
  ActionDesk action_;
  FlowDesk flow_;
  ScreenDesk screen_;
  EyepointDesk eyepoint_;
};

}  // namespace checkride::emulator
