// Goal: connections open, refuse and end as semantics 2 and wire.md 2.4 say. Method: raw clients of one cockpit.
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::Protocol;

protocol::Open open_message(std::string_view name = "client") {
  protocol::Open message;
  message.application_name = name;
  return message;
}

struct OpenCase {
  std::string_view profile;
  Protocol client;
  std::string_view application;
  std::uint32_t major;
  std::uint32_t build;
};

class OpenAnswer : public testing::TestWithParam<OpenCase> {};

TEST_P(OpenAnswer, SaysWhichSimulatorItIs) {
  Cockpit cockpit(GetParam().profile);
  const ClientId client = cockpit.connect();
  cockpit.set_version(client, GetParam().client);
  cockpit.send(client, open_message());
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  ASSERT_EQ(heard.messages.size(), 1u);
  const auto answers = heard.all<protocol::RecvOpen>();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].application_name, GetParam().application);
  EXPECT_EQ(answers[0].application_version_major, GetParam().major);
  EXPECT_EQ(answers[0].application_build_major, GetParam().build);
  EXPECT_FALSE(heard.closed);
  // The answer is laid out for the client's version, and its header says so.
  EXPECT_EQ(protocol::load_little_endian<std::uint32_t>(heard.bytes.data() + 4), number_of(GetParam().client));
}

INSTANTIATE_TEST_SUITE_P(
    Profiles, OpenAnswer,
    testing::Values(OpenCase{"fsx_rtm", Protocol::fsx_rtm, "Microsoft Flight Simulator X", 10, 60905},
                    OpenCase{"fsx_sp1", Protocol::fsx_sp1, "Microsoft Flight Simulator X", 10, 61355},
                    OpenCase{"fsx_sp2", Protocol::fsx_sp2, "Microsoft Flight Simulator X", 10, 61472},
                    OpenCase{"fsx_steam", Protocol::fsx_sp2, "Microsoft Flight Simulator X", 10, 62615},
                    OpenCase{"msfs2020", Protocol::msfs2020, "KittyHawk", 11, 282174},
                    OpenCase{"msfs2024", Protocol::msfs2024, "SunRise", 12, 282174},
                    OpenCase{"msfs2024", Protocol::fsx_sp2, "SunRise", 12, 282174},
                    OpenCase{"msfs2020", Protocol::fsx_rtm, "KittyHawk", 11, 282174}),
    [](const auto& chosen) {
      return std::string(chosen.param.profile) + "_" + std::to_string(number_of(chosen.param.client));
    });

