#include "checkride/harness/scenario.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "checkride/values/duration.hpp"
#include "checkride/values/json.hpp"

namespace checkride::harness {

namespace {

std::string json_text(const std::vector<std::pair<std::string, std::string>>& pointers) {
  std::string text;
  for (const auto& [pointer, json] : pointers) text += fmt::format(", {} is {}", pointer, json);
  return text;
}

std::string containing(std::string_view what, const std::string& text) {
  return text.empty() ? std::string() : fmt::format(" with \"{}\" in the {}", text, what);
}

// "exactly 2 mails", "at least 1 log line", "no calls".
std::string how_many(const Count& count, std::string_view noun) {
  if (count.number == 0 && count.kind != Count::Kind::at_least) return fmt::format("no {}s", noun);
  return fmt::format("{} {}{}", to_string(count), noun, count.number == 1 ? "" : "s");
}

struct DescribeCheck {
  std::string operator()(const HttpCheck& check) const {
    return fmt::format("GET {} of {}{}{}{}", check.target, check.of,
                       check.status ? fmt::format(" answers {}", *check.status) : " answers",
                       containing("body", check.contains), json_text(check.json));
  }
  std::string operator()(const AlertCheck& check) const {
    return fmt::format("alert \"{}\" of {}{} is {}{}", check.rule, check.of,
                       check.simulator.empty() ? "" : " for " + check.simulator, check.state,
                       check.fired_count ? ", fired " + counted(*check.fired_count, "time") : "");
  }
  std::string operator()(const MailCheck& check) const {
    const std::string to = check.to.empty() ? "" : fmt::format(" to {}", fmt::join(check.to, " and "));
    return fmt::format("{} in {}{}{}{}", how_many(check.count, "mail"), check.in, to,
                       containing("subject", check.subject_contains), containing("body", check.body_contains));
  }
  std::string operator()(const WebhookCheck& check) const {
    return fmt::format("{} in {}{}{}", how_many(check.count, "call"), check.in, containing("body", check.body_contains),
                       json_text(check.json));
  }
  std::string operator()(const LinkCheck& check) const {
    return fmt::format("link of {} to {}{}{}", check.of, check.simulator,
                       check.state.empty() ? "" : " is " + check.state, containing("last error", check.error_contains));
  }
  std::string operator()(const LogCheck& check) const {
    return fmt::format("{} {}{}{}{}", how_many(check.count, "log line"), "of " + check.of,
                       check.level.empty() ? "" : " of level " + check.level + " or graver",
                       check.event.empty() ? "" : " of event " + check.event, containing("line", check.contains));
  }
  std::string operator()(const NoSampleLostCheck& check) const {
    return fmt::format("telemetry of {} has no gap and no double in its sequence numbers", check.of);
  }
  std::string operator()(const GapCheck& check) const {
    return fmt::format("telemetry of {} has no more than {} between two samples of {}{}", check.of,
                       values::format_duration(check.at_most), check.simulator,
                       check.sessions ? ", in " + counted(*check.sessions, "session") : "");
  }
};

struct DescribeAction {
  std::string operator()(const Start& a) const { return fmt::format("start {}", fmt::join(a.members, ", ")); }
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
    return fmt::format("set on {}: {}", a.on, text);
  }
  std::string operator()(const Release& a) const {
    return fmt::format("release on {}: {}", a.on, fmt::join(a.variables, ", "));
  }
  std::string operator()(const Inject& a) const {
    std::string text = "inject " + a.id + ": ";
    if (const auto* fault = std::get_if<EmulatorFault>(&a.fault)) {
      text += fmt::format("{} on {} {}", fault->kind, fault->on, fault->parameters_json);
    } else {
      const auto& link = std::get<LinkFault>(a.fault);
      text += fmt::format("{} between {} and {}", to_string(link.kind), link.from, link.to);
    }
    return text + (a.duration ? " for " + values::format_duration(*a.duration) : "");
  }
  std::string operator()(const Clear& a) const { return fmt::format("clear {}", fmt::join(a.ids, ", ")); }
  std::string operator()(const HttpRequest& a) const { return fmt::format("{} {} of {}", a.method, a.target, a.of); }
  std::string operator()(const Expect& a) const { return "expect " + describe(a.check); }
};

}  // namespace

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string_view to_string(MemberKind kind) {
  switch (kind) {
    case MemberKind::simulator:
      return "simulator";
    case MemberKind::monitor:
      return "monitor";
    case MemberKind::smtp:
      return "smtp";
    case MemberKind::webhook:
      return "webhook";
  }
  return "";
}

std::string_view to_string(Port port) {
  switch (port) {
    case Port::health:
      return "health";
    case Port::metrics:
      return "metrics";
    case Port::control:
      return "control";
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

bool Count::holds(std::uint64_t seen) const {
  switch (kind) {
    case Kind::exactly:
      return seen == number;
    case Kind::at_least:
      return seen >= number;
    case Kind::at_most:
      return seen <= number;
  }
  return false;
}

std::string to_string(const Count& count) {
  switch (count.kind) {
    case Count::Kind::exactly:
      return fmt::format("exactly {}", count.number);
    case Count::Kind::at_least:
      return fmt::format("at least {}", count.number);
    case Count::Kind::at_most:
      return fmt::format("at most {}", count.number);
  }
  return "";
}

std::string describe(const CheckVariant& check) {
  return std::visit(DescribeCheck{}, check);
}
std::string describe(const Action& action) {
  return std::visit(DescribeAction{}, action);
}

const std::string& member_of(const CheckVariant& check) {
  return std::visit(
      [](const auto& c) -> const std::string& {
        if constexpr (requires { c.of; }) {
          return c.of;
        } else {
          return c.in;
        }
      },
      check);
}

std::optional<MemberKind> Scenario::kind_of(std::string_view member) const {
  for (const auto& simulator : simulators) {
    if (simulator.name == member) return MemberKind::simulator;
  }
  for (const auto& service : services) {
    if (service.name == member) return service.kind();
  }
  for (const auto& monitor : monitors) {
    if (monitor.name == member) return MemberKind::monitor;
  }
  return std::nullopt;
}

std::vector<std::string> Scenario::members() const {
  std::vector<std::string> names;
  for (const auto& simulator : simulators) names.push_back(simulator.name);
  for (const auto& service : services) names.push_back(service.name);
  for (const auto& monitor : monitors) names.push_back(monitor.name);
  return names;
}

}  // namespace checkride::harness
