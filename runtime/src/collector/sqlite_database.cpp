#include "collector/sqlite_database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <boost/system/errc.hpp>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <limits>
#include <set>

#include "checkride/values/ascii.hpp"
#include "collector/line_format.hpp"

namespace checkride::runtime::collector {

namespace {

constexpr int kVersion = 1;
constexpr int kBusyMilliseconds = 2000;
constexpr int kFixedColumns = 6;
constexpr std::array<const char*, kFixedColumns> kFixed{"simulator", "session", "sequence", "ts_ns", "source", "flags"};
// Those of the first version's tables; to theirs the others are added, by which an older program is not disturbed.
constexpr int kOldestColumns = 4;

constexpr const char* kTables =
    "CREATE TABLE IF NOT EXISTS samples(simulator TEXT NOT NULL, session INTEGER NOT NULL, sequence INTEGER NOT NULL,"
    " ts_ns INTEGER NOT NULL, source TEXT, flags TEXT, PRIMARY KEY(simulator, session, sequence)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS journal_position(only INTEGER PRIMARY KEY CHECK(only = 1), next INTEGER NOT NULL);"
    "CREATE VIEW IF NOT EXISTS telemetry AS"
    " SELECT strftime('%Y-%m-%dT%H:%M:%fZ', ts_ns / 1e9, 'unixepoch') AS ts, * FROM samples;"
    "PRAGMA user_version = 1;";

std::string identifier(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    if (c != '\0') out += c;
  }
  return out += '"';
}

std::string text_of(sqlite3_stmt* row, int column) {
  const void* const text = sqlite3_column_text(row, column);
  const auto bytes = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
  return text == nullptr ? std::string() : std::string(static_cast<const char*>(text), bytes);
}

// `text` outlives the statement's step.
void bind_text_or_null(sqlite3_stmt* statement, int at, std::string_view text) {
  if (text.empty()) {
    sqlite3_bind_null(statement, at);
  } else {
    sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
}

std::uint64_t number_of(sqlite3_stmt* row, int column) {
  return static_cast<std::uint64_t>(sqlite3_column_int64(row, column));
}

// In the words of files, so that who reads them knows what may pass by itself. `system`: errno of SQLite's last call,
// or zero.
boost::system::error_code code_of(int code, int system) {
  namespace errc = boost::system::errc;
  if (system == EBUSY) code = SQLITE_BUSY;
  const auto of_the_disk = system == 0 ? make_error_code(errc::io_error)
                                       : boost::system::error_code(system, boost::system::generic_category());
  switch (code & 0xff) {
    case SQLITE_FULL:
      return make_error_code(errc::no_space_on_device);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return make_error_code(errc::resource_unavailable_try_again);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return make_error_code(errc::illegal_byte_sequence);
    case SQLITE_READONLY:
      return make_error_code(errc::read_only_file_system);
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return make_error_code(errc::permission_denied);
    case SQLITE_ERROR:  // it is a database of something else
      return make_error_code(errc::invalid_argument);
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
      return of_the_disk;
    default:
      return make_error_code(errc::io_error);
  }
}

bool is_damage(int code) {
  return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

constexpr const char* kWhatToDo =
    " (it is left as it is: move it away together with its -wal file, or mend it with .recover of the program sqlite3; "
    "what it does not take waits in the journal)";

}  // namespace

void CloseDatabase::operator()(sqlite3* database) const {
  sqlite3_close(database);
}

void FinishStatement::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

std::vector<std::string> sqlite_columns(const Columns& columns) {
  std::set<std::string> used(kFixed.begin(), kFixed.end());
  used.insert("ts");  // of the view
  std::vector<std::string> out;
  for (const std::string& title : column_titles(columns)) {
    std::string name = title;
    for (int n = 2; !used.insert(values::lower(name)).second; ++n) name = fmt::format("{} #{}", title, n);
    out.push_back(std::move(name));
  }
  return out;
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const std::string& path, const SqliteVfs* vfs) {
  sqlite3* handle = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                     vfs == nullptr ? nullptr : vfs->name());
  std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(path, handle));
  if (opened != SQLITE_OK) return database->failure();
  TRY_VOID(database->make_tables(vfs != nullptr));
  return database;
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open_to_read(const std::string& path, const SqliteVfs* vfs) {
  sqlite3* handle = nullptr;
  const int opened =
      sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE, vfs == nullptr ? nullptr : vfs->name());
  std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(path, handle));
  if (opened != SQLITE_OK) return database->failure();
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  TRY_VOID(database->run("PRAGMA temp_store = MEMORY"));
  if (vfs != nullptr) TRY_VOID(database->run("PRAGMA locking_mode = EXCLUSIVE"));
  TRY_VOID(database->run("PRAGMA query_only = ON"));
  return database;
}

