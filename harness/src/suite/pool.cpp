#include "suite/pool.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <deque>

#include "suite/plan.hpp"

namespace checkride::harness {

namespace {

constexpr Duration kEndingPeriod = std::chrono::milliseconds(20);
constexpr Duration kTickPeriod = std::chrono::milliseconds(100);
constexpr Duration kTellPeriod = std::chrono::milliseconds(200);
constexpr Duration kStopLimit = std::chrono::seconds(5);
// Of what a worker that died printed last.
constexpr std::size_t kLastLinesMax = 5;
constexpr std::size_t kLastLineBytesMax = 300;

bool is_failure(reports::Verdict verdict) {
  return verdict == reports::Verdict::failed || verdict == reports::Verdict::error;
}

// The link of a job that is played in a worker.
class WorkerJobLink final : public JobLink {
 public:
  WorkerJobLink(world::WorkerLink& link, world::Clock& clock) : link_(link), clock_(clock) {}
  bool interrupted() override { return link_.interrupted(); }
  void moved(const JobProgress& progress) override {
    if (next_ && clock_.now() < *next_) return;
    next_ = clock_.now() + kTellPeriod;
    link_.send(to_message(progress));
  }

 private:
  world::WorkerLink& link_;
  world::Clock& clock_;
  std::optional<world::Instant> next_;  // when there may be told of it again
};

// The link of a job that is played in this process.
class NearJobLink final : public JobLink {
 public:
  NearJobLink(const Job& job, Progress& progress, const std::function<Ending()>& ending)
      : job_(job), progress_(progress), ending_(ending) {}
  bool interrupted() override { return ending_() != Ending::none; }
  void moved(const JobProgress& progress) override {
    JobProgress own = progress;
    own.job = job_.index;
    progress_.moved(own);
  }

 private:
  const Job& job_;
  Progress& progress_;
  const std::function<Ending()>& ending_;
};

world::Task<int> play_and_tell(world::RealWorld& world, world::WorkerLink& link, const Job& job, const PlayJob& play) {
  WorkerJobLink to_parent(link, world.clock());
  auto record = co_await play(world, job, to_parent);
  if (record) {
    link.send(to_message(std::move(*record)));
  } else {
    JobTrouble trouble;
    trouble.text = record.error().message();
    link.send(to_message(std::move(trouble)));
  }
  co_return 0;
}

// The whole life of a worker.
int be_worker(world::WorkerLink& link, const Job& job, const PlayJob& play) {
  world::RealOptions options;
  options.seed = job.seed;
  options.handle_signals = false;
  world::RealWorld world(options);
  return world.run(play_and_tell(world, link, job, play));
}

}  // namespace

// What came from a worker.
struct Pool::Heard {
  std::optional<reports::ScenarioRecord> record;
  std::optional<std::string> trouble;
  std::deque<std::string> lines;  // the last ones that it printed

