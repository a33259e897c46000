// Goal: a suite outlives its runs: one that crashes, hangs or says nonsense costs its own verdict and no more, results
// stand in the order of the jobs, and an interruption ends everything soon. Method: jobs of a few lines, in real
// workers and in this process; nothing is timed but by what happens.
#include "suite/pool.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "checkride/test/result_matchers.hpp"
#include "record_rows.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using reports::Verdict;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

using Results = std::vector<std::vector<Played>>;
using Outcome = Result<reports::ScenarioRecord>;

// Keeps what it is told, as words.
struct Heard final : Progress {
  void began(const std::vector<Job>&) override {}
  void started(const Job& job) override { words.push_back("started " + job.run); }
  void moved(const JobProgress& progress) override {
    words.push_back("moved " + std::to_string(progress.job) + " " + progress.text);
  }
  void said(const Job& job, std::string_view line) override { words.push_back(job.run + " said " + std::string(line)); }
  void ended(const Job& job, const reports::ScenarioRecord&, double, bool will_retry) override {
    words.push_back("ended " + job.run + (will_retry ? ", again" : ""));
  }
  void stopping(Ending ending) override { words.push_back(ending == Ending::at_once ? "at once" : "in order"); }
  void ticked() override {}
  void over(const SuiteOutcome&) override {}

  std::vector<std::string> words;
};

std::vector<Job> jobs(std::size_t count) {
  static const Scenario kScenario = [] {
    Scenario scenario;
    scenario.name = "job";
    scenario.file = "scenarios/job.yaml";
    return scenario;
  }();
  std::vector<Job> jobs(count);
  for (std::size_t i = 0; i < count; ++i) {
    jobs[i].index = i;
    jobs[i].scenario = &kScenario;
    jobs[i].seed = i;
    jobs[i].run = "job" + std::to_string(i);
  }
  return jobs;
}

world::Task<int> run_pool(Pool& pool, std::vector<Job> jobs, std::optional<Result<Results>>& into) {
  auto results = co_await pool.run(std::move(jobs));
  into.emplace(std::move(results));
  co_return 0;
}

struct PoolTest : testing::Test {
  Heard heard;
  Ending ending = Ending::none;
  PoolOptions options;

  Result<Results> run(std::size_t count, PlayJob play) {
    world::RealOptions real;
    real.handle_signals = false;
    world::RealWorld world(real);
    Pool pool(world, options, std::move(play), heard, [this] { return ending; });
    std::optional<Result<Results>> results;
    EXPECT_EQ(world.run(run_pool(pool, jobs(count), results)), 0);
    return std::move(*results);
  }
};

// What a job says that plays at once.
world::Task<Outcome> pass(world::RealWorld&, const Job& job, JobLink&) {
  co_return row(job.run, Verdict::passed);
}

std::vector<std::string> names(const Results& results) {
  std::vector<std::string> names;
  for (const auto& attempts : results) {
    for (const Played& one : attempts) names.push_back(one.record.name);
  }
  return names;
}

// The first takes longest: with several at once they end in another order than they began.
world::Task<Outcome> pass_late(world::RealWorld& world, const Job& job, JobLink&) {
  if (job.index == 0) co_await world.clock().sleep_for(100ms);
  co_return row(job.run, Verdict::passed);
}

TEST_F(PoolTest, ResultsStandInTheOrderOfTheJobsHoweverManyAtOnce) {
  for (const unsigned at_once : {1U, 4U}) {
    options.jobs = at_once;
    const auto results = run(6, &pass_late);
    ASSERT_THAT(results, test::IsOk());
    EXPECT_THAT(names(*results), ElementsAre("job0", "job1", "job2", "job3", "job4", "job5")) << at_once;
  }
}

TEST_F(PoolTest, NoJobsAreNoWork) {
  const auto results = run(0, &pass);
  ASSERT_THAT(results, test::IsOk());
  EXPECT_TRUE(results->empty());
}

// The second job ends in the way of its test.
template <int (*kEnd)()>
world::Task<Outcome> one_ends_badly(world::RealWorld&, const Job& job, JobLink&) {
  if (job.index == 1) kEnd();
  co_return row(job.run, Verdict::passed);
}

int crash() {
  std::fputs("the last words\n", stderr);
  std::abort();
}

