// Texts of clients, for people.
#pragma once

#include <string>
#include <string_view>

namespace checkride::emulator {

// `text` as UTF-8: as it is if it is that, else byte for byte as Latin-1. The wire declares no encoding; the clients of
// one library write Latin-1, those of Windows whatever their machine is set to.
std::string readable(std::string_view text);

}  // namespace checkride::emulator
