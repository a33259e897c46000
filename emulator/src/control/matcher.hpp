// What a value of a call is expected to be, and in words how it differs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkride/values/document.hpp"

namespace checkride::emulator {

// Written as the value itself, or as one of {"near": 80, "within": 0.5}, {"at_least": 1}, {"at_most": 9},
// {"contains": "KSEA"}, {"one_of": [1, 2]} and {"any": true}.
class Matcher {
 public:
  // Mistakes are added to `errors`; then it takes anything.
  static Matcher read(const values::Node& node, values::Diagnostics& errors);

  bool takes(const values::Node& value) const;
  // How far a text is from the one that is expected, in edits; 0 for everything else.
  std::size_t edits(const values::Node& value) const;
  // "80", "80 within 0.5", "at least 1".
  std::string text() const;

 private:
  enum class Form { any, equal, near, at_least, at_most, contains, one_of };

  Form form_ = Form::any;
  values::Node operand_;
  double number_ = 0;
  double within_ = 0;
};

// A value in words: as JSON.
std::string value_text(const values::Node& value);

}  // namespace checkride::emulator
