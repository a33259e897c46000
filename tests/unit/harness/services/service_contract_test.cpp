// Goal: mail servers and webhooks behave alike on virtual hosts and on real sockets, with TLS and every fault of their
// talks. Method: each body runs in both worlds, against a service made as the rigs make it; no time is asserted but as
// a least.
#include <gmock/gmock.h>

#include "checkride/test/world_test.hpp"
#include "checkride/world/port_reservation.hpp"
#include "services/inboxes.hpp"
#include "services/real_proxy.hpp"
#include "services/service.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOk;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr world::Duration kLimit = 5s;
constexpr world::Duration kSilence = 300ms;
const std::string kMail =
    "EHLO me\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\nDATA\r\nSubject: hello\r\n\r\ntext\r\n.\r\nQUIT\r\n";

// A service on a port of this world's loopback.
class Bench {
 public:
  Bench(world::World& world, ServiceSpec spec)
      : world_(world),
        scenario_(scenario_with(spec)),
        inboxes_(world.clock(), scenario_),
        authority_(tls::Authority::make(world, "test")),
        port_(world::PortReservation::take(world.random("ports")).value()),
        tasks_(world.executor()) {
    ServicePlace place{world, "service", "/data"};
    inboxes_.give_to(place);
    place.names = {"127.0.0.1"};
    place.authority = &authority_;
    service = make_service(std::move(place), spec);
    const auto listening = service->listen({{ports_of(spec).front().name, endpoint()}});
    EXPECT_THAT(listening, IsOk());
    if (listening) tasks_.spawn("service", service->serve());
  }

  world::World& world() { return world_; }
  world::Endpoint endpoint() const { return port_.endpoint(); }
  MailInbox& mails() { return inboxes_.mail("service"); }
  WebhookInbox& calls() { return inboxes_.webhook("service"); }
  ServedInbox& served() { return inboxes_.served("service"); }
  std::string inject(const std::string& word, const std::string& parameters) {
    return service->inject({word, parameters}).value();
  }
  tls::Client trusting() {
    tls::ClientSettings settings;
    settings.trust_pem = authority_.trust_pem();
    return tls::Client::make(world_, settings).value();
  }
  world::Task<> end() { (void)co_await tasks_.stop(world_.clock(), 1s); }

  std::unique_ptr<RunningService> service;

 private:
  static Scenario scenario_with(const ServiceSpec& spec) {
    Scenario scenario;
    scenario.services.emplace_back().name = "service";
    scenario.services.back().spec = spec;
    return scenario;
  }

  world::World& world_;
  Scenario scenario_;
  Inboxes inboxes_;
  tls::Authority authority_;
  world::PortReservation port_;
  world::TaskGroup tasks_;
};

using Body = world::Task<> (*)(world::World&);

world::Task<int> run(Body body, world::World& world) {
  co_await body(world);
  co_return 0;
}

void in_both_worlds(Body body) {
  {
    SCOPED_TRACE("virtual");
    contract::play_on_virtual([body](world::VirtualWorld&, world::VirtualHost& host) { return run(body, host); });
  }
  SCOPED_TRACE("real");
  contract::play_on_real([body](world::RealWorld& world) { return run(body, world); });
}

// ---- clients

struct Heard {
  std::string text;
  std::string end;  // closed, reset or silence
};

world::Task<Result<>> listen_to(world::Stream& stream, Heard& heard) {
  std::array<char, 1024> bytes;
  while (true) {
    const auto count = co_await world::read_some(stream, std::as_writable_bytes(std::span(bytes)));
    if (!count) {
      heard.end = count.error().code() == boost::asio::error::eof ? "closed" : "reset";
      co_return Result<>();
    }
    heard.text.append(bytes.data(), *count);
  }
}

// Says everything at once, and listens until the end or until nothing comes.
world::Task<Heard> talk(world::World& world, world::Endpoint where, std::string said) {
  Heard heard;
  heard.end = "silence";
  auto stream = co_await world.network().connect(where);
  if (!stream) co_return heard;
  (void)co_await world::write_all(*stream, std::string_view(said));
  auto listening = listen_to(*stream, heard);
  (void)co_await world::within(world.clock(), kSilence, std::move(listening));
  stream->close();
  co_return heard;
}

