// Crash reports: the file that a program leaves behind when an exception that nobody handled, a failed assertion or a
// fault ends it.
//
//   int main(...) { world::report_crashes({"checkride-monitor", program::version_text("checkride-monitor"), 70}); ... }
//
// The file, PROGRAM-TIME-PID.trace, says what was thrown, the facts of the build, the stack of the place where it was
// thrown (coroutines pass exceptions on: where one ends says little) and that of the end. Of SIGABRT (an assertion, the
// watchdog of systemd), SIGBUS, SIGFPE, SIGILL and SIGSEGV it says the assertion, the address or the sender instead;
// the signal then ends the process as it would have. Functions of the program have names if it exports its symbols;
// else offsets, for addr2line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace checkride::world {

struct CrashReportOptions {
  std::string program;  // the file's name begins with it
  std::string facts;    // of the build, a line each
  int exit_code = 70;   // EX_SOFTWARE
};

// From now on the stack of each throw is remembered, and std::terminate writes a report, says so on standard error and
// ends the process with the exit code; a signal of the five writes one, too. Once, first thing in main.
void report_crashes(CrashReportOptions options);
// Where the file goes; the folder is made if nothing but itself is missing. Before, or if it takes no file, the report
// is on standard error: nobody looks for one in whatever folder the program was started in. Of the reports that are
// there the newest are left.
void keep_crash_reports_in(const std::string& folder);
// Writes the report about the exception that is being handled, for the outermost frame of a program that catches it.
// The path; none if the report went to standard error, or nothing was asked of report_crashes().
std::optional<std::string> write_crash_report(std::string_view what);

}  // namespace checkride::world
