// Goal: the queue gives every member exactly in the frame it was last set for. Method: laws against a plain map.
#include "session/due_queue.hpp"

#include "checkride/test/property.hpp"

namespace checkride::emulator {
namespace {

struct Member {
  int id = 0;
  DueMark mark;
};

std::vector<int> taken_by(DueQueue<Member>& queue, FrameNumber frame) {
  std::vector<Member*> members;
  queue.take(frame, members);
  std::vector<int> ids;
  for (const Member* member : members) ids.push_back(member->id);
  return ids;
}

TEST(DueQueue, NobodyIsDueInAnEmptyQueue) {
  DueQueue<Member> queue;
  EXPECT_EQ(queue.next(), std::nullopt);
  EXPECT_TRUE(taken_by(queue, 1000).empty());
}

TEST(DueQueue, WhoLeftLeavesNoFrameBehind) {
  DueQueue<Member> queue;
  Member member;
  queue.set(member, 5);
  queue.set(member, std::nullopt);
  EXPECT_EQ(queue.next(), std::nullopt);
}

// Near and far, before what was taken, and around the turns of a wheel.
rc::Gen<FrameNumber> frames() {
  return rc::gen::oneOf(rc::gen::inRange<FrameNumber>(0, 20), rc::gen::inRange<FrameNumber>(1000, 1100),
                        rc::gen::inRange<FrameNumber>(0, 5000));
}

RC_GTEST_PROP(DueQueueLaws, GivesWhoIsDueAndNobodyElse, ()) {
  DueQueue<Member> queue;
  std::vector<Member> members(10);
  for (int i = 0; i < 10; ++i) {
    members[static_cast<std::size_t>(i)].id = i;
    members[static_cast<std::size_t>(i)].mark.rank = static_cast<std::uint64_t>(i);
  }
  std::map<int, FrameNumber> expected;
  const auto steps = *rc::gen::container<std::vector<std::tuple<int, std::size_t, FrameNumber>>>(
      rc::gen::tuple(rc::gen::inRange(0, 4), rc::gen::inRange<std::size_t>(0, 10), frames()));
  for (const auto& [kind, place, frame] : steps) {
    Member& member = members[place];
    if (kind == 0) {
      const std::vector<int> taken = taken_by(queue, frame);
      std::vector<int> wanted;  // by id
      for (const auto& [id, when] : expected) {
        if (when <= frame) wanted.push_back(id);
      }
      std::erase_if(expected, [limit = frame](const auto& entry) { return entry.second <= limit; });
      RC_ASSERT(taken == wanted);
    } else if (kind == 1) {
      queue.set(member, std::nullopt);
      expected.erase(member.id);
    } else {
      queue.set(member, frame);
      expected[member.id] = frame;
    }
    std::optional<FrameNumber> first;
    for (const auto& [id, when] : expected) first = first ? std::min(*first, when) : when;
    RC_ASSERT(queue.next() == first);
  }
}

}  // namespace
}  // namespace checkride::emulator
