#include "matchers/exposition_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <utility>

#include "checkride/values/ascii.hpp"
#include "checkride/values/diagnostic.hpp"

namespace checkride::harness {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_letter(char c) {
  return values::ascii_lower(c) >= 'a' && values::ascii_lower(c) <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Infinite values and NaN, without regard to case.
std::optional<double> special_number(std::string_view token) {
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  if (values::same_text(token, "nan")) return std::numeric_limits<double>::quiet_NaN();
  const bool negative = token.starts_with('-');
  if (negative || token.starts_with('+')) token.remove_prefix(1);
  if (!values::same_text(token, "inf") && !values::same_text(token, "infinity")) return std::nullopt;
  return negative ? -kInfinite : kInfinite;
}

std::optional<double> decimal(std::string_view token) {
  if (token.starts_with('+')) token.remove_prefix(1);
  const std::string_view digits = token.starts_with('-') ? token.substr(1) : token;
  if (digits.empty() || !(is_digit(digits.front()) || digits.front() == '.')) return std::nullopt;
  double value = 0;
  const auto [end, code] = std::from_chars(token.data(), token.data() + token.size(), value);
  if (code != std::errc() || end != token.data() + token.size()) return std::nullopt;
  return value;
}

}  // namespace

Error ExpositionLine::expected(std::string_view what) const {
  return Error::invalid(
      fmt::format("expected {}, not {}", what, rest_.empty() ? "the end of the line" : values::quote(rest_)));
}

bool ExpositionLine::take(std::string_view token) {
  if (!rest_.starts_with(token)) return false;
  rest_.remove_prefix(token.size());
  return true;
}

bool ExpositionLine::skip_blanks() {
  if (format_ == ExpositionFormat::openmetrics) return false;
  const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_blank);
  const auto length = static_cast<std::size_t>(end - rest_.begin());
  rest_.remove_prefix(length);
  return length != 0;
}

Result<> ExpositionLine::separator() {
  if (format_ == ExpositionFormat::openmetrics) {
    if (!take(" ")) return expected("a single space");
    return {};
  }
  if (!skip_blanks()) return expected("a blank");
  return {};
}

std::string_view ExpositionLine::word() {
  const auto end = std::find_if(rest_.begin(), rest_.end(), is_blank);
  const std::string_view word = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
  rest_.remove_prefix(word.size());
  return word;
}

Result<std::string> ExpositionLine::name(bool colon) {
  const auto fits = [&](char c) { return is_letter(c) || is_digit(c) || c == '_' || (colon && c == ':'); };
  const auto end = std::find_if_not(rest_.begin(), rest_.end(), fits);
  const auto length = static_cast<std::size_t>(end - rest_.begin());
  if (length == 0 || is_digit(rest_.front())) {
    return expected(colon ? "the name of a metric (letters, digits, _ and :, no digit in front)"
                          : "the name of a label (letters, digits and _, no digit in front)");
  }
  std::string text(rest_.substr(0, length));
  rest_.remove_prefix(length);
  return text;
}

Result<std::string> ExpositionLine::metric_name() {
  return name(true);
}

Result<std::string> ExpositionLine::escaped(Escape escape) {
  if (take("\\")) return std::string("\\");
  if (take("n")) return std::string("\n");
  const bool quotes = escape == Escape::label || format_ == ExpositionFormat::openmetrics;
  if (quotes && take("\"")) return std::string("\"");
  // OpenMetrics lets a backslash before any other character stand for itself.
  if (format_ == ExpositionFormat::openmetrics && !at_end()) return std::string("\\");
  return expected(quotes ? "\\, n or \" behind a backslash" : "\\ or n behind a backslash");
}

Result<std::string> ExpositionLine::label_value() {
  if (!take("\"")) return expected("\" before the value of a label");
  std::string value;
  while (!take("\"")) {
    if (at_end()) return expected("\" behind the value of a label");
    if (take("\\")) {
      TRY(const std::string character, escaped(Escape::label));
      value += character;
    } else {
      value += rest_.front();
      rest_.remove_prefix(1);
    }
  }
  return value;
}

Result<MetricLabels> ExpositionLine::labels() {
  MetricLabels labels;
  if (!take("{")) return labels;
  skip_blanks();
  while (!take("}")) {
    TRY(std::string label, name(false));
    const auto has_it = [&](const auto& pair) { return pair.first == label; };
    if (std::any_of(labels.begin(), labels.end(), has_it)) {
      return Error::invalid(fmt::format("the label {} stands twice in one series", label));
    }
    skip_blanks();
    if (!take("=")) return expected(fmt::format("= behind the label {}", label));
    skip_blanks();
    TRY(std::string value, label_value());
    labels.emplace_back(std::move(label), std::move(value));
    skip_blanks();
    if (take("}")) break;
    if (!take(",")) return expected(", or } behind a label");
    skip_blanks();
    // Only the text format has a comma behind the last label.
    if (format_ == ExpositionFormat::openmetrics && rest_.starts_with('}')) return expected("a label behind the comma");
  }
  return labels;
}

Result<double> ExpositionLine::number() {
  const Error error = expected("a number");
  const std::string_view token = word();
  if (const auto special = special_number(token)) return *special;
  if (const auto value = decimal(token)) return *value;
  return error;
}

Result<double> ExpositionLine::timestamp() {
  if (format_ == ExpositionFormat::openmetrics) {
    const Error error = expected("a time stamp in seconds");
    if (const auto value = decimal(word())) return *value;
    return error;
  }
  const Error error = expected("a time stamp in whole milliseconds");
  const std::string_view token = word();
  std::int64_t milliseconds = 0;
  const auto [end, code] = std::from_chars(token.data(), token.data() + token.size(), milliseconds);
  if (code != std::errc() || end != token.data() + token.size()) return error;
  return static_cast<double>(milliseconds) / 1000;
}

Result<std::string> ExpositionLine::help() {
  std::string text;
  while (!at_end()) {
    if (take("\\")) {
      TRY(const std::string character, escaped(Escape::help));
      text += character;
    } else {
      text += rest_.front();
      rest_.remove_prefix(1);
    }
  }
  return text;
}

}  // namespace checkride::harness
