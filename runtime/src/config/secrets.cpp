#include "config/secrets.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "checkride/values/ascii.hpp"
#include "config/environment.hpp"

namespace checkride::runtime {

namespace {

using values::Diagnostics;
using values::Node;
using values::Schema;
using values::SchemaType;

constexpr unsigned kReadByOthers = 0004;
constexpr std::string_view kRunSecrets = "/run/secrets";

bool everybody_reads(const ConfigSource& source, const std::string& path) {
  const auto bits = source.files.permissions(path);
  return bits && (*bits & kReadByOthers) != 0;
}

// What a secret may be called in a folder of secrets.
std::vector<std::string> names_of(const KeyPath& path) {
  std::vector<std::string> names{joined(path)};
  for (const VariableAlias& alias : variable_aliases()) {
    if (alias.key == names.front()) names.push_back(values::lower(alias.variable));
  }
  return names;
}

class Finder {
 public:
  Finder(const ConfigSource& source, Diagnostics& errors, std::vector<Notice>& notices)
      : source_(source), errors_(errors), notices_(notices) {
    if (const auto folder = source.environment("CREDENTIALS_DIRECTORY"); folder && !folder->empty()) {
      folders_.push_back(*folder);
    }
    folders_.emplace_back(kRunSecrets);
  }

  std::map<std::string, SecretPlace> places;

  // The tree with every secret that can be had, in one walk.
  Node filled(const Node& node, const Schema& schema) {
    if (schema.type == SchemaType::list && node.is_list()) {
      std::vector<Node> items;
      for (const Node& item : node.items()) items.push_back(below(std::to_string(items.size()), item, *schema.item));
      return Node::list(node.position(), std::move(items));
    }
    if (schema.type == SchemaType::entries && node.is_map()) {
      std::vector<values::Entry> entries = node.entries();
      if (schema.item->type == SchemaType::secret) return filled_free(node, std::move(entries));
      for (values::Entry& entry : entries) entry.value = below(entry.key, entry.value, *schema.item);
      return Node::map(node.position(), std::move(entries));
    }
    return schema.type == SchemaType::map && node.is_map() ? filled_map(node, schema) : node;
  }

 private:
  Node below(const std::string& key, const Node& node, const Schema& schema) {
    path_.push_back(key);
    Node out = filled(node, schema);
    path_.pop_back();
    return out;
  }

  // Secrets with free keys, such as the values of headers: NAME_file becomes NAME in its place.
  Node filled_free(const Node& node, std::vector<values::Entry> entries) {
    std::set<std::string> names;
    for (const values::Entry& entry : node.entries()) names.insert(entry.key);
    for (values::Entry& entry : entries) {
      const auto name = secret_of_file_key(entry.key);
      if (!name) continue;
      path_.push_back(*name);
      const auto path = values::read_text(entry.value, errors_);
      if (names.contains(*name)) {
        errors_.add(entry.value.position(),
                    "\"" + *name + "\" and \"" + entry.key + "\" are the same secret: take one of the two out");
      } else if (path) {
        entry.value = from_file(*path, entry.value.position());
        entry.key = *name;
      }
      path_.pop_back();
    }
    return Node::map(node.position(), std::move(entries));
  }

  Node filled_map(const Node& node, const Schema& schema) {
    Node out = node;
    for (const Schema::Key& key : schema.keys) {
      const auto value = node.find(key.key);
      if (value && key.schema->type != SchemaType::secret) {
        out = with_entry(out, key.key, below(key.key, *value, *key.schema));
      } else if (!value && key.schema->type == SchemaType::secret) {
        path_.push_back(key.key);
        out = with_secret(out, key.key);
        path_.pop_back();
      }
    }
    return out;
  }

  // The map with the secret that it has not under its own key.
  Node with_secret(const Node& map, const std::string& key) {
    const std::string file_key = file_key_of(key);
    const auto named = map.find(file_key);
    if (!named) {
      const auto found = fallback();
      return found ? with_entry(map, key, found) : map;
    }
    const auto path = values::read_text(*named, errors_);
    if (!path) return map;  // told; and the reader of the map knows the key
    return with_entry(with_entry(map, file_key, std::nullopt), key, from_file(*path, named->position()));
  }

