// The names of telemetry files, and what is found out from such files where a sink's position cannot be read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/files.hpp"
#include "checkride/world/time.hpp"

namespace checkride::runtime::collector {

// Behind the name of a file that is being written.
inline constexpr std::string_view kPartEnding = ".part";

// "telemetry-20260105T080000Z"
std::string file_stem(world::UtcTime begun);
// When a file of that name was begun; none for names of other kinds.
std::optional<world::UtcTime> begun_at(std::string_view name);

struct FinishedFile {
  world::UtcTime begun;
  std::string name;
};
// Those of `names` that are names of complete telemetry files.
std::vector<FinishedFile> finished_newest_first(std::vector<std::string> names);

// Where a sink of files stands, as far as journal and files show it: the index behind the last record of the journal
// that a file holds; zero when none does. Every .part is completed first with the whole lines it has, and one that
// cannot be read is kept under NAME.damaged.
Result<std::uint64_t> recover_from_files(world::Files& files, const std::string& folder, const std::string& journal);

}  // namespace checkride::runtime::collector
