// The answer to our data request, taken apart: strict, for a value under the wrong name is worse than none.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "checkride/protocol/protocol.hpp"
#include "config/config.hpp"

namespace checkride::runtime::link {

// Our own ids; each lives in a number space of the session, so that any would do.
inline constexpr protocol::DefinitionId kDefinition{1};
inline constexpr protocol::RequestId kRequest{1};

// Why a frame that the codec accepted is still not what we asked for: "SIMOBJECT_DATA.request_id at offset 12: ...".
struct Mismatch {
  std::string text;
};

// The values in the order of `variables`, NaN for those that the simulator left out; or the first field that cannot
// belong to our request. Values are 64-bit floats tagged with the variable's id: a variable that the simulator refused
// moves no other one.
std::variant<std::vector<double>, Mismatch> decode_values(const protocol::RecvSimObjectData& message,
                                                          const std::vector<VariableConfig>& variables);

// "MESSAGE.field at offset 12: reason", as the codec words it.
Mismatch mismatch_at(std::string_view message, std::string_view field, std::size_t offset, std::string_view reason);

}  // namespace checkride::runtime::link
