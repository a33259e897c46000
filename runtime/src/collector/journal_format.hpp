// The journal's bytes: frames with a checksum each, of columns and of samples. Pure.
//
//   segment = frame...          the first frame holds columns
//   frame   = length u32, CRC-32 of the payload u32, payload; all numbers little-endian
//   payload = kind u8 (1 columns, 2 sample, 3 marked sample), then
//     columns  count u16, then per column name, unit and alias: length u16, bytes
//     sample   index u64, ts i64 (ns since 1970), session u64, sequence u64, simulator: length u16, bytes,
//              count u16, that many f64 (NaN: the simulator sent none)
//     marked   the same, then flags u8 (bit n is SampleFlag n), source: length u16, bytes (empty: the simulator)
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"
#include "samples/sample.hpp"

namespace checkride::runtime::collector {

// What a value of a sample is.
struct Column {
  std::string name;
  std::string unit;
  std::string alias;
  bool operator==(const Column&) const = default;
};
using Columns = std::vector<Column>;
Columns columns_of(const std::vector<VariableConfig>& variables);

// A sample with its place in the journal, counted from 1 and never used again.
struct JournalRecord {
  std::uint64_t index = 0;
  Sample sample;
  std::shared_ptr<const Columns> columns;
};

// The simulator that gave the sample where that has another name, as those of a flight with standbys do; else empty.
std::string_view source_of(const Sample& sample);
// The flags' words with a space between them: "paused jump"; and back, where words that are none are passed over.
std::string flag_words(SampleFlags flags);
SampleFlags flags_of(std::string_view words);

inline constexpr std::size_t kFrameHeadBytes = 8;
inline constexpr std::size_t kFrameBytesMax = 1024 * 1024;

// Texts of more than 65,535 bytes are cut there, columns beyond as many left out.
void append_columns_frame(std::string& out, const Columns& columns);
void append_sample_frame(std::string& out, std::uint64_t index, const Sample& sample);

// Reads a segment frame by frame.
//
//   SegmentReader reader(bytes, offset, columns);
//   while (const auto record = reader.next()) use(*record);
//   if (!reader.damage().empty()) ...   // what is wrong at reader.offset()
class SegmentReader {
 public:
  // `bytes` outlives the reader. Of a segment's middle, the columns that hold there are given.
  explicit SegmentReader(std::string_view bytes, std::shared_ptr<const Columns> columns = nullptr)
      : bytes_(bytes), columns_(std::move(columns)) {}

  // The next sample; none at the end, and none from a damaged frame on. Each has the index behind the one before.
  std::optional<JournalRecord> next();
  // Where the first frame begins that was not read.
  std::size_t offset() const { return offset_; }
  // Why next() gave none; empty at a clean end.
  const std::string& damage() const { return damage_; }
  // The last frame is not whole: cut off, where bytes may still come. Also said in damage().
  bool cut() const { return cut_; }
  const std::shared_ptr<const Columns>& columns() const { return columns_; }

 private:
  std::optional<std::string_view> payload();
  std::optional<JournalRecord> read_sample(std::string_view payload);
  bool fail(std::string why);

  std::string_view bytes_;
  std::shared_ptr<const Columns> columns_;
  std::size_t offset_ = 0;
  std::uint64_t last_index_ = 0;
  std::string damage_;
  bool cut_ = false;
};

}  // namespace checkride::runtime::collector
