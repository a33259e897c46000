// Goal: what each fault makes of the bytes on their way to a client, when it ends, and that what it holds is bounded.
// Method: one fact a fault, at exact instants.
#include <gmock/gmock.h>

#include <functional>
#include <numeric>

#include "faults/wire_plan_rig.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

TEST(WirePlan, WithoutAFaultABytesGoesAtOnce) {
  Rig rig;
  rig.accept(1s, data_message(1));
  ASSERT_EQ(rig.plan.next(), kStart + 1s);
  EXPECT_EQ(rig.all(), data_message(1));
}

TEST(WirePlan, LatencyIsExact) {
  Rig rig;
  rig.add(fault_of(FaultKind::latency).set("delay", Duration(300ms)));
  rig.accept(1s, data_message(1));
  EXPECT_EQ(rig.plan.next(), kStart + 1300ms);
}

TEST(WirePlan, TheOtherWayIsForFaultsThatSaySo) {
  FaultBoard board;
  ASSERT_TRUE(board.add(fault_of(FaultKind::latency).set("delay", Duration(300ms)), kStart));
  ASSERT_TRUE(board.add(fault_of(FaultKind::latency).set("delay", Duration(50ms)).set("direction", std::string("both")),
                        kStart));
  WirePlan plan(board, Way::from_client, kFrame);
  plan.accept(kStart, kClient, Bytes(7, std::byte{1}));
  EXPECT_EQ(plan.next(), kStart + 50ms);
}

TEST(WirePlan, BandwidthQueues) {
  Rig rig;
  rig.add(fault_of(FaultKind::bandwidth).set("bytes_per_second", std::int64_t{100}));
  const Bytes message = data_message(1, 10);  // 50 bytes
  ASSERT_EQ(message.size(), 50u);
  rig.accept(0s, message);
  rig.accept(0s, message);
  (void)rig.all();
  EXPECT_EQ(rig.sent[0].at, kStart + 500ms);
  EXPECT_EQ(rig.sent[1].at, kStart + 1s);
}

TEST(WirePlan, SlicesAreWritesOfTheirOwn) {
  Rig rig;
  rig.add(fault_of(FaultKind::slices).set("bytes", std::int64_t{20}).set("pause", Duration(5ms)));
  rig.accept(0s, data_message(1, 10));
  (void)rig.all();
  ASSERT_EQ(rig.sent.size(), 3u);
  EXPECT_EQ(rig.sent[0].bytes.size(), 20u);
  EXPECT_EQ(rig.sent[2].bytes.size(), 10u);
  EXPECT_EQ(rig.sent[2].at - rig.sent[0].at, 10ms);
}

TEST(WirePlan, MergingHoldsUntilSoMuchOrSoLong) {
  Rig rig;
  rig.add(fault_of(FaultKind::merge).set("bytes", std::int64_t{100}).set("hold", Duration(1s)));
  rig.accept(0ms, data_message(1, 10));
  rig.accept(300ms, data_message(2, 10));
  rig.accept(600ms, data_message(3, 10));
  (void)rig.all();
  ASSERT_EQ(rig.sent.size(), 2u);
  EXPECT_EQ(rig.sent[0].at, kStart + 300ms);
  EXPECT_EQ(rig.sent[0].bytes.size(), 100u);
  EXPECT_EQ(rig.sent[1].at, kStart + 1600ms);
}

TEST(WirePlan, AByteLimitEndsTheConnectionToTheByte) {
  Rig rig;
  rig.add(fault_of(FaultKind::byte_limit).set("bytes", std::int64_t{120}).set("end", std::string("reset")));
  for (int i = 0; i < 5; ++i) rig.accept(0s, data_message(1, 10));
  EXPECT_EQ(rig.all().size(), 120u);
  EXPECT_EQ(rig.sent.back().connection, Connection::reset);
  EXPECT_TRUE(rig.plan.ended());
}

TEST(WirePlan, HalfOpenSwallowsEverything) {
  Rig rig;
  rig.add(fault_of(FaultKind::half_open));
  rig.accept(0s, data_message(1));
  EXPECT_TRUE(rig.plan.idle());
}

TEST(WirePlan, HeadersAreSpoiled) {
  Rig rig;
  rig.add(fault_of(FaultKind::oversized_length).set("request_id", std::int64_t{1}));
  rig.add(fault_of(FaultKind::unknown_message).set("definition_id", std::int64_t{102}));
  rig.add(fault_of(FaultKind::wrong_version)
              .set("messages", std::vector<std::string>{"simobject_data"})
              .set("request_id", std::int64_t{3}));
  for (std::uint32_t request = 1; request <= 3; ++request) rig.accept(0s, data_message(request));
  (void)rig.all();
  const auto word = [&](std::size_t message, std::size_t at) {
    return protocol::load_little_endian<std::uint32_t>(rig.sent.at(message).bytes.data() + at);
  };
  EXPECT_EQ(word(0, 0), 2147483647u);
  EXPECT_EQ(word(1, 8), 65535u);
  EXPECT_EQ(word(2, 4), 99u);
}

