#include "collector/influx_sink.hpp"

#include <fmt/format.h>

#include <boost/system/errc.hpp>
#include <functional>
#include <utility>

#include "collector/dead_letters.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime::collector {

namespace {

using Kind = InfluxVerdict::Kind;

}  // namespace

InfluxSink::InfluxSink(world::World& world, const DataCollectorConfig& config)
    : world_(world), config_(config), client_(world, *config_.influx, "data_collector.influx") {}

world::Task<Result<Opened>> InfluxSink::open() {
  Result<Opened> opened = Opened();
  std::function<void()> job = [this, &opened] { opened = recover(); };
  co_await world_.offload(std::move(job), world::Duration::zero());
  co_return opened;
}

Result<Opened> InfluxSink::recover() {
  namespace errc = boost::system::errc;
  world::Files& files = world_.files();
  TRY_VOID(files.make_directories(config_.journal_folder()));
  Opened opened;
  auto position = read_position(files, position_path(config_.journal_folder(), name()));
  if (!position && position.error().code() != errc::invalid_argument) return position.error();
  if (position) {
    opened.next = position->next;
  } else {
    opened.mended = position.error().detail() + "; what the journal has is sent once more";
  }
  const std::string path = ledger_path(config_.journal_folder(), Ledger::kInflux);
  // Without a ledger beside a position the records were taken before there were ledgers.
  const bool begun_before = !position || (opened.next > 0 && !files.exists(path));
  TRY(ledger_, read_ledger_or_begin(files, path));
  if (begun_before && ledger_.entries().empty()) ledger_ = Ledger::begun_late();
  progress_ = {};
  return opened;
}

std::string InfluxSink::lines_of(const std::vector<JournalRecord>& records, std::size_t from, std::size_t to) const {
  std::string lines;
  RecordWriter writer(OutputFormat::influx, config_.measurement);
  for (std::size_t i = from; i < to; ++i) writer.append(lines, records[i]);
  return lines;
}

// Written down at once, in one job that no stop cuts: who comes back here would bury it a second time.
world::Task<Result<>> InfluxSink::bury(const JournalRecord& record, const std::string& reason) {
  Result<> buried;
  std::function<void()> job = [this, &record, &reason, &buried] { buried = write_letter(record, reason); };
  co_await world_.offload(std::move(job), world::Duration::zero());
  co_return buried;
}

Result<> InfluxSink::write_letter(const JournalRecord& record, const std::string& reason) {
  std::string line = lines_of({record}, 0, 1);
  line.pop_back();
  TRY_VOID(put_dead_letter(world_.files(), dead_letter_path(config_.journal_folder()), line, reason, kDeadBytesMax));
  entry_of(record).dead.add_range({record.sample.sequence, record.sample.sequence});
  return note(record.index + 1);
}

Ledger::Entry& InfluxSink::entry_of(const JournalRecord& record) {
  return ledger_.at({record.sample.simulator, record.sample.session});
}

// The server has them.
void InfluxSink::hold(const std::vector<JournalRecord>& records, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) {
    const std::uint64_t sequence = records[i].sample.sequence;
    entry_of(records[i]).taken.add_range({sequence, sequence});
  }
  progress_.next = records[to - 1].index + 1;
  dead_in_a_row_ = 0;
}

// Halves what is refused until it is one point; what stands before it is in by then. Goes on where a delivery that was
// cut off had come to.
world::Task<Delivery> InfluxSink::send(const std::vector<JournalRecord>& records) {
  Delivery delivery;
  while (delivery.taken < records.size() && records[delivery.taken].index < progress_.next) ++delivery.taken;
  std::size_t size = records.size();
  while (delivery.taken < records.size()) {
    size = std::min(size, records.size() - delivery.taken);
    const std::size_t end = delivery.taken + size;
    const InfluxVerdict answer = co_await client_.post(lines_of(records, delivery.taken, end));
    delivery.reason = with_place(client_.place(), answer.reason);
    if (answer.kind == Kind::taken) {
      hold(records, delivery.taken, end);
      delivery.taken = end;
      size *= 2;
    } else if (answer.kind == Kind::temporary || answer.kind == Kind::permanent) {
      const bool again = answer.kind == Kind::temporary;
      delivery.state = again ? Delivery::State::temporary : Delivery::State::permanent;
      delivery.retry_after = answer.retry_after;
      co_return delivery;
    } else if (size > 1) {
      size = (size + 1) / 2;
    } else {
      auto buried = co_await bury(records[delivery.taken], answer.reason);
      if (!buried) {
        delivery.state = Delivery::State::temporary;
        delivery.reason = buried.error().message();
        co_return delivery;
      }
      progress_.next = records[delivery.taken].index + 1;
      progress_.refusal = delivery.reason;
      ++progress_.dead;
      ++delivery.taken;
      size = records.size();
      if (++dead_in_a_row_ < kDeadInARowMax) continue;
      delivery.state = Delivery::State::permanent;
      delivery.reason += fmt::format("; {} points in a row were refused", dead_in_a_row_);
      co_return delivery;
    }
  }
  co_return delivery;
}

// The ledger first: what it has beyond the position is sent again, and is the same.
Result<> InfluxSink::note(std::uint64_t next) {
  const std::string folder = config_.journal_folder();
  TRY_VOID(write_ledger(world_.files(), ledger_path(folder, Ledger::kInflux), ledger_));
  SinkPosition position;
  position.next = next;
  return write_position(world_.files(), position_path(folder, name()), position);
}

// A stop may cut this off at any await: what is known by then stays in `progress_` for the delivery that follows.
world::Task<Delivery> InfluxSink::deliver(const std::vector<JournalRecord>& records) {
  Delivery delivery = co_await send(records);
  if (delivery.taken > 0) {
    const std::uint64_t next = records[delivery.taken - 1].index + 1;
    Result<> kept;
    std::function<void()> job = [this, next, &kept] { kept = note(next); };
    co_await world_.offload(std::move(job), world::Duration::zero());
    if (!kept && delivery.state == Delivery::State::done) {
      delivery.state = Delivery::State::temporary;
      delivery.reason = kept.error().message();
    }
  }
  const Progress came_to = std::exchange(progress_, Progress());
  delivery.dead = came_to.dead;
  // Of the refused ones, and not what was said of the last.
  if (delivery.dead > 0 && delivery.state == Delivery::State::done) delivery.reason = came_to.refusal;
  co_return delivery;
}

world::Task<Result<>> InfluxSink::close() {
  co_return Result<>();
}

}  // namespace checkride::runtime::collector
