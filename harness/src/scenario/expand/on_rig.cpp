#include "scenario/expand/on_rig.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenario/expand/include.hpp"

namespace checkride::harness {

namespace {

using values::Entry;
using values::Node;

constexpr RigKind kRigs[] = {RigKind::virtual_rig, RigKind::process_rig, RigKind::live_rig};

std::vector<std::string_view> rig_words() {
  std::vector<std::string_view> words;
  for (const RigKind rig : kRigs) words.push_back(to_string(rig));
  return words;
}

// The overlays with their mistakes told.
void check_overlays(const Node& overlays, values::Diagnostics& errors) {
  if (!overlays.is_map()) {
    if (!overlays.is_unreadable()) {
      errors.add(overlays.position(), "expected a map of rigs: {process: {time_limit: 8m}}");
    }
    return;
  }
  const auto words = rig_words();
  for (const Entry& entry : overlays.entries()) {
    if (std::find(words.begin(), words.end(), entry.key) == words.end()) {
      errors.add(entry.key_position, fmt::format("there is no rig {}: virtual, process and live are{}",
                                                 values::quote(entry.key), values::suggestion(entry.key, words)));
    } else if (!entry.value.is_map() && !entry.value.is_unreadable()) {
      errors.add(entry.value.position(),
                 fmt::format("expected a map of what is otherwise on this rig, not {}", entry.value.describe()));
    }
  }
}

}  // namespace

Node for_rig(const Node& node, RigKind rig, values::Diagnostics& errors) {
  const auto overlays = node.find("on_rig");
  if (!overlays) return node;
  check_overlays(*overlays, errors);
  const Node base = without(node, {"on_rig"});
  const auto over = overlays->find(to_string(rig));
  return over && over->is_map() ? values::merge(base, *over) : base;
}

Node root_for_rig(const Node& root, RigKind rig, values::Diagnostics& errors) {
  static constexpr std::string_view kSame[] = {"scenario", "fragment", "include", "on_rig",
                                               "matrix",   "exclude",  "cases",   "needs"};
  if (const auto overlays = root.find("on_rig")) {
    for (const Entry& overlay : overlays->entries()) {
      for (const Entry& entry : overlay.value.entries()) {
        if (std::find(std::begin(kSame), std::end(kSame), entry.key) == std::end(kSame)) continue;
        errors.add(entry.key_position, fmt::format("{} is the same on every rig: take it out of on_rig", entry.key));
      }
    }
  }
  return for_rig(root, rig, errors);
}

}  // namespace checkride::harness
