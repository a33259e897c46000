// The process rig: the real binaries on loopback ports, with a seeded proxy of ours on every link of a monitor, killed,
// frozen and stopped by real signals.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "checkride/tls/authority.hpp"
#include "checkride/world/port_reservation.hpp"
#include "checkride/world/process.hpp"
#include "checkride/world/real_world.hpp"
#include "link/link_proxy.hpp"
#include "rigs/control_driver.hpp"
#include "rigs/deployment.hpp"
#include "rigs/null_members.hpp"
#include "rigs/real_program.hpp"
#include "rigs/rig.hpp"
#include "rigs/rig_capture.hpp"
#include "rigs/subject.hpp"
#include "services/inboxes.hpp"

namespace checkride::harness {

struct ProcessRigOptions {
  std::uint64_t seed = 1;
  std::string work_folder;              // made; holds configurations, logs and telemetry, a folder per member
  std::string program_folder;           // where checkride-monitor and checkride-emulator are
  std::string capture_folder;           // a capture of each link of a monitor; empty: none
  std::optional<NullMember> null = {};  // does nothing
};

// Names of the programs that a rig of real processes needs and cannot find; the live rig needs no emulator.
std::vector<std::string> missing_programs(world::Files& files, const std::string& program_folder,
                                          RigKind rig = RigKind::process_rig);

class ProcessRig : public Rig {
 public:
  // `world` and `scenario` outlive the rig; `files` are what read_scenario_files gave for the scenario.
  ProcessRig(world::RealWorld& world, const Scenario& scenario, ScenarioFiles files, ProcessRigOptions options);
  ~ProcessRig() override;

  // Makes folders, writes configurations, takes ports. Before anything else.
  Result<> prepare();
  // Kills what still runs and ends sinks and proxies. Before destruction.
  virtual world::Task<> close();
  // Puts the captures on disk; after close(). Errors: the first that writing them met.
  Result<> finish_captures() { return capture_ ? capture_->finish() : Result<>(); }

  RigKind kind() const override { return RigKind::process_rig; }
  world::World& world() override { return world_; }
  world::World& client(std::size_t number) override;
  std::string trust_pem() const override { return authority_ ? authority_->trust_pem() : std::string(); }
  Duration poll_period() const override { return std::chrono::milliseconds(100); }
  Duration tolerance() const override { return scenario_.rig_tolerance; }

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
  world::Files& files(const std::string&) override { return world_.files(); }
  std::string folder(const std::string& member) override { return options_.work_folder + "/" + member; }
  std::string telemetry_folder(const std::string& member) override;
  SimulatorDriver& simulator(const std::string& member) override { return drivers_.at(member); }
  std::optional<std::string> impossible(const Action& action) const override;
  RunningService* service(const std::string& member) override { return sinks_.at(member).service.get(); }
  MailInbox& mail(const std::string& service) override { return inboxes_.mail(service); }
  WebhookInbox& webhook(const std::string& service) override { return inboxes_.webhook(service); }
  ServedInbox& served(const std::string& service) override { return inboxes_.served(service); }
  Result<> inject(const LinkFault& fault) override;
  Result<> clear(const LinkFault& fault) override;
  void note(const std::string& host, std::string_view kind, std::string_view text) override {
    if (capture_) capture_->note(host, kind, text);
  }

 protected:
  // Hears the link of a monitor; null for nobody. Asked once, when the link is made.
  virtual LinkTap* tap_of(const std::string& monitor, const std::string& target);
  // Where the links to a member lead from now on; none: it is down.
  Result<> set_targets(const std::string& member, std::optional<world::Endpoint> target);
  // The links to a member, by monitor.
  std::map<std::string, LinkProxy*> links_to(const std::string& member);
  const Scenario& scenario() const { return scenario_; }

 private:
  // A program of ours, started as a child.
  struct Program {
    std::unique_ptr<world::ChildProcess> child;
    std::unique_ptr<world::TaskGroup> watch;       // learns of its end; ends before it
    std::vector<std::string> output;               // all lines of all starts
    std::map<std::string, world::Endpoint> ports;  // of the present start
    bool running = false;
    // Instead of a child, where nothing is to be done.
    std::unique_ptr<NullMembers> null;
    std::unique_ptr<world::TaskGroup> null_tasks;  // its serve(); ends before it
  };
  // A service inside this process.
  struct Sink {
    ServicePorts ports;    // kept over restarts
    world::Endpoint main;  // the first of them: where its clients find it
    std::unique_ptr<RunningService> service;
    std::unique_ptr<world::TaskGroup> tasks;  // its serve(); ends before it
    RealProgram* program = nullptr;           // the service, where it is one
    std::vector<std::string> output = {};     // of the program, all lines of all starts
  };

  Result<world::Endpoint> reserve_port();
  Result<> prepare_flights();
  Result<> prepare_monitor(const Monitor& monitor);
  Result<> make_proxy(const std::string& monitor, const std::string& target);
  MonitorPlaces places(const Monitor& monitor);
  // Of the authority's certificate; empty: there is none.
  std::string ca_file() const;
  Result<> reserve_ports(const Monitor& monitor);
  SubjectPlaces subject_places(const std::string& member);
  LinkProxy& proxy(const std::string& monitor, const std::string& target);
  Result<> launch_sink(const Service& service);
  world::Task<Result<>> start_member(std::string member);
  // Services that are real programs.
  ProgramPlaces program_places(const Service& service) const;
  Result<std::unique_ptr<RunningService>> make_program(const Service& service, const ProgramRow& row);
  world::Task<Result<>> program_ready(std::string member);
  Result<> tell_programs();
  std::optional<std::string> missing_program(const Start& start) const;
  RealProgram* real_program(const std::string& member) const;
  std::vector<std::string> arguments(const std::string& member);
  std::string monitor_program() const;
  // What --config names, and what the scenario adds to the command line.
  std::vector<std::string> monitor_line(const std::string& member);
  world::Task<Result<>> launch(std::string member);
  // Starts it as the program's child, of whose end is learned whenever it comes.
  Result<> run(Program& program, world::ProcessOptions options);
  world::Task<Result<>> launch_subject(std::string member, const Subject& subject);
  world::Task<> end_sink(std::string member);
  bool is_null(const std::string& member) const;
  Result<> launch_null(const std::string& member);
  world::Task<> end_null(std::string member);
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
  Inboxes inboxes_;
  std::optional<tls::Authority> authority_;  // where a service speaks TLS
};

}  // namespace checkride::harness
