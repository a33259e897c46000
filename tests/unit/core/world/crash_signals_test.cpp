// Goal: a failed assertion or a fault leaves a report, and the process ends by its signal all the same, or as a
// sanitizer wants it. Method: processes of the test's own that end so (death tests), and the files they leave behind.
#include <gmock/gmock.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "both_worlds.hpp"
#include "checkride/result/assert.hpp"
#include "checkride/world/crash_report.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CHECKRIDE_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CHECKRIDE_SANITIZED 1
#endif
#endif

namespace checkride::world {

// With names that others see: a report can name no other functions.
[[gnu::noinline]] void asserts_deep_inside() {
  CHECKRIDE_ASSERT(1 == 2);
}
[[gnu::noinline]] void writes_where_nothing_is(volatile char* where) {
  *where = 1;
}
// Each turn takes a page of the stack, and none is the last.
[[gnu::noinline]] int uses_up_its_stack(const volatile bool* deeper) {
  std::array<volatile char, 4096> room{};
  if (!*deeper) return room.front();
  const int rest = uses_up_its_stack(deeper);
  return rest + room.back();
}

namespace {

using testing::AllOf;
using testing::ExitedWithCode;
using testing::HasSubstr;
using testing::KilledBySignal;

// By the signal; a sanitizer, which comes after the report, tells of a fault in its own way and exits.
class EndedBy {
 public:
  explicit EndedBy(int signal) : signal_(signal) {}
  bool operator()(int status) const {
#ifdef CHECKRIDE_SANITIZED
    if (signal_ != SIGABRT) return WIFEXITED(status) ? WEXITSTATUS(status) != 0 : WIFSIGNALED(status);
#endif
    return KilledBySignal(signal_)(status);
  }

