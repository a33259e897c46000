// Loading the configuration: files in, a checked Config and what to tell about it out; or every mistake at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/values/document.hpp"
#include "checkride/values/interpolate.hpp"
#include "checkride/world/files.hpp"
#include "config/config.hpp"

namespace checkride::runtime {

// Something the operator should know about a valid configuration: logged once at start, printed by check-config.
struct Notice {
  Level level = Level::warn;
  std::string event;  // the event's name in the log
  std::string key;    // "security.tls_enabled"
  std::string text;
};

struct LoadedConfig {
  Config config;
  std::vector<Notice> notices;
};

// Where the configuration comes from. Both outlive the call.
struct ConfigSource {
  world::Files& files;
  values::VariableLookup environment;
};

// Reads, merges (later files over earlier ones), fills in ${VARIABLES} and checks. The error's first line says which
// step failed: "cannot read", "cannot parse" or "invalid configuration"; one line per mistake follows, each with
// file:line:column.
Result<LoadedConfig> load_config(const std::vector<std::string>& paths, const ConfigSource& source);

// The last step alone: a merged and interpolated document. Mistakes are added to `errors`.
Config read_config(const values::Document& document, values::Diagnostics& errors);

// What this build cannot honour, and what looks unintended.
std::vector<Notice> notices_of(const Config& config);

}  // namespace checkride::runtime
