#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <deque>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <typeinfo>
#include <utility>
#include <vector>

#include "checkride/world/crash_report.hpp"
#include "real/crash_signals.hpp"
#include "real/descriptor.hpp"

namespace checkride::world {
namespace {

constexpr std::size_t kFramesMax = 64;
constexpr std::size_t kCrashReportsMax = 32;
constexpr unsigned kOtherReportSeconds = 5;

struct Stack {
  int count = 0;
  std::array<void*, kFramesMax> frames{};
};

// Of the last throws of a thread; one that is passed on by many frames is still among them.
struct Throws {
  struct One {
    const void* object = nullptr;
    Stack stack;
  };
  std::array<One, 8> ring{};
  std::size_t next = 0;
};

std::atomic<bool> armed{false};
thread_local Throws throws;

// Kept until the process ends, whatever ends it: the last one counts, and a signal may be reading one before.
std::deque<real::CrashPlace>& places() {
  static auto* kept = new std::deque<real::CrashPlace>(1);
  return *kept;
}
const CrashReportOptions& options() {
  return places().back().options;
}
const std::string& folder() {
  return places().back().folder;
}
void set_place(real::CrashPlace place) {
  places().push_back(std::move(place));
  real::use_crash_place(&places().back());
}

void remember_throw(const void* object) {
  Throws::One& one = throws.ring[throws.next++ % throws.ring.size()];
  one.object = object;
  one.stack.count = ::backtrace(one.stack.frames.data(), static_cast<int>(kFramesMax));
}

// The stack of the last throw of that object; memory of an earlier one may have been used again.
const Stack* stack_of_throw(const void* object) {
  for (std::size_t back = 1; back <= throws.ring.size() && back <= throws.next; ++back) {
    const Throws::One& one = throws.ring[(throws.next - back) % throws.ring.size()];
    if (one.object == object) return &one.stack;
  }
  return nullptr;
}

std::string demangled(const char* name) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(abi::__cxa_demangle(name, nullptr, nullptr, &status),
                                                         &std::free);
  return text != nullptr && status == 0 ? text.get() : name;
}

std::string hex(std::uintptr_t number) {
  std::array<char, 2 + 2 * sizeof number> text;
  auto at = text.end();
  do {
    *--at = "0123456789abcdef"[number % 16];
  } while ((number /= 16) != 0);
  return "0x" + std::string(at, text.end());
}

// "0x1234 in checkride::f(int)+0x12, of /usr/bin/program": what addr2line wants first.
std::string text_of(void* frame) {
  const auto address = reinterpret_cast<std::uintptr_t>(frame);
  Dl_info place{};
  // A frame is where its call returns to, which may be behind the function's end.
  if (::dladdr(reinterpret_cast<void*>(address - 1), &place) == 0 || place.dli_fbase == nullptr) return hex(address);
  std::string text = hex(address - reinterpret_cast<std::uintptr_t>(place.dli_fbase));
  if (place.dli_sname != nullptr) {
    text +=
        " in " + demangled(place.dli_sname) + "+" + hex(address - reinterpret_cast<std::uintptr_t>(place.dli_saddr));
  }
  if (place.dli_fname != nullptr) text.append(", of ").append(place.dli_fname);
  return text;
}

void append(std::string& out, std::string_view title, const Stack& stack) {
  out.append(title).append("\n");
  for (int i = 0; i < stack.count; ++i) {
    out += "  #" + std::to_string(i) + " " + text_of(stack.frames[static_cast<std::size_t>(i)]) + "\n";
  }
}

std::string stamp(const char* format) {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  (void)::gmtime_r(&now, &parts);
  std::array<char, 32> text;
  return std::string(text.data(), std::strftime(text.data(), text.size(), format, &parts));
}

// The thrown object, which an exception_ptr of libstdc++ is a pointer to.
const void* thrown_object(const std::exception_ptr& thrown) {
  static_assert(sizeof(std::exception_ptr) == sizeof(void*));
  const void* object = nullptr;
  std::memcpy(&object, &thrown, sizeof object);
  return object;
}

std::string report_of(std::string_view what) {
  std::string out = options().program + ": internal error: " + std::string(what) + "\n";
  const std::exception_ptr thrown = std::current_exception();
  if (const std::type_info* type = abi::__cxa_current_exception_type(); type != nullptr) {
    out += "exception:  " + demangled(type->name()) + "\n";
  }
  out += "time:       " + stamp("%Y-%m-%dT%H:%M:%SZ") + "\nprocess:    " + std::to_string(::getpid()) + "\n";
  out += options().facts + "\n";
  if (const Stack* stack = thrown ? stack_of_throw(thrown_object(thrown)) : nullptr) append(out, "thrown at:", *stack);
  Stack here;
  here.count = ::backtrace(here.frames.data(), static_cast<int>(kFramesMax));
  append(out, "ended at:", here);
  return out;
}

// Half a report on a full disk is none: it goes to standard error.
bool write_file(const std::string& path, std::string_view text) {
  const real::Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file) return false;
  if (real::write_all(file.get(), text)) return true;
  (void)::unlink(path.c_str());
  return false;
}

