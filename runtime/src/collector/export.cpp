#include "collector/export.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "collector/journal.hpp"
#include "collector/line_format.hpp"
#include "collector/sqlite_database.hpp"
#include "collector/telemetry_folder.hpp"

namespace checkride::runtime::collector {

namespace {

class Printer {
 public:
  Printer(const DataCollectorConfig& config, const ExportRequest& request,
          const std::function<void(std::string_view)>& print)
      : request_(request), print_(print), writer_(request.format, config.measurement) {}

  bool wants(const JournalRecord& record) const {
    return record.sample.ts >= request_.from && record.sample.ts < request_.to;
  }
  void add(const JournalRecord& record) {
    if (!wants(record)) return;
    std::string lines;
    writer_.append(lines, record);
    lines.pop_back();  // the newline, which the printer adds
    print_(lines);
  }

 private:
  const ExportRequest& request_;
  const std::function<void(std::string_view)>& print_;
  RecordWriter writer_;
};

// The journal first: what a running monitor takes from it into the database meanwhile is then in both, and held back
// by the database's position. The other way round it could be in neither.
Result<> export_database(world::World& world, const DataCollectorConfig& config, const ExportRequest& request,
                         Printer& printer) {
  std::unique_ptr<SqliteVfs> vfs;
  if (!world.files().belong_to_the_system()) vfs = std::make_unique<SqliteVfs>(world);
  TRY(const auto database, SqliteDatabase::open_to_read(config.sqlite_file(), vfs.get()));
  TRY(const std::uint64_t before, database->position());
  std::vector<JournalRecord> journal;
  TRY(const auto segments, inspect_journal(world.files(), config.journal_folder(), [&](JournalRecord&& record) {
        if (record.index >= before && printer.wants(record)) journal.push_back(std::move(record));
      }));
  TRY_VOID(database->begin_snapshot());
  TRY(const std::uint64_t held, database->position());
  TRY_VOID(database->each_row(request.from, request.to, [&](const JournalRecord& record) { printer.add(record); }));
  for (const JournalRecord& record : journal) {
    if (record.index >= held) printer.add(record);
  }
  return {};
}

// The columns as a telemetry file knows them, so that records of both follow one another under one header.
class Titles {
 public:
  std::shared_ptr<const Columns> of(const std::shared_ptr<const Columns>& columns) {
    if (columns == from_) return titled_;
    Columns titled;
    for (std::string& title : column_titles(*columns)) titled.push_back({std::move(title), "", ""});
    from_ = columns;
    titled_ = std::make_shared<const Columns>(std::move(titled));
    return titled_;
  }

 private:
  std::shared_ptr<const Columns> from_;
  std::shared_ptr<const Columns> titled_;
};

// Session by session, so that no more than one of them is in memory, beside the journal.
Result<> export_files(world::World& world, const DataCollectorConfig& config, const ExportRequest& request,
                      Printer& printer, ExportReport* report) {
  // The journal first: what is taken from it into the files meanwhile is in both, and printed once.
  Titles titles;
  std::map<SessionName, std::vector<JournalRecord>> journal;
  TRY(const auto segments, inspect_journal(world.files(), config.journal_folder(), [&](JournalRecord&& record) {
        if (!printer.wants(record)) return;
        const Sample& sample = record.sample;
        record.columns = titles.of(record.columns);
        journal[{sample.simulator, sample.session}].push_back(std::move(record));
      }));
  const auto position = read_position(world.files(), position_path(config.journal_folder(), "files"));
  TRY(TelemetryFolder folder,
      TelemetryFolder::open(world.files(), config.output_path, position ? *position : SinkPosition()));
  std::set<SessionName> sessions = folder.sessions();
  const bool has_files = folder.has_files();
  for (const auto& [session, records] : journal) sessions.insert(session);
  for (const SessionName& session : sessions) {
    std::vector<JournalRecord> records = folder.records(session, request.from, request.to);
    merge_records(records, std::move(journal[session]));
    for (const JournalRecord& record : records) printer.add(record);
  }
  report->files = has_files;
  report->notes = folder.notes();
  return {};
}

}  // namespace

Result<ExportReport> export_telemetry(world::World& world, const DataCollectorConfig& config,
                                      const ExportRequest& request,
                                      const std::function<void(std::string_view)>& print) {
  Printer printer(config, request, print);
  ExportReport report;
  report.database = config.sqlite && world.files().exists(config.sqlite_file());
  if (report.database) {
    TRY_VOID(export_database(world, config, request, printer));
  } else {
    TRY_VOID(export_files(world, config, request, printer, &report));
  }
  return report;
}

}  // namespace checkride::runtime::collector
