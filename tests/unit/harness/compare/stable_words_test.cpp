// Goal: the words by which events of two rigs are the same survive what differs between rigs. Method: examples.
#include "compare/stable_words.hpp"

#include <gtest/gtest.h>

namespace checkride::harness {
namespace {

reports::Event event(const std::string& kind, const std::string& text,
                     std::vector<std::pair<std::string, std::string>> fields = {}) {
  reports::Event made;
  made.kind = kind;
  made.text = text;
  made.fields = std::move(fields);
  return made;
}

TEST(StableWords, NumbersTimesAndDatesAreMasked) {
  EXPECT_EQ(without_numbers("82.5 ft at 08:00:11Z"), "# ft at #Z");
  EXPECT_EQ(without_numbers("2026-01-05T08:00:11.066767Z"), "#T#Z");
  EXPECT_EQ(without_numbers("stopped, exit code 0"), "stopped, exit code #");
  EXPECT_EQ(without_numbers("10.0.0.12:8080 - 3"), "# - #");
  EXPECT_EQ(without_numbers("no number."), "no number.");
  EXPECT_EQ(without_numbers("1."), "#.");
  EXPECT_EQ(without_numbers(""), "");
}

TEST(StableWords, AnAlertIsItsRuleSimulatorAndState) {
  const auto key = [](const std::string& state, const std::string& text) {
    return key_of(
        event("alert", text, {{"rule", "Low"}, {"simulator", "sim"}, {"state", state}, {"severity", "high"}}));
  };
  EXPECT_EQ(key("firing", "Low is firing"), key("firing", "whatever"));
  EXPECT_NE(key("firing", "Low is firing"), key("resolved", "Low is firing"));
}

TEST(StableWords, AMailIsItsReceiverAndSubject) {
  const auto key = [](const std::string& to, const std::string& subject) {
    return key_of(event("mail", subject, {{"from", "monitor@one"}, {"to", to}}));
  };
  EXPECT_EQ(key("ops", "[FIRING] 82.5 ft"), key("ops", "[FIRING] 79 ft"));
  EXPECT_NE(key("ops", "[FIRING]"), key("dev", "[FIRING]"));
  EXPECT_NE(key("ops", "[FIRING]"), key("ops", "[RESOLVED]"));
}

TEST(StableWords, AnExitCodeIsAValueNotAKey) {
  const reports::Event well = event("process", "stopped, exit code 0");
  const reports::Event badly = event("process", "stopped, exit code 1");
  EXPECT_EQ(key_of(well), key_of(badly));
  EXPECT_NE(words_of(well), words_of(badly));
}

TEST(StableWords, ABodyIsComparedWithoutItsNumbers) {
  const auto words = [](const std::string& body) { return words_of(event("webhook", "POST /hook", {{"body", body}})); };
  EXPECT_EQ(words(R"({"at":1,"rule":"Low"})"), words(R"({"at":27.5,"rule":"Low"})"));
  EXPECT_NE(words(R"({"rule":"Low"})"), words(R"({"rule":"High"})"));
}

TEST(StableWords, SamplesLogsAndAnswersAreNotComparedOneByOne) {
  for (const char* kind : {"sample", "log", "http", "nothing known"}) EXPECT_FALSE(is_compared(kind)) << kind;
  for (const char* kind : {"action", "process", "fault", "alert", "mail", "webhook", "expectation"}) {
    EXPECT_TRUE(is_compared(kind)) << kind;
  }
}

}  // namespace
}  // namespace checkride::harness
