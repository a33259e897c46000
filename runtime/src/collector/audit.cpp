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

bool SequenceSet::contains(std::uint64_t sequence) const {
  const auto after = ranges_.upper_bound(sequence);
  return after != ranges_.begin() && sequence <= std::prev(after)->second;
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

std::uint64_t count_of(const std::vector<Range>& ranges) {
  std::uint64_t sum = 0;
  for (const Range& range : ranges) sum += range.last - range.first + 1;
  return sum;
}

// The journal holds what a sink still has to take: that is added to what the sink has. What it has taken since its
// position was read is not there twice for that.
void add_waiting(Holder& sink, const std::vector<JournalRecord>& journal, std::uint64_t position,
                 std::uint64_t* waiting) {
  std::uint64_t count = 0;
  for (const JournalRecord& record : journal) {
    if (record.index < position) continue;
    SequenceSet& set = sink.holdings[{record.sample.simulator, record.sample.session}];
    if (set.contains(record.sample.sequence)) continue;
    set.add(record.sample.sequence);
    ++count;
  }
  *waiting = std::max(*waiting, count);
}

// Adds what came into the journal behind the records that are known.
Result<> read_journal(world::Files& files, const std::string& folder, Holder& journal,
                      std::vector<JournalRecord>& records, std::vector<std::string>* notes) {
  const std::uint64_t from = records.empty() ? 0 : records.back().index + 1;
  const auto add = [&](JournalRecord&& record) {
    if (record.index < from) return;
    journal.holdings[{record.sample.simulator, record.sample.session}].add(record.sample.sequence);
    record.sample.values.clear();
    records.push_back(std::move(record));
  };
  TRY(const auto segments, inspect_journal(files, folder, add, from));
  for (const SegmentReport& segment : segments) {
    if (!segment.damage.empty()) notes->push_back(segment.path + ": " + segment.damage);
  }
  return {};
}

Result<Holder> read_files(world::World& world, const DataCollectorConfig& config, std::uint64_t* next,
                          std::vector<std::string>* notes) {
  Holder holder;
  holder.name = "files";
  // Once, before the files: a running monitor moves it on.
  TRY(const SinkPosition position, read_position(world.files(), position_path(config.journal_folder(), holder.name)));
  *next = position.next;
  const auto add = [&holder](const TelemetryKey& key) {
    holder.holdings[{key.simulator, key.session}].add(key.sequence);
  };
  TRY_VOID(read_telemetry_files(world.files(), config.output_path, position, add, notes));
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

std::uint64_t AuditReport::gaps(const Holder& holder) const {
  if (!holder.complete) return 0;
  std::uint64_t sum = 0;
  for (const auto& [key, last] : received(*this)) sum += count_of(gaps_of(holder, key, last));
  return sum;
}

std::uint64_t AuditReport::doubles(const Holder& holder) {
  std::uint64_t sum = 0;
  for (const auto& [key, set] : holder.holdings) sum += set.doubles();
  return sum;
}

bool AuditReport::clean() const {
  return std::all_of(holders.begin(), holders.end(),
                     [this](const Holder& holder) { return gaps(holder) == 0 && doubles(holder) == 0; });
}

Result<AuditReport> audit(world::World& world, const DataCollectorConfig& config) {
  AuditReport report;
  const std::string folder = config.journal_folder();
  std::vector<JournalRecord> records;
  Holder journal;
  journal.name = "journal";
  journal.complete = false;
  TRY_VOID(read_journal(world.files(), folder, journal, records, &report.notes));
  std::vector<Holder> sinks;
  std::vector<std::uint64_t> positions;
  if (config.output_format != OutputFormat::none) {
    TRY(sinks.emplace_back(), read_files(world, config, &positions.emplace_back(), &report.notes));
  }
  if (config.sqlite) {
    TRY(sinks.emplace_back(), read_sqlite(world, config, &positions.emplace_back()));
  }
  // What came meanwhile one sink may have and another not yet; it is still in the journal.
  std::vector<std::string> half_written;
  TRY_VOID(read_journal(world.files(), folder, journal, records, &half_written));
  report.holders.push_back(std::move(journal));
  for (std::size_t i = 0; i < sinks.size(); ++i) {
    add_waiting(sinks[i], records, positions[i], &report.waiting);
    report.holders.push_back(std::move(sinks[i]));
  }
  if (config.influx) report.not_audited.emplace_back("influx");
  report.retired_files = count_lines(world.files(), folder + "/" + std::string(FileSink::kRetired));
  return report;
}

namespace {

std::string text_of(const Holder& holder, const SessionKey& key, std::uint64_t last) {
  const SequenceSet* set = find(holder.holdings, key);
  const auto gaps = holder.complete ? gaps_of(holder, key, last) : std::vector<Range>();
  std::string out = fmt::format("  {:<8} {} records, {} missing, {} doubled\n", holder.name,
                                set == nullptr ? 0 : set->count(), count_of(gaps), set == nullptr ? 0 : set->doubles());
  for (const Range& gap : gaps) out += fmt::format("    missing {}-{}\n", gap.first, gap.last);
  return out;
}

// Per sink: one record that two of them miss is not two.
std::string verdict_of(const AuditReport& report) {
  std::string out;
  bool gaps = false;
  bool audited = false;
  for (const Holder& holder : report.holders) {
    const std::uint64_t missing = report.gaps(holder);
    const std::uint64_t doubled = AuditReport::doubles(holder);
    if (missing > 0) out += fmt::format("{}: {} records are missing\n", holder.name, missing);
    if (doubled > 0) out += fmt::format("{}: {} records are doubled\n", holder.name, doubled);
    gaps = gaps || missing > 0;
    audited = audited || holder.complete;
  }
  for (const std::string& name : report.not_audited) out += name + ": not audited\n";
  if (!audited) return out + "neither files nor a database are configured\n";
  return gaps ? out : out + "no gaps\n";
}

}  // namespace

std::string audit_text(const AuditReport& report) {
  std::string out;
  for (const auto& [key, last] : received(report)) {
    out += fmt::format("simulator {:?} session {}: received 1-{}\n", key.simulator, key.session, last);
    for (const Holder& holder : report.holders) out += text_of(holder, key, last);
  }
  if (report.waiting > 0) {
    out += fmt::format("{} records wait in the journal and count as held: they come with the next flush\n",
                       report.waiting);
  }
  if (report.retired_files > 0) {
    out += fmt::format("retention took {} files: what they held counts as missing\n", report.retired_files);
  }
  for (const std::string& note : report.notes) out += "note: " + note + "\n";
  return out + verdict_of(report);
}

}  // namespace checkride::runtime::collector
