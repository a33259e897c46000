// SqliteSink: records as rows of a SQLite database, for queries.
//
//   samples(simulator, session, sequence, ts_ns, "PLANE ALTITUDE", ...)   one column per variable; NULL: none was sent
//   telemetry                                                              the same with ts as text, a view
//
// What it holds and how far it is are one transaction: a crash neither loses nor doubles a row. In the real world the
// database is in WAL mode and open to other programs; on a virtual host this program has it alone. Another monitor is
// kept from writing into it by PATH.lock.
#pragma once

#include <memory>
#include <string>

#include "collector/sink.hpp"
#include "collector/sqlite_vfs.hpp"
#include "config/sections/data_collector.hpp"

namespace checkride::runtime::collector {

class SqliteDatabase;

class SqliteSink final : public Sink {
 public:
  // `world` outlives the sink; `config` has a section sqlite.
  SqliteSink(world::World& world, const DataCollectorConfig& config);
  ~SqliteSink() override;

  std::string_view name() const override { return "sqlite"; }
  world::Task<Result<Opened>> open() override;
  world::Task<Result<>> probe() override;
  world::Task<Delivery> deliver(const std::vector<JournalRecord>& records) override;
  world::Task<Result<>> close() override;
  std::string place() const override { return path_; }
  std::size_t batch_max() const override { return 10000; }
  std::size_t connections_max() const override { return 1; }

 private:
  Result<> open_database();
  Delivery write(const std::vector<JournalRecord>& records);

  world::World& world_;
  std::string path_;
  std::unique_ptr<world::RandomFile> lock_;
  std::unique_ptr<SqliteVfs> vfs_;  // none where SQLite's own finds the files
  std::unique_ptr<SqliteDatabase> database_;
};

}  // namespace checkride::runtime::collector
