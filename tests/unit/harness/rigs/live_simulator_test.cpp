// A simulator driven over the wire alone. Method: an emulator on a virtual host stands in for the real one; what came
// of it is asked of its control API, which the driver does not know.
#include "rigs/live_simulator.hpp"

#include "checkride/harness/loader.hpp"
#include "checkride/test/world_test.hpp"
#include "rigs/virtual_rig.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kScenario =
    "scenario: live\nsimulators:\n  sim: {profile: msfs2020}\n"
    "timeline:\n  - start: sim\n  - expect: {calls: {of: sim, message: Open, count: 0}}\n";

// A simulator that runs, and a line to it on which clients are overheard.
class Stage {
 public:
  explicit Stage(VirtualRig& stage_rig)
      : rig(stage_rig),
        live(rig.world(), "sim", address(), protocol::Protocol::msfs2020, [this] { return links(); }),
        line(rig.world(), "line", &live.log().tap("app")) {}

  world::Endpoint address() {
    const auto place = rig.endpoint("sim", Port::simconnect);
    EXPECT_THAT(place, IsOk());
    return place ? *place : world::Endpoint();
  }
  std::map<std::string, LinkProxy*> links() { return {{"app", &line}}; }
  // A client on the line, as a monitor is.
  Result<std::unique_ptr<LiveSimulator>> make_client() {
    TRY_VOID(line.open());
    TRY_VOID(line.set_target(address()));
    return std::make_unique<LiveSimulator>(rig.world(), "client", line.endpoint(), protocol::Protocol::msfs2020,
                                           [] { return std::map<std::string, LinkProxy*>(); });
  }
  // As the emulator says itself.
  world::Task<double> truth(std::string variable, std::string unit) {
    const auto value = co_await rig.simulator("sim").read(std::move(variable), std::move(unit));
    EXPECT_THAT(value, IsOk());
    co_return value ? *value : -1.0;
  }
  world::Task<> end() {
    co_await live.close();
    co_await line.close();
  }

  VirtualRig& rig;
  LiveSimulator live;
  LinkProxy line;
};

using Body = world::Task<> (*)(VirtualRig&);

world::Task<int> to_its_end(Body body, VirtualRig& rig) {
  co_await body(rig);
  co_return 0;
}

void play_on_stage(Body body) {
  const auto scenario = load_scenario(kScenario, "live.yaml");
  ASSERT_THAT(scenario, IsOk());
  VirtualRig rig(*scenario, ScenarioFiles(), 1);
  world::VirtualHost& host = rig.harness_host();
  host.start("test", to_its_end(body, rig));
  rig.virtual_world().run_until(rig.virtual_world().now() + 10min, [&] { return host.exit_code().has_value(); });
  EXPECT_EQ(host.failure(), "");
  EXPECT_TRUE(host.exit_code().has_value()) << "the test did not end";
}

world::Task<> hold_and_release(VirtualRig& rig) {
  CO_ASSERT_OK(co_await rig.start("sim"));
  Stage stage(rig);
  CO_ASSERT_OK(co_await stage.live.open());
  VariableValue altitude{"PLANE ALTITUDE", 3080, "feet"};
  CO_ASSERT_OK(co_await stage.live.set(std::move(altitude)));
  co_await rig.world().clock().sleep_for(20s);
  EXPECT_NEAR(co_await stage.truth("PLANE ALTITUDE", "feet"), 3080, 1);
  EXPECT_EQ(co_await stage.truth("IS ALTITUDE FREEZE ON", "bool"), 1);
  const auto read = co_await stage.live.read(std::string("PLANE ALTITUDE"), std::string("feet"));
  CO_ASSERT_OK(read);
  EXPECT_NEAR(*read, 3080, 1);
  CO_ASSERT_OK(co_await stage.live.release(std::string("PLANE ALTITUDE")));
  EXPECT_EQ(co_await stage.truth("IS ALTITUDE FREEZE ON", "bool"), 0);
  co_await stage.end();
}

TEST(LiveSimulator, HoldsAVariableAsLongAsItIsWanted) {
  play_on_stage(hold_and_release);
}

world::Task<> end_while_holding(VirtualRig& rig) {
  CO_ASSERT_OK(co_await rig.start("sim"));
  Stage stage(rig);
  CO_ASSERT_OK(co_await stage.live.open());
  VariableValue altitude{"PLANE ALTITUDE", 3080, ""};
  CO_ASSERT_OK(co_await stage.live.set(std::move(altitude)));
  EXPECT_EQ(co_await stage.truth("IS ALTITUDE FREEZE ON", "bool"), 1);
  co_await stage.end();
  co_await rig.world().clock().sleep_for(1s);
  EXPECT_EQ(co_await stage.truth("IS ALTITUDE FREEZE ON", "bool"), 0);
}

TEST(LiveSimulator, LetsGoWhateverHappens) {
  play_on_stage(end_while_holding);
}

