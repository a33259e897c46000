// Everything that is needed to play a run again, on a machine that does not have its files. Stands in index.html.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/result/result.hpp"

namespace checkride::reports {

struct CapsuleRun {
  std::string name;  // of the run, as in the record
  std::string file;
  std::string case_name;
  std::string rig;
  std::string verdict;
  std::string reason;
  std::vector<std::pair<std::string, std::string>> params;  // as they were given on the command line
  std::uint64_t seed = 1;
  bool shuffle = false;
  std::vector<std::string> simulators;      // of the live rig: NAME=HOST:PORT
  std::vector<std::string> files;           // paths in Capsule::files
  std::optional<std::uint64_t> trace_hash;  // of the virtual rig
};

struct Capsule {
  std::string version;
  std::string revision;
  std::string compiler;
  std::vector<CapsuleRun> runs;
  std::map<std::string, std::string> files;  // content, of any bytes, by path as it was named
};

// Same capsule, same bytes.
std::string to_json(const Capsule& capsule);
// Errors name the path in the document: "capsule: runs[2].files[0]: ...".
Result<Capsule> capsule_from_json(std::string_view json);

// The element of a report's page: <script type="application/gzip+base64" id="capsule">. Nothing for a capsule without
// runs.
std::string to_html_element(const Capsule& capsule);
// Errors (invalid): the page has none, as a report of an older version; or it is damaged.
Result<Capsule> capsule_from_html(std::string_view page);

}  // namespace checkride::reports
