// What the file alone shows to be impossible: times that go back, members that do not run, waits beyond the time limit,
// steps that wait for what comes later.
//
// Only what every run would fail with is told. The states are known, for a member that ends by itself fails the run,
// and a time is known as the earliest: an expectation that can hold at once takes none here.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "checkride/values/duration.hpp"
#include "scenario/readers.hpp"
#include "scenario/step_nodes.hpp"

namespace checkride::harness {

namespace {

using values::Node;
using Names = std::set<std::string>;

// The members that must run for the action to be possible.
std::vector<std::string> needed_by(const Action& action) {
  if (const auto* stop = std::get_if<Stop>(&action)) return stop->members;
  if (const auto* kill = std::get_if<Kill>(&action)) return kill->members;
  if (const auto* freeze = std::get_if<Freeze>(&action)) return freeze->members;
  if (const auto* thaw = std::get_if<Thaw>(&action)) return thaw->members;
  if (const auto* set = std::get_if<Set>(&action)) return {set->on};
  if (const auto* release = std::get_if<Release>(&action)) return {release->on};
  if (const auto* request = std::get_if<HttpRequest>(&action)) return {request->of};
  if (const auto* sent = std::get_if<SendBytes>(&action)) return {sent->to};
  if (const auto* write = std::get_if<StoreWrite>(&action)) return {write->on};
  if (const auto* event = std::get_if<TransmitEvent>(&action)) return {event->on};
  if (const auto* flight = std::get_if<LoadFlight>(&action)) return {flight->on};
  if (const auto* sent = std::get_if<SendSignal>(&action)) return {sent->to};
  if (const auto* traffic = std::get_if<Traffic>(&action)) return targets_of(*traffic);
  const auto* inject = std::get_if<Inject>(&action);
  if (inject == nullptr) return {};
  if (const auto* fault = std::get_if<EmulatorFault>(&inject->fault)) return {fault->on};
  if (const auto* fault = std::get_if<FaultOfService>(&inject->fault)) return {fault->on};
  const auto* disk = std::get_if<DiskFault>(&inject->fault);
  return disk != nullptr && disk->kind == DiskFaultKind::power_cut ? std::vector<std::string>{disk->disk}
                                                                   : std::vector<std::string>{};
}

// The member that the action ends in another way than by stop or kill, and how.
std::pair<std::string, std::string_view> ended_by(const Action& action) {
  if (const auto* sent = std::get_if<SendSignal>(&action); sent != nullptr && asks_to_end(sent->signal)) {
    return {sent->to, "asked to end"};
  }
  const auto* inject = std::get_if<Inject>(&action);
  const auto* disk = inject != nullptr ? std::get_if<DiskFault>(&inject->fault) : nullptr;
  if (disk == nullptr || disk->kind != DiskFaultKind::power_cut) return {};
  return {disk->disk, "left by the power"};
}

// Where an action or a check names the member: `kill: sim`, `kill: [sim]`, `freeze: {what: sim}`, `set: {on: sim}`,
// `mail: {in: mail}`.
std::optional<values::Position> place_in(const Node& node, const std::string& member) {
  if (node.is_scalar() && node.text() == member) return node.position();
  for (const auto& item : node.items()) {
    if (const auto place = place_in(item, member)) return place;
  }
  for (const std::string_view key : {"what", "on", "of", "in", "to", "disk", "mix", "simconnect"}) {
    const auto value = node.find(key);
    if (const auto place = value ? place_in(*value, member) : std::nullopt) return place;
  }
  return std::nullopt;
}

values::Position place_of(const Node& step, const std::string& member) {
  for (const auto& entry : step.entries()) {
    if (entry.key == "name") continue;
    if (const auto place = place_in(entry.value, member)) return *place;
    for (const auto& inner : entry.value.entries()) {
      if (const auto place = entry.key == "expect" ? place_in(inner.value, member) : std::nullopt) return *place;
    }
  }
  return step.position();
}

struct Life {
  bool runs = false;
  int line = 0;  // of the step that made it so; 0: none
  std::string_view how;
  values::Position where;
};

// What is known at one moment of one branch.
struct State {
  std::map<std::string, Life> lives;
  Duration now{};  // the earliest that it can be
};

// What happens beside a branch, in the others of its block.
struct Beside {
  Names steps;
  Names started;
};

Beside beside(const Block& block, std::size_t branch) {
  Beside found;
  for (std::size_t i = 0; i < block.branches.size(); ++i) {
    if (i == branch) continue;
    for_each_step(block.branches[i], [&](const Step& step) {
      if (!step.name.empty()) found.steps.insert(step.name);
      const auto* action = std::get_if<Action>(&step.what);
      const auto* start = action ? std::get_if<Start>(action) : nullptr;
      if (start != nullptr) found.started.insert(start->members.begin(), start->members.end());
    });
  }
  return found;
}

// Beyond every time_limit, and so little that sums of it are no overflow.
constexpr Duration kLongest = std::chrono::hours(24 * 366);

// The earliest that an expectation can have passed, from its begin: absence and exact numbers are watched to the end.
Duration least_time(const Expect& expect) {
  const Traits traits = expect.check->traits();
  const Duration until = traits.sustained || traits.exact ? expect.within : expect.not_before;
  return std::min(until, kLongest) + std::min(expect.hold.value_or(Duration{}), kLongest);
}

class Walk {
 public:
  explicit Walk(Reader& reader) : reader_(reader) {}

