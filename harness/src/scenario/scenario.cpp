#include "checkride/harness/scenario.hpp"

namespace checkride::harness {

std::string_view to_string(MemberKind kind) {
  switch (kind) {
    case MemberKind::simulator:
      return "simulator";
    case MemberKind::monitor:
      return "monitor";
    case MemberKind::subject:
      return "subject";
    case MemberKind::smtp:
      return "smtp";
    case MemberKind::webhook:
      return "webhook";
    case MemberKind::database:
      return "database";
    case MemberKind::key_value:
      return "keyvalue";
  }
  return "";
}

namespace {

struct KindOf {
  MemberKind operator()(const SmtpSpec&) const { return MemberKind::smtp; }
  MemberKind operator()(const WebhookSpec&) const { return MemberKind::webhook; }
  MemberKind operator()(const DatabaseSpec&) const { return MemberKind::database; }
  MemberKind operator()(const KeyValueSpec&) const { return MemberKind::key_value; }
};

}  // namespace

MemberKind kind_of(const ServiceSpec& spec) {
  return std::visit(KindOf{}, spec);
}

std::optional<MemberKind> Scenario::kind_of(std::string_view member) const {
  for (const auto& simulator : simulators) {
    if (simulator.name == member) return MemberKind::simulator;
  }
  for (const auto& service : services) {
    if (service.name == member) return service.kind();
  }
  for (const auto& monitor : monitors) {
    if (monitor.name == member) return monitor.subject ? MemberKind::subject : MemberKind::monitor;
  }
  return std::nullopt;
}

const Service* Scenario::service(std::string_view wanted) const {
  for (const auto& candidate : services) {
    if (candidate.name == wanted) return &candidate;
  }
  return nullptr;
}

const Subject* Scenario::subject(std::string_view wanted) const {
  for (const auto& monitor : monitors) {
    if (monitor.name == wanted && monitor.subject) return &*monitor.subject;
  }
  return nullptr;
}

std::vector<std::string> Scenario::members() const {
  std::vector<std::string> names;
  for (const auto& simulator : simulators) names.push_back(simulator.name);
  for (const auto& service : services) names.push_back(service.name);
  for (const auto& monitor : monitors) names.push_back(monitor.name);
  return names;
}

}  // namespace checkride::harness
