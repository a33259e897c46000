// A timeline as values: actions, expectations, and the steps and blocks that they are the content of.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checkride/harness/traffic_spec.hpp"

namespace checkride::harness {

// A place in a file of the scenario; line and column count from 1.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

// Which listener of a member is meant; simconnect is no HTTP.
enum class Port { health, metrics, control, simconnect, https };
std::string_view to_string(Port port);

class Matcher;  // matchers/matcher.hpp
// What a text must be like; null: anything.
using TextPattern = std::shared_ptr<const Matcher>;

// ---- actions: what is done to members

// The member must end while it starts, with that exit code and these words.
struct Refusal {
  int exit_code = 0;
  TextPattern says;
};
struct Start {
  std::vector<std::string> members;
  std::optional<Refusal> refusal = {};  // then there is one member, which is down afterwards
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

// The signals that a scenario sends. The two that ask a program to end are told by asks_to_end.
enum class MemberSignal { hangup, user1, terminate, interrupt };
std::string_view to_string(MemberSignal signal);
constexpr bool asks_to_end(MemberSignal signal) {
  return signal == MemberSignal::terminate || signal == MemberSignal::interrupt;
}
struct SendSignal {
  std::string to;
  MemberSignal signal = MemberSignal::terminate;
  std::optional<int> exits;  // waits for its end, which has this exit code
};

// Runs a command of checkride-monitor on the configuration and folder of a monitor, which may run meanwhile or not.
struct RunCommand {
  std::string of;
  std::vector<std::string> arguments;
  int exit_code = 0;
  TextPattern output;
};

struct VariableValue {
  std::string name;
  double value = 0;
  std::string unit;  // empty: the variable's own
};
// Variables of a simulator, or what a service has to set (RunningService::set).
struct Set {
  std::string on;
  std::vector<VariableValue> variables;
  std::string service_json;  // empty: of a simulator
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
  std::vector<std::int64_t> data;  // at most five
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
// What the disk of a member can suffer. power_cut ends the member, as kill does, in the middle of a change.
enum class DiskFaultKind { full, broken, slow, power_cut };
std::string_view to_string(DiskFaultKind kind);
struct DiskFault {
  DiskFaultKind kind = DiskFaultKind::full;
  std::string disk;                  // the member
  std::uint64_t free_bytes = 0;      // full: so much still fits
  Duration latency{};                // slow: every change takes so long
  std::uint64_t operations_max = 1;  // power_cut: in one of the next so many changes, which is drawn
};
// A fault of the emulator, by its control API.
struct EmulatorFault {
  std::string on;
  std::string kind;
  std::string parameters_json = "{}";
};
// A fault of a service: a row of services/service_faults.cpp.
struct FaultOfService {
  std::string on;
  std::string kind;
  std::string parameters_json = "{}";
};
struct Inject {
  std::string id;
  std::variant<EmulatorFault, LinkFault, FaultOfService, DiskFault> fault;
  std::optional<Duration> duration;  // cleared by itself after this
};
struct Clear {
  std::vector<std::string> ids;
};

struct HttpRequest {
  std::string of;
  Port port = Port::health;
  Approach approach{};
  std::string method = "GET";
  std::string target;
  std::string body;
  std::optional<int> status;
};

// Bytes as they are, over a connection of their own: slowly, in part, or such as no client would send.
struct SendBytes {
  std::string to;
  Port port = Port::health;
  std::string bytes;
  std::size_t piece = 0;  // so many at a time, each `every` after the one before; 0: all at once
  Duration every{};
  std::uint64_t clients = 1;  // that do the same at once
  Duration stay{};            // how long is listened after the last byte, or until the other end closes
  bool reset = false;         // the connection is broken off at the end, not closed
  TextPattern answer;         // of what came
  TextPattern closed_after;   // the other end closes, so long after the connection began
  bool stays_open = false;    // the other end does not close
};

// Writes into a store, as a client would: keys with their values, or a row of a table.
struct StoreWrite {
  std::string on;
  std::vector<std::pair<std::string, std::string>> keys;
  std::optional<Duration> ttl;  // of the keys
  std::string table;            // empty: keys are written
  std::string row_json;
};

using Action = std::variant<Start, Stop, Kill, Freeze, Thaw, Wait, Set, Release, TransmitEvent, LoadFlight, Inject,
                            Clear, HttpRequest, SendBytes, StoreWrite, SendSignal, RunCommand, Traffic>;
// As one line, as a person would say it: "set on sim: PLANE ALTITUDE = 80 feet".
std::string describe(const Action& action);

// ---- expectations

// The check holds not before `not_before` and not after `within`, from the start of the step, and from then on for
// `hold` without a break.
struct Expect {
  Check check;
  Duration not_before{};
  Duration within{};
  std::optional<Duration> hold;
  std::optional<Duration> tolerance;  // none: the rig's
};

// ---- steps

// So long after another step began or ended. `step` is its name; empty: the step before.
struct Anchor {
  std::string step;
  bool end = true;
  Duration delay{};
};
// When a step begins: at a time of the scenario, after another step, as soon as something holds. At most one of them;
// none: right after the step before.
struct Trigger {
  std::optional<Duration> at;
  std::optional<Anchor> after;
  Check when;  // may be null
};
// Again and again, each `every` after the one before began: so many times, or for so long.
struct Cadence {
  Duration every{};
  std::optional<std::uint64_t> times;
  std::optional<Duration> duration;
};

struct Step;
// Steps as one: in sequence, in branches that run together and end when all have ended, or repeated. A repetition ends
// after `times`, or before that as soon as `until` holds.
struct Block {
  enum class Kind { sequence, parallel, repeat };
  Kind kind = Kind::sequence;
  std::vector<std::string> names;           // of the branches; may be empty
  std::vector<std::vector<Step>> branches;  // one, but for parallel
  std::uint64_t times = 1;
  Check until;  // may be null
};

struct Step {
  std::string name;  // empty: it has none
  std::string path;  // where it stands: "7", "7.b.2"; unique
  Place place;
  Trigger trigger;
  std::optional<Cadence> cadence;
  std::optional<Duration> time_limit;  // of waiting for the trigger, and of the action
  bool may_skip = false;               // a rig that cannot do it leaves it out, not the whole scenario
  std::string skipped;                 // not empty: why it does not run on this rig
  std::variant<Action, Expect, Block> what;
};
// "expect GET /health of monitor answers 200", "3 steps".
std::string describe(const Step& step);
// Calls `each` for the step and all steps in it, in file order.
void for_each_step(const std::vector<Step>& steps, const std::function<void(const Step&)>& each);

// ---- what must hold beside the timeline

// always, never: at every look, `every` so often, between the steps `from` and `until` (none: the whole run), not
// counting what lasts less than `grace`. eventually: at some look until `within` after the timeline ended. sometimes:
// at some look, in at least `of_seeds` of the runs with different seeds.
struct Invariant {
  enum class Kind { always, never, eventually, sometimes };
  Kind kind = Kind::always;
  Check check;
  std::string name;
  std::string from;
  std::string until;
  Duration every{std::chrono::seconds(1)};
  Duration grace{};
  Duration within{};
  std::uint64_t of_seeds = 1;
  Place place;
};
// "always", "never", "eventually", "sometimes".
std::string_view to_string(Invariant::Kind kind);

}  // namespace checkride::harness
