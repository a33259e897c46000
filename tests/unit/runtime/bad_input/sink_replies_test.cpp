// Goal: whatever those say to whom the monitor sends, each answer gets its stated outcome, none costs more than its
// time limit, and no outcome holds what the server was told in confidence. Method: a peer that says the bytes of a row;
// the clients of notifications, mail and telemetry against it, on virtual time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <deque>

#include "checkride/tls/authority.hpp"
#include "checkride/world/virtual_world.hpp"
#include "collector/influx_client.hpp"
#include "notify/http_post.hpp"
#include "notify/smtp_client.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using notify::Outcome;
using notify::Verdict;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// What the servers are told in confidence and may say again.
constexpr const char* kSecret = "hunter2";

struct Row {
  std::string name;
  std::string says;  // '\x01': it waits to be told something
  Verdict verdict;
  std::string told;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

std::string name_of(const testing::TestParamInfo<Row>& row) {
  return row.param.name;
}

// A server that says the pieces of `says`, and is told something between two of them; then it ends the connection.
class Peer {
 public:
  static constexpr std::uint16_t kPort = 80;

  explicit Peer(const std::string& says) {
    pieces_.emplace_back();
    for (const char c : says) {
      if (c == '\x01') {
        pieces_.emplace_back();
      } else {
        pieces_.back() += c;
      }
    }
  }
  world::VirtualHost& client() { return client_; }
  // Runs `work` against it, which has to end in time.
  void run(world::Task<int> work) {
    peer_.start("peer", serve());
    client_.start("client", std::move(work));
    world_.run_until(world_.now() + 30s, [this] { return client_.exit_code().has_value(); });
    EXPECT_EQ(client_.exit_code(), 0) << client_.failure();
    EXPECT_EQ(peer_.failure(), "");
  }

 private:
  world::Task<int> serve() {
    auto listener = peer_.network().listen(world::Endpoint{"0.0.0.0", kPort});
    auto accepted = co_await (*listener)->accept();
    std::array<std::byte, 4096> heard;
    for (;;) {
      const auto said = co_await world::write_all(*accepted, pieces_.front());
      pieces_.pop_front();
      if (!said || pieces_.empty()) break;
      const auto told = co_await world::read_some(*accepted, heard);
      if (!told) break;
    }
    accepted->shutdown_send();
    for (;;) {
      const auto rest = co_await world::read_some(*accepted, heard);
      if (!rest) co_return 0;
    }
  }

  world::VirtualWorld world_;
  world::VirtualHost& peer_ = world_.add_host("peer");
  world::VirtualHost& client_ = world_.add_host("client");
  std::deque<std::string> pieces_;
};

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// It goes to terminals, too.
bool is_printable(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// ---- a web hook

world::Task<int> post(world::World& world, Outcome& outcome) {
  notify::TrustStore trust;
  notify::HttpPost what{"http://peer/"s + kSecret, "alert_manager.webhook.url"};
  what.body = "{}";
  what.headers.set("Authorization", "Bearer "s + kSecret);
  what.settings.timeout = 10s;
  outcome = co_await notify::post_json(world, trust, std::move(what));
  co_return 0;
}

class BadWebAnswer : public testing::TestWithParam<Row> {};

TEST_P(BadWebAnswer, GetsItsStatedOutcome) {
  const Row& row = GetParam();
  Peer peer(row.says);
  Outcome outcome;
  peer.run(post(peer.client(), outcome));
  EXPECT_EQ(outcome.verdict, row.verdict) << outcome.text;
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("peer:80"), HasSubstr(row.told), Not(HasSubstr(kSecret))));
  EXPECT_TRUE(is_printable(outcome.text)) << outcome.text;
}

