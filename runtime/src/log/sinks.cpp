#include "log/sinks.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace checkride::runtime {

namespace {

class StandardOutputSink final : public LogSink {
 public:
  explicit StandardOutputSink(world::World& world) : world_(world) {}
  void write(std::string_view line) override { world_.print_line(line); }

 private:
  world::World& world_;
};

// "/var/log/app.log": "/var/log", "app", ".log".
struct PathParts {
  std::string folder;
  std::string stem;
  std::string extension;
};

PathParts split(const std::string& path) {
  const auto slash = path.rfind('/');
  PathParts parts;
  parts.folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  const auto dot = name.rfind('.');
  parts.stem = name.substr(0, dot);
  if (dot != std::string::npos) parts.extension = name.substr(dot);
  return parts;
}

// A time as it stands in a rotated file's name: RFC 3339 without the colons, which some file systems refuse.
std::string name_of_time(world::UtcTime time) {
  std::string text = world::format_rfc3339(time);
  std::replace(text.begin(), text.end(), ':', '-');
  return text;
}

class FileSink final : public LogSink {
 public:
  FileSink(world::World& world, const LoggingConfig& config)
      : world_(world), config_(config), parts_(split(config.file_path)) {}

  Result<> open() {
    TRY_VOID(world_.files().make_directories(parts_.folder));
    TRY(file_, world_.files().append_to(config_.file_path));
    if (const auto names = backups(); !names.empty()) newest_ = time_of_name(names.back()).value_or(newest_);
    prune();
    return {};
  }

  void write(std::string_view line) override {
    if (auto written = try_write(line); !written) {
      ++lost_;
      if (!failing_) world_.print_error_line("checkride-monitor: the log loses lines: " + written.error().message());
      failing_ = true;
    } else {
      failing_ = false;
    }
  }

  std::uint64_t lost() const override { return lost_; }

 private:
  Result<> try_write(std::string_view line) {
    if (!file_) {
      TRY(file_, world_.files().append_to(config_.file_path));
    }
    if (file_->size() > 0 && file_->size() + line.size() + 1 > config_.max_bytes) {
      TRY_VOID(rotate());
    }
    buffer_.assign(line);
    buffer_ += '\n';
    return file_->append(buffer_);
  }

  Result<> rotate() {
    file_.reset();
    TRY_VOID(world_.files().rename(config_.file_path, next_backup_path()));
    TRY(file_, world_.files().append_to(config_.file_path));
    prune();
    return {};
  }

  // Later than every backup so far, though two rotations fall into one microsecond or the clock was set back: names
  // sort as their lines do, and none is overwritten.
  std::string next_backup_path() {
    newest_ = std::max(world_.clock().utc_now(), newest_ + std::chrono::microseconds(1));
    return parts_.folder + "/" + parts_.stem + "-" + name_of_time(newest_) + parts_.extension;
  }

  // The time in a backup's name.
  std::optional<world::UtcTime> time_of_name(const std::string& name) const {
    std::string text = name.substr(parts_.stem.size() + 1, name_of_time({}).size());
    constexpr std::size_t kDateSize = 10;
    std::replace(text.begin() + kDateSize, text.end(), '-', ':');
    return world::parse_rfc3339(text);
  }

  // Backups, oldest first: their names sort as their times do.
  std::vector<std::string> backups() {
    auto names = world_.files().list(parts_.folder);
    if (!names) return {};
    std::vector<std::string> found;
    const std::size_t size = parts_.stem.size() + 1 + name_of_time({}).size() + parts_.extension.size();
    for (std::string& name : *names) {
      if (name.size() == size && name.starts_with(parts_.stem + "-") && name.ends_with(parts_.extension)) {
        found.push_back(std::move(name));
      }
    }
    return found;
  }

  void prune() {
    const std::vector<std::string> names = backups();
    const std::size_t keep = static_cast<std::size_t>(config_.max_backups);
    const std::size_t excess = names.size() > keep ? names.size() - keep : 0;
    const auto oldest = world_.clock().utc_now() - std::chrono::days(config_.max_age_days);
    const std::string limit = parts_.stem + "-" + name_of_time(oldest) + parts_.extension;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const bool too_old = config_.max_age_days > 0 && names[i] < limit;
      // A backup that cannot be removed is met again at the next rotation.
      if (i < excess || too_old) (void)world_.files().remove(parts_.folder + "/" + names[i]);
    }
  }

  world::World& world_;
  LoggingConfig config_;
  PathParts parts_;
  std::unique_ptr<world::File> file_;
  std::string buffer_;
  world::UtcTime newest_{};  // of the backups
  std::uint64_t lost_ = 0;
  bool failing_ = false;
};

LineFormat format_of(LogFormat format) {
  switch (format) {
    case LogFormat::json:
      return append_json_line;
    case LogFormat::logfmt:
      return append_logfmt_line;
    case LogFormat::text:
      return append_text_line;
  }
  return append_json_line;
}

}  // namespace

std::unique_ptr<LogSink> make_standard_output_sink(world::World& world) {
  return std::make_unique<StandardOutputSink>(world);
}

Result<std::unique_ptr<LogSink>> open_file_sink(world::World& world, const LoggingConfig& config) {
  auto sink = std::make_unique<FileSink>(world, config);
  if (auto opened = sink->open(); !opened) return opened.error().with("opening the log");
  return std::unique_ptr<LogSink>(std::move(sink));
}

Result<std::unique_ptr<EventLog>> open_event_log(world::World& world, const LoggingConfig& config, Level level) {
  std::unique_ptr<LogSink> sink;
  if (config.output == LogOutput::file) {
    TRY(sink, open_file_sink(world, config));
  } else {
    sink = make_standard_output_sink(world);
  }
  return std::make_unique<EventLog>(world.clock(), level, format_of(config.format), std::move(sink));
}

}  // namespace checkride::runtime
