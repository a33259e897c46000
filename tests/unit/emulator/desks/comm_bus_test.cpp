// CommBus (semantics 24): what one client calls another hears.
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;
using test::Cockpit;
using test::Heard;

constexpr std::uint32_t kSimConnect = 0x8;
constexpr std::uint32_t kSelf = 0x10;

protocol::SubscribeToCommBusEvent subscribe(std::uint32_t id, std::string_view name) {
  protocol::SubscribeToCommBusEvent message;
  message.client_event_id.value = id;
  message.event_name = name;
  return message;
}

protocol::CallCommBusEvent call(std::string_view name, std::span<const std::byte> data,
                                std::uint32_t to = kSimConnect) {
  protocol::CallCommBusEvent message;
  message.event_name = name;
  message.broadcast_to = to;
  message.buffer_size = static_cast<std::uint32_t>(data.size());
  message.data = data;
  return message;
}

struct CommBusTest : testing::Test {
  // The ids that a client heard, with the data.
  std::vector<std::pair<std::uint32_t, std::vector<std::byte>>> heard(ClientId client) {
    std::vector<std::pair<std::uint32_t, std::vector<std::byte>>> result;
    const Heard told = cockpit.take(client);
    for (const auto& message : told.all<protocol::RecvCommBus>()) {
      EXPECT_EQ(message.array_size, message.data.size());
      EXPECT_EQ(message.entry_number, 0u);
      EXPECT_EQ(message.out_of, 1u);
      result.push_back({message.client_event_id.value, {message.data.begin(), message.data.end()}});
    }
    return result;
  }
  std::vector<protocol::RecvException> exceptions(ClientId client) {
    return cockpit.take(client).all<protocol::RecvException>();
  }

  Cockpit cockpit;
  ClientId caller = cockpit.open();
  ClientId listener = cockpit.open();
  std::vector<std::byte> data{std::byte{1}, std::byte{2}, std::byte{3}};
};

TEST_F(CommBusTest, ACallReachesThoseWhoSubscribedToItsName) {
  cockpit.send(listener, subscribe(7, "Fuel"));
  cockpit.send(listener, subscribe(8, "fuel"));
  cockpit.send(caller, subscribe(9, "Fuel"));
  cockpit.run_frame();
  cockpit.send(caller, call("Fuel", data));
  cockpit.run_frame();
  ASSERT_EQ(heard(listener).size(), 1u) << "names are compared exactly";
  EXPECT_TRUE(heard(caller).empty());
  cockpit.send(caller, call("Fuel", data, kSimConnect | kSelf));
  cockpit.send(caller, call("Fuel", {}, 0x3));  // for JavaScript and WASM only
  cockpit.run_frame();
  const auto own = heard(caller);
  ASSERT_EQ(own.size(), 1u);
  EXPECT_EQ(own[0].first, 9u);
  EXPECT_EQ(own[0].second, data);
  EXPECT_EQ(heard(listener).size(), 1u);
  cockpit.send(caller, call("Fuel", data, kSelf));
  cockpit.run_frame();
  EXPECT_TRUE(heard(caller).empty()) << "to itself goes with the calls to other clients alone";
}

TEST_F(CommBusTest, TheLargestCallArrivesWhole) {
  std::vector<std::byte> large(protocol::kMaxFrameBytes - protocol::CallCommBusEvent::kInfo.size);
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<std::byte>(i * 7);
  cockpit.send(listener, subscribe(7, "Map"));
  cockpit.run_frame();
  cockpit.send(caller, call("Map", large));
  cockpit.send(caller, call("Map", {}));
  cockpit.run_frame();
  const auto told = heard(listener);
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0].second, large);
  EXPECT_TRUE(told[1].second.empty());
}

TEST_F(CommBusTest, SubscriptionsEndByThemselvesOrWithTheirClient) {
  cockpit.send(listener, subscribe(7, "Fuel"));
  protocol::UnsubscribeToCommBusEvent end;
  end.client_event_id.value = 7;
  cockpit.send(listener, end);
  const std::uint32_t again = cockpit.send(listener, end);
  cockpit.run_frame();
  const auto refused = exceptions(listener);
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0].exception, Exception::unrecognized_id);
  EXPECT_EQ(refused[0].send_id.value, again);
  cockpit.send(listener, subscribe(7, "Fuel"));
  cockpit.run_frame();
  cockpit.sessions.disconnect(listener);
  cockpit.send(caller, call("Fuel", data));
  cockpit.run_frame();
  EXPECT_TRUE(exceptions(caller).empty());
}

TEST_F(CommBusTest, MistakesAreToldWithTheirParameter) {
  cockpit.send(listener, subscribe(7, "Fuel"));
  cockpit.send(listener, subscribe(7, "Other"));
  cockpit.send(listener, subscribe(8, "AsoboCommand"));
  protocol::CallCommBusEvent longer = call("Fuel", data);
  longer.buffer_size = 4;
  cockpit.send(listener, longer);
  cockpit.run_frame();
  const auto refused = exceptions(listener);
  ASSERT_EQ(refused.size(), 3u);
  EXPECT_EQ(refused[0].exception, Exception::event_id_duplicate);
  EXPECT_EQ(refused[0].index, 1u);
  EXPECT_EQ(refused[1].exception, Exception::event_name_reserved);
  EXPECT_EQ(refused[1].index, 2u);
  EXPECT_EQ(refused[2].exception, Exception::size_mismatch);
  EXPECT_EQ(refused[2].index, 3u);
}

TEST_F(CommBusTest, AnOlderSimulatorDoesNotKnowIt) {
  Cockpit older("msfs2020");
  const ClientId client = older.open(protocol::Protocol::msfs2020);
  older.send(client, subscribe(7, "Fuel"));
  older.run_frame();
  const auto refused = older.take(client).all<protocol::RecvException>();
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0].exception, Exception::error);
}

}  // namespace
}  // namespace checkride::emulator
