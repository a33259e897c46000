// World: everything that a program cannot compute for itself. Passed in explicitly, from main or from a rig.
//
// Public face of core/world: time.hpp, clock.hpp, task.hpp, task_group.hpp, stream.hpp, network.hpp, files.hpp,
// random.hpp come with it. RealWorld (real_world.hpp) and VirtualWorld (virtual_world.hpp) are named only by main
// files, rigs and tests.
#pragma once

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/clock.hpp"
#include "checkride/world/files.hpp"
#include "checkride/world/handover.hpp"
#include "checkride/world/manager.hpp"
#include "checkride/world/network.hpp"
#include "checkride/world/random.hpp"
#include "checkride/world/task.hpp"
#include "checkride/world/task_group.hpp"

namespace checkride::world {

// SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGQUIT; SIGUSR2 where there is a handover(), else it is ignored.
enum class Signal { interrupt, terminate, hangup, user1, quit, user2 };
// Whether it asks the program to end, rather than to do something.
constexpr bool asks_to_stop(Signal signal) {
  return signal == Signal::interrupt || signal == Signal::terminate || signal == Signal::quit;
}

class World {
 public:
  virtual ~World() = default;
  virtual asio::any_io_executor executor() = 0;
  virtual Clock& clock() = 0;
  virtual Network& network() = 0;
  virtual Files& files() = 0;
  // Who started the program and watches it; there may be nobody.
  virtual ServiceManager& manager() = 0;
  // The stream of that name, made on first use and split from the world's seed; valid as long as the world.
  virtual Random& random(std::string_view stream) = 0;
  // Bytes that nobody can guess, for keys: the kernel's in the real world, the stream "secret" on a virtual one.
  virtual void fill_secret(std::span<std::byte> into) = 0;
  // The next signal sent to this program. One task waits at a time.
  virtual Task<Signal> next_signal() = 0;
  // Runs `job`, which may block, away from the event loop; on a virtual world inline, charging `modelled_cost`.
  // The job touches nothing that the loop touches meanwhile. One that was begun ends, and this returns then: a task
  // that is cancelled meanwhile learns so at its next await.
  virtual Task<> offload(std::function<void()> job, Duration modelled_cost) = 0;
  // Destroyed when nothing of the program runs any more: what tasks use that did not end before it does.
  virtual void keep(std::shared_ptr<void> what) = 0;
  // One line to standard output or standard error; the newline is added. False: it is lost, for nobody reads there any
  // more, or the reader takes nothing, or the disk behind it is full.
  virtual bool print_line(std::string_view line) = 0;
  virtual bool print_error_line(std::string_view line) = 0;
  // A variable of the environment, if it is set.
  virtual std::optional<std::string> environment(const std::string& name) const = 0;
  // The names of all variables that are set, sorted by byte value.
  virtual std::vector<std::string> environment_names() const { return {}; }
  // Numbers for process metrics, read from the operating system; a virtual world models constants.
  struct ProcessUsage {
    double cpu_seconds = 0;
    double resident_bytes = 0;
    double virtual_bytes = 0;
    int open_fds = 0;
    double max_fds = 0;  // may be unlimited: infinity
    int threads = 1;
  };
  virtual ProcessUsage process_usage() = 0;
  // What is left of the machine, or of the control group (a container) that this program is confined to, for health
  // reports; zero limits for what is not known. A virtual world models constants.
  struct SystemUsage {
    double cpu_seconds = 0;  // spent so far by all programs within the limits
    double cpu_cores = 0;    // that may be busy at the same time; a quota may give a fraction
    double memory_used_bytes = 0;
    double memory_limit_bytes = 0;
    double disk_free_bytes = 0;  // for this program, on the disk that holds the path
    double disk_total_bytes = 0;
    std::array<double, 3> load{};  // of the machine: tasks that run or want to, over 1, 5 and 15 minutes
    bool confined = false;         // a control group limits memory or processors
  };
  virtual SystemUsage system_usage(const std::string& /*path*/) { return {}; }
  // How a new binary takes this program's place; null where none can.
  virtual Handover* handover() { return nullptr; }
  // Where crash reports go from now on (crash_report.hpp); a virtual world has its record for that.
  virtual void keep_crash_reports_in(const std::string& /*folder*/) {}
  // Writes one about the exception that is being handled, and returns its path; none where none is kept.
  virtual std::optional<std::string> write_crash_report(std::string_view /*what*/) { return std::nullopt; }
};

}  // namespace checkride::world
