// Goal: the model of a balancer and HAProxy do the same. Method: one table of balancers and of what is done to them and
// asked of them, played against the model in a virtual world and against a real HAProxy on loopback, with plain
// backends of this file's own. Where HAProxy needs its own time, the table says what must come to be so, never when.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "services/proxy_stage.hpp"

namespace checkride::harness::balancer {
namespace {

using namespace std::chrono_literals;

// ---- the table

enum class Is { up, down, silent };

// One thing that is done, and what is asked then.
struct Act {
  std::string backend{};  // becomes
  Is is = Is::up;         // that
  std::string set{};      // what is set; empty: nothing

  std::size_t requests = 1;
  http::Headers headers{};
  // How many answers come from each backend, or have that status.
  std::map<std::string, std::size_t> answers{};
  // It need not be so at once: asked again and again until it is.
  bool at_last = false;
};

struct Row {
  std::string name;
  BalancerSpec spec;
  std::vector<Act> acts;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

BalancerSpec spread_over(std::vector<std::uint64_t> weights) {
  BalancerSpec spec;
  for (const std::uint64_t weight : weights) {
    const std::string name = "app" + std::to_string(spec.backends.size() + 1);
    spec.backends.push_back({name, name, weight, false});
  }
  spec.check.every = 100ms;
  spec.connect = 1s;
  spec.server = 1s;
  return spec;
}

Act ask(std::size_t requests, std::map<std::string, std::size_t> answers) {
  Act act;
  act.requests = requests;
  act.answers = std::move(answers);
  return act;
}

Act at_last(Act act) {
  act.at_last = true;
  return act;
}

Act after(std::string backend, Is is, Act act) {
  act.backend = std::move(backend);
  act.is = is;
  return act;
}

Act after_set(std::string json, Act act) {
  act.set = std::move(json);
  return act;
}

Act with_header(std::string name, std::string value, Act act) {
  act.headers.add(std::move(name), std::move(value));
  return act;
}

Row canary() {
  Row row{"CanaryByHeader", spread_over({1, 3}), {}};
  row.spec.routes = {{{{"canary", "true"}}, {"app1"}}};
  row.acts = {ask(8, {{"app1", 2}, {"app2", 6}}), with_header("Canary", "true", ask(5, {{"app1", 5}})),
              with_header("canary", "false", ask(8, {{"app1", 2}, {"app2", 6}})),
              with_header("canary", "true", at_last(after("app1", Is::down, ask(3, {{"503", 3}})))),
              at_last(ask(4, {{"app2", 4}}))};
  return row;
}

Row backup() {
  Row row{"BackupOnlyWithoutTheOthers", spread_over({1, 1, 1}), {}};
  row.spec.backends[2].backup = true;
  row.acts = {ask(10, {{"app1", 5}, {"app2", 5}}), at_last(after("app1", Is::down, ask(4, {{"app2", 4}}))),
              at_last(after("app2", Is::down, ask(4, {{"app3", 4}}))),
              at_last(after("app1", Is::up, ask(4, {{"app1", 4}})))};
  return row;
}

Row first() {
  Row row{"FirstInOrder", spread_over({1, 1}), {}};
  row.spec.algorithm = BalancerAlgorithm::first;
  row.acts = {ask(5, {{"app1", 5}}), at_last(after("app1", Is::down, ask(5, {{"app2", 5}})))};
  return row;
}

Row other_status() {
  Row row{"ChecksWantTheirStatus", spread_over({1}), {}};
  row.spec.check.status = 204;
  row.acts = {at_last(ask(2, {{"503", 2}}))};
  return row;
}

std::vector<Row> table() {
  return {
      {"TurnsByWeight",
       spread_over({1, 1, 1}),
       {ask(300, {{"app1", 100}, {"app2", 100}, {"app3", 100}}),
        at_last(after("app2", Is::down, ask(20, {{"app1", 10}, {"app3", 10}}))),
        at_last(after("app2", Is::up, ask(30, {{"app1", 10}, {"app2", 10}, {"app3", 10}})))}},
      {"TenPercent", spread_over({10, 90}), {ask(100, {{"app1", 10}, {"app2", 90}})}},
      {"NobodyIsLeft", spread_over({1}), {at_last(after("app1", Is::down, ask(3, {{"503", 3}})))}},
      {"SilenceIsToldInTime",
       spread_over({1}),
       {ask(1, {{"app1", 1}}), after("app1", Is::silent, ask(1, {{"504", 1}})), at_last(ask(1, {{"503", 1}}))}},
      {"SetMovesEverything",
       spread_over({1, 1}),
       {ask(4, {{"app1", 2}, {"app2", 2}}), after_set(R"({"weights":{"app1":0}})", ask(6, {{"app2", 6}})),
        after_set(R"({"weights":{"app1":3}})", ask(8, {{"app1", 6}, {"app2", 2}})),
        after_set(R"({"state":{"app2":"drain"}})", ask(5, {{"app1", 5}})),
        after_set(R"({"state":{"app1":"maintenance","app2":"ready"}})", ask(5, {{"app2", 5}})),
        at_last(after_set(R"({"state":{"app1":"ready"}})", ask(4, {{"app1", 3}, {"app2", 1}})))}},
      canary(),
      backup(),
      first(),
      other_status(),
  };
}

// ---- what it is played on

// A server that says who it is; the checks of the balancer get the same.
class Plain {
 public:
  Plain(world::World& world, std::string name, world::Endpoint at)
      : world_(world), name_(std::move(name)), at_(std::move(at)) {}

