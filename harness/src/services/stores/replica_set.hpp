// One member of a replica set: who leads, and what is safe. A state machine without I/O, after Raft (Ongaro and
// Ousterhout 2014), with members that hold no data and only vote.
//
// What is acknowledged is held by so many members that no candidate without it finds a majority; see copies_needed().
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checkride/world/random.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness::stores {

struct SetMember {
  std::string name;
  bool holds_data = true;
};

// The last entry of a log: that of the later term is further, then the longer one.
struct LogEnd {
  std::uint64_t term = 0;
  std::uint64_t index = 0;  // entries count from 1; 0: there is none
  auto operator<=>(const LogEnd&) const = default;
};

struct VoteRequest {
  std::uint64_t term = 0;
  std::string candidate;
  LogEnd end;
};
struct VoteAnswer {
  std::uint64_t term = 0;
  bool granted = false;
};
// The leader's word that it lives, with entries behind `previous`.
struct AppendRequest {
  std::uint64_t term = 0;
  std::string leader;
  LogEnd previous;
  std::vector<std::uint64_t> terms;  // of the entries
  std::uint64_t committed = 0;
};
struct AppendAnswer {
  std::uint64_t term = 0;
  bool matched = false;
  std::uint64_t index = 0;  // matched: this far the logs are equal; else: the leader goes back at least so far
};

class ReplicaSet {
 public:
  enum class Role { follower, candidate, leader };
  struct Settings {
    std::string name;                // of this member
    std::vector<SetMember> members;  // all, this one among them
    std::string first;               // leads when nobody ever did
    world::Duration election_after{};
  };
  // What must be on the disk before anything that depends on it is said.
  struct Saved {
    std::uint64_t term = 0;
    std::string voted_for;  // in that term; empty: nobody
    bool operator==(const Saved&) const = default;
  };
  // What a follower does with its log: `keep` entries stay, those of the request from `take_from` on come behind them.
  struct Appended {
    AppendAnswer answer;
    std::uint64_t keep = 0;
    std::size_t take_from = 0;
  };

  // A set of one leads at once.
  ReplicaSet(Settings settings, Saved saved, const std::vector<std::uint64_t>& log, world::Instant now,
             world::Random& random);

  const Saved& saved() const { return saved_; }
  Role role() const { return role_; }
  bool leads() const { return role_ == Role::leader; }
  // Empty: not known.
  const std::string& leader() const { return leader_; }
  std::uint64_t committed() const { return committed_; }
  bool holds_data() const;
  // How often a leader tells that it lives.
  world::Duration heartbeat() const { return settings_.election_after / 5; }

  // When on_time() has something to do, if nothing is heard until then.
  world::Instant due() const { return due_; }
  // True: this member asks all others for their votes, with vote_request(). A leader that does not hear from a majority
  // leads no longer.
  bool on_time(world::Instant now);
  VoteRequest vote_request(LogEnd end) const;
  VoteAnswer on_vote_request(const VoteRequest& request, LogEnd end, world::Instant now);
  // True: it leads from now on, and appends an entry of its own term, without which older ones are never safe.
  bool on_vote_answer(const std::string& from, const VoteAnswer& answer, LogEnd end, world::Instant now);

  // `log`: the terms of the own entries.
  Appended on_append(const AppendRequest& request, const std::vector<std::uint64_t>& log, world::Instant now);
  // Of a leader: from which entry on `to` is told next, counted from 1.
  std::uint64_t next_for(const std::string& to) const;
  AppendRequest append_request(const std::string& to, const std::vector<std::uint64_t>& log, std::size_t most) const;
  void on_append_answer(const std::string& from, const AppendAnswer& answer, const std::vector<std::uint64_t>& log,
                        world::Instant now);
  // Of a leader: its own log reaches so far, durably.
  void on_own_entries(const std::vector<std::uint64_t>& log);

  // How many members must hold an entry before it is safe.
  std::size_t copies_needed() const;

 private:
  struct Peer {
    std::uint64_t next = 1;     // the entry to be told next
    std::uint64_t matched = 0;  // entries known to be there
    world::Instant heard;
  };

  std::size_t majority() const { return settings_.members.size() / 2 + 1; }
  void wait_for_leader(world::Instant now);
  void follow(std::uint64_t term, world::Instant now);
  void lead(LogEnd end, world::Instant now);
  void commit(const std::vector<std::uint64_t>& log);

  Settings settings_;
  Saved saved_;
  world::Random& random_;
  Role role_ = Role::follower;
  std::string leader_;
  std::uint64_t committed_ = 0;
  bool fresh_;  // there is no entry yet, here or anywhere that is known
  world::Instant due_;
  world::Instant heard_;  // from the leader
  std::map<std::string, bool> votes_;
  std::map<std::string, Peer> peers_;
};

}  // namespace checkride::harness::stores
