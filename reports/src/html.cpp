// The report as one page: what must be readable without script is written here; assets/src/report.js adds the rest.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "checkride/compress/gzip.hpp"
#include "checkride/reports/record.hpp"
#include "checkride/values/base64.hpp"
#include "checkride_reports_embedded.hpp"
#include "markup.hpp"

namespace checkride::reports {
namespace {

constexpr std::size_t kOpenScenariosMax = 4;  // a longer run opens only what failed

bool is_red(Verdict verdict) {
  return verdict == Verdict::failed || verdict == Verdict::error;
}

std::string badge(Verdict verdict) {
  constexpr std::string_view kMarks[] = {"✓", "✗", "–", "✓", "!"};
  std::string words(to_string(verdict));
  std::replace(words.begin(), words.end(), '_', ' ');
  return fmt::format("<span class=\"verdict {}\">{} {}</span>", to_string(verdict),
                     kMarks[static_cast<std::size_t>(verdict)], words);
}

// For people: long decimals rounded, the full text where the pointer rests.
std::string shown(std::string_view text) {
  const std::string shortened = shorten_numbers(text);
  if (shortened == text) return escape_markup(text);
  return fmt::format("<span title=\"{}\">{}</span>", escape_markup(text), escape_markup(shortened));
}

// A table cell; `label` stands before it where the page is too narrow for columns.
std::string cell(std::string_view label, std::string_view classes, std::string_view content) {
  return fmt::format("<td class=\"{}\" data-label=\"{}\">{}</td>", classes, label, content);
}

// "2026-01-05 08:00:00 UTC"; what is no such time stays as it is.
std::string moment(std::string_view rfc3339) {
  constexpr std::size_t kSecondsEnd = 19;
  if (rfc3339.size() < kSecondsEnd || !rfc3339.ends_with('Z') || rfc3339[10] != 'T') return escape_markup(rfc3339);
  return escape_markup(fmt::format("{} {} UTC", rfc3339.substr(0, 10), rfc3339.substr(11, kSecondsEnd - 11)));
}

std::string seconds(double value) {
  return fmt::format("{:.3f}", value);
}

// "12.300 s to spare", "missed by 0.200 s". What failed has no time to spare, also when it failed before its time was
// up.
std::string margin(const Expectation& expectation) {
  const std::optional<double>& value = expectation.margin_seconds;
  if (expectation.verdict == Verdict::skipped) return "not reached";
  if (expectation.verdict == Verdict::failed || (value && *value < 0)) {
    return value && *value < 0 ? fmt::format("missed by {} s", seconds(-*value)) : "missed";
  }
  return value ? fmt::format("{} s to spare", seconds(*value)) : "";
}

std::size_t count(const std::vector<Expectation>& all, Verdict verdict) {
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](const Expectation& expectation) { return expectation.verdict == verdict; }));
}

std::string place(const Expectation& expectation) {
  return fmt::format("<b>{}</b>, line {}", escape_markup(expectation.name), expectation.line);
}

std::string smallest_margin(const ScenarioRecord& scenario) {
  const Expectation* smallest = nullptr;
  for (const Expectation& expectation : scenario.expectations) {
    if (!expectation.margin_seconds) continue;
    if (!smallest || *expectation.margin_seconds < *smallest->margin_seconds) smallest = &expectation;
  }
  if (!smallest) return "";
  return fmt::format("{} <span class=\"soft\">({})</span>", margin(*smallest), place(*smallest));
}

// The expectation that made the scenario fail: the reason begins with its name, otherwise it is the first that failed.
const Expectation* culprit(const ScenarioRecord& scenario) {
  const Expectation* first = nullptr;
  for (const Expectation& expectation : scenario.expectations) {
    if (expectation.verdict != Verdict::failed) continue;
    const std::string_view rest = std::string_view(scenario.reason).substr(0, expectation.name.size() + 1);
    if (rest == expectation.name + ":" || rest == expectation.name + " ") return &expectation;
    if (!first) first = &expectation;
  }
  return first;
}

// The reason without the name and line that it may begin with: "expect-2 (line 14): ".
std::string_view reason_alone(const ScenarioRecord& scenario, const Expectation& expectation) {
  const std::string_view reason = scenario.reason;
  for (const std::string& start :
       {fmt::format("{} (line {}): ", expectation.name, expectation.line), expectation.name + ": "}) {
    if (reason.starts_with(start)) return reason.substr(start.size());
  }
  return reason;
}

// What a reader of the overview wants to know next: how close it was, or what failed and why.
std::string outcome(const ScenarioRecord& scenario) {
  if (scenario.verdict == Verdict::passed) return smallest_margin(scenario);
  const Expectation* failed = culprit(scenario);
  if (!failed) return shown(scenario.reason);
  return fmt::format("<div class=\"brief\">{}: {}</div>", place(*failed), shown(reason_alone(scenario, *failed)));
}

