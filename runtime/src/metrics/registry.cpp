#include "metrics/registry.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <compare>
#include <utility>
#include <variant>

#include "checkride/result/assert.hpp"
#include "metrics/exposition.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime {

namespace {

constexpr std::string_view kTotal = "_total";

// {a="1",b="2"} from the labels that have a value; `extra` is appended as it is (le="0.5"). Empty for no label.
std::string label_text(const MetricRow& row, const std::vector<std::string>& values, std::string_view extra = {}) {
  std::string out;
  const auto separate = [&] { out += out.empty() ? '{' : ','; };
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].empty()) continue;
    separate();
    out += row.labels[i];
    out += "=\"";
    append_metric_text(out, values[i], Escape::quoted);
    out += '"';
  }
  if (!extra.empty()) {
    separate();
    out += extra;
  }
  if (!out.empty()) out += '}';
  return out;
}

// OpenMetrics wants "1.0" where the text format has always had "1".
std::string bound_label(double bound, PageFormat format) {
  std::string out = "le=\"";
  append_metric_value(out, bound);
  if (format == PageFormat::openmetrics && bound == std::trunc(bound) && !std::isinf(bound)) out += ".0";
  out += '"';
  return out;
}

}  // namespace

std::string_view to_string(MetricType type) {
  constexpr std::array<std::string_view, 3> kWords{"counter", "gauge", "histogram"};
  return kWords[static_cast<std::size_t>(type)];
}

void Counter::add(double amount) {
  CHECKRIDE_ASSERT(amount >= 0);
  value_ += amount;
}

void Counter::raise_to(double total) {
  value_ = std::max(value_, total);
}

void Histogram::observe(double value) {
  (void)count_in(value);
}

void Histogram::observe(double value, std::optional<Exemplar> exemplar) {
  const std::size_t bucket = count_in(value);
  if (!exemplar) return;
  examples_.resize(counts_.size());
  examples_[bucket] = Example{std::move(*exemplar), value};
}

std::size_t Histogram::count_in(double value) {
  const auto found = std::lower_bound(bounds_.begin(), bounds_.end(), value);
  const auto bucket = static_cast<std::size_t>(found - bounds_.begin());
  ++counts_[bucket];
  ++count_;
  sum_ += value;
  spread_.record(value);
  return bucket;
}

void Histogram::append_exemplar(std::string& out, std::size_t bucket) const {
  if (bucket < examples_.size() && examples_[bucket]) {
    examples_[bucket]->exemplar.append_to(out, examples_[bucket]->value);
  }
}

// The text before each number of a series, made once: one for a counter or gauge; of a histogram its buckets (for the
// text format, then for the other), the one without a bound, sum and count.
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
    for (const PageFormat format : {PageFormat::text, PageFormat::openmetrics}) {
      for (const double bound : row.buckets) {
        prefixes.push_back(name + "_bucket" + label_text(row, values, bound_label(bound, format)) + ' ');
      }
    }
    prefixes.push_back(name + "_bucket" + label_text(row, values, "le=\"+Inf\"") + ' ');
    prefixes.push_back(name + "_sum" + label_text(row, values) + ' ');
    prefixes.push_back(name + "_count" + label_text(row, values) + ' ');
  }

  void append_to(std::string& out, PageFormat format) const {
    if (const auto* gauge = std::get_if<Gauge>(&data)) return append_sample(out, prefixes[0], gauge->value());
    if (const auto* counter = std::get_if<Counter>(&data)) return append_sample(out, prefixes[0], counter->value());
    append_histogram(out, std::get<Histogram>(data), format);
  }

  void append_histogram(std::string& out, const Histogram& histogram, PageFormat format) const {
    const std::size_t bounds = histogram.bounds().size();
    const std::size_t first = format == PageFormat::text ? 0 : bounds;
    std::uint64_t below = 0;
    for (std::size_t i = 0; i <= bounds; ++i) {
      below += histogram.counts()[i];
      out += prefixes[i < bounds ? first + i : 2 * bounds];
      append_metric_value(out, static_cast<double>(below));
      if (format == PageFormat::openmetrics) histogram.append_exemplar(out, i);
      out += '\n';
    }
    append_sample(out, prefixes[2 * bounds + 1], histogram.sum());
    append_sample(out, prefixes[2 * bounds + 2], static_cast<double>(histogram.count()));
  }

  static void append_sample(std::string& out, const std::string& prefix, double value) {
    out += prefix;
    append_metric_value(out, value);
    out += '\n';
  }

  std::vector<std::string> values;
  std::vector<std::string> prefixes;
  std::variant<Counter, Gauge, Histogram> data;
  bool shown = true;
};

