// Goal: the fault table does what the control API promises. Method: one fact each, on a clock made of numbers.
#include "faults/fault_board.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/test/result_matchers.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using checkride::test::FailsWith;
using checkride::test::IsOkWith;
using testing::HasSubstr;

constexpr world::Instant kStart{1s};
constexpr ClientName kMonitor{3, "Checkride Monitor"};

Fault of_kind(FaultKind kind) {
  return Fault(kind);
}

TEST(FaultBoard, IdsCountFromOneAndAreNotReused) {
  FaultBoard board;
  EXPECT_THAT(board.add(of_kind(FaultKind::silent), kStart), IsOkWith(1u));
  ASSERT_TRUE(board.remove(1, kStart));
  EXPECT_THAT(board.add(of_kind(FaultKind::silent), kStart), IsOkWith(2u));
}

TEST(FaultBoard, RemovingWhatIsNotThereNamesTheId) {
  FaultBoard board;
  EXPECT_THAT(board.remove(9, kStart), FailsWith(HasSubstr("9")));
}

TEST(FaultBoard, ChangesAreTold) {
  int changes = 0;
  FaultBoard board([&changes] { ++changes; });
  ASSERT_TRUE(board.add(of_kind(FaultKind::stall), kStart));
  ASSERT_TRUE(board.remove(1, kStart));
  EXPECT_EQ(changes, 2);
}

TEST(FaultBoard, UnusableParametersSayWhatIsAllowed) {
  FaultBoard board;
  Fault fault = of_kind(FaultKind::stall);
  fault.set("duration", world::Duration(0));
  EXPECT_THAT(board.add(fault, kStart), FailsWith(HasSubstr("duration")));
  EXPECT_THAT(board.add(of_kind(FaultKind::frozen_frames), kStart), FailsWith(HasSubstr("at most 10m")));
  fault = of_kind(FaultKind::value_slow);
  EXPECT_THAT(board.add(fault, kStart), FailsWith(HasSubstr("time_constant")));
  fault = of_kind(FaultKind::stall);
  fault.set("client", std::string());
  EXPECT_THAT(board.add(fault, kStart), FailsWith(HasSubstr("client")));
  EXPECT_TRUE(board.list(kStart).empty());
}

TEST(FaultBoard, ADurationEndsItExactly) {
  FaultBoard board;
  Fault fault = of_kind(FaultKind::stall);
  fault.set("duration", world::Duration(10s));
  ASSERT_TRUE(board.add(fault, kStart));
  EXPECT_EQ(board.next_edge(kStart), kStart + 10s);
  EXPECT_TRUE(board.stalls(kMonitor, kStart + 10s - 1ns));
  EXPECT_FALSE(board.stalls(kMonitor, kStart + 10s));
  EXPECT_TRUE(board.list(kStart + 10s).empty());
  EXPECT_EQ(board.next_edge(kStart + 10s), std::nullopt);
}

TEST(FaultBoard, AClientIsNamedByIdOrByApplicationName) {
  FaultBoard board;
  Fault by_name = of_kind(FaultKind::silent);
  by_name.set("client", std::string("checkride monitor"));
  Fault by_id = of_kind(FaultKind::stall);
  by_id.set("client", std::string("3"));
  ASSERT_TRUE(board.add(by_name, kStart));
  ASSERT_TRUE(board.add(by_id, kStart));
  EXPECT_TRUE(board.silences(kMonitor, kStart));
  EXPECT_TRUE(board.stalls(kMonitor, kStart));
  EXPECT_FALSE(board.silences({4, "other"}, kStart));
  EXPECT_FALSE(board.stalls({4, "other"}, kStart));
}

TEST(FaultBoard, AResetWithoutDurationStrikesInOneFrameOnly) {
  FaultBoard board;
  ASSERT_TRUE(board.add(of_kind(FaultKind::reset), kStart));
  EXPECT_TRUE(board.resets(kMonitor, kStart));
  EXPECT_TRUE(board.resets({4, "other"}, kStart));
  board.end_frame(kStart);
  EXPECT_FALSE(board.resets(kMonitor, kStart));
}