TEST(WirePlan, AByteIsCorruptedWhereItIsSaid) {
  Rig rig;
  rig.add(fault_of(FaultKind::corrupt_byte).set("offset", std::int64_t{20}).set("xor", std::int64_t{64}));
  rig.accept(0s, data_message(1));
  Bytes expected = data_message(1);
  expected[20] ^= std::byte{64};
  EXPECT_EQ(rig.all(), expected);
}

TEST(WirePlan, ADrawnByteIsOneByte) {
  Rig rig;
  rig.add(fault_of(FaultKind::corrupt_byte).set("seed", std::int64_t{3}));
  rig.accept(0s, data_message(1));
  const Bytes sent = rig.all();
  const Bytes whole = data_message(1);
  ASSERT_EQ(sent.size(), whole.size());
  EXPECT_EQ(std::inner_product(sent.begin(), sent.end(), whole.begin(), 0, std::plus<>(), std::not_equal_to<>()), 1);
}

TEST(WirePlan, AMessageIsCutWithAndWithoutItsLength) {
  for (const bool adapt : {true, false}) {
    Rig rig;
    rig.add(fault_of(FaultKind::truncate).set("bytes", std::int64_t{4}).set("adapt_length", adapt));
    rig.accept(0s, data_message(1, 16));
    const Bytes sent = rig.all();
    EXPECT_EQ(sent.size(), 52u);
    EXPECT_EQ(protocol::load_little_endian<std::uint32_t>(sent.data()), adapt ? 52u : 56u);
  }
}

TEST(WirePlan, CopiesFollowTheirMessage) {
  Rig rig;
  rig.add(fault_of(FaultKind::duplicate).set("copies", std::int64_t{2}).set("request_id", std::int64_t{1}));
  rig.accept(0s, data_message(1));
  rig.accept(0s, data_message(2));
  EXPECT_EQ(rig.requests(), (std::vector<std::uint32_t>{1, 1, 1, 2}));
}

TEST(WirePlan, AMessageLetsOthersPass) {
  Rig rig;
  rig.add(fault_of(FaultKind::reorder).set("by", std::int64_t{2}).set("request_id", std::int64_t{1}));
  for (std::uint32_t request = 1; request <= 4; ++request) rig.accept(0s, data_message(request));
  EXPECT_EQ(rig.requests(), (std::vector<std::uint32_t>{2, 3, 1, 4}));
}

TEST(WirePlan, AMessageThatNobodyPassesGoesInTheEnd) {
  Rig rig;
  rig.add(fault_of(FaultKind::reorder).set("hold", Duration(2s)));
  rig.accept(0s, data_message(1));
  EXPECT_EQ(rig.plan.next(), kStart + 2s);
  EXPECT_EQ(rig.all(), data_message(1));
}

TEST(WirePlan, ALateAnswerIsOvertaken) {
  Rig rig;
  rig.add(fault_of(FaultKind::late_answer).set("frames", std::int64_t{10}).set("request_id", std::int64_t{1}));
  rig.accept(0s, data_message(1));
  rig.accept(100ms, data_message(2));
  EXPECT_EQ(rig.requests(), (std::vector<std::uint32_t>{2, 1}));
  EXPECT_EQ(rig.sent.back().at, kStart + 10 * kFrame);
}

TEST(WirePlan, AnAnswerNamesAnotherRequest) {
  Rig rig;
  rig.add(fault_of(FaultKind::wrong_request).set("every", std::int64_t{2}));
  for (const std::uint32_t request : {7u, 8u, 9u, 8u}) rig.accept(0s, data_message(request));
  EXPECT_EQ(rig.requests(), (std::vector<std::uint32_t>{7, 7, 9, 9}));
}

TEST(WirePlan, QuitComesInTheMiddleOfAMessageAndNothingAfterIt) {
  Rig rig;
  rig.add(fault_of(FaultKind::quit_in_mid_frame));
  rig.accept(0s, data_message(1, 16));
  rig.accept(0s, data_message(2, 16));
  EXPECT_EQ(rig.all().size(), 56u / 2 + 12);
  EXPECT_EQ(rig.sent.back().connection, Connection::closed);
}