  void list(const std::vector<Step>& steps, const Node& nodes, State& state) {
    for (std::size_t i = 0; i < steps.size(); ++i) step(steps[i], nodes.items().at(i), state);
  }

  // The same of teardown, which runs whatever failed before: nothing is sure but what no step ever started.
  void teardown(const std::vector<Step>& steps, const Node& nodes, State state) {
    certain_ = false;
    list(steps, nodes, state);
  }

  const std::vector<std::string>& walked() const { return walked_; }

 private:
  void step(const Step& step, const Node& node, State& state) {
    if (!step.skipped.empty()) {
      skipped_.emplace(step.name, step.skipped);
      return;
    }
    trigger(step, node, state);
    const Duration begun = state.now;
    if (!step.name.empty()) {
      begins_[step.name] = begun;
      open_.insert(step.name);
    }
    repeated_ += step.cadence ? 1 : 0;
    content(step, node, state);
    if (step.cadence) again(step, node, state, begun);
    repeated_ -= step.cadence ? 1 : 0;
    if (step.name.empty()) return;
    open_.erase(step.name);
    ends_[step.name] = state.now;
    walked_.push_back(step.name);
  }

  void trigger(const Step& step, const Node& node, State& state) {
    if (step.trigger.at) reach(*step.trigger.at, key_node(node, "at"), state);
    if (step.trigger.after) follow(*step.trigger.after, key_node(node, "after"), state);
  }

  void content(const Step& step, const Node& node, State& state) {
    if (const auto* action = std::get_if<Action>(&step.what)) act(*action, node, state);
    if (const auto* expect = std::get_if<Expect>(&step.what)) look(*expect, node, state);
    const auto* block = std::get_if<Block>(&step.what);
    if (block == nullptr) return;
    const auto lists = branch_nodes(step, node);
    if (block->kind == Block::Kind::parallel) return parallel(*block, lists, state);
    const bool repeats = block->kind == Block::Kind::repeat;
    const Duration begun = state.now;
    repeated_ += repeats ? 1 : 0;
    list(block->branches.front(), lists.front(), state);
    if (repeats && block->times > 1) {
      walk_again([&] { list(block->branches.front(), lists.front(), state); });
      if (!block->until) pass_times(state.now - begun, block->times - 1, key_node(node, "repeat"), state);
    }
    repeated_ -= repeats ? 1 : 0;
  }

  void again(const Step& step, const Node& node, State& state, Duration begun) {
    const Cadence& cadence = *step.cadence;
    const Duration taken = state.now - begun;
    if (cadence.times == 1U) return;
    walk_again([&] { content(step, node, state); });
    if (cadence.duration) return pass(std::max(*cadence.duration - taken, Duration{}), key_node(node, "for"), state);
    pass_times(std::max(cadence.every, taken), *cadence.times - 1, key_node(node, "every"), state);
  }

  // For the states alone: a second time shows what cannot be done twice. What is repeated within it need not be.
  void walk_again(const std::function<void()>& walk) {
    if (!counting_) return;
    counting_ = false;
    walk();
    counting_ = true;
  }

