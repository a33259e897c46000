// UpstreamRig: services that are declared in YAML, each on a host of a virtual world, and a user who asks them.
#pragma once

#include <boost/json.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "checkride/test/world_test.hpp"
#include "checkride/world/virtual_world.hpp"
#include "scenario/readers.hpp"
#include "services/inboxes.hpp"

namespace checkride::harness {

using namespace std::chrono_literals;

inline http::Request get(std::string target) {
  http::Request request;
  request.target = std::move(target);
  return request;
}
inline http::Request post(std::string target, std::string body) {
  http::Request request = get(std::move(target));
  request.method = "POST";
  request.body = std::move(body);
  return request;
}

inline world::Task<int> serve_service(RunningService& service) {
  co_await service.serve();
  co_return 0;
}

inline world::Task<int> sleep(world::World& world, world::Duration duration) {
  co_await world.clock().sleep_for(duration);
  co_return 0;
}

// Where a failure stands in the place of an answer its status is 0 and its body says why.
inline world::Task<> ask_into(world::World& world, world::Endpoint where, http::Request request,
                              http::Response* answer) {
  http::Url url;
  url.host = where.host;
  url.port = where.port;
  auto got = co_await http::fetch(world, std::move(url), std::move(request), std::chrono::minutes(5));
  if (got) {
    *answer = std::move(*got);
  } else {
    answer->status = 0;
    answer->body = got.error().message();
  }
}

// All at once, or one after the other.
inline world::Task<int> ask_all(world::World& world, world::Endpoint where, std::vector<http::Request> requests,
                                std::vector<http::Response>* answers, bool at_once) {
  answers->resize(requests.size());
  world::TaskGroup group(world.executor());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    group.spawn("user", ask_into(world, where, std::move(requests[i]), &(*answers)[i]));
    if (!at_once) co_await group.join();
  }
  co_await group.join();
  co_return 0;
}

inline world::Task<int> set_service(RunningService& service, ServiceChange change, Result<>& result) {
  result = co_await service.set(std::move(change));
  co_return 0;
}

class UpstreamRig {
 public:
  // `services`: what stands under that key of a scenario.
  explicit UpstreamRig(const std::string& services, std::uint64_t seed = 1)
      : world({.seed = seed}), user(world.add_host("user")), bystander(world.add_host("bystander")) {
    values::Diagnostics errors;
    Reader reader{errors, scenario, {}, RigKind::virtual_rig};
    const auto document = values::load(services, "services.yaml", errors);
    if (document) {
      values::MapReader map = document->root_map(errors);
      (void)values::read_entries(map.self(), errors, [&](const values::Entry& entry) { read_service(entry, reader); });
      check_services(reader);
    }
    mistakes = errors.empty() ? "" : errors.text();
    EXPECT_EQ(mistakes, "");
    inboxes = std::make_unique<Inboxes>(user.clock(), scenario);
    for (const Service& one : scenario.services) {
      hosts.emplace(one.name, &world.add_host(one.name));
      neighbours.push_back({one.name, one.spec, {one.name, ports_of(one.spec).front().number}});
    }
  }
  ~UpstreamRig() {
    user.crash();
    for (const auto& [name, host] : hosts) host->crash();
  }
  UpstreamRig(const UpstreamRig&) = delete;
  UpstreamRig& operator=(const UpstreamRig&) = delete;

  RunningService& start(const std::string& name) {
    world::VirtualHost& host = *hosts.at(name);
    ServicePlace place{host, name, "/var/" + name};
    inboxes->give_to(place);
    place.services = neighbours;
    auto service = make_service(std::move(place), scenario.service(name)->spec);
    ServicePorts ports;
    for (const ServicePort& port : ports_of(scenario.service(name)->spec)) ports[port.name] = {"0.0.0.0", port.number};
    EXPECT_TRUE(service->listen(ports));
    running[name] = std::move(service);
    host.start(name, serve_service(*running[name]));
    return *running[name];
  }
  void start_all() {
    for (const Service& one : scenario.services) start(one.name);
  }
  void kill(const std::string& name) {
    hosts.at(name)->crash();
    hosts.at(name)->restart();
  }
  void inject(const std::string& name, const std::string& fault, const std::string& parameters) {
    ServiceFault injected;
    injected.kind = fault;
    injected.parameters_json = parameters;
    const auto id = running.at(name)->inject(injected);
    EXPECT_TRUE(id) << (id ? "" : id.error().message());
  }

  Result<> set(const std::string& name, const std::string& json) {
    ServiceChange change;
    change.json = json;
    Result<> result;
    run(set_service(*running.at(name), std::move(change), result));
    return result;
  }

  void run(world::Task<int> script) {
    user.start("user", std::move(script));
    world.run_until(world.now() + 2h, [&] { return user.exit_code().has_value(); });
    EXPECT_EQ(user.failure(), "");
  }
  std::vector<http::Response> ask(const std::string& name, std::vector<http::Request> requests, bool at_once = false,
                                  std::uint16_t port = 80) {
    std::vector<http::Response> answers;
    run(ask_all(user, {name, port}, std::move(requests), &answers, at_once));
    return answers;
  }
  http::Response ask(const std::string& name, http::Request request) {
    std::vector<http::Request> requests;
    requests.push_back(std::move(request));
    return ask(name, std::move(requests)).at(0);
  }
  // Also where nothing happens meanwhile.
  void wait(world::Duration duration) {
    bystander.start("wait", sleep(bystander, duration));
    world.run_until(world.now() + 2h, [&] { return bystander.exit_code().has_value(); });
  }
  std::string log(const std::string& name) {
    const auto text = hosts.at(name)->files().read("/var/" + name + "/service.log");
    return text ? *text : "";
  }

  world::VirtualWorld world;
  world::VirtualHost& user;
  world::VirtualHost& bystander;
  Scenario scenario;
  std::string mistakes;
  std::unique_ptr<Inboxes> inboxes;
  std::map<std::string, world::VirtualHost*> hosts;
  std::vector<Neighbour> neighbours;
  std::map<std::string, std::unique_ptr<RunningService>> running;
};

inline std::vector<int> statuses(const std::vector<http::Response>& answers) {
  std::vector<int> found;
  for (const http::Response& one : answers) found.push_back(one.status);
  return found;
}
inline std::string header(const http::Response& answer, std::string_view name) {
  return std::string(answer.headers.find(name).value_or(""));
}
inline boost::json::value document(const http::Response& answer) {
  boost::json::error_code error;
  const auto value = boost::json::parse(answer.body, error);
  EXPECT_FALSE(error) << answer.body;
  return value;
}

}  // namespace checkride::harness
