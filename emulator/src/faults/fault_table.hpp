// The language of faults: one table with every fault, its scope, its parameters (type, unit, range, default, meaning)
// and an example. The control API, scenario files, the fault tape and docs/faults.md all read it; none has a list of
// its own.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"

namespace checkride::emulator {

// What goes wrong. The enumerators are the words of the control API and of scenarios; the table says what each means.
enum class FaultKind {
  exception_reply,
  stall,
  silent,
  reset,
  latency,
  jitter,
  lognormal,
  loss_bursts,
  bandwidth,
  byte_limit,
  slices,
  merge,
  slow_reader,
  slow_writer,
  half_open,
  drop,
  corrupt_byte,
  oversized_length,
  unknown_message,
  wrong_version,
  duplicate,
  reorder,
  truncate,
  wrong_request,
  late_answer,
  quit_in_mid_frame,
  refused,
  crash_to_desktop,
  value_off,
  value_stuck,
  value_garbage,
  value_wrong,
  value_slow,
  value_delayed,
  value_intermittent,
  value_nan,
  frozen_frames,
  frame_rate,
  pause,
  active_pause,
  menu,
  sim_rate,
  teleport,
  flight_reload,
  clock_jump,
};

// Where a fault strikes.
enum class FaultLayer {
  session,    // what a session answers, and whether it does
  wire,       // the bytes between a session and its client
  listener,   // connections that are still to be made, and all at once
  values,     // the numbers that clients read; the simulation itself is as it was
  simulator,  // the simulation, for everybody
};
std::string_view text(FaultLayer layer);

enum class ParameterType {
  whole,      // a whole number
  number,     // any finite number
  duration,   // "250ms", "1m30s"
  text,       // any text that is not empty
  boolean,    // true or false
  word,       // one of `words`
  exception,  // a code of EXCEPTION or its name
  requests,   // names of messages of a client, or of the data that answer them: a text or a list
  messages,   // names of messages, of the way in which they go: a text or a list
  variables,  // names of variables: a text or a list
};
std::string_view text(ParameterType type);

struct ParameterInfo {
  std::string_view name{};
  ParameterType type = ParameterType::whole;
  std::string_view unit{};  // empty: none
  double min = 0;           // of numbers, and of durations in seconds; both included
  double max = 0;
  std::string_view fallback{};  // the default, as scenario files write it; empty: none
  std::string_view meaning{};   // one line
  bool required = false;
  std::string_view words{};  // of type word: separated by a blank
};

struct FaultInfo {
  FaultKind kind{};
  std::string_view word{};
  FaultLayer layer{};
  std::string_view meaning{};  // one line
  std::span<const ParameterInfo> own{};
  std::string_view example{};  // its parameters, as scenario files write them between braces
  bool of_client = true;       // takes `client`
  bool chooses = false;        // strikes single messages: takes `messages`, `request_id`, `definition_id`
  bool chance = false;         // takes `probability`, `every`, `limit`
  bool draws = false;          // has numbers of its own drawn: takes `seed`, as does every fault with a chance
  bool lasts = true;           // takes `duration`
  bool once = false;           // without a duration it strikes in one frame, and is over
};

// In the order of the enumerators.
std::span<const FaultInfo> fault_infos();
const FaultInfo& info_of(FaultKind kind);
inline std::string_view text(FaultKind kind) {
  return info_of(kind).word;
}
// Error (invalid): names the word, the nearest one and the allowed ones.
Result<FaultKind> parse_fault_kind(std::string_view word);

// Everything that a fault of this kind may say: the common parameters that it takes, then its own.
std::vector<ParameterInfo> parameters_of(FaultKind kind);

// The parameters that are not a fault's own: the first three of every fault, the others where they make sense.
std::span<const ParameterInfo> common_parameters();

}  // namespace checkride::emulator
