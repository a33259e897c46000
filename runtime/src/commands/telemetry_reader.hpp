// TelemetryReader: the samples of a telemetry file, as the data collector writes them in any of its formats, with the
// values of the variables that are configured.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collector/telemetry_lines.hpp"
#include "config/config.hpp"
#include "samples/sample.hpp"

namespace checkride::runtime {

class TelemetryReader {
 public:
  // `text` outlives the reader. Values of variables that are not among `variables` are left out.
  TelemetryReader(std::string_view text, const std::vector<VariableConfig>& variables);

  // The next sample in the order of the file; none at the end. Lines that cannot be read are counted and passed over.
  std::optional<Sample> next();
  // Every simulator of the file, in order of appearance; reads it once.
  std::vector<std::string> simulators() const;

  std::uint64_t samples() const { return lines_.records(); }
  std::uint64_t unreadable() const { return lines_.unreadable(); }
  // Its number, from 1; 0 while there is none.
  std::uint64_t first_unreadable() const { return lines_.first_unreadable(); }

 private:
  void map_columns(const std::shared_ptr<const collector::Columns>& columns);

  std::string_view text_;
  collector::TelemetryLines lines_;
  std::vector<std::string> titles_;  // one per variable
  std::shared_ptr<const collector::Columns> columns_;
  std::vector<std::optional<std::size_t>> places_;  // of each variable's value among those of `columns_`
};

}  // namespace checkride::runtime
