// Goal: a sink is given every record that the journal can still give, and what it cannot give is counted once. Method:
// a sink that answers as it is told, on a journal whose segments go, are held, or are hurt.
#include "collector/sink_runner.hpp"

#include <boost/system/errc.hpp>

#include "collector_rig.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime::collector {
namespace {

using namespace std::chrono_literals;

struct Told {
  Delivery answer;                   // to the next batches; of the state done it takes all
  std::vector<std::uint64_t> taken;  // sequence numbers
  int batches = 0;
  Result<Opened> opens = Opened();
  Result<> tends;
  int tended = 0;
};

class ToldSink final : public Sink {
 public:
  explicit ToldSink(Told& told) : told_(told) {}
  std::string_view name() const override { return "told"; }
  world::Task<Result<Opened>> open() override { co_return told_.opens; }
  world::Task<Delivery> deliver(const std::vector<JournalRecord>& records) override {
    ++told_.batches;
    Delivery delivery = told_.answer;
    if (delivery.state == Delivery::State::done) {
      delivery.taken = records.size();
      for (const JournalRecord& record : records) told_.taken.push_back(record.sample.sequence);
    }
    co_return delivery;
  }
  world::Task<Result<>> tend() override {
    ++told_.tended;
    co_return told_.tends;
  }
  world::Task<Result<>> close() override { co_return Result<>(); }
  std::string place() const override { return {}; }
  std::size_t batch_max() const override { return 1000; }

 private:
  Told& told_;
};

class SinkRunnerTest : public testing::Test {
 protected:
  SinkRunnerTest() { play(begin()); }

