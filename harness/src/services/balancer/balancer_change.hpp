// What `set` says to a balancer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/harness/balancer_spec.hpp"
#include "checkride/result/result.hpp"

namespace checkride::harness::balancer {

// drain: what it is at work on ends, and nothing new begins; maintenance: it is not checked either.
enum class BackendState { ready, drain, maintenance };
std::optional<BackendState> backend_state(std::string_view word);
std::string_view to_string(BackendState state);

inline constexpr std::uint64_t kWeightMax = 256;

struct BalancerChange {
  std::vector<std::pair<std::string, std::uint64_t>> weights;  // by backend
  std::vector<std::pair<std::string, BackendState>> states;
};
// {"weights": {"app1": 90}, "state": {"app1": "drain"}}. Errors (invalid) name the backend or word that there is not.
Result<BalancerChange> parse_change(const BalancerSpec& spec, const std::string& json);

}  // namespace checkride::harness::balancer
