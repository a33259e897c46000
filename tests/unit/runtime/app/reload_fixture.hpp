// A monitor that runs on a virtual host, whose configuration the tests change, and a second program that asks it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checkride/http/http.hpp"
#include "checkride/runtime/runtime.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::runtime::support {

using namespace std::chrono_literals;

inline constexpr const char* kApp = "app: {name: test}\n";

inline world::Task<int> fetch(world::World& world, http::Url url, http::Request request,
                              std::optional<http::Response>& into) {
  auto response = co_await http::fetch(world, std::move(url), std::move(request), 5s);
  if (!response) co_return 1;
  into = std::move(*response);
  co_return 0;
}

class ReloadTest : public testing::Test {
 protected:
  void write(const std::string& config) { ASSERT_FALSE(host_.files().write("/c.yaml", kApp + config).has_error()); }
  void start(const std::string& config, std::vector<std::string> arguments = {}) {
    write(config);
    arguments.insert(arguments.end(), {"--config", "/c.yaml"});
    auto options = parse_options(std::move(arguments));
    ASSERT_THAT(options, test::IsOk());
    host_.start("monitor", run(host_, std::move(*options)));
    pass(1s);
  }
  void pass(world::Duration time) { (void)world_.run_until(world_.now() + time); }
  void hang_up() {
    host_.send_signal(world::Signal::hangup);
    pass(1s);
  }

  http::Response ask(const std::string& method, const std::string& path, const std::string& body = {},
                     const std::vector<std::pair<std::string, std::string>>& fields = {}) {
    http::Url url;
    url.host = asks_from_ == &host_ ? "127.0.0.1" : "host";
    url.port = 8080;
    url.target = path;
    http::Request request;
    request.method = method;
    request.body = body;
    const bool patches = method == "PATCH";
    if (!body.empty()) {
      request.headers.set("Content-Type", patches ? "application/merge-patch+json" : "application/json");
    }
    for (const auto& [name, value] : fields) request.headers.set(name, value);
    std::optional<http::Response> response;
    asker_ += "x";
    asks_from_->start(asker_, fetch(*asks_from_, url, std::move(request), response));
    (void)world_.run_until(world_.now() + 10s, [&] { return response.has_value(); });
    EXPECT_TRUE(response) << path << " was not answered";
    return response.value_or(http::Response{0, {}, ""});
  }
  boost::json::value config() { return boost::json::parse(ask("GET", "/api/v1/config").body); }
  std::string metric(const std::string& name) {
    http::Url url;
    url.host = "127.0.0.1";
    url.port = 9090;
    url.target = "/metrics";
    std::optional<http::Response> response;
    asker_ += "x";
    host_.start(asker_, fetch(host_, url, http::Request{}, response));
    (void)world_.run_until(world_.now() + 10s, [&] { return response.has_value(); });
    const std::string page = "\n" + response.value_or(http::Response{0, {}, ""}).body;
    const auto at = page.find("\n" + name + " ");
    if (at == std::string::npos) return "absent";
    const auto begin = at + name.size() + 2;
    return page.substr(begin, page.find('\n', begin) - begin);
  }
  static auto printed(const std::string& event, const std::string& more) {
    return testing::Contains(testing::AllOf(testing::HasSubstr("\"msg\":\"" + event + "\""), testing::HasSubstr(more)));
  }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("host");
  world::VirtualHost& far_ = world_.add_host("far");
  world::VirtualHost* asks_from_ = &host_;
  std::string asker_ = "ask";
};

}  // namespace checkride::runtime::support
