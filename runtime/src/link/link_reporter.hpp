// LinkReporter: what a link tells the rest of the monitor: board, samples, metrics and log. One per simulator.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "link/client_session.hpp"
#include "link/flight_gauges.hpp"
#include "service/context.hpp"

namespace checkride::runtime::link {

// Lets through at most one sample per update interval: shorter intervals than a second are asked for by frame.
class Thinner {
 public:
  explicit Thinner(world::Duration interval) : interval_(interval) {}
  // Whether a sample that arrives now is due.
  bool lets_through(world::Instant now);

 private:
  world::Duration interval_;
  world::Instant next_{};
};

class LinkReporter {
 public:
  // `context` and `simulator` outlive this. Puts the link on the board.
  LinkReporter(Context& context, const SimulatorConfig& simulator);

  void state(LinkState state);
  void connecting();
  // A connection that could not be made; `failures` in a row.
  void connect_failed(const Error& error, std::uint32_t failures);
  // Everything that one session tells.
  void event(const SessionEvent& event);
  void message_processed(world::Duration duration);
  void waiting(world::Duration duration);

 private:
  void on(const Opened& event);
  void on(const DataArrived& event);
  void on(const ExceptionArrived& event);
  void on(const Undecodable& event);
  void on(const SystemEventArrived& event);
  void on(const Ended& event);
  std::uint64_t next_session() const;
  void publish(const std::vector<double>& values);
  void warn_of_low_altitude(const std::vector<double>& values);
  void count_error(std::string_view type, std::string_view severity);
  LinkStatus& status() { return context_.board.links[simulator_.name]; }

  Context& context_;
  const SimulatorConfig& simulator_;
  Logger log_;
  FlightGauges gauges_;
  Thinner thinner_;
  std::uint64_t session_ = 0;
  std::uint64_t sequence_ = 0;
  bool low_ = false;
};

}  // namespace checkride::runtime::link
