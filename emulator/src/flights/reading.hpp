// What the readers of plans and tracks have in common: numbers, times and limits, as files write them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/values/diagnostic.hpp"

namespace checkride::emulator {

// How many mistakes of one file are told; a file that is wrong in every row says the same a million times.
inline constexpr std::size_t kMaxMistakes = 50;
inline constexpr std::size_t kMaxPlanWaypoints = 1000;
// Of a track: at a sample a second, eleven days.
inline constexpr std::size_t kMaxTrackSamples = 1'000'000;
// Of a track, samples times columns.
inline constexpr std::size_t kMaxTrackValues = 20'000'000;

// What some editors and shells put in front of a text.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Without the white space at both ends. A view into `text`.
std::string_view trimmed(std::string_view text);

// All of `text`, white space at both ends aside, as a finite decimal number; a plus sign is allowed.
std::optional<double> read_decimal(std::string_view text);

// Seconds since 1970: "2026-01-05T08:00:00.25Z", "2013-11-13 01:03:34-08:00"; without a zone it is UTC. Up to nine
// fractional digits count.
std::optional<double> read_time(std::string_view text);

// The file's mistakes, up to kMaxMistakes of them.
class Mistakes {
 public:
  explicit Mistakes(std::string file) : file_(std::move(file)) {}
  void add(const values::Position& where, std::string message);
  void add(int line, int column, std::string message) { add({file_, line, column}, std::move(message)); }
  bool none() const { return list_.empty(); }
  bool full() const { return list_.size() >= kMaxMistakes; }
  const std::string& file() const { return file_; }
  // Requires that there is one.
  Error error() { return list_.error(); }

 private:
  std::string file_;
  values::Diagnostics list_;
};

}  // namespace checkride::emulator
