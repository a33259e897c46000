#include "matchers/scale.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdint>

#include "checkride/catalog/unit.hpp"
#include "checkride/result/assert.hpp"
#include "checkride/values/json.hpp"
#include "checkride/values/map_reader.hpp"

namespace checkride::harness {

namespace {

using values::Diagnostics;
using values::Node;

// Counts and sizes stay where every whole number, and every half between two of them, is a double.
constexpr std::uint64_t kWholeMax = 1'000'000'000'000'000;

// "1 %": 1.
std::optional<double> percentage(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

// A number without a unit, where none belongs.
std::optional<double> read_plain(const Node& node, Diagnostics& errors) {
  if (node.is_scalar() && !node.is_unreadable()) {
    const auto quantified = catalog::parse_quantified(node.text());
    if (quantified && quantified->unit != nullptr) {
      errors.add(node.position(), fmt::format("this value has no unit: write {} instead of {}",
                                              values::format_number(quantified->value), values::quote(node.text())));
      return std::nullopt;
    }
  }
  return values::read_number(node, errors);
}

template <class T, class Convert>
std::optional<double> converted(const std::optional<T>& value, Convert convert) {
  return value ? std::optional<double>(convert(*value)) : std::nullopt;
}

// Larger in one unit is larger in the other; not so of packed digits and of minutes per round.
bool keeps_order(const catalog::Unit& from, const catalog::Unit& to) {
  return &from == &to || (from.encoding == catalog::Encoding::linear && to.encoding == catalog::Encoding::linear);
}

}  // namespace

Scale::Scale(Domain domain, std::string_view unit) : domain_(domain) {
  if (domain == Domain::duration) unit_ = "s";
  if (domain == Domain::bytes) unit_ = "bytes";
  if (domain != Domain::quantity || unit.empty()) return;
  unit_ = unit;
  catalog_unit_ = catalog::find_unit(unit);
  CHECKRIDE_ASSERT(catalog_unit_ != nullptr);
}

std::string Scale::noun() const {
  switch (domain_) {
    case Domain::any:
      return "a value";
    case Domain::text:
      return "a text";
    case Domain::number:
      return "a number";
    case Domain::quantity:
      return unit_.empty() ? "a number" : "a quantity in " + unit_;
    case Domain::duration:
      return "a duration such as 1m30s";
    case Domain::bytes:
      return "a size such as 64MiB";
    case Domain::count:
      return "a whole number";
  }
  return "a value";
}

std::optional<Value> Scale::read(const Node& node, Diagnostics& errors) const {
  if (node.is_unreadable()) return std::nullopt;
  if (domain_ == Domain::any) return value_of(node);
  if (!node.is_scalar()) {
    errors.add(node.position(), fmt::format("expected {}, not {}{}", noun(), node.describe(),
                                            node.is_list() ? "; for any of several write {one_of: [...]}" : ""));
    return std::nullopt;
  }
  if (domain_ == Domain::text) return node.text();
  const auto number = read_number(node, errors);
  return number ? std::optional<Value>(*number) : std::nullopt;
}

std::optional<double> Scale::read_number(const Node& node, Diagnostics& errors) const {
  return read_part(node, errors, Part::place);
}

std::optional<double> Scale::read_part(const Node& node, Diagnostics& errors, Part part) const {
  CHECKRIDE_ASSERT(domain_ != Domain::text);
  switch (domain_) {
    case Domain::quantity:
      return read_quantity(node, errors, part);
    case Domain::duration:
      return converted(values::read_duration(node, errors),
                       [](values::Duration value) { return static_cast<double>(value.count()) / 1e9; });
    case Domain::bytes:
      return converted(values::read_size(node, errors, values::Range<values::Bytes>{{0}, {kWholeMax}}),
                       [](values::Bytes value) { return static_cast<double>(value.count); });
    case Domain::count:
      return converted(values::read_unsigned(node, errors, {0, kWholeMax}),
                       [](std::uint64_t value) { return static_cast<double>(value); });
    default:
      return read_plain(node, errors);
  }
}

std::optional<double> Scale::read_quantity(const Node& node, Diagnostics& errors, Part part) const {
  if (node.probed() != nullptr) {
    (void)values::read_text(node, errors);  // a number with its unit: the unit of what it is compared with is not known
    return std::nullopt;
  }
  if (catalog_unit_ == nullptr) return read_plain(node, errors);
  if (node.is_unreadable()) return std::nullopt;
  if (!node.is_scalar()) {
    errors.add(node.position(), fmt::format("expected {}, not {}", noun(), node.describe()));
    return std::nullopt;
  }
  const auto number = convert(node.text(), part);
  if (number) return *number;
  errors.add(node.position(), number.error().detail());
  return std::nullopt;
}

Result<double> Scale::convert(const std::string& text, Part part) const {
  TRY(const catalog::Quantified quantified, catalog::parse_quantified(text));
  const catalog::Unit& from = quantified.unit == nullptr ? *catalog_unit_ : *quantified.unit;
  const auto conversion = catalog::conversion_between(from, *catalog_unit_);
  if (!conversion) return Error::invalid(fmt::format("{}; give it in {}", conversion.error().detail(), unit_));
  if (!keeps_order(from, *catalog_unit_)) {
    return Error::invalid(
        fmt::format("{} cannot be compared with {}; give it in {}", from.name, catalog_unit_->name, unit_));
  }
  // Between equal units nothing is rounded.
  const bool as_place = part == Part::place || conversion->is_identity();
  const double value =
      as_place ? (*conversion)(quantified.value) : quantified.value * (from.factor / catalog_unit_->factor);
  if (std::isfinite(value)) return value;
  return Error::invalid(fmt::format("{} is more {} than a number can hold", values::quote(text), unit_));
}

std::optional<double> Scale::read_width(const Node& node, Diagnostics& errors, double middle) const {
  std::optional<double> width;
  if (const auto percent = node.is_scalar() ? percentage(node.text()) : std::nullopt) {
    width = std::abs(middle) * *percent / 100;
  } else {
    width = read_part(node, errors, Part::width);
  }
  if (width && whole()) width = std::floor(*width);
  if (!width || (*width > 0 && std::isfinite(*width))) return width;
  errors.add(node.position(), fmt::format("{} allows nothing beside {} itself: give a distance above zero, or equals",
                                          values::quote(node.text()), text(middle)));
  return std::nullopt;
}

std::string Scale::text(double number) const {
  const std::string plain = values::format_number(number);
  constexpr double kSecondsMax = 9e9;  // what a duration holds, rounded down
  if (domain_ == Domain::duration && std::abs(number) < kSecondsMax) {
    return values::format_duration(values::Duration(std::llround(number * 1e9)));
  }
  if (domain_ == Domain::bytes && number >= 0 && number <= static_cast<double>(kWholeMax)) {
    return values::format_size({static_cast<std::uint64_t>(std::llround(number))});
  }
  return unit_.empty() ? plain : plain + " " + unit_;
}

std::string Scale::text(const Value& value) const {
  const auto* number = std::get_if<double>(&value);
  return number != nullptr ? text(*number) : value_text(value);
}

}  // namespace checkride::harness
