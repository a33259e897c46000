// Goal: bytes that a scenario sends as they are go out at their pace, and what came of it is judged. Method: the engine
// on fakes, whose monitor serves HTTP and waits at most 10 s for a request; times are exact.
#include "checkride/compress/gzip.hpp"
#include "engine/fake_rig.hpp"
#include "engine/raw_client.hpp"
#include "matchers/matcher_reading.hpp"

namespace checkride::harness {
namespace {

using checkride::test::FailsWith;
using checkride::test::IsOk;
using reports::Verdict;
using testing::HasSubstr;

std::string send(const std::string& keys) {
  return kStart + "  - send: {to: monitor, " + keys + "}\n" + kNoMail;
}

// 18 bytes.
const std::string kWhole = R"(text: "GET / HTTP/1.0\r\n\r\n")";

TEST(SendPlay, ByteByByteIsStillARequest) {
  FakeRig rig;
  const auto record = rig.run(send(kWhole + ", piece: 1, every: 500ms, stay: 60s, answer: {contains: \" 200 \"}"));
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_GE(record.virtual_seconds, 8.5);
  EXPECT_LT(record.virtual_seconds, 9) << "it does not stay when all has come";
  const std::string events = compress::gunzip(rig.blocks).value();
  EXPECT_THAT(events, HasSubstr("18 of 18 bytes sent"));
  EXPECT_THAT(events, HasSubstr("\"sent\":\"18\""));
}

TEST(SendPlay, AHalfRequestIsCutByTheServer) {
  FakeRig rig;
  const auto record =
      rig.run(send("text: \"GET / HT\", stay: 60s, closed_after: {between: [9s, 11s]}, answer: {contains: 408}"));
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_LT(record.virtual_seconds, 12);
}

TEST(SendPlay, WhatIsNotSoFailsWithWhatWasSeen) {
  FakeRig open;
  const auto closed = open.run(send("text: \"GET / HT\", stay: 60s, stays_open: true"));
  EXPECT_EQ(closed.verdict, Verdict::failed);
  EXPECT_THAT(closed.reason, HasSubstr("the other end should not close: 8 of 8 bytes sent"));
  FakeRig late;
  const auto never = late.run(send("text: \"GET / HT\", stay: 2s, closed_after: {less_than: 10s}"));
  EXPECT_THAT(never.reason, HasSubstr("the other end should close: 8 of 8 bytes sent, 0 came, still open"));
  FakeRig other;
  const auto wrong = other.run(send(kWhole + ", stay: 60s, answer: {contains: teapot}"));
  EXPECT_THAT(wrong.reason, HasSubstr("wanted contains \"teapot\", what came is \"HTTP/1."));
  EXPECT_THAT(wrong.reason, HasSubstr("200 OK"));
}

// Of nothing, and of half an answer, it holds; the rest can undo that.
TEST(SendPlay, WhatMustNotComeIsWaitedFor) {
  FakeRig rig;
  const auto record = rig.run(send(kWhole + ", stay: 5s, answer: {not: {contains: \" 200 \"}}"));
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("wanted not contains \" 200 \", what came is \"HTTP/1.")) << "and on one line:";
  EXPECT_THAT(record.reason, HasSubstr("200 OK\\r\\n"));
  FakeRig silent;
  const auto nothing = silent.run(send("text: \"GET / HT\", stay: 3s, answer: {not: {contains: \" 200 \"}}"));
  EXPECT_EQ(nothing.verdict, Verdict::passed) << nothing.reason;
  EXPECT_GE(nothing.virtual_seconds, 3);
}

TEST(SendPlay, WhatWasNotLookedAtProvesNothing) {
  SendBytes send;
  send.bytes = "x";
  RawTalk talk;
  talk.sent = 1;
  talk.answer = std::string(RawTalk::kAnswerMax, 'a');
  talk.received = RawTalk::kAnswerMax + 1;
  send.answer = std::make_shared<const Matcher>(test::matcher_of("{starts_with: a}", Domain::text));
  EXPECT_THAT(judge(talk, send), IsOk());
  send.answer = std::make_shared<const Matcher>(test::matcher_of("{not: {contains: b}}", Domain::text));
  EXPECT_THAT(judge(talk, send), FailsWith(HasSubstr("only the first 65536 bytes are looked at")));
}

TEST(SendPlay, ASlowSenderIsCutInTheMiddle) {
  FakeRig rig;
  const auto record = rig.run(send(kWhole + ", piece: 1, every: 1s, stay: 60s, closed_after: {between: [9s, 11s]}"));
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  EXPECT_LT(record.virtual_seconds, 12) << "what is left of the request is not sent";
}

TEST(SendPlay, EveryClientIsJudged) {
  FakeRig rig;
  const auto record = rig.run(send(kWhole + ", clients: 3, stay: 5s, answer: {contains: \" 200 \"}"));
  EXPECT_EQ(record.verdict, Verdict::passed) << record.reason;
  const std::string events = compress::gunzip(rig.blocks).value();
  std::size_t count = 0;
  for (std::size_t at = events.find("bytes sent,"); at != std::string::npos; at = events.find("bytes sent,", at + 1)) {
    ++count;
  }
  EXPECT_EQ(count, 3U);
}

TEST(SendPlay, NobodyThere) {
  FakeRig rig;
  const auto record =
      rig.run(kMembers + "timeline:\n  - start: [sim, chat]\n  - send: {to: chat, text: x}\n" + kNoMail);
  EXPECT_EQ(record.verdict, Verdict::failed);
  EXPECT_THAT(record.reason, HasSubstr("send 1 byte to chat"));
}

}  // namespace
}  // namespace checkride::harness
