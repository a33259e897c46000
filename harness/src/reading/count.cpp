#include "reading/count.hpp"

#include <fmt/format.h>

#include "reading/one_of.hpp"

namespace checkride::harness {

bool Count::holds(std::uint64_t seen) const {
  switch (kind) {
    case Kind::exactly:
      return seen == number;
    case Kind::at_least:
      return seen >= number;
    case Kind::at_most:
      return seen <= number;
  }
  return false;
}

std::string to_string(const Count& count) {
  switch (count.kind) {
    case Count::Kind::exactly:
      return fmt::format("exactly {}", count.number);
    case Count::Kind::at_least:
      return fmt::format("at least {}", count.number);
    case Count::Kind::at_most:
      return fmt::format("at most {}", count.number);
  }
  return "";
}

std::string how_many(const Count& count, std::string_view noun) {
  if (count.number == 0 && count.kind != Count::Kind::at_least) return fmt::format("no {}s", noun);
  return fmt::format("{} {}{}", to_string(count), noun, count.number == 1 ? "" : "s");
}

Count read_count(values::MapReader& map, values::Diagnostics& errors) {
  Count count;
  const auto node = map.node("count");
  if (!node) return count;
  if (!node->is_map()) {
    if (const auto number = values::read_unsigned(*node, errors, {0, 1'000'000'000})) {
      count = {Count::Kind::exactly, *number};
    }
    return count;
  }
  values::MapReader bounds(*node, errors);
  static constexpr Count::Kind kKinds[] = {Count::Kind::exactly, Count::Kind::at_least, Count::Kind::at_most};
  static constexpr std::string_view kWords[] = {"exactly", "at_least", "at_most"};
  const auto which = read_one_of(bounds, kWords, "a count", [&](std::size_t word) {
    count.kind = kKinds[word];
    bounds.required(kWords[word], &count.number);
  });
  if (!which && node->entries().empty()) {
    errors.add(node->position(), "a count is a number, or one of exactly, at_least, at_most");
  }
  bounds.finish();
  return count;
}

}  // namespace checkride::harness