TEST(FaultBoard, ExceptionRepliesChooseByMessageAndRequest) {
  FaultBoard board;
  Fault fault = of_kind(FaultKind::exception_reply);
  fault.set("exception", std::int64_t{3});
  fault.set("messages", std::vector<std::string>{"requestdataonsimobject"});
  fault.set("request_id", std::int64_t{7});
  ASSERT_TRUE(board.add(fault, kStart));
  EXPECT_FALSE(board.exception_for(kMonitor, "AddToDataDefinition", 7, kStart));
  EXPECT_FALSE(board.exception_for(kMonitor, "RequestDataOnSimObject", 8, kStart));
  EXPECT_FALSE(board.exception_for(kMonitor, "RequestDataOnSimObject", std::nullopt, kStart));
  const auto reply = board.exception_for(kMonitor, "RequestDataOnSimObject", 7, kStart);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->exception, 3u);
}

TEST(FaultBoard, EveryNthMatchIsAnswered) {
  FaultBoard board;
  Fault fault = of_kind(FaultKind::exception_reply);
  fault.set("every", std::int64_t{3});
  ASSERT_TRUE(board.add(fault, kStart));
  std::vector<bool> answered;
  for (int i = 0; i < 7; ++i) answered.push_back(board.exception_for(kMonitor, "x", 1, kStart).has_value());
  EXPECT_EQ(answered, (std::vector<bool>{false, false, true, false, false, true, false}));
  EXPECT_EQ(board.list(kStart).front().matches, 7u);
  EXPECT_EQ(board.list(kStart).front().hits, 2u);
}

TEST(FaultBoard, ALimitEndsIt) {
  FaultBoard board;
  Fault fault = of_kind(FaultKind::exception_reply);
  fault.set("limit", std::int64_t{1});
  ASSERT_TRUE(board.add(fault, kStart));
  EXPECT_TRUE(board.exception_for(kMonitor, "x", 1, kStart));
  EXPECT_FALSE(board.exception_for(kMonitor, "x", 1, kStart));
  board.end_frame(kStart);
  EXPECT_TRUE(board.list(kStart).empty());
}

TEST(FaultBoard, ItBeginsAfterItsDelay) {
  FaultBoard board;
  Fault fault = of_kind(FaultKind::stall);
  fault.set("after", world::Duration(2s)).set("duration", world::Duration(3s));
  ASSERT_TRUE(board.add(fault, kStart));
  EXPECT_FALSE(board.stalls(kMonitor, kStart + 2s - 1ns));
  EXPECT_EQ(board.next_edge(kStart), kStart + 2s);
  EXPECT_TRUE(board.stalls(kMonitor, kStart + 2s));
  EXPECT_EQ(board.next_edge(kStart + 2s), kStart + 5s);
  EXPECT_TRUE(board.stalls(kMonitor, kStart + 5s - 1ns));
  EXPECT_FALSE(board.stalls(kMonitor, kStart + 5s));
}

TEST(FaultBoard, ChanceComesFromTheSeedAndOneClientMoreChangesNothingForAnother) {
  const auto struck = [](std::int64_t seed, bool other_too) {
    FaultBoard board;
    Fault fault = of_kind(FaultKind::exception_reply);
    fault.set("probability", 0.5).set("seed", seed);
    EXPECT_TRUE(board.add(fault, kStart));
    std::vector<bool> result;
    for (int i = 0; i < 64; ++i) {
      if (other_too) (void)board.exception_for({9, "other"}, "x", 1, kStart);
      result.push_back(board.exception_for(kMonitor, "x", 1, kStart).has_value());
    }
    return result;
  };
  EXPECT_EQ(struck(7, false), struck(7, false));
  EXPECT_EQ(struck(7, false), struck(7, true));
  EXPECT_NE(struck(7, false), struck(8, false));
}

// What a run of `board` brings about: exceptions for messages at given times.
std::vector<bool> exceptions_of(FaultBoard& board) {
  std::vector<bool> result;
  for (int i = 0; i < 100; ++i) {
    const world::Instant now = kStart + i * 100ms;
    board.begin_frame(now);
    result.push_back(board.exception_for(kMonitor, "x", 1, now).has_value());
    board.end_frame(now);
  }
  return result;
}

