#include "checks/tally.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace checkride::harness {

namespace {

// 0, every number at which the judgement changes, and its neighbours: each stands for all up to the next.
std::vector<std::uint64_t> samples_of(const Matcher& matcher) {
  std::vector<std::uint64_t> samples{0};
  for (const double edge : matcher.edges()) {
    const auto number = static_cast<std::uint64_t>(std::max(edge, 0.0));
    if (number > 0) samples.push_back(number - 1);
    samples.push_back(number);
    samples.push_back(number + 1);
  }
  std::sort(samples.begin(), samples.end());
  return samples;
}

}  // namespace

Tally::Tally() : Tally(Matcher::at_least(1, Domain::count)) {}

Tally::Tally(Matcher matcher) : matcher_(std::move(matcher)) {
  holds_of_none_ = holds(0);
  bool held = false;
  for (const std::uint64_t number : samples_of(matcher_)) {
    const bool now = holds(number);
    if (held && !now) breaks_ = true;
    if (now) last_ = number;
    held |= now;
  }
  if (holds(samples_of(matcher_).back())) last_.reset();
}

Tally Tally::read(values::MapReader& map, std::string_view key) {
  const auto node = map.node(key);
  auto matcher = node ? Matcher::read(*node, map.errors(), Domain::count) : std::nullopt;
  return matcher ? Tally(std::move(*matcher)) : Tally();
}

bool Tally::holds(std::uint64_t number) const {
  return matcher_.try_on(static_cast<double>(number)).holds;
}

std::string Tally::text(std::string_view noun) const {
  if (last_ == 0u) return fmt::format("no {}s", noun);
  const std::string number = matcher_.text();
  return fmt::format("{} {}{}", number, noun, number.ends_with(" 1") ? "" : "s");
}

void Tally::mark(Traits& traits) const {
  traits.sustained = sustained();
  traits.exact = exact();
  traits.counts = true;
}

void Tally::judge(Seen& seen, std::uint64_t number, std::string_view noun) const {
  seen.holds = holds(number);
  seen.hopeless = hopeless(number);
  seen.text = counted(number, noun);
  seen.values.push_back(matcher_.decide(fmt::format("{}s", noun), static_cast<double>(number)));
}

}  // namespace checkride::harness
