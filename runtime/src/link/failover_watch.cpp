#include "link/failover_watch.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "metrics/table.hpp"

namespace checkride::runtime::link {

namespace {

FailoverPolicy policy_of(const FailoverConfig& config) {
  FailoverPolicy policy;
  policy.failure_threshold = static_cast<std::uint32_t>(config.failure_threshold);
  policy.failover_timeout = config.failover_timeout;
  policy.fail_back = config.fail_back == FailBack::automatic;
  policy.fail_back_after = config.fail_back_after;
  return policy;
}

}  // namespace

FailoverWatch::FailoverWatch(Context& context, SimulatorLink& link)
    : context_(context),
      link_(link),
      log_(context.log.logger("failover")),
      interval_(context.config.failover.health_check_interval),
      machine_(policy_of(context.config.failover), link.simulators().size()),
      memory_(context.world.files(), context.config.app.state_dir, link.name()) {
  FailoverStatus& shown = status();
  shown = FailoverStatus();
  for (const SimulatorConfig& simulator : link_.simulators()) {
    InstanceStatus one;
    one.simulator = simulator.name;
    one.address = simulator.address.text();
    shown.instances.push_back(std::move(one));
  }
  resume();
  show_active();
  link_.on_sample([this] { on_data(); });
}

// Under fail_back: automatic too: the primary may be dead still, and has to be healthy for fail_back_after.
void FailoverWatch::resume() {
  const auto kept = memory_.recall();
  if (!kept) {
    log_.warn("failover_choice_unknown", {{"simulator", link_.name()},
                                          {"reason", kept.error().message()},
                                          {"effect", "the primary begins with the flight"}});
    return;
  }
  if (!*kept) return;
  const std::vector<SimulatorConfig>& all = link_.simulators();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == (*kept)->simulator; });
  if (found == all.begin() || found == all.end()) return;
  const auto standby = static_cast<std::size_t>(found - all.begin());
  machine_.resume(standby, (*kept)->asked_for);
  link_.switch_to(standby, SimulatorLink::Switch::wanted);
  log_.info("failover_resumed",
            {{"simulator", link_.name()}, {"to", found->name}, {"reason", "it had the flight before the restart"}});
}

void FailoverWatch::keep_choice() {
  FailoverChoice choice;
  choice.simulator = link_.simulators()[machine_.active()].name;
  choice.asked_for = machine_.asked_for();
  const Result<> kept = memory_.keep(choice);
  if (!kept) log_.warn("failover_choice_not_kept", {{"simulator", link_.name()}, {"reason", kept.error().message()}});
}

world::Task<> FailoverWatch::run() {
  world::Clock& clock = context_.world.clock();
  world::Instant next = clock.now() + interval_;
  while (true) {
    co_await clock.sleep_until(next);
    std::vector<bool> healthy;
    for (std::size_t i = 0; i < link_.simulators().size(); ++i) {
      const bool well = co_await is_healthy(i);
      healthy.push_back(well);
    }
    show(healthy);
    const std::size_t before = machine_.active();
    act_on(machine_.on_checks(healthy, clock.now()), before);
    next = std::max(next + interval_, clock.now());
  }
}

world::Task<bool> FailoverWatch::is_healthy(std::size_t simulator) {
  if (simulator == machine_.active()) co_return active_is_healthy();
  auto answered = co_await probe(link_.simulators()[simulator]);
  InstanceStatus& shown = status().instances[simulator];
  if (!answered) shown.last_error = answered.error().message();
  // It may have become the active one while it was asked.
  if (simulator == machine_.active()) co_return active_is_healthy();
  co_return answered.has_value();
}

// Data of the active simulator are its health: they come, and its clock moves.
bool FailoverWatch::active_is_healthy() const {
  const LinkStatus& link = context_.board.links.at(link_.name());
  const world::Instant now = context_.world.clock().now();
  const world::Duration fresh = std::max(interval_, 3 * context_.config.flight_monitor.update_interval);
  return link.state == LinkState::streaming && link.last_data && now - *link.last_data <= fresh;
}

// A standby is healthy if it answers Open. It has a part of the interval, so that a dead one does not hold up the rest.
world::Task<Result<>> FailoverWatch::probe(SimulatorConfig simulator) {
  const auto count = static_cast<std::int64_t>(link_.simulators().size());
  const world::Duration limit = std::max<world::Duration>(interval_ / count, std::chrono::milliseconds(300));
  co_return co_await world::within(context_.world.clock(), limit, converse(std::move(simulator)));
}

