// The promises that scenarios keep, as promises.yaml beside them lists: a list of maps, one promise each.
//
//   PromiseBooks books(files);
//   scenario.promises = read_promises(node, "scenarios/alerting/low_altitude.yaml", &books, errors);
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/values/values.hpp"
#include "checkride/world/files.hpp"

namespace checkride::harness {

// Where a promise is kept: in the monitor, in an emulated system, by a file with a checker of its own, by a document.
// Scenarios keep the first two; they may keep the others too.
enum class KeptBy { runtime, topology, artefact, document };
std::string_view to_string(KeptBy kept_by);

struct Promise {
  std::string id;  // small letters, digits, - _ and .
  std::string text;
  KeptBy kept_by = KeptBy::runtime;
  std::string open;  // why no scenario keeps it; empty: one should
  values::Position position;
};

class PromiseBook {
 public:
  // Errors (invalid) hold all mistakes, one a line, each with its place: unknown and missing keys, ids given twice.
  static Result<PromiseBook> read(std::string_view text, const std::string& file);

  const std::string& file() const { return file_; }
  // In the order of the file.
  const std::vector<Promise>& promises() const { return promises_; }
  // Null if there is none.
  const Promise* find(std::string_view id) const;
  std::vector<std::string_view> ids() const;

 private:
  std::string file_;
  std::vector<Promise> promises_;
  std::map<std::string, std::size_t, std::less<>> by_id_;
};

// Finds books, and reads each once.
class PromiseBooks {
 public:
  // `files` outlives this.
  explicit PromiseBooks(world::Files& files) : files_(files) {}

  // The file promises.yaml in the scenario's folder or in the nearest folder above it; null if there is none. Valid as
  // long as this. Errors: as of PromiseBook::read, whole only the first time.
  Result<const PromiseBook*> of(const std::string& scenario_file);

 private:
  Result<const PromiseBook*> read(const std::string& path);

  world::Files& files_;
  std::map<std::string, std::string> path_of_folder_;          // empty: none
  std::map<std::string, std::optional<PromiseBook>> by_path_;  // empty: it has mistakes
};

// The ids in a scenario's list of promises. Mistakes are: an id that stands twice; where there is a book, one that is
// not in it, and one that it calls open, for then the reason there is out of date. Without `books`, or without a book
// for the file, they are free.
std::vector<std::string> read_promises(const values::Node& list, const std::string& scenario_file, PromiseBooks* books,
                                       values::Diagnostics& errors);

}  // namespace checkride::harness
