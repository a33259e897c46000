// Goal: time, flight and reset do what they say, and bad wishes are told. Method: requests over a real simulation;
// steps by a fake of the server that moves at once.
#include "checkride/test/world_test.hpp"
#include "checkride/values/json.hpp"
#include "control/control_fixture.hpp"

namespace checkride::emulator {
namespace {

using testing::HasSubstr;

constexpr const char* kFlight =
    "name: short hop\n"
    "aircraft: C172\n"
    "start: {latitude_deg: 47, longitude_deg: -122, altitude_ft: 3000, heading_deg: 90, fuel_gal: 30}\n"
    "phases:\n"
    "  - {phase: cruise, speed_kt: 100}\n";

std::string with_yaml(const std::string& yaml) {
  std::string body;
  values::json::Writer(body).begin_object().member("yaml", yaml).end_object();
  return body;
}

TEST_F(Control, PausesResumesAndSetsTheRate) {
  EXPECT_EQ(succeed("POST", "/v1/time/pause").at("paused").as_bool(), true);
  EXPECT_TRUE(simulation.paused());
  EXPECT_EQ(succeed("POST", "/v1/time/resume", "{}").at("paused").as_bool(), false);
  EXPECT_EQ(succeed("POST", "/v1/time/rate", R"({"rate": 3.5})").at("rate").to_number<double>(), 3.5);
  EXPECT_EQ(sessions.woken, 3) << "clients hear of it in the next frame";
  now += 2s;
  const json::object time = get("/v1/time");
  EXPECT_EQ(time.at("frame").to_number<int>(), 60);
  EXPECT_EQ(time.at("simulated_seconds").to_number<double>(), 7);
  EXPECT_EQ(time.at("running_seconds").to_number<double>(), 2);
  EXPECT_EQ(time.at("stepped").as_bool(), false);
}

TEST_F(Control, TimeMistakesAreTold) {
  EXPECT_THAT(fail("POST", "/v1/time/rate", "{}", 400), HasSubstr("rate"));
  EXPECT_THAT(fail("POST", "/v1/time/rate", R"({"rate": 2000})", 400), HasSubstr("1024"));
  EXPECT_THAT(fail("POST", "/v1/time/rate", R"({"rate": 0})", 400), HasSubstr("0.015625"));
  EXPECT_THAT(fail("POST", "/v1/time/pause", R"({"now": true})", 400), HasSubstr("now"));
  EXPECT_THAT(fail("POST", "/v1/time/step", R"({"frames": 1})", 409), HasSubstr("--step"));
  EXPECT_THAT(ask("GET", "/v1/time/pauze").body, HasSubstr("did you mean \\\"/v1/time/pause\\\""));
  EXPECT_EQ(ask("GET", "/v1/time/pause").headers.find("Allow"), "POST");
}

class FakeStepping final : public SteppedTime {
 public:
  explicit FakeStepping(world::Instant& now) : now_(now) {}
  world::Task<> move_to(world::Instant target) override {
    now_ = target;
    co_return;
  }

 private:
  world::Instant& now_;
};

class ControlSteps : public Control {
 protected:
  ControlSteps() {
    context.stepping = &stepping;
    router = control_router(context);
  }
  // The document that a step answers with.
  json::object step(const std::string& body) {
    const http::Response response = ask("POST", "/v1/time/step", body);
    EXPECT_EQ(response.status, 200) << response.body;
    if (response.stream == nullptr) return {};
    std::string text;
    host.start("step", read_all(*response.stream, text));
    world.run_until(world.now() + 1min, [this] { return host.exit_code().has_value(); });
    EXPECT_EQ(mistake_in_answer("POST", "/v1/time/step", 200, "application/json", text), "");
    return json::parse(text).as_object();
  }
  static world::Task<int> read_all(http::BodySource& source, std::string& text) {
    for (;;) {
      const std::string piece = co_await source.next();
      if (piece.empty()) co_return 0;
      text += piece;
    }
  }

