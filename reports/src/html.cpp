// The report as one page: what must be readable without script is written here; assets/src/report.js adds the rest.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "checkride/compress/gzip.hpp"
#include "checkride/reports/capsule.hpp"
#include "checkride/reports/record.hpp"
#include "checkride/values/base64.hpp"
#include "checkride_reports_embedded.hpp"
#include "html_parts.hpp"
#include "markup.hpp"

namespace checkride::reports {
namespace {

constexpr std::size_t kOpenScenariosMax = 4;  // a longer run opens only what failed

// "2026-01-05 08:00:00 UTC"; what is no such time stays as it is.
std::string moment(std::string_view rfc3339) {
  constexpr std::size_t kSecondsEnd = 19;
  if (rfc3339.size() < kSecondsEnd || !rfc3339.ends_with('Z') || rfc3339[10] != 'T') return escape_markup(rfc3339);
  return escape_markup(fmt::format("{} {} UTC", rfc3339.substr(0, 10), rfc3339.substr(11, kSecondsEnd - 11)));
}

std::size_t count(const std::vector<Expectation>& all, Verdict verdict) {
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](const Expectation& expectation) { return expectation.verdict == verdict; }));
}

// What a reader of the overview wants to know next: how close it was, or what failed and why.
std::string outcome(const ScenarioRecord& scenario) {
  return scenario.verdict == Verdict::passed ? smallest_margin(scenario) : failure(scenario);
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
  std::size_t all = 0, green = 0, red = 0, skipped = 0, flaky = 0;
  for (const ScenarioRecord& scenario : record.scenarios) {
    if (is_superseded(scenario)) continue;
    ++all;
    flaky += scenario.flaky;
    red += is_red(scenario.verdict);
    skipped += scenario.verdict == Verdict::skipped;
    green += !is_red(scenario.verdict) && scenario.verdict != Verdict::skipped;
  }
  std::string words = fmt::format("{} of {} scenario{} passed", green, all, all == 1 ? "" : "s");
  if (red > 0) words += fmt::format(", {} failed", red);
  if (skipped > 0) words += fmt::format(", {} skipped", skipped);
  if (flaky > 0) words += fmt::format(", {} only when tried again", flaky);
  const auto broken = [](const auto& judged) { return is_red(judged.verdict); };
  const auto unseen = std::count_if(record.sometimes.begin(), record.sometimes.end(), broken);
  const auto apart = std::count_if(record.comparisons.begin(), record.comparisons.end(), broken);
  if (unseen > 0) words += fmt::format(", {} never seen that should be", unseen);
  if (apart > 0) words += fmt::format(", {} {} of rigs failed", apart, apart == 1 ? "comparison" : "comparisons");
  const bool bad = red > 0 || unseen > 0 || apart > 0;
  const std::string_view kind = bad ? "failed" : green > 0 ? "passed" : "skipped";
  return fmt::format("<div class=\"banner {}\" role=\"status\">{}</div>\n", kind, words);
}

std::string facts(const Record& record, const Environment& environment) {
  return fmt::format(
      "<p class=\"facts\"><b>{}</b> rig · seed <b>{}</b> · {} · {} · revision {} · {} · {} s of wall time</p>\n",
      escape_markup(record.rig), record.seed, moment(environment.started_at), escape_markup(environment.host),
      escape_markup(environment.revision), escape_markup(environment.compiler), seconds(environment.wall_seconds));
}

std::string_view outcome_label(Verdict verdict) {
  if (verdict == Verdict::passed) return "Least margin";
  return verdict == Verdict::skipped ? "Why" : "What failed";
}

std::string wall_time(const ScenarioRecord& scenario, double wall) {
  const bool virtual_time = scenario.trace_hash.has_value() && wall > 0;
  return fmt::format("{} s{}", seconds(wall),
                     virtual_time ? fmt::format(" ({:.0f}:1)", scenario.virtual_seconds / wall) : "");
}

// " attempt 2 of 3", where there were several.
std::string attempt(const ScenarioRecord& scenario) {
  if (scenario.attempts < 2) return {};
  return fmt::format(" <span class=\"soft\">attempt {} of {}</span>", scenario.attempt, scenario.attempts);
}

