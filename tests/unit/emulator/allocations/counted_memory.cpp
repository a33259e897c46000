#include "allocations/counted_memory.hpp"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace {
std::size_t count = 0;
std::size_t held = 0;
}  // namespace

void* operator new(std::size_t size) {
  void* memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  ++count;
  held += malloc_usable_size(memory);
  return memory;
}
void operator delete(void* memory) noexcept {
  held -= malloc_usable_size(memory);
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  operator delete(memory);
}

namespace checkride::emulator::test {

std::size_t allocations() {
  return count;
}

std::size_t held_bytes() {
  return held;
}

}  // namespace checkride::emulator::test