double wall_seconds(const Environment& environment, const std::string& name) {
  for (const auto& [scenario, wall] : environment.scenarios) {
    if (scenario == name) return wall;
  }
  return 0;
}

std::string hash_text(const ScenarioRecord& scenario) {
  return scenario.trace_hash ? fmt::format("<code>{:016x}</code>", *scenario.trace_hash) : "none on this rig";
}

std::string banner(const Record& record) {
  std::size_t green = 0, red = 0, skipped = 0;
  for (const ScenarioRecord& scenario : record.scenarios) {
    red += is_red(scenario.verdict);
    skipped += scenario.verdict == Verdict::skipped;
    green += !is_red(scenario.verdict) && scenario.verdict != Verdict::skipped;
  }
  std::string words = fmt::format("{} of {} scenario{} passed", green, record.scenarios.size(),
                                  record.scenarios.size() == 1 ? "" : "s");
  if (red > 0) words += fmt::format(", {} failed", red);
  if (skipped > 0) words += fmt::format(", {} skipped", skipped);
  const std::string_view kind = red > 0 ? "failed" : green > 0 ? "passed" : "skipped";
  return fmt::format("<div class=\"banner {}\" role=\"status\">{}</div>\n", kind, words);
}

std::string facts(const Record& record, const Environment& environment) {
  return fmt::format(
      "<p class=\"facts\"><b>{}</b> rig · seed <b>{}</b> · {} · {} · revision {} · {} · {} s of wall time</p>\n",
      escape_markup(record.rig), record.seed, moment(environment.started_at), escape_markup(environment.host),
      escape_markup(environment.revision), escape_markup(environment.compiler), seconds(environment.wall_seconds));
}

std::string_view outcome_label(Verdict verdict) {
  if (verdict == Verdict::passed) return "Smallest margin";
  return verdict == Verdict::skipped ? "Why" : "What failed";
}

std::string wall_time(const ScenarioRecord& scenario, double wall) {
  const bool virtual_time = scenario.trace_hash.has_value() && wall > 0;
  return fmt::format("{} s{}", seconds(wall),
                     virtual_time ? fmt::format(" ({:.0f}:1)", scenario.virtual_seconds / wall) : "");
}

std::string overview(const Record& record, const Environment& environment) {
  std::string rows;
  bool all_passed = true;
  for (const ScenarioRecord& scenario : record.scenarios) {
    all_passed = all_passed && scenario.verdict == Verdict::passed;
    const std::string name = escape_markup(scenario.name);
    rows += fmt::format("<tr class=\"{}\">", to_string(scenario.verdict));
    rows += cell("Verdict", "", badge(scenario.verdict));
    rows += cell("Scenario", "name", fmt::format("<a href=\"#{}\">{}</a>", name, name));
    rows += cell("Expectations", "number",
                 fmt::format("{} / {}", count(scenario.expectations, Verdict::passed), scenario.expectations.size()));
    rows += cell(outcome_label(scenario.verdict), "outcome", outcome(scenario));
    rows += cell("Scenario time", "number", seconds(scenario.virtual_seconds) + " s");
    rows += cell("Wall time", "number", wall_time(scenario, wall_seconds(environment, scenario.name))) + "</tr>\n";
  }
  return "<table class=\"overview cards\"><thead><tr><th>Verdict</th><th>Scenario</th>"
         "<th class=\"number\">Expectations</th><th>" +
         std::string(all_passed ? "Smallest margin" : "Smallest margin, or what failed") +
         "</th>"
         "<th class=\"number\">Scenario time</th><th class=\"number\">Wall time</th></tr></thead><tbody>\n" +
         rows + "</tbody></table>\n";
}

std::string expectations(const ScenarioRecord& scenario) {
  std::string rows;
  for (const Expectation& expectation : scenario.expectations) {
    rows += fmt::format("<tr class=\"{}\">", to_string(expectation.verdict));
    rows += cell("Verdict", "", badge(expectation.verdict));
    rows += cell("Name", "name", escape_markup(expectation.name));
    rows += cell("Line", "number", std::to_string(expectation.line));
    rows += cell("Expectation", "", escape_markup(expectation.text));
    rows += cell("At (s)", "number", expectation.at_seconds ? seconds(*expectation.at_seconds) : "");
    rows += cell("Expected", "expected", escape_markup(expectation.expected));
    rows += cell("Seen", "seen", shown(expectation.seen));
    rows += cell("Margin", "number margin", margin(expectation)) + "</tr>\n";
  }
  return "<table class=\"expectations cards\"><thead><tr><th>Verdict</th><th>Name</th><th class=\"number\">Line</th>"
         "<th>Expectation</th><th class=\"number\">At (s)</th><th>Expected</th><th>Seen</th>"
         "<th class=\"number\">Margin</th></tr></thead><tbody>\n" +
         rows + "</tbody></table>\n";
}