  void parallel(const Block& block, const std::vector<Node>& lists, State& state) {
    const State before = state;
    for (std::size_t i = 0; i < lists.size(); ++i) {
      beside_.push_back(beside(block, i));
      State branch = before;
      list(block.branches[i], lists[i], branch);
      beside_.pop_back();
      join(before, branch, state);
    }
  }

  // What a branch changed holds afterwards.
  void join(const State& before, const State& branch, State& state) {
    state.now = std::max(state.now, branch.now);
    for (const auto& [member, life] : branch.lives) {
      const auto known = before.lives.find(member);
      const Life was = known == before.lives.end() ? Life{} : known->second;
      if (was.runs == life.runs && was.line == life.line) continue;
      Life& now = state.lives[member];
      const bool twice = now.runs && !was.runs && life.runs && now.line != was.line && life.how == "started";
      if (twice) {
        reader_.errors.add(life.where,
                           fmt::format("{} is started in another branch too, in line {}", member, now.line));
      }
      now = life;
    }
  }

  void act(const Action& action, const Node& node, State& state) {
    if (const auto* wait = std::get_if<Wait>(&action)) pass(wait->duration, key_node(node, "wait"), state);
    const auto* traffic = std::get_if<Traffic>(&action);
    if (traffic != nullptr && traffic->wait) pass(duration_of(*traffic), key_node(node, "traffic"), state);
    for (const auto& member : needed_by(action)) need(member, node, state);
    if (const auto* start = std::get_if<Start>(&action)) {
      for (const auto& member : start->members) begin(member, node, state);
      if (start->refusal) state.lives[start->members.front()] = {false, node.line(), "refused", node.position()};
    } else if (const auto* stop = std::get_if<Stop>(&action)) {
      for (const auto& member : stop->members) state.lives[member] = {false, node.line(), "stopped", node.position()};
    } else if (const auto* kill = std::get_if<Kill>(&action)) {
      for (const auto& member : kill->members) state.lives[member] = {false, node.line(), "killed", node.position()};
    } else if (const auto [member, how] = ended_by(action); !member.empty()) {
      state.lives[member] = {false, node.line(), how, node.position()};
    }
  }

  void look(const Expect& expect, const Node& node, State& state) {
    const Traits traits = expect.check->traits();
    const auto members = expect.check->members();
    const auto never_started = [&](const std::string& member) { return state.lives[member].line == 0; };
    const bool speaks_of_life = (traits.needs_up || traits.pushed) && !traits.sustained;
    if (speaks_of_life && std::all_of(members.begin(), members.end(), never_started)) {
      for (const auto& member : members) need(member, node, state);
    }
    pass(least_time(expect), node.find("expect").value_or(node), state);
  }

  void begin(const std::string& member, const Node& node, State& state) {
    Life& life = state.lives[member];
    if (life.runs && certain_) {
      reader_.errors.add(place_of(node, member), fmt::format("{} runs already, since line {}", member, life.line));
    }
    life = {true, node.line(), "started", place_of(node, member)};
  }

  void need(const std::string& member, const Node& node, State& state) {
    Life& life = state.lives[member];
    const bool started_beside =
        std::any_of(beside_.begin(), beside_.end(), [&](const Beside& b) { return b.started.contains(member); });
    if (life.runs || started_beside || (!certain_ && life.line != 0)) return;
    const std::string why = life.line == 0 ? std::string("no step before this one starts it")
                                           : fmt::format("it was {} in line {}", life.how, life.line);
    reader_.errors.add(place_of(node, member), fmt::format("{} does not run: {}", member, why));
    life = {true, node.line(), "needed", node.position()};  // told once
  }

  void reach(Duration at, const Node& place, State& state) {
    if (repeated_ > 0) {
      reader_.errors.add(place.position(), "a time comes once, and this step again and again: use after");
    } else if (!certain_) {
      reader_.errors.add(place.position(), "nobody knows when teardown begins: use after");
    } else if (at < state.now) {
      reader_.errors.add(place.position(),
                         fmt::format("{} is in the past: the steps before this one take until {}",
                                     values::format_duration(at), values::format_duration(state.now)));
    } else {
      pass(at - state.now, place, state);
    }
  }