Error SqliteDatabase::failure() {
  const int code = sqlite3_extended_errcode(database_.get());
  return Error(
      code_of(code, sqlite3_system_errno(database_.get())),
      fmt::format("SQLite {}: {}{}", path_, sqlite3_errmsg(database_.get()), is_damage(code) ? kWhatToDo : ""));
}

Result<> SqliteDatabase::run(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return failure();
  return {};
}

Result<SqliteDatabase::Statement> SqliteDatabase::prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) return failure();
  return Statement(statement);
}

Result<> SqliteDatabase::check_version() {
  TRY(const Statement ask, prepare("PRAGMA user_version"));
  if (sqlite3_step(ask.get()) != SQLITE_ROW) return failure();
  const int version = sqlite3_column_int(ask.get(), 0);
  if (version <= kVersion) return {};
  return Error::invalid(
      fmt::format("{} has version {} of the telemetry tables; this program knows {}", path_, version, kVersion));
}

Result<> SqliteDatabase::make_tables(bool alone) {
  sqlite3_busy_timeout(database_.get(), kBusyMilliseconds);
  TRY_VOID(run("PRAGMA temp_store = MEMORY"));
  if (alone) TRY_VOID(run("PRAGMA locking_mode = EXCLUSIVE"));
  TRY_VOID(run("PRAGMA journal_mode = WAL"));
  TRY_VOID(run("PRAGMA synchronous = FULL"));  // a commit is on the disk when it returns
  TRY_VOID(check_version());
  TRY_VOID(run(kTables));
  TRY(const std::vector<std::string> names, column_names());
  const auto is_there = [&names](std::string_view wanted) {
    return std::any_of(names.begin(), names.end(), [&](const auto& name) { return values::lower(name) == wanted; });
  };
  for (int i = kOldestColumns; i < kFixedColumns; ++i) {
    const char* const name = kFixed[static_cast<std::size_t>(i)];
    if (is_there(name)) continue;
    TRY_VOID(run(fmt::format("ALTER TABLE samples ADD COLUMN {} TEXT", name).c_str()));
  }
  return {};
}

Result<std::uint64_t> SqliteDatabase::position() {
  TRY(const Statement ask, prepare("SELECT next FROM journal_position"));
  const int state = sqlite3_step(ask.get());
  if (state == SQLITE_DONE) return std::uint64_t{0};
  if (state != SQLITE_ROW) return failure();
  return static_cast<std::uint64_t>(sqlite3_column_int64(ask.get(), 0));
}

Result<> SqliteDatabase::probe() {
  TRY_VOID(run("BEGIN IMMEDIATE"));
  return run("ROLLBACK");
}

Result<std::vector<std::string>> SqliteDatabase::column_names() {
  std::vector<std::string> names;
  TRY(const Statement ask, prepare("SELECT name FROM pragma_table_info('samples') ORDER BY cid"));
  int state = sqlite3_step(ask.get());
  for (; state == SQLITE_ROW; state = sqlite3_step(ask.get())) names.push_back(text_of(ask.get(), 0));
  if (state != SQLITE_DONE) return failure();
  return names;
}

Result<> SqliteDatabase::use_columns(const std::shared_ptr<const Columns>& columns) {
  if (insert_ != nullptr && (columns_ == columns || *columns_ == *columns)) return {};
  insert_.reset();
  TRY(const std::vector<std::string> present, column_names());
  std::set<std::string> there;
  for (const std::string& name : present) there.insert(values::lower(name));
  std::string names = fmt::format("{}", fmt::join(kFixed, ", "));
  std::string marks = "?, ?, ?, ?, ?, ?";
  for (const std::string& name : sqlite_columns(*columns)) {
    if (there.insert(values::lower(name)).second) {
      TRY_VOID(run(fmt::format("ALTER TABLE samples ADD COLUMN {} REAL", identifier(name)).c_str()));
    }
    names += ", " + identifier(name);
    marks += ", ?";
  }
  TRY(insert_, prepare(fmt::format("INSERT OR IGNORE INTO samples({}) VALUES({})", names, marks)));
  columns_ = columns;
  return {};
}

