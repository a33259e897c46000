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

// Why a file that was named by hand is not meant to be a scenario at all: then its many other mistakes would only hide
// it.
std::optional<std::string> is_something_else(const std::string& path, std::string_view text) {
  const auto document = values::load(text, path);
  if (!document) {
    if (is_yaml(path)) return std::nullopt;
    return fmt::format("{}: a scenario is a YAML file, and this cannot be read as one: {}", path,
                       document.error().message());
  }
  const values::Node& root = document->root();
  if (!root.is_map() || root.find("scenario") || root.find("timeline")) return std::nullopt;
  return fmt::format(
      "{}: no scenario, for it has neither the key \"scenario\" nor \"timeline\"; name the files that have "
      "them (they name flights and configurations themselves)",
      path);
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

Result<std::vector<Scenario>> load_cases(world::Files& files, const std::string& path, const LoadRequest& request) {
  const auto text = files.read(path);
  if (!text) return Error::invalid(text.error().message());
  if (const auto other = is_something_else(path, *text)) return Error::invalid(*other);
  if (!request.params.empty()) {
    return Error::invalid(fmt::format("{}: it has no parameter \"{}\"", path, request.params.front().first));
  }
  PromiseBooks own(files);
  PromiseBooks* const books = request.books == nullptr ? &own : request.books;
  TRY(Scenario scenario, load_scenario(*text, path, request.rig, books));
  std::vector<Scenario> cases;
  cases.push_back(std::move(scenario));
  return cases;
}

Result<std::vector<Scenario>> load_scenarios(world::Files& files, const std::vector<std::string>& paths,
                                             const LoadRequest& request) {
  TRY(const auto found, find_scenario_files(files, paths));
  PromiseBooks books(files);
  LoadRequest shared = request;
  if (shared.books == nullptr) shared.books = &books;
  std::vector<Scenario> scenarios;
  std::string mistakes;
  const auto tell = [&](const std::string& text) { mistakes += (mistakes.empty() ? "" : "\n") + text; };
  std::map<std::string, std::string> by_name;
  for (const auto& path : found) {
    auto cases = load_cases(files, path, shared);
    if (!cases) {
      tell(cases.error().detail());
      continue;
    }
    for (Scenario& scenario : *cases) {
      const auto [same, fresh] = by_name.emplace(scenario.name, path);
      if (!fresh) tell(fmt::format("{}: the name \"{}\" is taken by {}", path, scenario.name, same->second));
      scenarios.push_back(std::move(scenario));
    }
  }
  if (!mistakes.empty()) return Error::invalid(mistakes);
  return scenarios;
}

}  // namespace checkride::harness
