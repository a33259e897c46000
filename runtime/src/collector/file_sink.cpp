#include "collector/file_sink.hpp"

#include <fmt/format.h>

#include <boost/system/errc.hpp>
#include <chrono>
#include <functional>
#include <utility>

#include "checkride/compress/gzip.hpp"
#include "checkride/compress/zstd.hpp"
#include "collector/ledger.hpp"
#include "collector/telemetry_keys.hpp"
#include "collector/write_lock.hpp"
#include "mutants.hpp"

namespace checkride::runtime::collector {

namespace {

// About what zlib was measured to need, charged to virtual time.
constexpr std::int64_t kNanosecondsPerRecord = 2000;

std::int64_t day_of(world::UtcTime time) {
  return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}

std::string_view packed_ending(Packing packing) {
  if (packing == Packing::gzip) return ".gz";
  return packing == Packing::zstd ? ".zst" : "";
}

}  // namespace

FileSink::FileSink(world::World& world, const DataCollectorConfig& config, std::uint64_t unpacked_bytes_max)
    : world_(world),
      files_(world.files()),
      config_(config),
      ending_(std::string(ending_of(config.output_format)) + std::string(packed_ending(config.compression))),
      writer_(config.output_format, config.measurement),
      unpacked_bytes_max_(unpacked_bytes_max) {}

world::Task<Result<Opened>> FileSink::open() {
  Result<Opened> opened = Opened();
  std::function<void()> job = [this, &opened] {
    opened = recover();
    if (!opened) let_go();
  };
  co_await world_.offload(std::move(job), world::Duration::zero());
  co_return opened;
}

// What stood in the position is not the disk's yet: who closes now must not end the file by it.
void FileSink::let_go() {
  file_.reset();
  position_ = {};
  lock_.reset();
}

Result<> FileSink::prepare() {
  TRY_VOID(files_.make_directories(config_.output_path));
  TRY_VOID(files_.make_directories(config_.journal_folder()));
  if (lock_ == nullptr) {
    TRY(lock_, take_write_lock(files_, config_.output_path + "/" + std::string(kLock)));
  }
  const std::string probe = config_.output_path + "/.writable";
  TRY_VOID(files_.write(probe, ""));
  return files_.remove(probe);
}

Result<Opened> FileSink::recover() {
  file_.reset();
  position_ = {};
  if (auto ready = prepare(); !ready) {
    return ready.error().with("telemetry cannot be written below " + config_.output_path +
                              " (data_collector.output_path)");
  }
  const std::string path = position_path(config_.journal_folder(), name());
  const bool known = files_.exists(path);
  Opened opened;
  auto read = read_position(files_, path);
  if (!read && read.error().code() != boost::system::errc::invalid_argument) return read.error();
  if (known && read) {
    position_ = std::move(*read);
    TRY_VOID(complete_part());
    TRY_VOID(clear_parts());
  } else {
    TRY(position_.next, recover_from_files(files_, config_.output_path, config_.journal_folder()));
    const std::string from = position_.next == 0 ? "the first that the journal has" : fmt::to_string(position_.next);
    const std::string reason = read ? path + " is not there" : read.error().detail();
    // Where there was never a file there was never a position.
    if (!read || position_.next > 0) opened.mended = reason + "; by what the files hold it goes on at record " + from;
  }
  if (!known || !read) TRY_VOID(write_position(files_, path, position_));
  opened.next = position_.next;
  return opened;
}

// Up to where it counts.
Result<> FileSink::complete_part() {
  if (position_.file.empty()) return {};
  const std::string part = config_.output_path + "/" + position_.file + std::string(kPartEnding);
  if (files_.exists(part)) {
    TRY(file_, files_.open(part));
    path_ = part;
    TRY_VOID(file_->truncate(position_.bytes));
    TRY_VOID(file_->sync());
  }
  return finish(world::UtcTime());
}

// What else is half done was begun and never counted: its records come again.
Result<> FileSink::clear_parts() {
  TRY(const std::vector<std::string> names, files_.list(config_.output_path));
  for (const std::string& name : names) {
    if (!begun_at(name) || !name.ends_with(kPartEnding)) continue;
    TRY_VOID(files_.remove(config_.output_path + "/" + name));
  }
  return {};
}

world::Task<Delivery> FileSink::deliver(const std::vector<JournalRecord>& records) {
  const world::UtcTime now = world_.clock().utc_now();
  Result<std::size_t> taken = std::size_t{0};
  std::function<void()> job = [this, now, &records, &taken] { taken = write(records, now); };
  const bool packs = config_.compression != Packing::none;
  const world::Duration cost(packs ? kNanosecondsPerRecord * static_cast<std::int64_t>(records.size()) : 0);
  co_await world_.offload(std::move(job), cost);
  if (!taken) co_return Delivery::failed(taken.error());
  Delivery delivery;
  delivery.taken = *taken;
  co_return delivery;
}

world::Task<Result<>> FileSink::tend() {
  const world::UtcTime now = world_.clock().utc_now();
  const bool due = has_file() && is_due(now);
  if (!due && now < next_retirement_) co_return Result<>();
  Result<> done;
  std::function<void()> job = [this, due, now, &done] { done = due ? finish(now) : retire(now); };
  co_await world_.offload(std::move(job), world::Duration::zero());
  // What failed stays due: the next attempt must not look like a success because it is not time yet.
  next_retirement_ = now + (done ? kRetirementPeriod : world::Duration::zero());
  co_return done;
}

bool FileSink::is_due(world::UtcTime now) const {
  return file_ == nullptr || position_.bytes >= config_.rotate_size_bytes || unpacked_bytes_ >= unpacked_bytes_max_ ||
         now - begun_ >= config_.rotate_interval || day_of(now) != day_of(begun_);
}

Result<std::size_t> FileSink::write(const std::vector<JournalRecord>& records, world::UtcTime now) {
  const Columns& columns = *records.front().columns;
  const bool same_header =
      config_.output_format != OutputFormat::csv || writer_.columns() == nullptr || *writer_.columns() == columns;
  if (has_file() && (is_due(now) || !same_header)) TRY_VOID(finish(now));
  if (!has_file()) TRY_VOID(begin(now));
  std::string lines;
  std::size_t taken = 0;
  RecordWriter writer(config_.output_format, config_.measurement);
  std::swap(writer, writer_);  // it comes back only with what it wrote
  if (position_.bytes == 0) writer.begin_file();
  for (const JournalRecord& record : records) {
    if (config_.output_format == OutputFormat::csv && *record.columns != columns) break;  // into the next file
    writer.append(lines, record);
    ++taken;
  }
  const std::uint64_t unpacked = lines.size();
  auto done = put(packed(std::move(lines)), records[taken - 1].index + 1);
  std::swap(writer, writer_);
  if (!done) return done.error();
  unpacked_bytes_ += unpacked;
  return taken;
}

std::string FileSink::packed(std::string lines) const {
  if (config_.compression == Packing::gzip) return compress::gzip_member(lines);
  if (config_.compression == Packing::zstd) return compress::zstd_frame(lines);
  return lines;
}

Result<> FileSink::begin(world::UtcTime now) {
  TRY_VOID(files_.make_directories(config_.output_path));  // somebody may have taken it away
  const std::string stem = file_stem(now);
  std::string name = stem + ending_;
  const auto taken = [&] {
    const std::string path = config_.output_path + "/" + name;
    return files_.exists(path) || files_.exists(path + std::string(kPartEnding));
  };
  for (int n = 2; taken(); ++n) name = fmt::format("{}-{}{}", stem, n, ending_);
  TRY(file_, files_.open(config_.output_path + "/" + name + std::string(kPartEnding)));
  path_ = config_.output_path + "/" + name + std::string(kPartEnding);
  position_.file = name;
  position_.bytes = 0;
  unpacked_bytes_ = 0;
  begun_ = now;
  torn_ = false;
  return {};
}

// The block counts when the position says so; until then it stands behind what counts, and is cut off or overwritten.
Result<> FileSink::put(const std::string& block, std::uint64_t next) {
  const std::string path = position_path(config_.journal_folder(), name());
  SinkPosition after = position_;
  after.next = next;
  after.bytes += block.size();
  if (torn_) TRY_VOID(file_->truncate(position_.bytes));
  torn_ = true;
  if (is_mutant(Mutant::position_before_data)) TRY_VOID(write_position(files_, path, after));
  TRY_VOID(file_->write_at(position_.bytes, block));
  TRY_VOID(file_->sync());
  TRY_VOID(write_position(files_, path, after));
  position_ = after;
  torn_ = false;
  return {};
}

Result<> FileSink::finish(world::UtcTime now) {
  if (file_ != nullptr && torn_) TRY_VOID(file_->truncate(position_.bytes));
  if (file_ != nullptr && torn_) TRY_VOID(file_->sync());
  file_.reset();
  const std::string path = config_.output_path + "/" + position_.file;
  const std::string part = path + std::string(kPartEnding);
  if (files_.exists(part)) {
    TRY_VOID(position_.bytes > 0 ? files_.rename(part, path) : files_.remove(part));
  }
  path_ = path;
  SinkPosition after = position_;
  after.file.clear();
  after.bytes = 0;
  TRY_VOID(write_position(files_, position_path(config_.journal_folder(), name()), after));
  position_ = after;
  torn_ = false;
  writer_.begin_file();
  return retire(now);
}

Result<> FileSink::retire(world::UtcTime now) {
  if (config_.retention_size_bytes == 0 && config_.retention_age == world::Duration::zero()) return {};
  TRY(std::vector<std::string> names, files_.list(config_.output_path));
  std::uint64_t kept = 0;
  std::vector<std::string> due;
  for (const auto& [begun, name] : finished_newest_first(std::move(names))) {
    const std::string path = config_.output_path + "/" + name;
    std::uint64_t bytes = 0;
    if (config_.retention_size_bytes > 0) {
      TRY(const auto file, files_.open(path));
      TRY(bytes, file->size());
    }
    kept += bytes;
    const bool too_old = config_.retention_age > world::Duration::zero() && now - begun > config_.retention_age;
    const bool too_much = config_.retention_size_bytes > 0 && kept > config_.retention_size_bytes;
    if (too_old || too_much) due.push_back(name);
  }
  // The oldest first: the ledger of what went keeps the sessions that came last.
  for (auto name = due.rbegin(); name != due.rend(); ++name) TRY_VOID(retire_file(*name));
  return {};
}

// What it held is written down first: an audit would call it missing, as it does for what cannot be read.
Result<> FileSink::retire_file(const std::string& name) {
  const std::string folder = config_.journal_folder();
  const std::string path = config_.output_path + "/" + name;
  const auto bytes = files_.read(path);
  const auto text = bytes ? telemetry_text(name, *bytes) : Result<std::string>(bytes.error());
  if (text) {
    TRY(Ledger retired, read_ledger_or_begin(files_, ledger_path(folder, Ledger::kRetired)));
    each_key(*text, [&retired](const TelemetryKey& key) {
      retired.at({key.simulator, key.session}).taken.add_range({key.sequence, key.sequence});
    });
    TRY_VOID(write_ledger(files_, ledger_path(folder, Ledger::kRetired), retired));
  }
  TRY(const auto names, files_.append_to(folder + "/" + std::string(kRetired)));
  TRY_VOID(names->append(name + "\n"));
  TRY_VOID(names->sync());
  return files_.remove(path);
}

world::Task<Result<>> FileSink::close() {
  const world::UtcTime now = world_.clock().utc_now();
  Result<> done;
  std::function<void()> job = [this, now, &done] {
    if (has_file()) done = finish(now);
    if (done) lock_.reset();
  };
  co_await world_.offload(std::move(job), world::Duration::zero());
  co_return done;
}

}  // namespace checkride::runtime::collector
