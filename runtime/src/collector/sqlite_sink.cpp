#include "collector/sqlite_sink.hpp"

#include <sqlite3.h>

#include <functional>
#include <utility>

#include "collector/sqlite_database.hpp"
#include "collector/write_lock.hpp"

namespace checkride::runtime::collector {

namespace {

// Measured, with room: charged to virtual time.
constexpr std::int64_t kNanosecondsPerRow = 2000;

// SQLite draws from one generator of the whole process: on a virtual host each piece of work begins with a seed of the
// host's, so that its files are the same bytes in every run.
void seed_sqlite(world::World& world) {
  const int seed = static_cast<int>(world.random("sqlite").below(0x7fffffff)) + 1;
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, seed, static_cast<sqlite3*>(nullptr));
}

}  // namespace

SqliteSink::SqliteSink(world::World& world, const DataCollectorConfig& config)
    : world_(world), path_(config.sqlite_file()) {
  if (!world_.files().belong_to_the_system()) vfs_ = std::make_unique<SqliteVfs>(world_);
}

SqliteSink::~SqliteSink() = default;

world::Task<Result<Opened>> SqliteSink::open() {
  Result<Opened> opened = Opened();
  std::function<void()> job = [this, &opened] {
    if (auto done = open_database(); !done) {
      opened = done.error();
    } else if (auto next = database_->position(); !next) {
      opened = next.error();
    } else {
      opened->next = *next;
    }
    if (opened) return;
    database_.reset();
    lock_.reset();
  };
  co_await world_.offload(std::move(job), world::Duration::zero());
  co_return opened;
}

Result<> SqliteSink::open_database() {
  world::Files& files = world_.files();
  database_.reset();
  if (const std::size_t slash = path_.rfind('/'); slash != std::string::npos && slash > 0) {
    auto folder = files.make_directories(path_.substr(0, slash));
    if (!folder) return folder.error().with("the folder of the database " + path_);
  }
  if (lock_ == nullptr) {
    TRY(lock_, take_write_lock(files, path_ + ".lock"));
  }
  if (vfs_ != nullptr) seed_sqlite(world_);
  TRY(database_, SqliteDatabase::open(path_, vfs_.get()));
  return {};
}

world::Task<Result<>> SqliteSink::probe() {
  Result<> done;
  std::function<void()> job = [this, &done] { done = database_->probe(); };
  co_await world_.offload(std::move(job), world::Duration::zero());
  co_return done;
}

Delivery SqliteSink::write(const std::vector<JournalRecord>& records) {
  if (database_ == nullptr) {
    if (auto opened = open_database(); !opened) return Delivery::failed(opened.error());
  } else if (vfs_ != nullptr) {
    seed_sqlite(world_);
  }
  Delivery delivery;
  if (auto done = database_->insert(records); !done) {
    // After an error of the disk SQLite's own view of the file is of the past: the next try opens it anew.
    database_.reset();
    return Delivery::failed(done.error());
  }
  delivery.taken = records.size();
  return delivery;
}

world::Task<Delivery> SqliteSink::deliver(const std::vector<JournalRecord>& records) {
  Delivery delivery;
  std::function<void()> job = [this, &records, &delivery] { delivery = write(records); };
  const world::Duration cost(kNanosecondsPerRow * static_cast<std::int64_t>(records.size()));
  co_await world_.offload(std::move(job), cost);
  co_return delivery;
}

world::Task<Result<>> SqliteSink::close() {
  std::function<void()> job = [this] {
    database_.reset();
    lock_.reset();
  };
  co_await world_.offload(std::move(job), world::Duration::zero());
  co_return Result<>();
}

}  // namespace checkride::runtime::collector
