// Goal: faults of the session layer are what a client sees of them. Method: a client with a running request; the fault
// on and off.
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Period;

class SessionFaults : public testing::Test {
 protected:
  SessionFaults() {
    cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
    send_id = cockpit.send(client, request_data(7, 1, Period::visual_frame));
    cockpit.run_frame();
    (void)cockpit.take(client);
  }
  FaultId add(FaultKind kind, std::optional<world::Duration> duration = {}) {
    Fault fault(kind);
    if (duration) fault.set("duration", *duration);
    return cockpit.faults.add(std::move(fault), cockpit.now).value();
  }
  std::size_t data() { return cockpit.take(client).all<protocol::RecvSimObjectData>().size(); }

  Cockpit cockpit;
  ClientId client = cockpit.open(protocol::Protocol::msfs2024, "victim");
  std::uint32_t send_id = 0;
};

TEST_F(SessionFaults, StallHoldsEverythingBackAndLosesNothing) {
  add(FaultKind::stall, 1s);
  cockpit.run_frame(29);
  EXPECT_EQ(cockpit.outputs(client), 0u);
  cockpit.run_frame();
  EXPECT_EQ(cockpit.outputs(client), 1u);
  EXPECT_EQ(data(), 30u);
}

TEST_F(SessionFaults, TheEndOfAStallIsAFrameEvenWhenNobodyIsDue) {
  cockpit.send(client, request_data(7, 1, Period::never));
  cockpit.send(client, request_data(8, 1));
  add(FaultKind::stall, 1s);
  cockpit.run_frame();
  EXPECT_EQ(cockpit.outputs(client), 0u);
  EXPECT_EQ(cockpit.run_when_due(cockpit.now + 10s), 1u);
  EXPECT_EQ(data(), 1u);
}

TEST_F(SessionFaults, AStallThatHoldsTooMuchEndsTheConnection) {
  for (int i = 0; i < 155; ++i) cockpit.send(client, add_datum(2, "TITLE", "", protocol::DataType::string256));
  cockpit.send(client, request_data(8, 2, Period::visual_frame));
  cockpit.run_frame();
  (void)cockpit.take(client);
  add(FaultKind::stall);
  const std::uint64_t frames = Sessions::kMaxWaitingBytes / (155u * 256 + 40 + 48);
  cockpit.run_frame(frames);
  EXPECT_TRUE(cockpit.sessions.has(client));
  cockpit.run_frame(1);
  EXPECT_TRUE(cockpit.take(client).reset);
}

TEST_F(SessionFaults, SilentThrowsAwayAndCountsNothingAsSent) {
  const FaultId fault = add(FaultKind::silent);
  const std::uint64_t before = cockpit.sessions.clients().front().messages_sent;
  cockpit.run_frame(10);
  EXPECT_EQ(cockpit.outputs(client), 0u);
  EXPECT_TRUE(cockpit.sessions.has(client));
  EXPECT_EQ(cockpit.sessions.clients().front().messages_sent, before);
  ASSERT_TRUE(cockpit.faults.remove(fault, cockpit.now));
  cockpit.run_frame();
  EXPECT_EQ(data(), 1u);
}

TEST_F(SessionFaults, ResetStrikesOnceAndAClientMayComeBack) {
  add(FaultKind::reset);
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(client).reset);
  EXPECT_FALSE(cockpit.sessions.has(client));
  const ClientId again = cockpit.open();
  EXPECT_TRUE(cockpit.sessions.has(again));
}

TEST_F(SessionFaults, AFaultOfOneClientLeavesTheOthers) {
  const ClientId other = cockpit.open(protocol::Protocol::msfs2024, "bystander");
  Fault fault(FaultKind::reset);
  fault.set("client", std::string("VICTIM"));
  ASSERT_TRUE(cockpit.faults.add(fault, cockpit.now));
  cockpit.run_frame();
  EXPECT_FALSE(cockpit.sessions.has(client));
  EXPECT_TRUE(cockpit.sessions.has(other));
}

