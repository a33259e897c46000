// Who is to be looked at in which frame. Clients that are due nothing cost a frame nothing, however many they are.
//
// A wheel of the frames to come: setting and forgetting take the same time however many members there are, and lists
// that were emptied are used again, so that going round allocates nothing. What is due beyond the wheel waits in a map.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "simulator/simulator.hpp"

namespace checkride::emulator {

// What a member of the queue carries; it must stay where it is while it is in the queue.
struct DueMark {
  std::uint64_t rank = 0;  // among those of a frame; no two members have the same
  std::optional<FrameNumber> frame;
  std::size_t place = 0;  // in the list of the frame
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
    List& list = list_of(*frame);
    if (list.due.capacity() == 0) reuse(list);
    member.mark.place = list.due.size();
    list.due.push_back({member.mark.rank, &member});
    ++list.count;
  }

  void forget(Member& member) {
    if (!member.mark.frame) return;
    const FrameNumber frame = *std::exchange(member.mark.frame, std::nullopt);
    List& list = list_of(frame);
    list.due[member.mark.place].member = nullptr;
    while (!list.due.empty() && list.due.back().member == nullptr) list.due.pop_back();
    if (--list.count == 0) drop(frame, list);
  }

  // The first frame in which somebody is due.
  std::optional<FrameNumber> next() const {
    const std::optional<FrameNumber> near = next_on_wheel();
    if (far_.empty()) return near;
    return near ? std::min(*near, far_.begin()->first) : far_.begin()->first;
  }

  // Puts those who are due by `frame` into `taken`, by rank; they are in the queue no more.
  void take(FrameNumber frame, std::vector<Member*>& taken) {
    taking_.clear();
    for (auto due = next(); due && *due <= frame; due = next()) {
      List& list = list_of(*due);
      std::erase_if(list.due, [](const Due& entry) { return entry.member == nullptr; });
      for (const Due& entry : list.due) entry.member->mark.frame.reset();
      if (taking_.empty()) {
        taking_.swap(list.due);
      } else {
        taking_.insert(taking_.end(), list.due.begin(), list.due.end());
      }
      drop(*due, list);
    }
    start_ = std::max(start_, frame + 1);
    // As a rule they were put there in the order in which they are wanted.
    if (!std::ranges::is_sorted(taking_, {}, &Due::rank)) std::ranges::sort(taking_, {}, &Due::rank);
    taken.clear();
    for (const Due& entry : taking_) taken.push_back(entry.member);
  }

 private:
  struct Due {
    std::uint64_t rank = 0;
    Member* member = nullptr;  // null: it has left
  };
  struct List {
    std::vector<Due> due;
    std::size_t count = 0;  // of those who have not left
  };
  static constexpr std::size_t kSlots = 1024;
  static constexpr std::size_t kWord = 64;
  static constexpr std::size_t kSpares = 64;

  bool on_wheel(FrameNumber frame) const { return frame >= start_ && frame - start_ < kSlots; }

  // A frame that was beyond the wheel when somebody became due in it stays in the map.
  List& list_of(FrameNumber frame) {
    const auto far = far_.find(frame);
    if (far != far_.end()) return far->second;
    if (!on_wheel(frame)) return far_[frame];
    occupied_[frame % kSlots / kWord] |= std::uint64_t{1} << (frame % kWord);
    return wheel_[frame % kSlots];
  }

  // Nobody is left in it.
  void drop(FrameNumber frame, List& list) {
    list.count = 0;
    list.due.clear();
    if (spares_.size() < kSpares && list.due.capacity() != 0) spares_.push_back(std::move(list.due));
    list.due = {};
    if (far_.erase(frame) == 0) occupied_[frame % kSlots / kWord] &= ~(std::uint64_t{1} << (frame % kWord));
  }

  void reuse(List& list) {
    if (spares_.empty()) return;
    list.due = std::move(spares_.back());
    spares_.pop_back();
  }

  std::optional<FrameNumber> next_on_wheel() const {
    const std::size_t first = start_ % kSlots;
    for (std::size_t i = 0; i <= kSlots / kWord; ++i) {
      const std::size_t word = (first / kWord + i) % occupied_.size();
      std::uint64_t bits = occupied_[word];
      // The first word is looked at twice: its end at first, its beginning at last.
      const std::uint64_t from_first = ~std::uint64_t{0} << (first % kWord);
      if (i == 0) bits &= from_first;
      if (i == kSlots / kWord) bits &= ~from_first;
      if (bits == 0) continue;
      const std::size_t slot = word * kWord + static_cast<std::size_t>(std::countr_zero(bits));
      return start_ + (slot + kSlots - first) % kSlots;
    }
    return std::nullopt;
  }

  FrameNumber start_ = 0;  // of the wheel: frames before it were taken
  std::array<List, kSlots> wheel_;
  std::array<std::uint64_t, kSlots / kWord> occupied_{};
  std::map<FrameNumber, List> far_;  // and those before the start
  std::vector<Due> taking_;
  std::vector<std::vector<Due>> spares_;
};

}  // namespace checkride::emulator