world::Task<Result<>> FailoverWatch::converse(SimulatorConfig simulator) {
  CO_TRY(world::Stream stream, co_await context_.world.network().connect(simulator.address));
  SessionOptions options;
  options.version = static_cast<protocol::Protocol>(simulator.protocol);
  options.client_name = context_.config.flight_monitor.client_name;
  ClientSession session(std::move(options), context_.world.clock().now());
  const std::vector<std::byte> open = session.take_output();
  const std::span<const std::byte> bytes(open);
  CO_TRY_VOID(co_await world::write_all(stream, bytes));
  while (session.phase() == SessionPhase::opening) {
    std::array<std::byte, 1024> buffer;
    CO_TRY(const std::size_t count, co_await world::read_some(stream, std::span<std::byte>(buffer)));
    session.feed(std::span<const std::byte>(buffer).first(count));
    while (session.step(context_.world.clock().now())) {
    }
  }
  stream.close();
  if (session.ended()) co_return Error::invalid(simulator.address.text() + ": does not accept a session");
  co_return Result<>();
}

Result<> FailoverWatch::switch_to(std::string_view simulator) {
  const std::vector<SimulatorConfig>& all = link_.simulators();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == simulator; });
  if (found == all.end()) {
    return Error::invalid("\"" + std::string(simulator) + "\" does not fly " + link_.name());
  }
  const auto to = static_cast<std::size_t>(found - all.begin());
  const std::size_t before = machine_.active();
  if (to == before) return Error::invalid("\"" + std::string(simulator) + "\" flies " + link_.name() + " already");
  act_on(machine_.ask(to, context_.world.clock().now()), before);
  return Result<>();
}

void FailoverWatch::act_on(FailoverMachine::Decision decision, std::size_t before) {
  using Verdict = FailoverMachine::Verdict;
  const auto name_of = [this](std::size_t index) { return link_.simulators()[index].name; };
  if (decision.verdict == Verdict::stay) return;
  const bool timed_out = decision.verdict == Verdict::gave_up || decision.reason == "failover_timeout";
  if (timed_out) {
    status().failed++;
    context_.metrics.counter(metric::kFailovers, {link_.name(), "failed"}).add();
    log_.warn(
        "failover_failed",
        {{"simulator", link_.name()}, {"to", name_of(before)}, {"reason", "no data within failover.failover_timeout"}});
  }
  if (decision.verdict == Verdict::switch_over) {
    reason_ = decision.reason;
    status().last_reason = reason_;
    log_.warn("failover_begun", {{"simulator", link_.name()},
                                 {"from", name_of(before)},
                                 {"to", name_of(machine_.active())},
                                 {"reason", reason_}});
    const bool wanted = reason_ == "asked" || reason_ == "fail_back";
    // Ends the old session before anything of the new one is asked for: no sample can come from both.
    link_.switch_to(machine_.active(), wanted ? SimulatorLink::Switch::wanted : SimulatorLink::Switch::failure);
    keep_choice();
  } else {
    log_.warn("failover_impossible",
              {{"simulator", link_.name()}, {"from", name_of(machine_.active())}, {"reason", "no standby is healthy"}});
  }
  show_active();
}

void FailoverWatch::on_data() {
  const auto took = machine_.on_data(context_.world.clock().now());
  if (!took) return;
  FailoverStatus& shown = status();
  shown.failovers++;
  shown.last_at = context_.world.clock().utc_now();
  shown.last_duration = *took;
  context_.metrics.counter(metric::kFailovers, {link_.name(), "done"}).add();
  const std::string& to = link_.simulators()[machine_.active()].name;
  log_.warn("failover_done", {{"simulator", link_.name()}, {"to", to}, {"reason", reason_}, {"took_seconds", *took}});
  show_active();
}

void FailoverWatch::show(const std::vector<bool>& healthy) {
  FailoverStatus& shown = status();
  for (std::size_t i = 0; i < healthy.size(); ++i) {
    InstanceStatus& one = shown.instances[i];
    one.healthy = healthy[i];
    one.checks++;
    one.failed_checks = healthy[i] ? 0 : one.failed_checks + 1;
    if (healthy[i]) one.last_error.clear();
    context_.metrics.gauge(metric::kInstanceHealthy, {link_.name(), one.simulator}).set(healthy[i] ? 1 : 0);
  }
}

void FailoverWatch::show_active() {
  FailoverStatus& shown = status();
  shown.switching = machine_.switching();
  for (std::size_t i = 0; i < shown.instances.size(); ++i) {
    InstanceStatus& one = shown.instances[i];
    one.active = i == machine_.active();
    context_.metrics.gauge(metric::kInstanceActive, {link_.name(), one.simulator}).set(one.active ? 1 : 0);
  }
}

}  // namespace checkride::runtime::link
