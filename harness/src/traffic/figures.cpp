#include "traffic/figures.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/values/duration.hpp"

namespace checkride::harness {

namespace {

bool is_class(std::string_view word) {
  return word.size() == 3 && word[0] >= '1' && word[0] <= '5' && word.substr(1) == "xx";
}

bool is_status(std::string_view word) {
  const bool digits = std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  return word.size() == 3 && digits && word[0] >= '1' && word[0] <= '5';
}

}  // namespace

bool is_outcome(std::string_view word) {
  using namespace outcome;
  return is_class(word) || is_status(word) || word == kTimeout || word == kFailed || word == kOpen || word == kLost ||
         word == kException;
}

std::uint64_t TrafficFigures::count(std::string_view word) const {
  std::uint64_t sum = 0;
  for (const auto& [status, number] : by_status) {
    if (status == word || (is_class(word) && is_status(status) && status[0] == word[0])) sum += number;
  }
  return sum;
}

std::string describe(const TrafficSecond& second) {
  std::string text = fmt::format("{} sent, {} answered", second.sent, second.answered);
  if (second.dropped > 0) text += fmt::format(", {} dropped", second.dropped);
  if (second.received > 0) text += fmt::format(", {} samples", second.received);
  text += fmt::format(", {} in flight", second.in_flight);
  if (second.latency.count() > 0) {
    text += fmt::format(", p99 {}", values::format_duration(second.latency.quantile(0.99)));
  }
  return text;
}

}  // namespace checkride::harness
