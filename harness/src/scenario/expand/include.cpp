#include "scenario/expand/include.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::Entry;
using values::Node;
using values::Position;

constexpr std::string_view kLists[] = {"setup",      "teardown",  "always", "never",       "fixtures",
                                       "eventually", "sometimes", "slo",    "conservation"};
// Keys that the expansion reads itself, and nobody after it.
constexpr std::string_view kExpanded[] = {"include", "params",   "matrix",     "exclude", "cases",
                                          "needs",   "fixtures", "procedures", "on_rig"};

void check_fragment_keys(const Node& root, values::Diagnostics& errors) {
  for (const Entry& entry : root.entries()) {
    if (entry.key == "on_rig") {
      for (const Entry& overlay : entry.value.entries()) check_fragment_keys(overlay.value, errors);
    } else if (entry.key == "timeline") {
      errors.add(entry.key_position,
                 "a fragment has no timeline: its steps belong under setup, teardown or procedures");
    } else if (std::find(fragment_keys().begin(), fragment_keys().end(), entry.key) == fragment_keys().end()) {
      errors.add(entry.key_position, fmt::format("a fragment has no key {}{}", values::quote(entry.key),
                                                 values::suggestion(entry.key, fragment_keys())));
    }
  }
}

// A path or a list of paths.
std::vector<Node> paths_in(const Node& include, values::Diagnostics& errors) {
  const std::vector<Node> items = include.is_list() ? include.items() : std::vector<Node>{include};
  std::vector<Node> paths;
  for (const Node& item : items) {
    if (!item.is_scalar() || item.text().empty()) {
      errors.add(item.position(), "expected the path of a fragment, counted from this file, not " + item.describe());
    } else if (item.text().find('$') != std::string::npos) {
      errors.add(item.position(), "files are included before parameters are known: name it without, or use fixtures");
    } else {
      paths.push_back(item);
    }
  }
  return paths;
}

// `params:` with nothing behind it is a mistake, as everywhere, and then counts as absent.
Node without_empty(const Node& root, values::Diagnostics& errors) {
  std::vector<std::string_view> empty;
  for (const Entry& entry : root.entries()) {
    const bool ours = std::find(std::begin(kExpanded), std::end(kExpanded), entry.key) != std::end(kExpanded);
    if (!ours || !entry.value.is_null()) continue;
    errors.add(entry.key_position, fmt::format("\"{}\" has no value (leave the key out)", entry.key));
    empty.push_back(entry.key);
  }
  return without(root, empty);
}

class Includer {
 public:
  explicit Includer(Expansion& expansion) : expansion_(expansion) {}

  // The file with all that it includes beneath it.
  Node walk(const Node& written) {
    joined_.unexpanded.push_back(written);
    const Node root = without_empty(written, expansion_.errors);
    const auto include = root.find("include");
    if (!include) return root;
    Node beneath = Node::map(root.position(), {});
    for (const Node& named : paths_in(*include, expansion_.errors)) {
      if (const auto fragment = one(named)) beneath = join(beneath, *fragment);
    }
    return join(beneath, without(root, {"include"}));
  }

  Joined take(Node root) {
    joined_.root = without(root, {"include", "fragment", "needs"});
    return std::move(joined_);
  }

 private:
  std::optional<Node> one(const Node& named) {
    const std::string path = resolve_path(named.file(), named.text());
    if (done_.contains(path)) return std::nullopt;
    const auto root = load_fragment(path, named.position(), expansion_);
    if (!root) return std::nullopt;
    note_needs(*root, path, named.position());
    expansion_.reading.push_back(path);
    const Node whole = walk(*root);
    expansion_.reading.pop_back();
    done_.insert(path);
    return without(whole, {"fragment", "description", "needs"});
  }

  void note_needs(const Node& root, const std::string& path, const Position& named) {
    const std::vector<Need> needs = needs_of(root, path, named, expansion_.errors);
    joined_.needs.insert(joined_.needs.end(), needs.begin(), needs.end());
  }

  Expansion& expansion_;
  Joined joined_;
  std::set<std::string> done_;
};

Node put_together(const Node& first, const Node& second) {
  std::vector<Node> items = first.items();
  items.insert(items.end(), second.items().begin(), second.items().end());
  return Node::list(second.position(), std::move(items));
}

}  // namespace

const std::vector<std::string_view>& fragment_keys() {
  static const std::vector<std::string_view> kKeys{
      "fragment", "description", "include",  "params",     "needs",     "fixtures",    "procedures",
      "on_rig",   "time_limit",  "services", "simulators", "monitors",  "setup",       "teardown",
      "always",   "never",       "slo",      "eventually", "sometimes", "conservation"};
  return kKeys;
}

Joined join_includes(const Node& root, Expansion& expansion) {
  Includer includer(expansion);
  return includer.take(includer.walk(root));
}

std::vector<Need> needs_of(const Node& root, const std::string& path, const Position& named,
                           values::Diagnostics& errors) {
  std::vector<Need> needs;
  const auto node = root.find("needs");
  if (!node || node->is_null()) return needs;
  const auto names = values::read_texts(*node, errors);
  if (!names) return needs;
  for (const std::string& name : *names) needs.push_back({name, path, named});
  return needs;
}

Node without(const Node& root, const std::vector<std::string_view>& keys) {
  const auto is_out = [&](const Entry& entry) { return std::find(keys.begin(), keys.end(), entry.key) != keys.end(); };
  if (!root.is_map() || std::none_of(root.entries().begin(), root.entries().end(), is_out)) return root;
  std::vector<Entry> entries;
  for (const Entry& entry : root.entries()) {
    if (!is_out(entry)) entries.push_back(entry);
  }
  return Node::map(root.position(), std::move(entries));
}

Node join(const Node& base, const Node& over) {
  if (!base.is_map() || !over.is_map()) return over;
  std::vector<Entry> entries = over.entries();
  for (Entry& entry : entries) {
    const bool adds = std::find(std::begin(kLists), std::end(kLists), entry.key) != std::end(kLists);
    const auto beneath = base.find(entry.key);
    if (!adds || !beneath || !beneath->is_list() || !entry.value.is_list()) continue;
    entry.value = entry.key == "teardown" ? put_together(entry.value, *beneath) : put_together(*beneath, entry.value);
  }
  // A file stands where it stands, not where its fragments do.
  return Node::map(over.position(), values::merge(base, Node::map(over.position(), std::move(entries))).entries());
}

std::optional<Node> load_fragment(const std::string& path, const Position& named, Expansion& expansion) {
  values::Diagnostics& errors = expansion.errors;
  const auto& reading = expansion.reading;
  if (const auto open = std::find(reading.begin(), reading.end(), path); open != reading.end()) {
    errors.add(named, fmt::format("the files name each other in a circle: {} -> {}",
                                  fmt::join(open, reading.end(), " -> "), path));
    return std::nullopt;
  }
  if (reading.size() > kIncludeDepthMax) {
    errors.add(named, fmt::format("included more than {} files deep", kIncludeDepthMax));
    return std::nullopt;
  }
  auto root = expansion.sources.load(path, named, errors);
  if (!root) return std::nullopt;
  if (!root->is_map() || !root->find("fragment")) {
    const bool scenario = root->is_map() && root->find("scenario");
    errors.add(named, fmt::format("{} is {}, and only fragments can be used here: files that begin with \"fragment: "
                                  "its-name\"",
                                  path, scenario ? "a scenario" : "no fragment"));
    return std::nullopt;
  }
  check_fragment_keys(*root, errors);
  return root;
}

}  // namespace checkride::harness
