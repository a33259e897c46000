// The process rig: the real binaries on loopback ports, with a seeded proxy of ours on every link of a monitor, killed,
// frozen and stopped by real signals.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "checkride/world/port_reservation.hpp"
#include "checkride/world/process.hpp"
#include "checkride/world/real_world.hpp"
#include "link/link_proxy.hpp"
#include "rigs/control_driver.hpp"
#include "rigs/deployment.hpp"
#include "rigs/rig.hpp"
#include "rigs/rig_capture.hpp"
#include "rigs/subject.hpp"

namespace checkride::harness {

struct ProcessRigOptions {
  std::uint64_t seed = 1;
  std::string work_folder;     // made; holds configurations, logs and telemetry, a folder per member
  std::string program_folder;  // where checkride-monitor and checkride-emulator are
  std::string capture_folder;  // a capture of each link of a monitor; empty: none
};

// Names of the programs that the rig needs and cannot find.
std::vector<std::string> missing_programs(world::Files& files, const std::string& program_folder);

class ProcessRig final : public Rig {
 public:
  // `world` and `scenario` outlive the rig; `files` are what read_scenario_files gave for the scenario.
  ProcessRig(world::RealWorld& world, const Scenario& scenario, ScenarioFiles files, ProcessRigOptions options);
  ~ProcessRig() override;

  // Makes folders, writes configurations, takes ports. Before anything else.
  Result<> prepare();
  // Kills what still runs and ends sinks and proxies. Before destruction.
  world::Task<> close();
  // Puts the captures on disk; after close(). Errors: the first that writing them met.
  Result<> finish_captures() { return capture_ ? capture_->finish() : Result<>(); }

  RigKind kind() const override { return RigKind::process_rig; }
  world::World& world() override { return world_; }
  Duration poll_period() const override { return std::chrono::milliseconds(100); }
  Duration tolerance() const override { return scenario_.rig_tolerance; }

  world::Task<Result<>> start(std::string member) override;
  world::Task<Result<int>> stop(std::string member) override;
  world::Task<Result<>> kill(std::string member) override;
  Result<> freeze(const std::string& member) override;
  Result<> thaw(const std::string& member) override;
  std::optional<int> ended(const std::string& member) override;
  Result<world::Endpoint> endpoint(const std::string& member, Port port) override;
  std::string read_log(const std::string& member, LogCursor& cursor) override;
  world::Files& files(const std::string&) override { return world_.files(); }
  std::string folder(const std::string& member) override { return options_.work_folder + "/" + member; }
  std::string telemetry_folder(const std::string& member) override;
  SimulatorDriver& simulator(const std::string& member) override { return drivers_.at(member); }
  std::optional<std::string> impossible(const Action&) const override { return std::nullopt; }
  RunningService* service(const std::string& member) override { return sinks_.at(member).service.get(); }
  MailInbox& mail(const std::string& service) override { return *mail_.at(service); }
  WebhookInbox& webhook(const std::string& service) override { return *webhook_.at(service); }
  Result<> inject(const LinkFault& fault) override;
  Result<> clear(const LinkFault& fault) override;
  void note(const std::string& host, std::string_view kind, std::string_view text) override {
    if (capture_) capture_->note(host, kind, text);
  }

 private:
  // A program of ours, started as a child.
  struct Program {
    std::unique_ptr<world::ChildProcess> child;
    std::vector<std::string> output;               // all lines of all starts
    std::map<std::string, world::Endpoint> ports;  // of the present start
    bool running = false;
  };
  // A service inside this process.
  struct Sink {
    ServicePorts ports;    // kept over restarts
    world::Endpoint main;  // the first of them: where its clients find it
    std::unique_ptr<RunningService> service;
    std::unique_ptr<world::TaskGroup> tasks;  // its serve(); ends before it
  };

  Result<world::Endpoint> reserve_port();
  Result<> prepare_flights();
  Result<> prepare_monitor(const Monitor& monitor);
  Result<> make_proxy(const std::string& monitor, const std::string& target);
  MonitorPlaces places(const Monitor& monitor);
  Result<> reserve_ports(const Monitor& monitor);
  SubjectPlaces subject_places(const std::string& member);
  LinkProxy& proxy(const std::string& monitor, const std::string& target);
  Result<> set_targets(const std::string& member, std::optional<world::Endpoint> target);
  Result<> launch_sink(const Service& service);
  std::vector<std::string> arguments(const std::string& member);
  world::Task<Result<>> launch(std::string member);
  world::Task<Result<>> launch_subject(std::string member, const Subject& subject);
  world::Task<> end_sink(std::string member);
  bool is_sink(const std::string& member) const { return sinks_.contains(member); }
  bool is_monitor(const std::string& member) const { return scenario_.kind_of(member) == MemberKind::monitor; }
  Result<> apply(const LinkFault& fault, bool on);
  void hear(Program& program, std::string_view line);

  world::RealWorld& world_;
  const Scenario& scenario_;
  ScenarioFiles scenario_files_;
  std::map<std::string, std::string> flight_paths_;  // by simulator, where its flight was written
  ProcessRigOptions options_;
  std::vector<world::PortReservation> ports_;
  std::map<std::string, Program> programs_;
  std::map<std::string, ControlDriver> drivers_;  // by simulator
  std::map<std::string, Sink> sinks_;
  std::map<std::string, std::map<std::string, world::Endpoint>> subject_ports_;  // by member, then by what it is called
  std::unique_ptr<RigCapture> capture_;                                          // hears the proxies
  std::map<std::pair<std::string, std::string>, std::unique_ptr<LinkProxy>> proxies_;  // (monitor, target)
  std::map<std::string, std::unique_ptr<MailInbox>> mail_;
  std::map<std::string, std::unique_ptr<WebhookInbox>> webhook_;
};

}  // namespace checkride::harness
