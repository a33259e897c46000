// The report as one page: what must be readable without script is written here; assets/src/report.js adds the rest.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "checkride/reports/record.hpp"
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

std::string seconds(double value) {
  return fmt::format("{:.3f}", value);
}

// Margins: "12.300 s to spare", "missed by 0.200 s".
std::string margin(const std::optional<double>& value) {
  if (!value) return "";
  return *value < 0 ? fmt::format("missed by {} s", seconds(-*value)) : fmt::format("{} s to spare", seconds(*value));
}

std::size_t count(const std::vector<Expectation>& all, Verdict verdict) {
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](const Expectation& expectation) { return expectation.verdict == verdict; }));
}

std::optional<double> smallest_margin(const ScenarioRecord& scenario) {
  std::optional<double> smallest;
  for (const Expectation& expectation : scenario.expectations) {
    if (!expectation.margin_seconds) continue;
    if (!smallest || *expectation.margin_seconds < *smallest) smallest = expectation.margin_seconds;
  }
  return smallest;
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
  std::string words = fmt::format("{} of {} scenarios passed", green, record.scenarios.size());
  if (red > 0) words += fmt::format(", {} failed", red);
  if (skipped > 0) words += fmt::format(", {} skipped", skipped);
  const std::string_view kind = red > 0 ? "failed" : green > 0 ? "passed" : "skipped";
  return fmt::format("<div class=\"banner {}\" role=\"status\">{}</div>\n", kind, words);
}

std::string facts(const Record& record, const Environment& environment) {
  return fmt::format(
      "<p class=\"facts\"><b>{}</b> rig · seed <b>{}</b> · {} · {} · revision {} · {} · {} s of wall time</p>\n",
      escape_markup(record.rig), record.seed, escape_markup(environment.started_at), escape_markup(environment.host),
      escape_markup(environment.revision), escape_markup(environment.compiler), seconds(environment.wall_seconds));
}

std::string overview(const Record& record, const Environment& environment) {
  std::string rows;
  for (const ScenarioRecord& scenario : record.scenarios) {
    const double wall = wall_seconds(environment, scenario.name);
    const bool virtual_time = scenario.trace_hash.has_value() && wall > 0;
    rows += fmt::format(
        "<tr><td>{}</td><td><a href=\"#{}\">{}</a></td><td class=\"number\">{} / {}</td><td class=\"number\">{}</td>"
        "<td class=\"number\">{} s</td><td class=\"number\">{} s{}</td></tr>\n",
        badge(scenario.verdict), escape_markup(scenario.name), escape_markup(scenario.name),
        count(scenario.expectations, Verdict::passed), scenario.expectations.size(), margin(smallest_margin(scenario)),
        seconds(scenario.virtual_seconds), seconds(wall),
        virtual_time ? fmt::format(" ({:.0f}:1)", scenario.virtual_seconds / wall) : "");
  }
  return "<div class=\"scroll\"><table><thead><tr><th>Verdict</th><th>Scenario</th><th "
         "class=\"number\">Expectations</th>"
         "<th class=\"number\">Smallest margin</th><th class=\"number\">Scenario time</th><th class=\"number\">Wall "
         "time"
         "</th></tr></thead><tbody>\n" +
         rows + "</tbody></table></div>\n";
}

std::string expectation_rows(const ScenarioRecord& scenario) {
  std::string rows;
  for (const Expectation& expectation : scenario.expectations) {
    rows += fmt::format(
        "<tr><td>{}</td><td class=\"line number\">{}</td><td>{}</td><td class=\"number\">{}</td><td>{}</td><td>{}</td>"
        "<td class=\"number\">{}</td></tr>\n",
        badge(expectation.verdict), expectation.line, escape_markup(expectation.text),
        expectation.at_seconds ? seconds(*expectation.at_seconds) : "", escape_markup(expectation.expected),
        escape_markup(expectation.seen), margin(expectation.margin_seconds));
  }
  return rows;
}

std::string tags(const ScenarioRecord& scenario) {
  std::string list;
  for (const std::string& tag : scenario.tags) list += fmt::format("<span class=\"tag\">{}</span>", escape_markup(tag));
  for (const std::string& promise : scenario.promises) {
    list += fmt::format("<span class=\"tag\">promise {}</span>", escape_markup(promise));
  }
  return list;
}

std::string section(const ScenarioRecord& scenario, std::size_t index, bool open) {
  std::string text = fmt::format(
      "<details class=\"scenario\" id=\"{}\" data-index=\"{}\"{}>\n<summary>{}<h2>{}</h2><span "
      "class=\"aside\">{}</span>"
      "</summary>\n<div>\n",
      escape_markup(scenario.name), index, open ? " open" : "", badge(scenario.verdict), escape_markup(scenario.name),
      escape_markup(scenario.description));
  if (!scenario.reason.empty()) {
    text += fmt::format("<p class=\"{}\">{}</p>\n", is_red(scenario.verdict) ? "reason" : "facts",
                        escape_markup(scenario.reason));
  }
  text +=
      fmt::format("<p class=\"facts\">{} · seed <b>{}</b> · trace hash {} · {} events {}</p>\n",
                  escape_markup(scenario.file), scenario.seed, hash_text(scenario), scenario.events, tags(scenario));
  text += fmt::format("<div class=\"replay\"><pre>{}</pre><button class=\"copy\" type=\"button\">Copy</button></div>\n",
                      escape_markup(scenario.replay));
  text +=
      "<h3>Expected and seen</h3>\n<div class=\"scroll\"><table><thead><tr><th>Verdict</th><th "
      "class=\"number\">Line</th>"
      "<th>Expectation</th><th class=\"number\">At (s)</th><th>Expected</th><th>Seen</th><th "
      "class=\"number\">Margin</th>"
      "</tr></thead><tbody>\n" +
      expectation_rows(scenario) + "</tbody></table></div>\n<div class=\"live\"></div>\n</div>\n</details>\n";
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
  return lines.empty() ? "" : base64(gzip_block(lines));
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
  page += "</main>\n" + data_scripts(record, events) + "<script>\n";
  page += assets::uplot_js();
  page += "</script>\n<script>\n";
  page += assets::report_js();
  page += "</script>\n</body>\n</html>\n";
  return page;
}

}  // namespace checkride::reports
