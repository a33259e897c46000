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

bool matches_pattern(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;  // the last '*', and how much of the text it stands for so far
  std::size_t taken = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  return std::all_of(pattern.begin() + static_cast<std::ptrdiff_t>(p), pattern.end(), [](char c) { return c == '*'; });
}

bool matches(const LabelMatch& match, const Alert& alert) {
  return std::all_of(match.begin(), match.end(),
                     [&](const auto& one) { return matches_pattern(one.second, label_of(alert, one.first)); });
}

std::string id_of(std::string_view rule, std::string_view simulator) {
  // The length in front keeps ("ab", "c") apart from ("a", "bc").
  return fmt::format("{:016x}", checksum(fmt::format("{}:{}{}", rule.size(), rule, simulator)));
}

}  // namespace checkride::runtime::alerts
