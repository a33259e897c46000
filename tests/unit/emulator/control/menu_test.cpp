// Goal: whoever sits in front of the simulator is played by the control API: menus, texts, missions. Method: requests
// to the router over real sessions; a client hears what they bring about, encoded and decoded.
#include <boost/json.hpp>

#include "checkride/world/virtual_world.hpp"
#include "commons/commons.hpp"
#include "control/control.hpp"
#include "server/simulation_adapter.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

namespace json = boost::json;
using namespace test;
using testing::HasSubstr;
using Code = std::pair<std::uint32_t, std::uint32_t>;

class ControlOfScreens : public testing::Test {
 protected:
  std::pair<int, json::object> ask(const std::string& method, const std::string& target, const std::string& body = "") {
    http::Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    request.headers.add("Host", "127.0.0.1:5112");
    if (!body.empty()) request.headers.add("Content-Type", "application/json");
    const http::Response response = router.route(request);
    const json::value value = json::parse(response.body);
    return {response.status, value.as_object()};
  }
  int status(const std::string& target, const std::string& body) { return ask("POST", target, body).first; }
  std::vector<Code> events() {
    cockpit.run_frame();
    std::vector<Code> found;
    const Heard heard = cockpit.take(client);
    for (const auto& event : heard.all<protocol::RecvEvent>()) {
      found.emplace_back(event.client_event_id.value, event.data);
    }
    return found;
  }
  void show(std::uint32_t type, std::uint32_t event, std::string content) {
    protocol::Text text;
    text.text_type = type;
    text.client_event_id = protocol::EventId{event};
    text.unit_size = static_cast<std::uint32_t>(content.size());
    text.data = std::as_bytes(std::span(content));
    cockpit.send(client, text);
    (void)events();
  }

  Cockpit cockpit{"fsx_sp2"};
  ClientId client = cockpit.open(protocol::Protocol::fsx_sp2);
  Simulation simulation{SimulationOptions{.start = FakeSimulator::kStart}};
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("emulator");
  Recorder recorder{host.executor()};
  http::Router router = control_router({simulation, cockpit.faults, cockpit.sessions, [this] { return cockpit.now; },
                                        "fsx_sp2", &recorder, &host.clock()});
};

TEST_F(ControlOfScreens, ItemsOfTheMenuAreListedAndChosen) {
  cockpit.send(client, protocol::MenuAddItem{"Fuel", protocol::EventId{1}, 10});
  cockpit.send(client, protocol::MenuAddItem{"Doors", protocol::EventId{2}, 20});
  cockpit.send(client, protocol::MenuAddSubItem{protocol::EventId{2}, "Open", protocol::EventId{3}, 30});
  (void)events();
  const json::object menu = ask("GET", "/v1/menu").second;
  ASSERT_EQ(menu.at("items").as_array().size(), 2u);
  EXPECT_EQ(menu.at("items").at(1).at("items").at(0).at("text").as_string(), "Open");
  EXPECT_EQ(status("/v1/menu", R"({"item":"Fuel"})"), 200);
  EXPECT_EQ(events(), (std::vector<Code>{{1, 10}}));
  EXPECT_EQ(status("/v1/menu", R"({"item":"Doors"})"), 422) << "it opens a menu";
  EXPECT_EQ(status("/v1/menu", R"({"item":"Doors","sub_item":"Open","client":1})"), 200);
  EXPECT_EQ(events(), (std::vector<Code>{{3, 30}}));
  EXPECT_EQ(status("/v1/menu", R"({"item":"Doors","sub_item":"Shut"})"), 404);
  EXPECT_EQ(status("/v1/menu", R"({"item":"Fuel","client":9})"), 404);
  cockpit.send(client, protocol::MenuAddItem{"Fuel", protocol::EventId{4}, 40});
  (void)events();
  EXPECT_EQ(status("/v1/menu", R"({"item":"Fuel"})"), 409) << "two are called so";
}

TEST_F(ControlOfScreens, TextsAreListedAnsweredAndAcknowledged) {
  show(0x200, 5, std::string("Title\0Prompt\0Yes\0No\0", 20));
  show(0x100, 6, "print");
  show(0x100, 7, "waits");
  const json::array texts = ask("GET", "/v1/menu").second.at("texts").as_array();
  ASSERT_EQ(texts.size(), 3u);
  EXPECT_EQ(texts[0].at("text").as_string(), "print");
  EXPECT_EQ(texts[1].at("items").as_array().size(), 2u);
  EXPECT_EQ(texts[2].at("shown").as_bool(), false);
  EXPECT_EQ(status("/v1/menu", R"({"choice":3})"), 422);
  EXPECT_EQ(status("/v1/menu", R"({"choice":2})"), 200);
  EXPECT_EQ(events(), (std::vector<Code>{{5, 1}}));
  EXPECT_EQ(status("/v1/menu", R"({"choice":1})"), 409) << "it was answered";
  EXPECT_EQ(status("/v1/menu", R"({"dismiss":"print"})"), 200);
  EXPECT_EQ(events(), (std::vector<Code>{{6, 0x10002}, {7, 0x10000}}));
  EXPECT_EQ(status("/v1/menu", R"({"dismiss":"scroll"})"), 409);
}

