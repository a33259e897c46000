// The virtual rig: every member a host of one virtual world, the programs run in-process, repeatable from the seed.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "checkride/tls/authority.hpp"
#include "checkride/world/virtual_world.hpp"
#include "rigs/control_driver.hpp"
#include "rigs/deployment.hpp"
#include "rigs/rig.hpp"
#include "rigs/rig_capture.hpp"
#include "services/inboxes.hpp"

namespace checkride::harness {

class CommandPlay;  // rigs/command_play.hpp

class VirtualRig final : public Rig {
 public:
  // `scenario` outlives the rig; `files` are what read_scenario_files gave for it.
  VirtualRig(const Scenario& scenario, ScenarioFiles files, std::uint64_t seed, bool shuffle = false,
             std::optional<NullMember> null = {});
  ~VirtualRig() override;

  // From now on what monitors and their targets say goes to captures in `folder` of `files`, which outlive the rig.
  // Errors: they cannot be written.
  Result<> capture_into(world::Files& files, const std::string& folder);
  // Puts the captures on disk; nothing is captured any more. Errors: the first that writing them met.
  Result<> finish_captures();

  world::VirtualWorld& virtual_world() { return world_; }
  world::VirtualHost& harness_host() { return *harness_; }

  RigKind kind() const override { return RigKind::virtual_rig; }
  world::World& world() override { return *harness_; }
  world::World& client(std::size_t number) override;
  std::string trust_pem() const override { return authority_ ? authority_->trust_pem() : std::string(); }
  Duration poll_period() const override { return std::chrono::milliseconds(200); }
  Duration tolerance() const override { return {}; }

  world::Task<Result<>> start(std::string member) override;
  world::Task<Result<int>> stop(std::string member) override;
  world::Task<Result<>> kill(std::string member) override;
  Result<> freeze(const std::string& member) override;
  Result<> thaw(const std::string& member) override;
  std::optional<int> ended(const std::string& member) override;
  std::optional<int> last_exit_code(const std::string& member) override;
  Result<> signal(const std::string& member, MemberSignal signal) override;
  world::Task<Result<CommandResult>> run_command(std::string member, std::vector<std::string> arguments) override;
  Result<world::Endpoint> endpoint(const std::string& member, Port port) override;
  std::string read_log(const std::string& member, LogCursor& cursor) override;
  world::Files& files(const std::string& member) override;
  std::string folder(const std::string& member) override;
  std::string telemetry_folder(const std::string& member) override;
  SimulatorDriver& simulator(const std::string& member) override { return drivers_.at(member); }
  std::optional<std::string> impossible(const Action& action) const override;
  RunningService* service(const std::string& member) override { return machines_.at(member).service; }
  MailInbox& mail(const std::string& service) override { return inboxes_.mail(service); }
  WebhookInbox& webhook(const std::string& service) override { return inboxes_.webhook(service); }
  ServedInbox& served(const std::string& service) override { return inboxes_.served(service); }
  Result<> inject(const LinkFault& fault) override;
  Result<> clear(const LinkFault& fault) override;
  Result<> inject_disk(const DiskFault& fault) override;
  Result<> clear_disk(const DiskFault& fault) override;
  world::Task<Result<>> cut_power(DiskFault fault) override;
  void note(const std::string& host, std::string_view kind, std::string_view text) override;

 private:
  struct Machine {
    world::VirtualHost* host = nullptr;
    MemberKind kind = MemberKind::simulator;
    world::DiskOptions disk;  // as faults have made it
    bool crashed = false;
    bool running = false;
    std::size_t printed_before = 0;     // lines of earlier starts
    RunningService* service = nullptr;  // of the program that runs on the host, which owns it
  };

  void add_machines();
  void install_flights();
  void install_monitor(const Monitor& monitor);
  MonitorPlaces places(const Monitor& monitor) const;
  Result<> launch(const std::string& member, Machine& machine);
  Result<> launch_simulator(const std::string& member, Machine& machine);
  Result<> launch_monitor(const std::string& member, Machine& machine);
  Result<> launch_service(const Service& service, Machine& machine);
  bool listens(const std::string& member, const Machine& machine) const;
  void crash(Machine& machine);
  static void sweep(Machine& machine);
  // What --config names, and what the scenario adds to the command line.
  std::vector<std::string> monitor_line(const std::string& member) const;
  const Simulator& simulator_of(const std::string& member) const;
  // The port on which the monitor reaches `member`.
  std::uint16_t service_port(const std::string& member) const;
  Result<> apply(const LinkFault& fault, bool on);

  const Scenario& scenario_;
  ScenarioFiles scenario_files_;
  std::map<std::string, std::string> flight_paths_;  // by simulator, where its flight was written
  std::uint64_t seed_;
  std::optional<NullMember> null_;
  std::unique_ptr<RigCapture> capture_;
  world::VirtualWorld world_;
  world::VirtualHost* harness_;
  std::vector<world::VirtualHost*> clients_;  // of traffic
  std::map<std::string, Machine> machines_;
  std::map<std::string, ControlDriver> drivers_;  // by simulator
  Inboxes inboxes_;
  std::optional<tls::Authority> authority_;             // where a service speaks TLS
  std::vector<std::unique_ptr<CommandPlay>> commands_;  // that were ever run
};

}  // namespace checkride::harness
