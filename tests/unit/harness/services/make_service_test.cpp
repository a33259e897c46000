// Services behind their common face: each kind listens on its ports and tells what it got. On virtual time.
#include <gmock/gmock.h>

#include "checkride/test/world_test.hpp"
#include "services/service.hpp"
#include "services/stores/store_door.hpp"

namespace checkride::harness {
namespace {

using test::FailsWith;
using testing::HasSubstr;

// Says one line to a port and gives what is said first.
world::Task<Result<std::string>> first_line(world::World& world, world::Endpoint where) {
  CO_TRY(world::Stream stream, co_await world.network().connect(where));
  std::array<char, 256> bytes;
  CO_TRY(const std::size_t count, co_await world::read_some(stream, std::as_writable_bytes(std::span(bytes))));
  co_return std::string(bytes.data(), count);
}

WORLD_TEST(Services, SmtpGreetsOnItsPort) {
  world::VirtualHost& mail_host = world.add_host("mail");
  MailInbox inbox(host.clock());
  ServicePlace place{mail_host, "mail", "/data", &inbox, nullptr};
  const ServiceSpec spec = SmtpSpec{};
  const auto service = make_service(std::move(place), spec);
  const auto ports = ports_of(spec);
  CO_ASSERT_TRUE(ports.size() == 1 && ports[0].name == "smtp" && ports[0].number == 587);
  CO_ASSERT_OK(service->listen({{"smtp", {"0.0.0.0", 587}}}));
  world::TaskGroup tasks(mail_host.executor());
  tasks.spawn("serve", service->serve());
  const auto line = co_await first_line(host, world::Endpoint("mail", 587));
  CO_ASSERT_OK(line);
  EXPECT_THAT(*line, testing::StartsWith("220 "));
  (void)co_await tasks.stop(host.clock(), std::chrono::seconds(1));
}

WORLD_TEST(Services, WebhookKeepsCalls) {
  world::VirtualHost& chat = world.add_host("chat");
  WebhookInbox inbox(host.clock());
  ServicePlace place{chat, "chat", "/data", nullptr, &inbox};
  const ServiceSpec spec = WebhookSpec{};
  const auto service = make_service(std::move(place), spec);
  CO_ASSERT_OK(service->listen({{ports_of(spec)[0].name, {"0.0.0.0", 80}}}));
  world::TaskGroup tasks(chat.executor());
  tasks.spawn("serve", service->serve());
  http::Url url;
  url.scheme = "http";
  url.host = "chat";
  url.port = 80;
  url.target = "/hook";
  http::Request request;
  request.method = "POST";
  request.target = "/hook";
  request.body = "x";
  const auto answer = co_await http::fetch(host, std::move(url), std::move(request), std::chrono::seconds(5));
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->status, 200);
  CO_ASSERT_TRUE(inbox.arrivals().size() == 1);
  EXPECT_EQ(inbox.arrivals()[0].item.body, "x");
  (void)co_await tasks.stop(host.clock(), std::chrono::seconds(1));
}

WORLD_TEST(Services, APortThatIsTakenIsNamed) {
  MailInbox inbox(host.clock());
  ServicePlace place{host, "mail", "/data", &inbox, nullptr};
  const auto taken = host.network().listen({"0.0.0.0", 587});
  CO_ASSERT_OK(taken);
  const auto service = make_service(std::move(place), ServiceSpec(SmtpSpec{}));
  EXPECT_THAT(service->listen({{"smtp", {"0.0.0.0", 587}}}), FailsWith(HasSubstr("587")));
  co_return;
}

WORLD_TEST(Services, DatabasesUnderOneLeaderAreASet) {
  DatabaseSpec first;
  DatabaseSpec second;
  second.replica_of = "db";
  const std::vector<Neighbour> all = {
      {"db", first, {"db", 5432}}, {"db2", second, {"db2", 5432}}, {"other", first, {"other", 5432}}};
  world::VirtualHost& first_host = world.add_host("db");
  world::VirtualHost& second_host = world.add_host("db2");
  const auto leader = make_service(ServicePlace{first_host, "db", "/data", nullptr, nullptr, all}, first);
  const auto replica = make_service(ServicePlace{second_host, "db2", "/data", nullptr, nullptr, all}, second);
  const auto ports = ports_of(ServiceSpec(first));
  CO_ASSERT_TRUE(ports.size() == 1 && ports[0].name == "store" && ports[0].number == 5432);
  CO_ASSERT_OK(leader->listen({{"store", {"0.0.0.0", 5432}}}));
  CO_ASSERT_OK(replica->listen({{"store", {"0.0.0.0", 5432}}}));
  world::TaskGroup leading(first_host.executor());
  world::TaskGroup following(second_host.executor());
  leading.spawn("serve", leader->serve());
  following.spawn("serve", replica->serve());
  co_await host.clock().sleep_for(std::chrono::seconds(5));
  boost::json::object stats;
  stats["do"] = "stats";
  const stores::StoreDoor door{&host, {"db2", 5432}, {}};
  const auto answer = co_await stores::ask_tables(door, std::move(stats));
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->at("role"), "replica");
  EXPECT_EQ(answer->at("leader"), "db");
  (void)co_await leading.stop(host.clock(), std::chrono::seconds(1));
  (void)co_await following.stop(host.clock(), std::chrono::seconds(1));
}

