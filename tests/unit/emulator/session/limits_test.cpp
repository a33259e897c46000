// Goal: what one client can make the emulator hold is bounded, whatever it sends (semantics 27 and what is inferred
// beside it; bad input). Method: one client asks until it is refused; then what it gave back can be asked for again.
#include "answers/limits.hpp"

#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using Pair = std::pair<std::uint32_t, std::uint32_t>;
constexpr Pair kNone{0, 0};
constexpr Pair kFull{11, 1};

struct Limits : testing::Test {
  // All of them succeed.
  template <class Make>
  void fill(std::size_t count, const Make& make) {
    for (std::uint32_t id = 0; id < count; ++id) {
      cockpit.send(client, make(id));
      if (id % 500 == 0) cockpit.run_frame();
    }
    cockpit.run_frame();
    EXPECT_TRUE(cockpit.take(client).all<protocol::RecvException>().empty());
  }
  template <class M>
  Pair exception_of(const M& message) {
    return cockpit.exception_of(client, message);
  }

  Cockpit cockpit;
  ClientId client = cockpit.open();
};

TEST_F(Limits, DefinitionsOfAClient) {
  fill(kMaxDefinitions, [](std::uint32_t id) { return add_datum(id, "PLANE ALTITUDE"); });
  EXPECT_EQ(exception_of(add_datum(kMaxDefinitions, "PLANE ALTITUDE")), kFull);
  EXPECT_EQ(exception_of(add_datum(0, "PLANE ALTITUDE")), kNone) << "one that is there may grow";
  protocol::ClearDataDefinition clear;
  EXPECT_EQ(exception_of(clear), kNone);
  EXPECT_EQ(exception_of(add_datum(kMaxDefinitions, "PLANE ALTITUDE")), kNone);
}

TEST_F(Limits, DataOfAllDefinitions) {
  fill(kMaxDatums, [](std::uint32_t id) { return add_datum(id / 1000, "PLANE ALTITUDE"); });
  EXPECT_EQ(exception_of(add_datum(kMaxDatums / 1000, "PLANE ALTITUDE")), kFull);
  EXPECT_EQ(exception_of(protocol::ClearDataDefinition()), kNone);
  EXPECT_EQ(exception_of(add_datum(kMaxDatums / 1000, "PLANE ALTITUDE")), kNone);
}

TEST_F(Limits, SubscriptionsOfAClient) {
  fill(kMaxSubscriptions, [](std::uint32_t id) { return subscribe(id, "SimStart"); });
  EXPECT_EQ(exception_of(subscribe(kMaxSubscriptions, "SimStart")), kFull);
}

TEST_F(Limits, CommBusSubscriptionsOfAClient) {
  const auto listen = [](std::uint32_t id) {
    protocol::SubscribeToCommBusEvent message;
    message.client_event_id.value = id;
    message.event_name = "Any";
    return message;
  };
  fill(kMaxSubscriptions, listen);
  EXPECT_EQ(exception_of(listen(kMaxSubscriptions)), kFull);
}

TEST_F(Limits, ClientDataDefinitionsOfAClient) {
  const auto add = [](std::uint32_t id) {
    protocol::AddToClientDataDefinition message;
    message.define_id.value = id;
    message.size_or_type = 1;
    return message;
  };
  fill(kMaxDefinitions, add);
  EXPECT_EQ(exception_of(add(kMaxDefinitions)), kFull);
  EXPECT_EQ(exception_of(add(0)), kNone) << "one that is there may grow";
}

// Semantics 4.1: a packet causes one exception at most; the first parameter that is bad decides.
TEST_F(Limits, TheFirstBadParameterWins) {
  auto everything = request_data(1, 99, static_cast<protocol::Period>(9), static_cast<protocol::RequestFlags>(8));
  everything.object_id.value = 77;
  EXPECT_EQ(exception_of(everything), Pair(3, 2));
  EXPECT_EQ(exception_of(add_datum(1, "PLANE ALTITUDE")), kNone);
  everything.define_id.value = 1;
  EXPECT_EQ(exception_of(everything), Pair(3, 3));
  everything.object_id.value = 0;
  EXPECT_EQ(exception_of(everything), Pair(27, 4));
  everything.period = protocol::Period::once;
  EXPECT_EQ(exception_of(everything), Pair(20, 5));
}

}  // namespace
}  // namespace checkride::emulator
