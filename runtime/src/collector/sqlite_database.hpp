// SqliteDatabase: the telemetry database itself. Blocks: for jobs, not for the event loop.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collector/journal_format.hpp"
#include "collector/sqlite_vfs.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace checkride::runtime::collector {

struct CloseDatabase {
  void operator()(sqlite3* database) const;
};
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const;
};

// The column of each variable: column_titles() that differ, whatever their case, from one another and from ours.
std::vector<std::string> sqlite_columns(const Columns& columns);

class SqliteDatabase {
 public:
  // Opens or makes it, with its tables. `vfs`: null for SQLite's own.
  // Errors name the path, and their codes tell what may pass by itself from what stays: no database or a damaged one
  // (illegal_byte_sequence), one of a newer version, no right, those of the disk; one that is locked
  // (resource_unavailable_try_again).
  static Result<std::unique_ptr<SqliteDatabase>> open(const std::string& path, const SqliteVfs* vfs);
  // One that is there, only to be read.
  static Result<std::unique_ptr<SqliteDatabase>> open_to_read(const std::string& path, const SqliteVfs* vfs);

  // What is read from now on is as it stood at the first of it, until this object is gone.
  Result<> begin_snapshot() { return run("BEGIN"); }
  // Index of the first journal record that it does not hold.
  Result<std::uint64_t> position();
  // Whether it could be written now; writes nothing.
  Result<> probe();
  // All rows and the new position, or nothing.
  Result<> insert(const std::vector<JournalRecord>& records);
  // Calls `each` for every row's (simulator, session, sequence), in that order.
  Result<> each_sample(const std::function<void(std::string_view, std::uint64_t, std::uint64_t)>& each);
  // Calls `each` for every row of that time, `to` not included, in the order of time; its columns have no unit. No
  // index.
  Result<> each_row(world::UtcTime from, world::UtcTime to, const std::function<void(const JournalRecord&)>& each);

 private:
  using Statement = std::unique_ptr<sqlite3_stmt, FinishStatement>;
  SqliteDatabase(std::string path, sqlite3* database) : path_(std::move(path)), database_(database) {}

  Result<> run(const char* sql);
  Result<Statement> prepare(const std::string& sql);
  Result<> make_tables(bool alone);
  Result<> check_version();
  Result<std::vector<std::string>> column_names();
  Result<> use_columns(const std::shared_ptr<const Columns>& columns);
  Result<> insert_rows(const std::vector<JournalRecord>& records);
  Result<> insert_row(const Sample& sample);
  Error failure();

  std::string path_;
  std::unique_ptr<sqlite3, CloseDatabase> database_;
  std::shared_ptr<const Columns> columns_;  // of insert_
  Statement insert_;
};

}  // namespace checkride::runtime::collector
