// Goal: lines that an access log of its own lost are told there although no further request comes: soon after the disk
// takes them again, and at the stop. Method: the whole program on a virtual host whose disk is broken for a while.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/system/errc.hpp>

#include "checkride/http/http.hpp"
#include "checkride/runtime/runtime.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

world::Task<int> ask(world::World& world) {
  http::Url url;
  url.host = "127.0.0.1";
  url.port = 8080;
  url.target = "/health/live";
  http::Request request;
  const auto response = co_await http::fetch(world, std::move(url), std::move(request), 5s);
  co_return response ? 0 : 1;
}

class AccessLogLoss : public testing::Test {
 protected:
  // Two requests, of which the log of requests holds the first only.
  AccessLogLoss() {
    const std::string config =
        "app: {name: test}\nlogging: {access_log: {enabled: true, file_path: /log/access.log}}\n";
    EXPECT_FALSE(host_.files().write("/c.yaml", config).has_error());
    auto options = parse_options({"--config", "/c.yaml"});
    EXPECT_THAT(options, test::IsOk());
    host_.start("monitor", run(host_, std::move(*options)));
    pass(1s);
    host_.start("first", ask(host_));
    pass(1s);
    world::DiskFailure failure;
    failure.why = make_error_code(boost::system::errc::no_space_on_device);
    failure.lasting = true;
    host_.fail_disk(failure);
    host_.start("second", ask(host_));
    pass(1s);
    host_.mend_disk();
    EXPECT_THAT(log(), Not(HasSubstr("log_lines_lost")));
  }
  void pass(world::Duration time) { (void)world_.run_until(world_.now() + time); }
  std::string log() { return host_.files().read("/log/access.log").value(); }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("host");
};

TEST_F(AccessLogLoss, IsToldByTheClock) {
  pass(20s);
  EXPECT_THAT(log(), HasSubstr(R"("msg":"log_lines_lost","logger":"log","lines":1)"));
}

TEST_F(AccessLogLoss, IsToldAtTheStop) {
  host_.send_signal(world::Signal::interrupt);
  pass(1s);
  EXPECT_THAT(log(), HasSubstr(R"("msg":"log_lines_lost","logger":"log","lines":1)"));
}

}  // namespace
}  // namespace checkride::runtime
