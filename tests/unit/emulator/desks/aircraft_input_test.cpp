// Goal: the aircraft's input events as semantics 22 says. Method: two clients, one that sets and one that listens;
// every event once more over the real simulation.
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "answers/list_pages.hpp"
#include "commons/aircraft_inputs.hpp"
#include "server/simulation_adapter.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::InputEventHash;
using protocol::Protocol;
using Exceptions = std::pair<std::uint32_t, std::uint32_t>;

constexpr InputEventHash kLandingLight{input_hash("LIGHTING_LANDING_1")};
constexpr InputEventHash kDoor{input_hash("CABIN_DOOR_LEFT_1")};
constexpr InputEventHash kRegistration{input_hash("AIRCRAFT_REGISTRATION_1")};
constexpr InputEventHash kNobody{0x1234};

std::vector<std::byte> bytes_of(double value) {
  std::vector<std::byte> bytes(sizeof(double));
  protocol::store_little_endian(bytes.data(), value);
  return bytes;
}

std::vector<std::byte> bytes_of(std::string_view text) {
  std::vector<std::byte> bytes;
  for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
  return bytes;
}

protocol::SetInputEvent set_input(InputEventHash hash, std::span<const std::byte> value) {
  protocol::SetInputEvent message;
  message.hash = hash;
  message.unit_size = static_cast<std::uint32_t>(value.size());
  message.value = value;
  return message;
}

template <class Message>
Message with_hash(InputEventHash hash) {
  Message message;
  message.hash = hash;
  return message;
}
constexpr auto subscribe_to = with_hash<protocol::SubscribeInputEvent>;
constexpr auto unsubscribe_from = with_hash<protocol::UnsubscribeInputEvent>;
constexpr auto params_of = with_hash<protocol::EnumerateInputEventParams>;

protocol::GetInputEvent get_input(std::uint32_t request, InputEventHash hash) {
  protocol::GetInputEvent message;
  message.request_id.value = request;
  message.hash = hash;
  return message;
}

struct AircraftInputTest : testing::Test {
  // (hash, value) of every change told since the last call.
  std::vector<std::pair<InputEventHash, InputState>> told(ClientId client) {
    cockpit.run_frame();
    std::vector<std::pair<InputEventHash, InputState>> result;
    const Heard heard = cockpit.take(client);
    for (const auto& change : heard.all<protocol::RecvSubscribeInputEvent>()) {
      if (const auto* number = std::get_if<double>(&change.value)) {
        result.emplace_back(change.hash, *number);
      } else {
        result.emplace_back(change.hash, std::string(std::get<std::string_view>(change.value)));
      }
    }
    return result;
  }
  using Told = std::vector<std::pair<InputEventHash, InputState>>;
  void set(InputEventHash hash, std::span<const std::byte> value) {
    EXPECT_EQ(cockpit.exception_of(setter, set_input(hash, value)), Exceptions(0, 0));
  }

  Cockpit cockpit;
  ClientId setter = cockpit.open();
  ClientId listener = cockpit.open();
};

TEST_F(AircraftInputTest, TheListHasNamesHashesAndTypes) {
  protocol::EnumerateInputEvents ask;
  ask.request_id.value = 4;
  cockpit.send(listener, ask);
  cockpit.run_frame();
  const Heard heard = cockpit.take(listener);
  const auto pages = heard.all<protocol::RecvEnumerateInputEvents>();
  ASSERT_EQ(pages.size(), 1u);
  EXPECT_EQ(pages[0].request_id.value, 4u);
  EXPECT_EQ(pages[0].entry_number, 0u);
  EXPECT_EQ(pages[0].out_of, 1u);
  ASSERT_EQ(pages[0].elements.size(), aircraft_inputs().size());
  std::set<std::uint64_t> hashes;
  for (const auto& element : pages[0].elements) {
    EXPECT_EQ(element.hash.value, input_hash(element.name));
    hashes.insert(element.hash.value);
    const bool text = element.name == "AIRCRAFT_REGISTRATION_1";
    EXPECT_EQ(element.type, text ? protocol::InputEventType::text : protocol::InputEventType::number) << element.name;
  }
  EXPECT_EQ(hashes.size(), aircraft_inputs().size()) << "no two events have one hash";
  EXPECT_FALSE(hashes.contains(0)) << "0 stands for all of them";
}