TEST(WirePlan, AGoodbyeFollowsWhatIsUnderWay) {
  Rig rig;
  rig.add(fault_of(FaultKind::latency).set("delay", Duration(1s)));
  rig.add(fault_of(FaultKind::reorder).set("hold", Duration(1min)).set("request_id", std::int64_t{1}));
  rig.accept(0s, data_message(1));
  rig.plan.end(kStart, kClient, Connection::closed);
  EXPECT_EQ(rig.all(), data_message(1));
  EXPECT_EQ(rig.sent.back().connection, Connection::closed);
  EXPECT_EQ(rig.sent.back().at, kStart + 1s);
}

TEST(WirePlan, CopiesCountUnderAByteLimit) {
  Rig rig;
  rig.add(fault_of(FaultKind::duplicate).set("copies", std::int64_t{3}));
  rig.add(fault_of(FaultKind::byte_limit).set("bytes", std::int64_t{120}));
  for (int i = 0; i < 5; ++i) rig.accept(0s, data_message(1, 10));
  EXPECT_EQ(rig.all().size(), 120u);
}

TEST(WirePlan, AGoodbyeFollowsAlsoWhatIsLate) {
  Rig rig;
  rig.add(fault_of(FaultKind::late_answer).set("frames", std::int64_t{100}));
  rig.accept(0s, data_message(1));
  rig.plan.end(kStart, kClient, Connection::closed);
  EXPECT_EQ(rig.all(), data_message(1));
  EXPECT_EQ(rig.sent.back().connection, Connection::closed);
}

TEST(WirePlan, AMessageThatIsDroppedNeverComes) {
  Rig rig;
  rig.add(fault_of(FaultKind::drop).set("request_id", std::int64_t{2}));
  for (std::uint32_t request = 1; request <= 3; ++request) rig.accept(0s, data_message(request));
  EXPECT_EQ(rig.requests(), (std::vector<std::uint32_t>{1, 3}));
}

TEST(WirePlan, LateAnswersDoNotHoldTheLine) {
  Rig rig;
  rig.add(fault_of(FaultKind::late_answer).set("frames", std::int64_t{30}).set("request_id", std::int64_t{1}));
  rig.add(fault_of(FaultKind::bandwidth).set("bytes_per_second", std::int64_t{1000}));
  rig.accept(0s, data_message(1, 10));
  rig.accept(0s, data_message(2, 10));
  EXPECT_EQ(rig.plan.next(), kStart + 50ms);
  EXPECT_EQ(rig.requests(), (std::vector<std::uint32_t>{2, 1}));
}

TEST(WirePlan, TwoNarrowLinesAreAsSlowAsTheSlowerOne) {
  Rig rig;
  rig.add(fault_of(FaultKind::bandwidth).set("bytes_per_second", std::int64_t{100}));
  rig.add(fault_of(FaultKind::bandwidth).set("bytes_per_second", std::int64_t{50}));
  for (int i = 0; i < 10; ++i) rig.accept(0s, data_message(1, 10));  // 50 bytes each
  (void)rig.all();
  EXPECT_EQ(rig.sent[0].at, kStart + 1500ms) << "through the one, then through the other";
  EXPECT_EQ(rig.sent[9].at, kStart + 10500ms);
}

// ---- ends

TEST(WirePlan, WhatQueuesGoesAtOnceWhenItsFaultIsOver) {
  for (const Fault& fault :
       {fault_of(FaultKind::bandwidth).set("bytes_per_second", std::int64_t{1}),
        fault_of(FaultKind::slow_writer).set("bytes", std::int64_t{1}).set("pause", Duration(1h)),
        fault_of(FaultKind::slices).set("pause", Duration(1h)), fault_of(FaultKind::merge).set("hold", Duration(1h))}) {
    Rig rig;
    rig.add(fault);
    for (std::uint32_t request = 1; request <= 5; ++request) rig.accept(0s, data_message(request));
    rig.run_to(kStart + 90min);
    const std::size_t early = rig.sent.size();
    EXPECT_LE(early, 91u * 60) << fault.info().word;
    const Instant now = kStart + 90min;
    ASSERT_TRUE(rig.board.remove(1, now));
    (void)rig.plan.look(now, kClient);
    EXPECT_TRUE(rig.plan.idle() || *rig.plan.next() == now) << fault.info().word;
    rig.run_to(now);
    EXPECT_EQ(rig.requests(), (std::vector<std::uint32_t>{1, 2, 3, 4, 5})) << fault.info().word;
    EXPECT_TRUE(rig.sent.back().at <= now) << fault.info().word;
  }
}