TEST(FaultBoard, ATapeBringsTheSameAboutWithoutTheSeed) {
  std::uint64_t seeds = 40;
  FaultBoard first({}, [&seeds] { return ++seeds; });
  first.start_tape(kStart);
  Fault fault = of_kind(FaultKind::exception_reply);
  fault.set("probability", 0.3).set("after", world::Duration(1s)).set("limit", std::int64_t{20});
  ASSERT_TRUE(first.add(fault, kStart));
  const std::vector<bool> struck = exceptions_of(first);
  ASSERT_TRUE(std::find(struck.begin(), struck.end(), true) != struck.end());
  const auto tape = parse_fault_tape(first.tape().text(), "tape");
  ASSERT_TRUE(tape) << tape.error().message();
  EXPECT_EQ(tape->entries(), first.tape().entries());

  FaultBoard second({}, [] { return std::uint64_t{1}; });
  second.start_tape(kStart);
  second.play(*tape);
  EXPECT_EQ(exceptions_of(second), struck);
  EXPECT_EQ(second.tape().text(), first.tape().text());
}

TEST(FaultTape, MistakesAreToldWithTheirLine) {
  EXPECT_THAT(parse_fault_tape("", "t"), FailsWith(HasSubstr("empty")));
  EXPECT_THAT(parse_fault_tape("{}\n", "t"), FailsWith(HasSubstr("t:1")));
  const std::string head = "{\"format\":\"checkride.fault-tape\",\"version\":1}\n";
  EXPECT_TRUE(parse_fault_tape(head, "t"));
  EXPECT_THAT(parse_fault_tape(head + "{\"at_ns\":1,\"event\":\"hit\"}\n", "t"), FailsWith(HasSubstr("t:2")));
  EXPECT_THAT(parse_fault_tape(head + "nonsense\n", "t"), FailsWith(HasSubstr("t:2")));
  EXPECT_THAT(parse_fault_tape(
                  head + "{\"at_ns\":1,\"event\":\"added\",\"fault\":1,\"parameters\":{\"kind\":\"latency\"}}\n", "t"),
              FailsWith(HasSubstr("delay")));
}

TEST(FaultTape, LinesAreInTheOrderOfTimeAndMistakesHaveTheirColumn) {
  const std::string head = "{\"format\":\"checkride.fault-tape\",\"version\":1}\n";
  EXPECT_THAT(parse_fault_tape(head + "{\"at_ns\":5,\"event\":\"removed\",\"fault\":1}\n" +
                                   "{\"at_ns\":4,\"event\":\"removed\",\"fault\":2}\n",
                               "t"),
              FailsWith(testing::AllOf(HasSubstr("t:3:10"), HasSubstr("order of time"))));
  EXPECT_THAT(parse_fault_tape(head + "{\"at_ns\":9223372036854775807,\"event\":\"removed\",\"fault\":1}\n", "t"),
              FailsWith(HasSubstr("out of range")));
}

TEST(FaultTape, IsBoundedAndSaysSo) {
  FaultTape tape;
  for (std::size_t i = 0; i < FaultTape::kMaxEntries + 1000; ++i) {
    TapeEntry entry;
    entry.event = TapeEvent::struck;
    EXPECT_EQ(tape.record(entry) != nullptr, i < FaultTape::kMaxEntries);
  }
  ASSERT_EQ(tape.entries().size(), FaultTape::kMaxEntries + 1);
  EXPECT_EQ(tape.entries().back().event, TapeEvent::full);
}

// ---- ends, resets, clients that go

