// What exceptions mean, for people.
#pragma once

#include <string_view>

#include "checkride/protocol/enums.hpp"

namespace checkride::protocol {

// A few words: "event, request, definition or object id unknown"; "unknown" beyond the last. Source: wire.md 5.4.
std::string_view meaning_of(Exception value);

}  // namespace checkride::protocol
