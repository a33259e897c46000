#include "collector/csv_fields.hpp"

#include <algorithm>

namespace checkride::runtime::collector {

namespace {

// Whatever apostrophes stand before it.
bool is_formula(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of('\''), text.size());
  return first < text.size() && std::string_view("=+-@\t\r").find(text[first]) != std::string_view::npos;
}

}  // namespace

void append_csv_field(std::string& out, std::string_view text) {
  const bool formula = is_formula(text);
  if (!formula && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += formula ? "\"'" : "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::string_view CsvFields::take() {
  if (rest_.starts_with('"')) return take_quoted();
  const std::size_t end = std::min(rest_.find(','), rest_.size());
  const std::string_view field = rest_.substr(0, end);
  pass(end);
  return field;
}

// An apostrophe that keeps a text from being a formula is no part of it.
std::string_view CsvFields::take_quoted() {
  text_.clear();
  std::size_t at = 1;
  for (; at < rest_.size(); ++at) {
    if (rest_[at] == '"' && (at + 1 == rest_.size() || rest_[at + 1] != '"')) break;
    if (rest_[at] == '"') ++at;
    text_ += rest_[at];
  }
  pass(std::min(at + 1, rest_.size()));
  const bool guarded = text_.starts_with('\'') && is_formula(text_);
  return std::string_view(text_).substr(guarded ? 1 : 0);
}

void CsvFields::pass(std::size_t end) {
  more_ = end < rest_.size();
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
}

}  // namespace checkride::runtime::collector
