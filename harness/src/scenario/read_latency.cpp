#include "scenario/read_latency.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "reading/one_of.hpp"
#include "scenario/read_lists.hpp"

namespace checkride::harness {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using values::MapReader;
using values::Node;
using values::Range;
using world::Duration;

const Range<Duration> kTimes{Duration::zero(), hours(24)};
constexpr std::uint64_t kWhole = 1'000'000;

constexpr std::array<std::string_view, 5> kShapes{"constant", "uniform", "normal", "lognormal", "exponential"};
constexpr std::array<LatencyShape, 5> kShapeValues{LatencyShape::constant, LatencyShape::uniform, LatencyShape::normal,
                                                   LatencyShape::lognormal, LatencyShape::exponential};

void read_bounds(MapReader& map, LatencyPart& part) {
  std::vector<Duration> bounds;
  map.list("uniform", [&](const Node& node) {
    if (const auto bound = values::read_duration(node, map.errors(), kTimes)) bounds.push_back(*bound);
  });
  if (map.described()) return;
  if (bounds.size() != 2 || bounds[0] > bounds[1]) {
    map.error("uniform", "expected the least and the most: [1ms, 9ms]");
    return;
  }
  part.middle = bounds[0];
  part.spread = bounds[1];
}

void read_lognormal(MapReader& map, LatencyPart& part) {
  map.map("lognormal", [&](MapReader& inner) {
    const Range<Duration> times{std::chrono::microseconds(1), hours(24)};
    const bool median = inner.required("median", &part.middle, times);
    const bool both = inner.required("p99", &part.spread, times) && median;
    inner.optional("most", &part.most, times);
    if (both && part.spread <= part.middle) inner.error("p99", "it is longer than the median");
  });
}

void read_one_shape(MapReader& map, std::size_t word, LatencyPart& part) {
  part.shape = kShapeValues[word];
  switch (part.shape) {
    case LatencyShape::constant:
      map.optional("constant", &part.middle, kTimes);
      break;
    case LatencyShape::uniform:
      read_bounds(map, part);
      break;
    case LatencyShape::normal:
      map.map("normal", [&](MapReader& inner) {
        inner.required("mean", &part.middle, kTimes);
        inner.required("deviation", &part.spread, kTimes);
      });
      break;
    case LatencyShape::lognormal:
      read_lognormal(map, part);
      break;
    case LatencyShape::exponential:
      map.map("exponential", [&](MapReader& inner) {
        inner.required("mean", &part.middle, kTimes);
        inner.optional("most", &part.most, kTimes);
      });
      break;
  }
}

LatencyPart read_part(const Node& node, values::Diagnostics& errors) {
  LatencyPart part;
  MapReader map(node, errors);
  if (const auto share = map.required_node("share")) part.share_ppm = read_share(*share, errors).value_or(0);
  const auto which = read_one_of(map, kShapes, "a part", [&](std::size_t word) { read_one_shape(map, word, part); });
  if (!which && !map.described() && map.self().is_map()) {
    errors.add(map.position(), "a part of a mixture says how long it takes: {share: 10 %, constant: 3s}");
  }
  map.finish();
  return part;
}

void read_mixture(MapReader& map, LatencySpec& spec) {
  std::uint64_t shares = 0;
  map.list("mixture", [&](const Node& node) {
    spec.parts.push_back(read_part(node, map.errors()));
    shares += spec.parts.back().share_ppm;
  });
  if (!map.described() && shares != kWhole) map.error("mixture", "the shares of its parts are 100 % together");
}

LatencySpec read_distribution(const Node& node, values::Diagnostics& errors) {
  static constexpr std::array<std::string_view, 6> kWords{"constant",  "uniform",     "normal",
                                                          "lognormal", "exponential", "mixture"};
  LatencySpec spec;
  MapReader map(node, errors);
  const auto which = read_one_of(map, kWords, "a latency", [&](std::size_t word) {
    if (word == kShapes.size()) return read_mixture(map, spec);
    LatencyPart part;
    read_one_shape(map, word, part);
    spec.parts.push_back(part);
  });
  if (!which && !map.described() && map.self().is_map() && map.self().entries().empty()) {
    errors.add(map.position(), "how long? Say 20ms, or {uniform: [1ms, 9ms]}");
  }
  map.finish();
  return spec;
}

}  // namespace

LatencySpec read_latency_spec(const Node& node, values::Diagnostics& errors) {
  LatencySpec spec;
  values::read_shape(node, "latency", [&](const Node& shape) {
    const auto drawn = [&](const Node& map) { spec = read_distribution(map, errors); };
    const auto constant = [&](const Node& scalar) {
      LatencyPart part;
      part.middle = values::read_duration(scalar, errors, kTimes).value_or(Duration{});
      spec.parts = {part};
    };
    values::read_forms(shape, values::Kind::map, drawn, constant);
  });
  return spec;
}

void read_latency_at(MapReader& map, std::string_view key, LatencySpec* out) {
  if (const auto node = map.node(key)) *out = read_latency_spec(*node, map.errors());
}

std::optional<std::uint64_t> read_share(const Node& node, values::Diagnostics& errors) {
  const auto ratio = read_percent(node, errors);
  if (!ratio) return std::nullopt;
  return static_cast<std::uint64_t>(std::llround(*ratio * static_cast<double>(kWhole)));
}

bool read_rate_at(MapReader& map, std::string_view key, RateSpec* out) {
  struct Unit {
    std::string_view word;
    Duration per;
  };
  static constexpr std::array<Unit, 3> kUnits{
      {{"s", std::chrono::seconds(1)}, {"min", std::chrono::minutes(1)}, {"h", std::chrono::hours(1)}}};
  std::string text;
  if (!map.required(key, &text) || map.described()) return false;
  const auto slash = text.find('/');
  std::uint64_t count = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + std::min(slash, text.size()), count);
  for (const Unit& unit : kUnits) {
    const bool fits = code == std::errc() && slash != std::string::npos && end == text.data() + slash && count > 0 &&
                      count <= kWhole && std::string_view(text).substr(slash + 1) == unit.word;
    if (!fits) continue;
    out->count = count;
    out->per = unit.per;
    return true;
  }
  map.error(key, "expected a number of requests in a time: 10/s, 10/min or 10/h");
  return false;
}

}  // namespace checkride::harness
