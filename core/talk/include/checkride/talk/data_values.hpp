// Values inside the data of a message.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "checkride/protocol/field_values.hpp"

namespace checkride::talk {

// A value inside data. `field.path` is the variable's name, with a member behind it for structures ("X.latitude") and a
// place for client data, which have no names ("+8").
struct DataValue {
  protocol::FieldValue field;
  std::string unit;  // as the client wrote it; empty for texts and structures
};

struct DataValues {
  std::vector<DataValue> values;
  std::size_t left_over = 0;  // bytes that the definition does not explain
};

}  // namespace checkride::talk
