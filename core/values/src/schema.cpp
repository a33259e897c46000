#include "checkride/values/schema.hpp"

#include <algorithm>

#include "checkride/values/json.hpp"
#include "checkride/values/map_reader.hpp"

namespace checkride::values {

const Schema* Schema::find(std::string_view key) const {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const Key& one) { return one.key == key; });
  return found == keys.end() ? nullptr : found->schema.get();
}

std::shared_ptr<const Schema> describe(const std::function<void(MapReader&)>& read) {
  auto schema = std::make_shared<Schema>();
  Diagnostics ignored;
  MapReader map(Node::probe(schema), ignored);
  read(map);
  return schema;
}

std::shared_ptr<const Schema> describe(const std::function<void(MapReader&)>& read, Shapes& shapes) {
  auto schema = std::make_shared<Schema>();
  Diagnostics ignored;
  MapReader map(Node::probe(schema, &shapes), ignored);
  read(map);
  return schema;
}

namespace {

Node plain(std::string text) {
  return Node::scalar(Position{"default", 0, 0}, std::move(text), false);
}

}  // namespace

Node default_node(bool value) {
  return plain(value ? "true" : "false");
}
Node default_node(std::int64_t value) {
  return plain(std::to_string(value));
}
Node default_node(std::uint64_t value) {
  return plain(std::to_string(value));
}
Node default_node(double value) {
  return plain(format_number(value));
}
Node default_node(const std::string& value) {
  return Node::scalar(Position{"default", 0, 0}, value, true);
}
Node default_node(Duration value) {
  return plain(format_duration(value));
}
Node default_node(Bytes value) {
  return plain(format_size(value));
}
Node default_node(const std::vector<std::string>& value) {
  std::vector<Node> items;
  for (const std::string& text : value) items.push_back(default_node(text));
  return Node::list(Position{"default", 0, 0}, std::move(items));
}

}  // namespace checkride::values
