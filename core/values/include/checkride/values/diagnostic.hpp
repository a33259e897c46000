// Mistakes in a file, all of them, each with the place where it stands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"

namespace checkride::values {

// What a file or a peer said, as messages quote it: in quotes, control characters and bytes that are no UTF-8 as \x1b,
// and no more than the begin of it, up to the end of its line: "TITLE", "a very long ...".
std::string quote(std::string_view text);

// A place in a file; line and column count from 1, columns in characters. Line 0: the source has no lines (an
// environment variable, an option), and `file` is all there is to say.
struct Position {
  std::string file;
  int line = 1;
  int column = 1;
  // "alerts.yaml:12:5"
  std::string text() const;
  bool operator==(const Position&) const = default;
};

struct Diagnostic {
  std::string file;
  int line = 1;
  int column = 1;
  std::string message;
  // "alerts.yaml:12:5: unknown key "treshold", did you mean "threshold"?"
  std::string text() const;
};

// Collects the mistakes of one or several files, in the order in which they were met.
class Diagnostics {
 public:
  void add(const Position& where, std::string message);
  void add(Diagnostic diagnostic) { items_.push_back(std::move(diagnostic)); }

  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }
  const std::vector<Diagnostic>& items() const { return items_; }
  // By file, line and column; equal places keep their order. Files keep the order in which they first appear.
  void sort();
  // One diagnostic a line, without a newline at the end.
  std::string text() const;
  // text() as an invalid-input error. Requires !empty().
  Error error() const;

 private:
  std::vector<Diagnostic> items_;
};

}  // namespace checkride::values
