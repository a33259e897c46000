// LinkReporter: what a link tells the rest of the monitor: board, samples, metrics and log. One per simulator.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "link/client_session.hpp"
#include "link/flight_gauges.hpp"
#include "link/flight_tracker.hpp"
#include "link/held_values.hpp"
#include "link/probes.hpp"
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
  // Puts the link on the board, under `name`: of the simulator, or of the flight that several simulators may fly.
  // `context` outlives this.
  LinkReporter(Context& context, std::string name);

  // Who is connected to from now on.
  void source(const SimulatorConfig& simulator);
  void state(LinkState state);
  void connecting();
  // A connection that could not be made; `failures` in a row.
  void connect_failed(const Error& error, std::uint32_t failures);
  // The simulator did not appear in as many attempts as the configuration allows after the start, and is left alone.
  void ignored();
  // Everything that one session tells.
  void event(const SessionEvent& event);
  // The capture of the loss that is told next.
  void captured(const Result<std::string>& path);
  void message_processed(world::Duration duration);
  void waiting(world::Duration duration);
  // The session has been open for `duration` and brought no data yet; told once for each.
  void without_data(world::Duration duration);
  // How long the simulator's clock has stood still without a pause.
  world::Duration stands_still() const { return tracker_.stands_still(context_.world.clock().now()); }
  // The simulator said that it is paused, or in a menu.
  bool at_rest() const { return tracker_.at_rest(); }
  // Whether the last sample was the first plausible one after others.
  bool flight_is_back() const { return flight_is_back_; }
  const LinkStatus& shown() const { return context_.board.links.at(name_); }

 private:
  void on(const Opened& event);
  void on(const DataArrived& event);
  void on(const FactsArrived& event);
  void on(const ExceptionArrived& event);
  void on(const Undecodable& event);
  void on(const SystemEventArrived& event);
  void on(const Ended& event);
  std::uint64_t next_session() const;
  std::vector<double> published_values(const DataArrived& event, world::Instant now);
  void show_values(const std::vector<double>& values, world::Instant now);
  void show_flight();
  void publish(std::vector<double> values);
  void measure_rate(world::Instant now);
  void forget_rate();
  void show_facts(std::map<Fact, std::string> facts);
  void tell_stuck();
  void tell_gap();
  void tell_flags(SampleFlags before);
  void tell(const std::vector<FlightNews>& news);
  void tell_news(const FlightNews& news);
  void warn_of_low_altitude(const std::vector<double>& values);
  void count_error(std::string_view type, std::string_view severity);
  LinkStatus& status() { return context_.board.links[name_]; }

  Context& context_;
  std::string name_;
  std::string source_;
  world::Duration interval_;
  Logger log_;
  FlightGauges gauges_;
  Thinner thinner_;
  WireVariables wire_;
  FlightTracker tracker_;
  HeldValues held_;
  ErrorWindow arrivals_;  // samples of this session
  std::optional<world::Instant> streaming_since_;
  bool rate_is_low_ = false;
  bool flight_is_back_ = false;
  std::uint64_t session_ = 0;
  std::uint64_t sequence_ = 0;
  std::uint64_t last_session_ = 0;  // of the last sample
  std::string loss_;                // the cause of the first loss since the last sample
  bool without_data_told_ = false;  // of this session
  std::string capture_;             // of the loss that is told next
  bool low_ = false;
};

}  // namespace checkride::runtime::link