  world::Task<> be(Is is) {
    if (running_) (void)co_await running_->stop(world_.clock(), 5s);
    running_.reset();
    if (is == Is::down) co_return;
    auto listener = world_.network().listen(at_);
    CO_ASSERT_OK(listener);
    http::AsyncHandler handler = [this, is](const http::Request&) { return answer(is); };
    running_ = std::make_unique<world::TaskGroup>(world_.executor());
    http::ServerLimits limits;
    http::ServerHooks hooks;
    running_->spawn(name_,
                    http::serve(world_, std::move(*listener), std::move(handler), std::move(limits), std::move(hooks)));
  }

 private:
  world::Task<http::Response> answer(Is is) {
    if (is == Is::silent) co_await world_.clock().sleep_for(1h);
    co_return http::text_response(200, name_);
  }

  world::World& world_;
  std::string name_;
  world::Endpoint at_;
  std::unique_ptr<world::TaskGroup> running_;
};

struct Stage {
  contract::Front front;
  RunningService& balancer;
  std::map<std::string, std::unique_ptr<Plain>>& backends;
};

world::Task<std::map<std::string, std::size_t>> answers_to(Stage& stage, const Act& act) {
  std::map<std::string, std::size_t> answers;
  for (std::size_t i = 0; i < act.requests; ++i) {
    http::Url url = contract::url_of(stage.front, false);
    http::Request request;
    request.headers = act.headers;
    const auto answer = co_await http::fetch(stage.front.client, std::move(url), std::move(request), 30s);
    std::string what = "none";
    if (answer) what = answer->status == 200 ? answer->body : std::to_string(answer->status);
    ++answers[what];
  }
  co_return answers;
}

world::Task<> play(Stage stage, const Row& row) {
  for (std::size_t i = 0; i < row.acts.size(); ++i) {
    const Act& act = row.acts[i];
    if (!act.backend.empty()) co_await stage.backends.at(act.backend)->be(act.is);
    if (!act.set.empty()) {
      ServiceChange change{act.set};
      const auto set = co_await stage.balancer.set(std::move(change));
      EXPECT_THAT(set, test::IsOk());
    }
    auto answers = co_await answers_to(stage, act);
    for (int again = 0; act.at_last && answers != act.answers && again < 300; ++again) {
      co_await stage.front.client.clock().sleep_for(100ms);
      answers = co_await answers_to(stage, act);
    }
    EXPECT_EQ(answers, act.answers) << "act " << i;
  }
}

// ---- the two

class BalancerContract : public testing::TestWithParam<Row> {};

world::Task<int> play_model(world::VirtualWorld& world, world::VirtualHost& client, const Row& row) {
  std::map<std::string, std::unique_ptr<Plain>> backends;
  contract::ModelProxy model(world, client);
  std::vector<Neighbour> services;
  for (const BackendSpec& backend : row.spec.backends) {
    const world::Endpoint at{backend.to, 80};
    world::VirtualHost& host = world.add_host(backend.to);
    backends[backend.to] = std::make_unique<Plain>(host, backend.to, world::Endpoint{"0.0.0.0", 80});
    co_await backends[backend.to]->be(Is::up);
    services.push_back({backend.to, ServiceSpec(WebhookSpec{}), at});
  }
  model.start(ServiceSpec(row.spec), std::move(services));
  Stage stage{model.front(), model.service(), backends};
  co_await client.clock().sleep_for(1s);
  co_await play(stage, row);
  co_await model.stop();
  for (auto& [name, backend] : backends) co_await backend->be(Is::down);
  co_return 0;
}

TEST_P(BalancerContract, HoldsForTheModel) {
  contract::play_on_virtual(
      [](world::VirtualWorld& world, world::VirtualHost& client) { return play_model(world, client, GetParam()); });
}

world::Task<int> play_real(world::RealWorld& world, const Row& row) {
  contract::ProgramProxy haproxy(world, ServiceSpec(row.spec));
  std::map<std::string, std::unique_ptr<Plain>> backends;
  for (const BackendSpec& backend : row.spec.backends) {
    const world::Endpoint at = haproxy.add_service(backend.to);
    backends[backend.to] = std::make_unique<Plain>(world, backend.to, at);
    co_await backends[backend.to]->be(Is::up);
  }
  const bool started = co_await haproxy.start();
  if (!started) co_return 1;
  Stage stage{haproxy.front(), haproxy.service(), backends};
  co_await world.clock().sleep_for(500ms);  // each backend passes a check, which forgives it its first failure
  co_await play(stage, row);
  co_await haproxy.stop();
  for (auto& [name, backend] : backends) co_await backend->be(Is::down);
  co_return 0;
}

TEST_P(BalancerContract, HoldsForHaproxy) {
  contract::play_on_real([](world::RealWorld& world) { return play_real(world, GetParam()); });
}

INSTANTIATE_TEST_SUITE_P(Rows, BalancerContract, testing::ValuesIn(table()),
                         [](const testing::TestParamInfo<Row>& info) { return info.param.name; });

}  // namespace
}  // namespace checkride::harness::balancer