TEST_F(SessionFaults, AMessageIsAnsweredByTheExceptionAndHasNoEffect) {
  Fault fault(FaultKind::exception_reply);
  fault.set("exception", std::int64_t{12});
  fault.set("index", std::int64_t{3});
  fault.set("messages", std::vector<std::string>{"AddToDataDefinition"});
  ASSERT_TRUE(cockpit.faults.add(fault, cockpit.now));
  const std::uint32_t spoiled = cockpit.send(client, add_datum(2, "AIRSPEED TRUE", "knots"));
  cockpit.run_frame();
  const auto exceptions = cockpit.take(client).all<protocol::RecvException>();
  ASSERT_EQ(exceptions.size(), 1u);
  EXPECT_EQ(exceptions[0].send_id.value, spoiled);
  EXPECT_EQ(static_cast<std::uint32_t>(exceptions[0].exception), 12u);
  EXPECT_EQ(exceptions[0].index, 3u);
  EXPECT_EQ(cockpit.exception_of(client, request_data(9, 2)).first, 3u);
}

TEST_F(SessionFaults, DueDataAreReplacedByTheExceptionOfTheirRequest) {
  Fault fault(FaultKind::exception_reply);
  fault.set("messages", std::vector<std::string>{"SIMOBJECT_DATA"});
  fault.set("request_id", std::int64_t{7});
  fault.set("every", std::int64_t{2});
  ASSERT_TRUE(cockpit.faults.add(fault, cockpit.now));
  cockpit.run_frame(4);
  const Heard heard = cockpit.take(client);
  EXPECT_EQ(heard.all<protocol::RecvSimObjectData>().size(), 2u);
  const auto exceptions = heard.all<protocol::RecvException>();
  ASSERT_EQ(exceptions.size(), 2u);
  EXPECT_EQ(exceptions[0].send_id.value, send_id);
}

TEST_F(SessionFaults, ASpoiledChangeIsStillToBeSent) {
  cockpit.send(client, request_data(7, 1, Period::visual_frame, protocol::RequestFlags::changed));
  cockpit.run_frame(2);
  (void)cockpit.take(client);
  Fault fault(FaultKind::exception_reply);
  fault.set("messages", std::vector<std::string>{"SIMOBJECT_DATA"});
  fault.set("limit", std::int64_t{1});
  ASSERT_TRUE(cockpit.faults.add(fault, cockpit.now));
  cockpit.simulator.value("PLANE ALTITUDE") = 500;
  cockpit.run_frame(2);
  const Heard heard = cockpit.take(client);
  EXPECT_EQ(heard.all<protocol::RecvException>().size(), 1u);
  ASSERT_EQ(heard.all<protocol::RecvSimObjectData>().size(), 1u);
}

TEST_F(SessionFaults, DueClientDataAreReplacedToo) {
  protocol::MapClientDataNameToID name;
  name.client_data_name = "area";
  name.client_data_id = protocol::ClientDataId{1};
  cockpit.send(client, name);
  protocol::CreateClientData create;
  create.client_data_id = protocol::ClientDataId{1};
  create.size = 8;
  cockpit.send(client, create);
  protocol::AddToClientDataDefinition add_to;
  add_to.define_id = protocol::DefinitionId{5};
  add_to.size_or_type = 8;
  cockpit.send(client, add_to);
  protocol::RequestClientData ask;
  ask.client_data_id = protocol::ClientDataId{1};
  ask.request_id = protocol::RequestId{9};
  ask.define_id = protocol::DefinitionId{5};
  ask.period = protocol::ClientDataPeriod::visual_frame;
  const std::uint32_t asked = cockpit.send(client, ask);
  cockpit.run_frame();
  (void)cockpit.take(client);
  Fault fault(FaultKind::exception_reply);
  fault.set("messages", std::vector<std::string>{"CLIENT_DATA"}).set("every", std::int64_t{2});
  ASSERT_TRUE(cockpit.faults.add(fault, cockpit.now));
  cockpit.run_frame(4);
  const Heard heard = cockpit.take(client);
  EXPECT_EQ(heard.all<protocol::RecvClientData>().size(), 2u);
  const auto exceptions = heard.all<protocol::RecvException>();
  ASSERT_EQ(exceptions.size(), 2u);
  EXPECT_EQ(exceptions[0].send_id.value, asked);
}

TEST_F(SessionFaults, ChangesAreToldToTheServer) {
  const FaultId fault = add(FaultKind::stall);
  EXPECT_EQ(cockpit.changes, 1);
  ASSERT_TRUE(cockpit.faults.remove(fault, cockpit.now));
  EXPECT_EQ(cockpit.changes, 2);
}

}  // namespace
}  // namespace checkride::emulator
