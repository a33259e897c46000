// Keeping telemetry: rows per second through journal and SQLite beside a plain SQLite insert of the same rows in the
// same run, and samples per second from the simulator's bytes over the rules to a line of JSON. Items are samples.
#include <benchmark/benchmark.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "alerts/engine.hpp"
#include "checkride/protocol/protocol.hpp"
#include "checkride/world/real_world.hpp"
#include "collector/journal.hpp"
#include "collector/line_format.hpp"
#include "collector/sqlite_database.hpp"
#include "link/sample_decoder.hpp"
#include "samples/sample_bus.hpp"

namespace {

using namespace checkride::runtime;
using namespace checkride::runtime::collector;
namespace protocol = checkride::protocol;
namespace world = checkride::world;

constexpr std::uint64_t kBatch = 5000;

const Columns kColumns{{"PLANE ALTITUDE", "feet", "altitude"},
                       {"AIRSPEED INDICATED", "knots", "airspeed"},
                       {"FUEL TOTAL QUANTITY", "gallons", "fuel"},
                       {"VERTICAL SPEED", "feet per minute", ""}};

Sample sample_of(std::uint64_t sequence) {
  Sample sample;
  sample.ts = world::UtcTime(std::chrono::milliseconds(1767600000000 + static_cast<std::int64_t>(sequence)));
  sample.simulator = "sim";
  sample.session = 1767600000000;
  sample.sequence = sequence;
  const double share = static_cast<double>(sequence % 1000);
  sample.values = {1000 + share * 0.25, 110, 40 - share / 128, -12.5};
  return sample;
}

std::vector<SamplePtr> batch_of(std::uint64_t first) {
  std::vector<SamplePtr> samples;
  for (std::uint64_t i = 0; i < kBatch; ++i) samples.push_back(std::make_shared<Sample>(sample_of(first + i)));
  return samples;
}

template <class T>
T or_abort(checkride::Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "collector_bench: %s\n", result.error().message().c_str());
    std::abort();
  }
  return std::move(*result);
}

void or_abort(checkride::Result<> result) {
  if (result) return;
  std::fprintf(stderr, "collector_bench: %s\n", result.error().message().c_str());
  std::abort();
}

// A folder of this machine, empty again at the end.
class Folder {
 public:
  explicit Folder(world::Files& files) : files_(files) {
    if (::mkdtemp(path_.data()) == nullptr) std::abort();
  }
  ~Folder() { empty(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  void empty(const std::string& folder) {
    const auto names = files_.list(folder);
    if (!names) return;
    for (const std::string& name : *names) empty(folder + "/" + name);
    for (const std::string& name : *names) (void)files_.remove(folder + "/" + name);
    (void)files_.remove(folder);
  }

  world::Files& files_;
  std::string path_ = "/tmp/checkride-bench-XXXXXX";
};

world::RealWorld& real_world() {
  static world::RealWorld one([] {
    world::RealOptions options;
    options.handle_signals = false;
    return options;
  }());
  return one;
}

void journal_and_sqlite_rows(benchmark::State& state) {
  world::Files& files = real_world().files();
  const Folder folder(files);
  Journal journal(files, folder.path() + "/journal");
  or_abort(journal.open(1));
  const auto database = or_abort(SqliteDatabase::open(folder.path() + "/telemetry.db", nullptr));
  Journal::Position position;
  std::uint64_t first = 1;
  for (auto _ : state) {
    state.PauseTiming();
    const std::vector<SamplePtr> samples = batch_of(first);
    first += kBatch;
    state.ResumeTiming();
    or_abort(journal.append(samples, kColumns));
    or_abort(journal.sync());
    or_abort(database->insert(or_abort(journal.read(position, kBatch))));
    or_abort(journal.release(position.index));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatch));
}
BENCHMARK(journal_and_sqlite_rows)->Unit(benchmark::kMillisecond)->UseRealTime();

void run_sql(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return;
  std::fprintf(stderr, "collector_bench: %s\n", sqlite3_errmsg(database));
  std::abort();
}

// The same table and durability, without a journal.
void bare_sqlite_rows(benchmark::State& state) {
  const Folder folder(real_world().files());
  sqlite3* database = nullptr;
  if (sqlite3_open((folder.path() + "/bare.db").c_str(), &database) != SQLITE_OK) std::abort();
  run_sql(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  run_sql(database,
          "CREATE TABLE samples(simulator TEXT, session INTEGER, sequence INTEGER, ts_ns INTEGER, a REAL, b REAL,"
          " c REAL, d REAL, PRIMARY KEY(simulator, session, sequence)) WITHOUT ROWID");
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(database, "INSERT INTO samples VALUES(?, ?, ?, ?, ?, ?, ?, ?)", -1, &insert, nullptr);
  std::uint64_t first = 1;
  for (auto _ : state) {
    state.PauseTiming();
    const std::vector<SamplePtr> samples = batch_of(first);
    first += kBatch;
    state.ResumeTiming();
    run_sql(database, "BEGIN");
    for (const SamplePtr& sample : samples) {
      sqlite3_bind_text(insert, 1, sample->simulator.data(), static_cast<int>(sample->simulator.size()), SQLITE_STATIC);
      sqlite3_bind_int64(insert, 2, static_cast<std::int64_t>(sample->session));
      sqlite3_bind_int64(insert, 3, static_cast<std::int64_t>(sample->sequence));
      sqlite3_bind_int64(insert, 4, sample->ts.time_since_epoch().count());
      for (int i = 0; i < 4; ++i) sqlite3_bind_double(insert, 5 + i, sample->values[static_cast<std::size_t>(i)]);
      if (sqlite3_step(insert) != SQLITE_DONE) std::abort();
      sqlite3_reset(insert);
    }
    run_sql(database, "COMMIT");
  }
  sqlite3_finalize(insert);
  sqlite3_close(database);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatch));
}
BENCHMARK(bare_sqlite_rows)->Unit(benchmark::kMillisecond)->UseRealTime();

