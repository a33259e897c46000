// Exemplar: one observation that stands for its bucket, with labels that lead to what it was (a trace, a request).
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "checkride/world/time.hpp"

namespace checkride::runtime {

struct ExemplarLabel {
  std::string_view name;
  std::string_view value;
};

class Exemplar {
 public:
  // OpenMetrics 1.0 allows this many characters (UTF-8 code points) in all names and values together.
  static constexpr std::size_t kCharactersMax = 128;

  // Of what happened at `at`. Labels without a value are left out; nothing if none is left or they are too long, for a
  // cut id leads nowhere.
  static std::optional<Exemplar> make(std::initializer_list<ExemplarLabel> labels, world::UtcTime at);

  // ` # {trace_id="..."} 0.25 1767600000.25`, as it stands behind the sample of `value`.
  void append_to(std::string& out, double value) const;

 private:
  std::string labels_;
  world::UtcTime at_;
};

}  // namespace checkride::runtime
