// Steps as one: in sequence, beside each other, again and again.
#include <fmt/format.h>

#include <memory>

#include "engine/conductor.hpp"

namespace checkride::harness {

world::Task<> Conductor::block(const Step& step, const Block& block) {
  // Of a step that comes again and again, and of a repetition, this is a further round of what is in it.
  for (const auto& steps : block.branches) run_.steps().begin_again(steps);
  if (block.kind == Block::Kind::parallel) {
    co_await parallel(step, block);
  } else if (block.kind == Block::Kind::repeat) {
    co_await repeat(block);
  } else {
    co_await sequence(block.branches.front());
  }
}

// The first failure is the run's, and ends all: whoever plays the timeline cancels what still runs.
world::Task<> Conductor::parallel(const Step& step, const Block& block) {
  const auto running = std::make_shared<std::size_t>(block.branches.size());
  for (std::size_t i = 0; i < block.branches.size(); ++i) {
    const std::string name = i < block.names.size() ? block.names[i] : fmt::format("{}", i + 1);
    branches_->spawn(fmt::format("branch {} of line {}", name, step.place.line), branch(block.branches[i], running));
  }
  while (*running > 0 && !run_.failed()) co_await run_.wait_change(run_.scenario().time_limit);
}

world::Task<> Conductor::branch(const std::vector<Step>& steps, std::shared_ptr<std::size_t> running) {
  co_await sequence(steps);
  --*running;
  run_.notify();
}

world::Task<> Conductor::repeat(const Block& block) {
  const std::vector<Step>& steps = block.branches.front();
  for (std::uint64_t round = 0; round < block.times; ++round) {
    const Duration begun = run_.now();
    if (round > 0) run_.steps().begin_again(steps);
    co_await sequence(steps);
    if (run_.failed()) co_return;
    if (!block.until) continue;
    const Seen seen = co_await block.until->see(run_);
    if (seen.holds || run_.failed()) co_return;
    // A round that takes no time must not keep time from passing, or nothing would ever change.
    if (run_.now() == begun) co_await run_.wait_change(run_.rig().poll_period());
  }
}

}  // namespace checkride::harness
