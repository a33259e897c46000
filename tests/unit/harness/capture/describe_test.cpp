// Goal: a capture told as text and as JSON: names, units, values, exceptions with what they answer; and what is chosen.
#include "capture/describe.hpp"

#include <boost/json.hpp>

#include "capture/talk_script.hpp"
#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "talks.hpp"

namespace checkride::harness::test {
namespace {

using namespace protocol;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;

std::vector<std::string> described(const std::string& content, const DescribeOptions& options = {}) {
  std::vector<std::string> lines;
  const auto done = describe("test.pcapng", bytes_of(content), options,
                             [&lines](std::string_view line) { lines.emplace_back(line); });
  EXPECT_THAT(done, checkride::test::IsOk());
  return lines;
}

DescribeOptions only_messages(std::vector<std::string> names) {
  return {false, {}, std::move(names)};
}

std::string two_clients() {
  TalkWriter writer;
  writer.open("first");
  writer.define();
  writer.request(RequestId{7});
  writer.wait(1000);
  writer.data(RequestId{7}, 1234.5, 90);
  const auto wrong = writer.say(SubscribeToSystemEvent{EventId{3}, "no such event"});
  writer.answer(RecvException{Exception::name_unrecognized, SendId{wrong}, 2});
  writer.connect();
  writer.open("second");
  return writer.take();
}

TEST(Describe, ValuesHaveTheirNamesAndUnits) {
  const auto lines = described(two_clients(), only_messages({"SIMOBJECT_DATA"}));
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0], AllOf(HasSubstr("2026-01-05T08:00:01.000000Z #1 <- SIMOBJECT_DATA request_id=7"),
                              EndsWith("| PLANE ALTITUDE=1234.5 feet, AIRSPEED INDICATED=90 knots (+1000.000 ms)"),
                              testing::Not(HasSubstr("data="))))
      << "the time since the request; no bytes, for all of them are explained";
}

TEST(Describe, ExceptionsSayWhatTheyMeanAndWhatTheyAnswer) {
  const auto lines = described(two_clients(), only_messages({"EXCEPTION"}));
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0], EndsWith("| unknown variable, unit, event or state name; answers SubscribeToSystemEvent "
                                 "(send_id 5), parameter 2 (+0.000 ms)"));
}

TEST(Describe, EventsHaveTheNamesThatTheClientGave) {
  TalkWriter writer;
  writer.open("a");
  (void)writer.say(SubscribeToSystemEvent{EventId{3}, "1sec"});
  writer.answer(RecvEvent{.client_event_id = EventId{3}});
  EXPECT_THAT(described(writer.take()).back(), EndsWith(" | 1sec"));
}

TEST(Describe, ConnectionsAreChosenByNumberAddressOrName) {
  EXPECT_THAT(described(two_clients()), SizeIs(12));
  for (const std::string who : {"2", "10.0.0.2:40002", "second"}) {
    const auto lines = described(two_clients(), {false, {who}, {}});
    ASSERT_THAT(lines, SizeIs(3)) << who;
    EXPECT_THAT(lines[0], HasSubstr("#2 -> opened: 10.0.0.2:40002 to 10.0.0.2:500"));
  }
}

TEST(Describe, WhoIsNotThereIsToldAndWhoIs) {
  const std::string content = two_clients();
  for (const DescribeOptions& options :
       {DescribeOptions{false, {"Nobody"}, {}}, DescribeOptions{true, {"1", "Nobody"}, {"EXCEPTION"}}}) {
    std::size_t lines = 0;
    const auto done = describe("x.pcapng", bytes_of(content), options, [&lines](std::string_view) { ++lines; });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message(),
              "--client: \"Nobody\" is none of x.pcapng: there is 1 (10.0.0.2:40001, \"first\"), 2 (10.0.0.2:40002, "
              "\"second\")");
    EXPECT_EQ(lines, 0U);
  }
  const DescribeOptions silent{false, {"2"}, {"EXCEPTION"}};
  EXPECT_TRUE(describe("x.pcapng", bytes_of(content), silent, [](std::string_view) {})) << "it said something else";
}

TEST(Describe, JsonHasEveryFieldByItsName) {
  for (const std::string& line : described(two_clients(), {true, {}, {}})) {
    const auto object = boost::json::parse(line).as_object();
    EXPECT_TRUE(object.contains("message") || object.contains("event")) << line;
  }
  const auto lines = described(two_clients(), {true, {}, {"SIMOBJECT_DATA", "EXCEPTION"}});
  const auto data = boost::json::parse(lines.at(0)).as_object();
  EXPECT_EQ(data.at("fields").at("request_id"), 7);
  EXPECT_EQ(data.at("data").at(0), boost::json::parse(R"({"name":"PLANE ALTITUDE","unit":"feet","value":1234.5})"));
  const auto refusal = boost::json::parse(lines.at(1)).as_object();
  EXPECT_EQ(refusal.at("exception").at("answers"), "SubscribeToSystemEvent");
}

TEST(Describe, WhatCannotBeDecodedIsSaid) {
  TalkWriter writer;
  writer.open("a");
  std::vector<std::byte> cut;
  encode(ClearDataDefinition{DefinitionId{1}}, Protocol::msfs2020, SendId{9}, cut);
  cut.pop_back();
  cut[0] = static_cast<std::byte>(cut.size());
  writer.packets().data(capture::Way::to_server, writer.now(), cut);
  EXPECT_THAT(described(writer.take()).back(), HasSubstr("-> undecodable: ClearDataDefinition.define_id at offset 16"));
}

// Captures come from anywhere: whatever a byte is changed to, it is told, or the error says where.
RC_GTEST_PROP(Describe, NoBytesAreTooMuch, ()) {
  std::string content = two_clients();
  const auto flips = *rc::gen::inRange(1, 30);
  for (int i = 0; i < flips; ++i) {
    content[*rc::gen::inRange<std::size_t>(0, content.size())] = static_cast<char>(*rc::gen::inRange(0, 256));
  }
  for (const bool json : {false, true}) {
    const DescribeOptions options{json, {}, {}};
    (void)describe("test.pcapng", bytes_of(content), options, [json](std::string_view line) {
      if (json) RC_ASSERT(boost::json::parse(std::string(line)).is_object());
    });
  }
  (void)read_script("test.pcapng", bytes_of(content));
}

TEST(Describe, ACaptureOfOtherThingsIsNotSilence) {
  capture::PcapngWriter writer("test");
  (void)writer.add_interface("link");
  EXPECT_THAT(described(writer.take()), testing::ElementsAre("note: there is no client of SimConnect in test.pcapng"));
}

TEST(Describe, AFileThatIsNoCaptureIsAnError) {
  const std::string content = "no capture";
  const auto done = describe("x.txt", bytes_of(content), {}, [](std::string_view) {});
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message(), HasSubstr("x.txt: at byte 0: this is no capture"));
}

}  // namespace
}  // namespace checkride::harness::test
