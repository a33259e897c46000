// Goal: the judgement, the margin and the reader of matchers keep their laws whatever is written and tried. Method:
// RapidCheck over matchers that are drawn as trees, printed as YAML, read, and compared with what the tree says itself.
#include <algorithm>
#include <cmath>
#include <limits>

#include "checkride/test/property.hpp"
#include "checkride/values/json.hpp"
#include "matchers/matcher_reading.hpp"

namespace checkride::harness {
namespace {

using test::read_matcher;

// ---- conditions on numbers: a tree, its text, and what it means

struct Spec {
  std::string word;
  std::vector<double> numbers;
  std::vector<Spec> parts;
};

// Few enough that values fall on bounds, and any others.
double any_number() {
  const int kind = *rc::gen::inRange(0, 4);
  if (kind != 0) return *rc::gen::element(-3.0, -1.0, -0.5, 0.0, 0.25, 1.0, 2.0, 3.0, 100.0);
  const double number = *rc::gen::arbitrary<double>();
  return std::isfinite(number) ? number : 0;
}
double any_count() {
  return *rc::gen::inRange(0, 7);
}

using Draw = double (*)();

Spec any_simple(Draw draw) {
  static const std::vector<std::string> kWords{"less_than", "at_most", "more_than", "at_least",
                                               "equals",    "between", "approx",    "one_of"};
  Spec spec{*rc::gen::elementOf(kWords), {draw()}, {}};
  if (spec.word == "between" || spec.word == "one_of") spec.numbers.push_back(draw());
  if (spec.word == "between") std::sort(spec.numbers.begin(), spec.numbers.end());
  if (spec.word == "approx") spec.numbers.push_back(1 + std::abs(draw()));
  return spec;
}

Spec any_two(Draw draw) {
  Spec all{"all", {}, {any_simple(draw), any_simple(draw)}};
  if (all.parts[0].word == all.parts[1].word) all.parts.pop_back();
  return all;
}

Spec any_spec(Draw draw, int depth) {
  const int kind = depth == 0 ? 0 : *rc::gen::inRange(0, 4);
  if (kind == 0 || kind == 1) return any_simple(draw);
  if (kind == 2) return Spec{"not", {}, {any_spec(draw, depth - 1)}};
  return any_two(draw);
}

std::string yaml(const Spec& spec);

std::string entries(const Spec& spec) {
  std::vector<std::string> numbers;
  for (const double number : spec.numbers) numbers.push_back(values::format_number(number));
  if (spec.word == "not") return "not: " + yaml(spec.parts[0]);
  if (spec.word == "approx") return "approx: " + numbers[0] + ", within: " + numbers[1];
  if (spec.word == "all") {
    return entries(spec.parts[0]) + (spec.parts.size() == 2 ? ", " + entries(spec.parts[1]) : "");
  }
  if (numbers.size() == 2) return spec.word + ": [" + numbers[0] + ", " + numbers[1] + "]";
  return spec.word + ": " + numbers[0];
}

std::string yaml(const Spec& spec) {
  return "{" + entries(spec) + "}";
}

bool means(const Spec& spec, double value) {
  const auto& n = spec.numbers;
  if (spec.word == "less_than") return value < n[0];
  if (spec.word == "at_most") return value <= n[0];
  if (spec.word == "more_than") return value > n[0];
  if (spec.word == "at_least") return value >= n[0];
  if (spec.word == "equals") return value == n[0];
  if (spec.word == "between") return value >= n[0] && value <= n[1];
  if (spec.word == "approx") return std::abs(value - n[0]) <= n[1];
  if (spec.word == "one_of") return value == n[0] || value == n[1];
  if (spec.word == "not") return !means(spec.parts[0], value);
  return std::all_of(spec.parts.begin(), spec.parts.end(), [&](const Spec& part) { return means(part, value); });
}

// A number, and a matcher that can hold.
struct Drawn {
  Spec spec;
  std::optional<Matcher> matcher;
  double value = 0;
};
Drawn any_drawn(Domain domain) {
  const Draw draw = domain == Domain::count ? any_count : any_number;
  Drawn drawn{any_spec(draw, 2), std::nullopt, draw()};
  drawn.matcher = read_matcher(yaml(drawn.spec), domain);
  RC_PRE(drawn.matcher.has_value());  // its conditions do not exclude each other
  return drawn;
}

RC_GTEST_PROP(MatcherLaws, APrintedMatcherReadsBackToTheSameJudgement, ()) {
  const auto domain = *rc::gen::element(Domain::number, Domain::count, Domain::any);
  const Drawn drawn = any_drawn(domain);
  RC_ASSERT(drawn.matcher->try_on(drawn.value).holds == means(drawn.spec, drawn.value));
}

RC_GTEST_PROP(MatcherLaws, ConditionsThatAreRefusedHoldOfNothing, ()) {
  const auto domain = *rc::gen::element(Domain::number, Domain::count);
  const Draw draw = domain == Domain::count ? any_count : any_number;
  const Spec spec = any_two(draw);
  RC_PRE(!read_matcher(yaml(spec), domain).has_value());
  for (int i = 0; i < 20; ++i) RC_ASSERT(!means(spec, draw()));
}

RC_GTEST_PROP(MatcherLaws, TheMarginIsNotNegativeExactlyWhereItHolds, ()) {
  const auto domain = *rc::gen::element(Domain::number, Domain::count);
  const Drawn drawn = any_drawn(domain);
  const Match match = drawn.matcher->try_on(drawn.value);
  RC_ASSERT(match.margin.has_value());
  RC_ASSERT((*match.margin >= 0) == match.holds);
  if (domain == Domain::count) RC_ASSERT(*match.margin == std::trunc(*match.margin));
}

RC_GTEST_PROP(MatcherLaws, NoSmallerMoveThanTheMarginTurnsTheJudgement, ()) {
  const Drawn drawn = any_drawn(Domain::number);
  const Match match = drawn.matcher->try_on(drawn.value);
  const double margin = match.margin.value();
  // Below, rounding decides.
  RC_PRE(std::isfinite(margin) && std::abs(margin) > 1e-9 * std::max(1.0, std::abs(drawn.value)));
  const double share = *rc::gen::element(-0.99, -0.5, 0.5, 0.99);
  RC_ASSERT(drawn.matcher->try_on(drawn.value + share * margin).holds == match.holds);
}

RC_GTEST_PROP(MatcherLaws, OfCountsTheMarginIsExact, ()) {
  const Drawn drawn = any_drawn(Domain::count);
  const Match match = drawn.matcher->try_on(drawn.value);
  const double reach = match.holds ? *match.margin : -*match.margin - 1;
  for (double move = 0; move <= reach; ++move) {
    RC_ASSERT(drawn.matcher->try_on(drawn.value + move).holds == match.holds);
    if (move > drawn.value) continue;  // there is no count below zero
    RC_ASSERT(drawn.matcher->try_on(drawn.value - move).holds == match.holds);
  }
}

RC_GTEST_PROP(MatcherLaws, NotTurnsTheJudgementAndTheMarginOfANumber, ()) {
  const auto domain = *rc::gen::element(Domain::number, Domain::count);
  const Drawn drawn = any_drawn(domain);
  const auto opposite = read_matcher(yaml(Spec{"not", {}, {drawn.spec}}), domain);
  RC_PRE(opposite.has_value());  // the matcher does not hold of everything
  RC_ASSERT(opposite->try_on(drawn.value).holds != drawn.matcher->try_on(drawn.value).holds);
}

RC_GTEST_PROP(MatcherLaws, BetweenIsAtLeastAndAtMost, ()) {
  const auto domain = *rc::gen::element(Domain::number, Domain::count);
  const Draw draw = domain == Domain::count ? any_count : any_number;
  const double a = draw();
  const double b = std::max(a, draw());
  const std::string low = values::format_number(a);
  const std::string high = values::format_number(b);
  const auto between = read_matcher("{between: [" + low + ", " + high + "]}", domain);
  const auto both = read_matcher("{at_least: " + low + ", at_most: " + high + "}", domain);
  const double value = draw();
  RC_ASSERT(between->try_on(value).holds == both->try_on(value).holds);
  RC_ASSERT(between->try_on(value).margin == both->try_on(value).margin);
}

RC_GTEST_PROP(MatcherLaws, ApproxIsSymmetric, ()) {
  const double a = any_number();
  const double b = any_number();
  const std::string within = ", within: " + values::format_number(1 + std::abs(any_number())) + "}";
  const auto of_a = read_matcher("{approx: " + values::format_number(a) + within, Domain::number);
  const auto of_b = read_matcher("{approx: " + values::format_number(b) + within, Domain::number);
  RC_ASSERT(of_a->try_on(b).holds == of_b->try_on(a).holds);
  RC_ASSERT(of_a->try_on(b).margin == of_b->try_on(a).margin);
}

RC_GTEST_PROP(MatcherLaws, UnitsChangeTheTextAndNotTheJudgement, ()) {
  const auto limit = static_cast<double>(*rc::gen::inRange(1, 100));
  const auto value = static_cast<double>(*rc::gen::inRange(1, 100'000));
  const auto meters =
      read_matcher("{less_than: " + values::format_number(limit * 1000) + "}", Domain::quantity, "meters");
  const auto kilometers =
      read_matcher("{less_than: " + values::format_number(limit) + " kilometers}", Domain::quantity, "meters");
  RC_ASSERT(meters->try_on(value).holds == kilometers->try_on(value).holds);
  RC_ASSERT(meters->try_on(value).margin == kilometers->try_on(value).margin);
}

// ---- conditions on texts

RC_GTEST_PROP(MatcherLaws, PartsOfTextsAreFoundWhereTheyStand, ()) {
  const auto piece = rc::gen::container<std::string>(rc::gen::element('a', 'b', '"', '\\', '\n', ':', '#', ' '));
  const std::string begin = *piece;
  const std::string middle = *rc::gen::nonEmpty(piece);
  const std::string text = begin + middle + *piece;
  const auto holds = [&](std::string_view word, std::string_view tried) {
    std::string source = "{" + std::string(word) + ": ";
    values::json::append_json_string(source, middle);
    return read_matcher(source + "}", Domain::text)->try_on(std::string(tried)).holds;
  };
  RC_ASSERT(holds("contains", text));
  RC_ASSERT(holds("starts_with", middle + text));
  RC_ASSERT(holds("ends_with", text + middle));
  RC_ASSERT(holds("equals", middle));
  RC_ASSERT(holds("starts_with", text) == text.starts_with(middle));
  RC_ASSERT(holds("ends_with", text) == text.ends_with(middle));
  RC_ASSERT(holds("equals", text) == (text == middle));
  RC_ASSERT(holds("contains", begin) == (begin.find(middle) != std::string::npos));
}

RC_GTEST_PROP(MatcherLaws, WhatLastsIsNotUndoneByMore, ()) {
  const auto piece = rc::gen::container<std::string>(rc::gen::element('a', 'b', ' '));
  const auto word = *rc::gen::element<std::string>("contains", "starts_with", "ends_with", "equals", "matches");
  const auto opposite = *rc::gen::inRange(0, 4) == 0;
  const std::string sought = *rc::gen::element<std::string>("a", "ab", "b a");
  const std::string end = word == "matches" ? *rc::gen::element<std::string>("", "$", "\\b", "\\B", "b*") : "";
  const std::string condition = "{" + word + ": '" + sought + end + "'}";
  const auto matcher = read_matcher(opposite ? "{not: " + condition + "}" : condition, Domain::text);
  RC_ASSERT(matcher.has_value());
  const std::string before = *piece;
  const std::string text = (*rc::gen::arbitrary<bool>() ? before : "") + sought + *piece;
  const std::string more = text + *piece;
  const bool holds = matcher->lasts(text);
  RC_CLASSIFY(holds);
  if (holds) RC_ASSERT(matcher->try_on(more).holds);
}

// ---- whatever is written

std::string any_scalar() {
  return *rc::gen::element<std::string>("5", "-1", "0", "1.5", "1e400", "80 feet", "80 knots", "1 %", "150%", "-3 %",
                                        "30s", "0s", "64MiB", "true", "null", "~", "''", "x", "'(a'", "'[0-9]+'",
                                        "''''", "\"\\t\"", "nan", "inf", ".5", "0x10", "010", "1e308 kilometers");
}

std::string any_yaml(int depth) {
  const int kind = depth == 0 ? 0 : *rc::gen::inRange(0, 5);
  const int count = *rc::gen::inRange(0, 3);
  if (kind == 0) return any_scalar();
  std::string out = kind == 1 ? "[" : "{";
  std::vector<std::string> keys;
  for (int i = 0; i < count; ++i) {
    const auto key =
        *rc::gen::element<std::string>("equals", "not", "less_than", "at_most", "more_than", "at_least", "between",
                                       "approx", "within", "contains", "starts_with", "ends_with", "matches", "one_of",
                                       "exists", "length", "each", "some", "exactly", "les_than", "a");
    if (kind != 1 && std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    keys.push_back(key);
    if (out.size() > 1) out += ", ";
    if (kind != 1) out += key + ": ";
    out += any_yaml(depth - 1);
  }
  return out + (kind == 1 ? "]" : "}");
}

void check_mistakes(const values::Diagnostics& errors, std::string_view text) {
  for (const values::Diagnostic& mistake : errors.items()) {
    RC_ASSERT(mistake.file == "t.yaml");
    RC_ASSERT(mistake.line == 1);
    RC_ASSERT(mistake.column >= 1 && mistake.column <= static_cast<int>(text.size()));
    RC_ASSERT(!mistake.message.empty());
  }
}

RC_GTEST_PROP(MatcherLaws, WhateverIsWrittenIsReadOrToldWithItsPlace, ()) {
  const std::string text = any_yaml(4);
  const values::Node node = test::node_of(text);
  const auto domain = *rc::gen::element(Domain::any, Domain::text, Domain::number, Domain::quantity, Domain::duration,
                                        Domain::bytes, Domain::count);
  const std::string unit =
      domain == Domain::quantity ? *rc::gen::element<std::string>("feet", "rpm", "celsius", "") : "";
  values::Diagnostics errors;
  const auto matcher = Matcher::read(node, errors, domain, unit);
  RC_ASSERT(matcher.has_value() == errors.empty());
  check_mistakes(errors, text);
  if (!matcher) return;
  RC_ASSERT(!matcher->text().empty());
  for (const Value& value : {Value(), Value(true), Value(5.0), Value(std::numeric_limits<double>::quiet_NaN()),
                             Value("x"), test::json_value("[1,\"x\",null,{}]"), value_of(node)}) {
    const Match match = matcher->try_on(value);
    RC_ASSERT(!match.margin || (*match.margin >= 0) == match.holds);
    (void)matcher->decide("value", value);
  }
}

RC_GTEST_PROP(MatcherLaws, AMatcherAndItsOppositeNeverBothHold, ()) {
  const std::string text = any_yaml(3);
  const auto matcher = read_matcher(text, Domain::any);
  const auto opposite = read_matcher("{not: " + text + "}", Domain::any);
  RC_PRE(matcher && opposite);
  const Value value = value_of(test::node_of(any_yaml(2)));
  RC_ASSERT(!matcher->try_on(value).holds || !opposite->try_on(value).holds);
}

RC_GTEST_PROP(MatcherLaws, AValueIsEqualToItself, ()) {
  const Value value = value_of(test::node_of("{x: " + any_yaml(3) + "}"));
  RC_ASSERT(Matcher::equal(value).try_on(value).holds);
}

}  // namespace
}  // namespace checkride::harness
