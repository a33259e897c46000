// The files of one scenario: itself, what it includes and its fixtures. Each is read and parsed once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checkride/values/values.hpp"
#include "checkride/world/files.hpp"

namespace checkride::harness {

// What stood in a file when it was read.
struct SourceText {
  std::string path;
  std::string text;
};

class SourceFiles {
 public:
  // None but those that are added.
  SourceFiles() = default;
  // `files` outlives this.
  explicit SourceFiles(world::Files& files) : files_(&files) {}

  // A file that was read elsewhere. Its root; nothing after a mistake in it.
  std::optional<values::Node> add(const std::string& path, std::string text, values::Diagnostics& errors);

  // The root of that file; nothing after a mistake, which stands at `named_at` when the file cannot be read and in the
  // file itself when it cannot be parsed (told at each load).
  std::optional<values::Node> load(const std::string& path, const values::Position& named_at,
                                   values::Diagnostics& errors);

  // Those that could be read, in the order in which they were asked for.
  const std::vector<SourceText>& read() const { return read_; }

 private:
  struct Parsed {
    std::optional<values::Node> root;
    values::Diagnostics mistakes;
  };

  world::Files* files_ = nullptr;
  std::map<std::string, Parsed> parsed_;
  std::vector<SourceText> read_;
};

}  // namespace checkride::harness
