#include "collector/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/system/errc.hpp>
#include <map>
#include <memory>

#include "collector/file_sink.hpp"
#include "collector/journal.hpp"
#include "collector/sqlite_database.hpp"
#include "collector/telemetry_keys.hpp"

namespace checkride::runtime::collector {

namespace {

using Range = SequenceSet::Range;

const SequenceSet* find(const Holdings& holdings, const SessionKey& key) {
  const auto found = holdings.find(key);
  return found == holdings.end() ? nullptr : &found->second;
}

// What came, as far as the ledger or anybody who holds it knows.
std::map<SessionKey, std::uint64_t> received(const AuditReport& report) {
  std::map<SessionKey, std::uint64_t> last;
  for (const auto& [key, entry] : report.told.entries()) last[key] = entry.last;
  for (const Holder& holder : report.holders) {
    for (const Holdings* held : {&holder.holdings, &holder.retired, &holder.dead}) {
      for (const auto& [key, set] : *held) last[key] = std::max(last[key], set.last());
    }
  }
  return last;
}

std::vector<Range> gaps_of(const Holder& holder, const SessionKey& key, std::uint64_t last) {
  SequenceSet accounted;
  for (const Holdings* held : {&holder.holdings, &holder.retired, &holder.dead}) {
    const SequenceSet* set = find(*held, key);
    if (set == nullptr) continue;
    for (const Range& range : set->ranges()) accounted.add_range(range);
  }
  // What is known begins within this session, or after it.
  if (accounted.count() == 0 && key.session < holder.known_from) return {};
  std::vector<Range> gaps = accounted.missing(last);
  const bool begins_here = holder.known_from > 0 && key.session <= holder.known_from && accounted.count() > 0;
  if (begins_here && !gaps.empty() && gaps.front().first == 1) gaps.erase(gaps.begin());
  return gaps;
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
    sink.waiting[{record.sample.simulator, record.sample.session}].add(record.sample.sequence);
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

Holdings sets_of(const Ledger& ledger, SequenceSet Ledger::Entry::*which) {
  Holdings out;
  for (const auto& [key, entry] : ledger.entries()) {
    if ((entry.*which).count() > 0) out.emplace(key, entry.*which);
  }
  return out;
}

// One that cannot be read is told, and counts as one that knows nothing.
Result<Ledger> ledger_of(world::Files& files, const DataCollectorConfig& config, std::string_view name,
                         std::vector<std::string>* notes) {
  const std::string path = ledger_path(config.journal_folder(), name);
  auto ledger = read_ledger(files, path);
  if (!ledger && ledger.error().code() == boost::system::errc::invalid_argument) {
    notes->push_back(ledger.error().detail());
    return Ledger::begun_late();
  }
  return ledger;
}

// How far a sink was. Of one that does not know any more everything that it does not hold may still come.
Result<std::uint64_t> position_of(world::Files& files, const std::string& path, SinkPosition* position,
                                  std::vector<std::string>* notes) {
  auto read = read_position(files, path);
  if (!read && read.error().code() != boost::system::errc::invalid_argument) return read.error();
  if (!read) notes->push_back(read.error().detail() + "; the next start of the monitor finds out");
  *position = read ? *read : SinkPosition();
  return position->next;
}

Result<Holder> read_files(world::World& world, const DataCollectorConfig& config, std::uint64_t* next,
                          std::vector<std::string>* notes) {
  Holder holder;
  holder.name = "files";
  // Once, before the files: a running monitor moves it on.
  SinkPosition position;
  TRY(*next, position_of(world.files(), position_path(config.journal_folder(), holder.name), &position, notes));
  const auto add = [&holder](const TelemetryKey& key) {
    holder.holdings[{key.simulator, key.session}].add(key.sequence);
  };
  TRY_VOID(read_telemetry_files(world.files(), config.output_path, position, add, notes));
  TRY(const Ledger retired, ledger_of(world.files(), config, Ledger::kRetired, notes));
  holder.retired = sets_of(retired, &Ledger::Entry::taken);
  holder.known_from = retired.known_from();
  return holder;
}

// What it acknowledged, by what the monitor wrote down: nobody is asked over the network.
Result<Holder> read_influx(world::World& world, const DataCollectorConfig& config, std::uint64_t* next,
                           std::vector<std::string>* notes) {
  Holder holder;
  holder.name = "influx";
  holder.elsewhere = true;
  SinkPosition position;
  TRY(*next, position_of(world.files(), position_path(config.journal_folder(), holder.name), &position, notes));
  TRY(const Ledger ledger, ledger_of(world.files(), config, Ledger::kInflux, notes));
  holder.holdings = sets_of(ledger, &Ledger::Entry::taken);
  holder.dead = sets_of(ledger, &Ledger::Entry::dead);
  holder.known_from = ledger.known_from();
  const bool before_ledgers = position.next > 1 && ledger.entries().empty();
  if (before_ledgers) holder.known_from = UINT64_MAX;
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

std::uint64_t AuditReport::dead(const Holder& holder) {
  std::uint64_t sum = 0;
  for (const auto& [key, set] : holder.dead) sum += set.count();
  return sum;
}

bool AuditReport::clean() const {
  return std::all_of(holders.begin(), holders.end(), [this](const Holder& holder) {
    return gaps(holder) == 0 && doubles(holder) == 0 && dead(holder) == 0;
  });
}

Result<AuditReport> audit(world::World& world, const DataCollectorConfig& config) {
  AuditReport report;
  const std::string folder = config.journal_folder();
  // First: what it tells is in the journal by then.
  TRY(report.told, ledger_of(world.files(), config, Ledger::kReceived, &report.notes));
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
  if (config.influx) {
    TRY(sinks.emplace_back(), read_influx(world, config, &positions.emplace_back(), &report.notes));
  }
  // What came meanwhile one sink may have and another not yet; it is still in the journal.
  std::vector<std::string> half_written;
  TRY_VOID(read_journal(world.files(), folder, journal, records, &half_written));
  report.holders.push_back(std::move(journal));
  for (std::size_t i = 0; i < sinks.size(); ++i) {
    add_waiting(sinks[i], records, positions[i], &report.waiting);
    report.holders.push_back(std::move(sinks[i]));
  }
  // Without a ledger they were taken before there were ledgers.
  if (!world.files().exists(ledger_path(folder, Ledger::kRetired))) {
    report.retired_files = count_lines(world.files(), folder + "/" + std::string(FileSink::kRetired));
  }
  return report;
}

namespace {

std::uint64_t count_in(const Holdings& holdings, const SessionKey& key) {
  const SequenceSet* set = find(holdings, key);
  return set == nullptr ? 0 : set->count();
}

std::string text_of(const Holder& holder, const SessionKey& key, std::uint64_t last) {
  const SequenceSet* set = find(holder.holdings, key);
  const auto gaps = holder.complete ? gaps_of(holder, key, last) : std::vector<Range>();
  const std::uint64_t waiting = count_in(holder.waiting, key);
  std::string out = fmt::format("  {:<8} {} {}", holder.name, count_in(holder.holdings, key) - waiting,
                                holder.elsewhere ? "acknowledged" : "records");
  if (waiting > 0) out += fmt::format(", {} waiting", waiting);
  out += fmt::format(", {} missing, {} doubled", count_of(gaps), set == nullptr ? 0 : set->doubles());
  if (const auto retired = count_in(holder.retired, key)) out += fmt::format(", {} retired", retired);
  if (const auto dead = count_in(holder.dead, key)) out += fmt::format(", {} dead letters", dead);
  if (key.session <= holder.known_from && holder.known_from > 0) out += ", not all is known";
  out += "\n";
  for (const Range& gap : gaps) out += fmt::format("    missing {}-{}\n", gap.first, gap.last);
  if (const SequenceSet* dead = find(holder.dead, key)) {
    for (const Range& range : dead->ranges()) out += fmt::format("    dead {}-{}\n", range.first, range.last);
  }
  return out;
}

// How sure the last number is.
std::string_view end_of(const AuditReport& report, const SessionKey& key) {
  const Ledger::Entry* entry = report.told.find(key);
  if (entry == nullptr) return ", as far as anybody holds it";
  switch (entry->end) {
    case Ledger::End::ended:
      return ", which is all that came";
    case Ledger::End::killed:
      return "; the monitor did not end in order: what came at the very last is not known";
    case Ledger::End::open:
      return " so far; if the monitor does not run it did not end in order";
  }
  return "";
}

// Per sink: one record that two of them miss is not two.
std::string verdict_of(const AuditReport& report) {
  std::string out;
  bool gaps = false;
  bool audited = false;
  for (const Holder& holder : report.holders) {
    const std::uint64_t missing = report.gaps(holder);
    const std::uint64_t doubled = AuditReport::doubles(holder);
    const std::uint64_t dead = AuditReport::dead(holder);
    if (missing > 0) out += fmt::format("{}: {} records are missing\n", holder.name, missing);
    if (doubled > 0) out += fmt::format("{}: {} records are doubled\n", holder.name, doubled);
    if (dead > 0) out += fmt::format("{}: {} records are dead letters\n", holder.name, dead);
    if (holder.elsewhere) {
      out += holder.name + ": audited by what it acknowledged; what it holds now only it can say\n";
    }
    gaps = gaps || missing > 0;
    audited = audited || holder.complete;
  }
  if (!audited) return out + "no sinks are configured\n";
  if (gaps) return out;
  return out + (received(report).empty() ? "no records at all: nothing has been collected here yet\n" : "no gaps\n");
}

}  // namespace

std::string audit_text(const AuditReport& report) {
  std::string out;
  for (const auto& [key, last] : received(report)) {
    out += fmt::format("simulator {:?} session {}: received 1-{}{}\n", key.simulator, key.session, last,
                       end_of(report, key));
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
