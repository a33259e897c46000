// What travels in clear: for notices of secrets that whoever is on the way can read.
#pragma once

#include <string_view>

namespace checkride::runtime {

// Is it an http:// address of another machine? False for what is no address at all.
bool travels_in_clear(std::string_view url);

}  // namespace checkride::runtime