 private:
  int signal_;
};

void begin(const std::string& folder) {
  report_crashes({"some-program", "facts of the build", 70});
  keep_crash_reports_in(folder);
}

void assert_in(const std::string& folder) {
  begin(folder);
  asserts_deep_inside();
}

void fault_in(const std::string& folder) {
  begin(folder);
  void* const page = ::mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page != MAP_FAILED) writes_where_nothing_is(static_cast<char*>(page) + 0x7b);
}

void recurse_in(const std::string& folder) {
  begin(folder);
  const volatile bool deeper = true;
  (void)uses_up_its_stack(&deeper);
}

void raise_in(const std::string& folder, int signal) {
  begin(folder);
  (void)std::raise(signal);
}

// As `kill` and the watchdog of a service manager do it.
void sent_in(const std::string& folder, int signal) {
  begin(folder);
  (void)::kill(::getpid(), signal);  // world-lint: allow (a program of the test's own, which this ends)
  for (;;) (void)::pause();
}

std::vector<std::string> files_of(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

// Of the only file of the folder.
std::string only_report(const std::string& folder) {
  const std::vector<std::string> names = files_of(folder);
  EXPECT_EQ(names.size(), 1U);
  if (names.size() != 1) return "";
  EXPECT_THAT(names.front(), testing::MatchesRegex("some-program-[0-9]{8}T[0-9]{6}Z-[0-9]+\\.trace"));
  std::ifstream file(folder + "/" + names.front());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(CrashSignalDeathTest, AFailedAssertionIsInTheReport) {
  const test::TestFolder folder;
  EXPECT_EXIT(assert_in(folder.path()), KilledBySignal(SIGABRT),
              AllOf(HasSubstr("assertion failed: 1 == 2: the stack is in " + folder.path())));
  EXPECT_THAT(only_report(folder.path()),
              AllOf(testing::StartsWith("some-program: internal error: "), HasSubstr("crash_signals_test.cpp:"),
                    HasSubstr(": assertion failed: 1 == 2\n"), HasSubstr("signal:     SIGABRT\n"),
                    HasSubstr("\nfacts of the build\n"),
                    testing::ContainsRegex("time:       [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\n"),
                    testing::ContainsRegex("ended at:\n  #0 0x[0-9a-f]+.*, of /"), HasSubstr("asserts_deep_inside")));
}

TEST(CrashSignalDeathTest, AFaultIsInTheReportWithItsAddress) {
  const test::TestFolder folder;
  EXPECT_EXIT(fault_in(folder.path()), EndedBy(SIGSEGV),
              "internal error: SIGSEGV at address 0x[0-9a-f]*07b: the stack");
  EXPECT_THAT(only_report(folder.path()),
              AllOf(HasSubstr("some-program: internal error: SIGSEGV at address 0x"),
                    HasSubstr("signal:     SIGSEGV\n"), HasSubstr("writes_where_nothing_is")));
}

TEST(CrashSignalDeathTest, AStackThatIsUsedUpIsToldOf) {
  const test::TestFolder folder;
  EXPECT_EXIT(recurse_in(folder.path()), EndedBy(SIGSEGV), "internal error: SIGSEGV at address");
  EXPECT_THAT(only_report(folder.path()), HasSubstr("uses_up_its_stack"));
}

TEST(CrashSignalDeathTest, EachOfTheFiveLeavesOne) {
  for (const auto& [number, name] :
       {std::pair(SIGABRT, "SIGABRT"), std::pair(SIGBUS, "SIGBUS"), std::pair(SIGFPE, "SIGFPE"),
        std::pair(SIGILL, "SIGILL"), std::pair(SIGSEGV, "SIGSEGV")}) {
    const test::TestFolder folder;
    EXPECT_EXIT(raise_in(folder.path(), number), EndedBy(number), name);
    EXPECT_THAT(only_report(folder.path()),
                AllOf(HasSubstr(std::string("internal error: ") + name + "\n"), HasSubstr("ended at:\n  #0 ")));
  }
}

TEST(CrashSignalDeathTest, TheSenderIsNamed) {
  const test::TestFolder folder;
  EXPECT_EXIT(sent_in(folder.path(), SIGABRT), KilledBySignal(SIGABRT), "SIGABRT, sent by process [0-9]+: the stack");
  EXPECT_THAT(only_report(folder.path()), HasSubstr("SIGABRT, sent by process "));
}

TEST(CrashSignalDeathTest, WhoeverHadTheSignalBeforeHasItAfterwards) {
  const test::TestFolder folder;
  const auto run = [&folder] {
    (void)std::signal(SIGSEGV, [](int) { ::_exit(5); });
    fault_in(folder.path());
  };
  EXPECT_EXIT(run(), ExitedWithCode(5), "the stack is in");
  EXPECT_THAT(only_report(folder.path()), HasSubstr("writes_where_nothing_is"));
}

TEST(CrashSignalDeathTest, TheFolderIsMade) {
  const test::TestFolder folder;
  EXPECT_EXIT(assert_in(folder.file("absent")), KilledBySignal(SIGABRT), "the stack is in " + folder.file("absent"));
  EXPECT_THAT(only_report(folder.file("absent")), HasSubstr("asserts_deep_inside"));
}

TEST(CrashSignalDeathTest, WhereNoFileCanBeMadeItIsOnStandardError) {
  const test::TestFolder folder;
  const auto run = [&folder](const std::string& wanted) {
    if (::chdir(folder.path().c_str()) == 0) assert_in(wanted);
  };
  for (const std::string& wanted : {std::string(), std::string("/proc/absent"), folder.file("no/such")}) {
    EXPECT_EXIT(run(wanted), KilledBySignal(SIGABRT),
                AllOf(HasSubstr("facts of the build"), HasSubstr("ended at:"), HasSubstr("asserts_deep_inside")));
    EXPECT_EQ(files_of(folder.path()), std::vector<std::string>()) << wanted;
  }
}

// One of a program that has not yet said where: standard error has it all, and no folder a file.
TEST(CrashSignalDeathTest, BeforeAFolderIsNamedItIsOnStandardError) {
  const test::TestFolder folder;
  const auto run = [&folder] {
    report_crashes({"some-program", "facts of the build", 70});
    if (::chdir(folder.path().c_str()) == 0) asserts_deep_inside();
  };
  EXPECT_EXIT(run(), KilledBySignal(SIGABRT), AllOf(HasSubstr("facts of the build"), HasSubstr("asserts_deep_inside")));
  EXPECT_EQ(files_of(folder.path()), std::vector<std::string>());
}

// A handler cannot remove the oldest, so a program that is started again and again does it when it begins.
TEST(CrashSignalDeathTest, AStartLeavesTheNewest) {
  const test::TestFolder folder;
  constexpr int kKept = 32;
  for (int i = 0; i < kKept + 3; ++i) {
    std::ofstream(folder.file("some-program-20200101T0000" + std::to_string(10 + i) + "Z-1.trace")) << "old";
  }
  EXPECT_EXIT(assert_in(folder.path()), KilledBySignal(SIGABRT), "the stack is in");
  const std::vector<std::string> names = files_of(folder.path());
  ASSERT_EQ(names.size(), kKept + 1U);
  EXPECT_EQ(names.front(), "some-program-20200101T000013Z-1.trace");
  EXPECT_THAT(names.back(), testing::Not(HasSubstr("-2020")));
}

}  // namespace
}  // namespace checkride::world