TEST_F(ControlOfScreens, WishesThatMakeNoSenseAreTold) {
  for (const char* body : {"{}", R"({"item":"a","choice":1})", R"({"choice":0})", R"({"dismiss":"all"})",
                           R"({"choice":1,"client":1})", R"({"itme":"a"})"}) {
    EXPECT_EQ(status("/v1/menu", body), 400) << body;
  }
}

TEST_F(ControlOfScreens, ActionsAreKeptWithWhetherTheyAreDone) {
  EXPECT_EQ(
      status("/v1/actions", R"({"event":"CustomMissionActionExecuted","payload":"door",)"
                            R"("instance_id":"{11223344-5566-7788-99AA-BBCCDDEEFF01}","wait_for_completion":true})"),
      200);
  json::object action = ask("GET", "/v1/actions").second.at("actions").at(0).as_object();
  EXPECT_EQ(action.at("instance_id").as_string(), "11223344-5566-7788-99AA-BBCCDDEEFF01");
  EXPECT_EQ(action.at("waits").as_bool(), true);
  protocol::CompleteCustomMissionAction done;
  done.instance_id.bytes = cockpit.sessions.commons()->missions.happenings()[0].action.instance_id.bytes;
  EXPECT_EQ(done.instance_id.bytes[0], std::byte{0x44}) << "the first numbers are little-endian";
  EXPECT_EQ(done.instance_id.bytes[8], std::byte{0x99});
  cockpit.send(client, done);
  (void)events();
  action = ask("GET", "/v1/actions").second.at("actions").at(0).as_object();
  EXPECT_EQ(action.at("completed").as_bool(), true);
  EXPECT_EQ(simulation.drain_events().size(), 1u) << "the system event is raised";
}

TEST_F(ControlOfScreens, ActionsThatMakeNoSenseAreTold) {
  for (const char* body :
       {"{}", R"({"event":"Pause"})", R"({"event":"MissionCompleted"})",
        R"({"event":"MissionCompleted","result":"so"})",
        R"({"event":"CustomMissionActionExecuted","instance_id":"1122"})", R"({"event":"RaceEnd","lap_index":1})"}) {
    EXPECT_EQ(status("/v1/actions", body), 400) << body;
  }
  EXPECT_EQ(status("/v1/actions", R"({"event":"RaceLap","lap_index":1,"player_name":"Amelia","total_seconds":61.5})"),
            200);
  const std::string long_name(260, 'x');
  EXPECT_EQ(status("/v1/actions", R"({"event":"RaceEnd","player_name":")" + long_name + "\"}"), 400);
}

TEST(ControlOfMissions, NewerSimulatorsNeverSendWhatMissionsTell) {
  Cockpit cockpit("msfs2024");
  Simulation simulation{SimulationOptions{.start = FakeSimulator::kStart}};
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("emulator");
  Recorder recorder{host.executor()};
  http::Router router = control_router({simulation, cockpit.faults, cockpit.sessions, [&] { return cockpit.now; },
                                        "msfs2024", &recorder, &host.clock()});
  http::Request request;
  request.method = "POST";
  request.target = "/v1/actions";
  request.body = R"({"event":"MissionCompleted","result":"succeeded"})";
  request.headers.add("Host", "127.0.0.1:5112");
  request.headers.add("Content-Type", "application/json");
  const http::Response response = router.route(request);
  EXPECT_EQ(response.status, 409);
  EXPECT_THAT(response.body, HasSubstr("never sends it"));
}

// The eyepoint of the real simulation, as every client reads it.
TEST(EyepointOfTheSimulation, TheStructureIsWhereItWasMoved) {
  Simulation simulation{SimulationOptions{.start = FakeSimulator::kStart}};
  SimulationAdapter adapter(simulation, *find_profile("fsx_sp2"));
  const auto offset = adapter.resolve("STRUCT EYEPOINT DYNAMIC OFFSET");
  ASSERT_TRUE(offset);
  EXPECT_EQ(offset->kind, VariableKind::xyz);
  EXPECT_EQ(adapter.triple(*offset), (std::array{0.0, 0.0, 0.0}));
  adapter.set_triple(*offset, {1, 2, 3});
  EXPECT_EQ(adapter.triple(*adapter.resolve("struct eyepoint dynamic offset")), (std::array{1.0, 2.0, 3.0}));
}

}  // namespace
}  // namespace checkride::emulator
