#include "suite/step_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace checkride::harness {

namespace {

constexpr std::uint64_t kStepsBefore = 8;
constexpr std::uint64_t kStepsAfter = 3;
constexpr std::size_t kBytesBefore = 32;
constexpr std::size_t kBytesShown = 96;
constexpr std::size_t kWaitingShown = 12;

// Where the bytes of a step differ from those of the other run's; 0 where there is nothing to compare.
std::size_t first_other_byte(const world::StepFact& fact, const world::StepFact* other) {
  if (other == nullptr || fact.bytes == other->bytes) return 0;
  const auto [at, ignored] =
      std::mismatch(fact.bytes.begin(), fact.bytes.end(), other->bytes.begin(), other->bytes.end());
  return static_cast<std::size_t>(at - fact.bytes.begin());
}

std::string step_text(const world::StepFact& fact, const world::StepFact* other) {
  std::string text = fact.host;
  if (!fact.task.empty()) text += "/" + fact.task;
  text += fmt::format(" {} {}", fact.kind, fact.payload);
  if (fact.all_bytes > 0) text += " " + bytes_text(fact.bytes, first_other_byte(fact, other));
  return text;
}

double seconds(const world::StepFact& fact) {
  return world::to_seconds(fact.time.time_since_epoch());
}

bool look_equal(const world::StepFact& a, const world::StepFact& b) {
  return a.time == b.time && a.host == b.host && a.task == b.task && a.kind == b.kind && a.payload == b.payload &&
         a.bytes == b.bytes;
}

std::string other_side(const world::StepFact& first, const world::StepFact* second) {
  if (second == nullptr) return "and the second run has no such step";
  if (look_equal(first, *second)) {
    return fmt::format("the second run has other bytes beyond the first {}", first.bytes.size());
  }
  std::string text = "and in the second run ";
  if (first.time != second->time) text += fmt::format("at {:.9f} s ", seconds(*second));
  return text + step_text(*second, &first);
}

}  // namespace

std::string bytes_text(std::string_view bytes, std::size_t at) {
  const std::size_t begin = at > kBytesBefore && bytes.size() > kBytesShown ? at - kBytesBefore : 0;
  const std::string_view part = bytes.substr(begin, kBytesShown);
  std::string text = begin > 0 ? "...\"" : "\"";
  for (const char c : part) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      text += "\\n";
    } else if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (byte < 0x20 || byte > 0x7e) {
      text += fmt::format("\\x{:02x}", byte);
    } else {
      text += c;
    }
  }
  return text + (begin + part.size() < bytes.size() ? "\"..." : "\"");
}

std::string difference_sentence(const world::Apart& apart, const RunContext& first, const RunContext& second) {
  const world::StepFact* one = first.tape.at(apart.step);
  const world::StepFact* other = second.tape.at(apart.step);
  const std::string step = fmt::format("{}step {}", apart.exact ? "" : "at or before ", apart.step + 1);
  if (one == nullptr && other == nullptr) return step + ": both runs went on for too long to say more";
  if (one == nullptr) {
    return fmt::format("{} at {:.9f} s: only the second run has it: {}", step, seconds(*other), step_text(*other, one));
  }
  return fmt::format("{} at {:.9f} s: {}, {}", step, seconds(*one), step_text(*one, other), other_side(*one, other));
}

std::string context_of(const world::Apart& apart, const RunContext& run, const RunContext& other) {
  std::string text;
  const std::uint64_t begin = apart.step - std::min(apart.step, kStepsBefore);
  for (std::uint64_t step = begin; step <= apart.step + kStepsAfter; ++step) {
    const world::StepFact* fact = run.tape.at(step);
    if (fact == nullptr) continue;
    const world::StepFact* opposite = step < apart.step ? nullptr : other.tape.at(step);
    text += fmt::format("{} {:.9f} s {} {}\n", step == apart.step ? ">" : " ", seconds(*fact), step + 1,
                        step_text(*fact, opposite));
  }
  if (!run.waiting.empty()) text += "waiting:\n";
  const std::size_t shown = std::min(run.waiting.size(), kWaitingShown);
  for (std::size_t i = 0; i < shown; ++i) text += "  " + run.waiting[i] + "\n";
  if (shown < run.waiting.size()) text += fmt::format("  and {} more\n", run.waiting.size() - shown);
  return text;
}

}  // namespace checkride::harness
