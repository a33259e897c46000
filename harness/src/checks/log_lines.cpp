#include "checks/log_lines.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

namespace checkride::harness {

namespace {

std::string text_member(const boost::json::object& object, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const auto* value = object.if_contains(name);
    if (value != nullptr && value->is_string()) return std::string(std::string_view(value->as_string()));
  }
  return {};
}

int gravity(std::string_view level) {
  static constexpr std::array<std::string_view, 7> kLevels{"", "trace", "debug", "info", "warn", "error", "fatal"};
  if (level == "warning") level = "warn";
  if (level == "critical") level = "fatal";
  const auto found = std::find(kLevels.begin(), kLevels.end(), level);
  return found == kLevels.end() ? 0 : static_cast<int>(found - kLevels.begin());
}

}  // namespace

LogLine parse_log_line(std::string_view line) {
  LogLine parsed;
  parsed.text = std::string(line);
  boost::json::error_code error;
  const auto value = boost::json::parse(boost::json::string_view(line.data(), line.size()), error);
  if (error || !value.is_object()) return parsed;
  const auto& object = value.get_object();
  parsed.at = world::parse_rfc3339(text_member(object, {"ts"}));
  parsed.level = text_member(object, {"level"});
  parsed.event = text_member(object, {"event", "msg"});  // the monitor names its events in msg
  parsed.message = text_member(object, {"msg", "message"});
  return parsed;
}

std::vector<LogLine> parse_log(std::string_view text) {
  std::vector<LogLine> lines;
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    if (end > 0) lines.push_back(parse_log_line(text.substr(0, end)));
    text.remove_prefix(end + 1);
  }
  return lines;
}

bool as_grave(std::string_view level, std::string_view least) {
  return gravity(level) >= gravity(least);
}

}  // namespace checkride::harness