world::Task<Result<http::Response>> post(Bench& bench, std::string scheme, world::Duration limit = kLimit) {
  http::Url url;
  url.scheme = std::move(scheme);
  url.host = bench.endpoint().host;
  url.port = bench.endpoint().port;
  url.target = "/hook";
  http::Request request;
  request.method = "POST";
  request.target = "/hook";
  request.body = "{}";
  std::optional<tls::Client> trust;
  if (url.scheme == "https") trust = bench.trusting();
  co_return co_await http::fetch(bench.world(), std::move(url), std::move(request), limit, 1024, std::move(trust));
}

// ---- mail servers

world::Task<> mail_breaks_off(world::World& world) {
  Bench bench(world, SmtpSpec{});
  const Heard whole = co_await talk(world, bench.endpoint(), kMail);
  EXPECT_THAT(whole.text, EndsWith("250 kept\r\n221 bye\r\n"));
  EXPECT_EQ(whole.end, "closed");
  EXPECT_EQ(bench.mails().arrivals().size(), 1U);
  bench.inject("close", "{at: message, times: 1}");
  const Heard closed = co_await talk(world, bench.endpoint(), kMail);
  EXPECT_THAT(closed.text, EndsWith("own\r\n"));
  EXPECT_EQ(closed.end, "closed");
  bench.inject("stall", "{at: connect, times: 1}");
  const Heard silent = co_await talk(world, bench.endpoint(), kMail);
  EXPECT_EQ(silent.text, "");
  EXPECT_EQ(silent.end, "silence");
  bench.inject("garbage", "{at: rcpt, times: 1}");
  const Heard garbled = co_await talk(world, bench.endpoint(), kMail);
  EXPECT_THAT(garbled.text, EndsWith("?garbage\r\n"));
  EXPECT_EQ(bench.mails().arrivals().size(), 1U) << "nothing of these was taken";
  bench.inject("half_answer", "{at: message, bytes: 5, times: 1}");
  const Heard half = co_await talk(world, bench.endpoint(), kMail);
  EXPECT_THAT(half.text, EndsWith("own\r\n250 k"));
  EXPECT_EQ(half.end, "closed");
  EXPECT_EQ(bench.mails().arrivals().size(), 2U) << "it was taken, and the answer broke off";
  co_await bench.end();
}

TEST(ServiceContract, AMailServerBreaksOffWhereItIsTold) {
  in_both_worlds(&mail_breaks_off);
}

world::Task<> mail_is_reset(world::World& world) {
  Bench bench(world, SmtpSpec{});
  bench.inject("reset", "{at: ehlo, times: 1}");
  auto stream = co_await world.network().connect(bench.endpoint());
  CO_ASSERT_OK(stream);
  Heard heard;
  (void)co_await world::write_all(*stream, std::string_view("EHLO me\r\n"));
  (void)co_await listen_to(*stream, heard);
  EXPECT_EQ(heard.end, "reset");
  co_await bench.end();
}

TEST(ServiceContract, AMailServerResets) {
  in_both_worlds(&mail_is_reset);
}

world::Task<> mail_tells_what_it_refused(world::World& world) {
  Bench bench(world, SmtpSpec{});
  const std::string id = bench.inject("greylisting", "{wait: 1h}");
  const Heard heard = co_await talk(world, bench.endpoint(), kMail);
  EXPECT_THAT(heard.text, HasSubstr("451 greylisted"));
  EXPECT_THAT(bench.service->clear(id), IsOk());
  (void)co_await talk(world, bench.endpoint(), kMail);
  const auto& all = bench.served().arrivals();
  CO_ASSERT_TRUE(all.size() >= 3);
  EXPECT_EQ(all[0].item.method, "rcpt");
  EXPECT_EQ(all[0].item.target, "b@x");
  EXPECT_EQ(all[0].item.status, 451);
  EXPECT_EQ(all[1].item.method, "data") << "a client that goes on without an addressee";
  EXPECT_EQ(all.back().item.method, "message");
  EXPECT_EQ(all.back().item.status, 250);
  EXPECT_TRUE(all.back().item.complete);
  EXPECT_FALSE(all.back().item.peer.empty());
  co_await bench.end();
}

