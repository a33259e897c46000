// Goal: a change of health is logged once, with all that is wrong. Method: a service that says what a test wants.
#include "health/watch.hpp"

#include <gmock/gmock.h>

#include <memory>

#include "../link/service_bench.hpp"

namespace checkride::runtime {
namespace {

class Patient final : public Service {
 public:
  std::string_view name() const override { return "patient"; }
  world::Task<Result<>> start() override { co_return Result<>(); }
  world::Task<Result<>> stop(world::Instant) override { co_return Result<>(); }
  ServiceHealth health() const override { return says; }

  ServiceHealth says;
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

}  // namespace
}  // namespace checkride::runtime
