// One line of a page of metrics, token by token. Pure.
#pragma once

#include <string>
#include <string_view>

#include "checkride/result/result.hpp"
#include "matchers/exposition.hpp"

namespace checkride::harness {

// A view into the page, which outlives it. Errors say what was expected and what stands there.
class ExpositionLine {
 public:
  ExpositionLine(std::string_view line, ExpositionFormat format) : rest_(line), format_(format) {}

  bool at_end() const { return rest_.empty(); }
  // Takes `token` if it stands here.
  bool take(std::string_view token);
  // What has to stand between two tokens: a space; in the text format any number of blanks and tabs.
  Result<> separator();
  // Blanks and tabs where the text format allows them, none in OpenMetrics; were there any?
  bool skip_blanks();
  // Up to the next blank.
  std::string_view word();

  Result<std::string> metric_name();
  // `{a="b"}` if it stands here, else none.
  Result<MetricLabels> labels();
  Result<double> number();
  // A time stamp in seconds: of the text format whole milliseconds.
  Result<double> timestamp();
  // The rest of the line as the text of a HELP.
  Result<std::string> help();

 private:
  enum class Escape { help, label };
  Error expected(std::string_view what) const;
  Result<std::string> name(bool colon);
  Result<std::string> label_value();
  // What stands behind a backslash.
  Result<std::string> escaped(Escape escape);

  std::string_view rest_;
  ExpositionFormat format_;
};

}  // namespace checkride::harness