TEST(ServiceContract, AMailServerTellsWhatItTookAndRefused) {
  in_both_worlds(&mail_tells_what_it_refused);
}

// ---- webhooks

world::Task<> webhook_answers(world::World& world) {
  WebhookSpec spec;
  spec.answer = {202, "queued", 20ms};
  Bench bench(world, spec);
  const world::Instant before = world.clock().now();
  const auto answer = co_await post(bench, "http");
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->status, 202);
  EXPECT_EQ(answer->body, "queued");
  EXPECT_GE(world.clock().now() - before, 20ms);
  bench.inject("http_answer", "{status: 429, retry_after: 2m, times: 1}");
  const auto refused = co_await post(bench, "http");
  CO_ASSERT_OK(refused);
  EXPECT_EQ(refused->status, 429);
  EXPECT_EQ(refused->headers.find("Retry-After"), "120");
  EXPECT_EQ(bench.calls().arrivals().size(), 1U) << "what is refused is not taken";
  co_await world.clock().sleep_for(50ms);  // both are told when they are over
  CO_ASSERT_TRUE(bench.served().arrivals().size() == 2);
  EXPECT_EQ(bench.served().arrivals()[0].item.status, 202);
  EXPECT_EQ(bench.served().arrivals()[1].item.status, 429);
  EXPECT_EQ(bench.served().arrivals()[1].item.method, "POST");
  EXPECT_EQ(bench.served().arrivals()[1].item.target, "/hook");
  co_await bench.end();
}

TEST(ServiceContract, AWebhookAnswersAsItIsTold) {
  in_both_worlds(&webhook_answers);
}

world::Task<> webhook_breaks_off(world::World& world) {
  Bench bench(world, WebhookSpec{});
  for (const std::string word : {"close", "reset", "garbage"}) {
    bench.inject(word, "{times: 1}");
    const auto answer = co_await post(bench, "http");
    EXPECT_TRUE(answer.has_error()) << word;
  }
  bench.inject("stall", "{times: 1}");
  const auto unanswered = co_await post(bench, "http", kSilence);
  EXPECT_TRUE(unanswered.has_error());
  EXPECT_THAT(bench.calls().arrivals(), IsEmpty());
  bench.inject("half_answer", "{bytes: 12, end: reset, times: 1}");
  const auto half = co_await post(bench, "http");
  EXPECT_TRUE(half.has_error());
  EXPECT_EQ(bench.calls().arrivals().size(), 1U) << "it was taken, and the answer broke off";
  const auto whole = co_await post(bench, "http");
  EXPECT_THAT(whole, IsOk());
  co_await world.clock().sleep_for(50ms);
  std::string seen;
  for (const auto& one : bench.served().arrivals()) seen += one.item.complete ? "+" : one.item.status == 0 ? "0" : "-";
  EXPECT_THAT(seen, EndsWith("-+"));
  EXPECT_EQ(seen.size(), 6U) << "the stalled one too, when its client has gone: " << seen;
  co_await bench.end();
}

TEST(ServiceContract, AWebhookBreaksOff) {
  in_both_worlds(&webhook_breaks_off);
}

// ---- TLS

WebhookSpec behind_tls() {
  WebhookSpec spec;
  spec.tls = TlsMode::at_once;
  return spec;
}

world::Task<> certificates(world::World& world) {
  Bench bench(world, behind_tls());
  EXPECT_THAT(co_await post(bench, "https"), IsOk());
  for (const std::string reason : {"expired", "wrong_name", "unknown_authority"}) {
    const std::string id = bench.inject("bad_certificate", "{reason: " + reason + "}");
    const auto answer = co_await post(bench, "https");
    EXPECT_THAT(answer, FailsWith(HasSubstr("certificate"))) << reason;
    EXPECT_THAT(bench.service->clear(id), IsOk());
  }
  EXPECT_THAT(co_await post(bench, "https"), IsOk());
  EXPECT_EQ(bench.calls().arrivals().size(), 2U);
  co_await bench.end();
}

