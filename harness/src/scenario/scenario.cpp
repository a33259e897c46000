#include "checkride/harness/scenario.hpp"

namespace checkride::harness {

std::string_view to_string(NullMember member) {
  return member == NullMember::subject ? "subject" : "emulator";
}

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
    case MemberKind::upstream:
      return "upstream";
    case MemberKind::metar:
      return "metar";
    case MemberKind::balancer:
      return "balancer";
    case MemberKind::edge:
      return "edge";
    case MemberKind::prometheus:
      return "prometheus";
    case MemberKind::alertmanager:
      return "alertmanager";
  }
  return "";
}

namespace {

struct KindOf {
  MemberKind operator()(const SmtpSpec&) const { return MemberKind::smtp; }
  MemberKind operator()(const WebhookSpec&) const { return MemberKind::webhook; }
  MemberKind operator()(const DatabaseSpec&) const { return MemberKind::database; }
  MemberKind operator()(const KeyValueSpec&) const { return MemberKind::key_value; }
  MemberKind operator()(const UpstreamSpec&) const { return MemberKind::upstream; }
  MemberKind operator()(const MetarSpec&) const { return MemberKind::metar; }
  MemberKind operator()(const BalancerSpec&) const { return MemberKind::balancer; }
  MemberKind operator()(const EdgeSpec&) const { return MemberKind::edge; }
  MemberKind operator()(const PrometheusSpec&) const { return MemberKind::prometheus; }
  MemberKind operator()(const AlertmanagerSpec&) const { return MemberKind::alertmanager; }
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

const Monitor* Scenario::monitor(std::string_view wanted) const {
  for (const auto& candidate : monitors) {
    if (candidate.name == wanted) return &candidate;
  }
  return nullptr;
}

const Subject* Scenario::subject(std::string_view wanted) const {
  const Monitor* const found = monitor(wanted);
  return found != nullptr && found->subject ? &*found->subject : nullptr;
}

MemberLimits Scenario::limits_of(std::string_view member) const {
  for (const Simulator& simulator : simulators) {
    if (simulator.name == member) return simulator.limits;
  }
  const Monitor* const found = monitor(member);
  return found == nullptr ? MemberLimits{} : found->limits;
}

std::vector<std::string> Scenario::members() const {
  std::vector<std::string> names;
  for (const auto& simulator : simulators) names.push_back(simulator.name);
  for (const auto& service : services) names.push_back(service.name);
  for (const auto& monitor : monitors) names.push_back(monitor.name);
  return names;
}

std::string line_text(const Scenario& scenario, const Place& place) {
  return reports::line_text(place.line, place.file == scenario.file ? "" : place.file);
}

}  // namespace checkride::harness
