#include "link/held_values.hpp"

#include <limits>

#include "checkride/result/assert.hpp"

namespace checkride::runtime::link {

HeldValues::HeldValues(const std::vector<VariableConfig>& variables)
    : kept_(variables.size(), std::numeric_limits<double>::quiet_NaN()) {
  for (const VariableConfig& variable : variables) changed_only_.push_back(variable.epsilon > 0);
}

bool HeldValues::settle(std::span<double> values, std::span<const world::Instant> read_at, bool plausible,
                        world::Instant now) {
  CHECKRIDE_ASSERT(values.size() == kept_.size() && read_at.size() == kept_.size());
  const bool back = plausible && doubtful_;
  if (back) plausible_since_ = now;
  doubtful_ = !plausible;
  if (!plausible) return false;
  hold_back(values, read_at);
  kept_.assign(values.begin(), values.end());
  return back;
}

void HeldValues::hold_back(std::span<double> values, std::span<const world::Instant> read_at) const {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (read_at[i] >= plausible_since_) continue;
    values[i] = changed_only_[i] ? kept_[i] : std::numeric_limits<double>::quiet_NaN();
  }
}

}  // namespace checkride::runtime::link
