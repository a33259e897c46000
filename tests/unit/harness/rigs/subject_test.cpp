// Goal: a subject is started with the places of its surroundings, known when it is ready, and told when it never is.
// Method: small shell commands as children of this process.
#include "rigs/subject.hpp"

#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"
#include "reading/placeholders.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

SubjectPlaces places() {
  SubjectPlaces where;
  where.members["sim"] = {"127.0.0.1", 5000};
  where.members["chat"] = {"127.0.0.1", 5001};
  where.urls["chat"] = "http://127.0.0.1:5001/hook";
  where.ports["health"] = {"127.0.0.1", 5002};
  where.folder = "/srv/app";
  return where;
}

TEST(Subject, PlacesStandInCommandAndEnvironment) {
  Subject subject;
  subject.command = {"app", "$sim.host", "--sim=${sim.host}:${sim.port}", "$health.port", "$folder", "$HOME",
                     "${x", "a$sim.host"};
  subject.env = {{"CHAT", "$chat.url"}};
  const auto options = subject_process(subject, places());
  EXPECT_THAT(options.arguments, ElementsAre("app", "127.0.0.1", "--sim=127.0.0.1:5000", "5002", "/srv/app", "$HOME",
                                             "${x", "a$sim.host"));
  EXPECT_THAT(options.environment, ElementsAre(Pair("CHAT", "http://127.0.0.1:5001/hook")));
  EXPECT_EQ(options.working_directory, "/srv/app");
}

// What the loader lets pass the rig can fill in.
TEST(Subject, EveryNameHasAPlace) {
  Scenario scenario;
  scenario.services.emplace_back().name = "chat";
  scenario.services.back().spec = WebhookSpec{};
  Monitor monitor;
  monitor.simulators = {"sim"};
  monitor.subject.emplace().ports = {Port::health};
  for (const auto& name : placeholder_names(scenario, monitor)) {
    EXPECT_TRUE(place_of(places(), name).has_value()) << name;
  }
  for (const char* name : {"sim.url", "health.host", "other.port", "sim", "sim."}) {
    EXPECT_FALSE(place_of(places(), name).has_value()) << name;
  }
}

struct Started {
  Result<> ready;
  std::vector<std::string> output;
};

world::Task<int> start(world::RealWorld& world, Subject subject, Started& started) {
  SubjectPlaces where;
  where.folder = "/";
  world::ProcessOptions options = subject_process(subject, where);
  options.on_output = [&started](std::string_view line) { started.output.emplace_back(line); };
  options.on_error = options.on_output;
  auto child = world::ChildProcess::start(world, std::move(options));
  if (!child) co_return 1;
  StartedSubject run{subject, **child, started.output, 0, where.ports};
  started.ready = co_await until_ready(world, std::move(run));
  co_return 0;
}

Started started(const std::string& script, SubjectReady ready) {
  world::RealOptions options;
  options.handle_signals = false;
  world::RealWorld world(options);
  Subject subject;
  subject.command = {"sh", "-c", script};
  subject.ready = std::move(ready);
  Started started;
  EXPECT_EQ(world.run(start(world, std::move(subject), started)), 0);
  return started;
}

SubjectReady when_printed(const std::string& text, Duration within) {
  SubjectReady ready;
  ready.log = text;
  ready.within = within;
  return ready;
}

TEST(Subject, IsReadyWhenItSaysSo) {
  EXPECT_THAT(started("sleep 0.2; echo now up; sleep 60", when_printed("up", 20s)).ready, IsOk());
}

TEST(Subject, AfterAWhileItCountsAsReady) {
  SubjectReady ready;
  ready.after = 200ms;
  EXPECT_THAT(started("sleep 60", ready).ready, IsOk());
  EXPECT_THAT(started("sleep 60", {}).ready, IsOk()) << "nothing is known of it but that it runs";
}

TEST(Subject, OneThatEndsIsToldWithItsLastLines) {
  EXPECT_THAT(
      started("echo no such module >&2; exit 3", when_printed("up", 20s)).ready,
      FailsWith(AllOf(HasSubstr("exit code 3"), HasSubstr("in a folder of its own"), HasSubstr("no such module"))));
}

TEST(Subject, OneThatIsNeverReadyIsToldWithWhatWasAwaited) {
  EXPECT_THAT(started("echo starting; sleep 60", when_printed("up", 300ms)).ready,
              FailsWith(AllOf(HasSubstr("not ready after 0.3"), HasSubstr("\"up\""), HasSubstr("starting"))));
}

TEST(Subject, ToEndByTheSignalOfItsStopIsToObey) {
  EXPECT_TRUE(ended_by(SubjectStop::terminate, {std::nullopt, 15}));
  EXPECT_TRUE(ended_by(SubjectStop::kill, {std::nullopt, 9}));
  EXPECT_FALSE(ended_by(SubjectStop::interrupt, {std::nullopt, 15}));
  EXPECT_FALSE(ended_by(SubjectStop::terminate, {0, std::nullopt}));
}

}  // namespace
}  // namespace checkride::harness