std::string answer(const std::string& status, const std::string& rest = "Content-Length: 0\r\n\r\n") {
  return "\x01HTTP/1.1 " + status + "\r\n" + rest;
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadWebAnswer,
    testing::Values(
        Row{"Nothing", "\x01", Verdict::temporary, "ended before the answer was whole"},
        Row{"BeforeItIsAsked", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Verdict::delivered, "200"},
        Row{"Silence", "\x01\x01\x01", Verdict::temporary, "no answer within"},
        Row{"NoHttp", "\x01hello\r\n\r\n", Verdict::temporary, "the answer is not well-formed HTTP: bad version"},
        Row{"Ssh", "\x01SSH-2.0-OpenSSH_9.2\r\n", Verdict::temporary,
            "the answer is not well-formed HTTP: bad version"},
        Row{"Tls", "\x01\x15\x03\x03\x02\x02\x28"s, Verdict::temporary, "ended before the answer was whole"},
        Row{"Zeros", "\x01" + std::string(100, '\0'), Verdict::temporary,
            "the answer is not well-formed HTTP: bad version"},
        Row{"CutInTheStatus", "\x01HTTP/1.1 2", Verdict::temporary, "ended before the answer was whole"},
        Row{"CutInTheHeader", "\x01HTTP/1.1 200 OK\r\nContent-Le", Verdict::temporary,
            "ended before the answer was whole"},
        Row{"CutInTheBody", answer("200 OK", "Content-Length: 10\r\n\r\n12345"), Verdict::temporary,
            "ended before the answer was whole"},
        Row{"CutInAChunk", answer("200 OK", "Transfer-Encoding: chunked\r\n\r\n5\r\n123"), Verdict::temporary,
            "ended before the answer was whole"},
        Row{"StatusOfTwoDigits", answer("20 OK"), Verdict::temporary, "the answer is not well-formed HTTP: bad status"},
        Row{"StatusOfWords", answer("OK"), Verdict::temporary, "the answer is not well-formed HTTP: bad status"},
        Row{"Status999", answer("999 What"), Verdict::temporary, "answered HTTP 999"},
        Row{"Status000", answer("000 What"), Verdict::temporary, "answered HTTP 0"},
        Row{"Http9", "\x01HTTP/9.9 200 OK\r\n\r\n", Verdict::temporary,
            "the answer is not well-formed HTTP: bad version"},
        Row{"ContinueAlone", "\x01HTTP/1.1 100 Continue\r\n\r\n", Verdict::temporary,
            "ended before the answer was whole"},
        Row{"ContinueForEver", "\x01" + repeated("HTTP/1.1 100 Continue\r\n\r\n", 5000), Verdict::temporary,
            "ended before the answer was whole"},
        Row{"SwitchingProtocols", answer("101 Switching Protocols", "Upgrade: h2c\r\n\r\n"), Verdict::temporary,
            "ended before the answer was whole"},
        Row{"HeaderWithoutEnd", answer("200 OK", "X: " + std::string(200'000, 'x')), Verdict::temporary,
            "header limit exceeded"},
        Row{"HeadersWithoutEnd", answer("200 OK", repeated("X: y\r\n", 50'000)), Verdict::temporary,
            "header limit exceeded"},
        Row{"BodyWithoutEnd", answer("200 OK", "\r\n" + std::string(2'000'000, 'x')), Verdict::temporary,
            "larger than 1048576 bytes"},
        Row{"AnnouncesTooMuch", answer("200 OK", "Content-Length: 99999999999\r\n\r\n"), Verdict::temporary,
            "larger than 1048576 bytes"},
        Row{"LengthBeyondNumbers", answer("200 OK", "Content-Length: 99999999999999999999999\r\n\r\n"),
            Verdict::temporary, "bad Content-Length"},
        Row{"LengthBelowZero", answer("200 OK", "Content-Length: -1\r\n\r\n"), Verdict::temporary,
            "bad Content-Length"},
        Row{"TwoLengths", answer("200 OK", "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx"), Verdict::temporary,
            "multiple Content-Length"},
        Row{"ChunkBeyondNumbers", answer("200 OK", "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n"),
            Verdict::temporary, "bad chunk"},
        Row{"ChunkOfLetters", answer("200 OK", "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"), Verdict::temporary,
            "bad chunk"},
        Row{"FieldWithoutName", answer("200 OK", ": x\r\n\r\n"), Verdict::temporary, "bad field"},
        Row{"Redirect", answer("302 Found", "Location: http://evil/hunter2\r\nContent-Length: 0\r\n\r\n"),
            Verdict::permanent, "HTTP 302"},
        Row{"Echo", answer("400 Bad Request", "Content-Length: 14\r\n\r\nBearer hunter2"), Verdict::permanent,
            "HTTP 400"},
        Row{"EchoOfOneWord", answer("400 Bad Request", "Content-Length: 7\r\n\r\nhunter2"), Verdict::permanent,
            "HTTP 400"},
        Row{"WaitsForEver", answer("429 Too Many", "Retry-After: 99999999999999999999\r\nContent-Length: 0\r\n\r\n"),
            Verdict::temporary, "HTTP 429"},
        Row{"WaitsBackwards", answer("503 Busy", "Retry-After: -5\r\nContent-Length: 0\r\n\r\n"), Verdict::temporary,
            "HTTP 503"},
        Row{"Escapes", answer("500 \x1b[2J", "Content-Length: 9\r\n\r\n\x1b[2J\x1b[2Jx"), Verdict::temporary,
            "bad reason"}),
    name_of);

// ---- a mail server

world::Task<int> send(world::World& world, Outcome& outcome) {
  notify::TrustStore trust;
  notify::SmtpServer server;
  server.address.host = "peer";
  server.address.port = Peer::kPort;
  server.starttls = StartTls::optional;
  server.username = "monitor";
  server.password = Secret(kSecret);
  server.ca_file = "/ca.pem";
  server.timeout = 10s;
  std::vector<std::string> recipients{"a@b.c"};
  notify::SentMail sent =
      co_await notify::send_mail(world, trust, std::move(server), "m@b.c", recipients, "Subject: x\r\n\r\nx\r\n");
  outcome = sent.outcome;
  co_return 0;
}

class BadMailServer : public testing::TestWithParam<Row> {};

TEST_P(BadMailServer, GetsItsStatedOutcome) {
  const Row& row = GetParam();
  Peer peer(row.says);
  const tls::Authority authority = tls::Authority::make(peer.client(), "Test Authority");
  ASSERT_TRUE(peer.client().files().write("/ca.pem", authority.trust_pem()).has_value());
  Outcome outcome;
  peer.run(send(peer.client(), outcome));
  EXPECT_EQ(outcome.verdict, row.verdict) << outcome.text;
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("peer:80"), HasSubstr(row.told), Not(HasSubstr(kSecret))));
  EXPECT_TRUE(is_printable(outcome.text)) << outcome.text;
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadMailServer,
    testing::Values(Row{"Nothing", "", Verdict::temporary, "greeting: "},
                    Row{"Web", "HTTP/1.1 400 Bad Request\r\n\r\n", Verdict::temporary,
                        "not an SMTP reply: \"HTTP/1.1 400 Bad Request\""},
                    Row{"NoCode", "hello\r\n", Verdict::temporary, "not an SMTP reply: \"hello\""},
                    Row{"CodeOfTwoDigits", "22 hello\r\n", Verdict::temporary, "not an SMTP reply"},
                    Row{"Code000", "000 hello\r\n", Verdict::temporary, "not an SMTP reply"},
                    Row{"Code999", "999 hello\r\n", Verdict::temporary, "not an SMTP reply"},
                    Row{"Bytes", "\xff\xfe\x02\x03\r\n", Verdict::temporary, "not an SMTP reply: \"????\""},
                    Row{"LineWithoutEnd", std::string(100'000, '2'), Verdict::temporary,
                        "reply line that does not end"},
                    Row{"LinesWithoutEnd", repeated("220-more\r\n", 20'000), Verdict::temporary, "too many lines"},
                    Row{"TwoCodes", "220-a\r\n550 b\r\n", Verdict::temporary, "not an SMTP reply: \"550 b\""},
                    Row{"Busy", "421 too many connections\r\n", Verdict::temporary, "421 too many connections"},
                    Row{"Closed", "554 no mail here\r\n", Verdict::permanent, "554 no mail here"},
                    Row{"NoEhloNoHelo",
                        "220 m\r\n\x01"
                        "502 no\r\n\x01"
                        "502 no\r\n",
                        Verdict::permanent, "502 no"},
                    Row{"EndsBehindEhlo", "220 m\r\n\x01", Verdict::temporary, "EHLO"},
                    Row{"MailRefused",
                        "220 m\r\n\x01"
                        "250 m\r\n\x01"
                        "550 hunter2 is known\r\n",
                        Verdict::permanent, "550"},
                    Row{"MailGreylisted",
                        "220 m\r\n\x01"
                        "250 m\r\n\x01"
                        "451 later\r\n",
                        Verdict::temporary, "451 later"},
                    Row{"RecipientUnknown",
                        "220 m\r\n\x01"
                        "250 m\r\n\x01"
                        "250 ok\r\n\x01"
                        "550 who\r\n",
                        Verdict::permanent, "550 who"},
                    Row{"DataIsTakenTooSoon",
                        "220 m\r\n\x01"
                        "250 m\r\n\x01"
                        "250 ok\r\n\x01"
                        "250 ok\r\n\x01"
                        "250 ok\r\n",
                        Verdict::temporary, "answered \"250 ok\" to DATA"},
                    Row{"EndsBehindTheMessage",
                        "220 m\r\n\x01"
                        "250 m\r\n\x01"
                        "250 ok\r\n\x01"
                        "250 ok\r\n\x01"
                        "354 go\r\n\x01",
                        Verdict::temporary, "the message"},
                    Row{"OffersTlsAndHasNone",
                        "220 m\r\n\x01"
                        "250-m\r\n250 STARTTLS\r\n\x01"
                        "220 go\r\n\x01"
                        "hello\r\n",
                        Verdict::temporary, "wrong version number"},
                    Row{"OffersTlsAndRefuses",
                        "220 m\r\n\x01"
                        "250-m\r\n250 STARTTLS\r\n\x01"
                        "454 not now\r\n",
                        Verdict::temporary, "454 not now"},
                    Row{"AsksForThePasswordInClear",
                        "220 m\r\n\x01"
                        "250-m\r\n250 AUTH PLAIN LOGIN\r\n\x01"
                        "530 log in first\r\n",
                        Verdict::permanent, "530"},
                    Row{"Escapes", "554 \x1b[2J\x07 no\r\n", Verdict::permanent, "answered \"554  [2J  no\""}),
    name_of);

// ---- InfluxDB

using Kind = collector::InfluxVerdict::Kind;

struct InfluxRow {
  std::string name;
  std::string says;
  Kind kind;
  std::string told;
};

void PrintTo(const InfluxRow& row, std::ostream* out) {
  *out << row.name;
}

world::Task<int> write(collector::InfluxClient& client, collector::InfluxVerdict& verdict) {
  verdict = co_await client.post("m,simulator=a v=1 1\n");
  co_return 0;
}

class BadInflux : public testing::TestWithParam<InfluxRow> {};

TEST_P(BadInflux, GetsItsStatedVerdict) {
  const InfluxRow& row = GetParam();
  Peer peer(row.says);
  InfluxConfig config;
  config.url = "http://peer:80";
  config.username = "monitor";
  config.password = Secret(kSecret);
  config.timeout = 10s;
  collector::InfluxClient client(peer.client(), config, "data_collector.influx");
  collector::InfluxVerdict verdict;
  peer.run(write(client, verdict));
  EXPECT_EQ(verdict.kind, row.kind) << verdict.reason;
  EXPECT_THAT(verdict.reason, AllOf(HasSubstr(row.told), Not(HasSubstr(kSecret))));
  EXPECT_TRUE(is_printable(verdict.reason)) << verdict.reason;
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadInflux,
    testing::Values(InfluxRow{"Nothing", "\x01", Kind::temporary, "ended before the answer was whole"},
                    InfluxRow{"NoHttp", "\x01hello\r\n", Kind::temporary, "ended before the answer was whole"},
                    InfluxRow{"AnotherServer", answer("200 OK", "Content-Length: 5\r\n\r\nhello"), Kind::permanent,
                              "HTTP 200: hello"},
                    InfluxRow{"AProxysPage", answer("400 Bad", "Content-Length: 13\r\n\r\n<html></html>"),
                              Kind::permanent, "HTTP 400: <html>"},
                    InfluxRow{"JsonThatIsCut", answer("400 Bad", "Content-Length: 9\r\n\r\n{\"error\":"),
                              Kind::permanent, "HTTP 400: "},
                    InfluxRow{"DeepJson", answer("400 Bad", "Content-Length: 10000\r\n\r\n" + std::string(10'000, '[')),
                              Kind::permanent, "HTTP 400: [[["},
                    InfluxRow{"AnswerWithoutEnd", answer("400 Bad", "\r\n" + std::string(3'000'000, 'x')),
                              Kind::temporary, "larger than 65536 bytes"},
                    InfluxRow{"RepeatsTheLogin",
                              answer("401 No", "Content-Length: 28\r\n\r\n{\"error\":\"monitor:hunter2 ?\"}"),
                              Kind::permanent, "***"},
                    InfluxRow{"Escapes", answer("400 Bad", "Content-Length: 22\r\n\r\n{\"error\":\"\\u001b[2Jx\"}"),
                              Kind::refused, "HTTP 400:  [2Jx"},
                    InfluxRow{"WaitsForEver",
                              answer("503 Busy", "Retry-After: 99999999999999999999\r\nContent-Length: 0\r\n\r\n"),
                              Kind::temporary, "HTTP 503"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace checkride::runtime
