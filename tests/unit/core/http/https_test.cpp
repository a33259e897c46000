// Goal: fetch speaks https to whom it believes and to nobody else. Method: a peer behind TLS that answers one request,
// with a certificate of the test's own authority.
#include <boost/asio/error.hpp>

#include "checkride/http/http.hpp"
#include "checkride/test/world_test.hpp"
#include "checkride/tls/authority.hpp"
#include "http_fixture.hpp"

namespace checkride::http {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using testing::HasSubstr;

class SecurePeer {
 public:
  explicit SecurePeer(world::World& world)
      : world_(world),
        authority_(tls::Authority::make(world, "Test Authority")),
        listener_(world.network().listen(loopback(0)).value()),
        group_(world.executor()) {
    const world::UtcTime now = world.clock().utc_now();
    tls::ServerSettings settings;
    settings.identity = authority_.issue(world, tls::CertificateRequest{{"127.0.0.1"}, now - 1h, now + 24h});
    group_.spawn("peer", run(tls::Server::make(world, settings).value()));
  }

  Url url() const { return parse_url("https://" + listener_->local().text() + "/secret").value(); }
  tls::Client believer() const {
    tls::ClientSettings settings;
    settings.trust_pem = authority_.trust_pem();
    return tls::Client::make(world_, settings).value();
  }
  std::string heard;

 private:
  world::Task<> run(tls::Server server) {
    for (;;) {
      auto plain = co_await listener_->accept();
      auto secure = co_await tls::accept(world_, server, std::move(*plain));
      if (!secure) continue;
      std::array<std::byte, 1024> part;
      const auto count = co_await world::read_some(*secure, part);
      if (!count) continue;
      heard.assign(reinterpret_cast<const char*>(part.data()), *count);
      (void)co_await world::write_all(*secure, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      secure->close();
    }
  }

  world::World& world_;
  tls::Authority authority_;
  std::unique_ptr<world::Listener> listener_;
  world::TaskGroup group_;
};

WORLD_TEST(Https, AsksBehindTls) {
  SecurePeer peer(host);
  std::optional<tls::Client> trust = peer.believer();
  const auto answer = co_await fetch(host, peer.url(), Request(), 5s, 1000, std::move(trust));
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->body, "ok");
  EXPECT_THAT(peer.heard, testing::StartsWith("GET /secret HTTP/1.1\r\nHost: " + peer.url().host + ":"));
}

WORLD_TEST(Https, AStrangerIsNotTalkedTo) {
  SecurePeer peer(host);
  const SecurePeer other(host);
  std::optional<tls::Client> trust = other.believer();
  const auto answer = co_await fetch(host, peer.url(), Request(), 5s, 1000, std::move(trust));
  EXPECT_THAT(answer, FailsWith(HasSubstr("the certificate is refused")));
  EXPECT_EQ(peer.heard, "");
}

WORLD_TEST(Https, NeedsToKnowWhomToBelieve) {
  SecurePeer peer(host);
  const auto answer = co_await fetch(host, peer.url(), Request(), 5s);
  EXPECT_THAT(answer, FailsWith(HasSubstr("whose certificates to believe")));
}

}  // namespace
}  // namespace checkride::http
