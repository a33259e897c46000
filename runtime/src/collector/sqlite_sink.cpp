#include "collector/sqlite_sink.hpp"

#include <sqlite3.h>

#include <functional>
#include <utility>

#include "collector/sqlite_database.hpp"

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

world::Task<Result<std::uint64_t>> SqliteSink::open() {
  Result<std::uint64_t> position = std::uint64_t{0};
  std::function<void()> job = [this, &position] {
    database_.reset();
    if (vfs_ != nullptr) seed_sqlite(world_);
    auto opened = SqliteDatabase::open(path_, vfs_.get());
    if (!opened) {
      position = opened.error();
      return;
    }
    database_ = std::move(*opened);
    position = database_->position();
  };
  co_await world_.offload(std::move(job), world::Duration::zero());
  co_return position;
}

Delivery SqliteSink::write(const std::vector<JournalRecord>& records) {
  if (vfs_ != nullptr) seed_sqlite(world_);
  if (database_ == nullptr) {
    auto opened = SqliteDatabase::open(path_, vfs_.get());
    if (!opened) return Delivery::failed(Delivery::State::temporary, opened.error());
    database_ = std::move(*opened);
  }
  Delivery delivery;
  if (auto done = database_->insert(records); !done) {
    const auto state = database_->failed_for_good() ? Delivery::State::permanent : Delivery::State::temporary;
    // After an error of the disk SQLite's own view of the file is of the past: the next try opens it anew.
    database_.reset();
    return Delivery::failed(state, done.error());
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
  std::function<void()> job = [this] { database_.reset(); };
  co_await world_.offload(std::move(job), world::Duration::zero());
  co_return Result<>();
}

}  // namespace checkride::runtime::collector
