// The links of the process rig: a proxy between each monitor and what it talks to, and their faults.
#include <fmt/format.h>

#include "rigs/process_rig.hpp"

namespace checkride::harness {

Result<> ProcessRig::make_proxy(const std::string& monitor, const std::string& target) {
  if (capture_) TRY_VOID(capture_->add(monitor, target));
  const std::string name = fmt::format("{}/{}-{}", scenario_.name, monitor, target);
  auto made = std::make_unique<LinkProxy>(world_, name, tap_of(monitor, target));
  TRY(const world::Endpoint endpoint, reserve_port());
  TRY_VOID(made->open(endpoint));
  proxies_[{monitor, target}] = std::move(made);
  return {};
}

LinkTap* ProcessRig::tap_of(const std::string& monitor, const std::string& target) {
  return capture_ ? capture_->tap(monitor, target) : nullptr;
}

std::map<std::string, LinkProxy*> ProcessRig::links_to(const std::string& member) {
  std::map<std::string, LinkProxy*> links;
  for (const auto& [ends, link] : proxies_) {
    if (ends.second == member) links[ends.first] = link.get();
  }
  return links;
}

LinkProxy& ProcessRig::proxy(const std::string& monitor, const std::string& target) {
  return *proxies_.at({monitor, target});
}

Result<> ProcessRig::set_targets(const std::string& member, std::optional<world::Endpoint> target) {
  for (const auto& [ends, link] : proxies_) {
    if (ends.second == member) TRY_VOID(link->set_target(target));
  }
  return {};
}

Result<> ProcessRig::inject(const LinkFault& fault) {
  return apply(fault, true);
}

Result<> ProcessRig::clear(const LinkFault& fault) {
  return apply(fault, false);
}

Result<> ProcessRig::apply(const LinkFault& fault, bool on) {
  const bool from_monitor = proxies_.contains({fault.from, fault.to});
  const std::string& target = from_monitor ? fault.to : fault.from;
  const std::string& monitor = from_monitor ? fault.from : fault.to;
  if (!proxies_.contains({monitor, target})) {
    return Error::invalid(fmt::format("{} does not talk to {}: list it in its simulators", monitor, target));
  }
  LinkProxy& link = proxy(monitor, target);
  const Way way = from_monitor ? Way::to_server : Way::to_client;
  switch (fault.kind) {
    case LinkFaultKind::partition:
      link.partition(on);
      break;
    case LinkFaultKind::stall:
      link.hold(way, on);
      break;
    case LinkFaultKind::refuse:
      return link.refuse(on);
    case LinkFaultKind::latency:
      link.latency(on ? fault.latency : Duration{}, on ? fault.jitter : Duration{});
      break;
    case LinkFaultKind::reset:
      if (on) link.reset_connections();
      break;
    case LinkFaultKind::half_open:
      if (on) link.half_open(way);
      break;
    case LinkFaultKind::flip_bit:
      if (on) link.flip_bit(way, fault.offset_bytes, fault.bit);
      break;
  }
  return {};
}

}  // namespace checkride::harness
