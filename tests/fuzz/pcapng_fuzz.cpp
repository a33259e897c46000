// Goal: no file crashes the reader of captures, makes it hang, or makes it give out more than the file holds.
// Method: every byte string is read as a capture, with its streams, and once more from a copy whose end is cut.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "checkride/capture/capture.hpp"
#include "checkride/result/assert.hpp"

namespace {

using namespace checkride::capture;

void read_all(std::span<const std::byte> file) {
  StreamReader reader("fuzz", file);
  std::size_t given = 0;
  while (true) {
    auto event = reader.next();
    if (!event || !*event) break;
    CHECKRIDE_ASSERT((*event)->connection < reader.connections().size());
    given += (*event)->bytes.size();
  }
  CHECKRIDE_ASSERT(given <= file.size());
  static_cast<void>(reader.notes());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::byte> file;
  file.reserve(size);
  for (std::size_t i = 0; i < size; ++i) file.push_back(static_cast<std::byte>(data[i]));
  read_all(file);
  read_all(std::span<const std::byte>(file).first(size - size / 3));
  return 0;
}
