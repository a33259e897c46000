// buffer check|repair: looks at the journal of a monitor that does not run, and cuts off what is damaged.
#include <fmt/format.h>

#include <algorithm>

#include "collector/journal.hpp"
#include "commands/command.hpp"
#include "config/load.hpp"

namespace checkride::runtime {

namespace {

using collector::SegmentReport;

std::string text_of(const SegmentReport& segment) {
  if (segment.damage.empty()) {
    return fmt::format("{}: {} records from {}, {} bytes, whole", segment.path, segment.records, segment.first,
                       segment.bytes);
  }
  return fmt::format("{}: {} records from {}, then {} bytes that are not good: {}", segment.path, segment.records,
                     segment.first, segment.lost_bytes, segment.damage);
}

std::string verdict_of(const std::vector<SegmentReport>& segments, bool damaged, bool gaps, const std::string& folder) {
  if (segments.empty()) return "there is no journal at " + folder;
  if (damaged) return "the journal is damaged";
  return gaps ? "the journal has gaps" : "the journal is whole";
}

}  // namespace

world::Task<int> buffer(world::World& world, const Options& options) {
  const std::string& what = options.words.front();
  if (what != "check" && what != "repair") {
    print_error(world, "buffer \"" + what + "\": expected check or repair");
    co_return kExitUsage;
  }
  const auto loaded = load_or_tell(world, options);
  if (!loaded) co_return kExitConfig;
  const std::string folder = loaded->config.data_collector.journal_folder();
  const auto segments = collector::inspect_journal(world.files(), folder);
  if (!segments) {
    print_error(world, segments.error().message());
    co_return kExitCannotCreate;
  }
  for (const SegmentReport& segment : *segments) world.print_line(text_of(segment));
  const bool damaged = std::any_of(segments->begin(), segments->end(),
                                   [](const SegmentReport& segment) { return !segment.damage.empty(); });
  const std::vector<collector::JournalGap> gaps = collector::gaps_between(*segments);
  for (const collector::JournalGap& gap : gaps) {
    world.print_line(fmt::format("records {}-{} are not there", gap.first, gap.last));
  }
  world.print_line(verdict_of(*segments, damaged, !gaps.empty(), folder));
  if (!damaged || what == "check") co_return damaged || !gaps.empty() ? 1 : kExitStopped;
  if (auto done = collector::repair_journal(world.files(), *segments, true); !done) {
    print_error(world, done.error().with("repair, which needs the monitor stopped").message());
    co_return kExitCannotCreate;
  }
  world.print_line("what was damaged is cut off, and kept in files that end in .cut");
  co_return kExitStopped;
}

}  // namespace checkride::runtime
