#include "metrics/registry.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <compare>
#include <variant>

#include "checkride/result/assert.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime {

namespace {

std::string_view to_string(MetricType type) {
  constexpr std::array<std::string_view, 3> kWords{"counter", "gauge", "histogram"};
  return kWords[static_cast<std::size_t>(type)];
}

template <class Number>
void append_characters(std::string& out, Number value) {
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  CHECKRIDE_ASSERT(end.ec == std::errc());
  out.append(buffer.data(), end.ptr);
}

void append_value(std::string& out, double value) {
  constexpr double kExact = 9007199254740992;  // 2^53: every whole number up to here is a double
  if (std::abs(value) < kExact && value == std::trunc(value)) {
    append_characters(out, static_cast<std::int64_t>(value));
  } else if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value > 0 ? "+Inf" : "-Inf";
  } else {
    append_characters(out, value);
  }
}

// Escapes per text format 0.0.4: help has no quotes to end, a label value has.
enum class Text { help, label };
void append_escaped(std::string& out, std::string_view text, Text kind) {
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && kind == Text::label) {
      out += "\\\"";
    } else {
      out += c;
    }
  }
}

// {a="1",b="2"} from the labels that have a value; `extra` is appended as it is (le="0.5"). Empty for no label.
std::string label_text(const MetricRow& row, const std::vector<std::string>& values, std::string_view extra = {}) {
  std::string out;
  const auto separate = [&] { out += out.empty() ? '{' : ','; };
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].empty()) continue;
    separate();
    out += row.labels[i];
    out += "=\"";
    append_escaped(out, values[i], Text::label);
    out += '"';
  }
  if (!extra.empty()) {
    separate();
    out += extra;
  }
  if (!out.empty()) out += '}';
  return out;
}

std::string bound_label(double bound) {
  std::string out = "le=\"";
  append_value(out, bound);
  out += '"';
  return out;
}

}  // namespace

void Counter::add(double amount) {
  CHECKRIDE_ASSERT(amount >= 0);
  value_ += amount;
}

void Counter::raise_to(double total) {
  value_ = std::max(value_, total);
}

void Histogram::observe(double value) {
  const auto bucket = std::lower_bound(bounds_.begin(), bounds_.end(), value);
  ++counts_[static_cast<std::size_t>(bucket - bounds_.begin())];
  ++count_;
  sum_ += value;
}

// The text before each number of a series, made once: one for a counter or gauge; the buckets, sum and count of a
// histogram.
struct Registry::Series {
  Series(const MetricRow& row, std::vector<std::string> label_values) : values(std::move(label_values)) {
    const std::string name(row.name);
    switch (row.type) {
      case MetricType::counter:
        data.emplace<Counter>();
        break;
      case MetricType::gauge:
        data.emplace<Gauge>();
        break;
      case MetricType::histogram:
        data.emplace<Histogram>(row.buckets);
        break;
    }
    if (row.type != MetricType::histogram) {
      prefixes.push_back(name + label_text(row, values) + ' ');
      return;
    }
    for (const double bound : row.buckets) {
      prefixes.push_back(name + "_bucket" + label_text(row, values, bound_label(bound)) + ' ');
    }
    prefixes.push_back(name + "_bucket" + label_text(row, values, "le=\"+Inf\"") + ' ');
    prefixes.push_back(name + "_sum" + label_text(row, values) + ' ');
    prefixes.push_back(name + "_count" + label_text(row, values) + ' ');
  }

  void append_to(std::string& out) const {
    if (const auto* gauge = std::get_if<Gauge>(&data)) return append_sample(out, prefixes[0], gauge->value());
    if (const auto* counter = std::get_if<Counter>(&data)) return append_sample(out, prefixes[0], counter->value());
    const Histogram& histogram = std::get<Histogram>(data);
    std::uint64_t below = 0;
    std::size_t next = 0;
    for (const std::uint64_t count : histogram.counts()) {
      below += count;
      append_sample(out, prefixes[next++], static_cast<double>(below));
    }
    append_sample(out, prefixes[next++], histogram.sum());
    append_sample(out, prefixes[next], static_cast<double>(histogram.count()));
  }

  static void append_sample(std::string& out, const std::string& prefix, double value) {
    out += prefix;
    append_value(out, value);
    out += '\n';
  }

  std::vector<std::string> values;
  std::vector<std::string> prefixes;
  std::variant<Counter, Gauge, Histogram> data;
};