struct Registry::Family {
  explicit Family(const MetricRow& metric) : row(metric) {
    std::string_view name = row.name;
    text_header = header_of(name, Escape::help);
    if (row.type == MetricType::counter) {
      CHECKRIDE_ASSERT(name.ends_with(kTotal));  // as both formats want it
      name.remove_suffix(kTotal.size());
    }
    open_header = header_of(name, Escape::quoted);
    const auto label = std::find(row.labels.begin(), row.labels.end(), "simulator");
    if (label != row.labels.end() && !row.lasting)
      simulator_label = static_cast<std::size_t>(label - row.labels.begin());
  }

  std::string header_of(std::string_view name, Escape escape) const {
    std::string out;
    out.append("# HELP ").append(name) += ' ';
    append_metric_text(out, row.help, escape);
    out.append("\n# TYPE ").append(name).append(" ").append(to_string(row.type)) += '\n';
    return out;
  }

  // Whether any of its series is shown; only then has it a header.
  bool is_shown() const {
    return std::any_of(series.begin(), series.end(), [](const auto& one) { return one->shown; });
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
  std::string text_header;
  std::string open_header;
  std::optional<std::size_t> simulator_label;   // of a row whose series go with their simulator
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
    auto made = std::make_unique<Series>(row, std::move(copies));
    made->shown = !own.simulator_label || !concealed_.contains(made->values[*own.simulator_label]);
    return **own.series.insert(at, std::move(made));
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

void Registry::conceal(std::string_view simulator) {
  if (concealed_.emplace(simulator).second) show(simulator, false);
}

void Registry::reveal(std::string_view simulator) {
  const auto found = concealed_.find(simulator);
  if (found == concealed_.end()) return;
  concealed_.erase(found);
  show(simulator, true);
}

void Registry::show(std::string_view simulator, bool shown) {
  for (const auto& own : families_) {
    if (!own->simulator_label) continue;
    for (const auto& series : own->series) {
      if (series->values[*own->simulator_label] == simulator) series->shown = shown;
    }
  }
}

void Registry::refresh() {
  for (const auto& refresher : refreshers_) refresher();
}

const std::string& Registry::text() {
  page_.clear();
  write(page_, PageFormat::text);
  return page_;
}

void Registry::write(std::string& out, PageFormat format) {
  refresh();
  for (const auto& own : families_) {
    if (!own->is_shown()) continue;
    out += format == PageFormat::text ? own->text_header : own->open_header;
    for (const auto& series : own->series) {
      if (series->shown) series->append_to(out, format);
    }
  }
  if (format == PageFormat::openmetrics) out += "# EOF\n";
}

void Registry::visit(const std::function<void(const MetricRow&, std::span<const SeriesView>)>& look) {
  refresh();
  for (const auto& own : families_) {
    std::vector<SeriesView> views;
    for (const auto& series : own->series) {
      if (!series->shown) continue;
      views.push_back(SeriesView{series->values, std::get_if<Counter>(&series->data), std::get_if<Gauge>(&series->data),
                                 std::get_if<Histogram>(&series->data)});
    }
    if (!views.empty()) look(own->row, views);
  }
}

std::size_t Registry::series() const {
  std::size_t sum = 0;
  for (const auto& own : families_) sum += own->series.size();
  return sum;
}

}  // namespace checkride::runtime
