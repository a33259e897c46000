#include "services/upstream/metric_page.hpp"

#include <fmt/format.h>

#include <array>

#include "checkride/values/json.hpp"

namespace checkride::harness {

namespace {

constexpr std::array<double, 11> kBounds{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
constexpr std::string_view kHistogram = "histogram";

std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    text += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return text;
}

std::string text_of(const MetricPage::Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ",", name, escaped(value));
  }
  return text;
}

void append_line(std::string& out, const std::string& name, const std::string& labels, double value) {
  out += name;
  if (!labels.empty()) out += "{" + labels + "}";
  out += " " + values::format_number(value) + "\n";
}

void append_histogram(std::string& out, const std::string& name, const std::string& labels,
                      const std::vector<std::uint64_t>& buckets, double sum) {
  const std::string before = labels.empty() ? "" : labels + ",";
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    const std::string bound = i < kBounds.size() ? values::format_number(kBounds[i]) : "+Inf";
    append_line(out, name + "_bucket", before + "le=\"" + bound + "\"", static_cast<double>(buckets[i]));
  }
  append_line(out, name + "_sum", labels, sum);
  append_line(out, name + "_count", labels, static_cast<double>(buckets.back()));
}

}  // namespace

MetricPage::Series& MetricPage::series(const std::string& name, std::string_view type, const Labels& labels) {
  Family& family = families_[name];
  family.type = type;
  return family.series[text_of(labels)];
}

void MetricPage::count(const std::string& name, const Labels& labels, double by) {
  series(name, "counter", labels).value += by;
}

void MetricPage::set(const std::string& name, const Labels& labels, double value) {
  series(name, "gauge", labels).value = value;
}

void MetricPage::observe(const std::string& name, const Labels& labels, world::Duration took) {
  Series& one = series(name, kHistogram, labels);
  one.buckets.resize(kBounds.size() + 1);
  const double seconds = world::to_seconds(took);
  for (std::size_t i = 0; i < kBounds.size(); ++i) one.buckets[i] += seconds <= kBounds[i] ? 1 : 0;
  ++one.buckets.back();
  one.value += seconds;
}

double MetricPage::value(const std::string& name, const Labels& labels) const {
  const auto family = families_.find(name);
  if (family == families_.end()) return 0;
  const auto one = family->second.series.find(text_of(labels));
  return one == family->second.series.end() ? 0 : one->second.value;
}

std::string MetricPage::text() const {
  std::string out;
  for (const auto& [name, family] : families_) {
    out += fmt::format("# TYPE {} {}\n", name, family.type);
    for (const auto& [labels, one] : family.series) {
      if (family.type == kHistogram) {
        append_histogram(out, name, labels, one.buckets, one.value);
      } else {
        append_line(out, name, labels, one.value);
      }
    }
  }
  return out;
}

}  // namespace checkride::harness