struct Registry::Family {
  explicit Family(const MetricRow& metric) : row(metric) {
    header = "# HELP " + std::string(row.name) + ' ';
    append_escaped(header, row.help, Text::help);
    header += "\n# TYPE " + std::string(row.name) + ' ';
    header += to_string(row.type);
    header += '\n';
  }

  using Position = std::vector<std::unique_ptr<Series>>::iterator;
  Position lower_bound(LabelValues wanted) {
    return std::lower_bound(series.begin(), series.end(), wanted, [](const auto& one, LabelValues values) {
      return std::lexicographical_compare(one->values.begin(), one->values.end(), values.begin(), values.end());
    });
  }
  bool holds(Position at, LabelValues wanted) const {
    return at != series.end() && std::equal((*at)->values.begin(), (*at)->values.end(), wanted.begin(), wanted.end());
  }

  MetricRow row;
  std::string header;
  std::vector<std::unique_ptr<Series>> series;  // sorted by label values
  std::unique_ptr<Series> overflow;             // what every label set beyond kSeriesMax shares
};

Registry::Registry() = default;
Registry::~Registry() = default;

Registry::Family& Registry::family(const MetricRow& row) {
  const auto found = by_name_.find(row.name);
  if (found != by_name_.end()) {
    CHECKRIDE_ASSERT(found->second->row.type == row.type);
    return *found->second;
  }
  families_.push_back(std::make_unique<Family>(row));
  by_name_.emplace(families_.back()->row.name, families_.back().get());
  return *families_.back();
}

Registry::Series& Registry::find_or_add(const MetricRow& row, LabelValues values) {
  CHECKRIDE_ASSERT(values.size() == row.labels.size());
  Family& own = family(row);
  const auto at = own.lower_bound(values);
  if (own.holds(at, values)) return **at;
  std::vector<std::string> copies(values.begin(), values.end());
  if (own.series.size() < kSeriesMax) {
    return **own.series.insert(at, std::make_unique<Series>(row, std::move(copies)));
  }
  counter(metric::kSeriesDropped).add();
  if (!own.overflow) own.overflow = std::make_unique<Series>(row, std::move(copies));
  return *own.overflow;
}

Counter& Registry::counter(const MetricRow& row, LabelValues values) {
  CHECKRIDE_ASSERT(row.type == MetricType::counter);
  return std::get<Counter>(find_or_add(row, values).data);
}

Gauge& Registry::gauge(const MetricRow& row, LabelValues values) {
  CHECKRIDE_ASSERT(row.type == MetricType::gauge);
  return std::get<Gauge>(find_or_add(row, values).data);
}

Histogram& Registry::histogram(const MetricRow& row, LabelValues values) {
  CHECKRIDE_ASSERT(row.type == MetricType::histogram);
  return std::get<Histogram>(find_or_add(row, values).data);
}

void Registry::remove(const MetricRow& row, LabelValues values) {
  CHECKRIDE_ASSERT(values.size() == row.labels.size());
  Family& own = family(row);
  const auto at = own.lower_bound(values);
  if (own.holds(at, values)) own.series.erase(at);
}

void Registry::before_page(std::function<void()> refresh) {
  refreshers_.push_back(std::move(refresh));
}

void Registry::refresh() {
  for (const auto& one : refreshers_) one();
}

void Registry::read(const MetricRow& row, const std::function<void(const Reading&)>& each) const {
  const auto found = by_name_.find(row.name);
  if (found == by_name_.end()) return;
  for (const auto& series : found->second->series) {
    Reading reading{series->values};
    if (const auto* gauge = std::get_if<Gauge>(&series->data)) reading.value = gauge->value();
    if (const auto* counter = std::get_if<Counter>(&series->data)) reading.value = counter->value();
    if (const auto* histogram = std::get_if<Histogram>(&series->data)) {
      reading.count = static_cast<double>(histogram->count());
      reading.sum = histogram->sum();
    }
    each(reading);
  }
}

const std::string& Registry::text() {
  refresh();
  page_.clear();
  for (const auto& own : families_) {
    if (own->series.empty()) continue;
    page_ += own->header;
    for (const auto& series : own->series) series->append_to(page_);
  }
  return page_;
}

std::size_t Registry::series() const {
  std::size_t sum = 0;
  for (const auto& own : families_) sum += own->series.size();
  return sum;
}

}  // namespace checkride::runtime
