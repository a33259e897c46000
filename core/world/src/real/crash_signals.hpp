// Crash reports of what throws nothing: a fault (SIGSEGV, SIGBUS, SIGFPE, SIGILL) and an abort, which a failed
// assertion ends in.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "checkride/world/crash_report.hpp"

namespace checkride::world::real {

inline constexpr std::string_view kCrashReportEnding = ".trace";
inline constexpr unsigned kCrashFolderMode = 0755;  // of the one that had to be made

// Everything that a report is made of and cannot be asked for in a signal handler.
struct CrashPlace {
  CrashReportOptions options;
  std::string folder;  // empty: standard error alone
};

// From now on the five signals leave a report, then do what they did before: end the process by that signal, or call
// the handler of a sanitizer. Once.
void report_crash_signals();
// What the next report takes. It is neither changed nor freed from then on: a signal may be reading it.
void use_crash_place(const CrashPlace* place);

// True: all of it was taken. Signal handlers may call it.
bool write_all(int descriptor, std::string_view text);

// A stack beside that of the thread which makes it, for the report of one that is used up. A thread that has one
// already, as under sanitizers, keeps that.
class SignalStack {
 public:
  SignalStack();
  ~SignalStack();
  SignalStack(const SignalStack&) = delete;
  SignalStack& operator=(const SignalStack&) = delete;

 private:
  std::unique_ptr<std::byte[]> memory_;
};

}  // namespace checkride::world::real
