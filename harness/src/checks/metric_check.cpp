#include "checks/metric_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>

#include "checkride/values/duration.hpp"
#include "checks/answers.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

constexpr std::string_view kBucket = "_bucket";
constexpr std::string_view kBound = "le";
// What a page of metrics may remember of `increase`: beyond, the oldest looks go.
constexpr std::size_t kLooksMax = 100'000;

std::string_view label_of(const MetricSample& sample, std::string_view name) {
  for (const auto& label : sample.labels) {
    if (label.first == name) return label.second;
  }
  return {};
}

bool labels_fit(const MetricCheck& check, const MetricSample& sample) {
  return std::all_of(check.labels.begin(), check.labels.end(), [&](const Compared& one) {
    return one.matcher.try_on(std::string(label_of(sample, one.name))).holds;
  });
}

template <class Each>
void for_each_series(const MetricCheck& check, const Exposition& page, std::string_view name, Each each) {
  for (const MetricFamily& family : page) {
    for (const MetricSample& sample : family.samples) {
      if (sample.name == name && labels_fit(check, sample)) each(sample);
    }
  }
}

std::optional<double> bound_of(const MetricSample& sample) {
  const std::string_view text = label_of(sample, kBound);
  if (text == "+Inf") return std::numeric_limits<double>::infinity();
  double bound = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), bound);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return bound;
}

world::Task<Result<Exposition>> fetch_page(Sight& sight, const std::string& member) {
  http::Request request;
  request.target = "/metrics";
  std::string of = member;
  const auto answer = co_await sight.exchange(std::move(of), Port::metrics, std::move(request));
  co_return metrics_page(answer);
}

std::string labels_text(const ComparedList& labels) {
  std::string text;
  for (const Compared& one : labels) {
    text += fmt::format("{}{} {}", text.empty() ? "{" : ", ", one.name, one.matcher.clause());
  }
  return text.empty() ? text : text + "}";
}

std::string text_of(const MetricCheck& check) {
  std::string text = fmt::format("metric {}{} of {}{}", check.name, labels_text(check.labels), check.of,
                                 text_of(check.value) + text_of(check.increase));
  if (check.p) text += text_of(check.p->value);
  return text + text_of(check.series);
}

class MetricKind final : public CheckKind {
 public:
  // `key`: under which it remembers earlier looks.
  MetricKind(MetricCheck check, std::string key)
      : check_(std::move(check)), text_(text_of(check_)), key_(std::move(key)) {}

  std::string text() const override { return text_; }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override {
    Traits traits;
    traits.needs_up = true;
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override {
    const auto page = co_await fetch_page(sight, check_.of);
    co_return check_metric(check_, page, sight.now(), remembered<Growth>(sight, key_));
  }
  bool is_quantity() const override { return true; }
  bool is_time() const override { return check_.name.ends_with("_seconds"); }
  world::Task<Result<double>> quantity(Sight& sight) const override {
    const auto page = co_await fetch_page(sight, check_.of);
    if (!page) co_return page.error();
    co_return matching_series(check_, *page).sum;
  }

 private:
  MetricCheck check_;
  std::string text_;
  std::string key_;
};

// The sum of a metric that is not there is none: it does not pass for zero.
void compare_sum(Seen& seen, const MetricCheck& check, const MatchingSeries& series) {
  for (const Compared& one : check.value) compare(seen, one, series.number == 0 ? Value() : Value(series.sum));
}

Value value_or_nothing(const std::optional<double>& number) {
  return number ? Value(*number) : Value();
}

}  // namespace

void Growth::saw(Duration now, double value) {
  const double risen = looks_.empty() ? 0 : looks_.back().risen + (value < last_ ? value : value - last_);
  if (!looks_.empty() && looks_.back().at == now) looks_.pop_back();
  looks_.push_back({now, risen});
  last_ = value;
  if (looks_.size() > kLooksMax) looks_.pop_front();
}

std::optional<double> Growth::over(Duration duration) const {
  if (looks_.empty() || looks_.back().at - looks_.front().at < duration) return std::nullopt;
  const Duration from = looks_.back().at - duration;
  // The last look that is old enough.
  const auto after =
      std::upper_bound(looks_.begin(), looks_.end(), from, [](Duration at, const Look& look) { return at < look.at; });
  return looks_.back().risen - std::prev(after)->risen;
}

