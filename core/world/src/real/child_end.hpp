// What a parent knows of a child process: when it ended and how, and the lines that it prints.
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <optional>
#include <string_view>

#include "checkride/world/process.hpp"
#include "real/descriptor.hpp"

namespace checkride::world::real {

// A pidfd of a child that has just begun: readable once it has ended. On an error the child is killed and buried, and
// `name` says which it was.
Result<Descriptor> watch_child(int pid, const std::string& name);

class ChildEnd {
 public:
  ChildEnd(const asio::any_io_executor& executor, int pid, Descriptor process)
      : pid_(pid), process_(executor, process.release()) {}

  int pid() const { return pid_; }
  // Unset until its end was noticed.
  const std::optional<ExitStatus>& status() const { return status_; }
  // Returns once it has ended. Whoever waits keeps this alive.
  Task<> wait();
  // Does nothing to one that has ended; else kills it, which takes it out of the way at once.
  void kill();

 private:
  void reap(int options);

  int pid_;
  asio::posix::stream_descriptor process_;
  std::optional<ExitStatus> status_;
};

// Hands each line on, without its newline, until the other end is closed; an unfinished last line too.
Task<> read_lines(asio::posix::stream_descriptor from, std::function<void(std::string_view)> on_line);

}  // namespace checkride::world::real