int leave() {
  ::_exit(9);
}

int fail() {
  throw std::runtime_error("no fuel");
}

TEST_F(PoolTest, ACrashIsAnErrorOfItsRunAndTheOthersGoOn) {
  const auto results = run(3, &one_ends_badly<crash>);
  ASSERT_THAT(results, test::IsOk());
  EXPECT_EQ((*results)[0][0].record.verdict, Verdict::passed);
  EXPECT_EQ((*results)[2][0].record.verdict, Verdict::passed);
  const reports::ScenarioRecord& crashed = (*results)[1][0].record;
  EXPECT_EQ(crashed.verdict, Verdict::error);
  EXPECT_EQ(crashed.name, "job1");
  EXPECT_EQ(crashed.seed, 1U);
  EXPECT_THAT(crashed.reason, AllOf(HasSubstr("worker ended by signal 6"), HasSubstr("the last words")));
  EXPECT_THAT(heard.words, Contains("job1 said the last words"));
}

TEST_F(PoolTest, AnEndWithoutAWordOrByAnExceptionIsAnErrorToo) {
  const auto left = run(2, &one_ends_badly<leave>);
  ASSERT_THAT(left, test::IsOk());
  EXPECT_THAT((*left)[1][0].record.reason, HasSubstr("worker ended with exit code 9"));
  const auto failed = run(2, &one_ends_badly<fail>);
  ASSERT_THAT(failed, test::IsOk());
  EXPECT_THAT((*failed)[1][0].record.reason, HasSubstr("no fuel"));
}

// Says that it passed and crashes afterwards, as a destructor may.
world::Task<Outcome> pass_and_crash(world::RealWorld&, const Job& job, JobLink&) {
  static const struct Crashing {
    ~Crashing() { std::abort(); }
  } kNever;
  (void)kNever;
  co_return row(job.run, Verdict::passed);
}

// Destructors of the whole program do not run in a worker: one of them would crash this.
TEST_F(PoolTest, AWorkerLeavesWithoutTheDestructorsOfTheProgram) {
  const auto results = run(1, &pass_and_crash);
  ASSERT_THAT(results, test::IsOk());
  EXPECT_EQ((*results)[0][0].record.verdict, Verdict::passed) << (*results)[0][0].record.reason;
}

world::Task<Outcome> no_room(world::RealWorld&, const Job&, JobLink&) {
  co_return Error::invalid("events of job0: No space left on device");
}

TEST_F(PoolTest, AReportThatCannotBeWrittenEndsTheRun) {
  for (const bool in_process : {false, true}) {
    options.in_process = in_process;
    heard.words.clear();
    EXPECT_THAT(run(5, &no_room), test::FailsWith(HasSubstr("No space left"))) << in_process;
    EXPECT_THAT(heard.words, ElementsAre("started job0"));
  }
}

world::Task<Outcome> pass_at_third_attempt(world::RealWorld&, const Job& job, JobLink&) {
  co_return row(job.run, job.attempt == 3 ? Verdict::passed : Verdict::failed);
}

TEST_F(PoolTest, RetriesAreRowsOfTheirOwnAndFlakyIsVisible) {
  options.retries = 5;
  const auto results = run(1, &pass_at_third_attempt);
  ASSERT_THAT(results, test::IsOk());
  const std::vector<Played>& attempts = results->front();
  ASSERT_EQ(attempts.size(), 3U);
  EXPECT_THAT(names(*results), ElementsAre("job0", "job0+a2", "job0+a3"));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(attempts[i].record.attempt, i + 1);
    EXPECT_EQ(attempts[i].record.attempts, 3U);
    EXPECT_EQ(attempts[i].record.flaky, i == 2);
  }
  EXPECT_THAT(heard.words, ElementsAre("started job0", "ended job0, again", "started job0+a2", "ended job0+a2, again",
                                       "started job0+a3", "ended job0+a3"));
}

TEST_F(PoolTest, WithoutRetriesThereIsOneAttemptAndNoWordOfIt) {
  const auto results = run(1, &pass_at_third_attempt);
  ASSERT_THAT(results, test::IsOk());
  ASSERT_EQ(results->front().size(), 1U);
  EXPECT_EQ(results->front()[0].record.attempt, 0U);
  EXPECT_EQ(results->front()[0].record.verdict, Verdict::failed);
}

