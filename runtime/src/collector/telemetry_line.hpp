// One sample as one line of JSON: {"ts":...,"simulator":...,"session":1,"sequence":1,"values":{"PLANE ALTITUDE":80}}.
#pragma once

#include <string>
#include <vector>

#include "config/config.hpp"
#include "samples/sample.hpp"

namespace checkride::runtime::collector {

// The keys of `values`, one per configured variable: its name; where two variables share one, name and unit. Each as a
// JSON string with its colon, for they are written with every sample.
std::vector<std::string> value_keys(const std::vector<VariableConfig>& variables);

// The line with its newline. Numbers are the shortest text that reads back the same; what is no number is null.
std::string telemetry_line(const Sample& sample, const std::vector<std::string>& keys);

}  // namespace checkride::runtime::collector
