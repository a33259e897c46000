// A rig: a way to make a scenario's members exist. The engine knows nothing else of where it runs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/world/world.hpp"
#include "services/inbox.hpp"

namespace checkride::harness {

class Rig {
 public:
  virtual ~Rig() = default;
  virtual std::string_view name() const = 0;  // "virtual", "process"
  // The world in which the engine and its requests live; valid as long as the rig.
  virtual world::World& world() = 0;
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

  // Where a running member listens, as seen from world().
  virtual Result<world::Endpoint> endpoint(const std::string& member, Port port) = 0;
  // What the member printed since it was first started, and its log file, if it has one: texts that only grow.
  virtual std::vector<std::string> logs(const std::string& member) = 0;
  // Where a monitor's telemetry lies.
  virtual world::Files& files(const std::string& member) = 0;
  virtual std::string telemetry_folder(const std::string& member) = 0;

  // ---- services
  virtual MailInbox& mail(const std::string& service) = 0;
  virtual WebhookInbox& webhook(const std::string& service) = 0;

  // ---- network faults, between a monitor and what it talks to
  virtual Result<> inject(const LinkFault& fault) = 0;
  virtual Result<> clear(const LinkFault& fault) = 0;

  // Tells the rig of an event of the run; a virtual world folds it into its trace hash.
  virtual void note(const std::string& host, std::string_view kind, std::string_view text) = 0;
};

}  // namespace checkride::harness
