// What can be wrong with a store, as `inject` has it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness::stores {

struct StoreFault {
  std::string kind;
  world::Duration latency{};           // slow, slow_query
  world::Duration lag{};               // lag
  std::string table;                   // slow_query; empty: every table
  std::optional<std::uint64_t> times;  // stall, close, reset, garbage: requests that it still strikes; none: all
  std::uint64_t connections = 0;       // connections_full: how many are served
};

// What becomes of the next request.
enum class Strike { none, stall, close, reset, garbage };

class StoreFaults {
 public:
  // The kinds that this store has beside slow, stall, close, reset and garbage.
  explicit StoreFaults(std::vector<std::string_view> own);

  // The fault's id. Errors (invalid): the store has no such fault; its parameters, with every mistake.
  Result<std::string> inject(const std::string& kind, const std::string& parameters_json);
  // Errors (invalid): there is no such fault.
  Result<> clear(const std::string& id);

  // The first of that kind, in the order of injection; null if there is none.
  const StoreFault* find(std::string_view kind) const;
  bool has(std::string_view kind) const { return find(kind) != nullptr; }
  // Asked once for each request; counts `times` down.
  Strike strike();
  // How much longer each request takes.
  world::Duration slowness() const;

 private:
  std::vector<std::string_view> kinds_;
  std::map<std::uint64_t, StoreFault> faults_;
  std::uint64_t last_id_ = 0;
};

}  // namespace checkride::harness::stores
