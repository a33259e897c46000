// Which simulator is where.
#include "rigs/live_rig.hpp"

#include <gmock/gmock.h>

namespace checkride::harness {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Scenario with_simulators(const std::vector<std::string>& names) {
  Scenario scenario;
  for (const std::string& name : names) {
    Simulator simulator;
    simulator.name = name;
    scenario.simulators.push_back(std::move(simulator));
  }
  return scenario;
}

const world::Endpoint kHere{"10.0.0.1", 500};
const world::Endpoint kThere{"10.0.0.2", 500};

TEST(LiveRig, AnAddressWithoutANameIsOfTheOnlySimulator) {
  EXPECT_THAT(places_of(with_simulators({"sim"}), {{"", kHere}}), ElementsAre(Pair("sim", kHere)));
}

TEST(LiveRig, EachIsNamedWhereThereAreSeveral) {
  const Scenario two = with_simulators({"sim", "standby"});
  EXPECT_THAT(places_of(two, {{"", kHere}}), IsEmpty()) << "two members at one simulator would be a lie";
  EXPECT_THAT(places_of(two, {{"standby", kThere}, {"sim", kHere}}),
              ElementsAre(Pair("sim", kHere), Pair("standby", kThere)));
  EXPECT_THAT(places_of(two, {{"sim", kThere}, {"", kHere}}), ElementsAre(Pair("sim", kThere), Pair("standby", kHere)));
}

TEST(LiveRig, NamesOfOtherScenariosAreLeftAlone) {
  EXPECT_THAT(places_of(with_simulators({"sim"}), {{"other", kHere}}), IsEmpty());
}

}  // namespace
}  // namespace checkride::harness