std::string overview(const Record& record, const Environment& environment) {
  std::string rows;
  bool all_passed = true;
  for (const ScenarioRecord& scenario : record.scenarios) {
    all_passed = all_passed && scenario.verdict == Verdict::passed;
    const std::string name = escape_markup(scenario.name);
    rows += fmt::format("<tr class=\"{}\">", to_string(scenario.verdict));
    rows += cell("Verdict", "", badge(scenario.verdict) + attempt(scenario));
    rows += cell("Scenario", "name", fmt::format("<a href=\"#{}\">{}</a>", name, name));
    rows += cell("Expectations", "number",
                 fmt::format("{} / {}", count(scenario.expectations, Verdict::passed), scenario.expectations.size()));
    rows += cell(outcome_label(scenario.verdict), "outcome", outcome(scenario));
    rows += cell("Scenario time", "number", seconds(scenario.virtual_seconds) + " s");
    rows += cell("Wall time", "number", wall_time(scenario, wall_seconds(environment, scenario.name))) + "</tr>\n";
  }
  return "<table class=\"overview cards\"><thead><tr><th>Verdict</th><th>Scenario</th>"
         "<th class=\"number\">Expectations</th><th>" +
         std::string(all_passed ? "Least margin" : "Least margin, or what failed") +
         "</th>"
         "<th class=\"number\">Scenario time</th><th class=\"number\">Wall time</th></tr></thead><tbody>\n" +
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

std::string skipped_steps(const ScenarioRecord& scenario) {
  if (scenario.skipped_steps.empty()) return {};
  std::string items;
  for (const SkippedStep& skipped : scenario.skipped_steps) {
    items += fmt::format("<li>{}: {}: {}</li>", escape_markup(line_text(skipped.line, skipped.file)),
                         escape_markup(skipped.text), escape_markup(skipped.reason));
  }
  return fmt::format("<h3>Steps left out on this rig</h3>\n<ul class=\"facts\">{}</ul>\n", items);
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
  text += fmt::format("<p class=\"facts\">{} · {} rig · seed <b>{}</b> · trace hash {} · {} events{} {}</p>\n",
                      escape_markup(scenario.file), escape_markup(scenario.rig), scenario.seed, hash_text(scenario),
                      scenario.events, attempt(scenario), tags(scenario));
  text += fmt::format("<div class=\"replay\"><pre>{}</pre><button class=\"copy\" type=\"button\">Copy</button></div>\n",
                      escape_markup(scenario.replay));
  text += captures(scenario);
  if (!scenario.expectations.empty()) text += "<h3>Expected and seen</h3>\n" + expectations_table(scenario);
  text += skipped_steps(scenario);
  text += traffic_table(scenario);
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

std::string to_html(const Record& record, const Environment& environment, const std::vector<ScenarioEvents>& events,
                    const Capsule* capsule) {
  std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += fmt::format("<title>Checkride: {} rig, seed {}</title>\n<style>\n", escape_markup(record.rig), record.seed);
  page += assets::uplot_css();
  page += assets::report_css();
  page += "</style>\n</head>\n<body>\n<main>\n<h1>Checkride</h1>\n";
  page += facts(record, environment) + banner(record) + overview(record, environment) + sometimes_table(record);
  const bool open_all = record.scenarios.size() <= kOpenScenariosMax;
  for (std::size_t i = 0; i < record.scenarios.size(); ++i) {
    page += section(record.scenarios[i], i, open_all || is_red(record.scenarios[i].verdict));
  }
  page += comparisons(record);
  page += "<footer>Everything on this page is in record.json and events/ beside it. Charts: uPlot (MIT).</footer>\n";
  page += "</main>\n" + data_scripts(record, events);
  if (capsule != nullptr) page += to_html_element(*capsule);
  page += uplot_script() + "<script>\n";
  page += assets::report_js();
  page += "</script>\n</body>\n</html>\n";
  return page;
}

}  // namespace checkride::reports
