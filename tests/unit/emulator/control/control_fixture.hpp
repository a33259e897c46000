// The control API over a real simulation and fault board and a fake of the sessions; whatever it answers is compared
// with what openapi.json says that it answers.
#pragma once

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "checkride/world/virtual_world.hpp"
#include "control/control.hpp"
#include "control/openapi.hpp"

namespace checkride::emulator {

using namespace std::chrono_literals;

// Sessions as far as the control API sees them: key events go straight to the simulation.
class FakeSessions final : public SessionControl {
 public:
  explicit FakeSessions(Simulation& simulation) : simulation_(simulation) {}
  std::vector<ClientInfo> clients() const override { return present; }
  bool raise_event(std::string_view name, const EventData& data) override { return simulation_.trigger(name, data); }
  Result<InputHeard> press_input(const InputPress& press) override {
    pressed.emplace_back(press.input, press.down, press.value.value_or(0));
    if (press.input == "VK_NONE") return Error::invalid("input: \"VK_NONE\" is no key or joystick control");
    return InputHeard{1, true};
  }
  std::size_t size() const override { return present.size(); }
  void wake() override { ++woken; }
  void begin_again(Clients clients) override {
    simulation_.restart();
    if (clients == Clients::dismissed) present.clear();
  }

  std::vector<ClientInfo> present;
  int woken = 0;
  std::vector<std::tuple<std::string, bool, std::int64_t>> pressed;

 private:
  Simulation& simulation_;
};

class Control : public testing::Test {
 protected:
  http::Response ask(const std::string& method, const std::string& target, const std::string& body = "") {
    http::Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    request.headers.add("Host", "127.0.0.1:5112");
    if (!body.empty()) request.headers.add("Content-Type", "application/json");
    return judged(request);
  }
  // The answer, which must be one that openapi.json describes.
  http::Response judged(const http::Request& request) {
    const http::Response response = router.route(request);
    const std::string pattern = pattern_of(request);
    if (pattern.empty() || response.stream != nullptr) return response;
    const std::string type(response.headers.find("Content-Type").value_or(""));
    EXPECT_EQ(mistake_in_answer(request.method, pattern, response.status, type, response.body), "") << response.body;
    return response;
  }
  // The described path of a request; empty for what there is not.
  static std::string pattern_of(const http::Request& request) {
    http::Router patterns;
    for (const std::string& route : control_routes()) {
      const auto space = route.find(' ');
      const std::string pattern = route.substr(space + 1);
      patterns.add(route.substr(0, space), pattern, [pattern](const http::Request&, const http::Router::Parameters&) {
        return http::text_response(200, pattern);
      });
    }
    const http::Response found = patterns.route(request);
    return found.status == 200 ? found.body : "";
  }
  json::object document(const http::Response& response) {
    ErrorCode error;
    const json::value value = json::parse(response.body, error);
    EXPECT_FALSE(error) << response.body;
    return value.is_object() ? value.get_object() : json::object{};
  }
  // The document of a request that must succeed.
  json::object get(const std::string& target) { return succeed("GET", target); }
  json::object succeed(const std::string& method, const std::string& target, const std::string& body = "",
                       int status = 200) {
    const http::Response response = ask(method, target, body);
    EXPECT_EQ(response.status, status) << response.body;
    return document(response);
  }
  // The message of a request that must fail with that status.
  std::string fail(const std::string& method, const std::string& target, const std::string& body, int status) {
    const http::Response response = ask(method, target, body);
    EXPECT_EQ(response.status, status) << response.body;
    const json::object found = document(response);
    const json::value* error = found.if_contains("error");
    if (error == nullptr) return "no error document";
    return std::string(error->at("message").get_string());
  }
  double altitude() { return simulation.number(*simulation.resolve("PLANE ALTITUDE")); }

  world::Instant now{world::Duration(1us)};
  Simulation simulation{SimulationOptions{.start = world::Instant(world::Duration(1us))}};
  FaultBoard faults;
  FakeSessions sessions{simulation};
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("emulator");
  Recorder recorder{host.executor()};
  ControlContext context{simulation, faults, sessions, [this] { return now; }, "msfs2024", &recorder, &host.clock()};
  http::Router router = control_router(context);
};

}  // namespace checkride::emulator
