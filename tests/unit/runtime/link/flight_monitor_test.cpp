// Goal: the link survives everything a simulator does, says why, and numbers its samples without gap or double.
// Method: a scripted simulator on a second virtual host; exact virtual times.
#include "link/flight_monitor.hpp"

#include <map>

#include "checkride/test/property.hpp"
#include "fake_simulator.hpp"
#include "link/link_reporter.hpp"
#include "metrics/table.hpp"
#include "service_bench.hpp"

namespace checkride::runtime::link {
namespace {

using namespace std::chrono_literals;
using checkride::test::FailsWith;
using checkride::test::IsOk;
using runtime::test::ServiceBench;
using test::Ending;
using test::FakeSimulator;
using test::Visit;
using testing::HasSubstr;

// A monitor and a simulator on two hosts, run for a while.
class Rig {
 public:
  explicit Rig(std::vector<Visit> visits, std::uint64_t seed = 1)
      : world_(options(seed)),
        simulator_host(world_.add_host("sim")),
        monitor_host(world_.add_host("monitor")),
        simulator(simulator_host, std::move(visits)),
        bench(monitor_host),
        monitor(bench.context),
        subscription(bench.samples.subscribe("test", 100'000)) {}

  void run(world::Duration duration) {
    if (!started_) {
      started_ = true;
      if (!absent) appear();
      monitor_host.start("monitor", start_monitor(monitor));
    }
    world_.run_until(world_.now() + duration);
    EXPECT_EQ(monitor_host.failure(), "");
    EXPECT_EQ(simulator_host.failure(), "");
    while (const SamplePtr sample = subscription->pop()) received.push_back(sample);
  }
  void appear() { simulator_host.start("simulator", simulator.run()); }
  void stop() {
    monitor_host.start("stop", stop_monitor(monitor, world_.now() + 30s));
    run(1s);
    EXPECT_EQ(monitor_host.exit_code(), 0);
  }
  // Flips a bit of the byte that is `offset` bytes further in what the simulator sends.
  void flip(std::uint64_t offset) { world_.flip_bit(simulator_host, monitor_host, offset, 3); }
  world::Instant now() const { return world_.now(); }
  const LinkStatus& link() const { return bench.board.links.at("sim"); }
  std::uint64_t sessions() { return bench.logged("simulator_connected"); }
  double errors(std::string_view type, std::string_view severity) {
    return bench.metrics.counter(metric::kErrors, {type, severity, "sim"}).value();
  }

  static world::VirtualOptions options(std::uint64_t seed) {
    world::VirtualOptions options;
    options.seed = seed;
    return options;
  }
  static world::Task<int> start_monitor(FlightMonitor& monitor) {
    auto started = co_await monitor.start();
    co_return started ? 0 : 1;
  }
  static world::Task<int> stop_monitor(FlightMonitor& monitor, world::Instant deadline) {
    auto stopped = co_await monitor.stop(deadline);
    co_return stopped ? 0 : 1;
  }

 private:
  world::VirtualWorld world_;

 public:
  world::VirtualHost& simulator_host;
  world::VirtualHost& monitor_host;
  FakeSimulator simulator;
  ServiceBench bench;
  FlightMonitor monitor;
  std::shared_ptr<SampleSubscription> subscription;
  std::vector<SamplePtr> received;
  bool absent = false;

 private:
  bool started_ = false;
};

// Every session counts its samples 1, 2, 3 ...; sessions count up.
void expect_no_gap_and_no_double(const std::vector<SamplePtr>& samples) {
  std::uint64_t session = 0;
  std::uint64_t sequence = 0;
  for (const SamplePtr& sample : samples) {
    if (sample->session != session) {
      EXPECT_GT(sample->session, session);
      session = sample->session;
      sequence = 0;
    }
    EXPECT_EQ(sample->sequence, ++sequence) << "in session " << session;
  }
}

TEST(FlightMonitor, SamplesArriveOnBusBoardAndGauges) {
  Rig rig({Visit{.samples = 5, .ending = Ending::silence}});
  rig.run(6s);
  ASSERT_EQ(rig.received.size(), 5U);
  expect_no_gap_and_no_double(rig.received);
  EXPECT_EQ(rig.received.back()->values, (std::vector<double>{3504, 110, 40}));
  EXPECT_EQ(rig.link().state, LinkState::streaming);
  EXPECT_EQ(rig.link().session, rig.received.front()->session);
  EXPECT_EQ(rig.link().samples, 5U);
  EXPECT_EQ(rig.link().application, "SunRise 12.2");
  EXPECT_EQ(rig.link().messages, 11U) << "OPEN, five times 1sec and data";
  EXPECT_EQ(rig.bench.metrics.gauge(metric::kFlightAltitude, {"sim"}).value(), 3504);
  EXPECT_EQ(rig.bench.metrics.gauge(metric::kFlightSpeed, {"sim"}).value(), 110);
  EXPECT_EQ(rig.bench.metrics.gauge(metric::kFlightFuel, {"sim"}).value(), 40);
  EXPECT_EQ(rig.bench.metrics.histogram(metric::kProcessingDuration).count(), 11U);
  EXPECT_EQ(rig.link().errors.rate(rig.now()), std::nullopt) << "unknown below ten messages";
}

TEST(FlightMonitor, ReconnectsAfterEveryKindOfLossAndNamesIt) {
  Rig rig({Visit{.ending = Ending::quit}, Visit{.ending = Ending::close}, Visit{.ending = Ending::reset},
           Visit{.ending = Ending::garbage}, Visit{.samples = 4, .ending = Ending::silence}});
  rig.run(30s);
  EXPECT_EQ(rig.sessions(), 5U);
  EXPECT_EQ(rig.link().sessions, 5U);
  EXPECT_EQ(rig.link().link_losses, 4U);
  EXPECT_EQ(rig.errors("quit", "error"), 1);
  EXPECT_EQ(rig.errors("closed", "error"), 1);
  EXPECT_EQ(rig.errors("reset", "error"), 1);
  EXPECT_EQ(rig.errors("framing", "error"), 1);
  EXPECT_EQ(rig.errors("decode", "warning"), 1);
  EXPECT_THAT(rig.link().last_decode_error, HasSubstr("frame_too_long"));
  EXPECT_EQ(rig.link().state, LinkState::streaming);
  expect_no_gap_and_no_double(rig.received);
  EXPECT_EQ(rig.bench.logged("link_lost"), 4U);
  // Having streamed, the next attempt comes within the base of the back-off.
  for (std::size_t i = 0; i + 1 < 5; ++i) {
    EXPECT_LE(rig.simulator.connected_at[i + 1] - rig.simulator.ended_at[i], 1s + 10ms) << i;
  }
  EXPECT_EQ(rig.link().errors.errors(rig.now()), 5U) << "four losses and one undecodable frame";
}

TEST(FlightMonitor, ARestartedMonitorUsesNoSessionNumberAgain) {
  const Visit visit{.samples = 3, .ending = Ending::close};
  Rig rig({visit, visit, visit});
  rig.run(20s);
  ASSERT_EQ(rig.sessions(), 3U);
  const std::uint64_t last = rig.received.back()->session;
  // What a new process starts from: nothing but the clock.
  rig.bench.board.links.clear();
  LinkReporter fresh(rig.bench.context, "sim");
  fresh.event(Opened{});
  EXPECT_GT(rig.link().session, last);
}

TEST(FlightMonitor, SilenceIsNoticedAfterThirtySecondsExactly) {
  Rig rig({Visit{.samples = 2, .ending = Ending::silence}, Visit{.samples = 2, .ending = Ending::silence}});
  rig.run(5s);
  const world::Instant last = *rig.link().last_data;
  rig.run(last + 30s - 1us - rig.now());
  EXPECT_EQ(rig.link().link_losses, 0U);
  rig.run(1us);
  EXPECT_EQ(rig.link().link_losses, 1U);
  EXPECT_EQ(rig.errors("silent", "error"), 1);
  rig.run(10s);
  EXPECT_EQ(rig.sessions(), 2U);
}

TEST(FlightMonitor, AServerThatNeverAnswersOpenIsLeft) {
  Rig rig({Visit{.ending = Ending::no_open}, Visit{.samples = 2, .ending = Ending::silence}});
  rig.run(15s);
  EXPECT_EQ(rig.errors("open_timeout", "error"), 1);
  EXPECT_EQ(rig.sessions(), 1U) << "what never opened was no session";
}

TEST(FlightMonitor, AnUndecodableFrameIsReportedWithItsFieldAndTheSessionGoesOn) {
  test::Bytes wrong = test::data_frame({{1, 3500}, {2, 110}, {9, 1}});
  Visit visit{.samples = 3, .ending = Ending::silence};
  visit.first = {wrong};
  Rig rig({visit});
  rig.run(4s);
  EXPECT_EQ(rig.link().last_decode_error, "SIMOBJECT_DATA.data[2].datum_id at offset 64: 9 is not defined");
  EXPECT_EQ(rig.link().undecodable, 1U);
  EXPECT_EQ(rig.errors("decode", "warning"), 1);
  EXPECT_EQ(rig.received.size(), 3U);
  EXPECT_EQ(rig.link().link_losses, 0U);
}

TEST(FlightMonitor, AFlippedBitOnTheWireIsReported) {
  Rig rig({Visit{.samples = 5, .ending = Ending::silence}});
  rig.run(2500ms);
  const auto before = rig.received.size();
  // The next frames are 1sec (24 bytes) and data (40 + 36): byte 12 of the data frame is the request id.
  rig.flip(24 + 12);
  rig.run(1s);
  EXPECT_EQ(rig.received.size(), before);
  EXPECT_THAT(rig.link().last_decode_error, HasSubstr("SIMOBJECT_DATA.request_id at offset 12"));
}

TEST(FlightMonitor, AnExceptionNamesTheVariableItIsAbout) {
  Visit visit{.samples = 3, .ending = Ending::silence};
  visit.first = {test::exception_frame(protocol::Exception::name_unrecognized, 3)};
  Rig rig({visit});
  rig.run(1500ms);
  EXPECT_EQ(rig.link().exceptions, 1U);
  EXPECT_EQ(rig.errors("exception", "warning"), 1);
  EXPECT_THAT(rig.link().last_error, HasSubstr("AIRSPEED INDICATED"));
  EXPECT_EQ(rig.bench.logged("simulator_exception"), 1U);
}

TEST(FlightMonitor, ARefusedVariableIsNoErrorOfTheLink) {
  Visit visit{.samples = 12, .ending = Ending::silence};
  visit.first = {test::exception_frame(protocol::Exception::name_unrecognized, 2),
                 test::exception_frame(protocol::Exception::name_unrecognized, 3)};
  Rig rig({visit});
  rig.run(12500ms);
  EXPECT_EQ(rig.link().exceptions, 2U);
  EXPECT_EQ(rig.link().errors.rate(rig.now()), 0);
}

TEST(FlightMonitor, AnAbsentSimulatorIsWaitedForAndToldOnce) {
  Rig rig({Visit{.samples = 3, .ending = Ending::silence}});
  rig.absent = true;
  rig.run(120s);
  EXPECT_EQ(rig.link().session, 0U);
  EXPECT_GE(rig.link().connect_attempts, 12U) << "at most ten seconds between attempts";
  EXPECT_EQ(rig.bench.logged("connect_failed"), rig.link().connect_attempts);
  EXPECT_EQ(rig.bench.logged("simulator_absent"), 1U);
  EXPECT_EQ(rig.link().link_losses, 0U) << "a link that never was cannot be lost";
  rig.appear();
  rig.run(16s);
  EXPECT_EQ(rig.sessions(), 1U);
  EXPECT_EQ(rig.received.size(), 3U);
}

TEST(FlightMonitor, LowAltitudeIsToldOncePerDescent) {
  Visit visit{.samples = 1, .ending = Ending::silence};
  for (const double feet : {120.0, 99.6, 98.0, 100.0, 99.0}) {
    visit.first.push_back(test::data_frame({{1, feet}, {2, 110}, {3, 40}}));
  }
  Rig rig({visit});
  rig.run(500ms);
  EXPECT_EQ(rig.bench.logged("low_altitude"), 2U);
  EXPECT_THAT(rig.bench.log_text(), HasSubstr("altitude_ft=99\n")) << "in whole feet";
}

TEST(FlightMonitor, StopClosesTheConnectionInOrder) {
  Rig rig({Visit{.samples = 2, .ending = Ending::silence}});
  rig.run(4s);
  rig.stop();
  EXPECT_TRUE(rig.simulator.saw_orderly_end);
  EXPECT_EQ(rig.link().state, LinkState::stopped);
  EXPECT_EQ(rig.link().link_losses, 0U) << "our own end is no loss";
  EXPECT_EQ(rig.monitor.health().errors.at(0), "service not running");
  rig.stop();  // a second stop does nothing
}

TEST(FlightMonitor, ASecondStartIsRefused) {
  Rig rig({Visit{.samples = 2, .ending = Ending::silence}});
  rig.run(2s);
  rig.monitor_host.start("again", Rig::start_monitor(rig.monitor));
  rig.run(2s);
  EXPECT_EQ(rig.monitor_host.exit_code(), 1);
  EXPECT_EQ(rig.simulator.connected_at.size(), 1U);
}

RC_GTEST_PROP(FlightMonitorLaws, SequencesHaveNoGapAndNoDoubleOverRandomDisconnects, ()) {
  const auto ending_of_one =
      rc::gen::element(Ending::quit, Ending::close, Ending::reset, Ending::garbage, Ending::no_open);
  // A handful of sessions shows what a hundred would.
  const auto endings = *rc::gen::resize(
      6, rc::gen::container<std::vector<std::pair<int, Ending>>>(rc::gen::pair(rc::gen::inRange(0, 4), ending_of_one)));
  std::vector<Visit> visits;
  bool all_arrive = true;
  for (const auto& [samples, ending] : endings) {
    visits.push_back(Visit{.samples = samples, .ending = ending});
    // A reset may throw away what is still on its way.
    all_arrive = all_arrive && ending != Ending::reset;
  }
  visits.push_back(Visit{.samples = 3, .ending = Ending::silence});
  Rig rig(visits, *rc::gen::arbitrary<std::uint64_t>());
  rig.run(25s * static_cast<int>(visits.size()));
  std::map<std::uint64_t, std::uint64_t> last;
  for (const SamplePtr& sample : rig.received) {
    RC_ASSERT(sample->sequence == last[sample->session] + 1);
    last[sample->session] = sample->sequence;
  }
  RC_ASSERT(rig.simulator.connected_at.size() == visits.size());
  if (all_arrive) RC_ASSERT(static_cast<int>(rig.received.size()) == rig.simulator.samples_sent);
  RC_ASSERT(rig.link().samples == rig.received.size());
}

}  // namespace
}  // namespace checkride::runtime::link
