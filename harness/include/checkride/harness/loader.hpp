// Reads scenario files, strictly: every mistake at once, each with file, line, column and the nearest right word.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/result/result.hpp"
#include "checkride/world/files.hpp"

namespace checkride::harness {

class PromiseBooks;  // scenario/promise_book.hpp: the promises that scenarios may name

// For which rig a file is read, and what its parameters are given on the command line, over those in it.
struct LoadRequest {
  RigKind rig = RigKind::virtual_rig;
  std::vector<std::pair<std::string, std::string>> params;
  // Shared by whoever loads several files, so that each book is read once; null: a file has its own.
  PromiseBooks* books = nullptr;
};

// One scenario from a text that names no other file to be read with it; flights and configurations are only named.
// `file` is the path as the user gave it; they are resolved against its folder.
// Errors hold all mistakes, one a line: "scenarios/a.yaml:3:5: unknown key "timelin", did you mean "timeline"?".
// `books`: where its promises are looked up; null: they are free.
Result<Scenario> load_scenario(std::string_view text, const std::string& file, RigKind rig = RigKind::virtual_rig,
                               PromiseBooks* books = nullptr);

// All cases of one file, for one rig, with the files that it includes or names. A scenario that is not for this rig is
// read for one that it is for. Errors: all mistakes, one a line, by place.
Result<std::vector<Scenario>> load_cases(world::Files& files, const std::string& path, const LoadRequest& request);

// Is this a scenario file at all? True when its root is a map with the key `scenario`, or when it cannot be parsed
// (load_scenario then tells why).
bool looks_like_scenario(std::string_view text);

// Scenario files under the paths, sorted within each path, each once. Folders named flights and configs hold no
// scenarios. Errors (invalid): a path that does not exist, a folder without a scenario.
Result<std::vector<std::string>> find_scenario_files(world::Files& files, const std::vector<std::string>& paths);

// All cases of all of them, strictly read. Errors hold the mistakes of all files, one a line; names must be unique.
Result<std::vector<Scenario>> load_scenarios(world::Files& files, const std::vector<std::string>& paths,
                                             const LoadRequest& request = {});

}  // namespace checkride::harness
