// docs/faults.md, out of the table.
#include <algorithm>

#include "checkride/emulator/fault_language.hpp"
#include "checkride/result/assert.hpp"
#include "checkride/values/document.hpp"
#include "checkride/values/json.hpp"
#include "faults/fault_table.hpp"

namespace checkride::emulator {
namespace {

constexpr std::string_view kHead = R"(# Faults

What `checkride-emulator` can be made to do wrong: the wire, the values, the simulator. Each fault is told by the control
API or by a scenario, is timed, seeded and scoped, and leaves its traces on the fault tape. This page is generated
(`checkride-emulator --fault-reference > docs/faults.md`); a test compares it, and reads every example in it.

```sh
curl -s -H 'Content-Type: application/json' -d '{"kind":"latency","delay":"300ms","client":"monitor"}' 127.0.0.1:5112/v1/faults
curl -s 127.0.0.1:5112/v1/faults              # what there is, and what it did: "matches" could be struck, "hits" were
curl -s -X DELETE 127.0.0.1:5112/v1/faults/1  # without /1: all of them
```

A scenario says the same with `inject`, and ends it by `for` or `clear`:

```yaml
- inject: {id: slow, on: sim, fault: latency, parameters: {delay: 300ms}, for: 20s}
```

## What all faults have in common

)";

constexpr std::string_view kRules = R"(
- A fault is looked at in every frame: it begins and ends with the first frame at or after its instant.
- A client is named before it is there, too: the answer's `clients` tells how many are meant at present. Ids are never
  used twice. By its name it is known once the simulator has read its Open.
- Each client has a random stream of its own in each fault, and its own count for `every`: one client more changes
  nothing for another.
- Several faults may be in force at once. Messages are first dropped, changed and repeated, in the order in which the
  faults were added; then they end the connection, or are put out of order; then they are delayed, and delays add up;
  then they queue for the line (one `bandwidth` behind the other) and are cut into writes: of two that cut, the later one
  counts, and what was merged is not sliced. What a fault changed in a message, the next one changes again.
- Of two faults of the simulator that set the same thing the one that began later counts. When the last of them is over,
  what was before the first returns: who was paused before `pause` stays paused.
- What only delays loses nothing and keeps the order. When it is over, what it has delayed still comes at its instant,
  and what follows waits behind that; but what queues for a line or pace (`bandwidth`, `slices`, `slow_writer`, `merge`)
  goes at once. So it is when a fault is removed.
- What waits for a client, or of one, takes 16 MiB at most; more ends its connection by a reset.
- `direction` says which way; without it, and where a fault has none, it is to the client. From a client, `messages`,
  `request_id` and `definition_id` choose among its whole messages, and nothing of a message is read before all of it is
  there.
- Values are in the variable's own unit, which `GET /v1/variables/{name}` tells; one variable may also be written as
  `variable`. A fault changes what clients read (requests, by type too), not the simulation. Epsilon and CHANGED see the
  faulty value. Text variables know `value_off`, `value_stuck`, `value_garbage` and `value_intermittent`.
- `GET /v1/stream` tells of every fault that is `added`, `removed` or has `ended`, and by what. `POST /v1/reset` removes
  all, and begins an empty tape: ids count from 1 and seeds are drawn as at the start.

)";

constexpr std::string_view kTape = R"(## The fault tape

Every run keeps a tape of what struck: `GET /v1/faults/tape`, or `--fault-tape FILE` at the end. `--replay-faults FILE` or
`POST /v1/faults/tape` (up to 1 MiB) plays it: faults come and go at the same times, and strike the same things with the
same drawn numbers, without any seed. On virtual time the bytes are the same. With `--step` they are, unless a client
spoke between a step and a fault that came or went before the next one: played, it comes or goes right behind the step,
before anything that is said at that instant, which it then counts and strikes. So add and remove faults directly behind
a step. On real time the bytes are the same as far as the client does the same. A tape that is played while other faults
are on the board gets ids behind theirs. JSON
lines; the first is `{"format":"checkride.fault-tape","version":1}`, then in order of time:

| event | says |
|---|---|
| `added` | `fault` (its id) and its `parameters`, as above |
| `struck` | `fault`, `client` (id; 0: nobody in particular), `part` (the variable, where it is of one), `match`: the how manieth thing that it could have struck there, `drawn`: the numbers |
| `removed` | `fault`, by hand; those that end by themselves do so again |
| `full` | 200000 entries are kept; what struck later is not on the tape |

`at_ns` counts from the start of the emulator, or from its last reset. `after_frame` tells, of a fault that came or went
at the instant of a frame, that this frame had been run: so it is with `--step`. A fault that leaves nothing to chance
strikes everything it can; only its first strike at each client is on the tape.
)";