  void keep(std::string_view line) {
    lines.emplace_back(line.substr(0, kLastLineBytesMax));
    if (lines.size() > kLastLinesMax) lines.pop_front();
  }
};

Pool::Pool(world::RealWorld& world, PoolOptions options, PlayJob play, Progress& progress,
           std::function<Ending()> ending)
    : world_(world),
      options_(options),
      play_(std::move(play)),
      progress_(progress),
      ending_(std::move(ending)),
      lanes_(world.executor()) {}

world::Task<Result<std::vector<std::vector<Played>>>> Pool::run(std::vector<Job> jobs) {
  jobs_ = std::move(jobs);
  results_.resize(jobs_.size());
  for (unsigned i = 0; i < options_.jobs; ++i) lanes_.spawn("jobs", lane());
  world::TaskGroup attendants(world_.executor());
  attendants.spawn("ending", mind_ending());
  attendants.spawn("ticks", tick());
  co_await lanes_.join();
  (void)co_await attendants.stop(world_.clock(), kStopLimit);  // they only wait
  if (trouble_) co_return *trouble_;
  co_return std::move(results_);
}

bool Pool::goes_on() const {
  return !trouble_ && ending_() == Ending::none;
}

world::Task<> Pool::lane() {
  while (goes_on() && next_ < jobs_.size()) {
    const std::size_t place = next_++;
    co_await play_attempts(place);
  }
}

world::Task<> Pool::play_attempts(std::size_t place) {
  bool again = true;
  for (unsigned attempt = 1; again; ++attempt) {
    Job job = jobs_[place];
    job.attempt = attempt;
    job.run = run_of_attempt(job.run, attempt);
    progress_.started(job);
    const world::Instant begin = world_.clock().now();
    auto played = co_await play(job);
    if (!played) {
      trouble_ = played.error();
      co_return;
    }
    reports::ScenarioRecord& record = *played;
    again = is_failure(record.verdict) && attempt <= options_.retries && goes_on();
    if (options_.retries > 0) record.attempt = attempt;
    record.attempts = record.attempt;
    record.flaky = attempt > 1 && record.verdict == reports::Verdict::passed;
    const double wall_seconds = world::to_seconds(world_.clock().now() - begin);
    progress_.ended(job, record, wall_seconds, again);
    results_[place].push_back({std::move(record), wall_seconds});
  }
  if (options_.retries == 0) co_return;
  for (Played& one : results_[place]) one.record.attempts = results_[place].size();
}

world::Task<Result<reports::ScenarioRecord>> Pool::play(Job job) {
  if (options_.in_process) {
    auto here = co_await play_here(job);
    co_return here;
  }
  auto there = co_await play_in_worker(job);
  co_return there;
}

world::Task<Result<reports::ScenarioRecord>> Pool::play_here(const Job& job) {
  NearJobLink link(job, progress_, ending_);
  auto record = co_await play_(world_, job, link);
  co_return record;
}

world::Task<Result<reports::ScenarioRecord>> Pool::play_in_worker(const Job& job) {
  Heard heard;
  std::function<int(world::WorkerLink&)> main = [this, &job](world::WorkerLink& link) {
    return be_worker(link, job, play_);
  };
  std::function<void(std::string_view)> on_message = [this, &job, &heard](std::string_view text) {
    hear(job, text, heard);
  };
  std::function<void(std::string_view)> on_line = [this, &job, &heard](std::string_view line) {
    heard.keep(line);
    progress_.said(job, line);
  };
  CO_TRY(const std::unique_ptr<world::Worker> worker,
         world::Worker::start(world_, std::move(main), std::move(on_message), std::move(on_line)));
  running_[job.index] = worker.get();
  const world::ExitStatus status = co_await worker->wait();
  running_.erase(job.index);
  co_return outcome(job, status, heard);
}

void Pool::hear(const Job& job, std::string_view text, Heard& heard) {
  auto message = read_message(text);
  if (!message) {
    heard.keep(message.error().message());
  } else if (auto* progress = std::get_if<JobProgress>(&*message)) {
    progress->job = job.index;
    progress_.moved(*progress);
  } else if (auto* record = std::get_if<reports::ScenarioRecord>(&*message)) {
    heard.record = std::move(*record);
  } else {
    heard.trouble = std::get<JobTrouble>(*message).text;
  }
}

Result<reports::ScenarioRecord> Pool::outcome(const Job& job, const world::ExitStatus& status, Heard& heard) const {
  if (heard.trouble) return Error::invalid(*heard.trouble);
  const bool in_order = status.code == 0;
  if (in_order && heard.record) return std::move(*heard.record);
  if (asked_ != Ending::none && status.signal) {
    return record_without_run(job, reports::Verdict::error, "interrupted: it did not end in order");
  }
  std::string reason = fmt::format("worker ended {} {}{}", status.signal ? "by" : "with", status.text(),
                                   heard.record ? ", after the run" : ", its run is lost");
  if (!heard.lines.empty()) reason += fmt::format("; it printed last: {}", fmt::join(heard.lines, " | "));
  return record_without_run(job, reports::Verdict::error, std::move(reason));
}

// Tells whoever still runs; once more of it, or no patience any longer, ends them.
world::Task<> Pool::mind_ending() {
  world::Instant deadline{};
  while (asked_ != Ending::at_once) {
    co_await world_.clock().sleep_for(kEndingPeriod);
    Ending wanted = ending_();
    if (asked_ != Ending::none && world_.clock().now() >= deadline) wanted = Ending::at_once;
    if (wanted == asked_ || wanted == Ending::none) continue;
    if (asked_ == Ending::none) deadline = world_.clock().now() + options_.patience;
    asked_ = wanted;
    progress_.stopping(wanted);
    for (const auto& [job, worker] : running_) {
      if (wanted == Ending::in_order) worker->interrupt();
      if (wanted == Ending::at_once) worker->kill();
    }
  }
  if (options_.in_process) (void)co_await lanes_.stop(world_.clock(), kStopLimit);
}

world::Task<> Pool::tick() {
  while (true) {
    co_await world_.clock().sleep_for(kTickPeriod);
    progress_.ticked();
  }
}

}  // namespace checkride::harness
