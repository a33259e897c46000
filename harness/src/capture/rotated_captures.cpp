#include "capture/rotated_captures.hpp"

#include <algorithm>
#include <chrono>

namespace checkride::harness {
namespace {

constexpr std::size_t kDateBytes = 10;  // "2026-01-05"

// A time as it stands in a file's name: RFC 3339 without the colons, which some file systems refuse.
std::string name_of_time(world::UtcTime time) {
  std::string text = world::format_rfc3339(time);
  std::replace(text.begin(), text.end(), ':', '-');
  return text;
}

bool is_name_of_time(std::string text) {
  if (text.size() <= kDateBytes) return false;
  std::replace(text.begin() + kDateBytes, text.end(), '-', ':');
  return world::parse_rfc3339(text).has_value();
}

}  // namespace

// "/captures/talk.pcapng": "/captures", "talk", ".pcapng".
RotatedCaptures::RotatedCaptures(world::Files& files, const std::string& path) : files_(files) {
  const auto slash = path.rfind('/');
  folder_ = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  const auto dot = name.rfind('.');
  stem_ = name.substr(0, dot);
  if (dot != std::string::npos) extension_ = name.substr(dot);
}

std::string RotatedCaptures::path_of(const std::string& name) const {
  if (folder_ == ".") return name;
  return (folder_ == "/" ? folder_ : folder_ + "/") + name;
}

std::string RotatedCaptures::name_for(world::UtcTime finished) const {
  std::string path;
  do {
    path = path_of(stem_ + "-" + name_of_time(finished) + extension_);
    finished += std::chrono::microseconds(1);  // two within one instant
  } while (files_.exists(path));
  return path;
}

bool RotatedCaptures::is_ours(const std::string& name) const {
  const std::string begin = stem_ + "-";
  if (name.size() <= begin.size() + extension_.size()) return false;
  return name.starts_with(begin) && name.ends_with(extension_) &&
         is_name_of_time(name.substr(begin.size(), name.size() - begin.size() - extension_.size()));
}

// Names sort as their times do.
void RotatedCaptures::prune(std::size_t keep) const {
  const auto all = files_.list(folder_);
  if (!all) return;
  std::vector<std::string> ours;
  std::copy_if(all->begin(), all->end(), std::back_inserter(ours), [this](const auto& name) { return is_ours(name); });
  for (std::size_t i = 0; i + keep < ours.size(); ++i) (void)files_.remove(path_of(ours[i]));
}

}  // namespace checkride::harness
