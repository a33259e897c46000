#include "real/spawn.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "real/child_end.hpp"

extern char** environ;

namespace checkride::world::real {
namespace {

// Everything that the child needs, made before fork: after it only async-signal-safe calls are allowed.
struct Prepared {
  std::vector<std::string> environment;
  std::vector<char*> environment_pointers;
  std::vector<std::string> arguments;
  std::vector<char*> argument_pointers;
};

Prepared prepare(const ProcessOptions& options) {
  Prepared prepared;
  std::map<std::string, std::string> variables = options.environment;
  for (char** at = environ; *at != nullptr; ++at) {
    const std::string_view entry(*at);
    const std::size_t equals = entry.find('=');
    if (equals != std::string_view::npos)
      variables.try_emplace(std::string(entry.substr(0, equals)), entry.substr(equals + 1));
  }
  for (const auto& [name, value] : variables) prepared.environment.push_back(name + "=" + value);
  prepared.arguments = options.arguments;
  for (std::string& entry : prepared.environment) prepared.environment_pointers.push_back(entry.data());
  for (std::string& entry : prepared.arguments) prepared.argument_pointers.push_back(entry.data());
  prepared.environment_pointers.push_back(nullptr);
  prepared.argument_pointers.push_back(nullptr);
  return prepared;
}

// Runs in the child; returns only if it failed, with errno.
void become(const ProcessOptions& options, const Prepared& prepared, int output, int error, pid_t parent) {
  ::setpgid(0, 0);  // An interrupt typed at the parent's terminal is the parent's to pass on.
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return;
  if (::getppid() != parent) ::_exit(1);  // It died before the line above.
  std::signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const int input = ::open("/dev/null", O_RDONLY);
  if (input < 0 || ::dup2(input, STDIN_FILENO) < 0) return;
  if (input != STDIN_FILENO) ::close(input);
  if (::dup2(output, STDOUT_FILENO) < 0 || ::dup2(error, STDERR_FILENO) < 0) return;
  // Sockets of this process are not the child's: a listener that the child inherits stays open when it is closed here.
  constexpr unsigned kFirstOther = STDERR_FILENO + 1;
  if (::close_range(kFirstOther, ~0U, CLOSE_RANGE_CLOEXEC) != 0) return;
  if (!options.working_directory.empty() && ::chdir(options.working_directory.c_str()) != 0) return;
  ::execvpe(prepared.argument_pointers[0], prepared.argument_pointers.data(), prepared.environment_pointers.data());
}

}  // namespace

Result<PipeEnds> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return system_error_at("pipe");
  return PipeEnds{Descriptor(ends[0]), Descriptor(ends[1])};
}

Result<Spawned> spawn(const ProcessOptions& options) {
  if (options.arguments.empty()) return Error::invalid("a process needs a program to run");
  TRY(PipeEnds output, make_pipe());
  TRY(PipeEnds error, make_pipe());
  TRY(PipeEnds failure, make_pipe());
  const Prepared prepared = prepare(options);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return system_error_at("fork");
  if (child == 0) {
    become(options, prepared, output.writing.get(), error.writing.get(), parent);
    const int why = errno;
    [[maybe_unused]] const ssize_t told = ::write(failure.writing.get(), &why, sizeof why);
    ::_exit(127);
  }
  failure.writing = Descriptor();
  int why = 0;
  // Ends when exec has closed the other end.
  while (::read(failure.reading.get(), &why, sizeof why) < 0 && errno == EINTR) {
  }
  if (why != 0) {
    ::waitpid(child, nullptr, 0);
    return Error(ErrorCode(why, boost::system::system_category()), options.arguments.front());
  }
  Spawned spawned;
  spawned.pid = child;
  TRY(spawned.process, watch_child(child, options.arguments.front()));
  spawned.output = std::move(output.reading);
  spawned.error = std::move(error.reading);
  return spawned;
}

}  // namespace checkride::world::real
