#include "reading/placeholders.hpp"

#include <algorithm>

namespace checkride::harness {

namespace {

bool is_placeholder(std::string_view name) {
  return name == "folder" || name.find('.') != std::string_view::npos;
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

std::optional<std::string> place_of_name(std::string_view name, const PlaceOfName& place) {
  return is_placeholder(name) ? place(name) : std::nullopt;
}

}  // namespace

std::string fill_placeholders(std::string_view text, const PlaceOfName& place) {
  const bool whole = text.size() > 1 && text.front() == '$' && std::all_of(text.begin() + 1, text.end(), is_plain);
  if (whole) return place_of_name(text.substr(1), place).value_or(std::string(text));
  std::string filled;
  while (!text.empty()) {
    const auto begin = std::min(text.find("${"), text.size());
    filled += text.substr(0, begin);
    text.remove_prefix(begin);
    const auto end = text.find('}');
    if (text.empty() || end == std::string_view::npos) break;
    filled += place_of_name(text.substr(2, end - 2), place).value_or(std::string(text.substr(0, end + 1)));
    text.remove_prefix(end + 1);
  }
  return filled + std::string(text);
}

std::vector<std::string> placeholder_names(const Scenario& scenario, const Monitor& monitor) {
  std::vector<std::string> names{"folder"};
  if (monitor.subject) {
    for (const Port port : monitor.subject->ports) names.push_back(std::string(to_string(port)) + ".port");
  }
  const auto add = [&](const std::string& member) {
    names.push_back(member + ".host");
    names.push_back(member + ".port");
  };
  for (const auto& simulator : monitor.simulators) add(simulator);
  for (const auto& service : scenario.services) {
    add(service.name);
    if (service.kind() == MemberKind::webhook) names.push_back(service.name + ".url");
  }
  return names;
}

}  // namespace checkride::harness
