// Goal: CLIENT_DATA comes when semantics 15.3 says so. Method: a writer and a reader, the rows of the text by hand, and
// the law of ON_SET over arbitrary sets against a model of a few lines.
#include "checkride/test/property.hpp"
#include "desks/client_data_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::ClientDataPeriod;
using protocol::RequestFlags;
using Blocks = std::vector<std::vector<std::byte>>;

constexpr auto kChangedPairs = RequestFlags::changed | RequestFlags::tagged;

struct ClientDataRequest : ClientDataTest {
  ClientDataRequest() { create(writer, 8); }
  void set(std::initializer_list<int> values) {
    const auto data = bytes(values);
    cockpit.send(writer, set_area(1, data));
  }
  void ask(ClientDataPeriod period, RequestFlags flags = RequestFlags::none) {
    cockpit.send(reader, request_area(7, 2, period, flags));
    cockpit.run_frame();
  }
};

TEST_F(ClientDataRequest, OnceAnswersWithWhatIsThere) {
  ask(ClientDataPeriod::once, RequestFlags::changed);
  cockpit.run_frame(40);
  EXPECT_EQ(told(reader), (Blocks{bytes({0, 0, 0, 0})}));
}

TEST_F(ClientDataRequest, AVisualFrameIsEveryFrame) {
  ask(ClientDataPeriod::visual_frame);
  cockpit.simulator.set_paused(true);
  cockpit.run_frame(4);
  EXPECT_EQ(told(reader).size(), 5u);
}

TEST_F(ClientDataRequest, SecondStartsAtOnceAndGoesOnWithTheSeconds) {
  ask(ClientDataPeriod::second);
  EXPECT_EQ(told(reader).size(), 1u);
  cockpit.run_frame(29);
  EXPECT_EQ(told(reader).size(), 0u);
  cockpit.run_frame(301);
  EXPECT_EQ(told(reader).size(), 11u);
}

TEST_F(ClientDataRequest, OnlyFramesThatBringSomethingAreRun) {
  ask(ClientDataPeriod::second);
  (void)told(reader);
  EXPECT_EQ(cockpit.run_when_due(cockpit.now + std::chrono::seconds(10)), 10u);
  EXPECT_EQ(told(reader).size(), 10u);
  ask(ClientDataPeriod::on_set);
  EXPECT_EQ(cockpit.run_when_due(cockpit.now + std::chrono::seconds(10)), 0u);
}

TEST_F(ClientDataRequest, OnSetIsOneMessageForEachSet) {
  ask(ClientDataPeriod::on_set);
  cockpit.run_frame(40);
  EXPECT_EQ(told(reader).size(), 0u) << "nothing until the first set";
  set({1, 2, 3, 4});
  set({1, 2, 3, 4});
  set({5, 2, 3, 4});
  cockpit.run_frame();
  EXPECT_EQ(told(reader), (Blocks{bytes({1, 2, 3, 4}), bytes({1, 2, 3, 4}), bytes({5, 2, 3, 4})}))
      << "fast sets are not merged, equal content counts";
}

TEST_F(ClientDataRequest, OnSetHearsAlsoSetsOfOtherBytesAndItsOwn) {
  ask(ClientDataPeriod::on_set);
  cockpit.send(writer, add_client_datum(5, 1, 7));
  const auto last = bytes({9});
  cockpit.send(writer, set_area(1, last, 5));
  const auto own = bytes({1, 2, 3, 4});
  cockpit.send(reader, set_area(2, own));
  cockpit.run_frame();
  EXPECT_EQ(told(reader), (Blocks{bytes({0, 0, 0, 0}), own}));
}

TEST_F(ClientDataRequest, ARefusedSetAndAnotherAreaAreNotHeard) {
  ask(ClientDataPeriod::on_set);
  cockpit.send(writer, map_area("Other", 3));
  cockpit.send(writer, create_area(3, 4));
  const auto data = bytes({1, 2, 3, 4});
  cockpit.send(writer, set_area(3, data));
  cockpit.send(writer, set_area(1, std::span(data).first(3)));
  cockpit.run_frame();
  EXPECT_TRUE(told(reader).empty());
}

