// Goal: the fault table does what the control API promises. Method: one fact each, on a clock made of numbers.
#include "session/faults.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/test/result_matchers.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOkWith;
using testing::HasSubstr;

constexpr world::Instant kStart{1s};
constexpr ClientName kMonitor{3, "Checkride Monitor"};

Fault of_kind(FaultKind kind) {
  Fault fault;
  fault.kind = kind;
  return fault;
}

TEST(FaultBoard, IdsCountFromOneAndAreNotReused) {
  FaultBoard board;
  EXPECT_THAT(board.add(of_kind(FaultKind::silent), kStart), IsOkWith(1u));
  ASSERT_TRUE(board.remove(1));
  EXPECT_THAT(board.add(of_kind(FaultKind::silent), kStart), IsOkWith(2u));
}

TEST(FaultBoard, RemovingWhatIsNotThereNamesTheId) {
  FaultBoard board;
  EXPECT_THAT(board.remove(9), FailsWith(HasSubstr("9")));
}

TEST(FaultBoard, ChangesAreTold) {
  int changes = 0;
  FaultBoard board([&changes] { ++changes; });
  ASSERT_TRUE(board.add(of_kind(FaultKind::stall), kStart));
  ASSERT_TRUE(board.remove(1));
  EXPECT_EQ(changes, 2);
}

TEST(FaultBoard, UnusableParametersSayWhatIsAllowed) {
  FaultBoard board;
  Fault fault = of_kind(FaultKind::exception_reply);
  fault.exception_reply.exception = 47;
  EXPECT_THAT(board.add(fault, kStart), FailsWith(HasSubstr("1 to 46")));
  fault.exception_reply = {};
  fault.exception_reply.every = 0;
  EXPECT_THAT(board.add(fault, kStart), FailsWith(HasSubstr("every")));
  fault = of_kind(FaultKind::stall);
  fault.duration = 0s;
  EXPECT_THAT(board.add(fault, kStart), FailsWith(HasSubstr("duration")));
  fault = of_kind(FaultKind::stall);
  fault.client = "";
  EXPECT_THAT(board.add(fault, kStart), FailsWith(HasSubstr("client")));
  EXPECT_TRUE(board.list(kStart).empty());
}

TEST(FaultBoard, ADurationEndsItExactly) {
  FaultBoard board;
  Fault fault = of_kind(FaultKind::stall);
  fault.duration = 10s;
  ASSERT_TRUE(board.add(fault, kStart));
  EXPECT_EQ(board.next_end(kStart), kStart + 10s);
  EXPECT_TRUE(board.stalls(kMonitor, kStart + 10s - 1ns));
  EXPECT_FALSE(board.stalls(kMonitor, kStart + 10s));
  EXPECT_TRUE(board.list(kStart + 10s).empty());
  EXPECT_EQ(board.next_end(kStart + 10s), std::nullopt);
}

TEST(FaultBoard, AClientIsNamedByIdOrByApplicationName) {
  FaultBoard board;
  Fault by_name = of_kind(FaultKind::silent);
  by_name.client = "checkride monitor";
  Fault by_id = of_kind(FaultKind::stall);
  by_id.client = "3";
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
  fault.exception_reply.exception = 3;
  fault.exception_reply.message = "requestdataonsimobject";
  fault.exception_reply.request_id = 7;
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
  fault.exception_reply.every = 3;
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
  fault.exception_reply.limit = 1;
  ASSERT_TRUE(board.add(fault, kStart));
  EXPECT_TRUE(board.exception_for(kMonitor, "x", 1, kStart));
  EXPECT_FALSE(board.exception_for(kMonitor, "x", 1, kStart));
  board.end_frame(kStart);
  EXPECT_TRUE(board.list(kStart).empty());
}

TEST(FaultKind, WordsAreThoseOfTheEnumerators) {
  for (const FaultKind kind : {FaultKind::exception_reply, FaultKind::stall, FaultKind::reset, FaultKind::silent}) {
    EXPECT_THAT(parse_fault_kind(text(kind)), IsOkWith(kind));
  }
  EXPECT_THAT(parse_fault_kind("freeze"), FailsWith(HasSubstr("stall")));
}

}  // namespace
}  // namespace checkride::emulator
