#include "suite/watch_files.hpp"

#include <utility>

namespace checkride::harness {

std::string WatchedFiles::content(const std::string& path) const {
  const auto read = files_.read(path);
  return read ? *read : std::string();
}

void WatchedFiles::watch(const std::set<std::string>& paths) {
  known_.clear();
  for (const std::string& path : paths) known_.emplace(path, content(path));
}

std::set<std::string> WatchedFiles::changed() {
  std::set<std::string> changed;
  for (auto& [path, known] : known_) {
    std::string now = content(path);
    if (now == known) continue;
    known = std::move(now);
    changed.insert(path);
  }
  return changed;
}

}  // namespace checkride::harness
