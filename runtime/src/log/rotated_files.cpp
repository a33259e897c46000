#include "log/rotated_files.hpp"

#include <algorithm>
#include <utility>

#include "checkride/compress/gzip.hpp"

namespace checkride::runtime {

namespace {

constexpr std::string_view kPacked = ".gz";
constexpr std::string_view kUnfinished = ".gz.part";

// A time as it stands in a file's name: RFC 3339 without the colons, which some file systems refuse.
std::string name_of_time(world::UtcTime time) {
  std::string text = world::format_rfc3339(time);
  std::replace(text.begin(), text.end(), ':', '-');
  return text;
}

std::size_t time_size() {
  return name_of_time({}).size();
}

Result<> pack(world::Files& files, const std::string& path, const std::string& part) {
  constexpr std::size_t kPiece = 1024 * 1024;
  TRY(const std::unique_ptr<world::File> file, files.append_to(part));
  for (std::uint64_t offset = 0;; offset += kPiece) {
    TRY(const std::string piece, files.read_part(path, offset, kPiece));
    if (piece.empty() && offset > 0) break;
    TRY_VOID(file->append(compress::gzip_member(piece)));
  }
  TRY_VOID(file->sync());
  if (!files.exists(path)) return {};
  TRY_VOID(files.rename(part, path + std::string(kPacked)));
  return files.remove(path);
}

}  // namespace

// "/var/log/app.log": "/var/log", "app", ".log".
RotatedFiles::RotatedFiles(world::Files& files, const std::string& path) : files_(files) {
  const auto slash = path.rfind('/');
  folder_ = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  const auto dot = name.rfind('.');
  stem_ = name.substr(0, dot);
  if (dot != std::string::npos) extension_ = name.substr(dot);
}

std::string RotatedFiles::path_of(world::UtcTime rotated) const {
  return path_of(stem_ + "-" + name_of_time(rotated) + extension_);
}

bool RotatedFiles::is_ours(const std::string& name, std::string_view ending) const {
  const std::string end = extension_ + std::string(ending);
  return name.size() == stem_.size() + 1 + time_size() + end.size() && name.starts_with(stem_ + "-") &&
         name.ends_with(end) && time_of(name);
}

std::optional<world::UtcTime> RotatedFiles::time_of(const std::string& name) const {
  constexpr std::size_t kDateSize = 10;
  std::string text = name.substr(std::min(stem_.size() + 1, name.size()), time_size());
  if (text.size() < kDateSize) return std::nullopt;
  std::replace(text.begin() + kDateSize, text.end(), '-', ':');
  return world::parse_rfc3339(text);
}

// Names sort as their times do.
std::vector<std::string> RotatedFiles::names() const {
  const auto all = files_.list(folder_);
  std::vector<std::string> found;
  if (!all) return found;
  for (const std::string& name : *all) {
    if (is_ours(name, "") || is_ours(name, kPacked)) found.push_back(name);
  }
  return found;
}

void RotatedFiles::prune(std::size_t keep, std::optional<world::UtcTime> oldest) const {
  const std::vector<std::string> all = names();
  const std::size_t excess = all.size() > keep ? all.size() - keep : 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool too_old = oldest && time_of(all[i]) < oldest;
    if (i < excess || too_old) (void)files_.remove(path_of(all[i]));
  }
}

void RotatedFiles::remove_leftovers() const {
  const auto all = files_.list(folder_);
  if (!all) return;
  for (const std::string& name : *all) {
    if (is_ours(name, kUnfinished)) (void)files_.remove(path_of(name));
  }
}

Result<> gzip_in_place(world::Files& files, const std::string& path) {
  const std::string part = path + std::string(kUnfinished);
  if (files.exists(part)) (void)files.remove(part);
  Result<> packed = pack(files, path, part);
  if (files.exists(part)) (void)files.remove(part);
  if (!packed && !files.exists(path)) return {};
  return packed;
}

}  // namespace checkride::runtime