  void follow(const Anchor& anchor, const Node& place, State& state) {
    if (anchor.step.empty()) return pass(anchor.delay, place, state);
    const Node where = key_node(place, "step");
    const auto tell = [&](const std::string& why) {
      reader_.errors.add(where.position(), fmt::format("this would wait for ever: {}", why));
    };
    if (const auto skipped = skipped_.find(anchor.step); skipped != skipped_.end()) {
      return tell(fmt::format("the step \"{}\" is {}", anchor.step, skipped->second));
    }
    const auto& known = anchor.end ? ends_ : begins_;
    if (const auto found = known.find(anchor.step); found != known.end()) {
      const Duration then = found->second + std::min(anchor.delay, kLongest);
      return certain_ ? pass(std::max(then - state.now, Duration{}), place, state) : void();
    }
    const bool runs_beside =
        std::any_of(beside_.begin(), beside_.end(), [&](const Beside& b) { return b.steps.contains(anchor.step); });
    if (runs_beside) return;
    if (open_.contains(anchor.step)) return tell(fmt::format("this is a part of \"{}\"", anchor.step));
    tell(fmt::format("the step \"{}\" comes later", anchor.step));
  }

  // `times` times; they may be so many that no number of nanoseconds holds them.
  void pass_times(Duration time, std::uint64_t times, const Node& place, State& state) {
    const auto limit = static_cast<std::uint64_t>(reader_.scenario.time_limit.count());
    const auto one = static_cast<std::uint64_t>(time.count());
    const bool too_many = one > limit || (one > 0 && times > limit / one);
    pass(too_many ? reader_.scenario.time_limit + Duration(1) : Duration(static_cast<std::int64_t>(one * times)), place,
         state);
  }

  // Time beyond the limit is told once and then not counted.
  void pass(Duration time, const Node& place, State& state) {
    if (!counting_) return;
    const Duration limit = certain_ ? reader_.scenario.time_limit : reader_.scenario.teardown_limit;
    if (time <= limit - state.now) {
      state.now += time;
    } else if (!too_long_) {
      too_long_ = true;
      reader_.errors.add(place.position(),
                         fmt::format("this lasts beyond the {} of {}, which ends the run",
                                     certain_ ? "time_limit" : "teardown_limit", values::format_duration(limit)));
    }
  }

  Reader& reader_;
  bool certain_ = true;   // not of teardown
  bool counting_ = true;  // of time
  int repeated_ = 0;      // blocks that repeat, around the step
  bool too_long_ = false;
  std::vector<Beside> beside_;  // of the blocks around the step
  Names open_;                  // the steps around the step
  std::map<std::string, Duration> begins_;
  std::map<std::string, Duration> ends_;
  std::map<std::string, std::string> skipped_;  // and why
  std::vector<std::string> walked_;             // names, in the order of the file
};

// An invariant between two steps of which the second comes first is never looked at.
void check_spans(const std::vector<std::string>& order, Reader& reader) {
  const auto index = [&](const std::string& name) { return std::find(order.begin(), order.end(), name); };
  for (const Invariant& invariant : reader.scenario.invariants) {
    const values::Position where{invariant.place.file, invariant.place.line, invariant.place.column};
    if (!invariant.from.empty() && index(invariant.from) == order.end()) {
      reader.errors.add(where,
                        fmt::format("this is never looked at: the step \"{}\" is for another rig; say rigs here too",
                                    invariant.from));
    } else if (!invariant.from.empty() && index(invariant.until) < index(invariant.from)) {
      reader.errors.add(where, fmt::format("this is never looked at: the step \"{}\" ends before \"{}\" begins",
                                           invariant.until, invariant.from));
    }
  }
}

}  // namespace

void check_timeline(const Node& root, Reader& reader) {
  const Scenario& scenario = reader.scenario;
  const Node none;
  Walk walk(reader);
  State state;
  walk.list(scenario.setup, root.find("setup").value_or(none), state);
  walk.list(scenario.timeline, root.find("timeline").value_or(none), state);
  state.now = Duration{};
  walk.teardown(scenario.teardown, root.find("teardown").value_or(none), state);
  check_spans(walk.walked(), reader);
}

}  // namespace checkride::harness
