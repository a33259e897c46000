#include "control/body.hpp"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checkride/values/diagnostic.hpp"
#include "checkride/values/json.hpp"

namespace checkride::emulator {
namespace {

namespace json = boost::json;
using values::Entry;
using values::Node;
using values::Position;

constexpr std::size_t kDepthMax = 16;

// `where` is the path of keys: a body of one line has no better places.
Node node_of(const json::value& value, const std::string& path) {
  const Position where{path, 0, 0};
  switch (value.kind()) {
    case json::kind::null:
      return Node::null(where);
    case json::kind::bool_:
      return Node::scalar(where, value.get_bool() ? "true" : "false", false);
    case json::kind::int64:
      return Node::scalar(where, std::to_string(value.get_int64()), false);
    case json::kind::uint64:
      return Node::scalar(where, std::to_string(value.get_uint64()), false);
    case json::kind::double_:
      return Node::scalar(where, values::format_number(value.get_double()), false);
    case json::kind::string:
      return Node::scalar(where, std::string(value.get_string()), true);
    case json::kind::array: {
      std::vector<Node> items;
      for (const json::value& item : value.get_array()) items.push_back(node_of(item, path));
      return Node::list(where, std::move(items));
    }
    case json::kind::object: {
      std::vector<Entry> entries;
      for (const json::key_value_pair& pair : value.get_object()) {
        const std::string key(pair.key());
        entries.push_back({key, where, node_of(pair.value(), path.empty() ? key : path + "." + key)});
      }
      return Node::map(where, std::move(entries));
    }
  }
  return Node::null(where);
}

// Finds a key that stands twice in one object: the parser below keeps the last of them without a word, and whoever
// wrote both would not know which counts.
class TwinKeys {
 public:
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);

  const std::string& found() const { return found_; }

  bool on_document_begin(ErrorCode&) { return true; }
  bool on_document_end(ErrorCode&) { return true; }
  bool on_object_begin(ErrorCode&) {
    objects_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, ErrorCode&) {
    objects_.pop_back();
    return true;
  }
  bool on_array_begin(ErrorCode&) { return true; }
  bool on_array_end(std::size_t, ErrorCode&) { return true; }
  bool on_key_part(json::string_view part, std::size_t, ErrorCode&) {
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, ErrorCode&) {
    key_.append(part.data(), part.size());
    if (found_.empty() && !objects_.back().insert(key_).second) found_ = key_;
    key_.clear();
    return true;
  }
  bool on_string_part(json::string_view, std::size_t, ErrorCode&) { return true; }
  bool on_string(json::string_view, std::size_t, ErrorCode&) { return true; }
  bool on_number_part(json::string_view, ErrorCode&) { return true; }
  bool on_int64(std::int64_t, json::string_view, ErrorCode&) { return true; }
  bool on_uint64(std::uint64_t, json::string_view, ErrorCode&) { return true; }
  bool on_double(double, json::string_view, ErrorCode&) { return true; }
  bool on_bool(bool, ErrorCode&) { return true; }
  bool on_null(ErrorCode&) { return true; }
  bool on_comment_part(json::string_view, ErrorCode&) { return true; }
  bool on_comment(json::string_view, ErrorCode&) { return true; }

 private:
  std::vector<std::set<std::string>> objects_;  // the keys so far of those that are open
  std::string key_;
  std::string found_;
};

// `body` is well-formed.
Result<> check_keys(std::string_view body) {
  json::basic_parser<TwinKeys> parser(json::parse_options{.max_depth = kDepthMax});
  ErrorCode ignored;
  (void)parser.write_some(false, body.data(), body.size(), ignored);
  const std::string& twin = parser.handler().found();
  if (twin.empty()) return {};
  return Error::invalid("the key " + values::quote(twin) + " stands twice in one object of the body");
}

}  // namespace

Result<Node> parse_json(std::string_view body) {
  json::stream_parser parser({}, {.max_depth = kDepthMax});
  ErrorCode error;
  const std::size_t read = parser.write_some(body.data(), body.size(), error);
  if (!error && !parser.done()) parser.finish(error);
  if (!error && body.find_first_not_of(" \t\r\n", read) != std::string_view::npos) {
    error = json::error::extra_data;
  }
  if (error) {
    return Error::invalid("the body is no JSON: " + error.message() + " at or before byte " + std::to_string(read));
  }
  TRY_VOID(check_keys(body));
  return node_of(parser.release(), "");
}

Result<> read_json_body(std::string_view body, const std::function<void(values::MapReader&)>& read) {
  Node root = Node::map({}, {});
  if (!body.empty()) {
    TRY(root, parse_json(body));
  }
  if (!root.is_map()) return Error::invalid("the body must be a JSON object");
  values::Diagnostics errors;
  values::MapReader map(root, errors);
  read(map);
  map.finish();
  if (errors.empty()) return {};
  std::string message;
  for (const values::Diagnostic& mistake : errors.items()) {
    message += (message.empty() ? "" : "; ") + (mistake.file.empty() ? "" : mistake.file + ": ") + mistake.message;
  }
  return Error::invalid(std::move(message));
}

}  // namespace checkride::emulator
