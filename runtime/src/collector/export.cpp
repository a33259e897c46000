#include "collector/export.hpp"

#include <memory>
#include <string>

#include "collector/journal.hpp"
#include "collector/line_format.hpp"
#include "collector/sqlite_database.hpp"

namespace checkride::runtime::collector {

namespace {

class Printer {
 public:
  Printer(const DataCollectorConfig& config, const ExportRequest& request,
          const std::function<void(std::string_view)>& print)
      : request_(request), print_(print), writer_(request.format, config.measurement) {}

  void add(const JournalRecord& record) {
    if (record.sample.ts < request_.from || record.sample.ts >= request_.to) return;
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

}  // namespace

Result<> export_telemetry(world::World& world, const DataCollectorConfig& config, const ExportRequest& request,
                          const std::function<void(std::string_view)>& print) {
  Printer printer(config, request, print);
  std::uint64_t held = 0;  // by the database
  if (config.sqlite && world.files().exists(config.sqlite_file())) {
    std::unique_ptr<SqliteVfs> vfs;
    if (!world.files().belong_to_the_system()) vfs = std::make_unique<SqliteVfs>(world);
    TRY(const auto database, SqliteDatabase::open_to_read(config.sqlite_file(), vfs.get()));
    TRY(held, database->position());
    TRY_VOID(database->each_row(request.from, request.to, [&](const JournalRecord& record) { printer.add(record); }));
  }
  TRY(const auto segments, inspect_journal(world.files(), config.journal_folder(), [&](JournalRecord&& record) {
        if (record.index >= held) printer.add(record);
      }));
  return {};
}

}  // namespace checkride::runtime::collector