Result<> SqliteDatabase::insert_row(const Sample& sample) {
  sqlite3_stmt* const statement = insert_.get();
  sqlite3_bind_text(statement, 1, sample.simulator.data(), static_cast<int>(sample.simulator.size()), SQLITE_STATIC);
  sqlite3_bind_int64(statement, 2, static_cast<std::int64_t>(sample.session));
  sqlite3_bind_int64(statement, 3, static_cast<std::int64_t>(sample.sequence));
  sqlite3_bind_int64(statement, 4, sample.ts.time_since_epoch().count());
  const std::string_view source = source_of(sample);
  const std::string flags = sample.flags.none() ? std::string() : flag_words(sample.flags);
  bind_text_or_null(statement, 5, source);
  bind_text_or_null(statement, kFixedColumns, flags);
  int at = kFixedColumns;
  for (const double value : sample.values) sqlite3_bind_double(statement, ++at, value);  // NaN becomes NULL
  const int state = sqlite3_step(statement);
  if (state == SQLITE_DONE) {
    sqlite3_reset(statement);
    return {};
  }
  Error error = failure();
  sqlite3_reset(statement);
  return error;
}

Result<> SqliteDatabase::insert_rows(const std::vector<JournalRecord>& records) {
  for (const JournalRecord& record : records) {
    TRY_VOID(use_columns(record.columns));
    TRY_VOID(insert_row(record.sample));
  }
  TRY_VOID(
      run(fmt::format("INSERT OR REPLACE INTO journal_position(only, next) VALUES(1, {})", records.back().index + 1)
              .c_str()));
  return run("COMMIT");
}

Result<> SqliteDatabase::insert(const std::vector<JournalRecord>& records) {
  if (records.empty()) return {};
  TRY_VOID(run("BEGIN IMMEDIATE"));
  auto done = insert_rows(records);
  if (done) return done;
  if (sqlite3_get_autocommit(database_.get()) == 0) (void)run("ROLLBACK");  // the first failure is the one to tell
  insert_.reset();  // columns that were added went with the transaction
  return done;
}

Result<> SqliteDatabase::each_sample(const std::function<void(std::string_view, std::uint64_t, std::uint64_t)>& each) {
  TRY(const Statement ask, prepare("SELECT simulator, session, sequence FROM samples ORDER BY 1, 2, 3"));
  int state = sqlite3_step(ask.get());
  for (; state == SQLITE_ROW; state = sqlite3_step(ask.get())) {
    each(text_of(ask.get(), 0), number_of(ask.get(), 1), number_of(ask.get(), 2));
  }
  if (state != SQLITE_DONE) return failure();
  return {};
}

Result<> SqliteDatabase::each_row(world::UtcTime from, world::UtcTime to,
                                  const std::function<void(const JournalRecord&)>& each) {
  TRY(const std::vector<std::string> names, column_names());
  Columns columns;
  std::string fixed;
  std::string variables;
  for (const char* const name : kFixed) {
    const bool there = std::find(names.begin(), names.end(), name) != names.end();
    fixed += fmt::format("{}{}", fixed.empty() ? "" : ", ", there ? name : "NULL");
  }
  for (const std::string& name : names) {
    if (std::find(kFixed.begin(), kFixed.end(), name) != kFixed.end()) continue;
    columns.push_back({name, "", ""});
    variables += ", " + identifier(name);
  }
  TRY(const Statement ask,
      prepare("SELECT " + fixed + variables + " FROM samples WHERE ts_ns >= ? AND ts_ns < ? ORDER BY ts_ns, 1, 2, 3"));
  sqlite3_bind_int64(ask.get(), 1, from.time_since_epoch().count());
  sqlite3_bind_int64(ask.get(), 2, to.time_since_epoch().count());
  JournalRecord record;
  record.columns = std::make_shared<const Columns>(std::move(columns));
  record.sample.values.resize(record.columns->size());
  int state = sqlite3_step(ask.get());
  for (; state == SQLITE_ROW; state = sqlite3_step(ask.get())) {
    record.sample.simulator = text_of(ask.get(), 0);
    record.sample.session = number_of(ask.get(), 1);
    record.sample.sequence = number_of(ask.get(), 2);
    record.sample.ts = world::UtcTime(world::Duration(sqlite3_column_int64(ask.get(), 3)));
    record.sample.source = text_of(ask.get(), 4);
    record.sample.flags = flags_of(text_of(ask.get(), 5));
    for (std::size_t i = 0; i < record.sample.values.size(); ++i) {
      const int column = kFixedColumns + static_cast<int>(i);
      const bool none = sqlite3_column_type(ask.get(), column) == SQLITE_NULL;
      record.sample.values[i] =
          none ? std::numeric_limits<double>::quiet_NaN() : sqlite3_column_double(ask.get(), column);
    }
    each(record);
  }
  if (state != SQLITE_DONE) return failure();
  return {};
}

}  // namespace checkride::runtime::collector