TEST_F(AircraftInputTest, HashesAreStable) {
  EXPECT_EQ(input_hash(""), 0xcbf29ce484222325u);  // published values of FNV-1a
  EXPECT_EQ(input_hash("foobar"), 0x85944171f73967e8u);
}

TEST_F(AircraftInputTest, ALongListComesInPages) {
  const std::vector<protocol::InputEventDescriptor> many(1000);
  Outbox outbox;
  answer_in_pages(outbox, protocol::RecvEnumerateInputEvents(), std::span<const protocol::InputEventDescriptor>(many));
  outbox.end_frame();
  const auto bytes = outbox.take();
  std::size_t elements = 0;
  std::uint32_t pages = 0;
  for (std::span<const std::byte> rest = bytes; !rest.empty(); ++pages) {
    const auto step = protocol::next_frame(rest, protocol::Direction::server_to_client);
    const auto decoded = protocol::decode_server(std::get<protocol::Frame>(step).bytes);
    const auto& page = std::get<protocol::RecvEnumerateInputEvents>(decoded->message);
    EXPECT_EQ(page.entry_number, pages);
    EXPECT_EQ(page.out_of, 2u);
    elements += page.elements.size();
    rest = rest.subspan(std::get<protocol::Frame>(step).bytes.size());
  }
  EXPECT_EQ(pages, 2u);
  EXPECT_EQ(elements, many.size());
}

TEST_F(AircraftInputTest, WithoutAnAircraftThereIsNone) {
  cockpit.simulator.set_user_object(false);
  EXPECT_EQ(cockpit.exception_of(listener, protocol::EnumerateInputEvents()), Exceptions(1, protocol::kUnknownIndex));
  EXPECT_EQ(cockpit.exception_of(listener, get_input(1, kLandingLight)), Exceptions(42, 2));
  EXPECT_EQ(cockpit.exception_of(listener, subscribe_to(InputEventHash{0})), Exceptions(42, 1));
}

TEST_F(AircraftInputTest, WhileTheAircraftLoadsThereIsNoList) {
  cockpit.simulator.set_loading(true);
  EXPECT_EQ(cockpit.exception_of(listener, protocol::EnumerateInputEvents()), Exceptions(1, protocol::kUnknownIndex));
  cockpit.simulator.set_loading(false);
  EXPECT_EQ(cockpit.exception_of(listener, protocol::EnumerateInputEvents()), Exceptions(0, 0));
}

TEST_F(AircraftInputTest, WhatIsSetIsSeenInTheVariableAndByOthers) {
  cockpit.send(listener, add_datum(1, "LIGHT LANDING", "bool"));
  cockpit.send(listener, subscribe_to(kLandingLight));
  EXPECT_TRUE(told(listener).empty()) << "no first value";
  set(kLandingLight, bytes_of(1.0));
  EXPECT_EQ(told(listener), (Told{{kLandingLight, 1.0}}));
  cockpit.send(listener, request_data(7, 1));
  cockpit.send(listener, get_input(8, kLandingLight));
  cockpit.run_frame();
  const Heard heard = cockpit.take(listener);
  ASSERT_EQ(heard.all<protocol::RecvSimObjectData>().size(), 1u);
  EXPECT_EQ(double_at(heard.all<protocol::RecvSimObjectData>()[0].data), 1);
  const auto got = heard.all<protocol::RecvGetInputEvent>();
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].request_id.value, 8u);
  EXPECT_EQ(std::get<double>(got[0].value), 1);
}

