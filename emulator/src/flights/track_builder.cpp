#include "flights/track_builder.hpp"

#include <cmath>
#include <utility>

#include "checkride/values/diagnostic.hpp"
#include "checkride/values/json.hpp"
#include "earth/great_circle.hpp"
#include "earth/physics.hpp"

namespace checkride::emulator {
namespace {

constexpr double kLowestFt = -2000;
constexpr double kHighestFt = 100000;
constexpr double kLongestSeconds = 366 * 86400.0;
constexpr double kSamePlaceM = 0.01;

GeoPoint point_of(const TrackSample& sample) {
  return {sample.latitude_deg * kRadiansPerDegree, half_turn(sample.longitude_deg * kRadiansPerDegree)};
}

// Of an attitude or a variable that has not been recorded yet.
constexpr double kNothingYet = 0;

}  // namespace

std::size_t TrackBuilder::column(std::string_view name, const values::Position& where) {
  auto meaning = track_meaning(name);
  if (!meaning) mistakes_.add(where, meaning.error().message());
  Column added;
  if (meaning) added.meaning = std::move(*meaning);
  const TrackField field = added.meaning.field;
  if (field != TrackField::ignored && field != TrackField::variable && has(field)) {
    mistakes_.add(where, "column " + values::quote(trimmed(name)) + " says what an earlier column says already");
  }
  // A variable that appears in the middle of the file had no value before.
  added.values.assign(samples_.size(), kNothingYet);
  columns_.push_back(std::move(added));
  return columns_.size() - 1;
}

bool TrackBuilder::has(TrackField field) const {
  for (const Column& column : columns_) {
    if (column.meaning.field == field) return true;
  }
  return false;
}

void TrackBuilder::begin(const values::Position& where) {
  row_ = where;
  row_is_wrong_ = false;
  for (Column& column : columns_) column.now.reset();
}

void TrackBuilder::put(std::size_t index, std::string_view text, const values::Position& where) {
  Column& column = columns_[index];
  text = trimmed(text);
  if (column.meaning.field == TrackField::ignored || text.empty()) return;
  if (column.meaning.field == TrackField::time) return put_time(column, text, where);
  if (const auto number = read_decimal(text)) return put_number(index, *number, where);
  row_is_wrong_ = true;
  mistakes_.add(where, "expected a number, not " + values::quote(text));
}

void TrackBuilder::put_number(std::size_t index, double value, const values::Position& where) {
  Column& column = columns_[index];
  if (column.meaning.field == TrackField::ignored) return;
  const double converted = column.meaning.in_field_unit(value);
  if (!std::isfinite(converted)) {
    row_is_wrong_ = true;
    mistakes_.add(where, "the number is too big");
    return;
  }
  if (column.meaning.field == TrackField::time && !agrees(false, where)) return;
  column.now = converted;
}

bool TrackBuilder::agrees(bool date, const values::Position& where) {
  if (dates_.value_or(date) != date) {
    row_is_wrong_ = true;
    mistakes_.add(where, date ? "a date, where earlier rows have seconds" : "seconds, where earlier rows have dates");
    return false;
  }
  dates_ = date;
  return true;
}

void TrackBuilder::put_time(Column& column, std::string_view text, const values::Position& where) {
  const auto date = read_time(text);
  const auto number = date ? std::nullopt : read_decimal(text);
  if (!date && !number) {
    row_is_wrong_ = true;
    mistakes_.add(where, "expected a time such as 2026-01-05T08:00:00Z, or seconds, not " + values::quote(text));
    return;
  }
  if (!agrees(date.has_value(), where)) return;
  column.now = date ? *date : *number * column.meaning.factor;
}

std::optional<double> TrackBuilder::now(TrackField field) const {
  for (const Column& column : columns_) {
    if (column.meaning.field == field && column.now) return column.now;
  }
  return std::nullopt;
}

void TrackBuilder::lacks(std::string_view what, const char* option, std::string_view example, bool& told) {
  if (std::exchange(told, true)) return;
  const std::string name = file_.substr(file_.find_last_of('/') + 1);
  mistakes_.add(row_, "no " + std::string(what) + "; give " + option + " in a flight file: track: {file: " + name +
                          ", " + option + ": " + std::string(example) + "}");
}

bool TrackBuilder::check_places() {
  const auto latitude = now(TrackField::latitude);
  const auto longitude = now(TrackField::longitude);
  const auto altitude = now(TrackField::altitude);
  std::string wrong;
  if (!latitude || !longitude) {
    wrong = "no position: expected a latitude and a longitude";
  } else if (std::abs(*latitude) > 90) {
    wrong = "latitude " + values::format_number(*latitude) + " is not on the earth: -90 to 90 degrees";
  } else if (std::abs(*longitude) > 180) {
    wrong = "longitude " + values::format_number(*longitude) + " is not on the earth: -180 to 180 degrees";
  } else if (!altitude && !options_.altitude_ft) {
    lacks("altitude", "altitude_ft", "3000", altitude_missed_);
    return false;
  } else if (altitude && (*altitude < kLowestFt || *altitude > kHighestFt)) {
    wrong = "altitude " + values::format_number(*altitude) + " ft is out of reach: -2000 to 100000 ft";
  }
  if (!wrong.empty()) mistakes_.add(row_, wrong);
  return wrong.empty();
}

bool TrackBuilder::check_time() {
  const auto time = now(TrackField::time);
  if (options_.speed_kt && !time) return true;
  if (!time) {
    lacks("time", "speed_kt", "90", time_missed_);
    return false;
  }
  if (samples_.empty()) {
    first_time_ = *time;
    return true;
  }
  if (*time - first_time_ < samples_.back().seconds) {
    mistakes_.add(row_, "time goes backwards, by " +
                            values::format_number(samples_.back().seconds - (*time - first_time_)) + " s");
    return false;
  }
  if (!(*time - first_time_ <= kLongestSeconds)) {
    mistakes_.add(row_, "the time is more than a year after the first");
    return false;
  }
  return true;
}

// `metres` through the air, up and down included.
bool TrackBuilder::check_speed(double metres, double seconds) {
  if (metres <= kFastestMetresPerSecond * seconds) return true;
  mistakes_.add(row_, "nothing flies that fast: " + values::format_number(std::round(metres)) + " m in " +
                          values::format_number(seconds) + " s");
  return false;
}

void TrackBuilder::end() {
  if (full() || row_is_wrong_ || !check_places() || !check_time()) return;
  TrackSample sample;
  sample.latitude_deg = *now(TrackField::latitude);
  sample.longitude_deg = *now(TrackField::longitude);
  sample.altitude_ft = now(TrackField::altitude).value_or(options_.altitude_ft.value_or(0));
  if (samples_.empty()) return keep(sample);
  const TrackSample& before = samples_.back();
  const double metres = distance_m(point_of(before), point_of(sample));
  const auto time = now(TrackField::time);
  const double seconds =
      time ? *time - first_time_ - before.seconds : metres / (options_.speed_kt.value_or(1) * kMetresPerSecondPerKnot);
  sample.seconds = before.seconds + seconds;
  // Recorders say the same twice when they write more often than they measure.
  if (sample.seconds <= before.seconds && metres < kSamePlaceM) return;
  const double climb = (sample.altitude_ft - before.altitude_ft) * kMetresPerFoot;
  if (check_speed(std::hypot(metres, climb), seconds)) keep(sample);
}

void TrackBuilder::keep(const TrackSample& sample) {
  if (samples_.size() >= kMaxTrackSamples) {
    full_ = true;
    mistakes_.add(row_, "more than " + std::to_string(kMaxTrackSamples) + " samples");
    return;
  }
  if (samples_.size() * columns_.size() >= kMaxTrackValues) {
    full_ = true;
    mistakes_.add(row_, "more than " + std::to_string(kMaxTrackValues) + " numbers: leave columns or rows out");
    return;
  }
  for (Column& column : columns_) {
    const TrackField field = column.meaning.field;
    if (field != TrackField::variable && field != TrackField::heading && field != TrackField::pitch &&
        field != TrackField::bank) {
      continue;
    }
    column.values.push_back(column.now.value_or(column.values.empty() ? kNothingYet : column.values.back()));
  }
  samples_.push_back(sample);
}

TrackColumn TrackBuilder::taken(Column& column) const {
  return {column.meaning.variable, column.meaning.steps, column.meaning.angle, std::move(column.values)};
}

Result<Track> TrackBuilder::finish() {
  if (mistakes_.none() && samples_.size() < 2) {
    mistakes_.add(
        1, 1, "a track has at least two samples at different times; here there are " + std::to_string(samples_.size()));
  }
  if (!mistakes_.none()) return mistakes_.error();
  Track track;
  track.end = options_.end;
  track.samples = std::move(samples_);
  for (Column& column : columns_) {
    if (column.meaning.field == TrackField::variable) track.columns.push_back(taken(column));
    if (column.meaning.field == TrackField::heading) track.heading = taken(column);
    if (column.meaning.field == TrackField::pitch) track.pitch = taken(column);
    if (column.meaning.field == TrackField::bank) track.bank = taken(column);
  }
  return track;
}

}  // namespace checkride::emulator
