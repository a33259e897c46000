// Fields of CSV (RFC 4180), written and read. A text that a spreadsheet would take for a formula, such as "=1+1", is
// written behind an apostrophe; so is one that has apostrophes there already, that it can be told from such.
#pragma once

#include <string>
#include <string_view>

namespace checkride::runtime::collector {

void append_csv_field(std::string& out, std::string_view text);

// The fields of one line, without its end.
class CsvFields {
 public:
  explicit CsvFields(std::string_view line) : rest_(line) {}

  bool more() const { return more_; }
  // The next field, valid until the one after it is taken; empty if there is none.
  std::string_view take();

 private:
  std::string_view take_quoted();
  void pass(std::size_t end);

  std::string_view rest_;
  std::string text_;  // of the field that was quoted
  bool more_ = true;
};

}  // namespace checkride::runtime::collector
