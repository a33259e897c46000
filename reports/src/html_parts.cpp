#include "html_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "markup.hpp"

namespace checkride::reports {

bool is_red(Verdict verdict) {
  return verdict == Verdict::failed || verdict == Verdict::error;
}

bool is_superseded(const ScenarioRecord& scenario) {
  return scenario.attempt < scenario.attempts;
}

std::string badge(Verdict verdict) {
  constexpr std::string_view kMarks[] = {"✓", "✗", "–", "✓", "!"};
  std::string words(to_string(verdict));
  std::replace(words.begin(), words.end(), '_', ' ');
  return fmt::format("<span class=\"verdict {}\">{} {}</span>", to_string(verdict),
                     kMarks[static_cast<std::size_t>(verdict)], words);
}

std::string shown(std::string_view text) {
  const std::string shortened = shorten_numbers(text);
  if (shortened == text) return escape_markup(text);
  return fmt::format("<span title=\"{}\">{}</span>", escape_markup(text), escape_markup(shortened));
}

std::string cell(std::string_view label, std::string_view classes, std::string_view content) {
  return fmt::format("<td class=\"{}\" data-label=\"{}\">{}</td>", classes, label, content);
}

std::string seconds(double value) {
  return fmt::format("{:.3f}", value);
}

}  // namespace checkride::reports
