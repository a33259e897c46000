// A rig: a way to make a scenario's members exist. The engine knows nothing else of where it runs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkride/harness/scenario.hpp"
#include "checkride/world/world.hpp"
#include "rigs/log_cursor.hpp"
#include "rigs/simulator_driver.hpp"
#include "services/service.hpp"

namespace checkride::harness {

// What a command of checkride-monitor came to.
struct CommandResult {
  int exit_code = 0;
  std::string output;  // lines of both outputs, as they came
};

class Rig {
 public:
  virtual ~Rig() = default;
  virtual RigKind kind() const = 0;
  // The world in which the engine and its requests live; valid as long as the rig.
  virtual world::World& world() = 0;
  // The same with an address of its own for each client of traffic, from 0.
  virtual world::World& client(std::size_t /*number*/) { return world(); }
  // The certificate of the run's test authority, which the rig's own clients believe; empty: no service has one.
  virtual std::string trust_pem() const { return {}; }
  // How often an expectation looks when nothing tells it to.
  virtual Duration poll_period() const = 0;
  // By how much bounds may be missed.
  virtual Duration tolerance() const = 0;

  // ---- members, by name. Every error says what went wrong in one sentence.
  // Starts a member that is down; returns when all its ports listen.
  virtual world::Task<Result<>> start(std::string member) = 0;
  // Asks it to stop, as SIGTERM does, and waits for its end: its exit code. Services give 0.
  virtual world::Task<Result<int>> stop(std::string member) = 0;
  // SIGKILL: nothing of it runs any more.
  virtual world::Task<Result<>> kill(std::string member) = 0;
  // SIGSTOP and SIGCONT.
  virtual Result<> freeze(const std::string& member) = 0;
  virtual Result<> thaw(const std::string& member) = 0;
  // The exit code of a program that ended without being asked.
  virtual std::optional<int> ended(const std::string& member) = 0;
  // The exit code of a program that does not run, of its last end.
  virtual std::optional<int> last_exit_code(const std::string& /*member*/) { return std::nullopt; }
  virtual Result<> signal(const std::string& /*member*/, MemberSignal /*signal*/) { return not_here("send a signal"); }
  // Runs a command of checkride-monitor as `member` is run, and waits for its end.
  virtual world::Task<Result<CommandResult>> run_command(std::string /*member*/,
                                                         std::vector<std::string> /*arguments*/) {
    co_return not_here("run a command of a monitor");
  }

  // Where a running member listens, as seen from world(); a service where its clients find it, whatever `port` is.
  virtual Result<world::Endpoint> endpoint(const std::string& member, Port port) = 0;
  // The whole lines that the member printed since it was first started, and those of its log file, if it has one, that
  // are new since the cursor; moves the cursor.
  virtual std::string read_log(const std::string& member, LogCursor& cursor) = 0;
  // The disk of a member, the folder of its own on it, and where a monitor's telemetry lies.
  virtual world::Files& files(const std::string& member) = 0;
  virtual std::string folder(const std::string& member) = 0;
  virtual std::string telemetry_folder(const std::string& member) = 0;
  // By which a scenario acts on a simulator while it runs.
  virtual SimulatorDriver& simulator(const std::string& member) = 0;
  // Why no member of this rig can be made to do this; nothing where it can.
  virtual std::optional<std::string> impossible(const Action& action) const = 0;

  // ---- services
  // Null while it does not run.
  virtual RunningService* service(const std::string& member) = 0;
  virtual MailInbox& mail(const std::string& service) = 0;
  virtual WebhookInbox& webhook(const std::string& service) = 0;
  virtual ServedInbox& served(const std::string& service) = 0;

  // ---- network faults, between a monitor and what it talks to
  virtual Result<> inject(const LinkFault& fault) = 0;
  virtual Result<> clear(const LinkFault& fault) = 0;

  // ---- disks
  virtual Result<> inject_disk(const DiskFault& /*fault*/) { return not_here("make a disk fail"); }
  virtual Result<> clear_disk(const DiskFault& /*fault*/) { return not_here("mend a disk"); }
  // Lets the power of a running member go in the middle of a change of its disk, and returns when it has gone: then it
  // is down, as after kill().
  virtual world::Task<Result<>> cut_power(DiskFault /*fault*/) { co_return not_here("cut the power"); }

  // Tells the rig of an event of the run; a virtual world folds it into its trace hash.
  virtual void note(const std::string& host, std::string_view kind, std::string_view text) = 0;

 private:
  Error not_here(std::string_view what) const {
    return Error::invalid("the " + std::string(to_string(kind())) + " rig cannot " + std::string(what));
  }
};

}  // namespace checkride::harness
