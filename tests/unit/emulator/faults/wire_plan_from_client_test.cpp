// Goal: faults of the way from the client choose and change its messages as they do the simulator's. Method: requests,
// cut as streams cut them, and one fact a fault.
#include <gmock/gmock.h>

#include "faults/wire_plan_rig.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

Bytes request_message(std::uint32_t request) {
  protocol::RequestDataOnSimObject ask;
  ask.request_id = protocol::RequestId{request};
  ask.define_id = protocol::DefinitionId{request + 100};
  Bytes bytes;
  protocol::encode(ask, protocol::Protocol::msfs2024, protocol::SendId{request}, bytes);
  return bytes;
}

Fault from_client(FaultKind kind) {
  return Fault(kind).set("direction", std::string("from_client"));
}

// Request ids of the whole messages in what came out.
std::vector<std::uint32_t> asked(Rig& rig) {
  const Bytes bytes = rig.all();
  std::vector<std::uint32_t> result;
  for (std::span<const std::byte> rest = bytes; !rest.empty();) {
    const auto step = protocol::next_frame(rest, protocol::Direction::client_to_server);
    const auto frame = std::get<protocol::Frame>(step).bytes;
    result.push_back(client_traits_of(frame).request_id.value_or(0));
    rest = rest.subspan(frame.size());
  }
  return result;
}

TEST(WirePlanFromClient, MessagesAreChosenByNameAndIdHoweverTheyAreCut) {
  Bytes all;
  for (std::uint32_t request = 1; request <= 4; ++request) {
    const Bytes message = request_message(request);
    all.insert(all.end(), message.begin(), message.end());
  }
  for (std::size_t piece = 1; piece < all.size(); piece += 7) {
    Rig rig(Way::from_client);
    rig.add(from_client(FaultKind::drop).set("definition_id", std::int64_t{102}));
    rig.add(from_client(FaultKind::duplicate).set("messages", std::vector<std::string>{"requestdataonsimobject"}));
    for (std::size_t at = 0; at < all.size(); at += piece) {
      const auto part = std::span(all).subspan(at, std::min(piece, all.size() - at));
      rig.accept(0s, Bytes(part.begin(), part.end()));
    }
    EXPECT_EQ(asked(rig), (std::vector<std::uint32_t>{1, 1, 3, 3, 4, 4}));
  }
}

TEST(WirePlanFromClient, MessagesLetOthersPassAndComeLate) {
  Rig rig(Way::from_client);
  rig.add(from_client(FaultKind::reorder).set("by", std::int64_t{2}).set("request_id", std::int64_t{1}));
  rig.add(from_client(FaultKind::late_answer).set("frames", std::int64_t{9}).set("request_id", std::int64_t{2}));
  for (std::uint32_t request = 1; request <= 4; ++request) rig.accept(0s, request_message(request));
  EXPECT_EQ(asked(rig), (std::vector<std::uint32_t>{3, 1, 4, 2}));
}

TEST(WirePlanFromClient, HeadersAreSpoiledAndAreStillOfAClient) {
  Rig rig(Way::from_client);
  rig.add(from_client(FaultKind::unknown_message).set("message_id", std::int64_t{0x7777}));
  rig.add(from_client(FaultKind::truncate).set("bytes", std::int64_t{65535}));
  rig.accept(0s, request_message(1));
  const Bytes sent = rig.all();
  ASSERT_EQ(sent.size(), protocol::kClientHeaderBytes);
  EXPECT_EQ(protocol::load_little_endian<std::uint32_t>(sent.data()), sent.size());
  EXPECT_EQ(protocol::load_little_endian<std::uint32_t>(sent.data() + 8), 0xF0007777u);
}

TEST(WirePlanFromClient, BehindALengthThatNoneCanHaveBytesAreOnlyBytes) {
  Rig rig(Way::from_client);
  rig.add(from_client(FaultKind::drop).set("request_id", std::int64_t{1}));
  const Bytes nonsense(100, std::byte{0xEE});
  rig.accept(0s, request_message(1));
  rig.accept(0s, nonsense);
  rig.accept(0s, request_message(1));
  Bytes expected = nonsense;
  const Bytes after = request_message(1);
  expected.insert(expected.end(), after.begin(), after.end());
  EXPECT_EQ(rig.all(), expected);
}

TEST(WirePlanFromClient, TheBeginningOfAMessageCanBeTakenBack) {
  Rig rig(Way::from_client);
  const Bytes message = request_message(1);
  rig.accept(0s, Bytes(message.begin(), message.begin() + 20));
  EXPECT_TRUE(rig.plan.idle());
  EXPECT_EQ(rig.plan.take_partial(), Bytes(message.begin(), message.begin() + 20));
  EXPECT_EQ(rig.plan.take_partial(), Bytes());
}

}  // namespace
}  // namespace checkride::emulator
