// Worker: a copy of this process that does one piece of work and tells of it. It exists in the real world only.
//
//   std::function<int(WorkerLink&)> main = [&](WorkerLink& link) { link.send(do_work()); return 0; };
//   CO_TRY(const std::unique_ptr<Worker> worker, Worker::start(world, std::move(main), on_message, on_error_line));
//   const ExitStatus status = co_await worker->wait();
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "checkride/world/process.hpp"
#include "checkride/world/real_world.hpp"

namespace checkride::world {

// The worker's end of its link with the parent.
class WorkerLink {
 public:
  struct State;
  explicit WorkerLink(State& state) : state_(state) {}

  // Tells the parent; blocks while it is slow. A parent that is gone is not waited for: the worker dies with it.
  void send(std::string_view message);
  // Has the parent asked to stop in order, or gone?
  bool interrupted();

 private:
  State& state_;
};

class Worker {
 public:
  // Exit code of a worker whose `main` threw, or that could not begin; the cause is on its standard error.
  static constexpr int kFailed = 70;

  // Forks. The child runs `main`, which sees what the parent has in memory, makes a RealWorld of its own with
  // handle_signals = false and never touches the parent's; it ends with the code of `main`, and no destructor of the
  // parent runs in it. It dies with the parent, has a process group of its own, and no descriptor but 0 to 2 and its
  // link. `on_message` gets what it sends, whole and in order; `on_error_line` each line that it prints, on either
  // stream; both may be empty. Error: device_or_resource_busy once the parent has offloaded a
  // job, for a fork would lose the thread that does it.
  static Result<std::unique_ptr<Worker>> start(RealWorld& parent, std::function<int(WorkerLink&)> main,
                                               std::function<void(std::string_view)> on_message,
                                               std::function<void(std::string_view)> on_error_line);
  // Kills it if it still runs. Nothing more is told of it.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Asks it to stop in order; it may look at that, see interrupted().
  void interrupt();
  // It ends at once; wait() says so.
  void kill();
  // Returns when it has ended and all that it sent has been told.
  Task<ExitStatus> wait();

 private:
  struct State;
  explicit Worker(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace checkride::world
