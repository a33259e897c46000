#include "checkride/world/step_tape.hpp"

#include <algorithm>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::world {

void StepTape::add(StepFact fact) {
  if (ring_.size() < kKept) {
    ring_.push_back(std::move(fact));
  } else {
    ring_[steps_ % kKept] = std::move(fact);
  }
  ++steps_;
  if (steps_ % kEvery == 0) checkpoints_.push_back(ring_[(steps_ - 1) % kKept].hash);
}

void StepTape::add_bytes(std::string_view bytes, std::uint64_t hash) {
  // Bytes of a step that was executed before the recording began belong to nothing here.
  if (steps_ == 0) return;
  StepFact& last = ring_[(steps_ - 1) % kKept];
  if (!bytes.empty() && !last.bytes.empty() && last.bytes.size() < kBytesKept) last.bytes += ' ';
  last.bytes += bytes.substr(0, kBytesKept - std::min(kBytesKept, last.bytes.size()));
  last.all_bytes += bytes.size();
  last.hash = hash;
  if (steps_ % kEvery == 0) checkpoints_.back() = hash;
}

const StepFact* StepTape::at(std::uint64_t step) const {
  if (step >= steps_ || steps_ - step > ring_.size()) return nullptr;
  return &ring_[step % kKept];
}

namespace {

std::uint64_t oldest(const StepTape& tape) {
  return tape.steps() - std::min<std::uint64_t>(tape.steps(), StepTape::kKept);
}

// Steps up to the last checkpoint that is equal in both.
std::uint64_t equal_by_checkpoints(const StepTape& left, const StepTape& right) {
  const auto& one = left.checkpoints();
  const auto& other = right.checkpoints();
  const auto [at, ignored] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
  return static_cast<std::uint64_t>(at - one.begin()) * StepTape::kEvery;
}

}  // namespace

std::optional<Apart> first_difference(const StepTape& left, const StepTape& right) {
  const std::uint64_t common = std::min(left.steps(), right.steps());
  const std::uint64_t known = equal_by_checkpoints(left, right);
  CHECKRIDE_ASSERT(known <= common);
  const std::uint64_t remembered = std::max(oldest(left), oldest(right));
  std::uint64_t step = std::max(known, remembered);
  while (step < common && left.at(step)->hash == right.at(step)->hash) ++step;
  // A hash holds all that came before it: equal at the end is equal throughout, whatever the tape has forgotten.
  if (step >= common && left.steps() == right.steps()) return std::nullopt;
  const bool forgot = remembered > known && step == remembered;
  return Apart{.step = step, .exact = !forgot};
}

}  // namespace checkride::world
