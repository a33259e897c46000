// Defects planted on purpose, one of which a build with CHECKRIDE_MUTANTS can be told to have: by them it is seen that
// the suite of scenarios would notice (docs/mutation.md). In every other build is_mutant() is false at compile time and
// nothing of them is left. A defect is one `if (is_mutant(...))` in the place that its row names.
#pragma once

#include <cstdint>
#include <string_view>

namespace checkride::runtime {

enum class Mutant : std::uint8_t {
  none,
  threshold_included,
  breach_times_add_up,
  silence_resolves,
  restored_as_new,
  wish_to_wait_ignored,
  greylisting_is_final,
  settled_not_kept,
  ceiling_forgotten,
  silence_unnoticed,
  tag_taken_as_place,
  position_before_data,
  standby_fights_back,
};

#ifdef CHECKRIDE_MUTANTS
// From now on this process has that defect, and no other; none for an empty word. False: there is none of that name.
bool choose_mutant(std::string_view word);
bool is_mutant(Mutant mutant);
#else
constexpr bool is_mutant(Mutant) {
  return false;
}
#endif

}  // namespace checkride::runtime
