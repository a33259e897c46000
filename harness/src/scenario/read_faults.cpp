// inject: faults of a link and of a simulator.
#include "checkride/emulator/fault_language.hpp"
#include "reading/one_of.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;
using values::Node;

// A key that this kind of fault must have, and others have not; tells when it is missing.
bool is_there(MapReader& map, std::string_view key) {
  if (map.has(key)) return true;
  map.errors().add(map.position(), "the key \"" + std::string(key) + "\" is missing");
  return false;
}

LinkFault read_link_fault(MapReader& map, const Node& link, Reader& reader) {
  LinkFault fault;
  const std::vector<std::string> ends = reader.members(link, {});
  if (link.is_list() && link.items().size() == 2 && ends.size() == 2) {
    fault.from = ends[0];
    fault.to = ends[1];
  } else if (!link.is_list() || link.items().size() != 2) {
    reader.errors.add(link.position(), "a link is a list of its two ends: [monitor, sim]");
  }
  map.required_choice("fault", &fault.kind,
                      {{"partition", LinkFaultKind::partition},
                       {"stall", LinkFaultKind::stall},
                       {"reset", LinkFaultKind::reset},
                       {"refuse", LinkFaultKind::refuse},
                       {"half_open", LinkFaultKind::half_open},
                       {"latency", LinkFaultKind::latency},
                       {"flip_bit", LinkFaultKind::flip_bit}});
  map.only_with("link", "", fault.kind == LinkFaultKind::latency, [&] {
    if (is_there(map, "latency")) map.optional("latency", &fault.latency);
    map.optional("jitter", &fault.jitter);
  });
  map.only_with("link", "", fault.kind == LinkFaultKind::flip_bit, [&] {
    if (is_there(map, "offset_bytes")) map.optional("offset_bytes", &fault.offset_bytes);
    if (is_there(map, "bit")) map.optional("bit", &fault.bit, values::Range<unsigned>{0, 7});
  });
  return fault;
}

// A link fault acts between a monitor and something it talks to: that is where the rigs can reach.
void check_link(const LinkFault& fault, const Node& link, Reader& reader) {
  const auto from = reader.scenario.kind_of(fault.from);
  const auto to = reader.scenario.kind_of(fault.to);
  if (!from || !to) return;
  const auto talks = [](MemberKind kind) { return kind == MemberKind::monitor || kind == MemberKind::subject; };
  if (talks(*from) == talks(*to)) {
    reader.errors.add(link.position(), "one end of a link is a monitor or a subject, the other what it talks to");
  }
}

DiskFault read_disk_fault(MapReader& map, Reader& reader) {
  DiskFault fault;
  fault.disk = reader.member(map, "disk", {});
  map.required_choice("fault", &fault.kind,
                      {{"full", DiskFaultKind::full},
                       {"broken", DiskFaultKind::broken},
                       {"slow", DiskFaultKind::slow},
                       {"power_cut", DiskFaultKind::power_cut}});
  map.only_with("disk", "", fault.kind == DiskFaultKind::full, [&] {
    values::Bytes free{};
    if (map.optional("free", &free)) fault.free_bytes = free.count;
  });
  map.only_with("disk", "", fault.kind == DiskFaultKind::slow, [&] {
    if (is_there(map, "latency")) map.optional("latency", &fault.latency);
  });
  map.only_with("disk", "", fault.kind == DiskFaultKind::power_cut, [&] {
    map.optional("operations_max", &fault.operations_max, values::Range<std::uint64_t>{1, 1'000'000});
  });
  const bool ends = fault.kind == DiskFaultKind::power_cut;
  for (const std::string_view key : {"for", "id"}) {
    if (ends && map.has(key) && !map.described()) {
      map.error(key, "the power comes back when the member is started again: leave it out");
    }
  }
  return fault;
}

// The emulator itself says what its faults may say.
void read_parameters(MapReader& map, EmulatorFault* fault, Reader& reader) {
  const auto given = map.node("parameters");
  const Node parameters = given ? *given : Node::map(map.position(), {});  // some faults cannot do without
  MapReader inner(parameters, reader.errors);
  emulator::check_fault(fault->kind, inner);
  inner.finish();
  fault->parameters_json.clear();
  values::append_json(fault->parameters_json, parameters);
}

EmulatorFault read_emulator_fault(MapReader& map, Reader& reader) {
  EmulatorFault fault;
  fault.on = reader.member(map, "on", {MemberKind::simulator});
  const auto words = emulator::fault_words();
  const auto kind = map.required_node("fault");
  const auto which = kind ? values::read_word(*kind, reader.errors, words) : std::nullopt;
  if (which) {
    fault.kind = std::string(words[*which]);
    read_parameters(map, &fault, reader);
  }
  map.ignore("parameters");
  return fault;
}

// Both kinds of faults have a key `fault`, with words of their own.
void describe_inject(MapReader& map, Reader& reader) {
  static constexpr std::string_view kPlaces[] = {"on", "link", "disk"};
  (void)read_one_of(map, kPlaces, "the place of a fault", [&](std::size_t word) {
    if (word == 0) (void)read_emulator_fault(map, reader);
    if (word == 0) (void)read_fault_of_service(map, reader);
    if (word == 1) (void)read_link_fault(map, *map.node("link"), reader);
    if (word == 2) (void)read_disk_fault(map, reader);
  });
}

}  // namespace

Inject read_inject(MapReader& map, Reader& reader) {
  Inject inject;
  std::string kind;
  if (map.described()) {
    describe_inject(map, reader);
  } else if (map.has("disk")) {
    for (const std::string_view other : {"on", "link"}) {
      if (map.has(other)) map.error(other, "a fault has one place, and disk is one already");
      map.ignore(other);
    }
    DiskFault fault = read_disk_fault(map, reader);
    kind = std::string(to_string(fault.kind));
    inject.fault = std::move(fault);
  } else if (const auto link = map.node("link")) {
    if (map.has("on")) map.error("on", "a fault is on a member or on a link, not both");
    map.ignore("on");
    LinkFault fault = read_link_fault(map, *link, reader);
    check_link(fault, *link, reader);
    kind = std::string(to_string(fault.kind));
    inject.fault = std::move(fault);
  } else if (is_on_service(map, reader)) {
    FaultOfService fault = read_fault_of_service(map, reader);
    kind = fault.kind;
    inject.fault = std::move(fault);
  } else {
    EmulatorFault fault = read_emulator_fault(map, reader);
    kind = fault.kind;
    inject.fault = std::move(fault);
  }
  map.optional("for", &inject.duration);
  inject.id = reader.optional_text(map, "id");
  if (inject.id.empty()) inject.id = kind;
  return inject;
}

}  // namespace checkride::harness
