// What a comparison comes to: verdict, expectation, lines for a terminal.
#include <fmt/format.h>

#include <algorithm>

#include "checkride/values/json.hpp"
#include "compare/compare_runs.hpp"

namespace checkride::harness {

namespace {

using reports::DifferenceClass;

constexpr DifferenceClass kClasses[] = {DifferenceClass::order, DifferenceClass::timing, DifferenceClass::value,
                                        DifferenceClass::missing, DifferenceClass::extra};

std::uint64_t allowed(const CompareRules& rules, DifferenceClass kind) {
  const auto found = rules.allow.find(std::string(to_string(kind)));
  return found == rules.allow.end() ? 0 : found->second;
}

void append(std::string& list, const std::string& entry) {
  if (!list.empty()) list += ", ";
  list += entry;
}

// "3 timing, 1 missing", "no difference"
std::string counts(const reports::Comparison& comparison) {
  std::string text;
  for (const DifferenceClass kind : kClasses) {
    const std::size_t count = comparison.count(kind);
    if (count > 0) append(text, fmt::format("{} {}", count, to_string(kind)));
  }
  return text.empty() ? "no difference" : text;
}

// "no difference", "at most 2 timing, no other difference"
std::string allowance(const CompareRules& rules) {
  std::string text;
  for (const DifferenceClass kind : kClasses) {
    if (allowed(rules, kind) > 0) append(text, fmt::format("at most {} {}", allowed(rules, kind), to_string(kind)));
  }
  if (!text.empty()) text += ", ";
  return text + (text.empty() ? "no difference" : "no other difference");
}

std::string line_of(const reports::RunDifference& difference) {
  std::string text = fmt::format("  {} {}", to_string(difference.kind), difference.host);
  if (!difference.step.empty()) text += " step " + difference.step;
  text += ": " + difference.text;
  if (!difference.expected.empty()) text += " | " + difference.expected;
  if (!difference.got.empty()) text += " | " + difference.got;
  if (!difference.off) return text;
  const std::string amount = difference.unit == "s"
                                 ? fmt::format("{:+.3f}", *difference.off)
                                 : (*difference.off > 0 ? "+" : "") + values::format_number(*difference.off);
  return text + fmt::format(" ({}{}{})", amount, difference.unit.empty() ? "" : " ", difference.unit);
}

}  // namespace

void judge(reports::Comparison& comparison, const CompareRules& rules) {
  if (comparison.verdict == reports::Verdict::skipped) return;
  comparison.reason.clear();
  for (const DifferenceClass kind : kClasses) {
    const std::size_t count = comparison.count(kind);
    if (count <= allowed(rules, kind)) continue;
    append(comparison.reason,
           fmt::format("{} {} difference{} where {} {} allowed", count, to_string(kind), count == 1 ? "" : "s",
                       allowed(rules, kind), allowed(rules, kind) == 1 ? "is" : "are"));
  }
  comparison.verdict = comparison.reason.empty() ? reports::Verdict::passed : reports::Verdict::failed;
}

reports::Expectation expectation_of(const reports::Comparison& comparison, const CompareRules& rules, int number) {
  reports::Expectation expectation;
  expectation.name = fmt::format("compare-{}", number);
  expectation.kind = "compare";
  expectation.text = fmt::format("the {} rig as the {} rig", comparison.right, comparison.left);
  expectation.verdict = comparison.verdict;
  expectation.expected = allowance(rules);
  if (comparison.verdict == reports::Verdict::skipped) {
    expectation.reason = comparison.reason;
    return expectation;
  }
  expectation.looks = 1;
  expectation.seen = fmt::format("{}, {} events aligned", counts(comparison), comparison.aligned);
  for (const DifferenceClass kind : kClasses) {
    const std::size_t count = comparison.count(kind);
    if (count == 0 && allowed(rules, kind) == 0) continue;
    reports::Deciding deciding;
    deciding.name = std::string(to_string(kind));
    deciding.seen = fmt::format("{}", count);
    deciding.expected = fmt::format("at most {}", allowed(rules, kind));
    deciding.margin = static_cast<double>(allowed(rules, kind)) - static_cast<double>(count);
    expectation.values.push_back(std::move(deciding));
  }
  return expectation;
}

std::vector<std::string> to_lines(const reports::Comparison& comparison, std::size_t differences_max) {
  std::vector<std::string> lines{
      fmt::format("{}: {} against {}: {}", comparison.scenario, comparison.right, comparison.left,
                  comparison.verdict == reports::Verdict::skipped ? "not compared" : counts(comparison))};
  if (!comparison.reason.empty()) lines.push_back("  " + comparison.reason);
  const std::size_t shown = std::min(differences_max, comparison.differences.size());
  for (std::size_t i = 0; i < shown; ++i) lines.push_back(line_of(comparison.differences[i]));
  if (shown < comparison.differences.size()) {
    lines.push_back(fmt::format("  and {} more", comparison.differences.size() - shown));
  }
  return lines;
}

}  // namespace checkride::harness
