// Matchers: what a value must be like, as written in a scenario: `less_than: 80 feet`, `between: [1, 3]`, `contains:
// x`. Pure.
//
//   const auto matcher = Matcher::read(node, errors, Domain::quantity, "feet");   // node: {less_than: 100 feet}
//   matcher->try_on(82.0);       // holds, margin 18, unit feet
//   matcher->text();             // "below 100 feet"
//
// A scalar, or a map without a matcher's words, is equality (numbers by value); a map of words is all of them. The
// words are a table: read_matcher.hpp. Nothing but `exists` holds of what is not there, nor does its opposite
// (term.hpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/reports/record.hpp"
#include "checkride/values/diagnostic.hpp"
#include "checkride/values/document.hpp"
#include "checkride/values/map_reader.hpp"
#include "matchers/scale.hpp"
#include "matchers/term.hpp"
#include "matchers/value.hpp"

namespace checkride::harness {

// What came of trying a value.
struct Match {
  bool holds = false;
  // How far the value could move before the judgement turns, in `unit`; negative: how far it would have to move. None
  // where no number decided (texts, structures), and of values that are no number. So margin >= 0 exactly where it
  // holds.
  // - The distance to the nearest bound; of several conditions the least. Of equality minus the distance of the two.
  // - Of whole numbers (bytes, count) what may still come or go: 4 is less_than 5 with 0 to spare, 5 missed it by 1.
  // - A value on a bound that is excluded misses by one rounding step of a double, -2.2e-16 * max(1, |value|).
  std::optional<double> margin;
  std::string unit;
};

class Matcher {
 public:
  // `unit`: of the values that it will be tried on; operands are converted into it while they are read. Mistakes are
  // added to `errors`, each with its place and what to write instead, and give no matcher. So does a node of which a
  // mistake has been told already.
  static std::optional<Matcher> read(const values::Node& node, values::Diagnostics& errors, Domain domain,
                                     std::string_view unit = {});
  // Its words among the keys of a map that has other keys too, which the caller reads and finishes. None if there are
  // none, and after a mistake.
  static std::optional<Matcher> among(values::MapReader& map, Domain domain);
  static Matcher equal(Value value);
  static Matcher at_least(double bound, Domain domain);

  Match try_on(const Value& value) const;
  // The same with texts, for the verdict: "altitude", "82 feet", "below 100 feet". Infinite margins are left out, and
  // those of equality, which has none to spare.
  reports::Deciding decide(std::string name, const Value& value) const;
  // Does it hold of the text, and still whatever comes behind that?
  bool lasts(const std::string& text) const { return try_on(Value(text)).holds && harness::lasts(terms_, text); }
  // "below 100 feet".
  std::string text() const;
  // The same behind the name of a value: "is below 100 feet", "contains "Low"".
  std::string clause() const;
  // The same behind a description: ", status is 200"; " with "Low" in the body".
  std::string phrase(std::string_view name) const;
  // The numbers at which the judgement changes: between two neighbours, and beyond all, it is the same.
  std::vector<double> edges() const;

 private:
  Matcher(Terms terms, Scale scale) : terms_(std::move(terms)), scale_(std::move(scale)) {}
  Terms terms_;
  Scale scale_;
};

}  // namespace checkride::harness