// A program that is started again and again must not fill the disk: of its reports there the newest stay, which their
// names are in the order of.
void remove_oldest_reports(const std::string& place) {
  namespace fs = std::filesystem;
  const std::string begin = options().program + "-";
  std::vector<std::string> names;
  std::error_code code;
  for (fs::directory_iterator at(place, code), end; !code && at != end; at.increment(code)) {
    std::string name = at->path().filename().string();
    const bool ours = name.starts_with(begin) && name.ends_with(real::kCrashReportEnding) &&
                      name.size() > begin.size() && name[begin.size()] >= '0' && name[begin.size()] <= '9';
    if (ours) names.push_back(std::move(name));
  }
  std::ranges::sort(names);
  for (std::size_t i = 0; i + kCrashReportsMax < names.size(); ++i) fs::remove(fs::path(place) / names[i], code);
}

std::string text_of_current() {
  try {
    if (const std::exception_ptr thrown = std::current_exception()) std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception that says nothing";
  }
  return "std::terminate was called";
}

[[noreturn]] void on_terminate() noexcept {
  static std::atomic<bool> entered{false};
  static thread_local bool inside = false;
  const int code = options().exit_code;
  if (std::exchange(inside, true)) ::_exit(code);  // what is below has failed itself
  if (entered.exchange(true)) {                    // another thread writes its report, and ends the process then
    for (unsigned left = kOtherReportSeconds; left > 0;) left = ::sleep(left);
    ::_exit(code);
  }
  const std::string what = text_of_current();
  const auto path = write_crash_report(what);
  std::string line = options().program + ": internal error: " + what;
  if (path) line += ": the stack is in " + *path;
  (void)real::write_all(STDERR_FILENO, line + "\n");
  ::_exit(code);
}

}  // namespace

void report_crashes(CrashReportOptions wanted) {
  real::CrashPlace next{std::move(wanted), folder()};
  set_place(std::move(next));
  Stack first;  // the first one loads a library, which a program in trouble might not be able to
  first.count = ::backtrace(first.frames.data(), 1);
  std::set_terminate(on_terminate);
  real::report_crash_signals();
  armed = true;
}

void keep_crash_reports_in(const std::string& wanted) {
  real::CrashPlace next{options(), wanted};
  set_place(std::move(next));
  // A signal handler cannot: of its reports the last ones are removed by the next start.
  if (armed) remove_oldest_reports(wanted);
}

std::optional<std::string> write_crash_report(std::string_view what) {
  if (!armed) return std::nullopt;
  const std::string report = report_of(what);
  const std::string name = options().program + "-" + stamp("%Y%m%dT%H%M%SZ") + "-" + std::to_string(::getpid()) +
                           std::string(real::kCrashReportEnding);
  const std::string& place = folder();
  const std::string path = place + "/" + name;
  if (!place.empty()) (void)::mkdir(place.c_str(), real::kCrashFolderMode);
  if (place.empty() || !write_file(path, report)) {
    (void)real::write_all(STDERR_FILENO, report);
    return std::nullopt;
  }
  remove_oldest_reports(place);
  return path;
}

}  // namespace checkride::world

// Every throw passes here, those of libraries too, and goes on to the one of the C++ library. AddressSanitizer has one
// of its own in between, which only this name reaches when it is linked into the program. The label instead of the
// name: compilers know a __cxa_throw of their own, and not all of them the same.
extern "C" {
using CxaThrow = void (*)(void*, std::type_info*, void (*)(void*));
[[gnu::weak]] void __interceptor___cxa_throw(void* object, std::type_info* type, void (*destroy)(void*));

[[noreturn, gnu::visibility("default")]] void checkride_throw(void* object, std::type_info* type,
                                                              void (*destroy)(void*)) __asm__("__cxa_throw");

void checkride_throw(void* object, std::type_info* type, void (*destroy)(void*)) {
  static const CxaThrow next = [] {
    if (&__interceptor___cxa_throw != nullptr) return &__interceptor___cxa_throw;
    return reinterpret_cast<CxaThrow>(::dlsym(RTLD_NEXT, "__cxa_throw"));
  }();
  if (checkride::world::armed) checkride::world::remember_throw(object);
  next(object, type, destroy);
  std::abort();  // not reached
}
}
