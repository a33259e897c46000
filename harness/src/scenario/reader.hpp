// What the parts of the scenario loader share: the mistakes, the scenario being filled and the names it may refer to.
#pragma once

#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/values/values.hpp"

namespace checkride::harness {

struct Reader {
  values::Diagnostics& errors;
  Scenario& scenario;
  // Members whose kind is a mistake, told already: whatever kind is needed of them counts as right.
  std::set<std::string> unclear;

  // The text under `key`, which must name a member of one of these kinds (none: of any kind).
  std::string member(values::MapReader& map, std::string_view key, std::initializer_list<MemberKind> kinds);
  // The same of one node, for lists.
  std::optional<std::string> member(const values::Node& node, std::initializer_list<MemberKind> kinds);
  // A text or a list of texts, each the name of a member.
  std::vector<std::string> members(const values::Node& node, std::initializer_list<MemberKind> kinds);
  // A text or a list of texts.
  std::vector<std::string> texts(const values::Node& node);
  // A non-empty text under `key`, or empty if it is absent.
  std::string optional_text(values::MapReader& map, std::string_view key);
  // {"/status": healthy}: JSON pointers and the JSON text of what must stand there.
  std::vector<std::pair<std::string, std::string>> pointers(values::MapReader& map, std::string_view key);
};

// The one check in `{alert: {...}}`; nothing after a mistake.
std::optional<Check> read_check(const values::Node& node, Reader& reader);
// The maps of these actions.
Set read_set(values::MapReader& map, Reader& reader);
Release read_release(values::MapReader& map, Reader& reader);
Inject read_inject(values::MapReader& map, Reader& reader);
// One entry of the timeline.
std::optional<Step> read_step(const values::Node& node, Reader& reader);
// Tells what of the whole timeline can never happen. `steps` are the nodes of the scenario's timeline, which has no
// other mistake.
void check_timeline(const std::vector<values::Node>& steps, Reader& reader);

// A step, check or fault is a map with exactly one of these words as its key, next to `others`. Gives the index of the
// word; otherwise the mistake is told and there is no value.
std::optional<std::size_t> one_of(values::MapReader& map, const std::vector<std::string_view>& words,
                                  std::string_view what);

}  // namespace checkride::harness
