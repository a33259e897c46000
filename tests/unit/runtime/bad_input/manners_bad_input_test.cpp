// Goal: wrong and hostile inputs of logs, HTTP manners and the process each get their stated answer, and the monitor
// goes on. Method: tables; the configuration ones through load_config, the HTTP ones against the whole program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/http/http.hpp"
#include "checkride/runtime/runtime.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

struct BadConfig {
  const char* yaml;  // behind app: {name: x}
  const char* message;
};

constexpr BadConfig kConfigs[] = {
    {"logging: {access_log: {enabled: maybe}}", "/c.yaml:2:33: expected true or false"},
    {"logging: {access_log: {enabeld: true}}", "/c.yaml:2:24: unknown key \"enabeld\""},
    {"logging: {access_log: {enabled: true, file_path: \"\"}}", "logging.access_log.file_path must name a file"},
    {"logging: {access_log: {enabled: true, file_path: /var/log/}}", "logging.access_log.file_path must name a file"},
    {"logging: {output: file, file_path: /a.log, access_log: {file_path: /a.log}}",
     "logging.access_log.file_path is the log itself"},
    {"logging: {access_log: yes}", "/c.yaml:2:23: expected a map"},
    {"logging: {repeat_window: -1s}", "/c.yaml:2:26:"},
    {"logging: {repeat_window: 2h}", "/c.yaml:2:26:"},
    {"logging: {repeat_window: soon}", "/c.yaml:2:26:"},
    {"logging: {max_size_mb: 0}", "/c.yaml:2:24:"},
    {"logging: {max_backups: -1}", "/c.yaml:2:24:"},
    {"logging: {compress: gzip}", "/c.yaml:2:21: expected true or false"},
    {"logging: {format: xml}", "/c.yaml:2:19:"},
    {"logging: {output: file}", "logging.file_path must name a file"},
};

TEST(MannersBadInput, ConfigurationsAreRefusedWithTheirPlace) {
  for (const BadConfig& bad : kConfigs) {
    world::VirtualWorld world;
    world::VirtualHost& host = world.add_host("host");
    ASSERT_THAT(host.files().write("/c.yaml", "app: {name: x}\n" + std::string(bad.yaml) + "\n"), test::IsOk());
    host.start("monitor", run(host, *parse_options({"--config", "/c.yaml"})));
    (void)world.run_until(world.now() + 1s);
    EXPECT_EQ(host.exit_code(), kExitConfig) << bad.yaml;
    EXPECT_THAT(host.printed(), Contains(HasSubstr(bad.message))) << bad.yaml;
  }
}

TEST(MannersBadInput, DrainDelaysBeyondReasonAreRefused) {
  for (const char* value : {"-1s", "11min", "1h", "5", "soon"}) {
    world::VirtualWorld world;
    world::VirtualHost& host = world.add_host("host");
    ASSERT_THAT(host.files().write("/c.yaml", "app: {name: x, drain_delay: " + std::string(value) + "}\n"),
                test::IsOk());
    host.start("monitor", run(host, *parse_options({"--config", "/c.yaml"})));
    (void)world.run_until(world.now() + 1s);
    EXPECT_EQ(host.exit_code(), kExitConfig) << value;
    EXPECT_THAT(host.printed(), Contains(HasSubstr("/c.yaml:1:29:"))) << value;
  }
}

TEST(MannersBadInput, TraceParentsThatAreNone) {
  for (const char* header : {
           "",
           "00",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
           "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
           "0G-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
           "00-00000000000000000000000000000000-b7ad6b7169203331-01",
           "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
           "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-zz",
           "00 0af7651916cd43dd8448eb211c80319c b7ad6b7169203331 01",
           "00-0af7651916cd43dd8448eb211c80319-cb7ad6b7169203331-01",
       }) {
    EXPECT_FALSE(parse_traceparent(header)) << header;
  }
}