WORLD_TEST(Services, AKeyValueStoreCopiesTheOneItNames) {
  KeyValueSpec first;
  KeyValueSpec second;
  second.replica_of = "cache";
  const std::vector<Neighbour> all = {{"cache", first, {"cache", 6379}}, {"copy", second, {"copy", 6379}}};
  world::VirtualHost& first_host = world.add_host("cache");
  world::VirtualHost& second_host = world.add_host("copy");
  const auto leader = make_service(ServicePlace{first_host, "cache", "/data", nullptr, nullptr, all}, first);
  const auto copy = make_service(ServicePlace{second_host, "copy", "/data", nullptr, nullptr, all}, second);
  CO_ASSERT_OK(leader->listen({{"resp", {"0.0.0.0", 6379}}}));
  CO_ASSERT_OK(copy->listen({{"resp", {"0.0.0.0", 6379}}}));
  world::TaskGroup leading(first_host.executor());
  world::TaskGroup following(second_host.executor());
  leading.spawn("serve", leader->serve());
  following.spawn("serve", copy->serve());
  std::vector<resp::Request> write;
  write.push_back({"SET", std::string("a"), "1"});
  const stores::StoreDoor front{&host, {"cache", 6379}, {}};
  const auto written = co_await stores::ask_keys(front, std::move(write));
  CO_ASSERT_OK(written);
  co_await host.clock().sleep_for(std::chrono::seconds(5));
  std::vector<resp::Request> read;
  read.push_back({"GET", std::string("a")});
  const stores::StoreDoor back{&host, {"copy", 6379}, {}};
  const auto found = co_await stores::ask_keys(back, std::move(read));
  CO_ASSERT_OK(found);
  EXPECT_EQ(found->at(0).text, "1");
  (void)co_await leading.stop(host.clock(), std::chrono::seconds(1));
  (void)co_await following.stop(host.clock(), std::chrono::seconds(1));
}

WORLD_TEST(Services, RefuseFaultsThatTheyDoNotHave) {
  MailInbox inbox(host.clock());
  ServicePlace place{host, "mail", "/data", &inbox, nullptr};
  const auto service = make_service(std::move(place), ServiceSpec(SmtpSpec{}));
  EXPECT_THAT(service->inject({"http_answer", "{}"}), FailsWith(HasSubstr("no fault \"http_answer\"")));
  EXPECT_THAT(service->clear("1"), FailsWith(HasSubstr("no fault")));
  ServiceChange change{"{}"};
  EXPECT_THAT(co_await service->set(std::move(change)), FailsWith(HasSubstr("nothing that can be set")));
  const auto drained = co_await service->stop(host.clock().now());
  EXPECT_THAT(drained, test::IsOk());
}

}  // namespace
}  // namespace checkride::harness
