#include "health/agent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

#include "checkride/program/listen.hpp"
#include "health/link_health.hpp"

namespace checkride::runtime {

namespace {

using world::Task;

constexpr world::Duration kAnswerLimit = std::chrono::seconds(2);
constexpr world::Duration kAcceptRetry = std::chrono::milliseconds(100);
constexpr std::size_t kConnectionsMax = 32;  // further ones are closed at once

bool is_fresh(const VariableStatus& variable, world::Instant now) {
  return variable.error.empty() && variable.last_data && now - *variable.last_data <= kFreshness;
}

double share_of_fresh(const std::vector<VariableStatus>& variables, world::Instant now) {
  const bool any_critical =
      std::any_of(variables.begin(), variables.end(), [](const auto& one) { return one.critical; });
  double all = 0;
  double fresh = 0;
  for (const VariableStatus& variable : variables) {
    if (any_critical && !variable.critical) continue;
    all += 1;
    fresh += is_fresh(variable, now) ? 1 : 0;
  }
  return all == 0 ? 1 : fresh / all;
}

// Until the client has ended, too. What it sends (HAProxy's agent-send) has to be taken: closed with bytes unread, a
// connection is reset, and the reset may overtake the answer.
Task<Result<>> converse(world::Stream& stream, std::string line) {
  CO_TRY_VOID(co_await world::write_all(stream, line));
  stream.shutdown_send();
  while (true) {
    std::array<std::byte, 256> bytes;
    CO_TRY_VOID(co_await world::read_some(stream, std::span<std::byte>(bytes)));
  }
}

Task<> answer_one(world::Clock& clock, world::Stream stream, std::string line) {
  (void)co_await world::within(clock, kAnswerLimit, converse(stream, std::move(line)));  // it ends by an error, the end
  stream.close();
}

Task<> serve_agent(Context& context, std::unique_ptr<world::Listener> listener, std::function<std::string()> answer) {
  world::TaskGroup connections(context.world.executor());
  for (;;) {
    auto accepted = co_await listener->accept();
    if (!accepted) {
      if (accepted.error().code() == boost::asio::error::operation_aborted) co_return;
      co_await context.world.clock().sleep_for(kAcceptRetry);
      continue;
    }
    if (connections.running() >= kConnectionsMax) {
      accepted->close();
      continue;
    }
    std::string line = answer() + "\n";
    connections.spawn("agent", answer_one(context.world.clock(), std::move(*accepted), std::move(line)));
  }
}

}  // namespace

double link_quality(const LinkStatus& link, world::Instant now) {
  const bool delivers = link.state == LinkState::streaming && link.last_data && now - *link.last_data <= kFreshness;
  if (!delivers) return 0;
  return std::max(share_of_fresh(link.variables, now) - link.errors.rate(now).value_or(0), 0.0);
}

std::string agent_answer(const HealthReport& report, const std::map<std::string, LinkStatus>& links,
                         world::Instant now) {
  if (report.phase == Phase::stopping) return "drain";
  const auto watched = std::count_if(links.begin(), links.end(), [](const auto& one) { return !one.second.ignored; });
  if (report.phase == Phase::starting || watched == 0) return "maint";
  if (overall(report) == Status::unhealthy && !is_ready(report)) {
    // A link that is down is an unhealthy flight monitor too; what the others deliver is still worth its share.
    const bool only_links = std::all_of(report.services.begin(), report.services.end(), [](const auto& one) {
      return one.health.status != Status::unhealthy || one.name == "flight-monitor";
    });
    if (!only_links) return "drain";
  }
  double sum = 0;
  for (const auto& [name, link] : links) sum += link.ignored ? 0 : link_quality(link, now);
  const double percent = std::round(100 * sum / static_cast<double>(watched));
  if (sum <= 0) return "drain";
  return fmt::format("ready up {}%", std::clamp(static_cast<int>(percent), 1, 100));
}

Task<Result<>> start_agent(Context& context, std::uint16_t port, std::function<std::string()> answer,
                           world::TaskGroup& tasks) {
  const Config& config = context.config;
  const world::Endpoint where{config.loopback_only() ? "127.0.0.1" : config.monitoring.address, port};
  program::WrittenAs written("monitoring.address", "monitoring.agent_port");
  std::unique_ptr<world::Listener> listener = context.world.manager().take_listener("agent", port);
  if (listener == nullptr) {
    CO_TRY(listener, co_await program::listen(context.world.network(), where, std::move(written)));
    if (port == 0) listener->set_name("agent");  // else a successor knows it by its port
  }
  const std::string local = listener->local().text();
  tasks.spawn("agent " + local, serve_agent(context, std::move(listener), std::move(answer)));
  context.world.print_line("listening on " + local + " (agent)");
  co_return Result<>();
}

}  // namespace checkride::runtime