TEST(MannersBadInput, RequestIdsThatAreNotEchoed) {
  for (const std::string& id :
       {std::string(), std::string(129, 'a'), std::string("a b"), std::string("a\"b"), std::string("a\x1b[31m"),
        std::string("{}"), std::string("\xc3\xa4"), std::string("a/b")}) {
    EXPECT_FALSE(is_request_id(id)) << id;
  }
}

// One connection on which these bytes are sent; what came back.
world::Task<int> exchange(world::World& world, std::string bytes, std::string& answer) {
  world::Endpoint to;
  to.host = "127.0.0.1";
  to.port = 8080;
  auto stream = co_await world.network().connect(to);
  if (!stream) co_return 1;
  (void)co_await world::write_all(*stream, bytes);
  stream->shutdown_send();
  std::array<std::byte, 4096> part;
  for (;;) {
    const auto count = co_await world::read_some(*stream, part);
    if (!count) co_return 0;
    answer.append(reinterpret_cast<const char*>(part.data()), *count);
  }
}

struct BadRequest {
  std::string bytes;
  const char* status;
  const char* part;  // of the answer
};

TEST(MannersBadInput, RequestsAreAnsweredWithTheErrorDocumentAndTheMonitorGoesOn) {
  const auto put = [](const std::string& body) {
    return "PUT /api/v1/log-level HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
  };
  const std::vector<BadRequest> requests{
      {"nonsense\r\n\r\n", "400", "\"code\":\"bad_request\""},
      {"GET / HTTP/1.1\r\n", "400", "\"request_id\":\""},
      {"GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n", "4", "\"error\""},
      {"GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", "431", "\"request_id\":\""},
      {"POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", "413", "\"request_id\":\""},
      {"DELETE /health HTTP/1.1\r\nHost: x\r\n\r\n", "405", "Allow: GET, HEAD"},
      {"GET /health/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "404", "\"code\":\"not_found\""},
      {"GET /healthX HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\x1b[31mb\r\n\r\n", "4", "X-Request-Id: "},
      {"PUT /api/v1/log-level HTTP/1.1\r\nHost: x\r\nContent-Length: 17\r\n\r\n{\"level\":\"debug\"}", "415",
       "Invalid content type"},
      {put(""), "400", "expected a document such as"},
      {put("debug"), "400", "expected a document such as"},
      {put("[]"), "400", "expected a document such as"},
      {put(R"({"level":"loud"})"), "400", "expected a document such as"},
      {put(R"({"level":null})"), "400", "expected a document such as"},
      {put(R"({"level":["debug"]})"), "400", "expected a document such as"},
      {put(R"({"level":"debug","level":"info"})"), "400", "expected a document such as"},
      {put(R"({"level":"debug","other":1})"), "400", "expected a document such as"},
      {put("{\"level\":\"" + std::string(5'000, 'x') + "\"}"), "400", "expected a document such as"},
      {put(std::string(100, '[')), "400", "expected a document such as"},
      {put("\xff\xfe"), "400", "expected a document such as"},
  };
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("host");
  ASSERT_THAT(host.files().write("/c.yaml", "app: {name: x}\nlogging: {access_log: {enabled: true}}\n"), test::IsOk());
  host.start("monitor", run(host, *parse_options({"--config", "/c.yaml"})));
  (void)world.run_until(world.now() + 1s);
  for (const BadRequest& bad : requests) {
    std::string answer;
    host.start("ask", exchange(host, bad.bytes, answer));
    (void)world.run_until(world.now() + 20s, [&] { return host.exit_code().has_value(); });
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + std::string(bad.status))) << bad.bytes.substr(0, 80);
    EXPECT_THAT(answer, HasSubstr(bad.part)) << bad.bytes.substr(0, 80);
  }
  std::string answer;
  host.start("ask", exchange(host, "GET /api/v1/log-level HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", answer));
  (void)world.run_until(world.now() + 20s, [&] { return host.exit_code().has_value(); });
  EXPECT_THAT(answer, HasSubstr(R"({"level":"info"})"));
  for (const std::string& line : host.printed()) EXPECT_EQ(line.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace checkride::runtime
