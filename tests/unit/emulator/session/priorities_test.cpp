// Goal: the one list of groups keeps its invariants (semantics 10.3). Method: cases of the text; random placements.
#include "events/priorities.hpp"

#include <vector>

#include "checkride/test/property.hpp"

namespace checkride::emulator {
namespace {

TEST(PriorityList, TheLaterOfTwoGetsTheNextFreeNumber) {
  PriorityList list;
  list.place({1, 0}, priority::kHighest);
  list.place({2, 0}, priority::kHighest);
  EXPECT_EQ(list.priority_of({1, 0}), 1u);
  EXPECT_EQ(list.priority_of({2, 0}), 2u);
}

TEST(PriorityList, NobodyTakesTheSimulatorsPlace) {
  PriorityList list;
  list.place({1, 0}, priority::kSimulator);
  EXPECT_EQ(list.priority_of({1, 0}), priority::kSimulator + 1);
}

TEST(PriorityList, NumbersBeyondLowestCountAsLowest) {
  PriorityList list;
  list.place({1, 0}, 0xFFFFFFFF);
  EXPECT_EQ(list.priority_of({1, 0}), priority::kLowest);
}

TEST(PriorityList, PlacingAgainMoves) {
  PriorityList list;
  list.place({1, 7}, 5);
  list.place({1, 7}, 9);
  EXPECT_EQ(list.priority_of({1, 7}), 9u);
  EXPECT_EQ(list.groups().size(), 1u);
}

TEST(PriorityList, ARemovedClientLeavesTheOthers) {
  PriorityList list;
  list.place({1, 0}, 5);
  list.place({2, 0}, 6);
  list.place({1, 1}, 7);
  list.remove_client(1);
  EXPECT_EQ(list.priority_of({1, 0}), std::nullopt);
  EXPECT_EQ(list.priority_of({1, 1}), std::nullopt);
  EXPECT_EQ(list.priority_of({2, 0}), 6u);
}

RC_GTEST_PROP(PriorityList, NumbersAreUniqueAndNeverAboveTheWish, ()) {
  using Wish = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;
  const auto numbers = rc::gen::element<std::uint32_t>(0, 1, 2, 3, priority::kSimulator - 1, priority::kSimulator,
                                                       priority::kLowest, 0xFFFFFFFF);
  const auto wishes = *rc::gen::container<std::vector<Wish>>(
      rc::gen::tuple(rc::gen::inRange<std::uint32_t>(1, 4), rc::gen::inRange<std::uint32_t>(0, 5), numbers));
  PriorityList list;
  for (const auto& [client, group, wanted] : wishes) {
    list.place({client, group}, wanted);
    const auto got = list.priority_of({client, group});
    RC_ASSERT(got.has_value());
    RC_ASSERT(*got >= std::min(wanted, priority::kLowest));
    RC_ASSERT(*got != priority::kSimulator);
    RC_ASSERT(list.groups().at(*got) == (GroupKey{client, group}));
  }
}

}  // namespace
}  // namespace checkride::emulator