TEST_F(ClientDataRequest, OnSetWithChangedSendsTheFirstSetAndThoseThatDiffer) {
  ask(ClientDataPeriod::on_set, RequestFlags::changed);
  set({0, 0, 0, 0});
  set({0, 0, 0, 0});
  set({1, 0, 0, 0});
  set({1, 0, 0, 0});
  cockpit.run_frame();
  EXPECT_EQ(told(reader), (Blocks{bytes({0, 0, 0, 0}), bytes({1, 0, 0, 0})}));
}

TEST_F(ClientDataRequest, ChangedIsSilentWhileNothingChanges) {
  ask(ClientDataPeriod::visual_frame, RequestFlags::changed);
  cockpit.run_frame(5);
  set({1, 2, 3, 4});
  cockpit.run_frame(5);
  EXPECT_EQ(told(reader), (Blocks{bytes({0, 0, 0, 0}), bytes({1, 2, 3, 4})}));
}

TEST_F(ClientDataRequest, NumbersChangeByMoreThanEpsilonOfWhatWasSent) {
  cockpit.send(reader, clear_definition(1));
  cockpit.send(reader, add_client_datum(1, -1, 0, protocol::kUnused, 2.9f));  // truncated to 2
  ask(ClientDataPeriod::visual_frame, RequestFlags::changed);
  for (const int value : {2, 3, 5, 6, 4, 3}) {
    set({value, 0, 0, 0});
    cockpit.run_frame();
  }
  EXPECT_EQ(told(reader), (Blocks{bytes({0}), bytes({3}), bytes({6}), bytes({3})}));
}

// Each typed datum has epsilon 1; a step of 1 is not told, one of 2 is.
TEST_F(ClientDataRequest, EveryTypeHasItsEpsilon) {
  const auto differs = [&](std::int32_t type, std::vector<std::byte> low, std::vector<std::byte> high) {
    cockpit.send(reader, add_client_datum(3, type, 0, protocol::kUnused, 1));
    cockpit.send(writer, add_client_datum(3, static_cast<std::int32_t>(low.size()), 0));
    cockpit.send(writer, set_area(1, low, 3));
    auto request = request_area(7, 2, ClientDataPeriod::visual_frame, RequestFlags::changed);
    request.define_id.value = 3;
    cockpit.send(reader, request);
    cockpit.run_frame();
    cockpit.send(writer, set_area(1, high, 3));
    cockpit.run_frame(2);
    cockpit.send(reader, clear_definition(3));
    cockpit.send(writer, clear_definition(3));
    cockpit.run_frame();
    return told(reader).size() == 2;
  };
  for (const auto& [type, size] : {std::pair{-1, 1}, {-2, 2}, {-3, 4}, {-4, 8}}) {
    std::vector<std::byte> minus_one(static_cast<std::size_t>(size), std::byte{0xFF});
    std::vector<std::byte> zero(static_cast<std::size_t>(size));
    std::vector<std::byte> one = zero;
    one[0] = std::byte{1};
    EXPECT_FALSE(differs(type, minus_one, zero)) << type;
    EXPECT_TRUE(differs(type, minus_one, one)) << type;
  }
  const auto float_bytes = [](auto value) {
    std::vector<std::byte> result;
    protocol::DatumWriter(result).number(value);
    return result;
  };
  EXPECT_FALSE(differs(-5, float_bytes(1.5f), float_bytes(2.5f)));
  EXPECT_TRUE(differs(-5, float_bytes(1.5f), float_bytes(2.75f)));
  EXPECT_FALSE(differs(-6, float_bytes(1.5), float_bytes(2.5)));
  EXPECT_TRUE(differs(-6, float_bytes(1.5), float_bytes(2.75)));
  EXPECT_TRUE(differs(2, bytes({0, 0}), bytes({0, 1}))) << "raw bytes have none";
}

