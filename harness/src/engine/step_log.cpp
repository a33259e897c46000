#include "engine/step_log.hpp"

#include <algorithm>

namespace checkride::harness {

namespace {

// An event tells of what was a few seconds ago at most.
constexpr std::size_t kIntervalsMax = 512;

struct HostsOf {
  std::vector<std::string> operator()(const Start& a) const { return a.members; }
  std::vector<std::string> operator()(const Stop& a) const { return a.members; }
  std::vector<std::string> operator()(const Kill& a) const { return a.members; }
  std::vector<std::string> operator()(const Freeze& a) const { return a.members; }
  std::vector<std::string> operator()(const Thaw& a) const { return a.members; }
  std::vector<std::string> operator()(const Wait&) const { return {}; }
  std::vector<std::string> operator()(const Set& a) const { return {a.on}; }
  std::vector<std::string> operator()(const Release& a) const { return {a.on}; }
  std::vector<std::string> operator()(const TransmitEvent& a) const { return {a.on}; }
  std::vector<std::string> operator()(const LoadFlight& a) const { return {a.on}; }
  std::vector<std::string> operator()(const Inject& a) const {
    if (const auto* fault = std::get_if<EmulatorFault>(&a.fault)) return {fault->on};
    if (const auto* fault = std::get_if<FaultOfService>(&a.fault)) return {fault->on};
    if (const auto* fault = std::get_if<DiskFault>(&a.fault)) return {fault->disk};
    const auto& link = std::get<LinkFault>(a.fault);
    return {link.from, link.to};
  }
  std::vector<std::string> operator()(const Clear&) const { return {}; }
  std::vector<std::string> operator()(const HttpRequest& a) const { return {a.of}; }
  std::vector<std::string> operator()(const SendBytes& a) const { return {a.to}; }
  std::vector<std::string> operator()(const StoreWrite& a) const { return {a.on}; }
  std::vector<std::string> operator()(const SendSignal& a) const { return {a.to}; }
  std::vector<std::string> operator()(const RunCommand& a) const { return {a.of}; }
  std::vector<std::string> operator()(const Traffic& a) const { return targets_of(a); }
};

std::vector<std::string> hosts_of(const Step& step) {
  if (const auto* expect = std::get_if<Expect>(&step.what)) return expect->check->members();
  return std::visit(HostsOf{}, std::get<Action>(step.what));
}

}  // namespace

void StepLog::begin(const Step& step, Duration now) {
  if (!step.name.empty()) {
    Mark& mark = marks_[step.name];
    mark.begun = now;
    mark.begin_number = ++last_number_;
  }
  if (std::holds_alternative<Block>(step.what)) return;
  intervals_.push_back({&step, hosts_of(step), now, std::nullopt});
  if (intervals_.size() <= kIntervalsMax) return;
  const auto oldest =
      std::find_if(intervals_.begin(), intervals_.end(), [](const Interval& i) { return i.end.has_value(); });
  if (oldest != intervals_.end()) intervals_.erase(oldest);
}

void StepLog::end(const Step& step, Duration now) {
  if (!step.name.empty()) {
    Mark& mark = marks_[step.name];
    mark.ended = now;
    mark.end_number = ++last_number_;
  }
  const auto open = std::find_if(intervals_.rbegin(), intervals_.rend(),
                                 [&](const Interval& i) { return i.step == &step && !i.end; });
  if (open != intervals_.rend()) open->end = now;
}

void StepLog::abandon(Duration now) {
  for (Interval& interval : intervals_) {
    if (!interval.end) interval.end = now;
  }
}

void StepLog::skip(const Step& step, Duration now) {
  const auto mark = [&](const Step& one) {
    if (one.name.empty()) return;
    const std::uint64_t begun = ++last_number_;
    marks_[one.name] = {now, now, begun, ++last_number_, marks_[one.name].round_number};
  };
  mark(step);
  const auto* block = std::get_if<Block>(&step.what);
  if (block == nullptr) return;
  for (const auto& branch : block->branches) for_each_step(branch, mark);
}

void StepLog::begin_again(const std::vector<Step>& steps) {
  for_each_step(steps, [&](const Step& step) {
    if (!step.name.empty()) marks_[step.name].round_number = last_number_;
  });
}

std::optional<Duration> StepLog::start_of(const std::string& name) const {
  const auto found = marks_.find(name);
  if (found == marks_.end() || found->second.begin_number == 0) return std::nullopt;
  return found->second.begun;
}

std::optional<Duration> StepLog::reached(const Anchor& anchor) const {
  const auto found = marks_.find(anchor.step);
  if (found == marks_.end()) return std::nullopt;
  const Mark& mark = found->second;
  const std::uint64_t number = anchor.end ? mark.end_number : mark.begin_number;
  if (number <= mark.round_number) return std::nullopt;
  return anchor.end ? mark.ended : mark.begun;
}

bool StepLog::between(const std::string& from, const std::string& until) const {
  const auto mark_of = [&](const std::string& name) {
    const auto found = marks_.find(name);
    return found == marks_.end() ? Mark() : found->second;
  };
  const std::uint64_t begun = from.empty() ? 0 : mark_of(from).begin_number;
  if (!from.empty() && begun == 0) return false;
  return until.empty() || mark_of(until).end_number <= begun;
}

std::vector<const Step*> StepLog::running() const {
  std::vector<const Step*> steps;
  for (const Interval& interval : intervals_) {
    if (!interval.end) steps.push_back(interval.step);
  }
  return steps;
}

std::string StepLog::path_at(Duration at, std::string_view host) const {
  const Step* last = nullptr;
  for (auto i = intervals_.rbegin(); i != intervals_.rend(); ++i) {
    if (i->begin > at || (i->end && *i->end < at)) continue;
    if (std::find(i->hosts.begin(), i->hosts.end(), host) != i->hosts.end()) return i->step->path;
    if (last == nullptr) last = i->step;
  }
  return last == nullptr ? std::string() : last->path;
}

}  // namespace checkride::harness
