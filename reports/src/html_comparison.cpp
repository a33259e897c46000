// The page's part on comparisons: for each pair of rigs the differences as lanes over time and as a table.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "checkride/values/json.hpp"
#include "html_parts.hpp"
#include "markup.hpp"

namespace checkride::reports {
namespace {

constexpr std::size_t kRowsMax = 200;  // of one comparison; all of them are in record.json
constexpr DifferenceClass kClasses[] = {DifferenceClass::order, DifferenceClass::timing, DifferenceClass::value,
                                        DifferenceClass::missing, DifferenceClass::extra};
// Of the lanes, in units of the drawing.
constexpr double kNameWidth = 150;
constexpr double kLaneWidth = 830;
constexpr double kLaneHeight = 20;
constexpr double kHostHeight = 2.6 * kLaneHeight;
constexpr double kAxisHeight = 22;

// "3 timing, 1 missing", "no difference"
std::string counts(const Comparison& comparison) {
  std::string text;
  for (const DifferenceClass kind : kClasses) {
    const std::size_t count = comparison.count(kind);
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, to_string(kind));
  }
  return text.empty() ? "no difference" : text;
}

std::string offset(const RunDifference& difference) {
  if (!difference.off) return "";
  const std::string_view sign = *difference.off > 0 ? "+" : "";
  if (difference.unit == "s") return fmt::format("{}{} s", sign, seconds(*difference.off));
  return shown(fmt::format("{}{} {}", sign, values::format_number(*difference.off), difference.unit));
}

std::string moment(const std::optional<double>& at) {
  return at ? seconds(*at) : "";
}

std::string table(const Comparison& comparison) {
  std::string rows;
  const std::size_t count = std::min(comparison.differences.size(), kRowsMax);
  for (std::size_t i = 0; i < count; ++i) {
    const RunDifference& difference = comparison.differences[i];
    rows += fmt::format("<tr class=\"difference {}\">", to_string(difference.kind));
    rows += cell("Difference", "kind", to_string(difference.kind));
    rows += cell("Host", "name", escape_markup(difference.host));
    rows += cell("Step", "number", escape_markup(difference.step));
    rows += cell("Event", "", shown(difference.text));
    rows += cell("Left at (s)", "number", moment(difference.at_left));
    rows += cell("Right at (s)", "number", moment(difference.at_right));
    rows += cell("Left", "seen", shown(difference.expected));
    rows += cell("Right", "seen", shown(difference.got));
    rows += cell("Off by", "number", offset(difference)) + "</tr>\n";
  }
  std::string text = fmt::format(
      "<table class=\"differences cards\"><thead><tr><th>Difference</th><th>Host</th>"
      "<th class=\"number\">Step</th><th>Event</th><th class=\"number\">{0} (s)</th>"
      "<th class=\"number\">{1} (s)</th><th>{0}</th><th>{1}</th><th class=\"number\">Off by</th></tr></thead>"
      "<tbody>\n{2}</tbody></table>\n",
      escape_markup(comparison.left), escape_markup(comparison.right), rows);
  if (count < comparison.differences.size()) {
    text += fmt::format("<p class=\"more\">{} more in record.json</p>\n", comparison.differences.size() - count);
  }
  return text;
}

// Where things stand in the drawing.
class Lanes {
 public:
  explicit Lanes(const Comparison& comparison) {
    const std::size_t count = std::min(comparison.differences.size(), kRowsMax);
    for (std::size_t i = 0; i < count; ++i) {
      const RunDifference& difference = comparison.differences[i];
      hosts_.emplace(difference.host, 0);
      end_ = std::max({end_, difference.at_left.value_or(0), difference.at_right.value_or(0)});
    }
    std::size_t row = 0;
    for (auto& [host, number] : hosts_) number = row++;
  }

  const std::map<std::string, std::size_t>& hosts() const { return hosts_; }
  double end() const { return end_; }
  double x(double at) const { return kNameWidth + 10 + (end_ > 0 ? at / end_ : 0) * kLaneWidth; }
  double left(const std::string& host) const {
    return static_cast<double>(hosts_.at(host)) * kHostHeight + kLaneHeight;
  }
  double right(const std::string& host) const { return left(host) + kLaneHeight; }
  double height() const { return static_cast<double>(hosts_.size()) * kHostHeight + kAxisHeight; }