TEST_F(ClientDataRequest, TaggedDataArePairs) {
  cockpit.send(reader, add_client_datum(1, 1, 4, 90));
  set({1, 2, 3, 4});
  ask(ClientDataPeriod::once, RequestFlags::tagged);
  const Heard heard = cockpit.take(reader);
  const auto answers = heard.all<protocol::RecvClientData>();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].flags, RequestFlags::tagged);
  EXPECT_EQ(answers[0].define_count, 2u);
  EXPECT_EQ(std::vector<std::byte>(answers[0].data.begin(), answers[0].data.end()),
            bytes({0, 0, 0, 0, 1, 2, 3, 4, 90, 0, 0, 0, 0}));
}

TEST_F(ClientDataRequest, ChangedAndTaggedSendOnlyThePairsThatChanged) {
  cockpit.send(reader, clear_definition(1));
  cockpit.send(reader, add_client_datum(1, 1, 0, 90));
  cockpit.send(reader, add_client_datum(1, 1, 1, 91));
  ask(ClientDataPeriod::visual_frame, kChangedPairs);
  set({0, 5, 0, 0});
  cockpit.run_frame();
  set({3, 5, 0, 0});
  cockpit.run_frame();
  EXPECT_EQ(told(reader),
            (Blocks{bytes({90, 0, 0, 0, 0, 91, 0, 0, 0, 0}), bytes({91, 0, 0, 0, 5}), bytes({90, 0, 0, 0, 3})}));
  cockpit.send(reader, add_client_datum(1, 1, 2, 92));
  cockpit.run_frame();
  EXPECT_EQ(told(reader), (Blocks{bytes({90, 0, 0, 0, 3, 91, 0, 0, 0, 5, 92, 0, 0, 0, 0})})) << "the definition grew";
}

TEST_F(ClientDataRequest, OriginIntervalAndLimitCountPeriods) {
  auto request = request_area(7, 2, ClientDataPeriod::visual_frame);
  request.origin = 2;
  request.interval = 1;
  request.limit = 2;
  cockpit.send(reader, request);
  std::vector<std::size_t> counts;
  for (int frame = 0; frame < 8; ++frame) {
    cockpit.run_frame();
    counts.push_back(told(reader).size());
  }
  EXPECT_EQ(counts, (std::vector<std::size_t>{0, 0, 1, 0, 1, 0, 0, 0}));
}

TEST_F(ClientDataRequest, ASecondRequestOfTheIdReplacesTheFirst) {
  ask(ClientDataPeriod::visual_frame, RequestFlags::changed);
  ask(ClientDataPeriod::visual_frame, RequestFlags::changed);
  EXPECT_EQ(told(reader).size(), 2u) << "it forgets what was sent";
  ask(ClientDataPeriod::on_set);
  cockpit.run_frame(5);
  EXPECT_EQ(told(reader).size(), 0u);
}

TEST_F(ClientDataRequest, OnceLeavesARunningRequestAlone) {
  ask(ClientDataPeriod::on_set);
  ask(ClientDataPeriod::once);
  EXPECT_EQ(told(reader).size(), 1u);
  set({1, 2, 3, 4});
  cockpit.run_frame();
  EXPECT_EQ(told(reader).size(), 1u);
}

TEST_F(ClientDataRequest, NeverStopsWhateverItNames) {
  ask(ClientDataPeriod::visual_frame);
  (void)told(reader);
  auto never = request_area(7, 99, ClientDataPeriod::never);
  never.define_id.value = 99;
  cockpit.send(reader, never);
  cockpit.send(reader, never);
  cockpit.run_frame(5);
  EXPECT_TRUE(told(reader).empty());
}

