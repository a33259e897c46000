// The driver by the control API: what it asks for, and what it makes of the answers. Method: a fake API on a virtual
// host that notes what it was asked.
#include "rigs/control_driver.hpp"

#include <fmt/format.h>

#include "checkride/test/world_test.hpp"

namespace checkride::harness {
namespace {

using test::FailsWith;
using test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;

// Has a simulator that can be asked, and nothing else.
class OneSimulator final : public Rig {
 public:
  explicit OneSimulator(world::World& world) : world_(world) {}
  RigKind kind() const override { return RigKind::virtual_rig; }
  world::World& world() override { return world_; }
  Duration poll_period() const override { return std::chrono::milliseconds(100); }
  Duration tolerance() const override { return {}; }
  world::Task<Result<>> start(std::string) override { co_return Result<>(); }
  world::Task<Result<int>> stop(std::string) override { co_return 0; }
  world::Task<Result<>> kill(std::string) override { co_return Result<>(); }
  Result<> freeze(const std::string&) override { return {}; }
  Result<> thaw(const std::string&) override { return {}; }
  std::optional<int> ended(const std::string&) override { return std::nullopt; }
  Result<world::Endpoint> endpoint(const std::string& member, Port) override { return world::Endpoint{member, 5112}; }
  std::string read_log(const std::string&, LogCursor&) override { return {}; }
  world::Files& files(const std::string&) override { return world_.files(); }
  std::string folder(const std::string&) override { return "/"; }
  std::string telemetry_folder(const std::string&) override { return "/"; }
  SimulatorDriver& simulator(const std::string&) override { return driver; }
  std::optional<std::string> impossible(const Action&) const override { return std::nullopt; }
  RunningService* service(const std::string&) override { return nullptr; }
  MailInbox& mail(const std::string&) override { return mail_; }
  WebhookInbox& webhook(const std::string&) override { return webhook_; }
  ServedInbox& served(const std::string&) override { return served_; }
  Result<> inject(const LinkFault&) override { return {}; }
  Result<> clear(const LinkFault&) override { return {}; }
  void note(const std::string&, std::string_view, std::string_view) override {}

  ControlDriver driver{*this, "sim", {{"flights/hop.yaml", "/etc/flight-1/hop.yaml"}}};

 private:
  world::World& world_;
  MailInbox mail_{world_.clock()};
  WebhookInbox webhook_{world_.clock()};
  ServedInbox served_{world_.clock()};
};

// Answers from a table, by method and target; anything else with 404.
class Api {
 public:
  Api(world::VirtualWorld& world, std::map<std::string, http::Response> answers)
      : host_(world.add_host("sim")), answers_(std::move(answers)) {
    auto listener = host_.network().listen({"0.0.0.0", 5112});
    host_.start("api", serve(std::move(listener.value())));
  }
  std::vector<std::string> asked;

 private:
  world::Task<int> serve(std::unique_ptr<world::Listener> listener) {
    std::function<http::Response(const http::Request&)> answer = [this](const http::Request& request) {
      asked.push_back(request.method + " " + request.target + (request.body.empty() ? "" : " " + request.body));
      const auto found = answers_.find(request.method + " " + request.target);
      return found == answers_.end() ? http::json_response(404, R"({"error":{"message":"there is no such thing"}})")
                                     : found->second;
    };
    co_await http::serve(host_, std::move(listener), std::move(answer));
    co_return 0;
  }

