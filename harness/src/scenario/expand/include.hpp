// include: fragments that are laid beneath a file, as if it stood in front of it what they hold.
//
// A fragment is a file with `fragment: its-name` in place of `scenario:`. Maps are joined by key, where the file that
// includes has the last word; lists of steps and of what must hold are put together: those of the fragment first, but
// for `teardown`, which goes back the way of `setup`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checkride/values/values.hpp"
#include "scenario/expand/params.hpp"
#include "scenario/expand/source_files.hpp"

namespace checkride::harness {

inline constexpr std::size_t kIncludeDepthMax = 16;

// A parameter that a fragment cannot do without.
struct Need {
  std::string name;
  std::string fragment;     // path
  values::Position wanted;  // where the fragment is named
};

// A file with everything it includes.
struct Joined {
  values::Node root;                     // without include, fragment and needs
  std::vector<Need> needs;               // of the fragments
  std::vector<values::Node> unexpanded;  // the files, as they stand
};

// What the expansion of one file for one rig shares.
struct Expansion {
  SourceFiles& sources;
  RigKind rig;
  values::Diagnostics& errors;
  FillBudget& budget;
  std::vector<std::string> reading;  // paths of the files that are being expanded, the outermost first
};

// What a fragment may say, `fragment` first. The rest is for the scenario alone to say.
const std::vector<std::string_view>& fragment_keys();

// The root of a scenario or of a fragment (`path`, the last of `expansion.reading`) with what it includes. A fragment
// that is included twice counts once.
Joined join_includes(const values::Node& root, Expansion& expansion);

// The root of the fragment that `named` leads to; nothing after a mistake: no such file, no fragment, keys that a
// fragment cannot have, a circle, too deep.
std::optional<values::Node> load_fragment(const std::string& path, const values::Position& named, Expansion& expansion);

// The `needs` of the fragment at `path`.
std::vector<Need> needs_of(const values::Node& root, const std::string& path, const values::Position& named,
                           values::Diagnostics& errors);

// `over` laid over `base`, both roots, as said above.
values::Node join(const values::Node& base, const values::Node& over);

// The root without these keys; the same node if it has none of them.
values::Node without(const values::Node& root, const std::vector<std::string_view>& keys);

}  // namespace checkride::harness
