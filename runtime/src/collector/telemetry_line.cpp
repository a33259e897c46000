#include "collector/telemetry_line.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"
#include "checkride/values/json.hpp"

namespace checkride::runtime::collector {

std::vector<std::string> value_keys(const std::vector<VariableConfig>& variables) {
  std::vector<std::string> keys;
  keys.reserve(variables.size());
  for (const VariableConfig& variable : variables) {
    const auto same = std::count_if(variables.begin(), variables.end(),
                                    [&variable](const VariableConfig& other) { return other.name == variable.name; });
    std::string& key = keys.emplace_back();
    values::json::append_json_string(key, same == 1 ? variable.name : variable.name + " (" + variable.units + ")");
    key += ':';
  }
  return keys;
}

std::string telemetry_line(const Sample& sample, const std::vector<std::string>& keys) {
  CHECKRIDE_ASSERT(sample.values.size() == keys.size());
  std::string line = "{\"ts\":";
  values::json::append_json_string(line, world::format_rfc3339(sample.ts));
  line += ",\"simulator\":";
  values::json::append_json_string(line, sample.simulator);
  line += ",\"session\":";
  values::json::append_json_number(line, sample.session);
  line += ",\"sequence\":";
  values::json::append_json_number(line, sample.sequence);
  line += ",\"values\":{";
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i != 0) line += ',';
    line += keys[i];
    values::json::append_json_number(line, sample.values[i]);
  }
  return line += "}}\n";
}

}  // namespace checkride::runtime::collector
