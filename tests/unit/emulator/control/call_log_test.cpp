// Goal: the call log keeps the newest calls, within its bounds, and those of clients that went for a while. Method:
// more calls and clients than it has room for.
#include "control/call_log.hpp"

#include <gmock/gmock.h>

#include "checkride/protocol/protocol.hpp"
#include "checkride/test/property.hpp"

namespace checkride::emulator {
namespace {

std::vector<std::byte> frame_of(std::uint32_t send_id, std::size_t size) {
  std::vector<std::byte> bytes;
  const auto payload =
      protocol::append_client_frame(bytes, 0x35, size, protocol::Protocol::msfs2024, protocol::SendId{send_id});
  EXPECT_EQ(payload.size(), size);
  return bytes;
}

std::size_t bytes_of(const ClientCalls& client) {
  std::size_t sum = 0;
  for (const Call& call : client.calls) sum += call.bytes.size();
  return sum;
}

TEST(CallLog, KeepsTheNewestCalls) {
  CallLog log;
  log.connect(1, "10.0.0.2:4000");
  for (std::uint32_t i = 1; i <= CallLog::kCallsMax + 5; ++i) log.add({1, frame_of(i, 4), {i, {}}, nullptr});
  const ClientCalls& client = *log.find(1);
  EXPECT_EQ(client.calls.size(), CallLog::kCallsMax);
  EXPECT_EQ(client.dropped, 5u);
  EXPECT_EQ(client.calls.front().sequence, 6u);
  EXPECT_EQ(log.last_sequence(), CallLog::kCallsMax + 5);
  EXPECT_EQ(log.find_call(1, 5), nullptr);
  EXPECT_EQ(log.find_call(1, 6)->frame, 6u);
  EXPECT_EQ(log.find_call(2, 6), nullptr);
}

RC_GTEST_PROP(CallLog, NeverKeepsMoreThanItsShare, ()) {
  CallLog log;
  const auto clients = *rc::gen::inRange<ClientId>(1, 40);
  const auto sizes = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 40'000));
  for (ClientId client = 1; client <= clients; ++client) log.connect(client, "");
  for (std::size_t i = 0; i < sizes.size(); ++i) log.add({1 + i % clients, frame_of(1, sizes[i]), {}, nullptr});
  for (const ClientCalls* client : log.clients()) {
    RC_ASSERT(bytes_of(*client) <= CallLog::kClientBytesMax);
    RC_ASSERT(client->calls.size() <= CallLog::kCallsMax);
  }
}

TEST(CallLog, ForgetsThoseWhoWentLongAgo) {
  CallLog log;
  for (ClientId client = 1; client <= CallLog::kGoneMax + 3; ++client) {
    log.connect(client, "");
    log.leave(client);
  }
  EXPECT_EQ(log.clients().size(), CallLog::kGoneMax);
  EXPECT_EQ(log.find(3), nullptr);
  EXPECT_TRUE(log.find(4)->gone);
}

TEST(CallLog, NotesTheExceptionAtItsCall) {
  CallLog log;
  log.add({1, frame_of(1, 4), {}, nullptr});
  log.add({1, frame_of(2, 4), {}, nullptr});
  log.refuse(1, protocol::SendId{1}, {3, 2});
  log.refuse(1, protocol::SendId{77}, {3, 2});
  log.refuse(9, protocol::SendId{1}, {3, 2});
  EXPECT_EQ(log.find_call(1, 1)->refused->exception, 3u);
  EXPECT_FALSE(log.find_call(1, 2)->refused.has_value());
}

TEST(CallLog, RemembersTheDefinitionAsItWas) {
  CallLog log;
  DataDefinition definition;
  definition.datums.emplace_back().name = "PLANE ALTITUDE";
  log.add({1, frame_of(1, 20), {}, &definition});
  log.add({1, frame_of(2, 20), {}, &definition});
  EXPECT_EQ(log.find_call(1, 1)->definition, log.find_call(1, 2)->definition) << "kept once";
  definition.datums.emplace_back().name = "AIRSPEED TRUE";
  std::vector<std::byte> added;
  protocol::encode(protocol::AddToDataDefinition(), protocol::Protocol::msfs2024, protocol::SendId{3}, added);
  log.add({1, added, {}, nullptr});
  log.add({1, frame_of(4, 20), {}, &definition});
  EXPECT_EQ(log.find_call(1, 1)->definition->datums.size(), 1u);
  EXPECT_EQ(log.find_call(1, 4)->definition->datums.size(), 2u);
}

TEST(CallLog, ClearForgetsCallsAndThoseWhoWent) {
  CallLog log;
  log.connect(1, "");
  log.connect(2, "");
  log.add({1, frame_of(1, 4), {}, nullptr});
  log.leave(2);
  log.clear();
  EXPECT_TRUE(log.find(1)->calls.empty());
  EXPECT_EQ(log.find(2), nullptr);
  EXPECT_EQ(log.add({1, frame_of(1, 4), {}, nullptr}), 2u) << "numbers go on, so that since stays right";
}

}  // namespace
}  // namespace checkride::emulator
