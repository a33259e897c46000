// file: what a member has written into its folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkride/world/files.hpp"
#include "checks/compared.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

struct FileCheck {
  std::string of;
  std::string path;  // in the member's folder; * and ? stand for any characters of a name
  std::optional<bool> exists;
  ComparedList files;  // how many match
  ComparedList bytes;  // of all files that match
  ComparedList lines;  // of all files that match: line feeds, and what stands behind the last
  ComparedList text;   // of the last file by name
  ComparedList json;   // pointers into the last whole line of the last file by name
  bool of_simulator = false;
};

struct FoundFile {
  std::string path;
  std::string content;  // of a .gz file what it unpacks to
};
// The files below `folder` whose path matches, by name. Errors name the file that cannot be read.
Result<std::vector<FoundFile>> find_files(world::Files& files, const std::string& folder, const std::string& path);

Seen check_file(const FileCheck& check, const Result<std::vector<FoundFile>>& found);

Check read_file_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