TEST_F(ClientDataRequest, RequestsEndWithTheirClient) {
  ask(ClientDataPeriod::on_set);
  cockpit.sessions.disconnect(reader);
  set({1, 2, 3, 4});
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(reader).messages.empty());
  EXPECT_TRUE(cockpit.take(writer).messages.empty());
}

TEST_F(ClientDataRequest, RequestsAreToldInTheOrderOfTheirMaking) {
  for (const std::uint32_t id : {9u, 3u, 5u}) cockpit.send(reader, request_area(id, 2, ClientDataPeriod::on_set));
  cockpit.run_frame();
  set({1, 2, 3, 4});
  cockpit.run_frame();
  std::vector<std::uint32_t> ids;
  const Heard heard = cockpit.take(reader);
  for (const auto& message : heard.all<protocol::RecvClientData>()) ids.push_back(message.request_id.value);
  EXPECT_EQ(ids, (std::vector<std::uint32_t>{9, 3, 5}));
}

// Few bytes of one client can be many of another: that one loses its connection, nobody else anything.
TEST_F(ClientDataRequest, AFloodEndsTheConnectionOfWhoAskedForIt) {
  cockpit.send(reader, clear_definition(1));
  for (int i = 0; i < 4; ++i) cockpit.send(reader, add_client_datum(1, 8192, 0));
  for (std::uint32_t id = 0; id < 1000; ++id) cockpit.send(reader, request_area(id, 2, ClientDataPeriod::on_set));
  cockpit.run_frame();
  for (int i = 0; i < 10; ++i) set({i, 2, 3, 4});
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(reader).reset);
  EXPECT_FALSE(cockpit.sessions.has(reader));
  EXPECT_EQ(read_once(writer, 1), bytes({9, 2, 3, 4}));
}

struct Asked {
  std::uint32_t origin = 0;
  std::uint32_t interval = 0;
  std::uint32_t limit = 0;
  bool changed = false;
};

// The first bytes of the messages that sets of these first bytes bring about.
std::vector<int> expected(const Asked& asked, const std::vector<int>& sets) {
  std::vector<int> sent;
  for (std::size_t n = 0; n < sets.size(); ++n) {
    const bool due = n >= asked.origin && (n - asked.origin) % (asked.interval + 1) == 0;
    const bool ended = asked.limit != 0 && sent.size() >= asked.limit;
    const bool differs = sent.empty() || sent.back() != sets[n];
    if (due && !ended && (differs || !asked.changed)) sent.push_back(sets[n]);
  }
  return sent;
}

RC_GTEST_PROP(ClientDataLaw, OnSetSendsWhatAModelSays, ()) {
  ClientDataBed bed;
  bed.create(bed.writer, 8);
  Asked asked;
  asked.origin = *rc::gen::inRange<std::uint32_t>(0, 4);
  asked.interval = *rc::gen::inRange<std::uint32_t>(0, 4);
  asked.limit = *rc::gen::inRange<std::uint32_t>(0, 6);
  asked.changed = *rc::gen::arbitrary<bool>();
  auto request = request_area(7, 2, ClientDataPeriod::on_set, asked.changed ? RequestFlags::changed : RequestFlags());
  request.origin = asked.origin;
  request.interval = asked.interval;
  request.limit = asked.limit;
  bed.cockpit.send(bed.reader, request);
  bed.cockpit.run_frame();
  const auto sets = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 3));
  for (const int value : sets) {
    const auto data = bytes({value, 0, 0, 0});
    bed.cockpit.send(bed.writer, set_area(1, data));
    if (*rc::gen::arbitrary<bool>()) bed.cockpit.run_frame();
  }
  bed.cockpit.run_frame();
  std::vector<int> sent;
  for (const auto& block : bed.told(bed.reader)) sent.push_back(std::to_integer<int>(block.at(0)));
  RC_ASSERT(sent == expected(asked, sets));
}

}  // namespace
}  // namespace checkride::emulator