TEST_F(AircraftInputTest, AChangedVariableIsTold) {
  cockpit.send(listener, subscribe_to(kLandingLight));
  cockpit.run_frame();
  cockpit.simulator.value("LIGHT LANDING") = 1;
  EXPECT_EQ(told(listener), (Told{{kLandingLight, 1.0}}));
  EXPECT_TRUE(told(listener).empty()) << "once a change";
}

TEST_F(AircraftInputTest, AControlWithoutAVariableIsSharedByAllClients) {
  cockpit.send(listener, subscribe_to(kDoor));
  cockpit.run_frame();
  set(kDoor, bytes_of(0.5));
  EXPECT_EQ(told(listener), (Told{{kDoor, 0.5}}));
  cockpit.sessions.disconnect(setter);
  const ClientId later = cockpit.open();
  cockpit.send(later, get_input(1, kDoor));
  cockpit.run_frame();
  const Heard heard = cockpit.take(later);
  ASSERT_EQ(heard.all<protocol::RecvGetInputEvent>().size(), 1u);
  EXPECT_EQ(std::get<double>(heard.all<protocol::RecvGetInputEvent>()[0].value), 0.5) << "a door stays open";
}

TEST_F(AircraftInputTest, ATextComesWithItsNulOrWithout) {
  cockpit.send(listener, subscribe_to(kRegistration));
  cockpit.run_frame();
  set(kRegistration, bytes_of("D-EABC"));
  EXPECT_EQ(told(listener), (Told{{kRegistration, std::string("D-EABC")}}));
  set(kRegistration, bytes_of(std::string_view("HB-X\0junk", 9)));
  EXPECT_EQ(told(listener), (Told{{kRegistration, std::string("HB-X")}}));
  EXPECT_EQ(cockpit.simulator.text_value("ATC ID"), "HB-X");
}

TEST_F(AircraftInputTest, WhatCannotBeWrittenIsMovedByItsKeyEvent) {
  set(InputEventHash{input_hash("FUEL_SELECTOR_1")}, bytes_of(3.0));
  const InputEventHash pump{input_hash("FUEL_PUMP_1")};
  set(pump, bytes_of(1.0));
  cockpit.simulator.value("GENERAL ENG FUEL PUMP SWITCH:1") = 1;
  set(pump, bytes_of(1.0));  // it is on already: toggling would switch it off
  const std::vector<FakeSimulator::Triggered> expected{{"FUEL_SELECTOR_SET", {3}}, {"FUEL_PUMP", {}}};
  EXPECT_EQ(cockpit.simulator.triggered, expected);
}

TEST_F(AircraftInputTest, HashZeroSubscribesToAll) {
  cockpit.send(listener, subscribe_to(InputEventHash{0}));
  cockpit.send(listener, subscribe_to(kDoor));
  cockpit.run_frame();
  set(kDoor, bytes_of(1.0));
  set(kLandingLight, bytes_of(1.0));
  EXPECT_EQ(told(listener), (Told{{kDoor, 1.0}, {kLandingLight, 1.0}})) << "once, though subscribed to twice";
  cockpit.send(listener, unsubscribe_from(InputEventHash{0}));
  cockpit.run_frame();
  set(kDoor, bytes_of(0.0));
  EXPECT_TRUE(told(listener).empty()) << "all subscriptions have ended";
  EXPECT_EQ(cockpit.sessions.next_wake(cockpit.now), std::nullopt);
}

TEST_F(AircraftInputTest, OneSubscriptionEndsByItsHash) {
  cockpit.send(listener, subscribe_to(kDoor));
  cockpit.send(listener, subscribe_to(kLandingLight));
  cockpit.send(listener, unsubscribe_from(kDoor));
  cockpit.run_frame();
  set(kDoor, bytes_of(1.0));
  set(kLandingLight, bytes_of(1.0));
  EXPECT_EQ(told(listener), (Told{{kLandingLight, 1.0}}));
}

