#include "matchers/matcher.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "matchers/quantity_matcher.hpp"
#include "matchers/read_matcher.hpp"
#include "matchers/value_matcher.hpp"

namespace checkride::harness {

namespace {

double margin_of(const Room& room, const Scale& scale, const Value& value) {
  const double distance = room.distance - half_step(scale);
  if (distance != 0) return distance;
  if (room.holds()) return 0;  // and not -0
  const double magnitude = std::abs(comparable(value).value_or(0));
  return -std::numeric_limits<double>::epsilon() * std::max(1.0, magnitude);
}

}  // namespace

std::optional<Matcher> Matcher::read(const values::Node& node, values::Diagnostics& errors, Domain domain,
                                     std::string_view unit) {
  Scale scale(domain, unit);
  auto terms = read_terms(node, scale, errors);
  if (!terms) return std::nullopt;
  return Matcher(std::move(*terms), std::move(scale));
}

std::optional<Matcher> Matcher::among(values::MapReader& map, Domain domain) {
  Scale scale(domain);
  auto terms = read_words(map, scale);
  if (!terms) return std::nullopt;
  return Matcher(std::move(*terms), std::move(scale));
}

Matcher Matcher::equal(Value value) {
  const Scale scale(Domain::any);
  return Matcher({make_equal(std::move(value), scale)}, scale);
}

Matcher Matcher::at_least(double bound, Domain domain) {
  const Scale scale(domain);
  return Matcher({make_bound(Bound::at_least, bound, scale)}, scale);
}

Match Matcher::try_on(const Value& value) const {
  const Judgement judgement = judge(terms_, value);
  Match match{judgement.truth == Truth::yes, std::nullopt, {}};
  if (judgement.room) {
    match.margin = margin_of(*judgement.room, scale_, value);
    match.unit = scale_.unit();
  }
  return match;
}

reports::Deciding Matcher::decide(std::string name, const Value& value) const {
  Match match = try_on(value);
  reports::Deciding deciding{std::move(name), scale_.text(value), text(), std::move(match.unit), std::nullopt};
  if (has_limit(terms_) && match.margin && std::isfinite(*match.margin)) deciding.margin = match.margin;
  return deciding;
}

std::string Matcher::text() const {
  return text_of(terms_);
}

std::string Matcher::clause() const {
  return clause_of(terms_);
}

std::string Matcher::phrase(std::string_view name) const {
  if (terms_.size() == 1) return terms_.front()->phrase(name);
  return ", " + std::string(name) + " " + clause();
}

std::vector<double> Matcher::edges() const {
  std::vector<double> edges;
  for (const auto& term : terms_) term->add_edges(edges);
  return edges;
}

}  // namespace checkride::harness
