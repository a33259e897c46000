// Which addresses mean the machine on which they are read.
#pragma once

#include <string_view>

namespace checkride::world {

// 127.0.0.0/8, ::1, the former written as IPv6 (::ffff:127.0.0.1), and localhost in any case: what only programs of
// this machine reach. Not a name such as 127.example.com, which is somebody else's; nor "any address" (0.0.0.0, ::).
bool is_loopback(std::string_view host);

}  // namespace checkride::world
