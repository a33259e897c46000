#include "checkride/values/map_reader.hpp"

#include <algorithm>

#include "checkride/values/suggest.hpp"

namespace checkride::values {

namespace {

// The node is of another kind than `expected`; of an unreadable one a mistake has been told already.
void tell_kind(const Node& node, Diagnostics& errors, std::string_view expected) {
  if (node.is_unreadable()) return;
  errors.add(node.position(), "expected " + std::string(expected) + ", not " + node.describe());
}

}  // namespace

MapReader::MapReader(const Node& node, Diagnostics& errors) : node_(node), errors_(&errors), is_map_(node.is_map()) {
  taken_.assign(node_.entries().size(), false);
  if (!is_map_) tell_kind(node_, errors, "a map (key: value)");
}

const Node* MapReader::take(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  for (std::size_t i = 0; i < node_.entries().size(); ++i) {
    const Entry& entry = node_.entries()[i];
    if (entry.key != key) continue;
    // Asked for twice, an empty value is told once.
    if (entry.value.is_null() && !taken_[i]) {
      errors_->add(entry.key_position,
                   "\"" + entry.key + "\" has no value (leave the key out, or write \"\", [] or {})");
    }
    taken_[i] = true;
    return entry.value.is_null() ? nullptr : &entry.value;
  }
  return nullptr;
}

const Node* MapReader::require(std::string_view key) {
  const Node* value = take(key);
  if (value == nullptr && is_map_ && !has(key)) {
    errors_->add(node_.position(), "the key \"" + std::string(key) + "\" is missing");
  }
  return value;
}

bool MapReader::has(std::string_view key) const {
  return std::any_of(node_.entries().begin(), node_.entries().end(), [&](const Entry& e) { return e.key == key; });
}

namespace {

bool each_item(const Node& list, Diagnostics& errors, const std::function<void(const Node&)>& each) {
  if (!list.is_list()) {
    tell_kind(list, errors, "a list");
    return false;
  }
  for (const Node& item : list.items()) each(item);
  return true;
}

bool read_map(const Node& map, Diagnostics& errors, const std::function<void(MapReader&)>& read) {
  MapReader reader(map, errors);
  if (!map.is_map()) return false;
  read(reader);
  reader.finish();
  return true;
}

}  // namespace

bool MapReader::list(std::string_view key, const std::function<void(const Node&)>& each) {
  const Node* value = take(key);
  return value != nullptr && each_item(*value, *errors_, each);
}

bool MapReader::required_list(std::string_view key, const std::function<void(const Node&)>& each) {
  const Node* value = require(key);
  return value != nullptr && each_item(*value, *errors_, each);
}

bool MapReader::map(std::string_view key, const std::function<void(MapReader&)>& read) {
  const Node* value = take(key);
  return value != nullptr && read_map(*value, *errors_, read);
}

bool MapReader::required_map(std::string_view key, const std::function<void(MapReader&)>& read) {
  const Node* value = require(key);
  return value != nullptr && read_map(*value, *errors_, read);
}

bool MapReader::entries(std::string_view key, const std::function<void(const Entry&)>& each) {
  const Node* value = take(key);
  if (value == nullptr) return false;
  if (!value->is_map()) {
    tell_kind(*value, *errors_, "a map (name: value)");
    return false;
  }
  for (const Entry& entry : value->entries()) each(entry);
  return true;
}

std::optional<Node> MapReader::node(std::string_view key) {
  const Node* value = take(key);
  return value != nullptr ? std::optional<Node>(*value) : std::nullopt;
}

std::optional<Node> MapReader::required_node(std::string_view key) {
  const Node* value = require(key);
  return value != nullptr ? std::optional<Node>(*value) : std::nullopt;
}

void MapReader::finish() {
  for (std::size_t i = 0; i < taken_.size(); ++i) {
    if (taken_[i]) continue;
    const Entry& entry = node_.entries()[i];
    // A key that is there already was not what this one was meant to be.
    std::vector<std::string> free;
    std::copy_if(known_.begin(), known_.end(), std::back_inserter(free), [&](const auto& key) { return !has(key); });
    const std::string meant =
        suggestion(entry.key, free.empty() ? std::span<const std::string>() : std::span<const std::string>(free));
    errors_->add(entry.key_position, "unknown key \"" + entry.key + "\"" + meant);
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
