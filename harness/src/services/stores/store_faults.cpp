#include "services/stores/store_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "checkride/values/values.hpp"

namespace checkride::harness::stores {

namespace {

struct Struck {
  std::string_view kind;
  Strike strike;
};
constexpr Struck kStrikes[] = {
    {"stall", Strike::stall}, {"close", Strike::close}, {"reset", Strike::reset}, {"garbage", Strike::garbage}};

bool strikes(std::string_view kind) {
  return std::any_of(std::begin(kStrikes), std::end(kStrikes), [kind](const Struck& one) { return one.kind == kind; });
}

void read_parameters(values::MapReader& map, StoreFault* fault) {
  const values::Range<values::Duration> latencies{std::chrono::milliseconds(1), std::chrono::hours(1)};
  if (fault->kind == "slow" || fault->kind == "slow_query") map.required("latency", &fault->latency, latencies);
  if (fault->kind == "slow_query") map.optional("table", &fault->table);
  if (fault->kind == "lag") map.required("lag", &fault->lag, latencies);
  if (fault->kind == "connections_full") map.optional("connections", &fault->connections);
  if (strikes(fault->kind)) map.optional("times", &fault->times);
  map.finish();
}

}  // namespace

StoreFaults::StoreFaults(std::vector<std::string_view> own) : kinds_{"slow", "stall", "close", "reset", "garbage"} {
  kinds_.insert(kinds_.end(), own.begin(), own.end());
}

Result<std::string> StoreFaults::inject(const std::string& kind, const std::string& parameters_json) {
  if (std::find(kinds_.begin(), kinds_.end(), kind) == kinds_.end()) {
    return Error::invalid(
        fmt::format("there is no fault \"{}\" of this service{}", kind, values::suggestion(kind, kinds_)));
  }
  StoreFault fault;
  fault.kind = kind;
  values::Diagnostics errors;
  if (const auto document = values::load(parameters_json, "parameters of " + kind, errors)) {
    values::MapReader map = document->root_map(errors);
    read_parameters(map, &fault);
  }
  if (!errors.empty()) return errors.error();
  faults_.emplace(++last_id_, std::move(fault));
  return std::to_string(last_id_);
}

Result<> StoreFaults::clear(const std::string& id) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc() || end != id.data() + id.size() || faults_.erase(number) == 0) {
    return Error::invalid(fmt::format("there is no fault with the id \"{}\"", id));
  }
  return {};
}

const StoreFault* StoreFaults::find(std::string_view kind) const {
  for (const auto& [id, fault] : faults_) {
    if (fault.kind == kind) return &fault;
  }
  return nullptr;
}

Strike StoreFaults::strike() {
  for (auto& [id, fault] : faults_) {
    for (const Struck& one : kStrikes) {
      if (one.kind != fault.kind || fault.times == 0U) continue;
      if (fault.times) --*fault.times;
      return one.strike;
    }
  }
  return Strike::none;
}

world::Duration StoreFaults::slowness() const {
  world::Duration sum{};
  for (const auto& [id, fault] : faults_) {
    if (fault.kind == "slow") sum += fault.latency;
  }
  return sum;
}

}  // namespace checkride::harness::stores
