// buffer check|repair: looks at the journal of a monitor that does not run, and cuts off what is damaged.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

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

bool is_damaged(const std::vector<SegmentReport>& segments) {
  return std::any_of(segments.begin(), segments.end(),
                     [](const SegmentReport& segment) { return !segment.damage.empty(); });
}

std::string text_of(const std::vector<SegmentReport>& segments, const std::vector<collector::JournalGap>& gaps,
                    const std::string& folder) {
  std::string text;
  for (const SegmentReport& segment : segments) text += text_of(segment) + "\n";
  for (const collector::JournalGap& gap : gaps) {
    text += fmt::format("records {}-{} are not there\n", gap.first, gap.last);
  }
  return text + verdict_of(segments, is_damaged(segments), !gaps.empty(), folder) + "\n";
}

// Tells what was cut off.
Result<> repair(world::World& world, std::vector<SegmentReport> segments, CommandOutput& output) {
  auto repaired = collector::repair_journal(world.files(), std::move(segments));
  if (!repaired) return repaired.error().with("repair, which needs the monitor stopped");
  for (const SegmentReport& segment : *repaired) {
    if (segment.kept.empty()) continue;
    output.line(segment.path + ": what was damaged is cut off, and kept in " + segment.kept);
  }
  return {};
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
  const std::vector<collector::JournalGap> gaps = collector::gaps_between(*segments);
  const bool damaged = is_damaged(*segments);
  CommandOutput output(world);
  output.text(text_of(*segments, gaps, folder));
  if (!damaged || what == "check") co_return output.exit_code(damaged || !gaps.empty() ? 1 : kExitStopped);
  auto repaired = repair(world, *segments, output);
  if (!repaired) print_error(world, repaired.error().message());
  co_return output.exit_code(repaired ? kExitStopped : kExitCannotCreate);
}

}  // namespace checkride::runtime
