// Goal: a reserved port is never somebody else's: not of another holder, not of whoever takes any free port. Method:
// the kernel itself; nothing is timed.
#include "checkride/world/port_reservation.hpp"

#include <unistd.h>

#include <set>
#include <vector>

#include "checkride/test/result_matchers.hpp"
#include "checkride/world/real_world.hpp"
#include "gmock/gmock.h"

namespace checkride::world {
namespace {

struct Reservations : testing::Test {
  RealWorld world{[] {
    RealOptions options;
    options.handle_signals = false;
    return options;
  }()};
  // Tests run side by side: each process draws other ports.
  static Random draws() {
    const std::string process = std::to_string(::getpid());  // world-lint: allow (tells the processes apart)
    return Random(7, testing::UnitTest::GetInstance()->current_test_info()->name() + process);
  }
  Random random = draws();
};

TEST_F(Reservations, EqualDrawsGiveDifferentPorts) {
  Random same = draws();
  const auto first = PortReservation::take(random);
  const auto second = PortReservation::take(same);
  ASSERT_THAT(first, test::IsOk());
  ASSERT_THAT(second, test::IsOk());
  EXPECT_NE(first->endpoint(), second->endpoint());
}

TEST_F(Reservations, EndWithTheirHolder) {
  std::optional<Endpoint> freed;
  {
    const auto held = PortReservation::take(random);
    ASSERT_THAT(held, test::IsOk());
    freed = held->endpoint();
  }
  Random same = draws();
  const auto again = PortReservation::take(same);
  ASSERT_THAT(again, test::IsOk());
  EXPECT_EQ(again->endpoint(), *freed);
}

TEST_F(Reservations, APortInUseIsPassedOver) {
  std::optional<Endpoint> first;
  {
    const auto held = PortReservation::take(random);
    ASSERT_THAT(held, test::IsOk());
    first = held->endpoint();
  }
  const auto listener = world.network().listen(*first);
  ASSERT_THAT(listener, test::IsOk());
  Random same = draws();
  const auto other = PortReservation::take(same);
  ASSERT_THAT(other, test::IsOk());
  EXPECT_NE(other->endpoint(), *first);
}

TEST_F(Reservations, WhoTakesAnyFreePortIsNotGivenIt) {
  std::set<std::uint16_t> reserved;
  std::vector<PortReservation> held;
  for (int i = 0; i < 50; ++i) {
    auto port = PortReservation::take(random);
    ASSERT_THAT(port, test::IsOk());
    reserved.insert(port->endpoint().port);
    held.push_back(std::move(*port));
  }
  EXPECT_EQ(reserved.size(), 50U);
  for (int i = 0; i < 500; ++i) {
    const auto any = world.network().listen({"127.0.0.1", 0});
    ASSERT_THAT(any, test::IsOk());
    EXPECT_FALSE(reserved.contains((*any)->local().port));
  }
  for (const auto& port : held) EXPECT_THAT(world.network().listen(port.endpoint()), test::IsOk());
}

}  // namespace
}  // namespace checkride::world