std::string number(double value) {
  return value >= 1e300 ? "any" : values::format_number(value);
}

std::string range_of(const ParameterInfo& parameter) {
  if (parameter.type == ParameterType::word) {
    std::string words;
    for (const char c : parameter.words) words += c == ' ' ? std::string(", ") : std::string(1, c);
    return words;
  }
  if (parameter.type == ParameterType::duration) {
    if (parameter.max > 1e9) return parameter.min > 0 ? "above 0" : "0s or more";
    return (parameter.min > 0 ? "above 0" : "0s") + std::string(" to ") + number(parameter.max / 60) + "m";
  }
  if (parameter.max == 0) return "";
  if (parameter.max >= 1e300) return parameter.min < 0 ? "" : number(parameter.min) + " or more";
  return number(parameter.min) + " to " + number(parameter.max);
}

void append_parameter(std::string& out, const ParameterInfo& parameter) {
  std::string type(text(parameter.type));
  if (!parameter.unit.empty()) type += ", " + std::string(parameter.unit);
  const std::string fallback = parameter.required           ? "required"
                               : parameter.fallback.empty() ? ""
                                                            : "`" + std::string(parameter.fallback) + "`";
  out += "| `" + std::string(parameter.name) + "` | " + type + " | " + range_of(parameter) + " | " + fallback + " | " +
         std::string(parameter.meaning) + " |\n";
}

constexpr std::string_view kParameterHead = "| parameter | type | range | default | meaning |\n|---|---|---|---|---|\n";

// {"kind":"stall","duration":"5s"}: the example as the control API takes it.
std::string json_of(const FaultInfo& fault) {
  values::Diagnostics errors;
  const auto document =
      values::load("{kind: " + std::string(fault.word) + ", " + std::string(fault.example) + "}", "example", errors);
  CHECKRIDE_ASSERT(document.has_value());  // each example is tested
  std::string json;
  values::append_json(json, document->root());
  return json;
}

std::string common_of(const FaultInfo& fault) {
  std::string names;
  for (const ParameterInfo& parameter : parameters_of(fault.kind)) {
    bool own = false;
    for (const ParameterInfo& one : fault.own) own = own || one.name == parameter.name;
    if (!own) names += (names.empty() ? "`" : ", `") + std::string(parameter.name) + "`";
  }
  return names;
}

void append_fault(std::string& out, const FaultInfo& fault) {
  const std::string meaning(fault.meaning);
  out += "### `" + std::string(fault.word) + "`\n\n";
  out += static_cast<char>(meaning.front() - 'a' + 'A') + meaning.substr(1) + ". Takes " + common_of(fault);
  if (fault.once) out += fault.lasts ? "; strikes once unless it has a `duration`" : "; strikes once";
  out += ".\n\n";
  if (!fault.own.empty()) {
    out += kParameterHead;
    for (const ParameterInfo& parameter : fault.own) append_parameter(out, parameter);
    out += '\n';
  }
  out += "```json\n" + json_of(fault) + "\n```\n";
  out += "```yaml\n- inject: {on: sim, fault: " + std::string(fault.word) + ", parameters: {" +
         std::string(fault.example) + "}}\n```\n\n";
}

std::string_view title_of(FaultLayer layer) {
  switch (layer) {
    case FaultLayer::session:
      return "Answers";
    case FaultLayer::wire:
      return "The wire";
    case FaultLayer::listener:
      return "Listeners and the end of the simulator";
    case FaultLayer::values:
      return "Values";
    case FaultLayer::simulator:
      return "The simulator";
  }
  return "";
}

}  // namespace

std::string fault_example(std::string_view kind) {
  const auto infos = fault_infos();
  const auto found = std::ranges::find(infos, kind, &FaultInfo::word);
  CHECKRIDE_ASSERT(found != infos.end());
  return json_of(*found);
}

std::string fault_reference() {
  std::string page(kHead);
  page += kParameterHead;
  for (const ParameterInfo& parameter : common_parameters()) append_parameter(page, parameter);
  page += kRules;
  page += "| fault | of | meaning |\n|---|---|---|\n";
  for (const FaultInfo& fault : fault_infos()) {
    page += "| [`" + std::string(fault.word) + "`](#" + std::string(fault.word) + ") | " +
            (fault.of_client                       ? "a client or all"
             : fault.layer == FaultLayer::listener ? "the listeners"
                                                   : "all") +
            " | " + std::string(fault.meaning) + " |\n";
  }
  std::optional<FaultLayer> layer;
  for (const FaultInfo& fault : fault_infos()) {
    if (layer != fault.layer) page += "\n## " + std::string(title_of(fault.layer)) + "\n\n";
    layer = fault.layer;
    append_fault(page, fault);
  }
  page += kTape;
  return page;
}

}  // namespace checkride::emulator
