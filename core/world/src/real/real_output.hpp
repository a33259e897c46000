// Standard output and standard error of the process, line by line.
#pragma once

#include <string>
#include <string_view>

namespace checkride::world::real {

// A reader may be slow or gone, and the whole program waits while it writes. A reader that takes nothing for kPatience
// is not waited for again before it has taken something: its lines are lost meanwhile.
class RealOutput {
 public:
  static constexpr int kPatienceMs = 200;

  explicit RealOutput(int descriptor) : descriptor_(descriptor) {}
  // False: the line, or the end of it, is lost.
  bool print(std::string_view line);

 private:
  bool write_all(std::string_view bytes);
  bool writable();

  int descriptor_;
  bool stuck_ = false;
  bool torn_ = false;  // the last line broke off: the next begins on one of its own
  std::string text_;
};

}  // namespace checkride::world::real
