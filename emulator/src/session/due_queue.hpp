// Who is to be looked at in which frame. Clients that are due nothing cost a frame nothing, however many they are.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "session/simulator.hpp"

namespace checkride::emulator {

// What a member of the queue carries; it must stay where it is while it is in the queue.
struct DueMark {
  std::optional<FrameNumber> frame;
  std::size_t place = 0;  // among those of the frame
};

// Of `Member`, which has a `DueMark mark`.
template <class Member>
class DueQueue {
 public:
  // The member is due in `frame` alone, or in none.
  void set(Member& member, std::optional<FrameNumber> frame) {
    if (member.mark.frame == frame) return;
    forget(member);
    member.mark.frame = frame;
    if (!frame) return;
    Due& due = frames_[*frame];
    member.mark.place = due.members.size();
    due.members.push_back(&member);
    ++due.count;
  }

  void forget(Member& member) {
    if (!member.mark.frame) return;
    const auto due = frames_.find(*member.mark.frame);
    std::vector<Member*>& members = due->second.members;
    members[member.mark.place] = nullptr;
    while (!members.empty() && members.back() == nullptr) members.pop_back();
    if (--due->second.count == 0) frames_.erase(due);
    member.mark.frame.reset();
  }

  // The first frame in which somebody is due.
  std::optional<FrameNumber> next() const {
    return frames_.empty() ? std::nullopt : std::optional<FrameNumber>(frames_.begin()->first);
  }

  // Those who are due by `frame`; they are in the queue no more.
  std::vector<Member*> take(FrameNumber frame) {
    std::vector<Member*> taken;
    while (!frames_.empty() && frames_.begin()->first <= frame) {
      std::vector<Member*>& members = frames_.begin()->second.members;
      std::erase(members, nullptr);
      for (Member* member : members) member->mark.frame.reset();
      if (taken.empty()) {
        taken = std::move(members);
      } else {
        taken.insert(taken.end(), members.begin(), members.end());
      }
      frames_.erase(frames_.begin());
    }
    return taken;
  }

 private:
  struct Due {
    std::vector<Member*> members;  // null: it has left
    std::size_t count = 0;         // of those who have not
  };
  std::map<FrameNumber, Due> frames_;
};

}  // namespace checkride::emulator