  Node from_file(const std::string& path, const values::Position& named_at) {
    const auto secret = read_secret_file(source_.files, path);
    if (!secret) {
      errors_.add(named_at, secret.error().message());
      return Node::unreadable(named_at, {});
    }
    const std::string key = joined(path_);
    if (everybody_reads(source_, path)) {
      notices_.push_back({Level::warn, "secret_readable_by_everybody", file_key_of(key),
                          "every user of this machine may read " + path + ": chmod o-r " + path});
    }
    places[key] = {path, true};
    return Node::scalar(values::Position{path, 0, 0}, *secret, true);
  }

  std::optional<Node> fallback() {
    for (const std::string& folder : folders_) {
      for (const std::string& name : names_of(path_)) {
        const std::string file = folder + "/" + name;
        if (!source_.files.exists(file)) continue;
        const values::Position where{file, 0, 0};
        if (const auto secret = read_secret_file(source_.files, file)) {
          places[joined(path_)] = {file, false};
          return Node::scalar(where, *secret, true);
        }
        errors_.add(where, "cannot be used as the secret " + names_of(path_).front());
        return Node::unreadable(where, {});
      }
    }
    return std::nullopt;
  }

  const ConfigSource& source_;
  Diagnostics& errors_;
  std::vector<Notice>& notices_;
  std::vector<std::string> folders_;
  KeyPath path_;
};

}  // namespace

Result<std::string> read_secret_file(world::Files& files, const std::string& path) {
  constexpr std::size_t kLineBreak = 2;
  auto read = files.read_part(path, 0, kSecretBytesMax + kLineBreak + 1);
  if (!read) return read.error().with("cannot read the secret");
  std::string& text = *read;
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  if (text.empty()) return Error::invalid("the file " + path + " is empty, expected the secret");
  if (text.size() > kSecretBytesMax) {
    return Error::invalid("the file " + path + " is longer than " + std::to_string(kSecretBytesMax) +
                          " bytes, expected the secret alone");
  }
  return read;
}

bool names_credential(std::string_view header) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"auth", "cookie", "credential", "key", "passw", "secret", "session", "signature", "token"});
  const std::string name = values::lower(header);
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

FoundSecrets find_secrets(const Node& root, const Schema& schema, const ConfigSource& source, Diagnostics& errors,
                          std::vector<Notice>& notices) {
  Finder finder(source, errors, notices);
  Node filled = finder.filled(root, schema);
  return {std::move(filled), std::move(finder.places)};
}

Node with_unknown_secrets(const Node& root, const Schema& schema) {
  if (schema.type == SchemaType::list && root.is_list()) {
    std::vector<Node> items;
    for (const Node& item : root.items()) items.push_back(with_unknown_secrets(item, *schema.item));
    return Node::list(root.position(), std::move(items));
  }
  if (schema.type != SchemaType::map || !root.is_map()) return root;
  Node out = root;
  for (const Schema::Key& key : schema.keys) {
    const auto value = root.find(key.key);
    if (value) {
      out = with_entry(out, key.key, with_unknown_secrets(*value, *key.schema));
    } else if (key.schema->type == SchemaType::secret && !root.find(file_key_of(key.key))) {
      out = with_entry(out, key.key, Node::unreadable(root.position(), {}));
    }
  }
  return out;
}

void tell_open_files(const Node& root, const Schema& schema, const ConfigSource& source, std::vector<Notice>& notices) {
  std::set<std::string> told;
  each_secret(schema, root, [&](const KeyPath& path, const Node& value) {
    if (!value.is_scalar() || value.text().empty()) return;
    if (has_free_key(schema, path) && !names_credential(path.back())) return;
    if (value.text().find("${") != std::string::npos || value.line() == 0) return;
    if (!everybody_reads(source, value.file()) || !told.insert(value.file()).second) return;
    notices.push_back({Level::warn, "secret_readable_by_everybody", joined(path),
                       "the secret stands in " + value.file() + ", which every user of this machine may read: chmod " +
                           "o-r " + value.file() + ", or write " + file_key_of(path.back())});
  });
}

}  // namespace checkride::runtime
