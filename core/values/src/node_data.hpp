// What a Node points to, and the readings of a scalar that do not yet say where it stands.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "checkride/values/document.hpp"

namespace checkride::values {

struct Node::Data {
  Kind kind = Kind::null;
  bool quoted = false;
  bool unreadable = false;
  int line = 1;
  int column = 1;
  std::shared_ptr<const std::string> file;  // one per document, shared by its nodes
  std::string text;
  std::vector<Node> items;
  std::vector<Entry> entries;
  std::shared_ptr<Schema> probe;
  Shapes* shapes = nullptr;
};

// The node's value, or an error without position, to which the caller adds one.
Result<bool> scalar_bool(const Node& node);
Result<std::int64_t> scalar_integer(const Node& node);
Result<std::uint64_t> scalar_unsigned(const Node& node);
Result<double> scalar_number(const Node& node);
Result<std::string> scalar_text(const Node& node);

}  // namespace checkride::values
