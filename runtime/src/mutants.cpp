#include "mutants.hpp"

#include <algorithm>
#include <array>

#include "checkride/runtime/runtime.hpp"

namespace checkride::runtime {

#ifdef CHECKRIDE_MUTANTS

namespace {

// In the order of Mutant, without none. ci/mutation.py reads them too: word, place below runtime/src, defect.
constexpr std::array<PlantedDefect, 12> kDefects{{
    {"threshold_included", "rules/condition.cpp, breaches()",
     "the threshold itself is a breach of less_than and greater_than"},
    {"breach_times_add_up", "rules/decide.cpp, break_off() and begin()",
     "interrupted breaches add up to the duration of a rule"},
    {"silence_resolves", "rules/decide.cpp, on_silence()", "when no data come, a pending or firing alert ends"},
    {"restored_as_new", "alerts/engine.cpp, AlertEngine::restore()",
     "an alert that fires is forgotten over a restart, and told twice"},
    {"wish_to_wait_ignored", "notify/http_post.cpp, judge_answer()", "Retry-After of a web service is not read"},
    {"greylisting_is_final", "notify/smtp_client.cpp, refused()",
     "a mail server's temporary refusal (4xx) counts as final"},
    {"settled_not_kept", "notify/outbox.cpp, Outbox::settle()",
     "a delivery is not written down, and made again after a restart"},
    {"ceiling_forgotten", "link/backoff.cpp, backoff_limit()",
     "waits between attempts to connect double up to an hour"},
    {"silence_unnoticed", "link/simulator_link.cpp, session_options()",
     "a connection without a word is believed for a day"},
    {"tag_taken_as_place", "link/sample_decoder.cpp, decode_values()",
     "values are taken by place: a refused variable shifts the others"},
    {"position_before_data", "collector/file_sink.cpp, FileSink::put()",
     "the position is written before the data that it counts"},
    {"standby_fights_back", "link/failover_machine.cpp, may_fail_back()", "fails back although it is not to"},
}};
static_assert(static_cast<std::size_t>(Mutant::standby_fights_back) == kDefects.size());

// What every decision of this process asks. The only variable of a whole process in the project: decisions are pure
// functions, and handing them the choice would change the very code that is to be tested.
Mutant chosen = Mutant::none;

}  // namespace

bool choose_mutant(std::string_view word) {
  const auto row =
      std::find_if(kDefects.begin(), kDefects.end(), [&](const PlantedDefect& one) { return one.word == word; });
  const bool known = word.empty() || row != kDefects.end();
  chosen = word.empty() || !known ? Mutant::none : static_cast<Mutant>(row - kDefects.begin() + 1);
  return known;
}

bool is_mutant(Mutant mutant) {
  return chosen == mutant;
}

std::span<const PlantedDefect> planted_defects() {
  return kDefects;
}

#else

std::span<const PlantedDefect> planted_defects() {
  return {};
}

#endif

}  // namespace checkride::runtime
