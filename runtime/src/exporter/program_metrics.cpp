#include "exporter/exporter.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime {

namespace {

void add_facts(Context& context) {
  Registry& metrics = context.metrics;
  const AppConfig& app = context.config.app;
  metrics.gauge(metric::kBuildInfo, {context.build.version, context.build.revision, context.build.compiler}).set(1);
  metrics.gauge(metric::kAppInfo, {app.name, app.version, app.environment}).set(1);
  world::Clock& clock = context.world.clock();
  const world::UtcTime started = clock.utc_now() - (clock.now() - context.started);
  metrics.gauge(metric::kProcessStart).set(world::to_seconds(started.time_since_epoch()));
}

void refresh_process(Context& context) {
  Registry& metrics = context.metrics;
  const world::World::ProcessUsage usage = context.world.process_usage();
  metrics.counter(metric::kProcessCpu).raise_to(usage.cpu_seconds);
  metrics.gauge(metric::kProcessResident).set(usage.resident_bytes);
  metrics.gauge(metric::kProcessVirtual).set(usage.virtual_bytes);
  metrics.gauge(metric::kProcessOpenFds).set(usage.open_fds);
  metrics.gauge(metric::kProcessMaxFds).set(usage.max_fds);
  metrics.gauge(metric::kProcessThreads).set(usage.threads);
  metrics.gauge(metric::kMemoryUsage).set(usage.resident_bytes);
  metrics.counter(metric::kLogLinesLost).raise_to(static_cast<double>(context.log.lost()));
}

void refresh_link(Context& context, const LinkStatus& link, world::Instant now) {
  Registry& metrics = context.metrics;
  const std::string_view simulator = context.simulator_label(link.simulator);
  metrics.gauge(metric::kSimulatorUp, {simulator}).set(link.state == LinkState::streaming ? 1 : 0);
  metrics.counter(metric::kMessages, {simulator}).raise_to(static_cast<double>(link.messages));
  metrics.counter(metric::kFlightDataReceived, {simulator}).raise_to(static_cast<double>(link.samples));
  metrics.counter(metric::kSessions, {simulator}).raise_to(static_cast<double>(link.sessions));
  metrics.counter(metric::kConnectAttempts, {simulator}).raise_to(static_cast<double>(link.connect_attempts));
  if (link.last_data) {
    metrics.gauge(metric::kLastDataAge, {simulator}).set(world::to_seconds(now - *link.last_data));
  }
}

// A simulator that has been away for long takes its series along: a flat line would look like a flight.
void conceal_stale(Context& context, const LinkStatus& link, world::Instant now) {
  const std::string_view simulator = context.simulator_label(link.simulator);
  const world::Duration silence = now - link.last_data.value_or(context.started);
  if (silence > context.config.metrics_exporter.stale_after) {
    context.metrics.conceal(simulator);
  } else {
    context.metrics.reveal(simulator);
  }
}

// An open session: the simulator has said OPEN and has not gone since.
bool is_open(LinkState state) {
  return state == LinkState::registering || state == LinkState::streaming || state == LinkState::stuck;
}

void refresh_links(Context& context) {
  int open = 0;
  for (const auto& [name, link] : context.board.links) {
    const world::Instant now = context.world.clock().now();
    refresh_link(context, link, now);
    conceal_stale(context, link, now);
    open += is_open(link.state) ? 1 : 0;
  }
  context.metrics.gauge(metric::kActiveConnections).set(open);
}

}  // namespace

void add_program_metrics(Context& context) {
  add_facts(context);
  (void)context.metrics.histogram(metric::kProcessingDuration);
  context.metrics.before_page([&context] {
    refresh_process(context);
    refresh_links(context);
  });
}

void add_uptime_metrics(Context& context, const Supervisor& supervisor) {
  context.metrics.before_page([&context, &supervisor] {
    for (std::size_t i = 0; i < supervisor.services().size(); ++i) {
      const std::string_view name = supervisor.services()[i]->name();
      if (const auto uptime = supervisor.uptime(i)) {
        context.metrics.gauge(metric::kServiceUptime, {name}).set(world::to_seconds(*uptime));
      } else {
        context.metrics.remove(metric::kServiceUptime, {name});
      }
    }
  });
}

}  // namespace checkride::runtime
