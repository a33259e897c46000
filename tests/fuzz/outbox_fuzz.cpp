// Goal: no content of an outbox's file crashes it, and what is read of it is written as it was. Method: the input as a
// file; and each of its lines under a checksum that is right, so that damage behind the checksum is reached too.
#include <cstddef>
#include <cstdint>
#include <string>

#include "checkride/result/assert.hpp"
#include "notify/labels.hpp"
#include "notify/outbox_records.hpp"

#include <fmt/format.h>

namespace {

using namespace checkride::runtime::notify;

void check(const std::string& text) {
  const OutboxContents contents = replay_records(text, 8);
  CHECKRIDE_ASSERT(contents.dead.size() <= 8);
  CHECKRIDE_ASSERT(contents.damaged_bytes <= text.size());
  for (const Parcel& parcel : contents.waiting) {
    CHECKRIDE_ASSERT(!parcel.id.empty() && !parcel.group.alerts.empty());
    const std::string line = encode_record(parcel);
    const auto again = decode_record(std::string_view(line).substr(0, line.size() - 1));
    CHECKRIDE_ASSERT(again.has_value() && encode_record(*again) == line);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  check(text);
  std::string sealed;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    sealed += fmt::format("{:016x} {}\n", fnv1a(line), line);
    begin = end + 1;
  }
  check(sealed);
  return 0;
}
