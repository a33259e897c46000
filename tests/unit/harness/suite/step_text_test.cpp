// Goal: who reads of two runs that went apart sees what differs, where, and what came before. Method: tapes by hand.
#include "suite/step_text.hpp"

#include <gmock/gmock.h>

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

world::StepFact fact(std::int64_t second, const std::string& bytes) {
  world::StepFact made;
  made.time = world::Instant(std::chrono::seconds(second));
  made.host = "monitor";
  made.task = "poll";
  made.kind = "print";
  made.payload = 1;
  made.bytes = bytes;
  made.all_bytes = bytes.size();
  return made;
}

// Twenty steps, one a second; the one at `odd` and those behind it say `bytes`.
world::StepTape tape(std::uint64_t odd, const std::string& bytes, std::uint64_t length = 20) {
  world::StepTape made;
  for (std::uint64_t step = 0; step < length; ++step) {
    world::StepFact next = fact(static_cast<std::int64_t>(step), step < odd ? "equal" : bytes);
    next.hash = step < odd ? step : step + 1000 * bytes.size() + static_cast<unsigned char>(bytes.back());
    made.add(std::move(next));
  }
  return made;
}

std::string sentence(const world::StepTape& first, const world::StepTape& second) {
  return difference_sentence(*world::first_difference(first, second), {first, {}}, {second, {}});
}

TEST(StepText, TheSentenceHasBothSteps) {
  EXPECT_EQ(sentence(tape(12, "calls: 1"), tape(12, "calls: 2")),
            "step 13 at 12.000000000 s: monitor/poll print 1 \"calls: 1\", and in the second run monitor/poll print 1 "
            "\"calls: 2\"");
}

TEST(StepText, AnotherTimeIsSaid) {
  world::StepTape late = tape(12, "x", 12);
  world::StepFact fact_late = fact(99, "x");
  fact_late.hash = 7;
  late.add(std::move(fact_late));
  EXPECT_THAT(sentence(tape(12, "x"), late), HasSubstr("and in the second run at 99.000000000 s monitor/poll"));
}

TEST(StepText, ARunThatEndedEarlierHasNoSuchStep) {
  EXPECT_THAT(sentence(tape(20, "x"), tape(20, "x", 12)), HasSubstr("the second run has no such step"));
  EXPECT_THAT(sentence(tape(20, "x", 12), tape(20, "x")),
              HasSubstr("step 13 at 12.000000000 s: only the second run has"));
}

TEST(StepText, WhatDiffersBeyondTheBytesKeptIsSaid) {
  world::StepTape first;
  world::StepTape second;
  world::StepFact one = fact(1, std::string(512, 'a'));
  world::StepFact other = one;
  one.hash = 1;
  other.hash = 2;
  first.add(one);
  second.add(other);
  EXPECT_THAT(sentence(first, second), HasSubstr("other bytes beyond the first 512"));
}

TEST(StepText, TheContextHasWhatCameBeforeAndWhoWaits) {
  const world::StepTape first = tape(12, "one");
  const world::StepTape second = tape(12, "two");
  const auto apart = *world::first_difference(first, second);
  const std::string text = context_of(apart, {first, {"monitor/poll: sleeping since 3 s"}}, {second, {}});
  EXPECT_THAT(text,
              AllOf(HasSubstr("  4.000000000 s 5 monitor/poll print 1 \"equal\"\n"),
                    HasSubstr("> 12.000000000 s 13 monitor/poll print 1 \"one\"\n"), HasSubstr("  15.000000000 s 16 "),
                    HasSubstr("waiting:\n  monitor/poll: sleeping since 3 s\n")));
  EXPECT_THAT(text, Not(HasSubstr("  3.000000000 s")));
  EXPECT_THAT(text, Not(HasSubstr("  16.000000000 s")));
}

TEST(StepText, ManyWhoWaitAreCounted) {
  const world::StepTape first = tape(1, "one");
  const world::StepTape second = tape(1, "two");
  const std::vector<std::string> waiting(15, "somebody");
  const std::string text = context_of(*world::first_difference(first, second), {first, waiting}, {second, {}});
  EXPECT_THAT(text, HasSubstr("  and 3 more\n"));
}

TEST(StepText, OfLongBytesThePlaceThatDiffersIsShown) {
  const std::string long_text = std::string(300, 'a') + "HERE" + std::string(200, 'b');
  const std::string shown = bytes_text(long_text, 300);
  EXPECT_THAT(shown, AllOf(testing::StartsWith("...\"aaa"), HasSubstr("HERE"), testing::EndsWith("bbb\"...")));
  EXPECT_LT(shown.size(), 120U);
  EXPECT_EQ(bytes_text("short", 3), "\"short\"");
}

TEST(StepText, BytesArePrintable) {
  EXPECT_EQ(bytes_text(std::string_view("a\n\"\\\x01\xff\0", 7)), R"("a\n\"\\\x01\xff\x00")");
}

}  // namespace
}  // namespace checkride::harness