MatchingSeries matching_series(const MetricCheck& check, const Exposition& page) {
  MatchingSeries series;
  for_each_series(check, page, check.name, [&](const MetricSample& sample) {
    ++series.number;
    series.sum += sample.value;
  });
  return series;
}

std::optional<double> histogram_quantile(const MetricCheck& check, const Exposition& page, double quantile) {
  std::map<double, double> counts;  // of all series that match, up to each bound
  for_each_series(check, page, check.name + std::string(kBucket), [&](const MetricSample& sample) {
    if (const auto bound = bound_of(sample)) counts[*bound] += sample.value;
  });
  const double all = counts.empty() ? 0 : counts.rbegin()->second;
  if (!(all > 0)) return std::nullopt;
  const double rank = quantile * all;
  double below = 0;
  double from = 0;
  for (const auto& [bound, count] : counts) {
    if (count >= rank) {
      // Beyond the last bound nothing is known but the bound.
      if (bound == std::numeric_limits<double>::infinity()) return from;
      return count > below ? from + (bound - from) * (rank - below) / (count - below) : bound;
    }
    below = count;
    from = bound;
  }
  return from;
}

Result<Exposition> metrics_page(const Result<http::Response>& answer) {
  if (!answer) return answer.error();
  if (answer->status != 200) return Error::invalid(fmt::format("/metrics answers {}", answer->status));
  const auto type = answer->headers.find("Content-Type");
  auto page = parse_exposition(answer->body, exposition_format(type.value_or("")));
  if (!page) return page.error().with("/metrics");
  return page;
}

Seen check_metric(const MetricCheck& check, const Result<Exposition>& page, Duration now, Growth& growth) {
  if (!page) return no_answer(page.error());
  Seen seen = begin_comparing();
  const MatchingSeries series = matching_series(check, *page);
  compare_sum(seen, check, series);
  if (check.over) {
    if (series.number > 0) growth.saw(now, series.sum);
    compare(seen, check.increase.front(), value_or_nothing(growth.over(*check.over)));
  }
  if (check.p) {
    const auto quantile = histogram_quantile(check, *page, check.p->quantile);
    compare(seen, check.p->value.front(), value_or_nothing(quantile));
    seen.known = quantile.has_value();
  } else {
    seen.known = series.number > 0 || !check.series.empty();
  }
  for (const Compared& one : check.series) compare(seen, one, static_cast<double>(series.number));
  if (!seen.known) seen.text += fmt::format(" (no series of {} that matches)", check.name);
  return seen;
}

namespace {

void read_quantile(values::MapReader& map, MetricCheck& check) {
  map.map("p", [&](values::MapReader& p) {
    QuantileCheck quantile;
    const bool known = p.required("quantile", &quantile.quantile, values::Range<double>{0, 1});
    require_compared(p, "value", Domain::number, quantile.value);
    if (!known || quantile.value.empty()) return;
    quantile.value.front().name = fmt::format("quantile {}", quantile.quantile);
    check.p = std::move(quantile);
  });
}

void read_increase(values::MapReader& map, MetricCheck& check) {
  map.map("increase", [&](values::MapReader& increase) {
    Duration over{};
    const bool known =
        increase.required("over", &over, values::Range<Duration>{std::chrono::milliseconds(1), std::chrono::hours(24)});
    require_compared(increase, "value", Domain::number, check.increase);
    if (!known || check.increase.empty()) return;
    check.increase.front().name = "increase over " + values::format_duration(over);
    check.over = over;
  });
}

}  // namespace

Check read_metric_check(values::MapReader& map, Reader& reader) {
  MetricCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor, MemberKind::upstream});
  map.required("name", &check.name);
  read_each_compared(map, "labels", Domain::text, check.labels);
  read_compared(map, "value", Domain::number, check.value);
  read_quantile(map, check);
  read_increase(map, check);
  read_compared(map, "series", Domain::count, check.series);
  if (!map.has("value") && !map.has("p") && !map.has("increase") && !map.has("series")) {
    reader.errors.add(map.position(), "nothing is expected of the metric: give value, increase, p or series");
  }
  return std::make_shared<MetricKind>(std::move(check), key_of("metric", map));
}

}  // namespace checkride::harness
