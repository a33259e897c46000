// StateFile: what of the alerts outlives a restart, as one file. First line: what it is, its version and the checksum
// of the rest, which is JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/engine.hpp"
#include "alerts/notifier.hpp"
#include "alerts/silences.hpp"

namespace checkride::runtime::alerts {

struct SavedState {
  world::UtcTime saved_at{};
  std::vector<AlertMemory> alerts;
  std::vector<EpisodeMemory> episodes;
  std::vector<Ending> endings;  // not yet told
  std::vector<Silence> silences;
  bool operator==(const SavedState&) const = default;
};

std::string encode_state(const SavedState& state);
// Errors (invalid) say what is damaged; nothing of a damaged file is used.
Result<SavedState> decode_state(std::string_view text);

}  // namespace checkride::runtime::alerts
