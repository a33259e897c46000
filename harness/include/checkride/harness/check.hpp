// What can be true of a member, as a value: `expect`, `always`, `when` and their like hold one and ask it to look.
//
//   const Seen seen = co_await check->see(sight);
//   if (seen.holds) ...
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/reports/record.hpp"
#include "checkride/result/result.hpp"
#include "checkride/world/task.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness {

using world::Duration;

enum class RigKind { virtual_rig, process_rig, live_rig };
// "virtual", "process", "live".
std::string_view to_string(RigKind kind);

class Sight;  // checks/sight.hpp: what can be looked at

// What a look at a member showed. `since` is scenario time: when what holds began to hold, if that is known better than
// "by now".
struct Seen {
  bool holds = false;
  bool hopeless = false;  // it can never hold any more: one mail too many
  bool known = true;      // what is asked about is there; false: no such rule, link or path, or no answer at all
  std::optional<Duration> since;
  std::string text;  // for people: "503 unhealthy", "2 mails"
  std::vector<reports::Deciding> values;
};

// How a check wants to be looked at.
struct Traits {
  bool needs_up = false;   // says nothing of a member that is down
  bool is_final = false;   // decided after all members have stopped
  bool sustained = false;  // about absence: must hold until the window closes
  bool exact = false;      // exactly n, n > 0: a surplus breaks it until the window closes
  bool pushed = false;     // arrivals wake whoever waits: there is nothing to poll
  bool counts = false;     // says how many: what its opposite would say, its count says better
};

// Immutable; shared by steps and invariants.
class CheckKind {
 public:
  virtual ~CheckKind() = default;

  // As one line, as a person would say it: "GET /health/ready of monitor answers 200".
  virtual std::string text() const = 0;
  // The members that it looks at; at least one.
  virtual std::vector<std::string> members() const = 0;
  virtual Traits traits() const { return {}; }
  // `this` and `sight` outlive the task.
  virtual world::Task<Seen> see(Sight& sight) const = 0;
  // Why it cannot be seen on a rig of that kind; nothing where it can.
  virtual std::optional<std::string> impossible(RigKind rig) const;
  // Can it be counted or measured, for slo and conservation? quantity() of one that cannot gives an error (invalid).
  virtual bool is_quantity() const { return false; }
  // Is that quantity a time, in seconds? An slo holds such to its latency, and a sum of counts cannot take it.
  virtual bool is_time() const { return false; }
  virtual world::Task<Result<double>> quantity(Sight& sight) const;
};
using Check = std::shared_ptr<const CheckKind>;

// For people: "71.502 s"; "1 mail", "2 mails".
std::string seconds_text(Duration duration);
std::string counted(std::uint64_t number, std::string_view noun);

}  // namespace checkride::harness
