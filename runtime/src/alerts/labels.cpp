#include "alerts/labels.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alerts/checksum.hpp"

namespace checkride::runtime::alerts {

std::string label_of(const Alert& alert, std::string_view label) {
  if (label == "rule") return alert.rule->name;
  if (label == "simulator") return alert.simulator;
  if (label == "metric") return alert.rule->metric;
  if (label == "severity") return std::string(to_string(alert.rule->severity));
  if (label == "severity_level") return std::to_string(alert.rule->level);
  return {};
}

bool matches(const LabelMatch& match, const Alert& alert) {
  return std::all_of(match.begin(), match.end(),
                     [&](const Matcher& one) { return one.fits(label_of(alert, one.name)); });
}

std::string id_of(std::string_view rule, std::string_view simulator) {
  // The length in front keeps ("ab", "c") apart from ("a", "bc").
  return fmt::format("{:016x}", checksum(fmt::format("{}:{}{}", rule.size(), rule, simulator)));
}

}  // namespace checkride::runtime::alerts
