// Goal: members that do nothing are there, agree to everything, and have nothing. Method: clients on a virtual world.
#include "rigs/null_members.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/system/errc.hpp>

#include "checkride/http/http.hpp"
#include "checkride/test/world_test.hpp"
#include "rigs/deployment.hpp"
#include "services/stores/store_door.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr std::uint16_t kFirst = 8080;
constexpr std::uint16_t kSecond = 9090;

// Body of a 200; else what was wrong.
world::Task<std::string> body_of(world::World& world, std::string host, std::uint16_t port, std::string method) {
  http::Url url;
  url.host = std::move(host);
  url.port = port;
  http::Request request;
  request.method = std::move(method);
  request.target = "/api/v1/anything?x=1";
  const auto answer = co_await http::fetch(world, std::move(url), std::move(request), 5s);
  if (!answer) co_return answer.error().message();
  co_return answer->status == 200 ? answer->body : std::to_string(answer->status);
}

WORLD_TEST(NullMembers, ASubjectAgreesToEverythingAndEndsInOrder) {
  world::VirtualHost& member = world.add_host("monitor");
  auto ports = null_subject_ports({"0.0.0.0", kFirst}, {"0.0.0.0", kSecond});
  member.start("null-subject", null_program(member, std::move(ports)));
  co_await host.clock().sleep_for(10ms);
  for (const auto* port : {"health", "metrics"}) {
    EXPECT_TRUE(std::any_of(member.printed().begin(), member.printed().end(), [&](const std::string& line) {
      return listening_on(line, port).has_value();
    })) << port;
  }
  const std::string health = co_await body_of(host, "monitor", kFirst, "GET");
  const std::string metrics = co_await body_of(host, "monitor", kSecond, "POST");
  EXPECT_EQ(health, "{}");
  EXPECT_EQ(metrics, "{}");
  member.send_signal(world::Signal::hangup);
  co_await host.clock().sleep_for(10ms);
  EXPECT_FALSE(member.exit_code().has_value());
  member.send_signal(world::Signal::terminate);
  co_await host.clock().sleep_for(2s);
  EXPECT_EQ(member.exit_code(), 0);
}

WORLD_TEST(NullMembers, AnEmulatorSaysNothingAndLetsStepsGoOn) {
  world::VirtualHost& member = world.add_host("sim");
  auto ports = null_emulator_ports({"0.0.0.0", kFirst}, {"0.0.0.0", kSecond});
  member.start("null-emulator", null_program(member, std::move(ports)));
  co_await host.clock().sleep_for(10ms);
  const std::string control = co_await body_of(host, "sim", kSecond, "PUT");
  EXPECT_EQ(control, R"({"id":"0"})");
  const world::Endpoint where{"sim", kFirst};
  auto stream = co_await host.network().connect(where);
  CO_ASSERT_OK(stream);
  const std::string_view hello = "anything";
  CO_ASSERT_OK(co_await world::write_all(*stream, hello));
  std::array<std::byte, 8> bytes{};
  const auto read = co_await world::within(host.clock(), 10min, world::read_some(*stream, std::span<std::byte>(bytes)));
  CO_ASSERT_TRUE(read.has_error());
  EXPECT_EQ(read.error().code(), boost::system::errc::timed_out);
}

WORLD_TEST(NullMembers, APortThatIsTakenIsNamed) {
  const auto taken = host.network().listen({"0.0.0.0", kFirst});
  CO_ASSERT_OK(taken);
  NullMembers members(host);
  EXPECT_THAT(members.listen(null_subject_ports({"0.0.0.0", kSecond}, {"0.0.0.0", kFirst})),
              test::FailsWith(testing::HasSubstr("8080")));
}

// Serves `service` of a scenario without monitors until the test ends.
world::Task<int> serve(std::unique_ptr<RunningService> service) {
  co_await service->serve();
  co_return 0;
}

WORLD_TEST(NullMembers, StoresTakeEverythingAndHaveNothing) {
  world::VirtualHost& tables = world.add_host("db");
  world::VirtualHost& keys = world.add_host("cache");
  auto database = make_null_service(ServicePlace{tables, "db", "/data"}, DatabaseSpec{});
  auto cache = make_null_service(ServicePlace{keys, "cache", "/data"}, KeyValueSpec{});
  CO_ASSERT_OK(database->listen({{"store", {"0.0.0.0", kFirst}}}));
  CO_ASSERT_OK(cache->listen({{"resp", {"0.0.0.0", kFirst}}}));
  tables.start("db", serve(std::move(database)));
  keys.start("cache", serve(std::move(cache)));
  stores::StoreDoor door{&host, {"db", kFirst}, {}};
  boost::json::object request;
  request["do"] = "find";
  const auto found = co_await stores::ask_tables(door, std::move(request));
  CO_ASSERT_OK(found);
  EXPECT_FALSE(found->contains("rows"));
  door.endpoint.host = "cache";
  std::vector<resp::Request> requests{{"SET", "gate", "C9"}, {"EXISTS", "gate"}, {"GET", "gate"}};
  const auto answers = co_await stores::ask_keys(door, std::move(requests));
  CO_ASSERT_OK(answers);
  EXPECT_THAT(*answers, ElementsAre(resp::Value::simple("OK"), resp::Value::integer(0), resp::Value()));
}

TEST(NullMembers, MailAndWebhooksAreNotWhatIsTested) {
  EXPECT_FALSE(can_be_tested(SmtpSpec{}));
  EXPECT_FALSE(can_be_tested(WebhookSpec{}));
  EXPECT_TRUE(can_be_tested(DatabaseSpec{}));
  EXPECT_TRUE(can_be_tested(KeyValueSpec{}));
}

}  // namespace
}  // namespace checkride::harness