TEST(FaultBoard, TellsOfEveryFaultThatEndsByItself) {
  std::vector<std::pair<FaultId, std::string>> told;
  FaultBoard board;
  board.on_end([&told](const ActiveFault& active, FaultEnd how) { told.emplace_back(active.id, text(how)); });
  ASSERT_TRUE(board.add(of_kind(FaultKind::stall).set("duration", world::Duration(1s)), kStart));
  ASSERT_TRUE(board.add(of_kind(FaultKind::exception_reply).set("limit", std::int64_t{1}), kStart));
  ASSERT_TRUE(board.add(of_kind(FaultKind::reset), kStart));
  ASSERT_TRUE(board.add(of_kind(FaultKind::silent), kStart));
  (void)board.exception_for(kMonitor, "x", 1, kStart);
  board.end_frame(kStart);
  ASSERT_TRUE(board.remove(4, kStart));
  board.end_frame(kStart + 1s);
  EXPECT_THAT(told,
              testing::ElementsAre(testing::Pair(2, "limit"), testing::Pair(3, "once"), testing::Pair(1, "duration")));
}

TEST(FaultBoard, ForgetsAClientThatIsGone) {
  FaultBoard board;
  ASSERT_TRUE(board.add(of_kind(FaultKind::exception_reply).set("every", std::int64_t{2}), kStart));
  EXPECT_FALSE(board.exception_for(kMonitor, "x", 1, kStart));
  EXPECT_FALSE(board.exception_for({4, "other"}, "x", 1, kStart));
  board.forget(3);
  EXPECT_FALSE(board.exception_for(kMonitor, "x", 1, kStart)) << "its count began anew";
  EXPECT_TRUE(board.exception_for({4, "other"}, "x", 1, kStart));
}

TEST(FaultBoard, AfterAResetEverythingIsAsAtTheStart) {
  std::uint64_t asked = 0;
  FaultBoard board({}, [&asked] { return ++asked; });
  const auto run = [&board](world::Instant start) {
    Fault fault = of_kind(FaultKind::exception_reply);
    fault.set("probability", 0.5);
    EXPECT_THAT(board.add(fault, start), IsOkWith(1u));
    std::vector<bool> struck;
    for (int i = 0; i < 50; ++i) struck.push_back(board.exception_for(kMonitor, "x", 1, start + i * 1s).has_value());
    return std::pair(struck, board.tape().text());
  };
  board.start_tape(kStart);
  const auto first = run(kStart);
  EXPECT_EQ(board.resets(), 0u);
  board.reset(kStart + 1h);
  EXPECT_EQ(board.resets(), 1u);
  EXPECT_TRUE(board.empty());
  EXPECT_EQ(run(kStart + 1h), first);
}

TEST(FaultBoard, ATapeThatIsPlayedLaterTakesNoIdThatWasGiven) {
  FaultBoard first;
  first.start_tape(kStart);
  ASSERT_TRUE(first.add(of_kind(FaultKind::silent), kStart));
  FaultBoard second;
  second.start_tape(kStart);
  EXPECT_THAT(second.add(of_kind(FaultKind::stall), kStart), IsOkWith(1u));
  second.play(first.tape());
  second.begin_frame(kStart);
  EXPECT_THAT(second.add(of_kind(FaultKind::stall), kStart), IsOkWith(3u));
  ASSERT_EQ(second.list(kStart).size(), 3u);
  ASSERT_TRUE(second.remove(1, kStart));
  EXPECT_TRUE(second.silences(kMonitor, kStart)) << "that of the tape is another one";
}

TEST(FaultBoard, WhatCameBehindAFrameOfItsInstantComesBehindItAgain) {
  FaultBoard first;
  first.start_tape(kStart);
  first.end_frame(kStart + 1s);
  ASSERT_TRUE(first.add(of_kind(FaultKind::silent), kStart + 1s));
  FaultBoard second;
  second.start_tape(kStart);
  second.play(first.tape());
  second.begin_frame(kStart + 1s);
  EXPECT_FALSE(second.silences(kMonitor, kStart + 1s));
  second.end_frame(kStart + 1s);
  second.begin_frame(kStart + 1s);  // time stands, the frame is run again
  EXPECT_TRUE(second.silences(kMonitor, kStart + 1s));
  EXPECT_EQ(second.tape().entries().front(), first.tape().entries().front());
}

}  // namespace
}  // namespace checkride::emulator