TEST(WirePlan, WhatWasDelayedKeepsItsInstantWhenTheDelayIsOver) {
  Rig rig;
  rig.add(fault_of(FaultKind::latency).set("delay", Duration(10s)));
  rig.accept(0s, data_message(1));
  ASSERT_TRUE(rig.board.remove(1, kStart + 1s));
  EXPECT_FALSE(rig.plan.look(kStart + 1s, kClient));
  rig.accept(2s, data_message(2));
  EXPECT_EQ(rig.requests(), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(rig.sent[0].at, kStart + 10s);
  EXPECT_EQ(rig.sent[1].at, kStart + 10s);
}

TEST(WirePlan, WhatIsFreeOfOneFaultObeysTheOthers) {
  Rig rig;
  rig.add(fault_of(FaultKind::bandwidth).set("bytes_per_second", std::int64_t{1}));
  rig.add(fault_of(FaultKind::slices).set("bytes", std::int64_t{25}).set("pause", Duration(2s)));
  rig.accept(0s, data_message(1, 10));
  rig.accept(0s, data_message(2, 10));
  ASSERT_TRUE(rig.board.remove(1, kStart + 1s));
  EXPECT_TRUE(rig.plan.look(kStart + 1s, kClient));
  (void)rig.all();
  ASSERT_EQ(rig.sent.size(), 4u);
  EXPECT_EQ(rig.sent[0].at, kStart + 3s);
  EXPECT_EQ(rig.sent[3].at, kStart + 9s);
  EXPECT_EQ(rig.board.list(kStart + 1s).front().hits, 2u) << "it struck two messages, however often they were cut";
}

// ---- limits

TEST(WirePlanLimits, TinySlicesTakeNoMoreRoomThanBigOnes) {
  Rig rig;
  rig.add(fault_of(FaultKind::slices).set("bytes", std::int64_t{1}).set("pause", Duration(1h)));
  for (int i = 0; i < 100; ++i) rig.plan.accept(kStart, kClient, data_message(1, 4000));
  EXPECT_GT(rig.plan.waiting_bytes(), 400'000u);
  EXPECT_LT(rig.plan.held_bytes(), rig.plan.waiting_bytes() + 100 * 1000);
}

TEST(WirePlanLimits, WhatIsHeldIsBounded) {
  for (const Fault& fault : {fault_of(FaultKind::duplicate).set("copies", std::int64_t{1000}),
                             fault_of(FaultKind::reorder).set("by", std::int64_t{1000}),
                             fault_of(FaultKind::late_answer).set("frames", std::int64_t{100'000}),
                             fault_of(FaultKind::slices).set("pause", Duration(1h)),
                             fault_of(FaultKind::merge).set("bytes", std::int64_t{1'048'576})}) {
    Rig rig;
    rig.add(fault);
    rig.add(fault_of(FaultKind::latency).set("delay", Duration(1h)));
    for (const std::size_t size : {40'000u, 20u}) {
      for (int i = 0; i < 2000; ++i) rig.plan.accept(kStart, kClient, data_message(1, size));
    }
    EXPECT_LE(rig.plan.held_bytes(), WirePlan::kMaxHeldBytes + 1'200'000) << fault.info().word;
    EXPECT_TRUE(rig.plan.overflowed()) << fault.info().word;
  }
}

TEST(WirePlanLimits, NumbersOfATapeThatFitNothingDoNoHarm) {
  const std::string head = "{\"format\":\"checkride.fault-tape\",\"version\":1}\n";
  for (const char* kind :
       {"truncate", "corrupt_byte", "jitter\",\"jitter\":\"1s", "loss_bursts", "lognormal\",\"median\":\"1s"}) {
    for (const char* number : {"-9223372036854775808", "-1", "9223372036854775807", "70000"}) {
      std::string text = head + "{\"at_ns\":0,\"event\":\"added\",\"fault\":1,\"parameters\":{\"kind\":\"" + kind +
                         "\",\"limit\":5}}\n";
      if (std::string(kind) == "loss_bursts") text.replace(text.find(",\"limit\":5"), 10, "");
      text += "{\"at_ns\":0,\"event\":\"struck\",\"fault\":1,\"client\":1,\"match\":1,\"drawn\":{";
      for (const char* name : {"bytes", "offset", "xor", "delay_ns", "lost"}) {
        text += std::string(text.back() == '{' ? "" : ",") + "\"" + name + "\":" + number;
      }
      const auto tape = parse_fault_tape(text + "}}\n", "tape");
      ASSERT_TRUE(tape) << tape.error().message();
      Rig rig;
      rig.board.start_tape(kStart);
      rig.board.play(*tape);
      rig.board.begin_frame(kStart);
      rig.accept(0s, data_message(1));
      rig.accept(1s, data_message(2));
      EXPECT_GE(rig.all().size(), data_message(2).size()) << kind << number;
    }
  }
}

}  // namespace
}  // namespace checkride::emulator
