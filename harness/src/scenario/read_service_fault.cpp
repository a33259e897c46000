// inject: faults of a service. What they may say stands in the table of service_faults.cpp.
#include <fmt/format.h>

#include <algorithm>

#include "scenario/readers.hpp"
#include "services/service.hpp"
#include "services/service_faults.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;
using values::Node;

// Every word of the table, for those who describe the language.
void describe_words(MapReader& map, Reader& reader) {
  std::vector<std::string_view> words;
  for (const ServiceFaultRow& row : service_fault_rows()) words.push_back(row.word);
  if (const auto kind = map.required_node("fault")) (void)values::read_word(*kind, reader.errors, words);
}

void read_parameters(MapReader& map, MemberKind kind, FaultOfService& fault, Reader& reader) {
  const auto given = map.node("parameters");
  const Node parameters = given ? *given : Node::map(map.position(), {});  // some faults cannot do without
  MapReader inner(parameters, reader.errors);
  (void)read_service_fault(fault.kind, kind, inner);
  inner.finish();
  fault.parameters_json.clear();
  values::append_json(fault.parameters_json, parameters);
}

// A fault of the handshake needs one.
void check_tls(MapReader& map, const FaultOfService& fault, Reader& reader) {
  if (fault.kind != "slow_tls" && fault.kind != "bad_certificate") return;
  const Service* const service = reader.scenario.service(fault.on);
  if (service == nullptr || uses_tls(service->spec)) return;
  map.error("fault", fmt::format("{} speaks no TLS: give the service tls", values::quote(fault.on)));
}

}  // namespace

bool is_on_service(MapReader& map, const Reader& reader) {
  if (map.described() || !map.has("on")) return false;
  const auto on = map.self().find("on");
  return on && on->is_scalar() && reader.scenario.service(on->text()) != nullptr;
}

FaultOfService read_fault_of_service(MapReader& map, Reader& reader) {
  FaultOfService fault;
  if (map.described()) {
    describe_words(map, reader);
    return fault;
  }
  fault.on = reader.member(map, "on", {});
  const MemberKind kind = reader.scenario.kind_of(fault.on).value_or(MemberKind::simulator);
  const auto words = service_fault_words(kind);
  const auto node = map.required_node("fault");
  if (reader.unclear.contains(fault.on)) {
    // Its kind is a mistake, told already: any fault counts as right.
  } else if (words.empty()) {
    map.error("on", fmt::format("a {} has no faults of its own: break the link to it, or kill it", to_string(kind)));
  } else if (const auto which = node ? values::read_word(*node, reader.errors, words) : std::nullopt) {
    fault.kind = std::string(words[*which]);
    read_parameters(map, kind, fault, reader);
    check_tls(map, fault, reader);
  }
  map.ignore("parameters");
  return fault;
}

}  // namespace checkride::harness