  // A program that ends by itself.
  void play(world::Task<int> program) {
    host_.start("test", std::move(program));
    world_.run_until(world_.now() + 1h, [this] { return host_.exit_code().has_value(); });
    EXPECT_EQ(host_.exit_code(), 0) << host_.failure();
  }
  world::Task<int> begin() {
    auto asked = co_await runner_.open();
    auto opened = co_await journal_.open(1);
    co_return opened&& asked ? 0 : 1;
  }
  world::Task<int> add(std::uint64_t count) {
    for (std::uint64_t i = 1; i <= count; ++i) {
      auto sample = std::make_shared<Sample>();
      sample->simulator = "sim";
      sample->session = 1;
      sample->sequence = i;
      sample->values = {80, 110, 40};
      journal_.add(std::move(sample));
      auto flushed = co_await journal_.flush();
      if (!flushed) co_return 1;
    }
    co_return 0;
  }
  world::Task<int> drain(bool expected) {
    const bool done = co_await runner_.drain();
    co_return done == expected ? 0 : 1;
  }
  world::Task<int> open_journal() {
    const auto opened = co_await journal_.open(1);
    co_return opened ? 0 : 1;
  }
  world::Task<int> close() {
    const auto closed = co_await runner_.close();
    co_return closed ? 0 : 1;
  }
  static world::Task<Result<>> forever(SinkRunner& runner) {
    co_await runner.run();
    co_return Result<>();
  }
  world::Task<int> run_for(world::Duration time) {
    (void)co_await world::within(host_.clock(), time, forever(runner_));
    co_return 0;
  }
  void refuse() {
    told_.answer.state = Delivery::State::temporary;
    told_.answer.reason = "not now";
  }
  std::vector<SegmentReport> segments() {
    return inspect_journal(host_.files(), std::string(test::kFolder) + "/journal").value();
  }
  double dropped(std::string_view reason) {
    return bench_.metrics.counter(metric::kCollectorDropped, {reason}).value();
  }
  static std::vector<std::uint64_t> numbers(std::uint64_t first, std::uint64_t last) {
    std::vector<std::uint64_t> out;
    for (std::uint64_t i = first; i <= last; ++i) out.push_back(i);
    return out;
  }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("monitor");
  runtime::test::ServiceBench bench_{host_, test::collecting()};
  // Several segments soon, and of these only some are kept.
  JournalKeeper journal_{bench_.context, bench_.config.data_collector, {.segment_bytes = 600, .bytes_max = 3000}};
  Told told_;
  SinkRunner runner_{bench_.context, bench_.config.data_collector, journal_, std::make_unique<ToldSink>(told_),
                     SinkStartup::error};
};

TEST_F(SinkRunnerTest, WhatTheJournalDroppedBeforeTheFirstDeliveryIsCountedOnce) {
  play(add(100));
  refuse();
  play(drain(false));
  play(drain(false));
  told_.answer = {};
  play(drain(true));
  ASSERT_FALSE(told_.taken.empty());
  EXPECT_GT(told_.taken.front(), 1U);
  EXPECT_EQ(told_.taken, numbers(told_.taken.front(), 100));
  EXPECT_EQ(dropped("journal_full"), static_cast<double>(told_.taken.front() - 1));
  EXPECT_EQ(dropped("journal_damaged"), 0);
}

TEST_F(SinkRunnerTest, ADamagedSegmentEndsThereAndTheNextOneIsTaken) {
  play(add(30));
  const SegmentReport hurt = segments().at(1);
  {
    auto file = host_.files().open(hurt.path);
    ASSERT_TRUE(file.has_value()) << file.error();
    ASSERT_FALSE((*file)->write_at(hurt.bytes - 20, "????").has_error());  // in its last record
  }
  play(drain(true));
  std::vector<std::uint64_t> expected = numbers(1, 30);
  std::erase(expected, hurt.first + hurt.records - 1);
  EXPECT_EQ(told_.taken, expected);
  EXPECT_EQ(dropped("journal_damaged"), 1);
  EXPECT_EQ(dropped("journal_full"), 0);
  EXPECT_EQ(bench_.logged("journal_cut"), 1U);
}

TEST_F(SinkRunnerTest, AReadThatFailsIsTheSinksTroubleAndLosesNothing) {
  play(add(30));
  auto held = host_.files().open(segments().at(1).path);
  ASSERT_TRUE(held.has_value()) << held.error();
  play(drain(false));
  EXPECT_NE(runner_.failure(), "");
  EXPECT_EQ(journal_.failure(), "");
  EXPECT_EQ(bench_.logged("telemetry_write_failed"), 0U);
  held->reset();
  play(drain(true));
  EXPECT_EQ(told_.taken, numbers(1, 30));
  EXPECT_EQ(dropped("journal_damaged"), 0);
}

TEST_F(SinkRunnerTest, NobodyIsLeftAloneForLongerThanFiveMinutes) {
  refuse();
  told_.answer.retry_after = 24h;
  play(add(1));
  play(run_for(6min));
  EXPECT_EQ(told_.batches, 2);
}

// However long it was away, and also after what only a person could mend.
TEST_F(SinkRunnerTest, ASinkThatIsBackHasEverythingWithinThirtySeconds) {
  play(add(5));
  host_.start("run", run_for(24h));
  for (const auto state : {Delivery::State::temporary, Delivery::State::permanent}) {
    for (int minutes = 1; minutes < 60; minutes += 7) {
      SCOPED_TRACE(minutes);
      told_.taken.clear();
      play(add(1));
      refuse();
      told_.answer.state = state;
      world_.run_until(world_.now() + minutes * 1min + minutes * 1337ms);
      ASSERT_NE(runner_.failure(), "");
      told_.answer = {};
      const world::Instant back = world_.now();
      world_.run_until(back + 5min, [this] { return runner_.failure().empty(); });
      EXPECT_LT(world_.now() - back, kRecoveryLimit);
      EXPECT_FALSE(told_.taken.empty());
    }
  }
  host_.crash();  // while the runner is there
}

TEST_F(SinkRunnerTest, ASinkThatOpensLateIsOwedWhatCameSinceTheStart) {
  play(add(10));
  play(drain(true));
  told_.taken.clear();
  // An earlier journal, which is gone, had come further than this one.
  told_.opens = Error(make_error_code(boost::system::errc::io_error), "not now");
  play(close());
  play(drain(false));
  EXPECT_THAT(runner_.failure(), testing::HasSubstr("not now"));
  told_.opens = Opened{500, ""};
  play(drain(true));
  EXPECT_EQ(told_.taken, numbers(1, 10));
}

TEST_F(SinkRunnerTest, AJournalThatTwoOpenAtOnceIsOpenedOnce) {
  play(add(3));
  journal_.close();
  host_.start("first", open_journal());
  host_.start("second", open_journal());
  world_.run_until(world_.now() + 1min);
  EXPECT_TRUE(journal_.is_open());
  EXPECT_EQ(bench_.logged("journal_recovered"), 1U);
}

TEST_F(SinkRunnerTest, WhatIsDueByTimeIsDoneThoughNothingWaits) {
  play(drain(true));
  EXPECT_EQ(told_.tended, 1);
  told_.tends = Error(make_error_code(boost::system::errc::io_error), "not now");
  play(drain(false));
  EXPECT_THAT(runner_.failure(), testing::HasSubstr("not now"));
  told_.tends = {};
  play(drain(true));
  EXPECT_EQ(runner_.failure(), "");
}

}  // namespace
}  // namespace checkride::runtime::collector
