// Goal: controllers and actions as semantics 21.1 and 21.2 say. Method: what one client asks for and the simulator
// sees.
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::Protocol;
using Exceptions = std::pair<std::uint32_t, std::uint32_t>;

std::vector<std::byte> number(float value) {
  std::vector<std::byte> bytes(sizeof(float));
  protocol::store_little_endian(bytes.data(), value);
  return bytes;
}

protocol::ExecuteAction action(std::string_view name, std::span<const std::byte> parameters = {}) {
  protocol::ExecuteAction message;
  message.request_id.value = 12;
  message.action_id = name;
  message.unit_size = static_cast<std::uint32_t>(parameters.size());
  message.param_values = parameters;
  return message;
}

struct ActionTest : testing::Test {
  // The name and request id of the one ACTION_CALLBACK.
  std::pair<std::string, std::uint32_t> done(const protocol::ExecuteAction& message) {
    cockpit.send(client, message);
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    const auto callbacks = heard.all<protocol::RecvActionCallback>();
    EXPECT_EQ(callbacks.size(), 1u);
    if (callbacks.empty()) return {};
    return {std::string(callbacks[0].action_id), callbacks[0].request_id.value};
  }

  Cockpit cockpit;
  ClientId client = cockpit.open();
};

TEST_F(ActionTest, AnActionIsDoneAndToldOnce) {
  EXPECT_EQ(done(action("ToggleGear")), (std::pair{std::string("ToggleGear"), 12u}));
  const auto heading = number(270);
  EXPECT_EQ(done(action("SetHeadingBug", heading)).second, 12u);
  const std::vector<FakeSimulator::Triggered> expected{{"GEAR_TOGGLE", {}}, {"HEADING_BUG_SET", {270}}};
  EXPECT_EQ(cockpit.simulator.triggered, expected);
}

// wire.md 3.11: a byte for a truth, four for a number.
TEST_F(ActionTest, ParametersArePacked) {
  const std::vector<std::byte> set{std::byte{2}};
  const std::vector<std::byte> released{std::byte{0}};
  EXPECT_EQ(done(action("SetParkingBrake", set)).second, 12u);
  EXPECT_EQ(done(action("SetParkingBrake", released)).second, 12u);
  const std::vector<FakeSimulator::Triggered> expected{{"PARKING_BRAKE_SET", {1}}, {"PARKING_BRAKE_SET", {0}}};
  EXPECT_EQ(cockpit.simulator.triggered, expected);
  const std::vector<std::byte> eight(8);
  EXPECT_EQ(cockpit.exception_of(client, action("SetHeadingBug", eight)), Exceptions(41, 4));
  const auto one = number(1);
  EXPECT_EQ(cockpit.exception_of(client, action("SetParkingBrake", one)), Exceptions(41, 4));
  const auto too_much = number(4294967296.0F);
  EXPECT_EQ(cockpit.exception_of(client, action("SetHeadingBug", too_much)), Exceptions(41, 4));
}

TEST_F(ActionTest, ATextIsAsLongAsTextsAre) {
  std::vector<std::byte> text(256);
  text[0] = std::byte{'X'};
  EXPECT_EQ(done(action("SetRegistration", text)).second, 12u);
  EXPECT_EQ(cockpit.simulator.text_value("ATC ID"), "X");
  EXPECT_EQ(cockpit.exception_of(client, action("SetRegistration", std::span(text).first(255))), Exceptions(41, 4));
}

TEST_F(ActionTest, MistakesAreToldWithTheirParameter) {
  const auto minus = number(-1);
  EXPECT_EQ(cockpit.exception_of(client, action("NoSuchAction")), Exceptions(39, 2));
  EXPECT_EQ(cockpit.exception_of(client, action("GEAR_TOGGLE")), Exceptions(40, 2));
  EXPECT_EQ(cockpit.exception_of(client, action("ToggleGear", minus)), Exceptions(41, 4));
  EXPECT_EQ(cockpit.exception_of(client, action("SetHeadingBug")), Exceptions(41, 4));
  EXPECT_EQ(cockpit.exception_of(client, action("SetHeadingBug", minus)), Exceptions(41, 4));
  auto shorter = action("SetHeadingBug", std::span(minus).first(2));
  shorter.unit_size = 4;
  EXPECT_EQ(cockpit.exception_of(client, shorter), Exceptions(41, 4));
  EXPECT_TRUE(cockpit.simulator.triggered.empty());
}

TEST_F(ActionTest, ControllersAreThoseThatWereMoved) {
  const protocol::EnumerateControllers ask;
  EXPECT_EQ(cockpit.exception_of(client, ask), Exceptions(1, protocol::kUnknownIndex));
  ASSERT_TRUE(cockpit.sessions.press_input({"a", true, {}}).has_value());
  EXPECT_EQ(cockpit.exception_of(client, ask), Exceptions(1, protocol::kUnknownIndex)) << "a keyboard is none";
  ASSERT_TRUE(cockpit.sessions.press_input({"joystick:3:button:0", true, {}}).has_value());
  ASSERT_TRUE(cockpit.sessions.press_input({"joystick:1:XAxis", true, 5}).has_value());
  cockpit.send(client, ask);
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto pages = heard.all<protocol::RecvControllersList>();
  ASSERT_EQ(pages.size(), 1u);
  ASSERT_EQ(pages[0].elements.size(), 2u);
  EXPECT_EQ(pages[0].elements[0].device_id, 1u);
  EXPECT_EQ(pages[0].elements[1].device_id, 3u);
  EXPECT_EQ(pages[0].elements[1].device_name, "Joystick 3");
}

TEST_F(ActionTest, OlderSimulatorsDoNotKnowThem) {
  Cockpit older("fsx_sp2");
  const ClientId pilot = older.open(Protocol::fsx_sp2);
  EXPECT_EQ(older.exception_of(pilot, action("ToggleGear")), Exceptions(1, protocol::kUnknownIndex));
  EXPECT_EQ(older.exception_of(pilot, protocol::EnumerateControllers()), Exceptions(1, protocol::kUnknownIndex));
}

}  // namespace
}  // namespace checkride::emulator
