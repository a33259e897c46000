#include <algorithm>
#include <charconv>
#include <cmath>
#include <type_traits>

#include "checkride/values/json.hpp"
#include "checkride/values/map_reader.hpp"
#include "checkride/values/suggest.hpp"
#include "node_data.hpp"

namespace checkride::values {
namespace {

Error expected(std::string_view what, const Node& node, std::string_view hint = {}) {
  std::string message = "expected ";
  message.append(what).append(", not ").append(node.describe());
  if (!hint.empty()) message.append(" (").append(hint).append(")");
  return Error::invalid(std::move(message));
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool has_leading_zero(std::string_view digits) {
  return digits.size() > 1 && digits[0] == '0' && all_digits(digits.substr(1, 1));
}

std::string_view without_sign(std::string_view text) {
  return text.starts_with('-') ? text.substr(1) : text;
}

template <class T>
Result<T> whole_number(const Node& node, std::string_view what) {
  if (!node.is_scalar()) return expected(what, node);
  if (node.quoted()) return expected(what, node, "leave the quotes out");
  const std::string_view text = node.text();
  const std::string_view digits = without_sign(text);
  const bool hexadecimal = text.starts_with("0x");
  const std::string_view body = hexadecimal ? text.substr(2) : text;
  if (hexadecimal ? body.starts_with('-') : !all_digits(digits)) return expected(what, node);
  if (has_leading_zero(digits)) return expected(what, node, "write it without the leading zero");
  T value{};
  const auto [end, code] = std::from_chars(body.data(), body.data() + body.size(), value, hexadecimal ? 16 : 10);
  if (code == std::errc::result_out_of_range) return expected(what, node, "it does not fit into 64 bits");
  if (code != std::errc() || end != body.data() + body.size()) return expected(what, node);
  return value;
}

// -?digits[.digits][e[+-]digits]: JSON's numbers, which every reader of the file takes for the same.
bool is_decimal(std::string_view text) {
  const auto take_digits = [&] {
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(end);
    return end > 0;
  };
  text = without_sign(text);
  if (!take_digits()) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!take_digits()) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!take_digits()) return false;
  }
  return text.empty();
}

// Adds the error at the node, unless one has been told of it; passes the value on.
template <class T>
std::optional<T> collected(const Node& node, Diagnostics& errors, Result<T> result) {
  if (node.is_unreadable()) return std::nullopt;
  if (result.has_value()) return std::move(result).value();
  errors.add(node.position(), result.error().message());
  return std::nullopt;
}

template <class T, class Text>
std::optional<T> in_range(const Node& node, Diagnostics& errors, std::optional<T> value,
                          const std::optional<Range<T>>& range, const Text& text) {
  if (!value || !range) return value;
  if (*value >= range->min && *value <= range->max) return value;
  errors.add(node.position(),
             text(*value) + " is out of range, expected " + text(range->min) + " to " + text(range->max));
  return std::nullopt;
}

// Is the node a probe? Then its schema learns the type and there is no value.
bool described(const Node& node, SchemaType type) {
  Schema* schema = node.probed();
  if (schema == nullptr) return false;
  schema->type = type;
  return true;
}

template <class T, class Text>
bool described(const Node& node, SchemaType type, const Range<T>& range, const Text& text) {
  if (!described(node, type)) return false;
  node.probed()->min = text(range.min);
  node.probed()->max = text(range.max);
  return true;
}

// A limit that only says how wide the type is tells a person nothing.
template <class T>
std::string limit_text(T value) {
  using Narrow = std::conditional_t<std::is_signed_v<T>, std::int32_t, std::uint32_t>;
  const bool of_type = value == std::numeric_limits<T>::max() || value == T{std::numeric_limits<Narrow>::max()} ||
                       (value != 0 && value == std::numeric_limits<T>::min()) ||
                       (value != 0 && value == T{std::numeric_limits<Narrow>::min()});
  return of_type ? std::string() : std::to_string(value);
}

}  // namespace

Result<bool> scalar_bool(const Node& node) {
  if (node.is_scalar() && !node.quoted() && node.text() == "true") return true;
  if (node.is_scalar() && !node.quoted() && node.text() == "false") return false;
  return expected("true or false", node, node.quoted() ? "leave the quotes out" : "");
}

Result<std::int64_t> scalar_integer(const Node& node) {
  return whole_number<std::int64_t>(node, "a whole number");
}

Result<std::uint64_t> scalar_unsigned(const Node& node) {
  return whole_number<std::uint64_t>(node, "a whole number not below zero");
}

Result<double> scalar_number(const Node& node) {
  if (!node.is_scalar()) return expected("a number", node);
  if (node.quoted()) return expected("a number", node, "leave the quotes out");
  const std::string_view text = node.text();
  if (!is_decimal(text)) return expected("a number", node);
  if (has_leading_zero(without_sign(text))) return expected("a number", node, "write it without the leading zero");
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || !std::isfinite(value)) return expected("a number", node, "it does not fit into a double");
  return value;
}

