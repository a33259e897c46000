#include "link/link_reporter.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "metrics/table.hpp"

namespace checkride::runtime::link {

namespace {

constexpr double kLowAltitudeFeet = 100;  // the guide's

}  // namespace

bool Thinner::lets_through(world::Instant now) {
  // By period SECOND the simulator keeps the interval itself, a little unevenly: nothing is left out.
  if (interval_ >= std::chrono::seconds(1)) return true;
  if (now < next_) return false;
  next_ = now + interval_;
  return true;
}

LinkReporter::LinkReporter(Context& context, const SimulatorConfig& simulator)
    : context_(context),
      simulator_(simulator),
      log_(context.log.logger("link")),
      gauges_(context, simulator.name),
      thinner_(context.config.flight_monitor.update_interval) {
  LinkStatus& link = status();
  session_ = link.session;
  link.simulator = simulator.name;
  link.address = simulator.address.text();
  link.variables.clear();
  for (const VariableConfig& variable : context.config.flight_monitor.variables) {
    VariableStatus shown;
    shown.name = variable.name;
    shown.critical = variable.critical;
    link.variables.push_back(std::move(shown));
  }
  state(LinkState::disconnected);
}

void LinkReporter::state(LinkState state) {
  LinkStatus& link = status();
  link.state = state;
  link.state_since = context_.world.clock().now();
  link.state_since_utc = context_.world.clock().utc_now();
}

void LinkReporter::connecting() {
  status().connect_attempts++;
  state(LinkState::connecting);
}

void LinkReporter::connect_failed(const Error& error, std::uint32_t failures) {
  LinkStatus& link = status();
  link.last_error = error.message();
  count_error("connect", "warning");
  const auto patience = static_cast<std::uint64_t>(context_.config.flight_monitor.retry_attempts);
  log_.info("connect_failed", {{"simulator", simulator_.name}, {"attempt", failures}, {"reason", link.last_error}});
  if (link.session != 0 || link.connect_attempts != patience) return;
  log_.warn("simulator_absent", {{"simulator", simulator_.name},
                                 {"address", link.address},
                                 {"attempts", link.connect_attempts},
                                 {"reason", link.last_error}});
}

// Its beginning in milliseconds of UTC: unlike a count, it is not used again by a monitor that was restarted.
std::uint64_t LinkReporter::next_session() const {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(context_.world.clock().utc_now().time_since_epoch());
  return std::max(session_ + 1, static_cast<std::uint64_t>(std::max<std::int64_t>(now.count(), 0)));
}

void LinkReporter::event(const SessionEvent& event) {
  std::visit([this](const auto& what) { on(what); }, event);
}

void LinkReporter::on(const Opened& event) {
  LinkStatus& link = status();
  sequence_ = 0;
  link.session = session_ = next_session();
  ++link.sessions;
  link.application = event.application;
  for (VariableStatus& variable : link.variables) variable.error.clear();
  state(LinkState::registering);
  log_.info("simulator_connected",
            {{"simulator", simulator_.name}, {"session", session_}, {"application", event.application}});
}

void LinkReporter::on(const DataArrived& event) {
  LinkStatus& link = status();
  if (link.state != LinkState::streaming) state(LinkState::streaming);
  const world::Instant now = context_.world.clock().now();
  if (!thinner_.lets_through(now)) return;
  link.samples++;
  link.errors.add_sample(now);
  link.last_data = now;
  link.last_data_utc = context_.world.clock().utc_now();
  for (std::size_t i = 0; i < event.values.size(); ++i) {
    if (std::isnan(event.values[i])) continue;
    link.variables[i].value = event.values[i];
    link.variables[i].last_data = now;
    link.variables[i].error.clear();
  }
  gauges_.show(event.values);
  warn_of_low_altitude(event.values);
  publish(event.values);
}

void LinkReporter::publish(const std::vector<double>& values) {
  const LinkStatus& link = status();
  Sample sample;
  sample.ts = *link.last_data_utc;
  sample.received = *link.last_data;
  sample.simulator = simulator_.name;
  sample.session = session_;
  sample.sequence = ++sequence_;
  sample.values = values;
  context_.samples.publish(std::move(sample));
}

void LinkReporter::warn_of_low_altitude(const std::vector<double>& values) {
  const std::optional<double> altitude = gauges_.altitude_ft(values);
  if (!altitude) return;
  const bool low = *altitude < kLowAltitudeFeet;
  // Once per descent below it, not once per sample.
  if (low && !low_) {
    log_.warn("low_altitude",
              {{"simulator", simulator_.name}, {"altitude_ft", static_cast<std::int64_t>(std::floor(*altitude))}});
  }
  low_ = low;
}

void LinkReporter::on(const ExceptionArrived& event) {
  LinkStatus& link = status();
  link.exceptions++;
  link.errors.add_error(context_.world.clock().now());
  link.last_error = "EXCEPTION " + event.name + " to " + event.call;
  if (event.variable) link.variables[*event.variable].error = event.name;
  count_error("exception", "warning");
  const std::string_view variable = event.variable ? std::string_view(link.variables[*event.variable].name) : "";
  log_.warn("simulator_exception", {{"simulator", simulator_.name},
                                    {"exception", event.name},
                                    {"call", event.call},
                                    {"variable", variable},
                                    {"send_id", event.send_id},
                                    {"index", event.index}});
}

void LinkReporter::on(const Undecodable& event) {
  LinkStatus& link = status();
  link.undecodable++;
  link.errors.add_error(context_.world.clock().now());
  link.last_decode_error = event.text;
  count_error("decode", "warning");
  log_.warn("frame_undecodable", {{"simulator", simulator_.name}, {"reason", event.text}});
}

void LinkReporter::on(const SystemEventArrived& event) {
  log_.info("system_event", {{"simulator", simulator_.name}, {"event", event.name}, {"data", event.data}});
}

void LinkReporter::on(const Ended& event) {
  LinkStatus& link = status();
  if (event.cause == EndCause::stopped) {
    log_.info("link_closed", {{"simulator", simulator_.name}, {"session", session_}, {"samples", sequence_}});
    return;
  }
  link.link_losses++;
  link.errors.add_error(context_.world.clock().now());
  link.last_error = std::string(to_string(event.cause)) + ": " + event.text;
  count_error(to_string(event.cause), "error");
  log_.warn("link_lost", {{"simulator", simulator_.name},
                          {"cause", to_string(event.cause)},
                          {"session", session_},
                          {"samples", sequence_},
                          {"reason", event.text}});
}

void LinkReporter::message_processed(world::Duration duration) {
  status().messages++;
  context_.metrics.histogram(metric::kProcessingDuration).observe(world::to_seconds(duration));
}

void LinkReporter::waiting(world::Duration duration) {
  state(LinkState::waiting);
  log_.debug("reconnecting", {{"simulator", simulator_.name}, {"wait_seconds", duration}});
}

void LinkReporter::count_error(std::string_view type, std::string_view severity) {
  context_.metrics.counter(metric::kErrors, {type, severity, simulator_.name}).add();
}

}  // namespace checkride::runtime::link
