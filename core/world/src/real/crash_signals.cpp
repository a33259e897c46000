#include "real/crash_signals.hpp"

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <string_view>

#include "checkride/result/assert.hpp"

// Below report_crash_signals() everything may run in a signal handler, in the middle of an allocation or under any
// lock: it calls what signal-safety(7) lists, and backtrace() and dladdr(), which allocate nothing once a first stack
// was taken.
namespace checkride::world::real {
namespace {

constexpr std::size_t kFramesMax = 64;
constexpr std::size_t kStackBytes = 64 * 1024;
constexpr unsigned kOtherReportSeconds = 5;

struct Fatal {
  int number;
  std::string_view name;
  struct sigaction before {};
};

std::array<Fatal, 5> fatal{Fatal{SIGABRT, "SIGABRT"}, Fatal{SIGBUS, "SIGBUS"}, Fatal{SIGFPE, "SIGFPE"},
                           Fatal{SIGILL, "SIGILL"}, Fatal{SIGSEGV, "SIGSEGV"}};
std::atomic<const CrashPlace*> place{nullptr};

// Text in a place of its own; what does not fit is left out.
class Text {
 public:
  void clear() { size_ = 0; }
  Text& add(std::string_view text) {
    const std::size_t count = std::min(text.size(), text_.size() - 1 - size_);
    std::copy_n(text.begin(), count, text_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += count;
    text_[size_] = '\0';
    return *this;
  }
  Text& add_number(std::uint64_t number, std::size_t digits_min = 1) { return add_digits(number, 10, digits_min); }
  Text& add_hex(std::uintptr_t number) { return add("0x").add_digits(number, 16, 1); }
  std::string_view view() const { return {text_.data(), size_}; }
  const char* c_str() const { return text_.data(); }

 private:
  Text& add_digits(std::uint64_t number, unsigned base, std::size_t digits_min) {
    std::array<char, 20> digits{};
    std::size_t at = digits.size();
    while (at > 0 && (number != 0 || digits.size() - at < digits_min)) {
      digits[--at] = "0123456789abcdef"[number % base];
      number /= base;
    }
    return add({digits.data() + at, digits.size() - at});
  }

  std::array<char, 8192> text_{};
  std::size_t size_ = 0;
};

// Only one thread ever reports; a stack for signals is too small for these.
constinit Text path;
constinit Text what;
constinit Text line;

// UTC, by hand: gmtime_r takes a lock.
void add_time(Text& out, std::string_view date_mark, std::string_view time_mark) {
  const std::chrono::sys_seconds now{std::chrono::seconds(std::time(nullptr))};
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss<std::chrono::seconds> time(now - day);
  out.add_number(static_cast<std::uint64_t>(static_cast<int>(date.year())), 4).add(date_mark);
  out.add_number(static_cast<unsigned>(date.month()), 2).add(date_mark);
  out.add_number(static_cast<unsigned>(date.day()), 2).add("T");
  out.add_number(static_cast<std::uint64_t>(time.hours().count()), 2).add(time_mark);
  out.add_number(static_cast<std::uint64_t>(time.minutes().count()), 2).add(time_mark);
  out.add_number(static_cast<std::uint64_t>(time.seconds().count()), 2).add("Z");
}

bool is_own_fault(const siginfo_t& info) {
  return info.si_code > 0;
}

// "SIGSEGV at address 0x10", "SIGABRT, sent by process 1", or what an assertion said before it aborted.
void describe(const Fatal& signal, const siginfo_t& info) {
  const char* assertion = signal.number == SIGABRT ? failed_assertion() : nullptr;
  what.clear();
  if (assertion != nullptr) {
    what.add(assertion);
    return;
  }
  what.add(signal.name);
  if (is_own_fault(info)) what.add(" at address ").add_hex(reinterpret_cast<std::uintptr_t>(info.si_addr));
  const bool sent = info.si_code == SI_USER || info.si_code == SI_QUEUE;
  if (sent) what.add(", sent by process ").add_number(static_cast<std::uint64_t>(info.si_pid));
}

bool write_head(int descriptor, const CrashPlace& from, const Fatal& signal) {
  line.clear();
  line.add(from.options.program).add(": internal error: ").add(what.view()).add("\nsignal:     ").add(signal.name);
  line.add("\ntime:       ");
  add_time(line, "-", ":");
  line.add("\nprocess:    ").add_number(static_cast<std::uint64_t>(::getpid())).add("\n");
  return write_all(descriptor, line.view()) && write_all(descriptor, from.options.facts) && write_all(descriptor, "\n");
}

// Where the signal came in; 0 on machines that are not known here.
std::uintptr_t interrupted_at(const void* context) {
  [[maybe_unused]] const auto& machine = static_cast<const ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
  return static_cast<std::uintptr_t>(machine.gregs[REG_RIP]);
#elif defined(__aarch64__)
  return machine.pc;
#else
  return 0;
#endif
}

// As in the report of an exception, but for the names, which are as the compiler made them (c++filt reads them).
bool write_frame(int descriptor, std::size_t index, std::uintptr_t address, std::uintptr_t interrupted) {
  line.clear();
  line.add("  #").add_number(index).add(" ");
  Dl_info found{};
  // A frame is where its call returns to, which may be behind the function's end; but one may begin with its fault.
  const std::uintptr_t inside = address == interrupted ? address : address - 1;
  if (::dladdr(reinterpret_cast<void*>(inside), &found) == 0 || found.dli_fbase == nullptr) {
    line.add_hex(address);
  } else {
    line.add_hex(address - reinterpret_cast<std::uintptr_t>(found.dli_fbase));
    if (found.dli_sname != nullptr) {
      line.add(" in ")
          .add(found.dli_sname)
          .add("+")
          .add_hex(address - reinterpret_cast<std::uintptr_t>(found.dli_saddr));
    }
    if (found.dli_fname != nullptr) line.add(", of ").add(found.dli_fname);
  }
  return write_all(descriptor, line.add("\n").view());
}

bool write_stack(int descriptor, std::uintptr_t interrupted) {
  std::array<void*, kFramesMax> frames{};
  const int count = ::backtrace(frames.data(), static_cast<int>(frames.size()));
  bool good = write_all(descriptor, "ended at:\n");
  for (std::size_t i = 0; good && i < static_cast<std::size_t>(count); ++i) {
    good = write_frame(descriptor, i, reinterpret_cast<std::uintptr_t>(frames[i]), interrupted);
  }
  return good;
}

// The report's file with all but the stack in it; -1: there is no folder, or it takes none.
int begin_file(const CrashPlace& from, const Fatal& signal) {
  if (from.folder.empty()) return -1;
  (void)::mkdir(from.folder.c_str(), kCrashFolderMode);
  path.clear();
  path.add(from.folder).add("/").add(from.options.program).add("-");
  add_time(path, "", "");
  path.add("-").add_number(static_cast<std::uint64_t>(::getpid())).add(kCrashReportEnding);
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 || write_head(file, from, signal)) return file;
  (void)::close(file);
  (void)::unlink(path.c_str());
  return -1;
}

// The stack comes last: if that of the program is damaged, taking it may end the process.
void report(const CrashPlace& from, const Fatal& signal, const siginfo_t& info, std::uintptr_t interrupted) {
  describe(signal, info);
  const int file = begin_file(from, signal);
  if (file < 0) {
    (void)write_head(STDERR_FILENO, from, signal);
    (void)write_stack(STDERR_FILENO, interrupted);
    return;
  }
  line.clear();
  line.add(from.options.program).add(": internal error: ").add(what.view());
  (void)write_all(STDERR_FILENO, line.add(": the stack is in ").add(path.view()).add("\n").view());
  if (!write_stack(file, interrupted)) (void)write_stack(STDERR_FILENO, interrupted);
  (void)::close(file);
}

// The others of the five wait meanwhile, so a fault in here ends the process at once.
void on_fatal_signal(int number, siginfo_t* info, void* context) {
  static std::atomic<bool> entered{false};
  const int code = errno;
  const auto signal = std::find_if(fatal.begin(), fatal.end(), [&](const Fatal& one) { return one.number == number; });
  if (signal == fatal.end()) return;
  if (entered.exchange(true)) {  // another thread writes its report, and ends the process then
    for (unsigned left = kOtherReportSeconds; left > 0;) left = ::sleep(left);
  } else if (const CrashPlace* from = place.load()) {
    report(*from, *signal, *info, interrupted_at(context));
  }
  (void)::sigaction(number, &signal->before, nullptr);
  errno = code;
  // What faulted does so again as soon as this returns, with its own frame on top of a core dump.
  if (!is_own_fault(*info)) (void)::raise(number);
}

}  // namespace

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void report_crash_signals() {
  static const auto* const stack = new SignalStack;  // of the main thread, which lives as long as the process
  (void)stack;
  struct sigaction action {};
  action.sa_sigaction = on_fatal_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  (void)sigemptyset(&action.sa_mask);
  for (const Fatal& one : fatal) (void)sigaddset(&action.sa_mask, one.number);
  // All are known before the first can arrive.
  for (Fatal& one : fatal) (void)::sigaction(one.number, nullptr, &one.before);
  for (const Fatal& one : fatal) (void)::sigaction(one.number, &action, nullptr);
}

void use_crash_place(const CrashPlace* wanted) {
  place = wanted;
}

SignalStack::SignalStack() {
  stack_t known{};
  if (::sigaltstack(nullptr, &known) != 0 || (known.ss_flags & SS_DISABLE) == 0) return;
  memory_ = std::make_unique_for_overwrite<std::byte[]>(kStackBytes);
  stack_t own{};
  own.ss_sp = memory_.get();
  own.ss_size = kStackBytes;
  if (::sigaltstack(&own, nullptr) != 0) memory_.reset();
}

SignalStack::~SignalStack() {
  if (memory_ == nullptr) return;
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  (void)::sigaltstack(&none, nullptr);
}

}  // namespace checkride::world::real
