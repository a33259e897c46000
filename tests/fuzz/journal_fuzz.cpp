// Goal: no bytes on the disk crash the recovery of the journal, make it hang, or make it give records out of order.
// Method: every byte string is read as a segment; what it gives is written again, and must be read as the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "checkride/result/assert.hpp"
#include "collector/journal_format.hpp"
#include "collector/line_format.hpp"

namespace {

using namespace checkride::runtime::collector;

void read_all(std::string_view segment) {
  SegmentReader reader(segment);
  RecordWriter writer(checkride::runtime::OutputFormat::influx, "flight");
  std::uint64_t last = 0;
  std::string again;
  std::string lines;
  while (const auto record = reader.next()) {
    CHECKRIDE_ASSERT(last == 0 || record->index == last + 1);
    last = record->index;
    append_columns_frame(again, *record->columns);
    append_sample_frame(again, record->index, record->sample);
    writer.append(lines, *record);
  }
  CHECKRIDE_ASSERT(reader.offset() <= segment.size());
  CHECKRIDE_ASSERT(!reader.damage().empty() || reader.offset() == segment.size());
  SegmentReader second(again);
  std::uint64_t found = 0;
  while (const auto record = second.next()) found = record->index;
  CHECKRIDE_ASSERT(second.damage().empty() && found == last);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const void* const bytes = data;
  read_all(std::string_view(static_cast<const char*>(bytes), size));
  return 0;
}
