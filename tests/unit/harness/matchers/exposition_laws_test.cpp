// Goal: whatever page is printed reads back as it was, and no bytes crash the reader. Method: RapidCheck over pages
// that are printed by a writer of this test's own, and over soups and mutilated pages.
#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include "checkride/test/property.hpp"
#include "checkride/values/json.hpp"
#include "matchers/exposition.hpp"

namespace checkride::harness {
namespace {

// ---- printing

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Inf" : "+Inf";
  return values::format_number(value);
}

std::string escaped(std::string_view text, bool quotes) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && quotes) {
      out += "\\\"";
    } else {
      out += c;
    }
  }
  return out;
}

std::string labels_text(const MetricLabels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    out += (out.empty() ? "{" : ",") + name + "=\"" + escaped(value, true) + "\"";
  }
  return out.empty() ? out : out + "}";
}

std::string time_text(double seconds, ExpositionFormat format) {
  if (format == ExpositionFormat::openmetrics) return values::format_number(seconds);
  return std::to_string(std::llround(seconds * 1000));
}

std::string print(const Exposition& page, ExpositionFormat format) {
  const bool open = format == ExpositionFormat::openmetrics;
  std::string out;
  for (const MetricFamily& family : page) {
    if (!family.type.empty()) out += "# TYPE " + family.name + " " + family.type + "\n";
    if (!family.unit.empty()) out += "# UNIT " + family.name + " " + family.unit + "\n";
    if (!family.help.empty()) out += "# HELP " + family.name + " " + escaped(family.help, open) + "\n";
    for (const MetricSample& sample : family.samples) {
      out += sample.name + labels_text(sample.labels) + " " + number_text(sample.value);
      if (sample.at_seconds) out += " " + time_text(*sample.at_seconds, format);
      if (const auto& exemplar = sample.exemplar) {
        out += " # " + (exemplar->labels.empty() ? "{}" : labels_text(exemplar->labels));
        out += " " + number_text(exemplar->value);
        if (exemplar->at_seconds) out += " " + time_text(*exemplar->at_seconds, format);
      }
      out += "\n";
    }
  }
  return open ? out + "# EOF\n" : out;
}

// ---- equality, where NaN is equal to itself

bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}
bool same(const std::optional<MetricExemplar>& a, const std::optional<MetricExemplar>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->labels == b->labels && same(a->value, b->value) && a->at_seconds == b->at_seconds;
}
bool same(const MetricSample& a, const MetricSample& b) {
  return a.name == b.name && a.labels == b.labels && same(a.value, b.value) && a.at_seconds == b.at_seconds &&
         same(a.exemplar, b.exemplar);
}
bool same(const MetricFamily& a, const MetricFamily& b) {
  const auto same_sample = [](const MetricSample& x, const MetricSample& y) { return same(x, y); };
  return a.name == b.name && a.type == b.type && a.unit == b.unit && a.help == b.help &&
         std::equal(a.samples.begin(), a.samples.end(), b.samples.begin(), b.samples.end(), same_sample);
}
bool same(const Exposition& a, const Exposition& b) {
  const auto same_family = [](const MetricFamily& x, const MetricFamily& y) { return same(x, y); };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_family);
}

// ---- drawing

std::string any_text() {
  const auto piece = rc::gen::element<std::string>("a", "Z", " ", "\\", "\"", "\n", "{", "}", ",", "=", "#", "\t", "\r",
                                                   "\xC3\xBC", "\xF0\x9F\x9B\xA9");
  std::string text;
  for (const std::string& one : *rc::gen::container<std::vector<std::string>>(piece)) text += one;
  return text;
}

double any_value() {
  switch (*rc::gen::inRange(0, 6)) {
    case 0:
      return std::numeric_limits<double>::quiet_NaN();
    case 1:
      return std::numeric_limits<double>::infinity();
    case 2:
      return -std::numeric_limits<double>::infinity();
    case 3:
      return *rc::gen::inRange(-100, 100);
    default:
      return *rc::gen::arbitrary<double>();
  }
}

MetricLabels any_labels(int first) {
  MetricLabels labels;
  const int count = *rc::gen::inRange(0, 3);
  for (int i = 0; i < count; ++i) labels.emplace_back("l" + std::to_string(first + i) + "_A", any_text());
  return labels;
}

std::optional<double> any_time() {
  if (*rc::gen::arbitrary<bool>()) return std::nullopt;
  return static_cast<double>(*rc::gen::inRange<std::int64_t>(-4'000'000'000'000, 4'000'000'000'000)) / 1000;
}

struct Kind {
  std::string type;
  std::vector<std::string> suffixes;
};

const std::vector<Kind>& kinds_of(ExpositionFormat format) {
  static const std::vector<Kind> kText{{"", {""}},
                                       {"counter", {""}},
                                       {"gauge", {""}},
                                       {"histogram", {"_bucket", "_sum", "_count"}},
                                       {"summary", {"", "_sum", "_count"}}};
  static const std::vector<Kind> kOpen{{"", {""}},
                                       {"counter", {"_total", "_created"}},
                                       {"gauge", {""}},
                                       {"histogram", {"_bucket", "_sum", "_count"}},
                                       {"info", {"_info"}}};
  return format == ExpositionFormat::text ? kText : kOpen;
}

