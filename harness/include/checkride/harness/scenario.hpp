// A scenario as a value: what exists, what happens, what must hold. Read from YAML by load_cases (loader.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checkride/harness/service_specs.hpp"
#include "checkride/harness/steps.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness {

// ---- members: everything that a timeline can start

enum class MemberKind {
  simulator,
  monitor,
  subject,
  smtp,
  webhook,
  database,
  key_value,
  upstream,
  metar,
  balancer,
  edge,
  prometheus,
  alertmanager
};
std::string_view to_string(MemberKind kind);
MemberKind kind_of(const ServiceSpec& spec);

// How long a member may take until it listens, and until it has ended after it was asked to. None: as long as the rig
// waits for any.
struct MemberLimits {
  std::optional<Duration> start;
  std::optional<Duration> stop;
};

struct Simulator {
  std::string name;
  std::string profile = "msfs2024";
  std::string flight;  // path, already resolved against the scenario file; empty: the emulator's own default
  std::uint32_t frame_rate_hz = 30;
  MemberLimits limits;
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

// How it is known that a subject can be talked to: the first of these that is set. None: its first port takes
// connections; where it has none, it is as soon as it runs.
struct SubjectReady {
  std::string http;  // path that is answered with `status`, on `port`
  int status = 200;
  std::string log;           // stands in a line of its output
  std::optional<Port> port;  // takes connections
  std::optional<Duration> after;
  Duration within{std::chrono::seconds(30)};
};

enum class SubjectStop { terminate, interrupt, kill };

// An application that is not ours, started by a command. In its command and environment stand places of its
// surroundings, "$sim.host", "${health.port}", which the rig fills in (placeholders.hpp).
struct Subject {
  std::vector<std::string> command;
  std::map<std::string, std::string> env;
  std::string folder;       // that it runs in, resolved; empty: the member's own
  std::vector<Port> ports;  // of its own, which the rig gives numbers
  SubjectReady ready;
  SubjectStop stop = SubjectStop::terminate;
};

struct Monitor {
  std::string name;
  std::vector<std::string> config;     // paths, resolved; later files are merged over earlier ones
  std::string settings;                // a document that is merged over them; empty: none
  std::vector<std::string> arguments;  // further ones of its command line
  std::vector<std::string> simulators;
  std::map<std::string, std::string> environment;  // over the rig's defaults
  std::optional<Subject> subject;                  // in the place of configuration and environment
  MemberLimits limits;
  int line = 0;
};

// ---- judged over the whole run

// A quantile of the latency that may be at most so long: 0.99 for p99, 1 for max.
struct LatencyBound {
  double quantile = 1;
  Duration at_most{};
};
// Service level objective: `of` is looked at `every` so often, or the requests of a traffic step are counted.
struct Slo {
  std::string name;
  Check of;             // null: `traffic`
  std::string traffic;  // id
  Duration every{std::chrono::seconds(1)};
  std::optional<double> availability;  // a ratio, 0 to 1
  std::vector<LatencyBound> latency;
  std::optional<Duration> window;  // none: the whole run
  std::optional<double> burn_rate_at_most;
  Place place;
};

// Nothing is lost on the way: the sum of `in` is the sum of `out` and `dropped`. All are quantities.
struct Conservation {
  std::string name;
  std::vector<Check> in;
  std::vector<Check> out;
  std::vector<Check> dropped;
  std::uint64_t tolerance = 0;
  Place place;
};

// How far two rigs may differ in this scenario.
struct CompareRules {
  std::optional<Duration> time;                             // none: 2 * rig_tolerance
  std::vector<std::pair<std::string, std::string>> values;  // variable, unit or "default" -> "2 feet", "1 %"
  std::vector<std::string> ignore;                          // kinds of events
  std::map<std::string, std::uint64_t> allow;               // order, timing, value, missing, extra: so many
};

// ---- the whole

struct Skip {
  std::string reason;
  std::vector<std::string> rigs;  // empty: all
  Place place;
};
// The run is expected to fail, and so: in that step, with that text in the reason.
struct ExpectFailure {
  std::string reason;
  std::string step;      // name; empty: anywhere
  std::string contains;  // empty: any
  std::vector<std::string> rigs;
  Place place;
};
// One row of a scenario's matrix, with the parameters that it has of it.
struct Case {
  std::string name;  // "fsx_sp2.80-feet"; empty: the scenario has one case
  std::vector<std::pair<std::string, std::string>> params;
};
// A file that was read for the scenario.
struct SourceFile {
  std::string path;
  std::uint64_t hash = 0;  // of its content
};

// What a run can be played without: in its place stands something that agrees to everything and does nothing, by which
// is seen whether a scenario would notice (`checkride run --null`).
enum class NullMember { subject, emulator };
std::string_view to_string(NullMember member);

struct Scenario {
  std::string name;  // with the case's behind a dot: "low-altitude.fsx_sp2"
  std::string file;
  std::string description;
  Case case_;
  std::vector<std::string> tags;
  std::vector<std::string> promises;
  std::vector<std::string> rigs{"virtual", "process"};
  RigKind rig = RigKind::virtual_rig;  // that it is going to run on
  std::optional<Skip> skip;
  std::optional<ExpectFailure> expect_failure;
  Duration time_limit{std::chrono::minutes(5)};
  Duration rig_tolerance{std::chrono::seconds(1)};  // process and live rig only
  std::optional<world::UtcTime> clock_starts;       // UTC at the start; virtual rig only
  std::vector<Simulator> simulators;
  std::vector<Service> services;
  std::vector<Monitor> monitors;
  std::vector<Step> setup;
  std::vector<Step> timeline;
  std::vector<Step> teardown;
  Duration teardown_limit{std::chrono::minutes(1)};
  std::vector<Invariant> invariants;
  std::vector<Slo> slos;
  std::vector<Conservation> conservation;
  CompareRules compare;
  std::vector<SourceFile> sources;

  std::optional<MemberKind> kind_of(std::string_view member) const;
  // Null if no service has that name.
  const Service* service(std::string_view name) const;
  // Null if no monitor has that name.
  const Monitor* monitor(std::string_view name) const;
  // Null if no monitor of that name is a subject.
  const Subject* subject(std::string_view name) const;
  // Of a simulator or monitor; of others none are set.
  MemberLimits limits_of(std::string_view member) const;
  // All members, in file order by kind: simulators, services, monitors.
  std::vector<std::string> members() const;
};

// "line 12"; "line 12 of parts/low.yaml" of what stands in another file than the scenario's own.
std::string line_text(const Scenario& scenario, const Place& place);

}  // namespace checkride::harness
