#include "collector/telemetry_files.hpp"

#include <fmt/format.h>

#include <chrono>

namespace checkride::runtime::collector {

namespace {

std::int64_t day_of(world::UtcTime time) {
  return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}

}  // namespace

std::string file_stem(world::UtcTime begun) {
  // "2026-01-05T08:00:00.000000Z" without what a file name should not hold and without the fraction.
  const std::string text = world::format_rfc3339(begun);
  return fmt::format("telemetry-{}{}{}T{}{}{}Z", text.substr(0, 4), text.substr(5, 2), text.substr(8, 2),
                     text.substr(11, 2), text.substr(14, 2), text.substr(17, 2));
}

Result<> TelemetryFiles::prepare() {
  TRY_VOID(files_.make_directories(folder_));
  const std::string probe = folder_ + "/.writable";
  TRY_VOID(files_.write(probe, ""));
  return files_.remove(probe);
}

TelemetryFiles::Appended TelemetryFiles::append(std::string_view block, world::UtcTime now) {
  Appended appended;
  if (file_ == nullptr || day_of(now) != day_) {
    if (auto opened = open(now); !opened) {
      appended.error = opened.error();
      return appended;
    }
  }
  const std::uint64_t before = file_->size();
  if (auto done = file_->append(block); !done) {
    appended.bytes = static_cast<std::size_t>(file_->size() - before);
    appended.error = done.error();
    file_.reset();
    return appended;
  }
  appended.bytes = block.size();
  if (auto synced = file_->sync(); !synced) {
    appended.error = synced.error();
    file_.reset();
  }
  return appended;
}

Result<> TelemetryFiles::open(world::UtcTime now) {
  file_.reset();
  const std::string stem = folder_ + "/" + file_stem(now);
  std::string path = stem + ending_;
  for (int n = 2; files_.exists(path); ++n) path = fmt::format("{}-{}{}", stem, n, ending_);
  TRY(file_, files_.append_to(path));
  path_ = path;
  day_ = day_of(now);
  return {};
}

}  // namespace checkride::runtime::collector
