#include "checkride/values/map_reader.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"
#include "checkride/values/suggest.hpp"

namespace checkride::values {

namespace {

// The node is of another kind than `expected`; of an unreadable one a mistake has been told already.
void tell_kind(const Node& node, Diagnostics& errors, std::string_view expected) {
  if (node.is_unreadable()) return;
  errors.add(node.position(), "expected " + std::string(expected) + ", not " + node.describe());
}

// What stands where a map or a list belongs may be a secret that it would have held: it is not repeated.
void tell_single_value(const Node& node, Diagnostics& errors, std::string_view expected) {
  if (!node.is_scalar()) return tell_kind(node, errors, expected);
  if (node.is_unreadable()) return;
  errors.add(node.position(), "expected " + std::string(expected) + ", not a single value");
}

constexpr std::size_t kKeysShown = 12;

// " (known here: port, host)", for a key that is like none of them.
std::string known_text(const std::vector<std::string>& keys) {
  if (keys.empty()) return {};
  std::string text;
  for (std::size_t i = 0; i < std::min(keys.size(), kKeysShown); ++i) text += (i == 0 ? "" : ", ") + keys[i];
  return " (known here: " + text + (keys.size() > kKeysShown ? ", ...)" : ")");
}

}  // namespace

MapReader::MapReader(const Node& node, Diagnostics& errors) : node_(node), errors_(&errors), is_map_(node.is_map()) {
  if (Schema* schema = node_.probed()) schema->type = SchemaType::map;
  taken_.assign(node_.entries().size(), false);
  if (!is_map_) tell_single_value(node_, errors, "a map (key: value)");
}

const Node* MapReader::probe(std::string_view key, Need need) {
  Schema& schema = *node_.probed();
  auto found =
      std::find_if(schema.keys.begin(), schema.keys.end(), [&](const Schema::Key& one) { return one.key == key; });
  const bool is_new = found == schema.keys.end();
  if (is_new) {
    schema.keys.push_back({std::string(key), std::make_shared<Schema>()});
    found = schema.keys.end() - 1;
  }
  // The key that a condition is about is there without one, and whether it must be says whoever set the condition.
  const bool decides = condition_ && condition_->key == key;
  std::vector<Schema::Condition>& conditions = found->only_with;
  if (!condition_ || decides) {
    conditions.clear();
  } else if ((is_new || !conditions.empty()) &&
             std::find(conditions.begin(), conditions.end(), *condition_) == conditions.end()) {
    conditions.push_back(*condition_);
  }
  if (need == Need::required && (!condition_ || !conditions.empty())) found->schema->required = true;
  probe_ = node_.probe_of(found->schema);
  return &probe_;
}

void MapReader::only_with(std::string_view key, std::string_view word, bool applies,
                          const std::function<void()>& read) {
  if (!described()) {
    if (applies) read();
    return;
  }
  const auto outer = std::exchange(condition_, Schema::Condition{std::string(key), std::string(word)});
  read();
  condition_ = outer;
}

void MapReader::note_default_node(const Node& value, Node fallback) {
  Schema& schema = *value.probed();
  if (!schema.fallback) schema.fallback = std::move(fallback);
}

const Node* MapReader::take_secret(std::string_view key, Need need) {
  if (node_.probed() != nullptr) return probe(key, need);
  const Node* file = take(std::string(key) + "_file");
  if (file == nullptr) return need == Need::required ? require(key) : take(key);
  const Node* value = take(key);
  if (value != nullptr) {
    errors_->add(file->position(), "\"" + std::string(key) + "\" and \"" + std::string(key) +
                                       "_file\" are the same secret: take one of the two out");
  }
  return value;
}

const Node* MapReader::take(std::string_view key) {
  if (node_.probed() != nullptr) return probe(key, Need::optional);
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  for (std::size_t i = 0; i < node_.entries().size(); ++i) {
    const Entry& entry = node_.entries()[i];
    if (entry.key != key) continue;
    // Asked for twice, an empty value is told once.
    if (entry.value.is_null() && !taken_[i]) {
      errors_->add(entry.key_position, quote(entry.key) + " has no value (leave the key out, or write \"\", [] or {})");
    }
    taken_[i] = true;
    return entry.value.is_null() ? nullptr : &entry.value;
  }
  return nullptr;
}

const Node* MapReader::require(std::string_view key) {
  if (node_.probed() != nullptr) return probe(key, Need::required);
  const Node* value = take(key);
  if (value == nullptr && is_map_ && !has(key)) {
    errors_->add(node_.position(), "the key \"" + std::string(key) + "\" is missing");
  }
  return value;
}

bool MapReader::has(std::string_view key) const {
  if (node_.probed() != nullptr) return true;
  return std::any_of(node_.entries().begin(), node_.entries().end(), [&](const Entry& e) { return e.key == key; });
}

namespace {

// The schema of the items of what is being described.
std::shared_ptr<Schema> item_of(Schema& schema, SchemaType type) {
  schema.type = type;
  if (!schema.item) schema.item = std::make_shared<Schema>();
  return schema.item;
}

bool each_item(const Node& list, Diagnostics& errors, const std::function<void(const Node&)>& each) {
  if (Schema* schema = list.probed()) {
    each(list.probe_of(item_of(*schema, SchemaType::list)));
    return false;
  }
  if (!list.is_list()) {
    // "-wait: 1s" is a map whose key begins so.
    const bool no_blank = list.is_map() && !list.entries().empty() && list.entries().front().key.starts_with('-');
    tell_single_value(list, errors, no_blank ? "a list (a blank belongs behind each \"-\")" : "a list");
    return false;
  }
  for (const Node& item : list.items()) each(item);
  return true;
}

}  // namespace

bool read_items(const Node& list, Diagnostics& errors, const std::function<void(const Node&)>& each) {
  return each_item(list, errors, each);
}

bool read_entries(const Node& map, Diagnostics& errors, const std::function<void(const Entry&)>& each) {
  if (Schema* schema = map.probed()) {
    each(Entry{"NAME", map.position(), map.probe_of(item_of(*schema, SchemaType::entries))});
    return false;
  }
  if (!map.is_map()) {
    tell_single_value(map, errors, "a map (name: value)");
    return false;
  }
  for (const Entry& entry : map.entries()) each(entry);
  return true;
}

bool read_map(const Node& map, Diagnostics& errors, const std::function<void(MapReader&)>& read) {
  MapReader reader(map, errors);
  if (!map.is_map() && map.probed() == nullptr) return false;
  read(reader);
  reader.finish();
  return true;
}

bool MapReader::list(std::string_view key, const std::function<void(const Node&)>& each) {
  const Node* value = take(key);
  return value != nullptr && each_item(*value, *errors_, each);
}

bool MapReader::required_list(std::string_view key, const std::function<void(const Node&)>& each) {
  const Node* value = require(key);
  return value != nullptr && each_item(*value, *errors_, each);
}

bool MapReader::map(std::string_view key, const std::function<void(MapReader&)>& read, Absent absent) {
  const Node* value = take(key);
  if (value != nullptr && value->probed() != nullptr) {
    value->probed()->works_when_absent = absent == Absent::defaults;
  }
  return value != nullptr && read_map(*value, *errors_, read);
}

bool MapReader::required_map(std::string_view key, const std::function<void(MapReader&)>& read) {
  const Node* value = require(key);
  return value != nullptr && read_map(*value, *errors_, read);
}

bool MapReader::entries(std::string_view key, const std::function<void(const Entry&)>& each) {
  const Node* value = take(key);
  return value != nullptr && read_entries(*value, *errors_, each);
}

std::optional<Node> MapReader::node(std::string_view key) {
  const Node* value = take(key);
  return value != nullptr ? std::optional<Node>(*value) : std::nullopt;
}

std::optional<Node> MapReader::required_node(std::string_view key) {
  const Node* value = require(key);
  return value != nullptr ? std::optional<Node>(*value) : std::nullopt;
}

void read_forms(const Node& node, Kind kind, const std::function<void(const Node&)>& of_kind,
                const std::function<void(const Node&)>& otherwise) {
  if (node.probed() == nullptr) return node.kind() == kind ? of_kind(node) : otherwise(node);
  const Node described = node;  // the caller's may be one that its reader gives out again
  for (const auto* read : {&otherwise, &of_kind}) {
    auto form = std::make_shared<Schema>();
    (*read)(described.probe_of(form));
    std::vector<std::shared_ptr<Schema>>& forms = described.probed()->forms;
    if (form->forms.empty()) {
      forms.push_back(std::move(form));
    } else {
      forms.insert(forms.end(), form->forms.begin(), form->forms.end());
    }
  }
}

void read_shape(const Node& node, const std::string& name, const std::function<void(const Node&)>& read) {
  Schema* schema = node.probed();
  if (schema == nullptr) return read(node);
  CHECKRIDE_ASSERT(node.shapes() != nullptr);  // described without a place for shapes
  schema->reference = name;
  auto& shape = node.shapes()->by_name[name];
  if (shape != nullptr) return;
  shape = std::make_shared<Schema>();
  read(node.probe_of(shape));
}

void MapReader::finish() {
  // A key that is there already was not what an unknown one was meant to be.
  std::vector<std::string> free;
  if (std::find(taken_.begin(), taken_.end(), false) != taken_.end()) {
    std::copy_if(known_.begin(), known_.end(), std::back_inserter(free), [&](const auto& key) { return !has(key); });
  }
  for (std::size_t i = 0; i < taken_.size(); ++i) {
    if (taken_[i]) continue;
    const Entry& entry = node_.entries()[i];
    const std::string meant = suggestion(entry.key, std::span<const std::string>(free));
    errors_->add(entry.key_position, "unknown key " + quote(entry.key) + (meant.empty() ? known_text(known_) : meant));
    taken_[i] = true;
  }
}

Position MapReader::position_of(std::string_view key) const {
  const auto value = node_.find(key);
  return value ? value->position() : node_.position();
}

void MapReader::error(std::string_view key, std::string message) {
  errors_->add(position_of(key), std::move(message));
}

}  // namespace checkride::values