TEST(ServiceContract, ABadCertificateIsRefusedByWhoeverLooks) {
  in_both_worlds(&certificates);
}

world::Task<> slow_tls(world::World& world) {
  Bench bench(world, behind_tls());
  bench.inject("slow_tls", "{delay: 100ms}");
  const world::Instant before = world.clock().now();
  EXPECT_THAT(co_await post(bench, "https"), IsOk());
  EXPECT_GE(world.clock().now() - before, 100ms);
  co_await bench.end();
}

TEST(ServiceContract, ASlowHandshakeComesToItsEnd) {
  in_both_worlds(&slow_tls);
}

// A line; it may come in parts.
world::Task<Result<std::string>> one_reply(world::Stream& stream) {
  std::array<char, 1024> bytes;
  std::string reply;
  while (!reply.ends_with("\r\n")) {
    CO_TRY(const std::size_t count, co_await world::read_some(stream, std::as_writable_bytes(std::span(bytes))));
    reply.append(bytes.data(), count);
  }
  co_return reply;
}

world::Task<> mail_behind_starttls(world::World& world) {
  SmtpSpec spec;
  spec.tls = TlsMode::starttls;
  spec.login = SmtpLogin{"monitor", "sesame"};
  Bench bench(world, spec);
  auto plain = co_await world.network().connect(bench.endpoint());
  CO_ASSERT_OK(plain);
  EXPECT_THAT(co_await one_reply(*plain), IsOk());
  (void)co_await world::write_all(*plain, std::string_view("STARTTLS\r\n"));
  const auto begin = co_await one_reply(*plain);
  CO_ASSERT_OK(begin);
  EXPECT_THAT(*begin, StartsWith("220"));
  auto secure = co_await tls::connect(world, bench.trusting(), std::move(*plain), std::string("127.0.0.1"));
  CO_ASSERT_OK(secure);
  Heard heard;
  const std::string said = "AUTH PLAIN AG1vbml0b3IAc2VzYW1l\r\n" + kMail;  // monitor, sesame
  (void)co_await world::write_all(*secure, std::string_view(said));
  (void)co_await listen_to(*secure, heard);
  EXPECT_THAT(heard.text, StartsWith("235"));
  EXPECT_THAT(heard.text, HasSubstr("250 kept"));
  EXPECT_EQ(bench.mails().arrivals().size(), 1U);
  co_await bench.end();
}

TEST(ServiceContract, MailGoesBehindStarttlsAfterLogin) {
  in_both_worlds(&mail_behind_starttls);
}

world::Task<> mail_handshake_fails(world::World& world, TlsMode mode) {
  SmtpSpec spec;
  spec.tls = mode;
  Bench bench(world, spec);
  bench.inject("bad_certificate", "{reason: wrong_name}");
  auto plain = co_await world.network().connect(bench.endpoint());
  CO_ASSERT_OK(plain);
  if (mode == TlsMode::starttls) {
    EXPECT_THAT(co_await one_reply(*plain), IsOk());
    (void)co_await world::write_all(*plain, std::string_view("STARTTLS\r\n"));
    EXPECT_THAT(co_await one_reply(*plain), IsOk());
  }
  const auto secure = co_await tls::connect(world, bench.trusting(), std::move(*plain), std::string("127.0.0.1"));
  EXPECT_TRUE(secure.has_error());
  co_await world.clock().sleep_for(50ms);
  CO_ASSERT_TRUE(bench.served().arrivals().size() == 1);
  EXPECT_EQ(bench.served().arrivals()[0].item.method, "tls");
  EXPECT_FALSE(bench.served().arrivals()[0].item.complete);
  co_await bench.end();
}

world::Task<> both_handshakes_fail(world::World& world) {
  co_await mail_handshake_fails(world, TlsMode::at_once);
  co_await mail_handshake_fails(world, TlsMode::starttls);
}

TEST(ServiceContract, AHandshakeThatFailsIsTold) {
  in_both_worlds(&both_handshakes_fail);
}

}  // namespace
}  // namespace checkride::harness
