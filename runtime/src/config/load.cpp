#include "config/load.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "config/doubts.hpp"
#include "config/environment.hpp"
#include "config/override.hpp"
#include "config/secrets.hpp"
#include "config/yaml_text.hpp"

namespace checkride::runtime {

namespace {

using values::Diagnostics;
using values::Document;
using values::Node;
using values::Schema;

constexpr std::string_view kRead = "cannot read the configuration";
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

// What is wrong with the files themselves, before anybody looks at what stands in them.
struct FileMistakes {
  Diagnostics unreadable;
  Diagnostics syntax;
};

// The read error, with what to do about it.
void add_unreadable(const std::string& path, const Error& error, Diagnostics& mistakes) {
  const bool absent = error.code() == boost::system::errc::no_such_file_or_directory;
  std::string text = error.message();
  if (text.starts_with(path + ": ")) text.erase(0, path.size() + 2);
  mistakes.add(values::Position{path, 0, 0}, text + (absent ? " (--config FILE names another)" : ""));
}

// All of them, under the name of the step that would have come last; `others` were found meanwhile.
Error file_error(FileMistakes mistakes, const Diagnostics& others) {
  const bool parsed = mistakes.syntax.empty();
  Diagnostics all = std::move(mistakes.unreadable);
  for (const values::Diagnostic& one : mistakes.syntax.items()) all.add(one);
  for (const values::Diagnostic& one : others.items()) all.add(one);
  return config_error(parsed ? kRead : kParse, std::move(all));
}

bool is_config_name(std::string_view name) {
  return !name.starts_with('.') && (name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json"));
}

// The files of the request, the folder's behind the others.
std::vector<std::string> all_paths(const ConfigRequest& request, const ConfigSource& source, Diagnostics& mistakes) {
  std::vector<std::string> paths = request.files;
  if (!request.folder) return paths;
  auto names = source.files.list(*request.folder);
  const values::Position option{"--config-dir", 0, 0};
  if (!names) {
    mistakes.add(option, "cannot read the folder: " + names.error().message());
    return paths;
  }
  std::erase_if(*names, [](const std::string& name) { return !is_config_name(name); });
  if (names->size() > kFolderFilesMax) {
    mistakes.add(option,
                 "the folder " + *request.folder + " holds more than " + std::to_string(kFolderFilesMax) + " files");
    return paths;
  }
  for (const std::string& name : *names) {
    paths.push_back(*request.folder + (request.folder->ends_with('/') ? "" : "/") + name);
  }
  return paths;
}

Document merged_files(const std::vector<std::string>& paths, const ConfigSource& source, const Schema& schema,
                      FileMistakes& mistakes) {
  Document merged(Node::null(values::Position{"the configuration", 0, 0}));
  bool first = true;
  for (const std::string& path : paths) {
    auto text = source.files.read(path);
    if (!text) {
      add_unreadable(path, text.error(), mistakes.unreadable);
    } else if (const auto document = values::load(*text, path, mistakes.syntax, config_limits())) {
      // The first as it is: an empty file is told by its name.
      merged = std::exchange(first, false) ? *document : merged_layers(merged, *document, schema);
    }
  }
  return merged;
}

// The files of the request. `others` are mistakes told before, which an error of the files takes along.
Result<Document> read_files(const ConfigRequest& request, const ConfigSource& source, const Schema& schema,
                            const Diagnostics& others) {
  FileMistakes mistakes;
  const std::vector<std::string> paths = all_paths(request, source, mistakes.unreadable);
  Document merged = merged_files(paths, source, schema, mistakes);
  if (!mistakes.unreadable.empty() || !mistakes.syntax.empty()) return file_error(std::move(mistakes), others);
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

Result<Document> read_overlay(const ConfigRequest& request, const ConfigSource& source, const Schema& schema,
                              const Node& root) {
  if (request.overlay) return *request.overlay;
  const std::string path = request.state_dir ? overlay_path(*request.state_dir) : overlay_path_of(root);
  if (!source.files.exists(path)) return Document();
  FileMistakes mistakes;
  Document read = merged_files({path}, source, schema, mistakes);
  if (mistakes.unreadable.empty() && mistakes.syntax.empty()) return read;
  return file_error(std::move(mistakes), {})
      .with("what was changed at run time (remove the file " + path + " to forget it)");
}

// Of an overlay, less the maps that say nothing: what a change that was taken back leaves. An empty map of a section
// that is off while it is absent switches it on, and stays, unless the layers below have that section.
Node without_empty_maps(const Node& node, const Schema& schema, const std::optional<Node>& base) {
  if (schema.type != values::SchemaType::map || !node.is_map()) return node;
  Node out = node;
  for (const values::Entry& entry : node.entries()) {
    const Schema* child = schema.find(entry.key);
    if (child == nullptr || !entry.value.is_map()) continue;
    const auto base_child = base ? base->find(entry.key) : std::nullopt;
    const Node below = without_empty_maps(entry.value, *child, base_child);
    const bool absent_is_same =
        child->works_when_absent || child->required || child->type == values::SchemaType::entries;
    const bool idle = below.entries().empty() && (absent_is_same || (base_child && base_child->is_map()));
    out = with_entry(out, entry.key, idle ? std::nullopt : std::optional(below));
  }
  return out;
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

// What the options say.
std::vector<Override> option_overrides(const ConfigRequest& request, Diagnostics& errors) {
  std::vector<Override> overrides;
  for (const std::string& set : request.sets) {
    if (auto override = override_of_set(set, errors)) overrides.push_back(std::move(*override));
  }
  if (request.log_level) overrides.push_back({{"logging", "level"}, *request.log_level, "--log-level"});
  return overrides;
}

// The layers above the files: the environment, and `options`.
Node with_upper_layers(const ConfigRequest& request, const ConfigSource& source, const Schema& schema, Node root,
                       const std::vector<Override>& options, LoadedConfig& loaded, Diagnostics& errors) {
  if (!can_hold_keys(root)) return root;
  std::vector<Override> overrides;
  if (request.environment) overrides = environment_overrides(root, schema, source, loaded.notices);
  overrides.insert(overrides.end(), options.begin(), options.end());
  for (const Override& override : overrides) root = with_override(root, schema, override, errors);
  return root;
}

// An exporter without a port of its own takes the one that the section monitoring names: written down as its own, for
// a printed configuration that names both has to mean the same.
Node with_metrics_port(const Node& root) {
  const auto named = find_at(root, {"monitoring", "metrics_port"});
  const auto exporter = root.find("metrics_exporter");
  if (!named || (exporter && (!exporter->is_map() || exporter->find("port")))) return root;
  // A mistake is told once, where it stands.
  const auto port = named->as_unsigned();
  const bool good = port && *port <= std::numeric_limits<std::uint16_t>::max() && !named->is_unreadable();
  return good ? with_value_at(root, {"metrics_exporter", "port"}, named) : root;
}

void tell_masks(const Schema& schema, LoadedConfig& loaded) {
  each_secret(schema, loaded.document.root(), [&](const KeyPath& path, const Node& value) {
    if (!is_masked(value.text())) return;
    loaded.notices.push_back({Level::warn, "secret_is_masked", joined(path),
                              "a printed configuration has no secrets: put it in, in the place of <masked>"});
  });
}

// Only where secrets are at hand: a machine that checks for another one has none.
void tell_missing_password(LoadedConfig& loaded) {
  const auto& smtp = loaded.config.alert_manager.channels.smtp;
  if (!smtp || smtp->username.empty() || !smtp->password.empty()) return;
  loaded.notices.push_back({Level::warn, "smtp_login_without_password", "alert_manager.smtp.password",
                            "username is set and the password is not: the server will refuse the login; add password "
                            "or password_file, or take username out"});
}

// Of a configuration that is valid.
void tell_all(const ConfigRequest& request, const Schema& schema, LoadedConfig& loaded) {
  for (Notice& notice : notices_of(loaded.config)) loaded.notices.push_back(std::move(notice));
  for (Notice& notice : doubts_of(loaded.config, loaded.document.root())) loaded.notices.push_back(std::move(notice));
  tell_masks(schema, loaded);
  if (request.environment) tell_missing_password(loaded);
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
  Diagnostics option_errors;
  const std::vector<Override> options = option_overrides(request, option_errors);
  TRY(const Document merged, read_files(request, source, *schema, option_errors));
  if (request.environment) tell_open_files(merged.root(), *schema, source, loaded.notices);
  const values::VariableLookup lookup = request.environment ? source.environment : values::VariableLookup();
  const Document filled = values::interpolate(merged, lookup, errors, kNeverInterpolated);
  for (const values::Diagnostic& one : option_errors.items()) errors.add(one);
  Node root = with_upper_layers(request, source, *schema, filled.root(), options, loaded, errors);
  if (request.environment) {
    TRY(const Document overlay, read_overlay(request, source, *schema, root));
    // Of one that was kept: a change at run time may hold no secret, but somebody may have written the file.
    tell_open_files(overlay.root(), *schema, source, loaded.notices);
    loaded.overlay = Document(without_empty_maps(overlay.root(), *schema, root));
    root = merged_layers(Document(root), loaded.overlay, *schema).root();
    tell_overlay(loaded);
    FoundSecrets found = find_secrets(root, *schema, source, errors, loaded.notices);
    root = std::move(found.root);
    loaded.secret_places = std::move(found.places);
  } else {
    root = with_unknown_secrets(root, *schema);
  }
  loaded.document = Document(with_metrics_port(root));
  loaded.config = read_config(loaded.document, errors);
  if (!errors.empty()) return config_error(kCheck, std::move(errors));
  tell_all(request, *schema, loaded);
  return loaded;
}

Result<LoadedConfig> load_config(const std::vector<std::string>& paths, const ConfigSource& source) {
  ConfigRequest request;
  request.files = paths;
  return load_config(request, source);
}

}  // namespace checkride::runtime