Result<std::string> scalar_text(const Node& node) {
  if (!node.is_scalar()) return expected("text", node);
  return node.text();
}

std::optional<bool> read_bool(const Node& node, Diagnostics& errors) {
  if (described(node, SchemaType::boolean)) return std::nullopt;
  return collected(node, errors, scalar_bool(node));
}

std::optional<std::int64_t> read_integer(const Node& node, Diagnostics& errors, Range<std::int64_t> range) {
  if (described(node, SchemaType::integer, range, limit_text<std::int64_t>)) return std::nullopt;
  return in_range<std::int64_t>(node, errors, collected(node, errors, scalar_integer(node)), range,
                                [](std::int64_t value) { return std::to_string(value); });
}

std::optional<std::uint64_t> read_unsigned(const Node& node, Diagnostics& errors, Range<std::uint64_t> range) {
  if (described(node, SchemaType::integer, range, limit_text<std::uint64_t>)) return std::nullopt;
  return in_range<std::uint64_t>(node, errors, collected(node, errors, scalar_unsigned(node)), range,
                                 [](std::uint64_t value) { return std::to_string(value); });
}

std::optional<double> read_number(const Node& node, Diagnostics& errors, std::optional<Range<double>> range) {
  if (range && described(node, SchemaType::number, *range, format_number)) return std::nullopt;
  if (described(node, SchemaType::number)) return std::nullopt;
  return in_range<double>(node, errors, collected(node, errors, scalar_number(node)), range, format_number);
}

std::optional<std::string> read_text(const Node& node, Diagnostics& errors) {
  if (described(node, SchemaType::text)) return std::nullopt;
  return collected(node, errors, scalar_text(node));
}

std::optional<Secret> read_secret(const Node& node, Diagnostics& errors) {
  if (described(node, SchemaType::secret)) return std::nullopt;
  auto text = collected(node, errors, scalar_text(node));  // its only mistake is a list or a map
  return text ? std::optional<Secret>(std::move(*text)) : std::nullopt;
}

std::optional<Duration> read_duration(const Node& node, Diagnostics& errors, std::optional<Range<Duration>> range) {
  if (range && described(node, SchemaType::duration, *range, format_duration)) return std::nullopt;
  if (described(node, SchemaType::duration)) return std::nullopt;
  if (!node.is_scalar()) {
    errors.add(node.position(), expected("a duration such as 30s", node).message());
    return std::nullopt;
  }
  return in_range<Duration>(node, errors, collected(node, errors, parse_duration(node.text())), range, format_duration);
}

std::optional<Bytes> read_size(const Node& node, Diagnostics& errors, std::optional<Range<Bytes>> range) {
  if (range && described(node, SchemaType::size, *range, format_size)) return std::nullopt;
  if (described(node, SchemaType::size)) return std::nullopt;
  if (!node.is_scalar()) {
    errors.add(node.position(), expected("a size such as 64MiB", node).message());
    return std::nullopt;
  }
  return in_range<Bytes>(node, errors, collected(node, errors, parse_size(node.text())), range, format_size);
}

std::optional<std::vector<std::string>> read_texts(const Node& node, Diagnostics& errors) {
  if (described(node, SchemaType::texts) || node.is_unreadable()) return std::nullopt;
  if (!node.is_list()) {
    // As of a map that is missing, a single value is not repeated: it may be a secret.
    errors.add(node.position(), node.is_scalar()
                                    ? "expected a list of texts, not a single value (write [...] around it)"
                                    : expected("a list of texts", node).message());
    return std::nullopt;
  }
  std::vector<std::string> texts;
  for (const Node& item : node.items()) {
    if (auto text = read_text(item, errors)) texts.push_back(std::move(*text));
  }
  if (texts.size() != node.items().size()) return std::nullopt;
  return texts;
}

std::optional<std::size_t> read_word(const Node& node, Diagnostics& errors,
                                     const std::vector<std::string_view>& words) {
  if (described(node, SchemaType::word)) {
    std::vector<std::string>& known = node.probed()->words;  // of a key that is read in several ways: all of them
    for (const std::string_view word : words) {
      if (std::find(known.begin(), known.end(), word) == known.end()) known.emplace_back(word);
    }
  }
  if (node.is_unreadable()) return std::nullopt;
  for (std::size_t i = 0; node.is_scalar() && i < words.size(); ++i) {
    if (node.text() == words[i]) return i;
  }
  std::string message = "expected ";
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) message += i + 1 == words.size() ? " or " : ", ";
    message += words[i];
  }
  message += ", not " + node.describe();
  if (node.is_scalar()) message += suggestion(node.text(), words);
  errors.add(node.position(), std::move(message));
  return std::nullopt;
}

}  // namespace checkride::values
