// Loading the configuration: files, environment and options in, a checked Config and what to tell about it out; or
// every mistake at once.
//
// Later ones are stronger: defaults < files in the order given < the files of a folder by name < environment variables
// <
// --set < the overlay, which holds what was changed while the monitor ran.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/values/document.hpp"
#include "checkride/values/interpolate.hpp"
#include "checkride/values/schema.hpp"
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

// The file a secret was found in.
struct SecretPlace {
  std::string file;
  bool named = true;  // by KEY_file; else found in a folder of secrets
};

struct LoadedConfig {
  Config config;
  std::vector<Notice> notices;
  // What `config` was read from, every layer in it; each value knows where it came from. It holds the secrets in the
  // clear: nothing prints it but printed_config and config_json (print.hpp), which mask them.
  values::Document document;
  std::map<std::string, SecretPlace> secret_places;  // of those that stand in files of their own, by key path
  values::Document overlay;                          // the strongest layer alone
};

// What is asked for on the command line.
struct ConfigRequest {
  std::vector<std::string> files;
  std::optional<std::string> folder;     // *.yaml, *.yml and *.json of it, by name; hidden files are left out
  std::vector<std::string> sets;         // "key=value"
  std::optional<std::string> log_level;  // of --log-level: logging.level, stronger than `sets`
  // false: nothing of this machine counts but the files: no variables, secret files or overlay. A variable that is not
  // set is then no mistake.
  bool environment = true;
  // In the place of the overlay's file: for a change that is tried before it is kept.
  std::optional<values::Document> overlay;
  // Of the monitor that runs: the overlay's file lies there, also while another app.state_dir waits for a restart.
  std::optional<std::string> state_dir;
};

// Where the configuration comes from. All of it outlives the call.
struct ConfigSource {
  world::Files& files;
  values::VariableLookup environment;
  std::vector<std::string> environment_names = {};  // of every variable that is set
};

// May a value of that key hold variables?
bool is_interpolated(std::string_view key);

// The overlay's file, under app.state_dir.
std::string overlay_path(const std::string& state_dir);

// Reads, merges, fills in ${VARIABLES} and secrets, and checks. The error's first line says which step failed: "cannot
// read", "cannot parse" or "invalid configuration"; one line per mistake follows, each with file:line:column, or with
// the variable or option it stands in; of very many the first hundred.
Result<LoadedConfig> load_config(const ConfigRequest& request, const ConfigSource& source);
// The same of files alone.
Result<LoadedConfig> load_config(const std::vector<std::string>& paths, const ConfigSource& source);

// The last step alone: a merged and interpolated document. Mistakes are added to `errors`.
Config read_config(const values::Document& document, values::Diagnostics& errors);
// What read_config asks for.
std::shared_ptr<const values::Schema> config_schema();
// The mistakes under the name of the step that found them, at most a hundred.
Error config_error(std::string_view step, values::Diagnostics errors);

// What this build cannot honour, and what looks unintended.
std::vector<Notice> notices_of(const Config& config);

}  // namespace checkride::runtime
