// Standard output and standard error of the process, line by line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkride/world/time.hpp"

namespace checkride::world::real {

// A reader may be slow or gone, and the whole program waits while it writes. A reader that takes nothing for `patience`
// is not waited for again before it has taken something: its lines are lost meanwhile. Without patience to lose it is
// waited for.
class RealOutput {
 public:
  RealOutput(int descriptor, std::optional<Duration> patience);
  // False: the line, or the end of it, is lost.
  bool print(std::string_view line);
  // The same of a text that is no line of its own.
  bool print_text(std::string_view text);

 private:
  bool write_all(std::string_view bytes);
  bool writable();

  int descriptor_;
  int patience_ms_;  // negative: for ever
  bool stuck_ = false;
  bool torn_ = false;  // the last line broke off: the next begins on one of its own
  std::string text_;
};

}  // namespace checkride::world::real
