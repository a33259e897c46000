// Makes a track of what a reader finds, row by row, and checks it.
//
//   TrackBuilder builder("flight.csv", options);
//   const int latitude = builder.column("latitude", where_of_the_header);
//   ...
//   builder.begin(where_of_the_row);
//   builder.put(latitude, "47.4", where_of_the_cell);
//   builder.end();
//   return builder.finish();
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flights/reading.hpp"
#include "flights/track_columns.hpp"
#include "flights/track_file.hpp"

namespace checkride::emulator {

class TrackBuilder {
 public:
  TrackBuilder(const std::string& file, const TrackOptions& options)
      : options_(options), file_(file), mistakes_(file) {}

  // What put() calls a column of that name. A name that is wrong, or means what another column means, is a mistake.
  std::size_t column(std::string_view name, const values::Position& where);
  // The meaning of a column that was named.
  TrackField field(std::size_t column) const { return columns_[column].meaning.field; }
  bool has(TrackField field) const;

  void begin(const values::Position& where);
  // Text of a cell; an empty one says nothing.
  void put(std::size_t column, std::string_view text, const values::Position& where);
  void put_number(std::size_t column, double value, const values::Position& where);
  void end();

  Mistakes& mistakes() { return mistakes_; }
  // No row counts any more: there are too many of them, or of mistakes.
  bool full() const { return full_ || mistakes_.full(); }
  Result<Track> finish();

 private:
  struct Column {
    TrackMeaning meaning;
    std::vector<double> values;   // of attitudes and variables, one a sample
    std::optional<double> now{};  // in the present row
  };

  void put_time(Column& column, std::string_view text, const values::Position& where);
  // All times of a file are dates, or all are seconds.
  bool agrees(bool date, const values::Position& where);
  bool check_places();
  bool check_time();
  // Told once: what a row lacks, so do all others, and a flight file can say it.
  void lacks(std::string_view what, const char* option, std::string_view example, bool& told);
  bool check_speed(double metres, double seconds);
  void keep(const TrackSample& sample);
  std::optional<double> now(TrackField field) const;
  TrackColumn taken(Column& column) const;

  const TrackOptions options_;
  const std::string file_;
  Mistakes mistakes_;
  std::vector<Column> columns_;
  std::vector<TrackSample> samples_;
  values::Position row_;
  bool row_is_wrong_ = false;
  bool full_ = false;
  bool time_missed_ = false;
  bool altitude_missed_ = false;
  std::optional<bool> dates_;  // times are dates rather than seconds
  double first_time_ = 0;
};

}  // namespace checkride::emulator
