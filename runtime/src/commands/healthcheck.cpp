// healthcheck: asks the monitor that the configuration describes how it is; for containers, which have no curl.
#include "checkride/http/http.hpp"
#include "commands/command.hpp"
#include "config/load.hpp"
#include "service/listener_plan.hpp"

namespace checkride::runtime {

namespace {

constexpr world::Duration kLimit = std::chrono::seconds(5);

// Where a listener that takes every address of this machine is reached from here.
std::string reachable(const std::string& address) {
  if (address == "0.0.0.0") return "127.0.0.1";
  return address == "::" ? "::1" : address;
}

Result<http::Url> url_of(const Config& config, std::string path) {
  for (const ListenerPlan& plan : plan_listeners(config)) {
    if (!plan.health) continue;
    if (plan.where.port == 0) {
      return Error::invalid("monitoring.health_check_port is 0, any free port: name one to be asked on");
    }
    http::Url url;
    url.host = reachable(plan.where.host);
    url.port = plan.where.port;
    url.target = std::move(path);
    return url;
  }
  return Error::invalid("monitoring.enabled is false: nobody answers about health");
}

}  // namespace

world::Task<int> healthcheck(world::World& world, const Options& options) {
  const bool live = options.values.contains("live");
  if (live && options.values.contains("ready")) {
    print_error(world, "healthcheck: --live and --ready are two questions: ask one");
    co_return kExitUsage;
  }
  const auto loaded = load_or_tell(world, options);
  if (!loaded) co_return kExitUnhealthy;  // container engines know 0 and 1 alone
  const std::string path = live ? "/health/live" : options.values.contains("ready") ? "/health/ready" : "/health";
  auto url = url_of(loaded->config, path);
  if (!url) {
    print_error(world, "healthcheck: " + url.error().detail());
    co_return kExitUnhealthy;
  }
  http::Request request;
  request.headers.set("User-Agent", "checkride-monitor healthcheck");
  const auto answer = co_await http::fetch(world, std::move(*url), std::move(request), kLimit);
  if (!answer) {
    print_error(world, "healthcheck: " + answer.error().message());
    co_return kExitUnhealthy;
  }
  world.print_line(path + ": " + std::to_string(answer->status) + " " + answer->body);
  co_return answer->status == 200 ? kExitStopped : kExitUnhealthy;
}

}  // namespace checkride::runtime
