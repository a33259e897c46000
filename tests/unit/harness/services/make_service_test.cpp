// Services behind their common face: each kind listens on its ports and tells what it got. On virtual time.
#include <gmock/gmock.h>

#include "checkride/test/world_test.hpp"
#include "services/service.hpp"

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

WORLD_TEST(Services, WithoutFaultsRefuseThem) {
  MailInbox inbox(host.clock());
  ServicePlace place{host, "mail", "/data", &inbox, nullptr};
  const auto service = make_service(std::move(place), ServiceSpec(SmtpSpec{}));
  EXPECT_THAT(service->inject({"greylisting", "{}"}), FailsWith(HasSubstr("no fault \"greylisting\"")));
  EXPECT_THAT(service->clear("1"), FailsWith(HasSubstr("no fault")));
  EXPECT_THAT(service->set({"{}"}), FailsWith(HasSubstr("nothing that can be set")));
  const auto drained = co_await service->stop(host.clock().now());
  EXPECT_THAT(drained, test::IsOk());
}

}  // namespace
}  // namespace checkride::harness
