// The page's part on traffic: how much was sent, what came back, how long that took.
#include <fmt/format.h>

#include "checkride/values/json.hpp"
#include "html_parts.hpp"
#include "markup.hpp"

namespace checkride::reports {
namespace {

std::string milliseconds(const std::optional<double>& seconds) {
  return seconds ? values::format_number(*seconds * 1000) : "";
}

// "200: 2998, timeout: 2, 5 dropped".
std::string outcomes(const Traffic& traffic) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  for (const auto& [status, count] : traffic.by_status) add(fmt::format("{}: {}", status, count));
  if (traffic.dropped > 0) add(fmt::format("{} dropped", traffic.dropped));
  if (traffic.samples) {
    const TrafficSamples& samples = *traffic.samples;
    add(fmt::format("{} of {} samples, {} lost", samples.received, samples.due, samples.lost));
  }
  if (traffic.unfinished) add("not finished");
  return text;
}

}  // namespace

std::string traffic_table(const ScenarioRecord& scenario) {
  if (scenario.traffic.empty()) return {};
  std::string rows;
  for (const Traffic& traffic : scenario.traffic) {
    rows += "<tr>" + cell("Traffic", "name", escape_markup(traffic.text));
    rows += cell("Sent", "number", std::to_string(traffic.sent));
    rows += cell("Answered", "number", std::to_string(traffic.answered));
    rows += cell("Outcomes", "", escape_markup(outcomes(traffic)));
    rows += cell("p50 (ms)", "number", milliseconds(traffic.p50_seconds));
    rows += cell("p95 (ms)", "number", milliseconds(traffic.p95_seconds));
    rows += cell("p99 (ms)", "number", milliseconds(traffic.p99_seconds));
    rows += cell("p99.9 (ms)", "number", milliseconds(traffic.p999_seconds));
    rows += cell("Max (ms)", "number", milliseconds(traffic.max_seconds));
    rows += cell("Sent late, p99 (ms)", "number", milliseconds(traffic.generator_p99_seconds)) + "</tr>\n";
  }
  return "<h3>Traffic</h3>\n<table class=\"traffic cards\"><thead><tr><th>Traffic</th><th class=\"number\">Sent</th>"
         "<th class=\"number\">Answered</th><th>Outcomes</th><th class=\"number\">p50 (ms)</th>"
         "<th class=\"number\">p95 (ms)</th><th class=\"number\">p99 (ms)</th><th class=\"number\">p99.9 (ms)</th>"
         "<th class=\"number\">Max (ms)</th><th class=\"number\">Sent late, p99 (ms)</th></tr></thead><tbody>\n" +
         rows + "</tbody></table>\n";
}

}  // namespace checkride::reports
