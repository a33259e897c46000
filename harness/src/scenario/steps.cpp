// Steps and what they do, in words.
#include "checkride/harness/steps.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "checkride/values/duration.hpp"
#include "checkride/values/json.hpp"

namespace checkride::harness {

namespace {

struct DescribeFault {
  std::string operator()(const EmulatorFault& f) const {
    return fmt::format("{} on {} {}", f.kind, f.on, f.parameters_json);
  }
  std::string operator()(const LinkFault& f) const {
    return fmt::format("{} between {} and {}", to_string(f.kind), f.from, f.to);
  }
  std::string operator()(const FaultOfService& f) const {
    return fmt::format("{} on {} {}", f.kind, f.on, f.parameters_json);
  }
  std::string operator()(const DiskFault& f) const {
    return fmt::format("{} on the disk of {}", to_string(f.kind), f.disk);
  }
};

struct DescribeAction {
  std::string operator()(const Start& a) const {
    return fmt::format("start {}{}", fmt::join(a.members, ", "),
                       a.refusal ? fmt::format(", which ends with exit code {}", a.refusal->exit_code) : "");
  }
  std::string operator()(const Stop& a) const { return fmt::format("stop {}", fmt::join(a.members, ", ")); }
  std::string operator()(const Kill& a) const { return fmt::format("kill {}", fmt::join(a.members, ", ")); }
  std::string operator()(const Freeze& a) const {
    return fmt::format("freeze {}{}", fmt::join(a.members, ", "),
                       a.duration ? " for " + values::format_duration(*a.duration) : "");
  }
  std::string operator()(const Thaw& a) const { return fmt::format("thaw {}", fmt::join(a.members, ", ")); }
  std::string operator()(const Wait& a) const { return "wait " + values::format_duration(a.duration); }
  std::string operator()(const Set& a) const {
    std::string text;
    for (const auto& v : a.variables) {
      text += fmt::format("{}{} = {}{}", text.empty() ? "" : ", ", v.name, values::format_number(v.value),
                          v.unit.empty() ? "" : " " + v.unit);
    }
    return fmt::format("set on {}: {}{}", a.on, text, a.service_json);
  }
  std::string operator()(const Release& a) const {
    return fmt::format("release on {}: {}", a.on, fmt::join(a.variables, ", "));
  }
  std::string operator()(const TransmitEvent& a) const {
    return fmt::format("event on {}: {}{}", a.on, a.name,
                       a.data.empty() ? "" : fmt::format(" [{}]", fmt::join(a.data, ", ")));
  }
  std::string operator()(const LoadFlight& a) const {
    if (a.kind == LoadFlight::Kind::load) return fmt::format("flight on {}: load {}", a.on, a.file);
    return fmt::format("flight on {}: {}", a.on, a.kind == LoadFlight::Kind::restart ? "restart" : "unload");
  }
  std::string operator()(const Inject& a) const {
    return fmt::format("inject {}: {}{}", a.id, std::visit(DescribeFault{}, a.fault),
                       a.duration ? " for " + values::format_duration(*a.duration) : "");
  }
  std::string operator()(const Clear& a) const { return fmt::format("clear {}", fmt::join(a.ids, ", ")); }
  std::string operator()(const StoreWrite& a) const {
    if (!a.table.empty()) return fmt::format("store on {}: {} into {}", a.on, a.row_json, a.table);
    std::string text;
    for (const auto& [key, value] : a.keys) text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", key, value);
    return fmt::format("store on {}: {}{}", a.on, text, a.ttl ? " for " + values::format_duration(*a.ttl) : "");
  }
  std::string operator()(const Traffic& a) const { return harness::describe(a); }
  std::string operator()(const HttpRequest& a) const {
    return fmt::format("{} {} of {}", a.method, address_text(a.approach, a.target), a.of);
  }
  std::string operator()(const SendBytes& a) const {
    std::string text = fmt::format("send {} to {}", counted(a.bytes.size(), "byte"), a.to);
    if (a.piece > 0) text += fmt::format(", {} every {}", a.piece, values::format_duration(a.every));
    return text + (a.clients > 1 ? fmt::format(", by {} clients", a.clients) : "");
  }
  std::string operator()(const SendSignal& a) const {
    return fmt::format("signal {} to {}{}", to_string(a.signal), a.to,
                       a.exits ? fmt::format(", which ends with exit code {}", *a.exits) : "");
  }
  std::string operator()(const RunCommand& a) const {
    return fmt::format("run {} of {}", fmt::join(a.arguments, " "), a.of);
  }
};

std::string describe(const Block& block) {
  std::size_t steps = 0;
  for (const auto& branch : block.branches) steps += branch.size();
  const std::string text = counted(steps, "step");
  switch (block.kind) {
    case Block::Kind::sequence:
      return text;
    case Block::Kind::parallel:
      return fmt::format("{} in {} branch{}", text, block.branches.size(), block.branches.size() == 1 ? "" : "es");
    case Block::Kind::repeat:
      return text + (block.until ? " until " + block.until->text() : ", " + counted(block.times, "time"));
  }
  return text;
}

}  // namespace

std::string_view to_string(Port port) {
  switch (port) {
    case Port::health:
      return "health";
    case Port::metrics:
      return "metrics";
    case Port::control:
      return "control";
    case Port::simconnect:
      return "simconnect";
    case Port::https:
      return "https";
  }
  return "";
}

std::string_view to_string(LinkFaultKind kind) {
  switch (kind) {
    case LinkFaultKind::partition:
      return "partition";
    case LinkFaultKind::stall:
      return "stall";
    case LinkFaultKind::reset:
      return "reset";
    case LinkFaultKind::refuse:
      return "refuse";
    case LinkFaultKind::half_open:
      return "half_open";
    case LinkFaultKind::latency:
      return "latency";
    case LinkFaultKind::flip_bit:
      return "flip_bit";
  }
  return "";
}

std::string_view to_string(DiskFaultKind kind) {
  switch (kind) {
    case DiskFaultKind::full:
      return "full";
    case DiskFaultKind::broken:
      return "broken";
    case DiskFaultKind::slow:
      return "slow";
    case DiskFaultKind::power_cut:
      return "power_cut";
  }
  return "";
}

std::string_view to_string(MemberSignal signal) {
  switch (signal) {
    case MemberSignal::hangup:
      return "HUP";
    case MemberSignal::user1:
      return "USR1";
    case MemberSignal::terminate:
      return "TERM";
    case MemberSignal::interrupt:
      return "INT";
  }
  return "";
}

std::string describe(const Action& action) {
  return std::visit(DescribeAction{}, action);
}

std::string describe(const Step& step) {
  if (const auto* expect = std::get_if<Expect>(&step.what)) return "expect " + expect->check->text();
  if (const auto* block = std::get_if<Block>(&step.what)) return describe(*block);
  return describe(std::get<Action>(step.what));
}

void for_each_step(const std::vector<Step>& steps, const std::function<void(const Step&)>& each) {
  for (const Step& step : steps) {
    each(step);
    const auto* block = std::get_if<Block>(&step.what);
    if (block == nullptr) continue;
    for (const auto& branch : block->branches) for_each_step(branch, each);
  }
}

std::string_view to_string(Invariant::Kind kind) {
  switch (kind) {
    case Invariant::Kind::always:
      return "always";
    case Invariant::Kind::never:
      return "never";
    case Invariant::Kind::eventually:
      return "eventually";
    case Invariant::Kind::sometimes:
      return "sometimes";
  }
  return "";
}

}  // namespace checkride::harness