  FakeStepping stepping{now};
};

TEST_F(ControlSteps, StepsByFrames) {
  const json::object time = step(R"({"frames": 45})");
  EXPECT_EQ(time.at("frame").to_number<int>(), 45);
  EXPECT_EQ(time.at("running_seconds").to_number<double>(), 1.5);
  EXPECT_EQ(time.at("stepped").as_bool(), true);
}

TEST_F(ControlSteps, StepsToAFrame) {
  EXPECT_EQ(step(R"({"to_frame": 900})").at("frame").to_number<int>(), 900);
}

TEST_F(ControlSteps, StepMistakesAreTold) {
  now += 1s;
  const std::string target = "/v1/time/step";
  EXPECT_THAT(fail("POST", target, "", 400), HasSubstr("to_frame"));
  EXPECT_THAT(fail("POST", target, R"({"frames": 1, "to_frame": 2})", 400), HasSubstr("either"));
  EXPECT_THAT(fail("POST", target, R"({"frames": 0})", 400), HasSubstr("frames"));
  EXPECT_THAT(fail("POST", target, R"({"frames": 1000001})", 400), HasSubstr("1000000"));
  EXPECT_THAT(fail("POST", target, R"({"to_frame": 29})", 400), HasSubstr("the frame is 30"));
}

TEST_F(ControlSteps, OneStepAtATimeFromTheRequestOn) {
  const std::string target = "/v1/time/step";
  {
    const http::Response asked = ask("POST", target, R"({"frames": 1})");
    ASSERT_EQ(asked.status, 200) << asked.body;
    EXPECT_THAT(fail("POST", target, R"({"frames": 1})", 409), HasSubstr("under way"))
        << "nothing of the first answer was read yet";
  }
  EXPECT_EQ(step(R"({"frames": 2})").at("frame").to_number<int>(), 2) << "an answer nobody reads is no step";
  const http::Response asked = ask("POST", target, R"({"frames": 1})");
  std::string text;
  world::VirtualHost& reader = world.add_host("reader");
  reader.start("step", read_all(*asked.stream, text));
  world.run_until(world.now() + 1min, [&reader] { return reader.exit_code().has_value(); });
  EXPECT_EQ(ask("POST", target, R"({"frames": 1})").status, 200) << "the step is done, though its answer is still held";
}

TEST_F(Control, AFlightIsLoadedFromItsText) {
  const json::object flight = succeed("POST", "/v1/flight", with_yaml(kFlight));
  EXPECT_EQ(flight.at("name").as_string(), "short hop");
  EXPECT_EQ(flight.at("phase").as_string(), "cruise");
  EXPECT_NEAR(altitude(), 3000, 1);
  now += 60s;
  EXPECT_GT(get("/v1/state").at("position").at("ground_speed_kt").to_number<double>(), 60);
  succeed("POST", "/v1/flight", R"({"restart": true})");
  EXPECT_NEAR(get("/v1/state").at("position").at("longitude_deg").to_number<double>(), -122, 1e-9);
}

TEST_F(Control, AFlightIsLoadedFromAFileOrASave) {
  context.read_file = [](const std::string& path) -> Result<std::string> {
    if (path == "flights/hop.yaml") return std::string(kFlight);
    return Error::invalid(path + ": no such file");
  };
  router = control_router(context);
  EXPECT_EQ(succeed("POST", "/v1/flight", R"({"file": "flights/hop.yaml"})").at("name").as_string(), "short hop");
  EXPECT_THAT(fail("POST", "/v1/flight", R"({"file": "x.yaml"})", 422), HasSubstr("no such file"));
  ASSERT_TRUE(simulation.save_flight("KEPT.FLT"));
  EXPECT_EQ(get("/v1/flight").at("saved").as_array().size(), 1u);
  now += 60s;
  succeed("POST", "/v1/flight", R"({"saved": "kept"})");
  EXPECT_NEAR(get("/v1/state").at("position").at("longitude_deg").to_number<double>(), -122, 1e-9);
}

TEST_F(Control, FlightMistakesAreTold) {
  EXPECT_THAT(fail("POST", "/v1/flight", "{}", 400), HasSubstr("one of"));
  EXPECT_THAT(fail("POST", "/v1/flight", R"({"restart": true, "yaml": ""})", 400), HasSubstr("one of"));
  EXPECT_THAT(fail("POST", "/v1/flight", with_yaml("name: x\nphasse: []\n"), 422), HasSubstr("yaml:2:1"));
  EXPECT_THAT(fail("POST", "/v1/flight", R"({"saved": "NONE.FLT"})", 422), HasSubstr("NONE.FLT"));
  EXPECT_EQ(get("/v1/flight").at("name").as_string(), "parked") << "nothing of it was done";
}

TEST_F(Control, AResetGoesBackToTheStart) {
  succeed("POST", "/v1/flight", with_yaml(kFlight));
  succeed("PUT", "/v1/variables/PLANE%20ALTITUDE", R"({"value": 80})");
  succeed("PUT", "/v1/variables/ATC%20ID", R"({"value": "OTHER", "hold": false})");
  succeed("PUT", "/v1/variables/L:MINE", R"({"value": 7, "hold": false})");
  succeed("POST", "/v1/time/pause");
  succeed("POST", "/v1/time/rate", R"({"rate": 8})");
  succeed("POST", "/v1/faults", R"({"kind": "silent"})", 201);
  sessions.present.emplace_back();
  const json::object state = succeed("POST", "/v1/reset");
  EXPECT_EQ(state.at("paused").as_bool(), false);
  EXPECT_EQ(state.at("rate").to_number<double>(), 1);
  EXPECT_EQ(state.at("faults").to_number<int>(), 0);
  EXPECT_EQ(state.at("held").as_array().size(), 0u);
  EXPECT_EQ(state.at("clients").to_number<int>(), 1) << "clients stay";
  EXPECT_EQ(state.at("flight").as_string(), "parked") << "that with which it started";
  EXPECT_EQ(altitude(), 437);
  EXPECT_NE(simulation.text(*simulation.resolve("ATC ID")), "OTHER");
  EXPECT_EQ(simulation.number(*simulation.resolve("L:MINE")), 0);
  EXPECT_EQ(succeed("POST", "/v1/reset", R"({"clients": true})").at("clients").to_number<int>(), 0);
}

}  // namespace
}  // namespace checkride::emulator
