// Fields of facility definitions. Source: facility_fields.csv.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace checkride::catalog {

enum class FacilityType : std::uint8_t {
  int8,
  int32,
  uint32,
  float32,
  float64,
  string8,
  string32,
  string64,
  string256,
  node,  // no field: a child that is opened and closed
};

struct FacilityField {
  std::string_view node;        // "RUNWAY"
  std::string_view parents;     // nodes in which it may stand, separated by '|'; empty for a node of its own
  std::string_view field;       // "LATITUDE"; of a child its name
  std::string_view child_node;  // of a child: the node that it opens
  FacilityType type = FacilityType::int32;
  std::uint16_t size_bytes = 0;  // 0 for a child
};

// All fields, in the order of the file: fields of one node stand together, in the SDK's order.
std::span<const FacilityField> all_facility_fields();
// The fields of one node, ASCII case ignored; empty if there is no such node.
std::span<const FacilityField> facility_fields(std::string_view node);
// Null if the node has no such field. Never allocates.
const FacilityField* find_facility_field(std::string_view node, std::string_view field);

}  // namespace checkride::catalog
