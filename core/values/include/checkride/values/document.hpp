// A YAML (or JSON) file as a tree of nodes that know where they stand. Stricter than YAML: no duplicate keys, no tags,
// no anchors, aliases or merge keys, one document a file, keys are scalars, UTF-8 only, bounded size and depth.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/values/diagnostic.hpp"

namespace checkride::values {

class MapReader;
class Node;
struct Schema;
struct Shapes;

enum class Kind { null, scalar, list, map };

// What a file may cost. Beyond: an error at the place where the limit was passed.
struct LoadLimits {
  std::size_t bytes_max = 4 * 1024 * 1024;
  int depth_max = 64;
  std::size_t nodes_max = 500'000;
};

struct Entry;

// A handle to a node of an immutable tree; cheap to copy, keeps the tree alive. Default-constructed: null, nowhere.
class Node {
 public:
  struct Data;

  Node();
  explicit Node(std::shared_ptr<const Data> data) : data_(std::move(data)) {}
  // Nodes made by programs, for defaults and tests.
  static Node null(Position where);
  static Node scalar(Position where, std::string text, bool quoted);
  // A scalar of which a mistake has been told already (a variable that is not set). It keeps its text, but readers give
  // no value for it and add no second mistake.
  static Node unreadable(Position where, std::string text);
  static Node list(Position where, std::vector<Node> items);
  // A node without content that records into `into` how it is read (schema.hpp), and the shapes it meets into `shapes`,
  // which outlives it and may be null. Nothing is told of it.
  static Node probe(std::shared_ptr<Schema> into, Shapes* shapes = nullptr);
  // A probe for a part of what this probe stands for. Requires a probe.
  Node probe_of(std::shared_ptr<Schema> part) const;
  // Requires keys to be unique.
  static Node map(Position where, std::vector<Entry> entries);

  Kind kind() const;
  bool is_null() const { return kind() == Kind::null; }
  bool is_scalar() const { return kind() == Kind::scalar; }
  bool is_list() const { return kind() == Kind::list; }
  bool is_map() const { return kind() == Kind::map; }
  // "a map", "a list", "nothing", "the text "abc"": for messages.
  std::string describe() const;

  int line() const;
  int column() const;
  const std::string& file() const;
  Position position() const;

  // Text of a scalar, as written less quotes and escapes; empty for the other kinds. Valid as long as the tree.
  const std::string& text() const;
  // Was the scalar quoted (or a block)? Quotes make it text: never a number, boolean or null.
  bool quoted() const;
  // Was it made by unreadable()?
  bool is_unreadable() const;
  // Where a probe records what it is asked; null for every other node.
  Schema* probed() const;
  // Where a probe records shapes; null for every other node.
  Shapes* shapes() const;
  // Items of a list; empty for the other kinds.
  const std::vector<Node>& items() const;
  // Entries of a map, in file order; empty for the other kinds.
  const std::vector<Entry>& entries() const;
  // The value of that key, if this is a map that has it.
  std::optional<Node> find(std::string_view key) const;

  // Typed values. Errors begin with the position: "a.yaml:3:7: expected a whole number, not "ten"".
  Result<bool> as_bool() const;             // true or false, nothing else
  Result<std::int64_t> as_integer() const;  // decimal digits, no leading zeros, no exponent; 0x for hexadecimal
  Result<std::uint64_t> as_unsigned() const;
  Result<double> as_number() const;     // decimal, exponent allowed; always finite
  Result<std::string> as_text() const;  // any scalar but a plain null

  // Equal content, wherever it stands and however it was quoted.
  bool same_content(const Node& other) const;

 private:
  std::shared_ptr<const Data> data_;
};

struct Entry {
  std::string key;
  Position key_position;
  Node value;
};

class Document {
 public:
  Document() = default;
  explicit Document(Node root) : root_(std::move(root)) {}
  const Node& root() const { return root_; }
  // A reader of the root, which must be a map; otherwise an error is added and the reader finds nothing.
  MapReader root_map(Diagnostics& errors) const;

 private:
  Node root_;
};

// Reads a file's text. `file` stands in every position. An empty file is a document with a null root.
// Adds every mistake found to `errors` (a syntax error is the last one, for nothing can be read after it); no value if
// there was one.
std::optional<Document> load(std::string_view text, const std::string& file, Diagnostics& errors,
                             const LoadLimits& limits = {});
// The same with all mistakes in one error, one a line.
Result<Document> load(std::string_view text, const std::string& file, const LoadLimits& limits = {});

// `over` laid over `base`: maps by key, everything else is replaced; every node keeps its own position. A document
// without content changes nothing.
Document merge(const Document& base, const Document& over);
Node merge(const Node& base, const Node& over);

// The node as JSON, for printing an effective configuration: plain scalars that are numbers or booleans stay so.
void append_json(std::string& out, const Node& node);

}  // namespace checkride::values
