#include "notify/alert_json.hpp"

namespace checkride::runtime::notify {

void write_labels(values::json::Writer& json, std::string_view name, const Labels& labels) {
  json.key(name).begin_object();
  for (const auto& [label, value] : labels) json.member(label, value);
  json.end_object();
}

std::string alerts_link(std::string_view link) {
  if (link.empty()) return {};
  while (link.ends_with('/')) link.remove_suffix(1);
  return std::string(link) + "/api/v1/alerts";
}

}  // namespace checkride::runtime::notify
