// The answer to a data request of ours, taken apart: strict, for a value under the wrong name is worse than none.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "checkride/protocol/protocol.hpp"
#include "link/request_groups.hpp"

namespace checkride::runtime::link {

// Why a frame that the codec accepted is still not what we asked for: "SIMOBJECT_DATA.request_id at offset 12: ...".
struct Mismatch {
  std::string text;
};

// What one answer brought.
struct Reading {
  std::size_t group = 0;       // index into the groups
  std::vector<double> values;  // by the group's variables, in its order; NaN for those that the simulator left out
};

// The values of one answer; or the first field that cannot belong to a request of ours. Each value is of its variable's
// type and tagged with the variable's id: a variable that the simulator refused moves no other one.
std::variant<Reading, Mismatch> decode_values(const protocol::RecvSimObjectData& message,
                                              const std::vector<RequestGroup>& groups,
                                              const std::vector<VariableConfig>& variables);

// "MESSAGE.field at offset 12: reason", as the codec words it.
Mismatch mismatch_at(std::string_view message, std::string_view field, std::size_t offset, std::string_view reason);

}  // namespace checkride::runtime::link
