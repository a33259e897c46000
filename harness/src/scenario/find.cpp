// Which files are scenarios.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "checkride/harness/loader.hpp"
#include "checkride/values/values.hpp"
#include "scenario/promise_book.hpp"

namespace checkride::harness {

namespace {

constexpr int kFolderDepthMax = 16;

bool is_yaml(std::string_view name) {
  return name.ends_with(".yaml") || name.ends_with(".yml");
}

// Scenarios live outside these.
bool holds_no_scenarios(std::string_view name) {
  return name == "flights" || name == "configs" || name.starts_with('.');
}

bool is_scenario(world::Files& files, const std::string& path) {
  const auto text = files.read(path);
  return text && looks_like_scenario(*text);
}

// `path` is a folder when it can be listed.
bool search(world::Files& files, const std::string& path, std::vector<std::string>* found, int depth) {
  const auto names = files.list(path);
  if (!names) return false;
  if (depth > kFolderDepthMax) return true;
  for (const auto& name : *names) {
    const std::string inner = path.ends_with('/') ? path + name : path + "/" + name;
    if (is_yaml(name)) {
      if (is_scenario(files, inner)) found->push_back(inner);
    } else if (!holds_no_scenarios(name)) {
      search(files, inner, found, depth + 1);
    }
  }
  return true;
}

}  // namespace

Result<std::vector<std::string>> find_scenario_files(world::Files& files, const std::vector<std::string>& paths) {
  std::vector<std::string> found;
  for (const auto& path : paths) {
    if (!files.exists(path)) return Error::invalid(path + ": no such file or folder");
    std::vector<std::string> here;
    if (!search(files, path, &here, 0)) {
      here.push_back(path);  // a file named by hand is read whatever its name; the loader says what is wrong with it
    } else if (here.empty()) {
      return Error::invalid(path + ": no scenario in this folder (a YAML file with the key \"scenario\")");
    }
    for (const auto& file : here) {
      if (std::find(found.begin(), found.end(), file) == found.end()) found.push_back(file);
    }
  }
  return found;
}

}  // namespace checkride::harness
