// A message of a client as JSON, as the emulator's control API tells it: what the `calls` check compares.
#pragma once

#include <string>
#include <vector>

#include "checkride/talk/data_values.hpp"

namespace checkride::harness {

// The members "fields" ({"define_id":1,"elements":[{"latitude":47}]}) and, of what SetDataOnSimObject wrote, "data"
// ({"values":[{"datum":1,"name":"PLANE ALTITUDE","unit":"feet","value":80}]}); `datums` are the names of the
// definition, in order. Without the braces around them.
std::string call_members(const std::vector<protocol::FieldValue>& fields, const talk::DataValues* data,
                         const std::vector<std::string>& datums);

}  // namespace checkride::harness
