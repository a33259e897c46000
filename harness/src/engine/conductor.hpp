// Plays steps: waits for their times, does what they say as often as they say, alone or beside each other.
#pragma once

#include <string>
#include <vector>

#include "engine/expectations.hpp"
#include "engine/left_out.hpp"
#include "engine/run.hpp"
#include "engine/stagehand.hpp"
#include "engine/watch.hpp"

namespace checkride::harness {

class Conductor {
 public:
  // All outlive it.
  Conductor(Run& run, Stagehand& stagehand, Expectations& expectations, Watch& watch, const LeftOut& left_out)
      : run_(run), stagehand_(stagehand), expectations_(expectations), watch_(watch), left_out_(left_out) {}

  // In sequence, to the end or the first failure, which is told to the run. Branches beside each other are spawned
  // into `branches`, which outlives the task.
  world::Task<> play(const std::vector<Step>& steps, world::TaskGroup& branches);

  // What runs now, for a time limit's message: " in line 8: wait 5s"; empty: nothing.
  std::string whereabouts();

 private:
  world::Task<> sequence(const std::vector<Step>& steps);
  world::Task<> step(const Step& step);
  world::Task<> content(const Step& step);
  world::Task<Result<>> whole_content(const Step& step);
  world::Task<> once(const Step& step);
  world::Task<> act(const Step& step, const Action& action);
  // trigger.cpp
  world::Task<> await_trigger(const Step& step);
  world::Task<> reach(const Step& step, Duration at);
  world::Task<> follow(const Step& step, const Anchor& anchor);
  world::Task<> await_check(const Step& step, const CheckKind& check);
  // blocks.cpp
  world::Task<> block(const Step& step, const Block& block);
  world::Task<> parallel(const Step& step, const Block& block);
  world::Task<> branch(const std::vector<Step>& steps, std::shared_ptr<std::size_t> running);
  world::Task<> repeat(const Block& block);

  void fail(const Step& step, const std::string& why);

  Run& run_;
  Stagehand& stagehand_;
  Expectations& expectations_;
  Watch& watch_;
  const LeftOut& left_out_;
  world::TaskGroup* branches_ = nullptr;
  const Step* waiting_ = nullptr;  // the last that began to wait for its trigger
};

}  // namespace checkride::harness
