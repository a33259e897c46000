// What a real simulator can be made to do from outside, and what only an emulator can: known before anything starts.
#pragma once

#include <optional>
#include <string>

#include "checkride/harness/scenario.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/result/result.hpp"
#include "link/line_faults.hpp"

namespace checkride::harness {

// Why the simulator cannot be made to do this; nothing where it can, or where it is about other members.
std::optional<std::string> beyond_live(const Scenario& scenario, const Action& action);

// A fault of the simulator that the line between can have in its place, for those on that line.
struct OnTheLine {
  LineFault fault;
  bool at_once = false;  // the connections are reset, and that was it
  std::string client;    // a monitor's name; empty: the links of all
  Duration after{};
  std::optional<Duration> duration;
  std::optional<std::uint64_t> seed;  // of the jitter
};
// Errors say why the line cannot: what it would have to know of messages, or that the fault is of the simulation.
Result<OnTheLine> as_line_fault(const EmulatorFault& fault);

// The protocol that is spoken with a simulator of that profile.
protocol::Protocol protocol_of(const std::string& profile);

}  // namespace checkride::harness
