// A facility definition: which fields of which nodes a client wants, and which elements (semantics 14.2, 14.4).
//
//   FacilityDefinition definition(*FacilityDefinition::entry_point("OPEN AIRPORT"));
//   definition.add("NAME"); definition.add("OPEN RUNWAY"); definition.add("LENGTH");
//   definition.add("CLOSE RUNWAY"); definition.add("CLOSE AIRPORT");
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "answers/outcome.hpp"
#include "checkride/catalog/facility_field.hpp"
#include "navigation/element.hpp"

namespace checkride::emulator {

// A node that was opened. Names are the catalog's.
struct FacilityNode {
  std::string_view opened_as;  // "PRIMARY_THRESHOLD"; of an entry point its node
  std::string_view node;       // "PAVEMENT"
  std::vector<const catalog::FacilityField*> fields;
  std::vector<FacilityNode> children;
  std::size_t data_bytes = 0;  // of its fields
};

class FacilityDefinition {
 public:
  // The node that `entry` opens ("OPEN VOR"); empty if it opens none of the four that may stand first.
  static std::optional<std::string_view> entry_point(std::string_view entry);
  explicit FacilityDefinition(std::string_view entry_node);

  // "OPEN <child>", "CLOSE <node>" or a field of the open node. Errors: 20/2 not one of these, 11/1 full.
  Outcome add(std::string_view entry);
  // All nodes are closed.
  bool complete() const { return open_ == 0; }
  const FacilityNode& root() const { return root_; }

  // Only elements whose field at `path` ("AIRPORT:RUNWAY:LENGTH") equals `value` are wanted; an empty value wants all
  // again. Errors: 3/2 a path of another kind of facility, 20/2 no such field, 2/3 a value of another size.
  Outcome filter(std::string_view path, std::span<const std::byte> value);
  void clear_filters() { filters_.clear(); }
  // `path` is that of the element's node, as filters have it: "AIRPORT:RUNWAY".
  bool wants(const std::string& path, const Element& element) const;

 private:
  FacilityNode& open_node();

  FacilityNode root_;
  std::size_t open_ = 1;  // nodes that are not closed yet: the root, its last child, and so on
  std::size_t entries_ = 1;
  struct Filter {
    const catalog::FacilityField* field = nullptr;
    std::vector<std::byte> value;
  };
  std::map<std::string, std::map<std::string_view, Filter>> filters_;  // by path of the node, then by field
};

// Appends the field in its type: zero or empty if the element does not name it.
void append_field(const Element& element, const catalog::FacilityField& field, std::vector<std::byte>& out);

}  // namespace checkride::emulator
