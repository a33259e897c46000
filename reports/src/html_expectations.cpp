// The page's part on expectations: what was expected, what was seen, how close it was.
#include <fmt/format.h>

#include <cmath>

#include "checkride/values/json.hpp"
#include "html_parts.hpp"
#include "markup.hpp"

namespace checkride::reports {
namespace {

// "12.300 s to spare", "missed by 0.200 s". What failed has no time to spare, also when it failed before its time was
// up.
std::string margin(const Expectation& expectation) {
  const std::optional<double>& value = expectation.margin_seconds;
  if (expectation.verdict == Verdict::skipped) return expectation.reason.empty() ? "not reached" : "skipped";
  if (expectation.verdict == Verdict::failed || (value && *value < 0)) {
    return value && *value < 0 ? fmt::format("missed by {} s", seconds(-*value)) : "missed";
  }
  return value ? fmt::format("{} s to spare", seconds(*value)) : "";
}

std::string with_unit(const std::string& text, const std::string& unit) {
  return unit.empty() || text.empty() ? text : text + " " + unit;
}

// "value 82 feet, below 100 feet: 18 feet to spare"; of what is no limit "status 503, wanted: 200"
std::string deciding(const Deciding& value) {
  std::string text = value.name.empty() ? "" : value.name + " ";
  text += value.seen.empty() ? "nothing" : value.seen;
  if (!value.expected.empty()) text += (value.margin ? ", " : ", wanted: ") + value.expected;
  if (value.margin) {
    const std::string amount = with_unit(values::format_number(std::abs(*value.margin)), value.unit);
    text += *value.margin < 0 ? ": missed by " + amount : ": " + amount + " to spare";
  }
  return fmt::format("<div class=\"deciding\">{}</div>", shown(text));
}

std::string seen(const Expectation& expectation) {
  if (expectation.verdict == Verdict::skipped && expectation.seen.empty()) return shown(expectation.reason);
  std::string text = shown(expectation.seen);
  for (const Deciding& value : expectation.values) text += deciding(value);
  return text;
}

// "30", or "common/guided.yaml:30" for a line of another file; nothing for what stands in none, as "compare-1".
std::string line(const Expectation& expectation) {
  if (expectation.line == 0) return {};
  const std::string number = std::to_string(expectation.line);
  const std::string text = expectation.file.empty() ? number : escape_markup(expectation.file) + ":" + number;
  if (expectation.step.empty()) return text;
  return fmt::format("<span title=\"step {}\">{}</span>", escape_markup(expectation.step), text);
}

std::string place(const Expectation& expectation) {
  if (expectation.line == 0) return fmt::format("<b>{}</b>", escape_markup(expectation.name));
  return fmt::format("<b>{}</b>, {}", escape_markup(expectation.name),
                     escape_markup(line_text(expectation.line, expectation.file)));
}

// The phases whose name a reason may begin with (engine/run.cpp).
constexpr std::string_view kPhases[] = {"setup, ", "teardown, "};

// The phase that the reason begins with; empty: the timeline.
std::string_view phase_of(const ScenarioRecord& scenario) {
  for (const std::string_view phase : kPhases) {
    if (scenario.reason.starts_with(phase)) return phase;
  }
  return {};
}

// The expectation that made the scenario fail: the reason begins with its name, otherwise it is the first that failed.
const Expectation* culprit(const ScenarioRecord& scenario) {
  const std::string_view reason = std::string_view(scenario.reason).substr(phase_of(scenario).size());
  const Expectation* first = nullptr;
  for (const Expectation& expectation : scenario.expectations) {
    if (expectation.verdict != Verdict::failed) continue;
    const std::string_view rest = reason.substr(0, expectation.name.size() + 1);
    if (rest == expectation.name + ":" || rest == expectation.name + " ") return &expectation;
    if (!first) first = &expectation;
  }
  return first;
}

// The reason without the name and line that it may begin with: "expect-2 (line 14): ", "setup, expect-2 (line 14): ".
std::string reason_alone(const ScenarioRecord& scenario, const Expectation& expectation) {
  const std::string_view phase = phase_of(scenario);
  const std::string_view reason = std::string_view(scenario.reason).substr(phase.size());
  for (const std::string& start : {named_place(expectation) + ": ", expectation.name + ": "}) {
    if (!reason.starts_with(start)) continue;
    const std::string where = phase.empty() ? "" : fmt::format("in {}: ", phase.substr(0, phase.find(',')));
    return where + std::string(reason.substr(start.size()));
  }
  return scenario.reason;
}

}  // namespace

std::string smallest_margin(const ScenarioRecord& scenario) {
  const Expectation* smallest = nullptr;
  for (const Expectation& expectation : scenario.expectations) {
    if (!expectation.margin_seconds) continue;
    if (!smallest || *expectation.margin_seconds < *smallest->margin_seconds) smallest = &expectation;
  }
  if (!smallest) return "";
  return fmt::format("{} <span class=\"soft\">({})</span>", margin(*smallest), place(*smallest));
}

std::string failure(const ScenarioRecord& scenario) {
  const Expectation* failed = culprit(scenario);
  if (!failed) return shown(scenario.reason);
  return fmt::format("<div class=\"brief\">{}: {}</div>", place(*failed), shown(reason_alone(scenario, *failed)));
}

std::string expectations_table(const ScenarioRecord& scenario) {
  std::string rows;
  for (const Expectation& expectation : scenario.expectations) {
    rows += fmt::format("<tr class=\"{}\">", to_string(expectation.verdict));
    rows += cell("Verdict", "", badge(expectation.verdict));
    rows += cell("Name", "name", escape_markup(expectation.name));
    rows += cell("Line", "number place", line(expectation));
    rows += cell("Expectation", "", escape_markup(expectation.text));
    rows += cell("At (s)", "number", expectation.at_seconds ? seconds(*expectation.at_seconds) : "");
    rows += cell("Expected", "expected", escape_markup(expectation.expected));
    rows += cell("Seen", "seen", seen(expectation));
    rows += cell("Margin", "number margin", margin(expectation)) + "</tr>\n";
  }
  return "<table class=\"expectations cards\"><thead><tr><th>Verdict</th><th>Name</th><th class=\"number\">Line</th>"
         "<th>Expectation</th><th class=\"number\">At (s)</th><th>Expected</th><th>Seen</th>"
         "<th class=\"number\">Margin</th></tr></thead><tbody>\n" +
         rows + "</tbody></table>\n";
}

std::string sometimes_table(const Record& record) {
  if (record.sometimes.empty()) return {};
  std::string rows;
  for (const Sometimes& sometimes : record.sometimes) {
    rows += fmt::format("<tr class=\"{}\">", to_string(sometimes.verdict));
    rows += cell("Verdict", "", badge(sometimes.verdict));
    rows += cell("Scenario", "name", escape_markup(sometimes.scenario));
    const std::string where =
        fmt::format(" <span class=\"soft\">({}:{})</span>", escape_markup(sometimes.file), sometimes.line);
    rows += cell("Name", "name", escape_markup(sometimes.name) + (sometimes.line > 0 ? where : ""));
    rows += cell("Must be seen", "", escape_markup(sometimes.text));
    rows += cell("Seeds needed", "number", std::to_string(sometimes.wanted));
    rows += cell("Seen in", "number", fmt::format("{} of {} runs", sometimes.held_in, sometimes.runs));
    rows += cell("Why", "outcome", shown(sometimes.reason)) + "</tr>\n";
  }
  return "<h3>Seen over all runs</h3>\n<table class=\"cards\"><thead><tr><th>Verdict</th><th>Scenario</th><th>Name</th>"
         "<th>Must be seen</th><th class=\"number\">Seeds needed</th><th class=\"number\">Seen in</th><th>Why</th></tr>"
         "</thead><tbody>\n" +
         rows + "</tbody></table>\n";
}

}  // namespace checkride::reports
