// Goal: what a person sees: the screen after each step, at three widths. Method: a screen of our own that obeys the few
// control sequences, so that the tests show lines and not bytes; virtual time.
#include "suite/progress/terminal.hpp"

#include <gmock/gmock.h>

#include "checkride/test/property.hpp"
#include "checkride/world/virtual_world.hpp"
#include "record_rows.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

// Lines as they stand on a screen without an end: the cursor goes up, home and down, and clears what is below.
class Screen {
 public:
  void print(std::string_view text) {
    while (!text.empty()) {
      if (text.starts_with("\x1b[J")) {
        lines_.resize(line_ + 1);
        lines_.back().clear();
        text.remove_prefix(3);
      } else if (text.starts_with("\x1b[")) {
        const std::size_t end = text.find('A');
        line_ -= static_cast<std::size_t>(std::stoi(std::string(text.substr(2, end - 2))));
        text.remove_prefix(end + 1);
      } else {
        put(text.front());
        text.remove_prefix(1);
      }
    }
  }
  // Without the empty one that the cursor stands in.
  std::vector<std::string> lines() const { return {lines_.begin(), lines_.end() - 1}; }

 private:
  void put(char c) {
    if (c == '\n') {
      ++line_;
      if (line_ == lines_.size()) lines_.emplace_back();
    } else if (c != '\r') {
      lines_[line_] += c;
    }
  }

  std::vector<std::string> lines_{std::string()};
  std::size_t line_ = 0;
};

world::Task<int> wait(world::Clock& clock, Duration time) {
  co_await clock.sleep_for(time);
  co_return 0;
}

struct AtATerminal {
  explicit AtATerminal(unsigned columns, std::size_t count = 4) : scenarios(count), jobs(count) {
    for (std::size_t i = 0; i < count; ++i) {
      scenarios[i].name = "scenario-" + std::to_string(i);
      jobs[i].index = i;
      jobs[i].scenario = &scenarios[i];
      jobs[i].run = scenarios[i].name;
    }
    progress.emplace(
        SuiteOptions(), host.clock(), [columns] { return columns; },
        [this](std::string_view text) { screen.print(text); });
    progress->began(jobs);
  }
  void move(std::size_t job, double at_seconds, int line, std::string text) {
    JobProgress moved;
    moved.job = job;
    moved.at_seconds = at_seconds;
    moved.line = line;
    moved.text = std::move(text);
    progress->moved(moved);
  }
  // One passed, one failed, two run.
  void play() {
    for (const Job& job : jobs) progress->started(job);
    progress->ended(jobs[0], row("scenario-0", Verdict::passed), 0.5, false);
    progress->ended(jobs[1], row("scenario-1", Verdict::failed), 0.5, false);
    move(2, 31.25, 20, "expect GET /health/ready of monitor answers 200");
    host.start("wait", wait(host.clock(), std::chrono::seconds(63)));
    virtual_world.run_until(virtual_world.now() + std::chrono::hours(1),
                            [this] { return host.exit_code().has_value(); });
    progress->ticked();
  }

  world::VirtualWorld virtual_world;
  world::VirtualHost& host = virtual_world.add_host("here");
  Screen screen;
  std::vector<Scenario> scenarios;
  std::vector<Job> jobs;
  std::optional<TerminalProgress> progress;
};

const std::string kHeadline = "4 scenarios on the virtual rig, seed 1";
const std::string kFailed = "  FAILED   scenario-1  0.0 s of virtual time in 0.50 s";
const std::string kWhy = "           expect-1 (line 12): not seen; last: pending";
const std::string kAgain = "           again: checkride run scenarios/scenario-1.yaml --rig virtual --seed 7";

TEST(TerminalProgress, At80Columns) {
  AtATerminal at(80);
  at.play();
  EXPECT_THAT(at.screen.lines(),
              ElementsAre(kHeadline, kFailed, kWhy, kAgain,
                          "[####################....................]  2 of 4, 1 failed   1:03",
                          "  scenario-2                           31.2 s  line 20: expect GET /health/rea~",
                          "  scenario-3                            0.0 s"));
}

