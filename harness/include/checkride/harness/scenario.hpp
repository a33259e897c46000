// A scenario as a value: what exists, what happens, what must hold. Read from YAML by load_scenario (loader.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checkride/harness/service_specs.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness {

// A place in a file of the scenario; line and column count from 1.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

// ---- members: everything that a timeline can start

enum class MemberKind { simulator, monitor, smtp, webhook };
std::string_view to_string(MemberKind kind);
MemberKind kind_of(const ServiceSpec& spec);

struct Simulator {
  std::string name;
  std::string profile = "msfs2024";
  std::string flight;  // path, already resolved against the scenario file; empty: the emulator's own default
  std::uint32_t frame_rate_hz = 30;
  int line = 0;
};

struct Service {
  std::string name;
  ServiceSpec spec;
  // Names that lead to it on the virtual rig ("smtp.company.com"); elsewhere monitors are told its address.
  std::vector<std::string> names;
  int line = 0;

  MemberKind kind() const { return kind_of(spec); }
};

struct Monitor {
  std::string name;
  std::vector<std::string> config;  // paths, resolved; later files are merged over earlier ones
  std::vector<std::string> simulators;
  std::map<std::string, std::string> environment;  // over the rig's defaults
  int line = 0;
};

// ---- checks: what can be true of a member

// How many. `exactly` also means: not more until the expectation's window closes.
struct Count {
  enum class Kind { exactly, at_least, at_most };
  Kind kind = Kind::at_least;
  std::uint64_t number = 1;
  bool holds(std::uint64_t seen) const;
};
std::string to_string(const Count& count);
// "1 mail", "2 mails".
std::string counted(std::uint64_t number, std::string_view noun);

// Which listener of a member an HTTP request goes to.
enum class Port { health, metrics, control };
std::string_view to_string(Port port);

struct HttpCheck {
  std::string of;
  Port port = Port::health;
  std::string target;
  std::optional<int> status;
  std::string contains;                                   // of the body; empty: anything
  std::vector<std::pair<std::string, std::string>> json;  // JSON pointer -> JSON text that must stand there
};

struct AlertCheck {
  std::string of;
  std::string rule;
  std::string simulator;  // empty: any
  std::string state;
  std::optional<std::uint64_t> fired_count;
};

struct MailCheck {
  std::string in;
  std::vector<std::string> to;   // every one of these is an addressee of the transaction
  std::string subject_contains;  // of the decoded subject
  std::string body_contains;
  Count count;
};

struct WebhookCheck {
  std::string in;
  std::string body_contains;
  std::vector<std::pair<std::string, std::string>> json;
  Count count;
};

// The state of a simulator's link as the monitor sees it (GET /api/v1/simulators).
struct LinkCheck {
  std::string of;
  std::string simulator;
  std::string state;           // empty: any
  std::string error_contains;  // of the last decode or link error
};

struct LogCheck {
  std::string of;
  std::string level;  // this or a graver one; empty: any
  std::string event;  // name of the event; empty: any
  std::string contains;
  Count count;
};

// Sequence numbers of the telemetry have no gap and no double in any session, and there are samples at all.
struct NoSampleLostCheck {
  std::string of;
};

// The longest time between two consecutive samples of a simulator, sessions included.
struct GapCheck {
  std::string of;
  std::string simulator;
  Duration at_most{};
  std::optional<std::uint64_t> sessions;  // exactly so many sessions stand in the telemetry
};

using CheckVariant =
    std::variant<HttpCheck, AlertCheck, MailCheck, WebhookCheck, LinkCheck, LogCheck, NoSampleLostCheck, GapCheck>;

// As one line, as a person would say it: "GET /health/ready of monitor answers 200".
std::string describe(const CheckVariant& check);
// The member that the check looks at.
const std::string& member_of(const CheckVariant& check);

// An `always` or a `never`.
struct Invariant {
  CheckVariant check;
  int line = 0;
};

// ---- timeline

struct Start {
  std::vector<std::string> members;
};
struct Stop {
  std::vector<std::string> members;
};
struct Kill {
  std::vector<std::string> members;
};
struct Freeze {
  std::vector<std::string> members;
  std::optional<Duration> duration;
};
struct Thaw {
  std::vector<std::string> members;
};
struct Wait {
  Duration duration{};
};

struct VariableValue {
  std::string name;
  double value = 0;
  std::string unit;  // empty: the variable's own
};
struct Set {
  std::string on;
  std::vector<VariableValue> variables;
};
// Lets go of variables that `set` holds: the simulation decides them again.
struct Release {
  std::string on;
  std::vector<std::string> variables;
};

// A key event of the catalogue, as a client transmits it.
struct TransmitEvent {
  std::string on;
  std::string name;
  std::vector<double> data;  // at most five
};
// Does one thing to the flight of a simulator.
struct LoadFlight {
  enum class Kind { load, restart, unload };
  std::string on;
  Kind kind = Kind::load;
  std::string file;  // path, resolved; of load
};

// What a link between two members can suffer.
enum class LinkFaultKind { partition, stall, reset, refuse, half_open, latency, flip_bit };
std::string_view to_string(LinkFaultKind kind);
struct LinkFault {
  LinkFaultKind kind = LinkFaultKind::partition;
  std::string from;  // of flip_bit and half_open the sending side; for others the order has no meaning
  std::string to;
  Duration latency{};
  Duration jitter{};
  std::uint64_t offset_bytes = 0;  // flip_bit: this many bytes further in the traffic from -> to
  unsigned bit = 0;
};
// A fault of the emulator, by its control API.
struct EmulatorFault {
  std::string on;
  std::string kind;
  std::string parameters_json = "{}";
};
struct Inject {
  std::string id;
  std::variant<EmulatorFault, LinkFault> fault;
  std::optional<Duration> duration;  // cleared by itself after this
};
struct Clear {
  std::vector<std::string> ids;
};

struct HttpRequest {
  std::string of;
  Port port = Port::health;
  std::string method = "GET";
  std::string target;
  std::string body;
  std::optional<int> status;
};

struct Expect {
  CheckVariant check;
  Duration not_before{};
  Duration within{};
};

using Action = std::variant<Start, Stop, Kill, Freeze, Thaw, Wait, Set, Release, Inject, Clear, HttpRequest, Expect>;
std::string describe(const Action& action);

struct Step {
  std::optional<Duration> at;  // from the scenario's start; none: right after the step before
  Action action;
  int line = 0;
};

// ---- the whole

struct Scenario {
  std::string name;
  std::string file;
  std::string description;
  std::vector<std::string> tags;
  std::vector<std::string> promises;
  std::vector<std::string> rigs{"virtual", "process"};
  Duration time_limit{std::chrono::minutes(5)};
  Duration rig_tolerance{std::chrono::seconds(1)};  // process rig only
  std::vector<Simulator> simulators;
  std::vector<Service> services;
  std::vector<Monitor> monitors;
  std::vector<Step> timeline;
  std::vector<Invariant> always;
  std::vector<Invariant> never;

  std::optional<MemberKind> kind_of(std::string_view member) const;
  // All members, in file order by kind: simulators, services, monitors.
  std::vector<std::string> members() const;
};

}  // namespace checkride::harness
