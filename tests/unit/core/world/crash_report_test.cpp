// Goal: an exception that nobody handles leaves a report with the place of its throw, wherever it can be written.
// Method: processes of the test's own that end so (death tests), and the files they leave behind.
#include "checkride/world/crash_report.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>  // world-lint: allow (threads of another program, which end it)
#include <vector>

#include "both_worlds.hpp"

namespace checkride::world {

// With names that others see: a report can name no other functions.
[[gnu::noinline]] void fails_deep_inside() {
  throw std::out_of_range("index 7 of 3");
}
[[gnu::noinline]] Task<> passes_it_on(Clock& clock) {
  co_await clock.sleep_for(std::chrono::milliseconds(1));
  fails_deep_inside();
}

namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::ExitedWithCode;
using testing::HasSubstr;

Task<int> passes_it_on_further(World& world) {
  for (int i = 0; i < 3; ++i) {  // what was thrown before, and handled, is not what ended it
    try {
      throw std::runtime_error("handled");
    } catch (const std::runtime_error&) {
    }
  }
  co_await passes_it_on(world.clock());
  co_return 0;
}

// Nobody is above to catch anything.
void run_unhandled(const std::string& folder) noexcept {
  report_crashes({"some-program", "facts of the build", 70});
  keep_crash_reports_in(folder);
  RealOptions options;
  options.handle_signals = false;
  RealWorld world(options);
  (void)world.run(passes_it_on_further(world));
}

Task<int> catches_it(World& world) {
  std::optional<std::string> report;
  try {
    co_await passes_it_on(world.clock());
  } catch (const std::exception& error) {
    report = world.write_crash_report(error.what());
  }
  world.print_error_line("report: " + report.value_or("none"));
  co_return 3;
}

int run_handled(const std::string& folder) {
  report_crashes({"some-program", "facts of the build", 70});
  RealOptions options;
  options.handle_signals = false;
  RealWorld world(options);
  world.keep_crash_reports_in(folder);
  return world.run(catches_it(world));
}

// Of the only file of the folder.
std::string only_report(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
  EXPECT_EQ(names.size(), 1U);
  if (names.size() != 1) return "";
  EXPECT_THAT(names.front(), testing::MatchesRegex("some-program-[0-9]{8}T[0-9]{6}Z-[0-9]+\\.trace"));
  std::ifstream file(folder + "/" + names.front());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(CrashReportDeathTest, SaysWhatWasThrownAndWhere) {
  const test::TestFolder folder;
  EXPECT_EXIT(run_unhandled(folder.path()), ExitedWithCode(70),
              AllOf(HasSubstr("some-program: internal error: index 7 of 3: the stack is in " + folder.path())));
  const std::string report = only_report(folder.path());
  EXPECT_THAT(report, AllOf(HasSubstr("some-program: internal error: index 7 of 3\n"),
                            HasSubstr("exception:  std::out_of_range\n"), HasSubstr("\nfacts of the build\n")));
  // The throw's own frames come before those of the end, which is outside of the coroutine.
  const std::size_t ended = report.find("ended at:");
  ASSERT_NE(ended, std::string::npos);
  EXPECT_THAT(report.substr(0, ended),
              AllOf(HasSubstr("thrown at:"), HasSubstr("checkride::world::fails_deep_inside")));
  EXPECT_THAT(report.substr(ended), testing::Not(HasSubstr("fails_deep_inside")));
}

TEST(CrashReportDeathTest, TheFolderIsMade) {
  const test::TestFolder folder;
  EXPECT_EXIT(run_unhandled(folder.file("absent")), ExitedWithCode(70), "the stack is in " + folder.file("absent"));
  EXPECT_THAT(only_report(folder.file("absent")), HasSubstr("thrown at:"));
}

TEST(CrashReportDeathTest, WhereNoFileCanBeMadeItIsOnStandardError) {
  const test::TestFolder folder;
  const auto run = [&folder](const std::string& wanted) {
    if (::chdir(folder.path().c_str()) == 0) run_unhandled(wanted);
  };
  for (const std::string& wanted : {std::string(), std::string("/proc/absent"), folder.file("no/such")}) {
    EXPECT_EXIT(run(wanted), ExitedWithCode(70), AllOf(HasSubstr("fails_deep_inside"), HasSubstr("ended at:")));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << wanted;
  }
}

TEST(CrashReportDeathTest, TheOutermostFrameMayWriteOneItself) {
  const test::TestFolder folder;
  EXPECT_EXIT(std::exit(run_handled(folder.path())), ExitedWithCode(3), "report: " + folder.path());
  EXPECT_THAT(only_report(folder.path()), HasSubstr("checkride::world::fails_deep_inside"));
}

TEST(CrashReportDeathTest, TheNewestAreKept) {
  const test::TestFolder folder;
  constexpr int kKept = 32;
  for (int i = 0; i < kKept + 3; ++i) {
    std::ofstream(folder.file("some-program-20200101T0000" + std::to_string(10 + i) + "Z-1.trace")) << "old";
  }
  std::ofstream(folder.file("another-20190101T000000Z-1.trace")) << "not its own";
  EXPECT_EXIT(run_unhandled(folder.path()), ExitedWithCode(70), "the stack is in");
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  ASSERT_EQ(names.size(), kKept + 1U);
  EXPECT_EQ(names[0], "another-20190101T000000Z-1.trace");
  EXPECT_EQ(names[1], "some-program-20200101T000014Z-1.trace");
  EXPECT_THAT(names.back(), testing::Not(HasSubstr("-2020")));
}

// Both at once: whichever is first ends the process, its report behind it.
void end_twice(const std::string& folder) {
  report_crashes({"some-program", "facts of the build", 70});
  keep_crash_reports_in(folder);
  std::vector<std::thread> threads;  // world-lint: allow (as above)
  for (int i = 0; i < 4; ++i) threads.emplace_back([] { std::terminate(); });
  for (auto& thread : threads) thread.join();
}

TEST(CrashReportDeathTest, AnotherThreadThatEndsTooLeavesTheFirstItsTime) {
  const test::TestFolder folder;
  EXPECT_EXIT(end_twice(folder.path()), ExitedWithCode(70), "the stack is in " + folder.path());
  EXPECT_THAT(only_report(folder.path()), HasSubstr("ended at:"));
}

TEST(CrashReport, NobodyAskedForOne) {
  EXPECT_EQ(write_crash_report("nothing"), std::nullopt);
  VirtualWorld world;
  EXPECT_EQ(world.add_host("host").write_crash_report("nothing"), std::nullopt);
}

}  // namespace
}  // namespace checkride::world
