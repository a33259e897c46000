#include "comparison_json.hpp"

namespace checkride::reports {
namespace {

constexpr DifferenceClass kClasses[] = {DifferenceClass::order, DifferenceClass::timing, DifferenceClass::value,
                                        DifferenceClass::missing, DifferenceClass::extra};

void write_some(values::json::Writer& json, std::string_view name, const std::string& text) {
  if (!text.empty()) json.member(name, text);
}
void write_some(values::json::Writer& json, std::string_view name, const std::optional<double>& number) {
  if (number) json.member(name, *number);
}

std::string text_or_none(const Cursor& cursor, std::string_view name) {
  return cursor.has(name) ? cursor[name].text() : std::string();
}
std::optional<double> number_or_none(const Cursor& cursor, std::string_view name) {
  return cursor.has(name) ? cursor[name].number_or_null() : std::nullopt;
}

DifferenceClass read_class(const Cursor& cursor) {
  const std::string text = cursor.text();
  for (const DifferenceClass kind : kClasses) {
    if (text == to_string(kind)) return kind;
  }
  cursor.fail("order, timing, value, missing or extra");
  return DifferenceClass::order;
}

void write(values::json::Writer& json, const RunDifference& difference) {
  json.begin_object();
  json.member("class", to_string(difference.kind));
  json.member("host", difference.host);
  write_some(json, "step", difference.step);
  json.member("text", difference.text);
  write_some(json, "expected", difference.expected);
  write_some(json, "got", difference.got);
  write_some(json, "unit", difference.unit);
  write_some(json, "off", difference.off);
  write_some(json, "at_left", difference.at_left);
  write_some(json, "at_right", difference.at_right);
  json.end_object();
}

RunDifference read_difference(const Cursor& cursor) {
  RunDifference difference;
  difference.kind = read_class(cursor["class"]);
  difference.host = cursor["host"].text();
  difference.step = text_or_none(cursor, "step");
  difference.text = cursor["text"].text();
  difference.expected = text_or_none(cursor, "expected");
  difference.got = text_or_none(cursor, "got");
  difference.unit = text_or_none(cursor, "unit");
  difference.off = number_or_none(cursor, "off");
  difference.at_left = number_or_none(cursor, "at_left");
  difference.at_right = number_or_none(cursor, "at_right");
  return difference;
}

}  // namespace

std::string_view to_string(DifferenceClass kind) {
  switch (kind) {
    case DifferenceClass::order:
      return "order";
    case DifferenceClass::timing:
      return "timing";
    case DifferenceClass::value:
      return "value";
    case DifferenceClass::missing:
      return "missing";
    case DifferenceClass::extra:
      return "extra";
  }
  return "order";
}

std::size_t Comparison::count(DifferenceClass kind) const {
  std::size_t count = 0;
  for (const RunDifference& difference : differences) count += difference.kind == kind;
  return count;
}

void write(values::json::Writer& json, const Comparison& comparison) {
  json.begin_object();
  json.member("scenario", comparison.scenario);
  json.member("left", comparison.left);
  json.member("right", comparison.right);
  json.member("seed", comparison.seed);
  json.member("aligned", comparison.aligned);
  json.member("verdict", to_string(comparison.verdict));
  write_some(json, "reason", comparison.reason);
  json.key("differences");
  json.begin_array();
  for (const RunDifference& difference : comparison.differences) write(json, difference);
  json.end_array();
  json.end_object();
}

Comparison read_comparison(const Cursor& cursor) {
  Comparison comparison;
  comparison.scenario = cursor["scenario"].text();
  comparison.left = cursor["left"].text();
  comparison.right = cursor["right"].text();
  comparison.seed = cursor["seed"].whole();
  comparison.aligned = cursor["aligned"].whole();
  comparison.verdict = read_verdict(cursor["verdict"]);
  comparison.reason = text_or_none(cursor, "reason");
  cursor["differences"].each([&](const Cursor& entry) { comparison.differences.push_back(read_difference(entry)); });
  return comparison;
}

}  // namespace checkride::reports