TEST(Open, ANewerClientIsToldTheVersionMismatchAndClosed) {
  Cockpit cockpit("msfs2020");
  const ClientId client = cockpit.connect();
  const std::uint32_t send_id = cockpit.send(client, open_message());  // version 6
  cockpit.send(client, request_data(1, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  ASSERT_EQ(heard.messages.size(), 1u);
  const auto exceptions = heard.all<protocol::RecvException>();
  ASSERT_EQ(exceptions.size(), 1u);
  EXPECT_EQ(exceptions[0].exception, protocol::Exception::version_mismatch);
  EXPECT_EQ(exceptions[0].send_id.value, send_id);
  EXPECT_EQ(exceptions[0].index, 4u);
  EXPECT_TRUE(heard.closed);
  EXPECT_EQ(cockpit.sessions.size(), 0u);
}

TEST(Open, VersionsThatNobodySpokeAreRefused) {
  for (const std::uint32_t version : {0u, 1u, 7u}) {
    Cockpit cockpit;
    const ClientId client = cockpit.connect();
    cockpit.set_version(client, static_cast<Protocol>(version));
    cockpit.send(client, open_message());
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    EXPECT_EQ(heard.all<protocol::RecvException>().size(), 1u) << version;
    EXPECT_TRUE(heard.closed) << version;
  }
}

TEST(Open, AnythingBeforeItClosesWithoutAWord) {
  Cockpit cockpit;
  const ClientId client = cockpit.connect();
  cockpit.send(client, request_data(1, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_TRUE(heard.messages.empty());
  EXPECT_TRUE(heard.closed);
}

TEST(Open, ASecondOneIsAnError) {
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  EXPECT_EQ(cockpit.exception_of(client, open_message()), std::pair(1u, protocol::kUnknownIndex));
  EXPECT_TRUE(cockpit.sessions.has(client));
}

TEST(Open, MessagesRightBehindItAreObeyedInOrder) {
  Cockpit cockpit;
  const ClientId client = cockpit.connect();
  cockpit.send(client, open_message());
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
  cockpit.send(client, request_data(7, 1));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  ASSERT_EQ(heard.messages.size(), 2u);
  EXPECT_TRUE(std::holds_alternative<protocol::RecvOpen>(heard.messages[0]));
  EXPECT_TRUE(std::holds_alternative<protocol::RecvSimObjectData>(heard.messages[1]));
}

TEST(Open, TheNameMayBeEmpty) {
  Cockpit cockpit;
  const ClientId client = cockpit.connect();
  cockpit.send(client, open_message(""));
  cockpit.run_frame();
  EXPECT_EQ(cockpit.take(client).all<protocol::RecvOpen>().size(), 1u);
}

TEST(Stream, AnImpossibleLengthCloses) {
  for (const std::uint32_t length : {0u, 15u, 41'089u, 0xFFFFFFFFu}) {
    Cockpit cockpit;
    const ClientId client = cockpit.open();
    std::vector<std::byte> bytes(16);
    protocol::store_little_endian(bytes.data(), length);
    cockpit.send_bytes(client, bytes);
    cockpit.run_frame();
    EXPECT_TRUE(cockpit.take(client).closed) << length;
  }
}

TEST(Stream, AFrameMayComeByteByByte) {
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  std::vector<std::byte> bytes;
  protocol::encode(request_data(1, 99), Protocol::msfs2024, protocol::SendId{42}, bytes);
  for (const std::byte byte : bytes) {
    EXPECT_TRUE(cockpit.take(client).messages.empty());
    cockpit.send_bytes(client, {&byte, 1});
    cockpit.run_frame();
  }
  const auto exceptions = cockpit.take(client).all<protocol::RecvException>();
  ASSERT_EQ(exceptions.size(), 1u);
  EXPECT_EQ(exceptions[0].send_id.value, 42u);
}

std::vector<std::byte> raw_frame(std::uint32_t id, std::uint32_t send_id, std::size_t payload) {
  std::vector<std::byte> bytes(16 + payload);
  protocol::store_little_endian(bytes.data(), static_cast<std::uint32_t>(bytes.size()));
  protocol::store_little_endian(bytes.data() + 4, std::uint32_t{6});
  protocol::store_little_endian(bytes.data() + 8, 0xF0000000 | id);
  protocol::store_little_endian(bytes.data() + 12, send_id);
  return bytes;
}

TEST(Stream, AnUnknownMessageIsAnErrorWithItsSendIdAndTheStreamGoesOn) {
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  cockpit.send_bytes(client, raw_frame(0x02, 77, 12));
  cockpit.send_bytes(client, raw_frame(0x300, 78, 0));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto exceptions = heard.all<protocol::RecvException>();
  ASSERT_EQ(exceptions.size(), 2u);
  EXPECT_EQ(exceptions[0].exception, protocol::Exception::error);
  EXPECT_EQ(exceptions[0].send_id.value, 77u);
  EXPECT_EQ(exceptions[1].send_id.value, 78u);
  EXPECT_FALSE(heard.closed);
}

TEST(Stream, APayloadThatDoesNotFitIsASizeMismatchAndTheStreamGoesOn) {
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  cockpit.send_bytes(client, raw_frame(protocol::RequestDataOnSimObject::kInfo.id, 9, 31));
  const std::uint32_t after = cockpit.send(client, request_data(1, 99));
  cockpit.run_frame();
  const auto exceptions = cockpit.take(client).all<protocol::RecvException>();
  ASSERT_EQ(exceptions.size(), 2u);
  EXPECT_EQ(exceptions[0].exception, protocol::Exception::size_mismatch);
  EXPECT_EQ(exceptions[0].send_id.value, 9u);
  EXPECT_EQ(exceptions[1].send_id.value, after);
}

TEST(Stream, AnOpenThatDoesNotFitClosesWithoutAWord) {
  Cockpit cockpit;
  const ClientId client = cockpit.connect();
  cockpit.send_bytes(client, raw_frame(protocol::Open::kInfo.id, 1, 100));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_TRUE(heard.messages.empty());
  EXPECT_TRUE(heard.closed);
}

TEST(Stream, AMessageOfALaterSimulatorIsUnknown) {
  Cockpit cockpit("fsx_sp2");
  const ClientId client = cockpit.open(Protocol::fsx_sp2);
  EXPECT_EQ(cockpit.exception_of(client, protocol::TransmitClientEvent_EX1()).first, 1u);
}

// It cannot know how long the messages of its successors are.
TEST(Stream, AMessageOfALaterSimulatorIsUnknownHoweverLongItIs) {
  Cockpit cockpit("fsx_sp2");
  const ClientId client = cockpit.open(Protocol::fsx_sp2);
  cockpit.send_bytes(client, raw_frame(protocol::EnumerateInputEvents::kInfo.id, 7, 3));
  cockpit.send_bytes(client, raw_frame(protocol::EnumerateInputEvents::kInfo.id, 8, 40));
  cockpit.send_bytes(client, raw_frame(protocol::RequestFacilitiesList::kInfo.id, 9, 3));
  cockpit.run_frame();
  const auto exceptions = cockpit.take(client).all<protocol::RecvException>();
  ASSERT_EQ(exceptions.size(), 3u);
  EXPECT_EQ(exceptions[0].exception, protocol::Exception::error);
  EXPECT_EQ(exceptions[0].send_id.value, 7u);
  EXPECT_EQ(exceptions[1].exception, protocol::Exception::error);
  EXPECT_EQ(exceptions[2].exception, protocol::Exception::size_mismatch);
}

TEST(Quit, IsTheLastThingThatEverybodyHears) {
  Cockpit cockpit;
  const ClientId opened = cockpit.open();
  const ClientId silent = cockpit.connect();
  for (Output& output : cockpit.sessions.quit()) cockpit.collect(std::move(output));
  const Heard heard = cockpit.take(opened);
  ASSERT_EQ(heard.messages.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<protocol::RecvQuit>(heard.messages[0]));
  EXPECT_TRUE(heard.closed);
  EXPECT_TRUE(cockpit.take(silent).messages.empty());
  EXPECT_EQ(cockpit.sessions.size(), 0u);
}

// Semantics 9.4, "quit": the flight that runs stops first.
TEST(Quit, TellsThatTheFlightStopsBeforeIt) {
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  cockpit.send(client, subscribe(3, "SimStop"));
  cockpit.run_frame();
  for (Output& output : cockpit.sessions.quit()) cockpit.collect(std::move(output));
  const Heard heard = cockpit.take(client);
  ASSERT_EQ(heard.messages.size(), 2u);
  EXPECT_EQ(heard.all<protocol::RecvEvent>().at(0).client_event_id.value, 3u);
  EXPECT_TRUE(std::holds_alternative<protocol::RecvQuit>(heard.messages[1]));
}

TEST(Quit, WithoutAFlightNothingStops) {
  Cockpit cockpit;
  cockpit.simulator.event_values["sim"] = 0;
  const ClientId client = cockpit.open();
  cockpit.send(client, subscribe(3, "SimStop"));
  cockpit.run_frame();
  for (Output& output : cockpit.sessions.quit()) cockpit.collect(std::move(output));
  EXPECT_EQ(cockpit.take(client).messages.size(), 1u);
}

TEST(Sessions, IdsOfTwoClientsDoNotTouch) {
  Cockpit cockpit;
  const ClientId first = cockpit.open();
  const ClientId second = cockpit.open();
  cockpit.send(first, add_datum(1, "PLANE ALTITUDE", "feet"));
  EXPECT_EQ(cockpit.exception_of(second, request_data(1, 1)), std::pair(3u, 2u));
}

TEST(Sessions, TheCallLogSaysWhatAClientAskedFor) {
  Cockpit cockpit;
  const ClientId client = cockpit.open(Protocol::msfs2020, "logger");
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "meters", protocol::DataType::float32, 5, 0.5F));
  cockpit.send(client, request_data(7, 1, protocol::Period::second, protocol::RequestFlags::changed));
  cockpit.send(client, subscribe(3, "1sec"));
  cockpit.send(client, map_event(4, "GEAR_TOGGLE"));
  cockpit.send(client, add_to_group(9, 4));
  cockpit.send(client, request_data(8, 99));
  cockpit.run_frame();
  ASSERT_EQ(cockpit.sessions.clients().size(), 1u);
  const ClientInfo info = cockpit.sessions.clients().front();
  EXPECT_EQ(info.name, "logger");
  EXPECT_EQ(info.protocol, 5u);
  EXPECT_EQ(info.remote, "10.0.0.2:4000");
  EXPECT_EQ(info.messages_received, 7u);
  EXPECT_EQ(info.received_by_name.at("RequestDataOnSimObject"), 2u);
  EXPECT_EQ(info.sent_by_name.at("SIMOBJECT_DATA"), 1u);
  EXPECT_EQ(info.messages_sent, 3u);  // OPEN, SIMOBJECT_DATA, EXCEPTION
  ASSERT_EQ(info.definitions.size(), 1u);
  EXPECT_EQ(info.definitions[0].datums[0].unit, "meters");
  EXPECT_EQ(info.definitions[0].datums[0].type, "float32");
  ASSERT_EQ(info.requests.size(), 1u);
  EXPECT_EQ(info.requests[0].period, "second");
  EXPECT_TRUE(info.requests[0].changed);
  EXPECT_EQ(info.requests[0].messages_sent, 1u);
  ASSERT_EQ(info.subscriptions.size(), 1u);
  EXPECT_EQ(info.subscriptions[0].system_event, "1sec");
  ASSERT_EQ(info.events.size(), 1u);
  EXPECT_EQ(info.events[0].groups, std::vector<std::uint32_t>{9});
  ASSERT_EQ(info.exceptions.size(), 1u);
  EXPECT_EQ(info.exceptions[0].message, "RequestDataOnSimObject");
  EXPECT_EQ(info.exceptions[0].exception, 3u);
}

}  // namespace
}  // namespace checkride::emulator