std::string tags(const ScenarioRecord& scenario) {
  std::string list;
  for (const std::string& tag : scenario.tags) list += fmt::format("<span class=\"tag\">{}</span>", escape_markup(tag));
  for (const std::string& promise : scenario.promises) {
    list += fmt::format("<span class=\"tag\">promise {}</span>", escape_markup(promise));
  }
  return list;
}

// Links to the files that Wireshark opens.
std::string captures(const ScenarioRecord& scenario) {
  if (scenario.captures.empty()) return {};
  std::string links;
  for (const std::string& path : scenario.captures) {
    const std::string shown_path = escape_markup(path);
    links += fmt::format(" <a href=\"{0}\">{0}</a>", shown_path);
  }
  return fmt::format("<p class=\"facts\">Captures:{}</p>\n", links);
}

std::string section(const ScenarioRecord& scenario, std::size_t index, bool open) {
  std::string text = fmt::format(
      "<details class=\"scenario\" id=\"{}\" data-index=\"{}\"{}>\n<summary>{}<h2>{}</h2><span "
      "class=\"aside\">{}</span>"
      "</summary>\n<div>\n",
      escape_markup(scenario.name), index, open ? " open" : "", badge(scenario.verdict), escape_markup(scenario.name),
      escape_markup(scenario.description));
  if (!scenario.reason.empty()) {
    text +=
        fmt::format("<p class=\"{}\">{}</p>\n", is_red(scenario.verdict) ? "reason" : "facts", shown(scenario.reason));
  }
  text +=
      fmt::format("<p class=\"facts\">{} · seed <b>{}</b> · trace hash {} · {} events {}</p>\n",
                  escape_markup(scenario.file), scenario.seed, hash_text(scenario), scenario.events, tags(scenario));
  text += fmt::format("<div class=\"replay\"><pre>{}</pre><button class=\"copy\" type=\"button\">Copy</button></div>\n",
                      escape_markup(scenario.replay));
  text += captures(scenario);
  if (!scenario.expectations.empty()) text += "<h3>Expected and seen</h3>\n" + expectations(scenario);
  text += "<div class=\"live\"></div>\n</div>\n</details>\n";
  return text;
}

// JSON inside a script element: "</" would end it.
std::string embed_json(std::string json) {
  std::size_t at = 0;
  while ((at = json.find("</", at)) != std::string::npos) json.replace(at, 2, "<\\/");
  return json;
}

std::string packed_events(const ScenarioEvents& scenario) {
  std::string lines;
  for (const Event& event : scenario.events) lines += to_json_line(event);
  return lines.empty() ? "" : values::base64(compress::gzip_member(lines));
}

// The licence wants its text wherever the code goes.
std::string uplot_script() {
  std::string text = "<script>\n/*!\nuPlot, for its script here and its style sheet above:\n\n";
  text += assets::uplot_licence();
  text += "\n*/\n";
  text += assets::uplot_js();
  return text + "</script>\n";
}

std::string data_scripts(const Record& record, const std::vector<ScenarioEvents>& events) {
  std::string text = "<script type=\"application/json\" id=\"record\">" + embed_json(to_json(record)) + "</script>\n";
  for (std::size_t i = 0; i < record.scenarios.size(); ++i) {
    for (const ScenarioEvents& of_scenario : events) {
      if (of_scenario.scenario != record.scenarios[i].name) continue;
      text += fmt::format("<script type=\"application/gzip+base64\" id=\"events-{}\">{}</script>\n", i,
                          packed_events(of_scenario));
    }
  }
  return text;
}

}  // namespace

std::string to_html(const Record& record, const Environment& environment, const std::vector<ScenarioEvents>& events) {
  std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += fmt::format("<title>Checkride: {} rig, seed {}</title>\n<style>\n", escape_markup(record.rig), record.seed);
  page += assets::uplot_css();
  page += assets::report_css();
  page += "</style>\n</head>\n<body>\n<main>\n<h1>Checkride</h1>\n";
  page += facts(record, environment) + banner(record) + overview(record, environment);
  const bool open_all = record.scenarios.size() <= kOpenScenariosMax;
  for (std::size_t i = 0; i < record.scenarios.size(); ++i) {
    page += section(record.scenarios[i], i, open_all || is_red(record.scenarios[i].verdict));
  }
  page += "<footer>Everything on this page is in record.json and events/ beside it. Charts: uPlot (MIT).</footer>\n";
  page += "</main>\n" + data_scripts(record, events) + uplot_script() + "<script>\n";
  page += assets::report_js();
  page += "</script>\n</body>\n</html>\n";
  return page;
}

}  // namespace checkride::reports