TEST(TerminalProgress, At40Columns) {
  AtATerminal at(40);
  at.play();
  EXPECT_THAT(at.screen.lines(),
              ElementsAre(kHeadline, kFailed, kWhy, kAgain, "[######......]  2 of 4, 1 failed   1:03",
                          "  scenario-2                          ~", "  scenario-3                          ~"));
}

TEST(TerminalProgress, At200Columns) {
  AtATerminal at(200);
  at.play();
  EXPECT_THAT(
      at.screen.lines(),
      ElementsAre(
          kHeadline, kFailed, kWhy, kAgain, "[####################....................]  2 of 4, 1 failed   1:03",
          "  scenario-2                           31.2 s  line 20: expect GET /health/ready of monitor answers 200",
          "  scenario-3                            0.0 s"));
}

// What is written over must not wrap: the cursor would go up too few lines.
TEST(TerminalProgress, WhatIsWrittenOverIsNarrowerThanTheTerminal) {
  for (const unsigned columns : {20U, 33U, 79U, 80U}) {
    AtATerminal at(columns);
    at.play();
    const auto lines = at.screen.lines();
    ASSERT_GE(lines.size(), 3U);
    for (auto line = lines.end() - 3; line != lines.end(); ++line) EXPECT_LT(line->size(), columns) << *line;
  }
}

TEST(TerminalProgress, WhatRunsBesideMoreThanFitIsCounted) {
  AtATerminal at(80, 12);
  for (const Job& job : at.jobs) at.progress->started(job);
  at.progress->ticked();
  const auto lines = at.screen.lines();
  ASSERT_THAT(lines, SizeIs(1 + 1 + 8 + 1));
  EXPECT_EQ(lines.back(), "  and 4 more");
}

TEST(TerminalProgress, AtTheEndOnlyWhatMattersStays) {
  AtATerminal at(80);
  at.play();
  at.progress->stopping(Ending::in_order);
  EXPECT_THAT(at.screen.lines()[5], HasSubstr(", stopping"));
  SuiteOutcome outcome;
  outcome.record.scenarios = {row("scenario-0", Verdict::passed), row("scenario-1", Verdict::failed)};
  at.progress->over(outcome);
  at.progress->ticked();
  EXPECT_THAT(at.screen.lines(), ElementsAre(kHeadline, kFailed, kWhy, kAgain, HasSubstr("stopping in order"),
                                             HasSubstr("1 passed, 1 failed"), HasSubstr("report: ")));
}

TEST(TerminalProgress, AFailureThatIsTriedAgainIsNotCountedYet) {
  AtATerminal at(80);
  at.progress->started(at.jobs[0]);
  at.progress->ended(at.jobs[0], row("scenario-0", Verdict::failed), 0, true);
  EXPECT_THAT(at.screen.lines().back(), HasSubstr("  0 of 4   0:00"));
}

TEST(Fitted, CutsAtCharactersAndLetsNothingMoveTheCursor) {
  EXPECT_EQ(fitted("abc", 3), "abc");
  EXPECT_EQ(fitted("abcd", 3), "ab~");
  EXPECT_EQ(fitted("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 3), "\xC3\xA9\xC3\xA9~");
  EXPECT_EQ(fitted("a\x1b[2Jb\r\n", 20), "a?[2Jb??");
  EXPECT_EQ(fitted("a", 0), "");
  EXPECT_EQ(fitted("", 0), "");
}

RC_GTEST_PROP(Fitted, IsNeverWiderThanAllowed, (const std::string& line)) {
  const auto columns = *rc::gen::inRange<std::size_t>(1, 40);
  std::size_t characters = 0;
  for (const char c : fitted(line, columns)) characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  RC_ASSERT(characters <= columns);
}

}  // namespace
}  // namespace checkride::harness
