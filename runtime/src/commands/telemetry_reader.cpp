#include "commands/telemetry_reader.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "collector/line_format.hpp"

namespace checkride::runtime {

TelemetryReader::TelemetryReader(std::string_view text, const std::vector<VariableConfig>& variables)
    : text_(text), lines_(text), titles_(collector::column_titles(collector::columns_of(variables))) {}

void TelemetryReader::map_columns(const std::shared_ptr<const collector::Columns>& columns) {
  if (columns == columns_) return;
  columns_ = columns;
  places_.clear();
  for (const std::string& title : titles_) {
    const auto found =
        std::find_if(columns->begin(), columns->end(), [&](const collector::Column& one) { return one.name == title; });
    const auto place = static_cast<std::size_t>(found - columns->begin());
    places_.push_back(found == columns->end() ? std::nullopt : std::optional(place));
  }
}

std::optional<Sample> TelemetryReader::next() {
  auto record = lines_.next();
  if (!record) return std::nullopt;
  map_columns(record->columns);
  const std::vector<double> read = std::exchange(record->sample.values, {});
  for (const auto& place : places_) {
    record->sample.values.push_back(place ? read[*place] : std::numeric_limits<double>::quiet_NaN());
  }
  return std::move(record->sample);
}

std::vector<std::string> TelemetryReader::simulators() const {
  collector::TelemetryLines again(text_);
  std::vector<std::string> names;
  while (const auto record = again.next()) {
    const std::string& name = record->sample.simulator;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace checkride::runtime