void journal_append(benchmark::State& state) {
  std::string frames;
  const Sample sample = sample_of(1);
  std::uint64_t index = 0;
  for (auto _ : state) {
    if (frames.size() > 1'000'000) frames.clear();
    append_sample_frame(frames, ++index, sample);
    benchmark::DoNotOptimize(frames.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(journal_append);

void json_line(benchmark::State& state) {
  const LineFormat format(OutputFormat::json, "flight", kColumns);
  std::string lines;
  Sample sample = sample_of(1);
  for (auto _ : state) {
    if (lines.size() > 1'000'000) lines.clear();
    ++sample.sequence;
    format.append(lines, sample);
    benchmark::DoNotOptimize(lines.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(json_line);

std::vector<VariableConfig> variables() {
  std::vector<VariableConfig> out;
  for (const Column& column : kColumns) {
    VariableConfig& variable = out.emplace_back();
    variable.id = static_cast<std::uint32_t>(out.size());
    variable.name = column.name;
    variable.units = column.unit;
  }
  return out;
}

std::vector<std::byte> frame_of(const Sample& sample, const link::RequestGroup& group) {
  std::vector<std::byte> data;
  protocol::DatumWriter writer(data);
  for (std::uint32_t i = 0; i < sample.values.size(); ++i) {
    writer.tag(protocol::DatumId{i + 1});
    writer.number(sample.values[i]);
  }
  protocol::RecvSimObjectData message;
  message.request_id = group.request;
  message.define_id = group.definition;
  message.object_id = protocol::ObjectId{1};
  message.flags = group.flags();
  message.define_count = static_cast<std::uint32_t>(sample.values.size());
  message.data = data;
  std::vector<std::byte> frame;
  protocol::encode(message, protocol::Protocol::fsx_sp2, frame);
  return frame;
}

std::vector<RuleConfig> three_rules() {
  std::vector<RuleConfig> rules(3);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    rules[i].name = "rule " + std::to_string(i);
    rules[i].variable = i;
    rules[i].condition = alerts::Condition::less_than;
    rules[i].threshold = -1;
    rules[i].duration = std::chrono::seconds(10);
  }
  return rules;
}

// Decoded -> routed over the bus to a subscriber -> three rules -> a line of JSON.
void wire_to_rules_to_line(benchmark::State& state) {
  const std::vector<VariableConfig> watched = variables();
  const auto groups = link::plan_groups(watched, std::chrono::seconds(1));
  const std::vector<std::byte> frame = frame_of(sample_of(1), groups.front());
  const LineFormat format(OutputFormat::json, "flight", kColumns);
  Sample sample = sample_of(0);
  alerts::Now now{world::Instant{}, sample.ts};
  alerts::AlertEngine engine(three_rules(), {sample.simulator}, std::chrono::seconds(3), now);
  SampleBus bus(real_world().executor());
  const auto samples = bus.subscribe("bench", 1000);
  std::string lines;
  for (auto _ : state) {
    const auto decoded = protocol::decode_server(frame, protocol::Protocol::fsx_sp2);
    auto reading = link::decode_values(std::get<protocol::RecvSimObjectData>(decoded->message), groups, watched);
    ++sample.sequence;
    sample.received += std::chrono::milliseconds(1);
    sample.values = std::move(std::get<link::Reading>(reading).values);
    bus.publish(sample);
    const SamplePtr routed = samples->pop();
    now.instant = routed->received;
    benchmark::DoNotOptimize(engine.on_sample(*routed, now).size());
    if (lines.size() > 1'000'000) lines.clear();
    format.append(lines, *routed);
    benchmark::DoNotOptimize(lines.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(wire_to_rules_to_line);

}  // namespace
