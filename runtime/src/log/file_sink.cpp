#include "log/file_sink.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace checkride::runtime {

namespace {

constexpr std::string_view kPacked = ".gz";

// The oldest rotated file that is not packed.
std::optional<std::string> next_to_pack(const RotatedFiles& rotated) {
  for (const std::string& name : rotated.names()) {
    if (!name.ends_with(kPacked)) return rotated.path_of(name);
  }
  return std::nullopt;
}

// How long packing takes on a usual machine, for a virtual world.
constexpr world::Duration kModelledPacking = std::chrono::milliseconds(100);

// Packs what there is, one after another, away from the event loop. Holds all that it needs: the sink may be gone
// first.
world::Task<> pack_rotated(world::World& world, RotatedFiles rotated, std::shared_ptr<bool> packing) {
  while (const auto path = next_to_pack(rotated)) {
    const auto outcome = std::make_shared<Result<>>();
    std::function<void()> job = [outcome, path = *path, files = &world.files()] {
      *outcome = gzip_in_place(*files, path);
    };
    co_await world.offload(std::move(job), kModelledPacking);
    if (!*outcome) {  // met again at the next rotation
      world.print_error_line("checkride-monitor: a rotated log file stays unpacked: " + outcome->error().message());
      break;
    }
  }
  *packing = false;
}

world::TaskGroup::OnFailure tells_of_failure(world::World& world) {
  return [&world](const std::string& task, const std::string& what) {
    (void)world.print_error_line("checkride-monitor: " + task + ": " + what);
  };
}

}  // namespace

FileSink::FileSink(world::World& world, const LoggingConfig& config)
    : world_(world),
      config_(config),
      rotated_(world.files(), config.file_path),
      packing_(std::make_shared<bool>(false)),
      tasks_(std::make_unique<world::TaskGroup>(world.executor(), tells_of_failure(world))) {}

Result<> FileSink::open() {
  TRY_VOID(open_file());
  if (const auto names = rotated_.names(); !names.empty()) newest_ = rotated_.time_of(names.back()).value_or(newest_);
  rotated_.remove_leftovers();
  tidy();
  return {};
}

Result<> FileSink::open_file() {
  TRY_VOID(world_.files().make_directories(rotated_.folder()));
  TRY(file_, world_.files().append_to(config_.file_path));
  if (!failing_) whole_bytes_ = file_->size();
  return {};
}

void FileSink::write(std::string_view line) {
  note(try_write(line));
}

// A full disk or a folder that is gone costs lines, not the program. Each further line tries again.
void FileSink::note(const Result<>& outcome) {
  if (outcome) {
    failing_ = false;
    return;
  }
  ++lost_;
  file_.reset();
  if (!failing_) {
    (void)world_.print_error_line("checkride-monitor: the log loses lines: " + outcome.error().message());
  }
  failing_ = true;
}

Result<> FileSink::try_write(std::string_view line) {
  if (!file_) TRY_VOID(open_file());
  // Part of a line is there: what comes must not look like its end.
  const bool torn = failing_ && file_->size() > whole_bytes_;
  if (file_->size() > 0 && file_->size() + line.size() + 1 > config_.max_bytes) TRY_VOID(rotate());
  buffer_.clear();
  if (torn && file_->size() > 0) buffer_ += '\n';
  buffer_ += line;
  buffer_ += '\n';
  TRY_VOID(file_->append(buffer_));
  whole_bytes_ = file_->size();
  return {};
}

// What stands there by that name now may be another file, or none.
void FileSink::reopen() {
  file_.reset();
  whole_bytes_ = 0;
  const Result<> opened = open_file();
  if (!opened) (void)world_.print_error_line("checkride-monitor: reopening the log: " + opened.error().message());
}

Result<> FileSink::rotate() {
  file_.reset();
  TRY_VOID(world_.files().rename(config_.file_path, rotated_.path_of(next_backup_time())));
  TRY(file_, world_.files().append_to(config_.file_path));
  tidy();
  return {};
}

// Later than every backup so far, though two rotations fall into one microsecond or the clock was set back: names sort
// as their lines do, and none is overwritten.
world::UtcTime FileSink::next_backup_time() {
  newest_ = std::max(world_.clock().utc_now(), newest_ + std::chrono::microseconds(1));
  return newest_;
}

void FileSink::tidy() {
  std::optional<world::UtcTime> oldest;
  if (config_.max_age_days > 0) oldest = world_.clock().utc_now() - std::chrono::days(config_.max_age_days);
  rotated_.prune(static_cast<std::size_t>(config_.max_backups), oldest);
  if (!config_.compress || std::exchange(*packing_, true)) return;
  tasks_->spawn("pack rotated logs", pack_rotated(world_, rotated_, packing_));
}

}  // namespace checkride::runtime