world::Task<Outcome> tell(world::RealWorld&, const Job& job, JobLink& link) {
  JobProgress progress;
  progress.text = "on its way";
  for (int i = 0; i < 1000; ++i) link.moved(progress);
  co_return row(job.run, Verdict::passed);
}

TEST_F(PoolTest, ProgressOfAWorkerIsTimedSoThatItIsNoBurden) {
  (void)run(1, &tell);
  EXPECT_THAT(heard.words, Contains("moved 0 on its way"));
  EXPECT_LT(heard.words.size(), 100U);
}

// Runs until it is told to stop; the second one does not listen.
world::Task<Outcome> run_until_told(world::RealWorld& world, const Job& job, JobLink& link) {
  JobProgress progress;
  progress.text = "running";
  link.moved(progress);
  while (job.index == 1 || !link.interrupted()) co_await world.clock().sleep_for(1ms);
  auto record = row(job.run, Verdict::error);
  record.reason = "interrupted";
  co_return record;
}

// Somebody who asks for the end once so many jobs run.
struct Impatient {
  const Heard& heard;
  std::ptrdiff_t running;
  Ending wanted;
  Ending ask() const {
    const auto moved = std::count_if(heard.words.begin(), heard.words.end(),
                                     [](const std::string& word) { return word.starts_with("moved"); });
    return moved >= running ? wanted : Ending::none;
  }
};

Result<Results> interrupt(PoolOptions options, Heard& heard, Impatient impatient) {
  world::RealOptions real;
  real.handle_signals = false;
  world::RealWorld world(real);
  Pool pool(world, options, &run_until_told, heard, [impatient] { return impatient.ask(); });
  std::optional<Result<Results>> results;
  EXPECT_EQ(world.run(run_pool(pool, jobs(4), results)), 0);
  return std::move(*results);
}

TEST_F(PoolTest, AnInterruptionEndsInOrderWhoListensAndBeginsNothing) {
  const auto results = interrupt(options, heard, {heard, 1, Ending::in_order});
  ASSERT_THAT(results, test::IsOk());
  ASSERT_EQ((*results)[0].size(), 1U);
  EXPECT_EQ((*results)[0][0].record.reason, "interrupted");
  EXPECT_TRUE((*results)[1].empty());
  EXPECT_THAT(heard.words, Contains("in order"));
}

TEST_F(PoolTest, WhoDoesNotListenIsKilledWhenPatienceIsOver) {
  options.jobs = 2;
  options.patience = 50ms;
  const auto results = interrupt(options, heard, {heard, 2, Ending::in_order});
  ASSERT_THAT(results, test::IsOk());
  EXPECT_EQ((*results)[0][0].record.reason, "interrupted");
  EXPECT_EQ((*results)[1][0].record.verdict, Verdict::error);
  EXPECT_EQ((*results)[1][0].record.reason, "interrupted: it did not end in order");
  EXPECT_THAT(heard.words, AllOf(Contains("in order"), Contains("at once")));
}

TEST_F(PoolTest, AtOnceWaitsForNobody) {
  options.jobs = 2;
  const auto results = interrupt(options, heard, {heard, 2, Ending::at_once});
  ASSERT_THAT(results, test::IsOk());
  EXPECT_EQ((*results)[0][0].record.verdict, Verdict::error);
  EXPECT_EQ((*results)[1][0].record.verdict, Verdict::error);
  EXPECT_THAT(heard.words, Contains("at once"));
}

TEST_F(PoolTest, InThisProcessAtOnceDropsWhatRuns) {
  options.jobs = 2;
  options.in_process = true;
  const auto results = interrupt(options, heard, {heard, 2, Ending::at_once});
  ASSERT_THAT(results, test::IsOk());
  EXPECT_TRUE((*results)[1].empty());
}

TEST_F(PoolTest, InThisProcessTheResultsAreTheSame) {
  options.in_process = true;
  options.jobs = 3;
  options.retries = 2;
  const auto results = run(2, &pass_at_third_attempt);
  ASSERT_THAT(results, test::IsOk());
  EXPECT_THAT(names(*results), ElementsAre("job0", "job0+a2", "job0+a3", "job1", "job1+a2", "job1+a3"));
}

}  // namespace
}  // namespace checkride::harness
