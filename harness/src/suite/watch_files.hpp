// The files that scenarios are made of, looked at again and again: which of them are no longer what they were?
#pragma once

#include <map>
#include <set>
#include <string>

#include "checkride/world/files.hpp"

namespace checkride::harness {

class WatchedFiles {
 public:
  // `files` outlives this.
  explicit WatchedFiles(world::Files& files) : files_(files) {}

  // Takes these for known as they are now, and forgets all others. A path may lead nowhere.
  void watch(const std::set<std::string>& paths);
  // Those whose content is another than at the last look, or that came or went.
  std::set<std::string> changed();

 private:
  // A file that is not there has the empty content: an editor may take it away for a moment while it saves.
  std::string content(const std::string& path) const;

  world::Files& files_;
  std::map<std::string, std::string> known_;
};

}  // namespace checkride::harness
