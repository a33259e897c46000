#include "collector/file_sink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <functional>
#include <tuple>
#include <utility>

#include "checkride/compress/gzip.hpp"
#include "checkride/compress/zstd.hpp"

namespace checkride::runtime::collector {

namespace {

constexpr std::string_view kStem = "telemetry-";
constexpr std::size_t kStampBytes = 16;  // 20260105T080000Z
// About what zlib was measured to need, charged to virtual time.
constexpr std::int64_t kNanosecondsPerRecord = 2000;

std::int64_t day_of(world::UtcTime time) {
  return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}

std::string_view packed_ending(Packing packing) {
  if (packing == Packing::gzip) return ".gz";
  return packing == Packing::zstd ? ".zst" : "";
}

// 2 of "telemetry-20260105T080000Z-2.jsonl", the second file of its second; 1 of the first, which has no number.
int number_of(std::string_view name) {
  name.remove_prefix(kStem.size() + kStampBytes);
  int number = 1;
  if (name.starts_with('-')) std::from_chars(name.data() + 1, name.data() + name.size(), number);
  return number;
}

struct FinishedFile {
  world::UtcTime begun;
  std::string name;
};

// By name the second file of a second stands before the first, and the tenth before the second.
std::vector<FinishedFile> finished_newest_first(std::vector<std::string> names) {
  std::vector<FinishedFile> files;
  for (std::string& name : names) {
    const auto begun = begun_at(name);
    if (begun && !name.ends_with(FileSink::kPart)) files.push_back({*begun, std::move(name)});
  }
  std::sort(files.begin(), files.end(), [](const FinishedFile& a, const FinishedFile& b) {
    return std::tuple(a.begun, number_of(a.name)) > std::tuple(b.begun, number_of(b.name));
  });
  return files;
}

}  // namespace

std::string file_stem(world::UtcTime begun) {
  // "2026-01-05T08:00:00.000000Z" without what a file name should not hold and without the fraction.
  const std::string text = world::format_rfc3339(begun);
  return fmt::format("{}{}{}{}T{}{}{}Z", kStem, text.substr(0, 4), text.substr(5, 2), text.substr(8, 2),
                     text.substr(11, 2), text.substr(14, 2), text.substr(17, 2));
}

std::optional<world::UtcTime> begun_at(std::string_view name) {
  if (!name.starts_with(kStem) || name.size() < kStem.size() + kStampBytes) return std::nullopt;
  const std::string_view stamp = name.substr(kStem.size(), kStampBytes);
  return world::parse_rfc3339(fmt::format("{}-{}-{}T{}:{}:{}Z", stamp.substr(0, 4), stamp.substr(4, 2),
                                          stamp.substr(6, 2), stamp.substr(9, 2), stamp.substr(11, 2),
                                          stamp.substr(13, 2)));
}

FileSink::FileSink(world::World& world, const DataCollectorConfig& config)
    : world_(world),
      files_(world.files()),
      config_(config),
      ending_(std::string(ending_of(config.output_format)) + std::string(packed_ending(config.compression))),
      writer_(config.output_format, config.measurement) {}

world::Task<Result<std::uint64_t>> FileSink::open() {
  Result<> done;
  std::function<void()> job = [this, &done] { done = recover(); };
  co_await world_.offload(std::move(job), world::Duration::zero());
  if (!done) co_return done.error();
  co_return position_.next;
}

Result<> FileSink::recover() {
  file_.reset();
  const std::string path = position_path(config_.journal_folder(), name());
  const bool known = files_.exists(path);
  TRY(position_, read_position(files_, path));
  if (!position_.file.empty()) {
    const std::string part = config_.output_path + "/" + position_.file + std::string(kPart);
    if (files_.exists(part)) {
      TRY(file_, files_.open(part));
      path_ = part;
      TRY_VOID(file_->truncate(position_.bytes));
      TRY_VOID(file_->sync());
    }
    TRY_VOID(finish(world::UtcTime()));
  }
  TRY_VOID(clear_parts(known));
  return known ? Result<>() : write_position(files_, path, position_);
}

// What else is half done was begun and never counted: its records come again. Where nothing was ever counted it is all
// that there is of an earlier journal, and stays.
Result<> FileSink::clear_parts(bool known) {
  TRY(const std::vector<std::string> names, files_.list(config_.output_path));
  for (const std::string& name : names) {
    if (!begun_at(name) || !name.ends_with(kPart)) continue;
    const std::string part = config_.output_path + "/" + name;
    TRY_VOID(known ? files_.remove(part) : files_.rename(part, part.substr(0, part.size() - kPart.size())));
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
  if (!taken) co_return Delivery::failed(Delivery::State::temporary, taken.error());
  Delivery delivery;
  delivery.taken = *taken;
  co_return delivery;
}

bool FileSink::is_due(world::UtcTime now) const {
  return position_.bytes >= config_.rotate_size_bytes || now - begun_ >= config_.rotate_interval ||
         day_of(now) != day_of(begun_);
}

Result<std::size_t> FileSink::write(const std::vector<JournalRecord>& records, world::UtcTime now) {
  const Columns& columns = *records.front().columns;
  const bool same_header =
      config_.output_format != OutputFormat::csv || writer_.columns() == nullptr || *writer_.columns() == columns;
  if (file_ != nullptr && (is_due(now) || !same_header)) TRY_VOID(finish(now));
  if (file_ == nullptr) TRY_VOID(begin(now));
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
  auto done = put(packed(std::move(lines)), records[taken - 1].index + 1);
  std::swap(writer, writer_);
  if (!done) return done.error();
  return taken;
}

std::string FileSink::packed(std::string lines) const {
  if (config_.compression == Packing::gzip) return compress::gzip_member(lines);
  if (config_.compression == Packing::zstd) return compress::zstd_frame(lines);
  return lines;
}

Result<> FileSink::begin(world::UtcTime now) {
  const std::string stem = file_stem(now);
  std::string name = stem + ending_;
  const auto taken = [&] {
    const std::string path = config_.output_path + "/" + name;
    return files_.exists(path) || files_.exists(path + std::string(kPart));
  };
  for (int n = 2; taken(); ++n) name = fmt::format("{}-{}{}", stem, n, ending_);
  TRY(file_, files_.open(config_.output_path + "/" + name + std::string(kPart)));
  path_ = config_.output_path + "/" + name + std::string(kPart);
  position_.file = name;
  position_.bytes = 0;
  begun_ = now;
  torn_ = false;
  return {};
}

// The block counts when the position says so; until then it stands behind what counts, and is cut off or overwritten.
Result<> FileSink::put(const std::string& block, std::uint64_t next) {
  if (torn_) TRY_VOID(file_->truncate(position_.bytes));
  torn_ = true;
  TRY_VOID(file_->write_at(position_.bytes, block));
  TRY_VOID(file_->sync());
  SinkPosition after = position_;
  after.next = next;
  after.bytes += block.size();
  TRY_VOID(write_position(files_, position_path(config_.journal_folder(), name()), after));
  position_ = after;
  torn_ = false;
  return {};
}

Result<> FileSink::finish(world::UtcTime now) {
  if (file_ != nullptr && torn_) TRY_VOID(file_->truncate(position_.bytes));
  if (file_ != nullptr && torn_) TRY_VOID(file_->sync());
  file_.reset();
  const std::string path = config_.output_path + "/" + position_.file;
  const std::string part = path + std::string(kPart);
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
    if (!too_old && !too_much) continue;
    TRY(const auto ledger, files_.append_to(config_.journal_folder() + "/" + std::string(kRetired)));
    TRY_VOID(ledger->append(name + "\n"));
    TRY_VOID(ledger->sync());
    TRY_VOID(files_.remove(path));
  }
  return {};
}

world::Task<Result<>> FileSink::close() {
  const world::UtcTime now = world_.clock().utc_now();
  Result<> done;
  std::function<void()> job = [this, now, &done] {
    if (file_ != nullptr) done = finish(now);
  };
  co_await world_.offload(std::move(job), world::Duration::zero());
  co_return done;
}

}  // namespace checkride::runtime::collector
