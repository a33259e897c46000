#include "services/active_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "checkride/values/values.hpp"

namespace checkride::harness {

namespace {

struct Struck {
  std::string_view kind;
  Strike strike;
};
constexpr Struck kStrikes[] = {
    {"stall", Strike::stall}, {"close", Strike::close}, {"reset", Strike::reset}, {"garbage", Strike::garbage}};

}  // namespace

Result<std::string> ActiveFaults::inject(const std::string& kind, const std::string& parameters_json) {
  const auto words = service_fault_words(kind_);
  if (std::find(words.begin(), words.end(), kind) == words.end()) {
    return Error::invalid(
        fmt::format("there is no fault \"{}\" of this service{}", kind, values::suggestion(kind, words)));
  }
  Active active;
  values::Diagnostics errors;
  if (const auto document = values::load(parameters_json, "parameters of " + kind, errors)) {
    values::MapReader map = document->root_map(errors);
    active.fault = read_service_fault(kind, kind_, map);
    map.finish();
  }
  if (!errors.empty()) return errors.error();
  faults_.emplace(++last_id_, std::move(active));
  return std::to_string(last_id_);
}

Result<> ActiveFaults::clear(const std::string& id) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc() || end != id.data() + id.size() || faults_.erase(number) == 0) {
    return Error::invalid(fmt::format("there is no fault with the id \"{}\"", id));
  }
  return {};
}

const ServiceFaultValue* ActiveFaults::find(std::string_view kind) const {
  for (const auto& [id, active] : faults_) {
    if (active.fault.kind == kind && active.fault.times != 0U) return &active.fault;
  }
  return nullptr;
}

bool ActiveFaults::is_at(const ServiceFaultValue& fault, FaultPlace place) {
  return fault.times != 0U && (fault.at.empty() || fault.at == place.at) &&
         (fault.path.empty() || fault.path == place.path);
}

Strike ActiveFaults::strike(FaultPlace place) {
  for (auto& [id, active] : faults_) {
    for (const Struck& one : kStrikes) {
      if (one.kind != active.fault.kind || !is_at(active.fault, place)) continue;
      if (active.fault.times) --*active.fault.times;
      return one.strike;
    }
  }
  return Strike::none;
}

world::Duration ActiveFaults::slowness(FaultPlace place) const {
  world::Duration sum{};
  for (const auto& [id, active] : faults_) {
    if (active.fault.kind == "slow" && is_at(active.fault, place)) sum += active.fault.latency;
  }
  return sum;
}

}  // namespace checkride::harness
