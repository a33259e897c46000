#include "config/environment.hpp"

#include <algorithm>
#include <array>

#include "checkride/values/ascii.hpp"

namespace checkride::runtime {

namespace {

using values::Node;
using values::Schema;
using values::SchemaType;

constexpr std::string_view kPrefix = "CHECKRIDE_";
constexpr std::string_view kFile = "_FILE";

// Of the guides' names those that have a key here.
constexpr auto kAliases = std::to_array<VariableAlias>({
    {"API_KEY", "security.api_key"},
    {"HOST", "monitoring.address"},
    {"LOG_FORMAT", "logging.format"},
    {"LOG_LEVEL", "logging.level"},
    {"METRICS_ENABLED", "metrics_exporter.enabled"},
    {"METRICS_PORT", "metrics_exporter.port"},
    {"PORT", "monitoring.health_check_port"},
    {"RATE_LIMIT_BURST", "security.rate_limiting.burst_size"},
    {"RATE_LIMIT_ENABLED", "security.rate_limiting.enabled"},
    {"SLACK_WEBHOOK_URL", "alert_manager.slack.webhook_url"},
    {"SMTP_PASSWORD", "alert_manager.smtp.password"},
    {"SMTP_USERNAME", "alert_manager.smtp.username"},
});

// Set, and not empty.
std::optional<std::string> value_of(const ConfigSource& source, const std::string& name) {
  auto value = source.environment(name);
  if (value && value->empty()) return std::nullopt;
  return value;
}

// Is the map that holds the key there, or does it work without?
bool has_home(const Node& root, const Schema& schema, const KeyPath& path) {
  const Schema* at = &schema;
  std::optional<Node> node = root;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    at = at->find(path[i]);
    if (node) node = node->find(path[i]);
    if (at == nullptr || (!node && !at->works_when_absent)) return false;
  }
  return at->find(path.back()) != nullptr;
}

SchemaType type_at(const Schema& schema, const KeyPath& path) {
  const Schema* at = &schema;
  for (const std::string& key : path) at = at->find(key);
  return at->type;
}

// Some shells set HOST to the machine's name: only an address is meant for the listener.
bool is_ip(std::string_view text) {
  const bool v4 =
      text.find_first_not_of("0123456789.") == std::string_view::npos && std::count(text.begin(), text.end(), '.') == 3;
  return v4 || (text.find(':') != std::string_view::npos &&
                text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos);
}

std::string origin_of(std::string_view name) {
  return "environment variable " + std::string(name);
}

void add_alias(const VariableAlias& alias, const Node& root, const Schema& schema, const ConfigSource& source,
               std::vector<Override>& overrides) {
  KeyPath path = split_path(alias.key);
  if (!has_home(root, schema, path)) return;
  const std::string name(alias.variable);
  const SchemaType type = type_at(schema, path);
  if (auto value = value_of(source, name); value && (name != "HOST" || is_ip(*value))) {
    if (type == SchemaType::word || type == SchemaType::boolean) value = values::lower(*value);
    overrides.push_back({path, std::move(*value), origin_of(name)});
  } else if (const std::string file = name + std::string(kFile); type == SchemaType::secret) {
    if (auto held = value_of(source, file)) {
      path.back() = file_key_of(path.back());
      overrides.push_back({path, std::move(*held), origin_of(file)});
    }
  }
}

// Shorter numbers first, so that an index comes behind the smaller ones.
bool comes_before(const Override& a, const Override& b) {
  const auto is_index = [](const std::string& key) { return key.find_first_not_of("0123456789") == std::string::npos; };
  return std::lexicographical_compare(a.path.begin(), a.path.end(), b.path.begin(), b.path.end(),
                                      [&](const std::string& x, const std::string& y) {
                                        if (is_index(x) && is_index(y) && x.size() != y.size())
                                          return x.size() < y.size();
                                        return x < y;
                                      });
}

// "LOGGING__LEVEL" -> logging, level.
KeyPath path_of(std::string_view name) {
  KeyPath path;
  for (;;) {
    const auto end = std::min(name.find("__"), name.size());
    path.push_back(values::lower(name.substr(0, end)));
    if (end == name.size()) return path;
    name.remove_prefix(end + 2);
  }
}

// The keys as they are written, which may have capitals (isRegex): those of variables tell nothing.
void write_as_known(KeyPath& path, const Schema& schema) {
  const Schema* at = &schema;
  for (std::string& key : path) {
    if (at == nullptr) return;
    for (const Schema::Key& known : at->keys) {
      if (values::same_text(known.key, key)) key = known.key;
    }
    at = at->type == SchemaType::map ? at->find(key) : at->item.get();
  }
}

void add_own(const std::string& name, const Schema& schema, const ConfigSource& source,
             std::vector<Override>& overrides, std::vector<Notice>& notices) {
  KeyPath path = path_of(std::string_view(name).substr(kPrefix.size()));
  write_as_known(path, schema);
  auto value = value_of(source, name);
  if (!value) return;
  // Without "__" it may be about something else: Kubernetes sets CHECKRIDE_MONITOR_PORT for a service of that name.
  if (path.size() == 1 && schema.find(path.front()) == nullptr) {
    notices.push_back(
        {Level::info, "environment_variable_not_used", name,
         "names no key: sections and keys are parted by two underscores, as in CHECKRIDE_LOGGING__LEVEL"});
    return;
  }
  overrides.push_back({std::move(path), std::move(*value), origin_of(name)});
}

}  // namespace

std::span<const VariableAlias> variable_aliases() {
  return kAliases;
}

std::vector<Override> environment_overrides(const Node& root, const Schema& schema, const ConfigSource& source,
                                            std::vector<Notice>& notices) {
  std::vector<Override> aliases;
  for (const VariableAlias& alias : kAliases) add_alias(alias, root, schema, source, aliases);
  std::vector<Override> own;
  for (const std::string& name : source.environment_names) {
    if (name.starts_with(kPrefix) && name.size() > kPrefix.size()) add_own(name, schema, source, own, notices);
  }
  std::stable_sort(own.begin(), own.end(), comes_before);
  aliases.insert(aliases.end(), own.begin(), own.end());
  return aliases;
}

}  // namespace checkride::runtime
