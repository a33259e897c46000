// TelemetryLines: the records of one telemetry file, or only their keys, in every format and packing that the file sink
// writes.
//
//   TRY(const std::string text, unpacked_telemetry(std::move(bytes)));
//   TelemetryLines lines(text);
//   while (const auto record = lines.next()) use(*record);
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "checkride/result/result.hpp"
#include "collector/journal_format.hpp"

namespace checkride::runtime::collector {

// A file's text: unpacked if its first bytes are those of gzip or zstd. A writer that was killed leaves a cut end: what
// is whole before it counts. Error: it is damaged.
Result<std::string> unpacked_telemetry(std::string bytes);

// What tells a record from every other one.
struct TelemetryKey {
  std::string simulator;
  std::uint64_t session = 0;
  std::uint64_t sequence = 0;
  bool operator==(const TelemetryKey&) const = default;
};

// How many bytes of `text` are whole lines with their ends.
std::size_t whole_lines(std::string_view text);

class TelemetryLines {
 public:
  // `text` outlives it.
  explicit TelemetryLines(std::string_view text);

  // The next record in the order of the file, without an index; none at the end. Its columns are the titles that stand
  // in the file, without unit or alias; of the line protocol, which leaves out what is no number, those that were met
  // so far. Lines that are no records are counted and passed over.
  std::optional<JournalRecord> next();
  // The same, but of each record only its key; its values are not looked at. What has no numbers of its own, as a
  // record of somebody else's may not, is no record here.
  std::optional<TelemetryKey> next_key();

  std::uint64_t records() const { return records_; }
  std::uint64_t unreadable() const { return unreadable_; }
  // Its number, from 1; 0 while there is none.
  std::uint64_t first_unreadable() const { return first_unreadable_; }

 private:
  template <class Found>
  std::optional<Found> next_by(std::optional<Found> (TelemetryLines::*read)(std::string_view));
  std::string_view take_line();
  std::optional<TelemetryKey> read_key(std::string_view line);
  std::optional<JournalRecord> read(std::string_view line);
  std::optional<JournalRecord> read_json(std::string_view line);
  std::optional<JournalRecord> read_csv(std::string_view line);
  std::optional<JournalRecord> read_influx(std::string_view line);
  bool take_header(std::string_view line);
  // The place of the values of that title; titles are added as they come.
  std::size_t column(std::string_view title);

  std::string_view text_;
  std::shared_ptr<const Columns> columns_ = std::make_shared<const Columns>();
  bool csv_ = false;         // a header was met
  bool csv_marked_ = false;  // it has source and flags
  std::uint64_t line_ = 0;
  std::uint64_t records_ = 0;
  std::uint64_t unreadable_ = 0;
  std::uint64_t first_unreadable_ = 0;
};

}  // namespace checkride::runtime::collector