TEST_F(AircraftInputTest, SubscriptionsEndWithAChangeOfAircraft) {
  cockpit.send(listener, subscribe_to(InputEventHash{0}));
  cockpit.run_frame();
  cockpit.simulator.raise("AircraftLoaded", 0, "other.cfg");
  cockpit.run_frame();
  set(kDoor, bytes_of(1.0));
  EXPECT_TRUE(told(listener).empty());
}

TEST_F(AircraftInputTest, ParametersAreTypes) {
  cockpit.send(listener, params_of(kLandingLight));
  cockpit.send(listener, params_of(kRegistration));
  cockpit.run_frame();
  const Heard heard = cockpit.take(listener);
  const auto answers = heard.all<protocol::RecvEnumerateInputEventParams>();
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0].hash, kLandingLight);
  EXPECT_EQ(answers[0].value, ";FLOAT64");
  EXPECT_EQ(answers[1].value, ";char[256]");
}

TEST_F(AircraftInputTest, MistakesAreToldWithTheirParameter) {
  const auto one = bytes_of(1.0);
  EXPECT_EQ(cockpit.exception_of(setter, get_input(1, kNobody)), Exceptions(42, 2));
  EXPECT_EQ(cockpit.exception_of(setter, get_input(1, InputEventHash{0})), Exceptions(42, 2));
  EXPECT_EQ(cockpit.exception_of(setter, subscribe_to(kNobody)), Exceptions(42, 1));
  EXPECT_EQ(cockpit.exception_of(setter, unsubscribe_from(kNobody)), Exceptions(42, 1));
  EXPECT_EQ(cockpit.exception_of(setter, params_of(kNobody)), Exceptions(42, 1));
  EXPECT_EQ(cockpit.exception_of(setter, set_input(kNobody, one)), Exceptions(43, 1));
  EXPECT_EQ(cockpit.exception_of(setter, set_input(kDoor, std::span(one).first(4))), Exceptions(2, 2));
  auto longer = set_input(kDoor, one);
  longer.unit_size = 9;
  EXPECT_EQ(cockpit.exception_of(setter, longer), Exceptions(2, 2));
  EXPECT_EQ(cockpit.exception_of(setter, set_input(kRegistration, std::vector<std::byte>(257))), Exceptions(2, 2));
  const auto nan = bytes_of(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(cockpit.exception_of(setter, set_input(kDoor, nan)), Exceptions(43, 3));
}

TEST_F(AircraftInputTest, AnOlderSimulatorHasNone) {
  Cockpit older("fsx_sp2");
  const ClientId client = older.open(Protocol::fsx_sp2);
  EXPECT_EQ(older.exception_of(client, protocol::EnumerateInputEvents()), Exceptions(1, protocol::kUnknownIndex));
}

// Each event that stands for a variable does move that of the real simulation.
TEST(AircraftInputs, TheRealAircraftFollows) {
  Simulation simulation{SimulationOptions()};
  SimulationAdapter adapter(simulation, *find_profile("msfs2024"));
  AircraftInputs inputs;
  for (std::size_t i = 0; i < aircraft_inputs().size(); ++i) {
    const AircraftInput& input = aircraft_inputs()[i];
    if (input.variable.empty()) continue;
    const auto variable = adapter.resolve(input.variable);
    ASSERT_TRUE(variable.has_value()) << input.name;
    if (input.text) {
      ASSERT_TRUE(inputs.set(i, "OY-XYZ", adapter)) << input.name;
      EXPECT_EQ(adapter.text(*variable), "OY-XYZ") << input.name;
      continue;
    }
    for (const double wanted : {1.0, 0.0}) {
      ASSERT_TRUE(inputs.set(i, wanted, adapter)) << input.name;
      EXPECT_NEAR(adapter.number(*variable), wanted, 1) << input.name;
      EXPECT_EQ(std::get<double>(inputs.value(i, adapter)), adapter.number(*variable)) << input.name;
    }
    EXPECT_NEAR(adapter.number(*variable), 0, 1e-9) << input.name;
  }
}

}  // namespace
}  // namespace checkride::emulator