 private:
  std::map<std::string, std::size_t> hosts_;
  double end_ = 0;
};

std::string mark(double x, double y) {
  return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\"/>", x, y);
}

// A mark on the lane of each run that has the event, joined where both have it.
std::string drawn(const Lanes& lanes, const RunDifference& difference) {
  std::string text = fmt::format("<g class=\"{}\"><title>{}: {}</title>", to_string(difference.kind),
                                 to_string(difference.kind), escape_markup(shorten_numbers(difference.text)));
  const double left = lanes.left(difference.host);
  const double right = lanes.right(difference.host);
  if (difference.at_left && difference.at_right) {
    text += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>", lanes.x(*difference.at_left),
                        left, lanes.x(*difference.at_right), right);
  }
  if (difference.at_left) text += mark(lanes.x(*difference.at_left), left);
  if (difference.at_right) text += mark(lanes.x(*difference.at_right), right);
  return text + "</g>\n";
}

std::string lane(const Lanes& lanes, double y, const std::string& name) {
  return fmt::format(
      "<line class=\"lane\" x1=\"{0:.1f}\" y1=\"{1:.1f}\" x2=\"{2:.1f}\" y2=\"{1:.1f}\"/>"
      "<text class=\"soft\" x=\"{3:.1f}\" y=\"{4:.1f}\" text-anchor=\"end\">{5}</text>\n",
      lanes.x(0), y, lanes.x(lanes.end()), kNameWidth, y + 4, escape_markup(name));
}

std::string drawing(const Comparison& comparison) {
  const Lanes lanes(comparison);
  std::string text = fmt::format(
      "<div class=\"scroll\"><svg class=\"timeline lanes\" viewBox=\"0 0 1000 {:.0f}\" role=\"img\" "
      "aria-label=\"Differences of {} and {} over scenario time\">\n",
      lanes.height(), escape_markup(comparison.left), escape_markup(comparison.right));
  for (const auto& [host, row] : lanes.hosts()) {
    text += fmt::format("<text x=\"4\" y=\"{:.1f}\">{}</text>\n", lanes.left(host) + 4, escape_markup(host));
    text += lane(lanes, lanes.left(host), comparison.left);
    text += lane(lanes, lanes.right(host), comparison.right);
  }
  const std::size_t count = std::min(comparison.differences.size(), kRowsMax);
  for (std::size_t i = 0; i < count; ++i) text += drawn(lanes, comparison.differences[i]);
  const double below = lanes.height() - 6;
  text += fmt::format("<text class=\"soft\" x=\"{:.1f}\" y=\"{:.1f}\">0 s</text>", lanes.x(0), below);
  text += fmt::format("<text class=\"soft\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{} s</text>\n",
                      lanes.x(lanes.end()), below, seconds(lanes.end()));
  return text + "</svg></div>\n";
}

std::string section(const Comparison& comparison) {
  std::string text = fmt::format(
      "<details class=\"scenario comparison\"{}>\n<summary>{}<h2>{}: {} against {}</h2><span class=\"aside\">{}</span>"
      "</summary>\n<div>\n",
      is_red(comparison.verdict) ? " open" : "", badge(comparison.verdict), escape_markup(comparison.scenario),
      escape_markup(comparison.right), escape_markup(comparison.left), counts(comparison));
  if (!comparison.reason.empty()) {
    text += fmt::format("<p class=\"{}\">{}</p>\n", is_red(comparison.verdict) ? "reason" : "facts",
                        shown(comparison.reason));
  }
  text += fmt::format("<p class=\"facts\">seed <b>{}</b> · {} events aligned · {}</p>\n", comparison.seed,
                      comparison.aligned, counts(comparison));
  if (!comparison.differences.empty()) text += drawing(comparison) + table(comparison);
  return text + "</div>\n</details>\n";
}

}  // namespace

std::string comparisons(const Record& record) {
  if (record.comparisons.empty()) return {};
  std::string text = "<h3>Rigs compared</h3>\n";
  for (const Comparison& comparison : record.comparisons) text += section(comparison);
  return text;
}

}  // namespace checkride::reports