MetricSample any_sample(const MetricFamily& family, const std::string& suffix, int number, ExpositionFormat format) {
  MetricSample sample;
  sample.name = family.name + suffix;
  sample.labels = any_labels(0);
  sample.labels.emplace_back(suffix == "_bucket" ? "le" : "n", std::to_string(number));  // a series of its own
  sample.value = any_value();
  sample.at_seconds = any_time();
  const bool may = suffix == "_bucket" || suffix == "_total";
  if (format == ExpositionFormat::openmetrics && may && *rc::gen::arbitrary<bool>()) {
    MetricExemplar exemplar{any_labels(3), any_value(), any_time()};
    // Short enough for the limit of all together.
    for (auto& label : exemplar.labels) label.second = *rc::gen::element<std::string>("", "a\"b", "\\n", "\n} #");
    sample.exemplar = std::move(exemplar);
  }
  return sample;
}

Exposition any_page(ExpositionFormat format) {
  Exposition page;
  const int families = *rc::gen::inRange(0, 4);
  for (int i = 0; i < families; ++i) {
    const Kind& kind = *rc::gen::elementOf(kinds_of(format));
    MetricFamily family;
    family.name = "m" + std::to_string(i) + ":x_seconds";
    family.type = kind.type;
    if (format == ExpositionFormat::openmetrics && *rc::gen::arbitrary<bool>()) family.unit = "seconds";
    family.help = any_text();
    // The text format has blanks between tokens, and so none in front of a help.
    if (format == ExpositionFormat::text) family.help.erase(0, family.help.find_first_not_of(" \t"));
    const int samples = *rc::gen::inRange(1, 4);
    for (int n = 0; n < samples; ++n) {
      family.samples.push_back(any_sample(family, *rc::gen::elementOf(kind.suffixes), n, format));
    }
    page.push_back(std::move(family));
  }
  return page;
}

ExpositionFormat any_format() {
  return *rc::gen::element(ExpositionFormat::text, ExpositionFormat::openmetrics);
}

// ---- the laws

RC_GTEST_PROP(ExpositionLaws, WhatIsPrintedReadsBack, ()) {
  const ExpositionFormat format = any_format();
  const Exposition page = any_page(format);
  const std::string printed = print(page, format);
  const auto read = parse_exposition(printed, format);
  if (!read) RC_FAIL(read.error().message() + "\n" + printed);
  RC_ASSERT(same(*read, page));
}

// An error stands in one of the lines, or behind the last.
void check(std::string_view bytes, ExpositionFormat format) {
  const auto page = parse_exposition(bytes, format);
  if (page) return;
  const std::string message = page.error().message();
  RC_ASSERT(message.starts_with("line "));
  std::size_t line = 0;
  const auto [end, code] = std::from_chars(message.data() + 5, message.data() + message.size(), line);
  RC_ASSERT(code == std::errc() && std::string_view(end).starts_with(": "));
  const auto lines = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n')) + 1;
  RC_ASSERT(line >= 1 && line <= lines);
}

RC_GTEST_PROP(ExpositionLaws, ArbitraryBytesNeverCrash, (const std::string& bytes)) {
  check(bytes, ExpositionFormat::text);
  check(bytes, ExpositionFormat::openmetrics);
}

RC_GTEST_PROP(ExpositionLaws, ASoupOfTokensNeverCrashes, ()) {
  const auto piece = rc::gen::element<std::string>("a", "a_total", "{", "}", "=", "\"", "\\", ",", " ", "\t", "\n", "#",
                                                   "# TYPE ", "# HELP ", "# UNIT ", "# EOF", "counter", "histogram",
                                                   "1", "-", "NaN", "inf", "1e", "\xC3", "\xC3\xBC", "le", " # {");
  std::string soup;
  for (const std::string& one : *rc::gen::container<std::vector<std::string>>(piece)) soup += one;
  check(soup, any_format());
}

RC_GTEST_PROP(ExpositionLaws, AMutilatedPageNeverCrashes, ()) {
  const ExpositionFormat format = any_format();
  std::string page = print(any_page(format), format);
  const auto at = *rc::gen::inRange<std::size_t>(0, page.size() + 1);
  const auto length = *rc::gen::inRange<std::size_t>(0, 12);
  page.replace(at, length, any_text());
  check(page, format);
}

RC_GTEST_PROP(ExpositionLaws, ACutPageIsNeverTakenForAWholeOne, ()) {
  const ExpositionFormat format = any_format();
  const std::string page = print(any_page(format), format);
  RC_PRE(!page.empty());
  const auto kept = *rc::gen::inRange<std::size_t>(0, page.size());
  const std::string cut = page.substr(0, kept);
  // OpenMetrics allows the last line feed to be missing; the text format does not know its end but by it.
  const bool whole =
      format == ExpositionFormat::openmetrics ? cut.ends_with("# EOF") : cut.empty() || cut.back() == '\n';
  if (!whole) RC_ASSERT(!parse_exposition(cut, format).has_value());
}

}  // namespace
}  // namespace checkride::harness
