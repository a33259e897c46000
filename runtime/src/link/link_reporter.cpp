#include "link/link_reporter.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "metrics/table.hpp"

namespace checkride::runtime::link {

namespace {

constexpr double kLowAltitudeFeet = 100;  // the guide's
TrackerOptions tracker_options(const FlightMonitorConfig& monitor) {
  return {monitor.update_interval, monitor.stuck_after, monitor.stitch_window};
}

}  // namespace

bool Thinner::lets_through(world::Instant now) {
  // By period SECOND the simulator keeps the interval itself, a little unevenly: nothing is left out.
  if (interval_ >= std::chrono::seconds(1)) return true;
  if (now < next_) return false;
  next_ = now + interval_;
  return true;
}

LinkReporter::LinkReporter(Context& context, std::string name)
    : context_(context),
      name_(std::move(name)),
      interval_(context.config.flight_monitor.update_interval),
      log_(context.log.logger("link")),
      gauges_(context, name_),
      thinner_(interval_),
      wire_(context.config.flight_monitor),
      tracker_(tracker_options(context.config.flight_monitor)),
      held_(wire_.variables) {
  LinkStatus& link = status();
  session_ = link.session;
  link.simulator = name_;
  link.variables.clear();
  for (const VariableConfig& variable : context.config.flight_monitor.variables) {
    VariableStatus shown;
    shown.name = variable.name;
    shown.critical = variable.critical;
    shown.alias = variable.alias;
    shown.unit = variable.units;
    link.variables.push_back(std::move(shown));
  }
  state(LinkState::disconnected);
  // So that a rate over them begins with the first error, not with the second.
  for (const std::string_view type : {"connect", "decode", "exception"}) {
    (void)context.metrics.counter(metric::kErrors, {type, "warning", name_});
  }
}

void LinkReporter::source(const SimulatorConfig& simulator) {
  source_ = simulator.name;
  status().source = simulator.name;
  status().address = simulator.address.text();
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
  log_.info("connect_failed", {{"simulator", name_}, {"attempt", failures}, {"reason", link.last_error}});
  if (link.session != 0 || link.connect_attempts != patience) return;
  log_.warn("simulator_absent", {{"simulator", name_},
                                 {"address", link.address},
                                 {"attempts", link.connect_attempts},
                                 {"reason", link.last_error}});
}

void LinkReporter::ignored() {
  status().ignored = true;
  log_.warn("simulator_ignored", {{"simulator", name_},
                                  {"attempts", status().connect_attempts},
                                  {"reason", "it did not appear, and flight_monitor.on_startup_failure is ignore"}});
}

void LinkReporter::captured(const Result<std::string>& path) {
  if (path) {
    status().last_capture = capture_ = *path;
  } else {
    log_.warn("capture_failed", {{"simulator", name_}, {"reason", path.error().message()}});
  }
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
  without_data_told_ = false;
  forget_rate();
  arrivals_ = ErrorWindow();
  rate_is_low_ = false;
  tracker_.on_session(session_);
  held_.on_session();
  for (VariableStatus& variable : link.variables) variable.error.clear();
  state(LinkState::registering);
  log_.info("simulator_connected",
            {{"simulator", name_}, {"session", session_}, {"application", event.application}, {"source", source_}});
}

void LinkReporter::on(const DataArrived& event) {
  LinkStatus& link = status();
  flight_is_back_ = false;
  const world::Instant now = context_.world.clock().now();
  if (!thinner_.lets_through(now)) return;
  if (!streaming_since_) streaming_since_ = now;
  const SampleFlags before = link.flags;
  const std::vector<FlightNews> news = tracker_.on_sample(wire_.probes.read(event.values), now);
  tell_stuck();
  tell_gap();
  link.samples++;
  link.errors.add_sample(now);
  link.last_data = now;
  link.last_data_utc = context_.world.clock().utc_now();
  std::vector<double> values = published_values(event, now);
  show_values(values, now);
  show_flight();
  tell_flags(before);
  tell(news);
  arrivals_.add_sample(now);
  measure_rate(now);
  publish(std::move(values));
}

std::vector<double> LinkReporter::published_values(const DataArrived& event, world::Instant now) {
  std::vector<double> values = event.values;
  flight_is_back_ = held_.settle(values, event.read_at, tracker_.flags().plausible(), now);
  values.resize(wire_.configured);
  for (std::size_t i = 0; i < values.size(); ++i) {
    // Held back is not missing: it did come.
    if (!std::isnan(values[i]) || std::isnan(event.values[i])) continue;
    status().variables[i].last_data = now;
    status().variables[i].value.reset();
  }
  for (const DerivedValue derived : wire_.derived) values.push_back(tracker_.value(derived));
  return values;
}

void LinkReporter::show_values(const std::vector<double>& values, world::Instant now) {
  LinkStatus& link = status();
  for (std::size_t i = 0; i < values.size(); ++i) {
    VariableStatus& variable = link.variables[i];
    if (std::isnan(values[i])) {
      // A derived value that there is none of at this moment is nothing that went missing.
      if (i >= wire_.configured) variable.last_data.reset(), variable.value.reset();
      continue;
    }
    variable.value = values[i];
    variable.last_data = now;
    variable.error.clear();
  }
  if (!tracker_.flags().plausible()) return;
  gauges_.show(values);
  warn_of_low_altitude(values);
}

void LinkReporter::show_flight() {
  LinkStatus& link = status();
  link.flags = tracker_.flags();
  link.paused = tracker_.paused();
  if (link.phase != tracker_.phase()) link.phase_since = *link.last_data_utc;
  link.phase = tracker_.phase();
  link.flight = tracker_.flight();
  link.segment = tracker_.segment();
  if (!link.flags.none()) link.flagged++;
  for (std::size_t i = 0; i < kSampleFlags; ++i) {
    const auto flag = static_cast<SampleFlag>(i);
    if (link.flags.has(flag)) context_.metrics.counter(metric::kSamplesFlagged, {name_, to_string(flag)}).add();
  }
  context_.metrics.gauge(metric::kFlightPhase, {context_.simulator_label(name_)}).set(static_cast<double>(link.phase));
}

void LinkReporter::publish(std::vector<double> values) {
  const LinkStatus& link = status();
  Sample sample;
  sample.ts = *link.last_data_utc;
  sample.received = *link.last_data;
  sample.simulator = name_;
  sample.session = last_session_ = session_;
  sample.sequence = ++sequence_;
  sample.values = std::move(values);
  sample.source = source_;
  sample.flags = link.flags;
  sample.phase = link.phase;
  sample.flight = link.flight;
  sample.segment = link.segment;
  sample.gap = tracker_.gap();
  context_.samples.publish(std::move(sample));
}

void LinkReporter::warn_of_low_altitude(const std::vector<double>& values) {
  const std::optional<double> altitude = gauges_.altitude_ft(values);
  if (!altitude) return;
  const bool low = *altitude < kLowAltitudeFeet;
  // Once per descent below it, not once per sample.
  if (low && !low_) {
    log_.warn("low_altitude",
              {{"simulator", name_}, {"altitude_ft", static_cast<std::int64_t>(std::floor(*altitude))}});
  }
  low_ = low;
}

void LinkReporter::on(const ExceptionArrived& event) {
  LinkStatus& link = status();
  if (event.variable && *event.variable >= wire_.configured) {
    // Nobody asked for it but the monitor itself, which goes without.
    log_.debug("probe_refused", {{"simulator", name_}, {"exception", event.name}, {"call", event.call}});
    return;
  }
  link.exceptions++;
  // A variable that cannot be had is judged by itself; it is no trouble of the link.
  if (!event.variable) link.errors.add_error(context_.world.clock().now());
  link.last_error = "EXCEPTION " + event.name + " to " + event.call;
  if (event.variable) link.variables[*event.variable].error = event.name;
  count_error("exception", "warning");
  const std::string_view variable = event.variable ? std::string_view(link.variables[*event.variable].name) : "";
  log_.warn("simulator_exception", {{"simulator", name_},
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
  log_.warn("frame_undecodable", {{"simulator", name_}, {"reason", event.text}});
}

void LinkReporter::on(const SystemEventArrived& event) {
  log_.info("system_event", {{"simulator", name_}, {"event", event.name}, {"data", event.data}, {"file", event.file}});
  const std::vector<FlightNews> news = tracker_.on_event(event.name, event.data, event.file);
  status().paused = tracker_.paused();
  status().phase = tracker_.phase();
  status().segment = tracker_.segment();
  tell(news);
}

void LinkReporter::on(const Ended& event) {
  LinkStatus& link = status();
  link.last_loss = to_string(event.cause);
  // Attempts that fail after the loss are not what ended the data.
  if (loss_.empty()) loss_ = link.last_loss;
  forget_rate();
  show_facts({});
  if (event.cause == EndCause::stopped || event.cause == EndCause::switched) {
    log_.info("link_closed",
              {{"simulator", name_}, {"cause", to_string(event.cause)}, {"session", session_}, {"samples", sequence_}});
    return;
  }
  link.link_losses++;
  link.errors.add_error(context_.world.clock().now());
  link.last_error = std::string(to_string(event.cause)) + ": " + event.text;
  count_error(to_string(event.cause), "error");
  log_.warn("link_lost", {{"simulator", name_},
                          {"cause", to_string(event.cause)},
                          {"session", session_},
                          {"samples", sequence_},
                          {"capture", std::exchange(capture_, std::string())},
                          {"reason", event.text}});
}

void LinkReporter::message_processed(world::Duration duration) {
  LinkStatus& link = status();
  link.messages++;
  const world::Instant now = context_.world.clock().now();
  // Data that stay away measure nothing; other frames do it in their place.
  if (streaming_since_ && link.last_data && now - *link.last_data > 2 * interval_) measure_rate(now);
  context_.metrics.histogram(metric::kProcessingDuration).observe(world::to_seconds(duration));
}

void LinkReporter::waiting(world::Duration duration) {
  state(LinkState::waiting);
  log_.debug("reconnecting", {{"simulator", name_}, {"wait_seconds", duration}});
}

void LinkReporter::count_error(std::string_view type, std::string_view severity) {
  context_.metrics.counter(metric::kErrors, {type, severity, name_}).add();
}

}  // namespace checkride::runtime::link