  world::VirtualHost& host_;
  std::map<std::string, http::Response> answers_;
};

http::Response ok(std::string body = "{}") {
  return http::json_response(200, std::move(body));
}

WORLD_TEST(ControlDriver, HoldsAndReleasesAVariable) {
  Api api(world, {{"PUT /v1/variables/PLANE%20ALTITUDE", ok()}, {"DELETE /v1/variables/PLANE%20ALTITUDE", ok()}});
  OneSimulator rig(host);
  VariableValue altitude{"PLANE ALTITUDE", 80, "feet"};
  const auto set = co_await rig.driver.set(std::move(altitude));
  CO_ASSERT_OK(set);
  const auto released = co_await rig.driver.release(std::string("PLANE ALTITUDE"));
  CO_ASSERT_OK(released);
  EXPECT_THAT(api.asked, ElementsAre(R"(PUT /v1/variables/PLANE%20ALTITUDE {"value":80,"unit":"feet"})",
                                     "DELETE /v1/variables/PLANE%20ALTITUDE"));
}

WORLD_TEST(ControlDriver, SaysWhatWasRefused) {
  Api api(world, {});
  OneSimulator rig(host);
  VariableValue wrong{"PLANE", 80, ""};
  const auto set = co_await rig.driver.set(std::move(wrong));
  EXPECT_THAT(set, FailsWith("PUT /v1/variables/PLANE of sim was answered 404: there is no such thing"));
}

WORLD_TEST(ControlDriver, ReadsANumber) {
  Api api(world, {{"GET /v1/variables/PLANE%20ALTITUDE?unit=feet", ok(R"({"value":812.5,"unit":"feet"})")},
                  {"GET /v1/variables/TITLE", ok(R"({"value":"Cessna"})")}});
  OneSimulator rig(host);
  const auto altitude = co_await rig.driver.read(std::string("PLANE ALTITUDE"), std::string("feet"));
  CO_ASSERT_OK(altitude);
  EXPECT_EQ(*altitude, 812.5);
  const auto title = co_await rig.driver.read(std::string("TITLE"), std::string());
  EXPECT_THAT(title, FailsWith(HasSubstr("TITLE of sim is no number now")));
}

WORLD_TEST(ControlDriver, TransmitsEventsAndLoadsFlights) {
  Api api(world, {{"POST /v1/events/PAUSE_SET", ok()}, {"POST /v1/events/FLAPS_UP", ok()}, {"POST /v1/flight", ok()}});
  OneSimulator rig(host);
  TransmitEvent pause{"sim", "PAUSE_SET", {1}};
  CO_ASSERT_OK(co_await rig.driver.transmit(std::move(pause)));
  TransmitEvent flaps{"sim", "FLAPS_UP", {}};
  CO_ASSERT_OK(co_await rig.driver.transmit(std::move(flaps)));
  LoadFlight load{"sim", LoadFlight::Kind::load, "flights/hop.yaml"};
  CO_ASSERT_OK(co_await rig.driver.load(std::move(load)));
  LoadFlight restart{"sim", LoadFlight::Kind::restart, ""};
  CO_ASSERT_OK(co_await rig.driver.load(std::move(restart)));
  EXPECT_THAT(api.asked, ElementsAre(R"(POST /v1/events/PAUSE_SET {"data":[1]})", "POST /v1/events/FLAPS_UP",
                                     R"(POST /v1/flight {"file":"/etc/flight-1/hop.yaml"})",
                                     R"(POST /v1/flight {"restart":true})"));
}

WORLD_TEST(ControlDriver, AFaultThatHasEndedByItselfIsRemoved) {
  Api api(world, {{"POST /v1/faults", ok(R"({"id":7})")}});
  OneSimulator rig(host);
  EmulatorFault stall{"sim", "stall", R"({"client":"x"})"};
  const auto id = co_await rig.driver.inject(std::move(stall));
  CO_ASSERT_OK(id);
  EXPECT_EQ(*id, "7");
  EXPECT_THAT(api.asked, ElementsAre(R"(POST /v1/faults {"kind":"stall","client":"x"})"));
  const auto removed = co_await rig.driver.remove(std::string("7"));
  EXPECT_THAT(removed, IsOk());
}

std::string calls(int dropped, const std::string& list) {
  return fmt::format(R"({{"client":1,"dropped":{},"calls":[{}]}})", dropped, list);
}

WORLD_TEST(ControlDriver, CallsOfAllClientsComeInTheirOrder) {
  const std::string first = R"({"sequence":4,"client_name":"m","message":"Open","send_id":1,"seconds":1.5})";
  const std::string second = R"({"sequence":3,"client_name":"n","message":"Open","send_id":1,"seconds":1})";
  Api api(world, {{"GET /v1/clients", ok(R"({"clients":[{"id":1},{"id":2}]})")},
                  {"GET /v1/clients/1/calls?since=0", ok(calls(0, first))},
                  {"GET /v1/clients/2/calls?since=0", ok(calls(0, second))},
                  {"GET /v1/clients/1/calls?since=4", ok(calls(1, ""))},
                  {"GET /v1/clients/2/calls?since=4", ok(calls(2, ""))}});
  OneSimulator rig(host);
  const auto made = co_await rig.driver.calls_since(0);
  CO_ASSERT_OK(made);
  CO_ASSERT_TRUE(made->size() == 2);
  EXPECT_EQ((*made)[0].client, "n");
  EXPECT_EQ((*made)[1].sequence, 4U);
  EXPECT_EQ((*made)[1].at, std::chrono::milliseconds(1500));
  const auto later = co_await rig.driver.calls_since(4);
  EXPECT_THAT(later, FailsWith(HasSubstr("calls of client 2 of sim were lost")))
      << "one call of client 1 is gone too, but it was read before";
}

}  // namespace
}  // namespace checkride::harness
