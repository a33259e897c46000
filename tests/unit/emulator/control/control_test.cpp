// Goal: the control API does what it says, and bad requests are told what is wrong and what to do. Method: requests to
// the router over a real simulation and fault board and a fake of the sessions; bodies are read as JSON.
#include "control/control.hpp"

#include <gmock/gmock.h>

#include "checkride/test/property.hpp"
#include "control/control_fixture.hpp"

namespace checkride::emulator {
namespace {

using testing::HasSubstr;

TEST_F(Control, StateShowsWhatRuns) {
  now += 10s;
  const json::object state = get("/v1/state");
  EXPECT_EQ(state.at("profile").as_string(), "msfs2024");
  EXPECT_EQ(state.at("aircraft").as_string(), "C172");
  EXPECT_EQ(state.at("flight").as_string(), "parked");
  EXPECT_EQ(state.at("frame").to_number<int>(), 300) << "the simulation was advanced first";
  EXPECT_EQ(state.at("paused").as_bool(), false);
  EXPECT_EQ(state.at("rate").to_number<double>(), 1);
  EXPECT_EQ(state.at("time").at("running_seconds").to_number<double>(), 10);
  EXPECT_EQ(state.at("position").at("altitude_ft").to_number<double>(), 437);
  EXPECT_NEAR(state.at("position").at("latitude_deg").to_number<double>(), 47.444, 1e-4);
  EXPECT_EQ(state.at("position").at("on_ground").as_bool(), true);
  EXPECT_EQ(state.at("clients").to_number<int>(), 0);
  EXPECT_EQ(state.at("faults").to_number<int>(), 0);
}

TEST_F(Control, VariableIsReadInItsUnitOrAnother) {
  EXPECT_EQ(get("/v1/variables/PLANE%20ALTITUDE").at("value").to_number<double>(), 437);
  EXPECT_EQ(get("/v1/variables/PLANE%20ALTITUDE").at("unit").as_string(), "feet");
  EXPECT_NEAR(get("/v1/variables/plane%20altitude?unit=meters").at("value").to_number<double>(), 133.1976, 1e-9);
  EXPECT_EQ(get("/v1/variables/TITLE").at("value").as_string(), "Cessna Skyhawk G1000 Asobo");
  EXPECT_EQ(get("/v1/variables/GENERAL%20ENG%20RPM:1").at("name").as_string(), "GENERAL ENG RPM");
}

TEST_F(Control, ReadingMistakesAreTold) {
  EXPECT_THAT(fail("GET", "/v1/variables/PLANE%20ALTITUD", "", 404), HasSubstr("did you mean \"PLANE ALTITUDE\""));
  EXPECT_THAT(fail("GET", "/v1/variables/PLANE%20ALTITUDE?unit=knots", "", 422), HasSubstr("knot"));
  EXPECT_THAT(fail("GET", "/v1/variables/PLANE%20ALTITUDE?unit=fet", "", 422), HasSubstr("fet"));
  EXPECT_THAT(fail("GET", "/v1/variables/TITLE?unit=feet", "", 422), HasSubstr("is a text"));
}

TEST_F(Control, PutHoldsUntilDelete) {
  const json::object put = succeed("PUT", "/v1/variables/PLANE%20ALTITUDE", R"({"value": 5000, "unit": "feet"})");
  EXPECT_EQ(put.at("held").as_bool(), true);
  EXPECT_EQ(sessions.woken, 1);
  now += 60s;
  EXPECT_EQ(get("/v1/variables/PLANE%20ALTITUDE").at("value").to_number<double>(), 5000);
  EXPECT_EQ(get("/v1/state").at("held").as_array().size(), 1u);
  EXPECT_EQ(succeed("DELETE", "/v1/variables/PLANE%20ALTITUDE").at("held").as_bool(), false);
  now += 5s;
  EXPECT_LT(get("/v1/variables/PLANE%20ALTITUDE").at("value").to_number<double>(), 5000) << "it falls";
  EXPECT_THAT(fail("DELETE", "/v1/variables/PLANE%20ALTITUDE", "", 409), HasSubstr("not held"));
}

TEST_F(Control, PutConvertsUnits) {
  succeed("PUT", "/v1/variables/PLANE%20ALTITUDE", R"({"value": 1000, "unit": "meters"})");
  EXPECT_NEAR(altitude(), 1000 / 0.3048, 1e-9);
  succeed("PUT", "/v1/variables/PLANE%20ALTITUDE", R"({"value": "80 feet"})");
  EXPECT_EQ(altitude(), 80);
  succeed("PUT", "/v1/variables/PLANE%20ALTITUDE", R"({"value": "90"})");
  EXPECT_EQ(altitude(), 90);
}

TEST_F(Control, PutOnceLetsTheSimulationGoOn) {
  succeed("PUT", "/v1/variables/PLANE%20ALTITUDE", R"({"value": 5000, "hold": false})");
  EXPECT_EQ(altitude(), 5000);
  now += 5s;
  EXPECT_LT(get("/v1/variables/PLANE%20ALTITUDE").at("value").to_number<double>(), 5000);
}

TEST_F(Control, PutTakesTruthAndText) {
  succeed("PUT", "/v1/variables/LIGHT%20NAV", R"({"value": true})");
  EXPECT_EQ(simulation.number(*simulation.resolve("LIGHT NAV")), 1);
  succeed("PUT", "/v1/variables/ATC%20ID", R"({"value": "N172\u0053P", "hold": false})");
  EXPECT_EQ(simulation.text(*simulation.resolve("ATC ID")), "N172SP");
  succeed("PUT", "/v1/variables/L:my_var", R"({"value": -2.5, "unit": "number"})");
  EXPECT_EQ(simulation.number(*simulation.resolve("L:MY_VAR")), -2.5);
}

// As clients do: what is written in one unit can be read in another (semantics 8.1).
TEST_F(Control, LocalVariablesConvert) {
  succeed("PUT", "/v1/variables/L:height", R"({"value": "1000 feet"})");
  EXPECT_DOUBLE_EQ(simulation.number(*simulation.resolve("L:HEIGHT")), 304.8);
  EXPECT_DOUBLE_EQ(get("/v1/variables/L:height?unit=meters").at("value").to_number<double>(), 304.8);
  EXPECT_DOUBLE_EQ(get("/v1/variables/L:height?unit=feet").at("value").to_number<double>(), 1000);
  EXPECT_DOUBLE_EQ(get("/v1/variables/L:height").at("value").to_number<double>(), 304.8);
}

// Their zeros differ, and a variable that nobody wrote is 0 in each of them.
TEST_F(Control, LocalTemperaturesAreKeptAsTheyAre) {
  EXPECT_EQ(get("/v1/variables/L:oil?unit=celsius").at("value").to_number<double>(), 0);
  succeed("PUT", "/v1/variables/L:oil", R"({"value": "80 celsius"})");
  EXPECT_EQ(get("/v1/variables/L:oil?unit=celsius").at("value").to_number<double>(), 80);
}

TEST_F(Control, LocalVariablesDoNotConvertWhereUnitsAreIgnored) {
  context.local_variables_ignore_units = true;
  router = control_router(context);
  succeed("PUT", "/v1/variables/L:height", R"({"value": "1000 feet"})");
  EXPECT_EQ(simulation.number(*simulation.resolve("L:HEIGHT")), 1000);
  EXPECT_EQ(get("/v1/variables/L:height?unit=meters").at("value").to_number<double>(), 1000);
  EXPECT_DOUBLE_EQ(get("/v1/variables/PLANE%20ALTITUDE?unit=meters").at("value").to_number<double>(),
                   altitude() * 0.3048);
}

TEST_F(Control, WritingMistakesAreTold) {
  const std::string target = "/v1/variables/PLANE%20ALTITUDE";
  EXPECT_THAT(fail("PUT", target, R"({"value": 80, "unitt": "feet"})", 400), HasSubstr("did you mean \"unit\""));
  EXPECT_THAT(fail("PUT", target, R"({"unit": "feet"})", 400), HasSubstr("value"));
  EXPECT_THAT(fail("PUT", target, "", 400), HasSubstr("value"));
  EXPECT_THAT(fail("PUT", target, R"({"value": [80]})", 400), HasSubstr("a number, true, false or a text"));
  EXPECT_THAT(fail("PUT", target, R"({"value": null})", 400), HasSubstr("value"));
  EXPECT_THAT(fail("PUT", target, R"({"value": 80)", 400), HasSubstr("no JSON"));
  EXPECT_THAT(fail("PUT", target, R"({"value": 80} x)", 400), HasSubstr("extra data"));
  EXPECT_THAT(fail("PUT", target, "[1]", 400), HasSubstr("JSON object"));
  EXPECT_THAT(fail("PUT", target, "value: 80", 400), HasSubstr("no JSON"));
  EXPECT_THAT(fail("PUT", target, R"({"value": 80, "hold": true, "v\u0061lue": 90})", 400),
              HasSubstr("\"value\" stands twice"));
  EXPECT_THAT(fail("PUT", target, R"({"value": 80, "unit": "knots"})", 422), HasSubstr("knot"));
  EXPECT_THAT(fail("PUT", target, R"({"value": 80, "unit": "fet"})", 422), HasSubstr("fet"));
  EXPECT_THAT(fail("PUT", target, R"({"value": "80 feet", "unit": "feet"})", 422), HasSubstr("given twice"));
  EXPECT_THAT(fail("PUT", target, R"({"value": "high"})", 422), HasSubstr("high"));
  EXPECT_THAT(fail("PUT", target, R"({"value": 80, "hold": "yes"})", 400), HasSubstr("yes"));
  EXPECT_THAT(fail("PUT", "/v1/variables/TITLE", R"({"value": 5})", 422), HasSubstr("is a text"));
  EXPECT_THAT(fail("PUT", "/v1/variables/GROUND%20VELOCITY", R"({"value": 5, "hold": false})", 409),
              HasSubstr("only held"));
  EXPECT_THAT(fail("PUT", "/v1/variables/GROUND%20VELOCITI", R"({"value": 5})", 404), HasSubstr("GROUND VELOCITY"));
  EXPECT_EQ(altitude(), 437) << "nothing of it was done";
  EXPECT_EQ(sessions.woken, 0);
}

TEST_F(Control, AParameterThatNobodyReadsIsAMistake) {
  const std::string target = "/v1/variables/PLANE%20ALTITUDE";
  EXPECT_THAT(fail("GET", target + "?units=feet", "", 400), HasSubstr("did you mean \"unit\""));
  EXPECT_THAT(fail("GET", target + "?unit=feet&unit=meters", "", 400), HasSubstr("once"));
  EXPECT_THAT(fail("GET", "/v1/state?verbose", "", 400), HasSubstr("verbose"));
  EXPECT_EQ(ask("GET", target + "?").status, 200);
}

TEST_F(Control, AStructureHasNoOneValue) {
  for (const char* method : {"GET", "PUT", "DELETE"}) {
    const std::string body = method == std::string("PUT") ? R"({"value": 1})" : "";
    EXPECT_THAT(fail(method, "/v1/variables/STRUCT%20LATLONALT", body, 422), HasSubstr("structure")) << method;
  }
}

TEST_F(Control, AnInstanceThatTheAircraftLacksIsNotThere) {
  for (const char* method : {"GET", "PUT", "DELETE"}) {
    const std::string body = std::string(method) == "PUT" ? R"({"value": 5})" : "";
    EXPECT_THAT(fail(method, "/v1/variables/GENERAL%20ENG%20RPM:99", body, 404),
                HasSubstr("the C172 has no GENERAL ENG RPM:99"));
  }
}

TEST_F(Control, OtherMethodsAreRefusedWithThoseAllowed) {
  const http::Response response = ask("POST", "/v1/variables/PLANE%20ALTITUDE");
  EXPECT_EQ(response.status, 405);
  EXPECT_THAT(std::string(response.headers.find("Allow").value_or("")), HasSubstr("PUT"));
  EXPECT_EQ(ask("GET", "/v1/nothing").status, 404);
}

TEST_F(Control, EventsReachTheSimulation) {
  succeed("POST", "/v1/events/PAUSE_ON");
  EXPECT_TRUE(simulation.paused());
  succeed("POST", "/v1/events/heading_bug_set", R"({"data": 270})");
  EXPECT_EQ(simulation.number(*simulation.resolve("AUTOPILOT HEADING LOCK DIR")), 270);
  const json::object answer = succeed("POST", "/v1/events/AP_VS_VAR_SET_ENGLISH", R"({"data": [-700, 0]})");
  EXPECT_EQ(simulation.number(*simulation.resolve("AUTOPILOT VERTICAL HOLD VAR")), -700);
  EXPECT_EQ(answer.at("data").as_array().size(), 5u);
}

TEST_F(Control, InputsReachTheSessions) {
  const json::object answer = succeed("POST", "/v1/inputs", R"({"input": "VK_LCONTROL+a", "state": "up"})");
  EXPECT_EQ(answer.at("input").as_string(), "VK_LCONTROL+a");
  EXPECT_EQ(answer.at("state").as_string(), "up");
  EXPECT_EQ(answer.at("events").to_number<int>(), 1);
  EXPECT_EQ(answer.at("masked").as_bool(), true);
  succeed("POST", "/v1/inputs", R"({"input": "joystick:0:XAxis", "value": -9})");
  const std::vector<std::tuple<std::string, bool, std::int64_t>> expected{{"VK_LCONTROL+a", false, 0},
                                                                          {"joystick:0:XAxis", true, -9}};
  EXPECT_EQ(sessions.pressed, expected);
}

TEST_F(Control, InputMistakesAreTold) {
  EXPECT_THAT(fail("POST", "/v1/inputs", R"({"state": "down"})", 400), HasSubstr("input"));
  EXPECT_THAT(fail("POST", "/v1/inputs", R"({"input": "a", "state": "sideways"})", 400), HasSubstr("sideways"));
  EXPECT_THAT(fail("POST", "/v1/inputs", R"({"input": "VK_NONE"})", 422), HasSubstr("no key"));
}

TEST_F(Control, EventMistakesAreTold) {
  EXPECT_THAT(fail("POST", "/v1/events/PAUSE_TOGGEL", "", 404), HasSubstr("did you mean \"PAUSE_TOGGLE\""));
  EXPECT_THAT(fail("POST", "/v1/events/PAUSE_ON", R"({"data": [1,2,3,4,5,6]})", 400), HasSubstr("at most 5"));
  EXPECT_THAT(fail("POST", "/v1/events/PAUSE_ON", R"({"data": 1.5})", 400), HasSubstr("1.5"));
  EXPECT_THAT(fail("POST", "/v1/events/PAUSE_ON", R"({"data": 4294967296})", 400), HasSubstr("4294967296"));
  EXPECT_FALSE(simulation.paused());
}

TEST_F(Control, FaultsAreAddedListedAndRemoved) {
  const json::object stall =
      succeed("POST", "/v1/faults", R"({"kind": "stall", "duration": "5s", "client": "monitor"})", 201);
  EXPECT_EQ(stall.at("kind").as_string(), "stall");
  EXPECT_EQ(stall.at("duration").as_string(), "5s");
  const json::object reply = succeed(
      "POST", "/v1/faults",
      R"({"kind": "exception_reply", "exception": 7, "message": "RequestDataOnSimObject", "every": 3, "limit": 10})",
      201);
  EXPECT_EQ(reply.at("exception").to_number<int>(), 7);
  EXPECT_EQ(reply.at("every").to_number<int>(), 3);
  EXPECT_EQ(get("/v1/faults").at("faults").as_array().size(), 2u);
  succeed("DELETE", "/v1/faults/" + std::to_string(reply.at("id").to_number<int>()));
  EXPECT_EQ(get("/v1/faults").at("faults").as_array().size(), 1u);
  now += 6s;
  EXPECT_EQ(get("/v1/faults").at("faults").as_array().size(), 0u) << "its duration has passed";
  succeed("POST", "/v1/faults", R"({"kind": "silent"})", 201);
  succeed("POST", "/v1/faults", R"({"kind": "reset"})", 201);
  EXPECT_EQ(succeed("DELETE", "/v1/faults").at("removed").to_number<int>(), 2);
}

TEST_F(Control, FaultMistakesAreTold) {
  EXPECT_THAT(fail("POST", "/v1/faults", R"({"kind": "stal"})", 400), HasSubstr("stall"));
  EXPECT_THAT(fail("POST", "/v1/faults", "{}", 400), HasSubstr("kind"));
  EXPECT_THAT(fail("POST", "/v1/faults", R"({"kind": "stall", "exception": 3})", 400), HasSubstr("exception"));
  EXPECT_THAT(fail("POST", "/v1/faults", R"({"kind": "stall", "duration": 5})", 400), HasSubstr("duration"));
  EXPECT_THAT(fail("POST", "/v1/faults", R"({"kind": "exception_reply", "exception": 99})", 400),
              HasSubstr("exception: 99 is out of range, expected 1 to 46"));
  EXPECT_THAT(fail("POST", "/v1/faults", R"({"kind": "exception_reply", "message": "SetDta"})", 400),
              HasSubstr("message: there is no message \"SetDta\""));
  EXPECT_THAT(fail("DELETE", "/v1/faults/12", "", 404), HasSubstr("12"));
  EXPECT_THAT(fail("DELETE", "/v1/faults/first", "", 400), HasSubstr("no fault id"));
}

TEST_F(Control, ClientsShowWhatTheyAskedFor) {
  ClientInfo client;
  client.id = 3;
  client.name = "monitor";
  client.protocol = 4;
  client.remote = "127.0.0.1:40000";
  client.opened = now;
  client.received_by_name["AddToDataDefinition"] = 2;
  client.definitions.push_back({.id = 1, .datums = {{.name = "PLANE ALTITUDE", .unit = "feet", .type = "FLOAT64"}}});
  client.requests.push_back({.id = 9, .definition_id = 1, .period = "second"});
  client.subscriptions.push_back({.event_id = 5, .system_event = "1sec"});
  client.events.push_back({.event_id = 6, .name = "PAUSE_TOGGLE", .groups = {1, 2}});
  client.groups.push_back({.id = 1, .priority = 1000});
  client.exceptions.push_back({.exception = 7, .send_id = 4, .index = 2, .message = "AddToDataDefinition"});
  sessions.present.push_back(client);
  now += 2s;
  const json::object found = get("/v1/clients").at("clients").as_array().at(0).as_object();
  EXPECT_EQ(found.at("name").as_string(), "monitor");
  EXPECT_EQ(found.at("connected_seconds").to_number<double>(), 2);
  EXPECT_EQ(found.at("received").at("AddToDataDefinition").to_number<int>(), 2);
  EXPECT_EQ(found.at("definitions").at(0).at("data").at(0).at("name").as_string(), "PLANE ALTITUDE");
  EXPECT_EQ(found.at("requests").at(0).at("period").as_string(), "second");
  EXPECT_EQ(found.at("subscriptions").at(0).at("system_event").as_string(), "1sec");
  EXPECT_EQ(found.at("events").at(0).at("groups").as_array().size(), 2u);
  EXPECT_EQ(found.at("groups").at(0).at("priority").to_number<int>(), 1000);
  EXPECT_EQ(found.at("exceptions").at(0).at("exception").to_number<int>(), 7);
}

// Whatever bytes arrive as a body: an answer that is JSON, and never a status of 500.
RC_GTEST_FIXTURE_PROP(Control, AnyBodyIsAnswered, ()) {
  const auto body =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("{}[]\":,.-+eE0123 valuetrnshokd\\\n\x80\xff")));
  for (const char* target : {"/v1/variables/PLANE%20ALTITUDE", "/v1/events/PAUSE_ON", "/v1/faults"}) {
    const http::Response response =
        ask(std::string(target).find("var") != std::string::npos ? "PUT" : "POST", target, body);
    ErrorCode error;
    (void)json::parse(response.body, error);
    RC_ASSERT(!error);
    RC_ASSERT(response.status == 200 || response.status == 201 || response.status == 400 || response.status == 422);
  }
}

}  // namespace
}  // namespace checkride::emulator
