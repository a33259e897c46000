// Faults of links and disks on the virtual rig.
#include <fmt/format.h>

#include <algorithm>

#include "rigs/virtual_rig.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kLookPeriod = std::chrono::milliseconds(10);

// What is on the disk, of all files.
std::uint64_t bytes_on(world::VirtualHost& host) {
  world::DiskOptions some_limit;
  some_limit.capacity_bytes = std::uint64_t{1} << 50U;  // of a disk without one nobody counts
  host.set_disk(some_limit);
  const auto space = host.files().space("/");
  return space ? space->total_bytes - space->free_bytes : 0;
}

}  // namespace

std::optional<std::string> VirtualRig::impossible(const Action& action) const {
  const auto* start = std::get_if<Start>(&action);
  if (start == nullptr) return std::nullopt;
  for (const std::string& member : start->members) {
    const MemberKind kind = machines_.at(member).kind;
    if (kind != MemberKind::prometheus && kind != MemberKind::alertmanager) continue;
    return fmt::format("there is no model of {}: {}", member, kOnlyReal);
  }
  return std::nullopt;
}

Result<> VirtualRig::inject(const LinkFault& fault) {
  return apply(fault, true);
}
Result<> VirtualRig::clear(const LinkFault& fault) {
  return apply(fault, false);
}

Result<> VirtualRig::apply(const LinkFault& fault, bool on) {
  world::VirtualHost& from = *machines_.at(fault.from).host;
  world::VirtualHost& to = *machines_.at(fault.to).host;
  const bool to_monitor = machines_.at(fault.to).kind == MemberKind::monitor;
  switch (fault.kind) {
    case LinkFaultKind::partition:
      on ? world_.partition(from, to) : world_.heal(from, to);
      break;
    case LinkFaultKind::stall:
      world_.stall(from, to, on);
      break;
    case LinkFaultKind::refuse:
      world_.refuse(to_monitor ? from : to, service_port(to_monitor ? fault.from : fault.to), on);
      break;
    case LinkFaultKind::latency: {
      world::LinkOptions options;
      if (on) options.latency = fault.latency;
      if (on) options.jitter = fault.jitter;
      world_.set_link(from, to, options);
      break;
    }
    case LinkFaultKind::reset:
      if (on) world_.reset_connections(from, to);
      break;
    case LinkFaultKind::half_open:
      if (on) world_.half_open(from, to);
      break;
    case LinkFaultKind::flip_bit:
      if (on) world_.flip_bit(from, to, fault.offset_bytes, fault.bit);
      break;
  }
  return {};
}

Result<> VirtualRig::inject_disk(const DiskFault& fault) {
  Machine& machine = machines_.at(fault.disk);
  world::DiskFailure failure;
  switch (fault.kind) {
    case DiskFaultKind::full:
      machine.disk.capacity_bytes = std::max<std::uint64_t>(bytes_on(*machine.host) + fault.free_bytes, 1);
      break;
    case DiskFaultKind::slow:
      machine.disk.delay = fault.latency;
      break;
    case DiskFaultKind::broken:
      failure.why = boost::system::errc::make_error_code(boost::system::errc::io_error);
      failure.lasting = true;
      machine.host->fail_disk(failure);
      break;
    case DiskFaultKind::power_cut:
      return Error::invalid("the power goes with a member: cut_power");
  }
  machine.host->set_disk(machine.disk);
  return {};
}

Result<> VirtualRig::clear_disk(const DiskFault& fault) {
  Machine& machine = machines_.at(fault.disk);
  if (fault.kind == DiskFaultKind::full) machine.disk.capacity_bytes = 0;
  if (fault.kind == DiskFaultKind::slow) machine.disk.delay = {};
  if (fault.kind == DiskFaultKind::broken) machine.host->mend_disk();
  machine.host->set_disk(machine.disk);
  return {};
}

world::Task<Result<>> VirtualRig::cut_power(DiskFault fault) {
  Machine& machine = machines_.at(fault.disk);
  const std::uint64_t operations = harness_->random("power_cut").below(fault.operations_max);
  machine.host->cut_power_after(operations, world::AtPowerCut::stands_still);
  while (!machine.host->power_is_cut()) {
    if (machine.running && machine.host->exit_code()) co_return Error::invalid("it ended before its disk was changed");
    co_await harness_->clock().sleep_for(kLookPeriod);
  }
  machine.running = false;
  machine.host->lose_power();
  machine.crashed = true;
  machine.service = nullptr;
  co_return Result<>();
}

}  // namespace checkride::harness
