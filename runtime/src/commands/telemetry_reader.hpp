// TelemetryReader: the samples of a telemetry file, which is JSON lines, as the data collector writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

  std::uint64_t samples() const { return samples_; }
  std::uint64_t unreadable() const { return unreadable_; }
  // Its number, from 1; 0 while there is none.
  std::uint64_t first_unreadable() const { return first_unreadable_; }

 private:
  std::string_view text_;
  std::vector<VariableConfig> variables_;
  std::vector<std::string> keys_;  // of `values`, one per variable
  std::size_t position_ = 0;
  std::uint64_t line_ = 0;
  std::uint64_t samples_ = 0;
  std::uint64_t unreadable_ = 0;
  std::uint64_t first_unreadable_ = 0;
};

}  // namespace checkride::runtime