world::Task<> events_and_refusals(VirtualRig& rig) {
  CO_ASSERT_OK(co_await rig.start("sim"));
  Stage stage(rig);
  CO_ASSERT_OK(co_await stage.live.open());
  TransmitEvent frozen{"sim", "FREEZE_ATTITUDE_SET", {1}};
  CO_ASSERT_OK(co_await stage.live.transmit(std::move(frozen)));
  EXPECT_EQ(co_await stage.truth("IS ATTITUDE FREEZE ON", "bool"), 1);
  VariableValue unknown{"PLANE ATTITUDINIZER", 1, "feet"};
  const auto refused = co_await stage.live.set(std::move(unknown));
  EXPECT_THAT(refused, FailsWith(AllOf(HasSubstr("set PLANE ATTITUDINIZER"), HasSubstr("name_unrecognized"))));
  TransmitEvent nonsense{"sim", "NO_SUCH_EVENT_EVER", {1}};
  const auto no_event = co_await stage.live.transmit(std::move(nonsense));
  EXPECT_THAT(no_event, FailsWith(HasSubstr("NO_SUCH_EVENT_EVER")));
  co_await stage.end();
}

TEST(LiveSimulator, TransmitsEventsAndTellsWhatIsRefused) {
  play_on_stage(events_and_refusals);
}

world::Task<> nobody(VirtualRig& rig) {
  Stage stage(rig);
  const auto opened = co_await stage.live.open();
  EXPECT_THAT(opened, FailsWith(HasSubstr("is it running")));
  const auto read = co_await stage.live.read(std::string("PLANE ALTITUDE"), std::string("feet"));
  EXPECT_THAT(read, FailsWith(HasSubstr("sim is not started")));
}

TEST(LiveSimulator, WhereNobodyAnswersItSaysWhatToLookAt) {
  play_on_stage(nobody);
}

world::Task<> overhear(VirtualRig& rig) {
  CO_ASSERT_OK(co_await rig.start("sim"));
  Stage stage(rig);
  CO_ASSERT_OK(co_await stage.live.open());
  auto made = stage.make_client();
  CO_ASSERT_OK(made);
  LiveSimulator& client = **made;
  CO_ASSERT_OK(co_await client.open());
  VariableValue unknown{"NO SUCH THING", 1, "feet"};
  EXPECT_TRUE((co_await client.set(std::move(unknown))).has_error());
  co_await rig.world().clock().sleep_for(1s);
  const auto calls = co_await stage.live.calls_since(0);
  CO_ASSERT_OK(calls);
  std::vector<std::string> messages;
  std::string refused;
  for (const WireCall& call : *calls) {
    messages.push_back(call.message);
    if (call.message == "AddToDataDefinition") refused = call.json;
  }
  EXPECT_THAT(messages, testing::IsSupersetOf({"Open", "AddToDataDefinition", "SetDataOnSimObject"}));
  EXPECT_THAT(refused, HasSubstr("\"exception\":{\"exception\":7")) << "and the harness's own calls are not among them";
  co_await client.close();
  co_await stage.end();
}

TEST(LiveSimulator, OverhearsTheClientsOfItsLine) {
  play_on_stage(overhear);
}

world::Task<> faults(VirtualRig& rig) {
  CO_ASSERT_OK(co_await rig.start("sim"));
  Stage stage(rig);
  CO_ASSERT_OK(co_await stage.live.open());
  auto made = stage.make_client();
  CO_ASSERT_OK(made);
  LiveSimulator& client = **made;
  CO_ASSERT_OK(co_await client.open());
  EmulatorFault silence{"sim", "silent", "{}"};
  const auto id = co_await stage.live.inject(std::move(silence));
  CO_ASSERT_OK(id);
  const auto unanswered = co_await client.read(std::string("PLANE ALTITUDE"), std::string("feet"));
  EXPECT_THAT(unanswered, FailsWith(HasSubstr("did not answer within 5 s")));
  CO_ASSERT_OK(co_await stage.live.read(std::string("PLANE ALTITUDE"), std::string("feet")));
  CO_ASSERT_OK(co_await stage.live.remove(*id));
  CO_ASSERT_OK(co_await client.read(std::string("PLANE ALTITUDE"), std::string("feet")));
  EmulatorFault stall{"sim", "stall", R"({"duration":"2s"})"};
  CO_ASSERT_OK(co_await stage.live.inject(std::move(stall)));
  const auto before = rig.world().clock().now();
  CO_ASSERT_OK(co_await client.read(std::string("PLANE ALTITUDE"), std::string("feet")));
  EXPECT_GE(rig.world().clock().now() - before, 1900ms) << "what was held came when it ended by itself";
  EmulatorFault reset{"sim", "reset", R"({"after":"1s"})"};
  CO_ASSERT_OK(co_await stage.live.inject(std::move(reset)));
  CO_ASSERT_OK(co_await client.read(std::string("PLANE ALTITUDE"), std::string("feet")));
  co_await rig.world().clock().sleep_for(2s);
  const auto broken = co_await client.read(std::string("PLANE ALTITUDE"), std::string("feet"));
  EXPECT_THAT(broken, FailsWith(HasSubstr("connection")));
  co_await client.close();
  co_await stage.end();
}

TEST(LiveSimulator, ItsLineHasFaultsOfWhichTheHarnessIsFree) {
  play_on_stage(faults);
}

}  // namespace
}  // namespace checkride::harness
