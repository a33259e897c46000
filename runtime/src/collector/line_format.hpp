// LineFormat: samples as lines of JSON, CSV or the Influx line protocol.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "collector/journal_format.hpp"
#include "config/sections/data_collector.hpp"

namespace checkride::runtime::collector {

// For each column what no other one is called: its name; where two share one, name and unit; where they share both, the
// later ones with a number.
std::vector<std::string> column_titles(const Columns& columns);

// ".jsonl", ".csv", ".lp"
std::string_view ending_of(OutputFormat format);

// Names as the line protocol takes them: a measurement; and the key or value of a tag, or the key of a field. Never
// empty.
std::string line_measurement(std::string_view text);
std::string line_key(std::string_view text);

// Writes samples that have the same columns. Numbers are the shortest text that reads back the same. Source and flags
// are there where the simulator that gave the sample has another name and where it is doubtful (SampleFlag).
// - json: {"ts":...,"simulator":...,"session":1,"sequence":1,"source":"sim-b","flags":["paused"],
//   "values":{"PLANE ALTITUDE":80}}; what is no number is null.
// - csv: RFC 4180: ts,simulator,session,sequence,source,flags,PLANE ALTITUDE; flags with spaces between them; what is
//   no number is empty.
// - influx: measurement,simulator=sim PLANE\ ALTITUDE=80,source="sim-b",flags="paused",session=1i,sequence=1i
//   1767600000000000000 (ns); what is no number is left out.
class LineFormat {
 public:
  LineFormat(OutputFormat format, std::string_view measurement, const Columns& columns);
  // The line that a file of these columns begins with; empty where the format has none.
  const std::string& header() const { return header_; }
  // Adds the line with its newline. Requires a value for each column.
  void append(std::string& out, const Sample& sample) const;

 private:
  static void append_marks_of_point(std::string& out, const Sample& sample);
  void append_json(std::string& out, const Sample& sample) const;
  void append_csv(std::string& out, const Sample& sample) const;
  void append_influx(std::string& out, const Sample& sample) const;

  OutputFormat format_;
  std::string header_;
  std::string measurement_;        // escaped
  std::vector<std::string> keys_;  // escaped, with what follows them
};

// The same for records whose columns may change from one to the next: the format is made anew when they do.
class RecordWriter {
 public:
  RecordWriter(OutputFormat format, std::string measurement) : format_(format), measurement_(std::move(measurement)) {}
  // Adds the record's line, and before it the header where the columns are others than those of the record before.
  void append(std::string& out, const JournalRecord& record);
  // The next line is the first of a file.
  void begin_file() { columns_.reset(); }
  // The columns of the last record; null at the beginning of a file.
  const std::shared_ptr<const Columns>& columns() const { return columns_; }

 private:
  OutputFormat format_;
  std::string measurement_;
  std::shared_ptr<const Columns> columns_;
  std::unique_ptr<LineFormat> lines_;
};

}  // namespace checkride::runtime::collector
