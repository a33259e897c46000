// Goal: a change of health is logged once, with all that is wrong. Method: a service that says what a test wants.
#include "health/watch.hpp"

#include <gmock/gmock.h>

#include <memory>

#include "../link/service_bench.hpp"

namespace checkride::runtime {
namespace {

class Patient final : public Service {
 public:
  explicit Patient(std::string_view name = "patient") : name_(name) {}

  std::string_view name() const override { return name_; }
  world::Task<Result<>> start() override { co_return Result<>(); }
  world::Task<Result<>> stop(world::Instant) override { co_return Result<>(); }
  ServiceHealth health() const override { return says; }

  ServiceHealth says;

 private:
  std::string_view name_;
};

TEST(HealthWatch, TellsEveryReasonOfAChange) {
  world::VirtualWorld world;
  test::ServiceBench bench(world.add_host("monitor"));
  Patient patient;
  HealthWatch watch(bench.context.world.clock(), bench.log);
  watch.add(patient);
  watch.set_phase(Phase::running);
  (void)watch.look();
  patient.says.status = Status::degraded;
  patient.says.errors = {"one is slow"};
  (void)watch.look();
  EXPECT_THAT(bench.log_text(), testing::HasSubstr("to=degraded reason=\"one is slow\""));
  patient.says.status = Status::unhealthy;
  patient.says.errors = {"one is slow", "two is gone"};
  (void)watch.look();
  (void)watch.look();
  EXPECT_THAT(bench.log_text(), testing::HasSubstr("to=unhealthy reason=\"one is slow; two is gone\""));
  EXPECT_EQ(bench.logged("health_changed"), 2U);
}

TEST(HealthWatch, TellsWhoIsIllFromTheStartOn) {
  for (const Status status : {Status::degraded, Status::unhealthy}) {
    world::VirtualWorld world;
    test::ServiceBench bench(world.add_host("monitor"));
    Patient patient;
    patient.says.status = status;
    patient.says.errors = {"it never worked"};
    HealthWatch watch(bench.context.world.clock(), bench.log);
    watch.add(patient);
    watch.set_phase(Phase::running);
    (void)watch.look();
    (void)watch.look();
    const std::string word(to_string(status));
    EXPECT_THAT(bench.log_text(), testing::HasSubstr("from=starting to=" + word + " reason=\"it never worked\""));
    EXPECT_EQ(bench.logged("health_changed"), 1U);
  }
}

// A service that is well, or on its way, is nothing to tell.
TEST(HealthWatch, AStartInOrderIsNotTold) {
  world::VirtualWorld world;
  test::ServiceBench bench(world.add_host("monitor"));
  Patient well("well");
  Patient late("late");
  late.says.status = Status::unhealthy;
  late.says.errors = {"not started"};
  HealthWatch watch(bench.context.world.clock(), bench.log);
  watch.add(well);
  watch.add(late);
  (void)watch.look();
  EXPECT_EQ(bench.logged("health_changed"), 0U) << bench.log_text();
  watch.set_phase(Phase::running);
  (void)watch.look();
  EXPECT_THAT(bench.log_text(), testing::HasSubstr("service=late from=starting to=unhealthy reason=\"not started\""));
  EXPECT_EQ(bench.logged("health_changed"), 1U);
}

TEST(HealthWatch, AnEndInOrderThatNobodyLookedAtBeforeIsNotTold) {
  world::VirtualWorld world;
  test::ServiceBench bench(world.add_host("monitor"));
  Patient well;
  HealthWatch watch(bench.context.world.clock(), bench.log);
  watch.add(well);
  watch.set_phase(Phase::stopping);
  (void)watch.look();
  EXPECT_EQ(bench.logged("health_changed"), 0U) << bench.log_text();
}

}  // namespace
}  // namespace checkride::runtime
