#include "suite/determinism.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "suite/step_text.hpp"
#include "suite/virtual_play.hpp"

namespace checkride::harness {

namespace {

// Between two looks: with what an instant adds they stay within what a tape remembers.
constexpr std::uint64_t kStepsPerLook = world::StepTape::kEvery;

std::uint64_t last_hash(const world::StepTape& tape) {
  const world::StepFact* last = tape.steps() == 0 ? nullptr : tape.at(tape.steps() - 1);
  return last == nullptr ? 0 : last->hash;
}

std::string json_of(const reports::ScenarioRecord& record) {
  reports::Record whole;
  whole.scenarios = {record};
  return reports::to_json(whole);
}

// Where two texts differ first.
std::size_t first_other(const std::string& a, const std::string& b) {
  const auto [at, ignored] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(at - a.begin());
}

}  // namespace

void VerifiedPlay::Checksum::add(const std::string& bytes) {
  constexpr std::uint64_t kPrime = 0x100000001b3;  // FNV-1a
  for (const char c : bytes) value = (value ^ static_cast<unsigned char>(c)) * kPrime;
}

VerifiedPlay::VerifiedPlay(world::Files& files, const Scenario& scenario, const VirtualRunOptions& options)
    : capturing_(!options.capture_folder.empty()),
      first_(std::make_unique<VirtualPlay>(files, scenario, first_options(options))),
      second_(std::make_unique<VirtualPlay>(files, scenario, second_options(options))) {
  // A folder for captures that cannot be written is no matter of steps.
  if (first_->over() && !second_->over()) second_.reset();
}

VerifiedPlay::~VerifiedPlay() = default;

VirtualRunOptions VerifiedPlay::first_options(VirtualRunOptions options) {
  options.tape = &first_tape_;
  options.write_events = [this, write = std::move(options.write_events)](const std::string& block) {
    first_events_.add(block);
    write(block);
  };
  return options;
}

VirtualRunOptions VerifiedPlay::second_options(const VirtualRunOptions& options) {
  VirtualRunOptions second = options;
  second.tape = &second_tape_;
  second.write_events = [this](const std::string& block) { second_events_.add(block); };
  second.capture_folder.clear();
  return second;
}

bool VerifiedPlay::advance() {
  if (!second_) return first_->advance();
  const bool first_goes_on = first_->advance(kStepsPerLook);
  const bool second_goes_on = second_->advance(kStepsPerLook);
  compare_steps();
  if (!difference_ && first_goes_on != second_goes_on) {
    difference_ = Difference{"one run was over when the other was not, after equal steps",
                             first_goes_on ? "went on" : "was over", second_goes_on ? "went on" : "was over"};
    second_.reset();
  }
  return first_goes_on;
}

void VerifiedPlay::interrupt() {
  first_->interrupt();
  if (second_) second_->interrupt();
}

void VerifiedPlay::compare_steps() {
  if (first_tape_.steps() == second_tape_.steps() && last_hash(first_tape_) == last_hash(second_tape_)) return;
  const auto apart = world::first_difference(first_tape_, second_tape_);
  if (!apart) return;
  const RunContext first{first_tape_, first_->waiting()};
  const RunContext second{second_tape_, second_->waiting()};
  difference_ = Difference{difference_sentence(*apart, first, second), context_of(*apart, first, second),
                           context_of(*apart, second, first)};
  second_.reset();
}

bool VerifiedPlay::only_captures_failed(const VirtualRun& first, const VirtualRun& second) const {
  return capturing_ && first.record.verdict == reports::Verdict::error &&
         second.record.verdict != reports::Verdict::error;
}

// Equal steps, and yet what was told of them may differ: a text made from an address, for instance.
void VerifiedPlay::compare_results(const VirtualRun& first, const VirtualRun& second) {
  if (only_captures_failed(first, second)) return;
  const std::string one = json_of(first.record);
  const std::string other = json_of(second.record);
  if (one != other) {
    const std::size_t at = first_other(one, other);
    difference_ = Difference{"equal steps gave different records", bytes_text(one, at), bytes_text(other, at)};
  } else if (first_events_.value != second_events_.value) {
    difference_ = Difference{"equal steps gave different events", fmt::format("{} events", first.record.events),
                             fmt::format("{} events", second.record.events)};
  }
}

void VerifiedPlay::mark(reports::ScenarioRecord& record) const {
  reports::Expectation expectation;
  expectation.name = "determinism-1";
  expectation.kind = "determinism";
  expectation.text = "the same scenario and seed give the same steps, record and events";
  expectation.verdict = reports::Verdict::failed;
  expectation.looks = 1;
  expectation.expected = "first run:\n" + difference_->first;
  expectation.seen = "second run:\n" + difference_->second;
  record.expectations.push_back(std::move(expectation));
  record.verdict = reports::Verdict::error;
  record.reason = "determinism-1: not deterministic: " + difference_->sentence;
}

VirtualRun VerifiedPlay::finish() {
  VirtualRun run = first_->finish();
  if (second_) compare_results(run, second_->finish());
  if (difference_) mark(run.record);
  return run;
}

}  // namespace checkride::harness
