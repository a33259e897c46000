// What operator new has been asked for: this program's own counts it.
#pragma once

#include <cstddef>

namespace checkride::emulator::test {

// Calls so far.
std::size_t allocations();
// Bytes that are held now, as the allocator rounds them.
std::size_t held_bytes();

}  // namespace checkride::emulator::test
