#include "matchers/contradiction.hpp"

#include <algorithm>
#include <cmath>

namespace checkride::harness {

namespace {

bool holds(const Terms& terms, const Value& value) {
  return judge(terms, value).truth == Truth::yes;
}

// A number at every edge, between any two neighbours and beyond all: each stands for all numbers there.
std::vector<double> samples_of(std::vector<double> edges, const Scale& scale) {
  if (!scale.has_negative()) edges.push_back(0);
  std::sort(edges.begin(), edges.end());
  const double step = scale.whole() ? 1 : 0;
  std::vector<double> samples;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const double beyond = std::max(1.0, std::abs(edges[i]));
    samples.push_back(edges[i]);
    samples.push_back(i == 0 ? edges[i] - (scale.whole() ? step : beyond) : edges[i - 1] / 2 + edges[i] / 2);
    if (i + 1 == edges.size()) samples.push_back(edges[i] + (scale.whole() ? step : beyond));
    if (scale.whole()) samples.insert(samples.end(), {edges[i] - step, edges[i] + step});
  }
  if (scale.whole()) {
    for (double& sample : samples) sample = std::floor(sample);
  }
  if (!scale.has_negative()) std::erase_if(samples, [](double sample) { return sample < 0; });
  return samples;
}

}  // namespace

bool can_hold(const Terms& terms, const Scale& scale) {
  std::vector<Value> candidates;
  for (const auto& term : terms) term->add_candidates(candidates);
  if (!candidates.empty()) {
    return std::any_of(candidates.begin(), candidates.end(), [&](const Value& value) { return holds(terms, value); });
  }
  std::vector<double> edges;
  for (const auto& term : terms) term->add_edges(edges);
  if (edges.empty()) return true;
  const std::vector<double> samples = samples_of(edges, scale);
  const auto some_sample = [&](const Terms& of) {
    return std::any_of(samples.begin(), samples.end(), [&](double sample) { return holds(of, sample); });
  };
  if (some_sample(terms)) return true;
  // A condition that is about no number at all: whether it fits the others cannot be told here.
  return std::any_of(terms.begin(), terms.end(), [&](const auto& term) {
    std::vector<double> own;
    term->add_edges(own);
    return own.empty() && !some_sample({term});
  });
}

}  // namespace checkride::harness
