// Regex: a regular expression as Alertmanager's matchers have it: RE2's syntax, for the whole text. The time that a
// match takes grows with the text, never beyond: whoever may set one cannot stop the monitor with it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "checkride/result/result.hpp"

namespace re2 {
class RE2;
}

namespace checkride::runtime {

class Regex {
 public:
  // Errors (invalid) say what is wrong with the expression, or that it is too large.
  static Result<Regex> compile(std::string_view text);

  const std::string& text() const { return text_; }
  bool matches(std::string_view text) const;
  bool operator==(const Regex& other) const { return text_ == other.text_; }

 private:
  Regex(std::string text, std::shared_ptr<const re2::RE2> compiled);

  std::string text_;
  std::shared_ptr<const re2::RE2> compiled_;
};

}  // namespace checkride::runtime
