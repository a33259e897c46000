#include "checkride/harness/loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "scenario/expand/expand.hpp"
#include "scenario/promise_book.hpp"
#include "scenario/read_scenario.hpp"

namespace checkride::harness {

namespace {

using values::Diagnostics;
using values::Node;
using values::Position;

constexpr RigKind kRigs[] = {RigKind::virtual_rig, RigKind::process_rig, RigKind::live_rig};

// FNV-1a, 64 bits: tells differences, not attackers.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

// Why a file that was named by hand is not meant to be a scenario at all: then its many other mistakes would only hide
// it. `met` are those of reading it as YAML.
std::optional<std::string> is_something_else(const std::string& path, const std::optional<Node>& root,
                                             const Diagnostics& met) {
  if (!root) {
    if (path.ends_with(".yaml") || path.ends_with(".yml")) return std::nullopt;
    return "a scenario is a YAML file, and this cannot be read as one: " + met.text();
  }
  if (!root->is_map() || root->find("scenario") || root->find("timeline")) return std::nullopt;
  if (root->find("fragment")) return "a fragment, which scenarios include; it is no scenario itself";
  return "no scenario, for it has neither the key \"scenario\" nor \"timeline\"; name the files that have them (they "
         "name flights and configurations themselves)";
}

// The rigs that a scenario is for, as far as they can be told before it is read.
std::vector<RigKind> rigs_of(const Node& root) {
  const auto listed = root.find("rigs");
  if (!listed || !listed->is_list()) return {RigKind::virtual_rig, RigKind::process_rig};
  std::vector<RigKind> rigs;
  for (const RigKind rig : kRigs) {
    const auto same = [&](const Node& item) { return item.text() == to_string(rig); };
    if (std::any_of(listed->items().begin(), listed->items().end(), same)) rigs.push_back(rig);
  }
  return rigs.empty() ? std::vector<RigKind>{RigKind::virtual_rig} : rigs;
}

// A file for a rig that it is not for is read for one that it is for, and not played.
LoadRequest fitting(const LoadRequest& request, const Node& root) {
  const auto rigs = rigs_of(root);
  LoadRequest fitting = request;
  if (std::find(rigs.begin(), rigs.end(), request.rig) == rigs.end()) fitting.rig = rigs.front();
  return fitting;
}

// `files`: where the files that the scenario names must be; null: nobody looks. `met`: what is told already of what
// this case is made of; then it is not looked at as a whole.
Scenario read_case(const ExpandedCase& expanded, const std::string& path, const LoadRequest& request,
                   world::Files* files, Diagnostics met, Diagnostics& errors) {
  Scenario scenario;
  scenario.file = path;
  scenario.case_ = expanded.case_;
  Reader reader{met, scenario, {}, request.rig, request.books};
  read_scenario(expanded.root, reader);
  for (const Reader::Named& named : reader.files_named) {
    if (files == nullptr || files->exists(named.text)) continue;
    met.add(named.where,
            fmt::format("there is no file {} (a path counts from the file that names it)", values::quote(named.text)));
  }
  add_new(met, errors);
  if (!scenario.case_.name.empty()) scenario.name += "." + scenario.case_.name;
  return scenario;
}

std::vector<Scenario> read_cases(const Node& root, const std::string& path, const LoadRequest& request,
                                 SourceFiles& sources, world::Files* files, Diagnostics& errors) {
  if (root.is_null()) {
    errors.add({path, 1, 1}, "the file is empty; a scenario begins with \"scenario: its-name\"");
    return {};
  }
  const LoadRequest fit = fitting(request, root);
  Diagnostics of_expansion;
  const std::vector<ExpandedCase> expanded = expand(root, path, fit, sources, of_expansion);
  add_new(of_expansion, errors);
  Diagnostics first;
  if (!of_expansion.empty()) first.add(of_expansion.items().front());
  std::vector<Scenario> cases;
  for (const ExpandedCase& one : expanded) cases.push_back(read_case(one, path, fit, files, first, errors));
  for (Scenario& scenario : cases) {
    for (const SourceText& source : sources.read()) scenario.sources.push_back({source.path, hash_of(source.text)});
  }
  return cases;
}

// A file with the place of its name, after which nobody else may be called so.
struct LoadedFile {
  std::vector<Scenario> cases;
  Position name;
};

LoadedFile load_file(world::Files& files, const std::string& path, const LoadRequest& request, Diagnostics& errors) {
  SourceFiles sources(files);
  Diagnostics met;
  LoadedFile loaded;
  const auto root = sources.load(path, {path, 0, 0}, met);
  const bool was_read = !sources.read().empty();
  if (const auto other = was_read ? is_something_else(path, root, met) : std::nullopt) {
    errors.add({path, 1, 1}, *other);
    return loaded;
  }
  if (root) {
    loaded.name = root->find("scenario").value_or(*root).position();
    loaded.cases = read_cases(*root, path, request, sources, &files, met);
  }
  met.sort();
  add_new(met, errors);
  return loaded;
}

Result<std::vector<Scenario>> load_files(world::Files& files, const std::vector<std::string>& paths,
                                         LoadRequest request) {
  PromiseBooks books(files);
  if (request.books == nullptr) request.books = &books;
  Diagnostics errors;
  std::vector<Scenario> scenarios;
  std::map<std::string, Position> taken;
  for (const auto& path : paths) {
    LoadedFile loaded = load_file(files, path, request, errors);
    for (Scenario& scenario : loaded.cases) {
      const auto [same, fresh] = taken.emplace(scenario.name, loaded.name);
      if (!fresh && !scenario.name.empty() && same->second != loaded.name) {
        errors.add(loaded.name,
                   fmt::format("the name {} is taken by {}", values::quote(scenario.name), same->second.text()));
      }
      scenarios.push_back(std::move(scenario));
    }
  }
  if (!errors.empty()) return errors.error();
  return scenarios;
}

}  // namespace

Result<Scenario> load_scenario(std::string_view text, const std::string& file, RigKind rig, PromiseBooks* books) {
  Diagnostics errors;
  std::vector<Scenario> cases;
  SourceFiles sources;
  if (const auto root = sources.add(file, std::string(text), errors)) {
    cases = read_cases(*root, file, {rig, {}, books}, sources, nullptr, errors);
  }
  if (errors.empty() && cases.size() == 1) return std::move(cases.front());
  if (errors.empty()) errors.add({file, 1, 1}, fmt::format("{} cases, where one scenario is wanted", cases.size()));
  errors.sort();
  return errors.error();
}

Result<std::vector<Scenario>> load_cases(world::Files& files, const std::string& path, const LoadRequest& request) {
  return load_files(files, {path}, request);
}

Result<std::vector<Scenario>> load_scenarios(world::Files& files, const std::vector<std::string>& paths,
                                             const LoadRequest& request) {
  TRY(const auto found, find_scenario_files(files, paths));
  return load_files(files, found, request);
}

bool looks_like_scenario(std::string_view text) {
  Diagnostics errors;
  const auto document = values::load(text, "", errors);
  return !document || document->root().find("scenario").has_value();
}

}  // namespace checkride::harness
