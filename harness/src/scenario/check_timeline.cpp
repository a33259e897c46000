// What the file alone shows to be impossible: times that go back, members that do not run, waits beyond the time limit.
//
// Only what every run would fail with is told. The states are known, for a member that ends by itself fails the run,
// and a time is known as the earliest: expectations take none here.
#include <fmt/format.h>

#include <map>

#include "checkride/values/duration.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::Node;

// The members that must run for the action to be possible.
std::vector<std::string> needed_by(const Action& action) {
  if (const auto* stop = std::get_if<Stop>(&action)) return stop->members;
  if (const auto* kill = std::get_if<Kill>(&action)) return kill->members;
  if (const auto* freeze = std::get_if<Freeze>(&action)) return freeze->members;
  if (const auto* thaw = std::get_if<Thaw>(&action)) return thaw->members;
  if (const auto* set = std::get_if<Set>(&action)) return {set->on};
  if (const auto* release = std::get_if<Release>(&action)) return {release->on};
  if (const auto* request = std::get_if<HttpRequest>(&action)) return {request->of};
  if (const auto* event = std::get_if<TransmitEvent>(&action)) return {event->on};
  if (const auto* flight = std::get_if<LoadFlight>(&action)) return {flight->on};
  const auto* inject = std::get_if<Inject>(&action);
  const auto* fault = inject ? std::get_if<EmulatorFault>(&inject->fault) : nullptr;
  return fault ? std::vector<std::string>{fault->on} : std::vector<std::string>{};
}

// Where an action names the member: `kill: sim`, `kill: [sim]`, `freeze: {what: sim}`, `set: {on: sim}`.
std::optional<values::Position> place_in(const Node& node, const std::string& member) {
  if (node.is_scalar() && node.text() == member) return node.position();
  for (const auto& item : node.items()) {
    if (const auto place = place_in(item, member)) return place;
  }
  for (const std::string_view key : {"what", "on", "of"}) {
    const auto value = node.find(key);
    if (const auto place = value ? place_in(*value, member) : std::nullopt) return place;
  }
  return std::nullopt;
}

values::Position place_of(const Node& step, const std::string& member) {
  for (const auto& entry : step.entries()) {
    if (const auto place = place_in(entry.value, member)) return *place;
  }
  return step.position();
}

class Walk {
 public:
  explicit Walk(Reader& reader) : reader_(reader) {}

  void step(const Step& step, const Node& node) {
    if (step.trigger.at) reach(*step.trigger.at, node.find("at").value_or(node));
    if (const auto* action = std::get_if<Action>(&step.what)) act(*action, step.place.line, node);
  }

 private:
  struct Life {
    bool runs = false;
    int line = 0;
    std::string_view how;
  };

  void act(const Action& action, int line, const Node& node) {
    if (const auto* wait = std::get_if<Wait>(&action)) pass(wait->duration, node.find("wait").value_or(node));
    for (const auto& member : needed_by(action)) need(member, node);
    if (const auto* start = std::get_if<Start>(&action)) {
      for (const auto& member : start->members) begin(member, node);
    } else if (const auto* stop = std::get_if<Stop>(&action)) {
      for (const auto& member : stop->members) lives_[member] = {false, line, "stopped"};
    } else if (const auto* kill = std::get_if<Kill>(&action)) {
      for (const auto& member : kill->members) lives_[member] = {false, line, "killed"};
    }
  }

  void begin(const std::string& member, const Node& node) {
    Life& life = lives_[member];
    if (life.runs) {
      reader_.errors.add(place_of(node, member), fmt::format("{} runs already, since line {}", member, life.line));
    }
    life = {true, node.line(), "started"};
  }

  void need(const std::string& member, const Node& node) {
    Life& life = lives_[member];
    if (life.runs) return;
    const std::string why = life.line == 0 ? std::string("no step before this one starts it")
                                           : fmt::format("it was {} in line {}", life.how, life.line);
    reader_.errors.add(place_of(node, member), fmt::format("{} does not run: {}", member, why));
    life = {true, node.line(), "needed"};  // told once
  }

  void reach(Duration at, const Node& place) {
    if (at < now_) {
      reader_.errors.add(place.position(), fmt::format("{} is in the past: the steps before this one take until {}",
                                                       values::format_duration(at), values::format_duration(now_)));
      return;
    }
    pass(at - now_, place);
  }

  // Time beyond the limit is told once and then not counted.
  void pass(Duration time, const Node& place) {
    const Duration limit = reader_.scenario.time_limit;
    if (time <= limit - now_) {
      now_ += time;
    } else if (!too_long_) {
      too_long_ = true;
      reader_.errors.add(place.position(), fmt::format("this lasts beyond the time_limit of {}, which ends the run",
                                                       values::format_duration(limit)));
    }
  }

  Reader& reader_;
  std::map<std::string, Life> lives_;
  Duration now_{};  // the earliest that it can be
  bool too_long_ = false;
};

}  // namespace

void check_timeline(const std::vector<Node>& steps, Reader& reader) {
  Walk walk(reader);
  for (std::size_t i = 0; i < steps.size(); ++i) walk.step(reader.scenario.timeline[i], steps[i]);
}

}  // namespace checkride::harness
