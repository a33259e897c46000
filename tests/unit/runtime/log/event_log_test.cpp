// Goal: an event is one line in every format, whatever it holds; below the threshold nothing is written. Method: lines
// compared whole; hostile text from a property, read back by an independent JSON parser.
#include "log/event_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <limits>

#include "checkride/test/property.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const Event kEvent{world::UtcTime(1767600000s + 42us), Level::info, "link", "simulator_connected"};

std::string json_line(Fields fields) {
  std::string out;
  append_json_line(out, kEvent, fields);
  return out;
}

std::string logfmt_line(Fields fields) {
  std::string out;
  append_logfmt_line(out, kEvent, fields);
  return out;
}

std::string text_line(Fields fields) {
  std::string out;
  append_text_line(out, kEvent, fields);
  return out;
}

TEST(JsonLine, KeysStandInTheirOrder) {
  EXPECT_EQ(json_line({{"simulator", "sim"}, {"attempt", 3}, {"ok", true}, {"wait", 1500ms}}),
            R"({"ts":"2026-01-05T08:00:00.000042Z","level":"info","msg":"simulator_connected","logger":"link",)"
            R"("simulator":"sim","attempt":3,"ok":true,"wait":1.5})");
}

TEST(JsonLine, NumbersOfEveryKind) {
  EXPECT_THAT(json_line({{"a", std::uint64_t{18446744073709551615U}},
                         {"b", std::int64_t{-9223372036854775807}},
                         {"c", 35012.25},
                         {"d", std::numeric_limits<double>::quiet_NaN()}}),
              testing::EndsWith(R"("a":18446744073709551615,"b":-9223372036854775807,"c":35012.25,"d":null})"));
}

TEST(LogfmtLine, WordsAreBareAndTheRestQuoted) {
  EXPECT_EQ(logfmt_line({{"simulator", "sim"}, {"reason", "reset by \"peer\"\n"}, {"empty", ""}, {"n", -2.5}}),
            R"(ts=2026-01-05T08:00:00.000042Z level=info msg=simulator_connected logger=link simulator=sim )"
            R"(reason="reset by \"peer\"\n" empty="" n=-2.5)");
}

TEST(TextLine, IsForPeople) {
  EXPECT_EQ(text_line({{"simulator", "sim"}, {"attempt", 3}}),
            "2026-01-05T08:00:00.000042Z INFO  link simulator_connected simulator=sim attempt=3");
}

RC_GTEST_PROP(EventLine, HostileTextStaysInsideItsField, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  for (const std::string& line : {json_line({{"f", text}}), logfmt_line({{"f", text}}), text_line({{"f", text}})}) {
    for (const char c : line) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20);
  }
  const boost::json::value parsed = boost::json::parse(json_line({{"f", text}}));
  RC_ASSERT(parsed.as_object().size() == 5U);
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) RC_ASSERT(std::string(parsed.at("f").as_string()) == text);
}

RC_GTEST_PROP(EventLine, HostileTextCannotAddALogfmtField, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::element(' ', '"', '=', '\\', '\n', 'a', '\t'));
  const std::string line = logfmt_line({{"f", text}});
  const std::string value = line.substr(line.find(" f=") + 3);
  if (value.front() != '"') {
    RC_ASSERT(value.find_first_of(" =\"") == std::string::npos);
    return;
  }
  // The only unescaped quotes are the first and the last character.
  for (std::size_t i = 1; i + 1 < value.size(); ++i) {
    if (value[i] == '\\') {
      ++i;
    } else {
      RC_ASSERT(value[i] != '"');
    }
  }
}

// Beyond ASCII too there is what ends a line for some reader, commands a terminal or turns the order of its text.
TEST(EventLine, WhatCommandsATerminalOrEndsALineIsEscapedBeyondAsciiToo) {
  const std::string text =
      "\xC2\x9B"
      "31m\xC2\x85"
      "b=c\xE2\x80\xA8"
      "d\xE2\x80\xAE"
      "e\xE2\x81\xA6\x7F\x1B\xC2\xA0\xC3\xB6\xF0\x9F\x9B\xA9";
  const std::string shown = R"("\u009b31m\u0085b=c\u2028d\u202ee\u2066\u007f\u001b)"
                            "\xC2\xA0\xC3\xB6\xF0\x9F\x9B\xA9\"";
  EXPECT_THAT(json_line({{"name", text}}), testing::HasSubstr(shown));
  EXPECT_THAT(logfmt_line({{"name", text}}), testing::HasSubstr("name=" + shown));
  EXPECT_THAT(text_line({{"name", text}}), testing::HasSubstr("name=" + shown));
  EXPECT_EQ(boost::json::parse(json_line({{"name", text}})).at("name").as_string(), text);
}

TEST(EventLineDeathTest, AReservedFieldNameIsADefect) {
  EXPECT_DEATH(json_line({{"level", "info"}}), "assertion failed");
}

// Keeps lines in a list that the test owns.
class ListSink final : public LogSink {
 public:
  explicit ListSink(std::vector<std::string>& lines) : lines_(lines) {}
  void write(std::string_view line) override { lines_.emplace_back(line); }

 private:
  std::vector<std::string>& lines_;
};

class EventLogTest : public testing::Test {
 protected:
  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("host");
  std::vector<std::string> lines_;
};

TEST_F(EventLogTest, OnlyTheThresholdAndAboveIsWritten) {
  EventLog log(host_.clock(), Level::warn, append_text_line, std::make_unique<ListSink>(lines_));
  Logger logger = log.logger("x");
  logger.debug("a");
  logger.info("b");
  logger.warn("c");
  logger.error("d");
  logger.fatal("e");
  EXPECT_THAT(lines_, ElementsAre(testing::HasSubstr("WARN  x c"), testing::HasSubstr("ERROR x d"),
                                  testing::HasSubstr("FATAL x e")));
}

TEST_F(EventLogTest, TheThresholdMovesWhileRunning) {
  EventLog log(host_.clock(), Level::error, append_text_line, std::make_unique<ListSink>(lines_));
  Logger logger = log.logger("x");
  logger.info("before");
  log.set_threshold(Level::debug);
  logger.debug("after");
  EXPECT_THAT(lines_, ElementsAre(testing::HasSubstr("after")));
}

TEST_F(EventLogTest, TimeIsTheWorldsUtc) {
  EventLog log(host_.clock(), Level::info, append_logfmt_line, std::make_unique<ListSink>(lines_));
  log.logger("x").info("now");
  EXPECT_THAT(lines_, ElementsAre(testing::StartsWith("ts=" + world::format_rfc3339(host_.clock().utc_now()) + " ")));
}

TEST(LevelWord, ReadsWhatItWrites) {
  for (const Level level : {Level::debug, Level::info, Level::warn, Level::error, Level::fatal}) {
    EXPECT_EQ(parse_level(to_string(level)), level);
  }
  EXPECT_EQ(parse_level("warning"), Level::warn);
  EXPECT_EQ(parse_level("INFO"), std::nullopt);
}

}  // namespace
}  // namespace checkride::runtime
