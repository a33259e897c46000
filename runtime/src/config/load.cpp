#include "config/load.hpp"

#include <algorithm>
#include <utility>

#include "config/environment.hpp"
#include "config/override.hpp"
#include "config/secrets.hpp"

namespace checkride::runtime {

namespace {

using values::Diagnostics;
using values::Document;
using values::Node;
using values::Schema;

constexpr std::string_view kParse = "cannot parse the configuration";
constexpr std::string_view kCheck = "invalid configuration";
constexpr std::size_t kFolderFilesMax = 1000;

// Less than a file of other purpose may hold: some checks compare every item of a list with every other.
values::LoadLimits config_limits() {
  values::LoadLimits limits;
  limits.nodes_max = 50'000;
  return limits;
}

// Names the library only for people who know the guide: the monitor speaks the protocol itself.
const std::vector<std::string> kNeverInterpolated{"simconnect_dll"};

// The read error, with what to do about it.
Error unreadable(const Error& error) {
  const bool absent = error.code() == boost::system::errc::no_such_file_or_directory;
  const std::string hint = absent ? " (--config FILE names another)" : "";
  return Error::invalid(error.with("cannot read the configuration").message() + hint);
}

bool is_config_name(std::string_view name) {
  return !name.starts_with('.') && (name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json"));
}

// The files of the request, the folder's behind the others.
Result<std::vector<std::string>> all_paths(const ConfigRequest& request, const ConfigSource& source) {
  std::vector<std::string> paths = request.files;
  if (!request.folder) return paths;
  auto names = source.files.list(*request.folder);
  if (!names) return Error::invalid(names.error().with("cannot read the folder of --config-dir").message());
  std::erase_if(*names, [](const std::string& name) { return !is_config_name(name); });
  if (names->size() > kFolderFilesMax) {
    return Error::invalid("the folder " + *request.folder + " of --config-dir holds more than " +
                          std::to_string(kFolderFilesMax) + " files");
  }
  for (const std::string& name : *names) {
    paths.push_back(*request.folder + (request.folder->ends_with('/') ? "" : "/") + name);
  }
  return paths;
}

Result<Document> merged_files(const std::vector<std::string>& paths, const ConfigSource& source) {
  Diagnostics syntax;
  Document merged(Node::null(values::Position{"the configuration", 0, 0}));
  bool first = true;
  for (const std::string& path : paths) {
    auto text = source.files.read(path);
    if (!text) return unreadable(text.error());
    if (const auto document = values::load(*text, path, syntax, config_limits())) {
      // The first as it is: an empty file is told by its name.
      merged = std::exchange(first, false) ? *document : values::merge(merged, *document);
    }
  }
  if (!syntax.empty()) return config_error(kParse, std::move(syntax));
  return merged;
}

// A root that has no keys yet, or is of another kind, which the reader of the whole tells.
bool can_hold_keys(const Node& root) {
  return root.is_map() || root.is_null();
}

// "key=value" of --set. A mistake does not repeat the value, for it may be a secret.
std::optional<Override> override_of_set(const std::string& text, Diagnostics& errors) {
  const auto equals = text.find('=');
  const std::string key = text.substr(0, equals);
  KeyPath path = split_path(key);
  if (equals == std::string::npos || path.empty()) {
    errors.add(values::Position{"--set " + key, 0, 0}, "expected KEY=VALUE, such as --set logging.level=debug");
    return std::nullopt;
  }
  return Override{std::move(path), text.substr(equals + 1), "--set " + key};
}

// Where the overlay's file lies, from the layers below it.
std::string overlay_path_of(const Node& root) {
  const auto state_dir = find_at(root, {"app", "state_dir"});
  const bool named = state_dir && state_dir->is_scalar() && !state_dir->text().empty();
  return overlay_path(named ? state_dir->text() : AppConfig().state_dir);
}

Result<Document> read_overlay(const ConfigRequest& request, const ConfigSource& source, const Node& root) {
  if (request.overlay) return *request.overlay;
  const std::string path = overlay_path_of(root);
  if (!source.files.exists(path)) return Document();
  Result<Document> read = merged_files({path}, source);
  if (!read) return read.error().with("what was changed at run time (remove the file " + path + " to forget it)");
  return read;
}

// Who looks at files and options only would wonder.
void tell_overlay(LoadedConfig& loaded) {
  const Node& root = loaded.overlay.root();
  if (root.entries().empty()) return;
  std::string keys;
  for (const values::Entry& entry : root.entries()) keys += (keys.empty() ? "" : ", ") + entry.key;
  loaded.notices.push_back({Level::info, "runtime_changes_in_force", keys,
                            "changed at run time, and stronger than files and options; print-config shows the values"});
}

// The layers above the files.
Node with_upper_layers(const ConfigRequest& request, const ConfigSource& source, const Schema& schema, Node root,
                       LoadedConfig& loaded, Diagnostics& errors) {
  if (!can_hold_keys(root)) return root;
  std::vector<Override> overrides;
  if (request.environment) overrides = environment_overrides(root, schema, source, loaded.notices);
  for (const std::string& set : request.sets) {
    if (auto override = override_of_set(set, errors)) overrides.push_back(std::move(*override));
  }
  if (request.log_level) overrides.push_back({{"logging", "level"}, *request.log_level, "--log-level"});
  for (const Override& override : overrides) root = with_override(root, schema, override, errors);
  return root;
}

}  // namespace

bool is_interpolated(std::string_view key) {
  return std::find(kNeverInterpolated.begin(), kNeverInterpolated.end(), key) == kNeverInterpolated.end();
}

std::string overlay_path(const std::string& state_dir) {
  return state_dir + (state_dir.ends_with('/') ? "" : "/") + "config/overlay.json";
}

Error config_error(std::string_view step, Diagnostics errors) {
  constexpr std::size_t kTold = 100;
  errors.sort();
  std::string text = std::string(step) + ":";
  for (std::size_t i = 0; i < std::min(errors.size(), kTold); ++i) text += "\n" + errors.items()[i].text();
  if (errors.size() > kTold) text += "\nand " + std::to_string(errors.size() - kTold) + " more mistakes";
  return Error::invalid(std::move(text));
}

Result<LoadedConfig> load_config(const ConfigRequest& request, const ConfigSource& source) {
  const auto schema = config_schema();
  LoadedConfig loaded;
  Diagnostics errors;
  TRY(const std::vector<std::string> paths, all_paths(request, source));
  TRY(const Document merged, merged_files(paths, source));
  if (request.environment) tell_open_files(merged.root(), *schema, source, loaded.notices);
  const values::VariableLookup lookup = request.environment ? source.environment : values::VariableLookup();
  const Document filled = values::interpolate(merged, lookup, errors, kNeverInterpolated);
  Node root = with_upper_layers(request, source, *schema, filled.root(), loaded, errors);
  if (request.environment) {
    TRY(loaded.overlay, read_overlay(request, source, root));
    root = values::merge(Document(root), loaded.overlay).root();
    tell_overlay(loaded);
    FoundSecrets found = find_secrets(root, *schema, source, errors, loaded.notices);
    root = std::move(found.root);
    loaded.secret_places = std::move(found.places);
  }
  loaded.document = Document(root);
  loaded.config = read_config(loaded.document, errors);
  if (!errors.empty()) return config_error(kCheck, std::move(errors));
  for (Notice& notice : notices_of(loaded.config)) loaded.notices.push_back(std::move(notice));
  return loaded;
}

Result<LoadedConfig> load_config(const std::vector<std::string>& paths, const ConfigSource& source) {
  ConfigRequest request;
  request.files = paths;
  return load_config(request, source);
}

}  // namespace checkride::runtime
