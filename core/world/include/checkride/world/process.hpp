// ChildProcess: another program, started and watched. It exists in the real world only: rigs and tests use it.
//
//   ProcessOptions options;
//   options.arguments = {"build/bin/checkride-emulator", "--listen", "127.0.0.1:0"};
//   options.on_output = [&](std::string_view line) { ... };
//   CO_TRY(const std::unique_ptr<ChildProcess> child, ChildProcess::start(world, std::move(options)));
//   const ExitStatus status = co_await child->wait();
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/real_world.hpp"

namespace checkride::world {

struct ProcessOptions {
  // The program, looked up in PATH if it has no slash, and its arguments.
  std::vector<std::string> arguments;
  // Added to the environment of this process, or replacing variables of it.
  std::map<std::string, std::string> environment;
  // Of this process if empty.
  std::string working_directory;
  // Called with each line of standard output and standard error, without its newline; an unfinished last line too.
  // What has no callback is thrown away.
  std::function<void(std::string_view line)> on_output;
  std::function<void(std::string_view line)> on_error;
};

// How a process ended: exactly one of the two is set.
struct ExitStatus {
  std::optional<int> code;
  std::optional<int> signal;
  // "exit code 1", "signal 9".
  std::string text() const;
  bool operator==(const ExitStatus&) const = default;
};

enum class ProcessSignal { hangup, user1, interrupt, kill, terminate, stop, resume };

// As a program that runs in another folder must be told it.
std::string absolute_path(const std::string& path);

// It has a process group of its own. What it started and left there, unless that went elsewhere, is killed when its end
// is noticed: when something waits for it, or with this.
class ChildProcess {
 public:
  // Errors name the program: no_such_file_or_directory, permission_denied, ... The child dies when this process does.
  static Result<std::unique_ptr<ChildProcess>> start(RealWorld& world, ProcessOptions options);
  // Kills the child if it still runs, and waits for its end, which a kill brings at once.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  int pid() const;
  // Unset while it runs (or nobody has waited since it ended).
  const std::optional<ExitStatus>& status() const;
  // To the child alone; stop and resume to all that it started, too. Error no_such_process once the child has ended and
  // that was noticed.
  Result<> send_signal(ProcessSignal signal);
  // Returns when the child has ended and its output has been read, or a second has passed since (somebody else may
  // hold the other end). Any number of tasks may wait.
  Task<ExitStatus> wait();

 private:
  struct State;
  explicit ChildProcess(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace checkride::world
