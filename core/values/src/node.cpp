#include <algorithm>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/values/diagnostic.hpp"
#include "checkride/values/document.hpp"
#include "checkride/values/json.hpp"
#include "checkride/values/map_reader.hpp"
#include "node_data.hpp"

namespace checkride::values {
namespace {

std::shared_ptr<Node::Data> make_data(Kind kind, Position where) {
  auto data = std::make_shared<Node::Data>();
  data->kind = kind;
  data->line = where.line;
  data->column = where.column;
  data->file = std::make_shared<const std::string>(std::move(where.file));
  return data;
}

template <class T>
Result<T> placed(const Node& node, Result<T> result) {
  if (result.has_error()) return result.error().with(node.position().text());
  return result;
}

}  // namespace

Node::Node() : data_(make_data(Kind::null, Position{})) {}

Node Node::null(Position where) {
  return Node(make_data(Kind::null, std::move(where)));
}

Node Node::scalar(Position where, std::string text, bool quoted) {
  auto data = make_data(Kind::scalar, std::move(where));
  data->text = std::move(text);
  data->quoted = quoted;
  return Node(std::move(data));
}

Node Node::unreadable(Position where, std::string text) {
  auto data = make_data(Kind::scalar, std::move(where));
  data->text = std::move(text);
  data->unreadable = true;
  return Node(std::move(data));
}

Node Node::list(Position where, std::vector<Node> items) {
  auto data = make_data(Kind::list, std::move(where));
  data->items = std::move(items);
  return Node(std::move(data));
}

Node Node::probe(std::shared_ptr<Schema> into, Shapes* shapes) {
  auto data = make_data(Kind::null, Position{"schema", 0, 0});
  data->unreadable = true;
  data->probe = std::move(into);
  data->shapes = shapes;
  return Node(std::move(data));
}

Node Node::probe_of(std::shared_ptr<Schema> part) const {
  CHECKRIDE_ASSERT(probed() != nullptr);
  return probe(std::move(part), data_->shapes);
}

Node Node::map(Position where, std::vector<Entry> entries) {
  std::vector<std::string_view> keys;
  for (const Entry& entry : entries) keys.push_back(entry.key);
  std::sort(keys.begin(), keys.end());
  CHECKRIDE_ASSERT(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
  auto data = make_data(Kind::map, std::move(where));
  data->entries = std::move(entries);
  return Node(std::move(data));
}

Kind Node::kind() const {
  return data_->kind;
}
int Node::line() const {
  return data_->line;
}
int Node::column() const {
  return data_->column;
}
const std::string& Node::file() const {
  return *data_->file;
}
Position Node::position() const {
  return Position{*data_->file, data_->line, data_->column};
}
const std::string& Node::text() const {
  return data_->text;
}
bool Node::quoted() const {
  return data_->quoted;
}
bool Node::is_unreadable() const {
  return data_->unreadable;
}
Schema* Node::probed() const {
  return data_->probe.get();
}
Shapes* Node::shapes() const {
  return data_->shapes;
}
const std::vector<Node>& Node::items() const {
  return data_->items;
}
const std::vector<Entry>& Node::entries() const {
  return data_->entries;
}

std::string Node::describe() const {
  switch (kind()) {
    case Kind::null:
      return "nothing";
    case Kind::list:
      return "a list";
    case Kind::map:
      return "a map";
    case Kind::scalar:
      break;
  }
  const std::string shown = values::quote(text());
  return quoted() ? "the quoted text " + shown : shown;
}

std::optional<Node> Node::find(std::string_view key) const {
  for (const Entry& entry : entries()) {
    if (entry.key == key) return entry.value;
  }
  return std::nullopt;
}

Result<bool> Node::as_bool() const {
  return placed(*this, scalar_bool(*this));
}
Result<std::int64_t> Node::as_integer() const {
  return placed(*this, scalar_integer(*this));
}
Result<std::uint64_t> Node::as_unsigned() const {
  return placed(*this, scalar_unsigned(*this));
}
Result<double> Node::as_number() const {
  return placed(*this, scalar_number(*this));
}
Result<std::string> Node::as_text() const {
  return placed(*this, scalar_text(*this));
}

bool Node::same_content(const Node& other) const {
  if (data_ == other.data_) return true;
  if (kind() != other.kind() || text() != other.text()) return false;
  const auto same_entry = [](const Entry& a, const Entry& b) {
    return a.key == b.key && a.value.same_content(b.value);
  };
  return std::equal(items().begin(), items().end(), other.items().begin(), other.items().end(),
                    [](const Node& a, const Node& b) { return a.same_content(b); }) &&
         std::equal(entries().begin(), entries().end(), other.entries().begin(), other.entries().end(), same_entry);
}

MapReader Document::root_map(Diagnostics& errors) const {
  return MapReader(root_, errors);
}

namespace {

void append_json_scalar(std::string& out, const Node& node) {
  if (const auto truth = scalar_bool(node)) {
    out += *truth ? "true" : "false";
  } else if (const auto integer = scalar_integer(node)) {
    json::append_json_number(out, *integer);
  } else if (const auto number = scalar_number(node)) {
    json::append_json_number(out, *number);
  } else {
    json::append_json_string(out, node.text());
  }
}

template <class Items, class Append>
void append_joined(std::string& out, const Items& items, char open, char close, const Append& append) {
  out += open;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i != 0) out += ',';
    append(items[i]);
  }
  out += close;
}

}  // namespace

void append_json(std::string& out, const Node& node) {
  switch (node.kind()) {
    case Kind::null:
      out += "null";
      return;
    case Kind::scalar:
      append_json_scalar(out, node);
      return;
    case Kind::list:
      append_joined(out, node.items(), '[', ']', [&](const Node& item) { append_json(out, item); });
      return;
    case Kind::map:
      append_joined(out, node.entries(), '{', '}', [&](const Entry& entry) {
        json::append_json_string(out, entry.key);
        out += ':';
        append_json(out, entry.value);
      });
      return;
  }
}

}  // namespace checkride::values
