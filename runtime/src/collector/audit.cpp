#include "collector/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "collector/file_sink.hpp"
#include "collector/journal.hpp"
#include "collector/sqlite_database.hpp"
#include "collector/telemetry_keys.hpp"

namespace checkride::runtime::collector {

void SequenceSet::add(std::uint64_t sequence) {
  auto after = ranges_.upper_bound(sequence);
  if (after != ranges_.begin()) {
    auto before = std::prev(after);
    if (sequence <= before->second) {
      ++doubles_;
      return;
    }
    if (before->second + 1 == sequence) {
      before->second = sequence;
      if (after != ranges_.end() && after->first == sequence + 1) {
        before->second = after->second;
        ranges_.erase(after);
      }
      return;
    }
  }
  std::uint64_t last = sequence;
  if (after != ranges_.end() && after->first == sequence + 1) {
    last = after->second;
    ranges_.erase(after);
  }
  ranges_.emplace(sequence, last);
}

std::uint64_t SequenceSet::count() const {
  std::uint64_t sum = 0;
  for (const auto& [first, last] : ranges_) sum += last - first + 1;
  return sum;
}

std::vector<SequenceSet::Range> SequenceSet::missing(std::uint64_t last) const {
  std::vector<Range> out;
  std::uint64_t next = 1;
  for (const auto& [first, end] : ranges_) {
    if (first > last) break;
    if (first > next) out.push_back({next, first - 1});
    next = end + 1;
  }
  if (next <= last) out.push_back({next, last});
  return out;
}

namespace {

using Range = SequenceSet::Range;

const SequenceSet* find(const Holdings& holdings, const SessionKey& key) {
  const auto found = holdings.find(key);
  return found == holdings.end() ? nullptr : &found->second;
}

// Of all holders together: what was received, as far as anybody knows.
std::map<SessionKey, std::uint64_t> received(const AuditReport& report) {
  std::map<SessionKey, std::uint64_t> last;
  for (const Holder& holder : report.holders) {
    for (const auto& [key, set] : holder.holdings) last[key] = std::max(last[key], set.last());
  }
  return last;
}

std::vector<Range> gaps_of(const Holder& holder, const SessionKey& key, std::uint64_t last) {
  const SequenceSet* set = find(holder.holdings, key);
  return set == nullptr ? std::vector<Range>{{1, last}} : set->missing(last);
}

// The journal holds what a sink still has to take: that is added to what the sink has.
void add_waiting(Holder& sink, const std::vector<JournalRecord>& journal, std::uint64_t position,
                 std::uint64_t* waiting) {
  std::uint64_t count = 0;
  for (const JournalRecord& record : journal) {
    if (record.index < position) continue;
    sink.holdings[{record.sample.simulator, record.sample.session}].add(record.sample.sequence);
    ++count;
  }
  *waiting = std::max(*waiting, count);
}

Result<Holder> read_files(world::World& world, const DataCollectorConfig& config, AuditReport* report) {
  Holder holder;
  holder.name = "files";
  TRY(const SinkPosition position, read_position(world.files(), position_path(config.journal_folder(), holder.name)));
  const auto add = [&holder](const TelemetryKey& key) {
    holder.holdings[{key.simulator, key.session}].add(key.sequence);
  };
  TRY_VOID(read_telemetry_files(world.files(), config.output_path, position, add, &report->notes));
  return holder;
}

Result<Holder> read_sqlite(world::World& world, const DataCollectorConfig& config, std::uint64_t* position) {
  Holder holder;
  holder.name = "sqlite";
  std::unique_ptr<SqliteVfs> vfs;
  if (!world.files().belong_to_the_system()) vfs = std::make_unique<SqliteVfs>(world);
  if (!world.files().exists(config.sqlite_file())) return holder;
  TRY(const auto database, SqliteDatabase::open_to_read(config.sqlite_file(), vfs.get()));
  TRY(*position, database->position());
  TRY_VOID(database->each_sample([&holder](std::string_view simulator, std::uint64_t session, std::uint64_t sequence) {
    holder.holdings[{std::string(simulator), session}].add(sequence);
  }));
  return holder;
}

std::uint64_t count_lines(world::Files& files, const std::string& path) {
  const auto text = files.exists(path) ? files.read(path) : Result<std::string>(std::string());
  return text ? static_cast<std::uint64_t>(std::count(text->begin(), text->end(), '\n')) : 0;
}

}  // namespace

std::uint64_t AuditReport::gaps() const {
  std::uint64_t sum = 0;
  for (const auto& [key, last] : received(*this)) {
    for (const Holder& holder : holders) {
      if (!holder.complete) continue;
      for (const Range& gap : gaps_of(holder, key, last)) sum += gap.last - gap.first + 1;
    }
  }
  return sum;
}

Result<AuditReport> audit(world::World& world, const DataCollectorConfig& config) {
  AuditReport report;
  std::vector<JournalRecord> records;
  Holder journal;
  journal.name = "journal";
  journal.complete = false;
  TRY(const auto segments, inspect_journal(world.files(), config.journal_folder(), [&](JournalRecord&& record) {
        journal.holdings[{record.sample.simulator, record.sample.session}].add(record.sample.sequence);
        record.sample.values.clear();
        records.push_back(std::move(record));
      }));
  for (const SegmentReport& segment : segments) {
    if (!segment.damage.empty()) report.notes.push_back(segment.path + ": " + segment.damage);
  }
  report.holders.push_back(std::move(journal));
  if (config.output_format != OutputFormat::none) {
    TRY(Holder files, read_files(world, config, &report));
    TRY(const SinkPosition position, read_position(world.files(), position_path(config.journal_folder(), "files")));
    add_waiting(files, records, position.next, &report.waiting);
    report.holders.push_back(std::move(files));
  }
  if (config.sqlite) {
    std::uint64_t position = 0;
    TRY(Holder sqlite, read_sqlite(world, config, &position));
    add_waiting(sqlite, records, position, &report.waiting);
    report.holders.push_back(std::move(sqlite));
  }
  report.retired_files = count_lines(world.files(), config.journal_folder() + "/" + std::string(FileSink::kRetired));
  return report;
}

std::string audit_text(const AuditReport& report) {
  std::string out;
  for (const auto& [key, last] : received(report)) {
    out += fmt::format("simulator {:?} session {}: received 1-{}\n", key.simulator, key.session, last);
    for (const Holder& holder : report.holders) {
      const SequenceSet* set = find(holder.holdings, key);
      const auto gaps = holder.complete ? gaps_of(holder, key, last) : std::vector<Range>();
      std::uint64_t missing = 0;
      for (const Range& gap : gaps) missing += gap.last - gap.first + 1;
      out += fmt::format("  {:<8} {} records, {} missing, {} doubled\n", holder.name, set == nullptr ? 0 : set->count(),
                         missing, set == nullptr ? 0 : set->doubles());
      for (const Range& gap : gaps) out += fmt::format("    missing {}-{}\n", gap.first, gap.last);
    }
  }
  if (report.waiting > 0) {
    out += fmt::format("{} records wait in the journal and count as held: they come with the next flush\n",
                       report.waiting);
  }
  if (report.retired_files > 0) {
    out += fmt::format("retention took {} files: what they held counts as missing\n", report.retired_files);
  }
  for (const std::string& note : report.notes) out += "note: " + note + "\n";
  out += report.gaps() == 0 ? "no gaps\n" : fmt::format("{} records are missing\n", report.gaps());
  return out;
}

}  // namespace checkride::runtime::collector
