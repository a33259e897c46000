// Plays jobs, several at once: each in a worker process of its own, so that a crash ends one run and not the suite.
//
//   Pool pool(world, options, play, progress, ending);
//   CO_TRY(const auto results, co_await pool.run(jobs));
//
// Invariants: results stand in the order of the jobs, whatever order they ended in; every job that began has a record;
// after a first interruption no job begins, after a second nothing is waited for.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/real_world.hpp"
#include "checkride/world/worker.hpp"
#include "suite/job.hpp"
#include "suite/job_messages.hpp"
#include "suite/run_record.hpp"

namespace checkride::harness {

// Plays a job in `world`, which is the worker's own. The arguments outlive the task. Error: the report folder cannot be
// written; it ends the whole run.
using PlayJob =
    std::function<world::Task<Result<reports::ScenarioRecord>>(world::RealWorld& world, const Job& job, JobLink& link)>;

struct PoolOptions {
  unsigned jobs = 1;                            // at once
  unsigned retries = 0;                         // further attempts of a job that failed or was in error
  bool in_process = false;                      // here instead of in workers
  Duration patience{std::chrono::seconds(25)};  // what may take no longer once interrupted is killed
};

// One attempt that was made.
struct Played {
  reports::ScenarioRecord record;
  double wall_seconds = 0;
};

class Pool {
 public:
  // `world` and `progress` outlive the pool; `ending` is asked fifty times a second.
  Pool(world::RealWorld& world, PoolOptions options, PlayJob play, Progress& progress, std::function<Ending()> ending);

  // The attempts at each job, in order; none at one that never began. Error: a worker could not be started, or the
  // report folder not be written. Once in the life of a pool.
  world::Task<Result<std::vector<std::vector<Played>>>> run(std::vector<Job> jobs);

 private:
  struct Heard;

  world::Task<> lane();
  world::Task<> play_attempts(std::size_t place);
  world::Task<Result<reports::ScenarioRecord>> play(Job job);
  world::Task<Result<reports::ScenarioRecord>> play_here(const Job& job);
  world::Task<Result<reports::ScenarioRecord>> play_in_worker(const Job& job);
  void hear(const Job& job, std::string_view text, Heard& heard);
  Result<reports::ScenarioRecord> outcome(const Job& job, const world::ExitStatus& status, Heard& heard) const;
  world::Task<> mind_ending();
  world::Task<> tick();
  bool goes_on() const;

  world::RealWorld& world_;
  PoolOptions options_;
  PlayJob play_;
  Progress& progress_;
  std::function<Ending()> ending_;
  std::vector<Job> jobs_;
  std::vector<std::vector<Played>> results_;
  std::size_t next_ = 0;
  std::map<std::size_t, world::Worker*> running_;  // by index of the job
  Ending asked_ = Ending::none;                    // what the workers and the progress were told
  std::optional<Error> trouble_;
  world::TaskGroup lanes_;
};

}  // namespace checkride::harness
