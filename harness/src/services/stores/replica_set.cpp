#include "services/stores/replica_set.hpp"

#include <algorithm>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::harness::stores {

namespace {

// The one that is to lead first does not wait for a leader who cannot be there.
constexpr world::Duration kFirstWait = std::chrono::milliseconds(100);

std::uint64_t term_at(const std::vector<std::uint64_t>& log, std::uint64_t index) {
  return index == 0 || index > log.size() ? 0 : log[index - 1];
}

}  // namespace

ReplicaSet::ReplicaSet(Settings settings, Saved saved, const std::vector<std::uint64_t>& log, world::Instant now,
                       world::Random& random)
    : settings_(std::move(settings)), saved_(std::move(saved)), random_(random), fresh_(log.empty()), heard_(now) {
  for (const SetMember& member : settings_.members) {
    if (member.name != settings_.name) peers_.emplace(member.name, Peer());
  }
  CHECKRIDE_ASSERT(peers_.size() + 1 == settings_.members.size());
  wait_for_leader(now);
  if (!peers_.empty()) return;
  leader_ = settings_.name;
  role_ = Role::leader;
  due_ = world::Instant::max();
  committed_ = log.size();
}

bool ReplicaSet::holds_data() const {
  return std::any_of(settings_.members.begin(), settings_.members.end(),
                     [this](const SetMember& member) { return member.name == settings_.name && member.holds_data; });
}

// Between once and twice `election_after`, so that candidates seldom meet. Where there is no entry yet the first asks
// again and again, until enough others are there to answer.
void ReplicaSet::wait_for_leader(world::Instant now) {
  if (!holds_data()) {
    due_ = world::Instant::max();
    return;
  }
  const world::Duration wait = fresh_ && settings_.name == settings_.first ? kFirstWait : settings_.election_after;
  due_ = now + wait + world::Duration(random_.between(0, wait.count()));
}

bool ReplicaSet::on_time(world::Instant now) {
  if (now < due_) return false;
  if (role_ == Role::leader) {
    const auto alive = std::count_if(peers_.begin(), peers_.end(), [&](const auto& peer) {
      return now - peer.second.heard < settings_.election_after;
    });
    due_ = now + heartbeat();
    if (static_cast<std::size_t>(alive) + 1 < majority()) follow(saved_.term, now);
    return false;
  }
  role_ = Role::candidate;
  leader_.clear();
  ++saved_.term;
  saved_.voted_for = settings_.name;
  votes_ = {{settings_.name, true}};
  wait_for_leader(now);
  return true;
}

VoteRequest ReplicaSet::vote_request(LogEnd end) const {
  return {saved_.term, settings_.name, end};
}

VoteAnswer ReplicaSet::on_vote_request(const VoteRequest& request, LogEnd end, world::Instant now) {
  // Whoever hears its leader, or leads, is not talked into an election by a member that does not.
  const bool hears =
      role_ == Role::follower && !leader_.empty() && now - heard_ < settings_.election_after - 2 * heartbeat();
  if (hears || role_ == Role::leader) return {saved_.term, false};
  if (request.term > saved_.term) follow(request.term, now);
  const bool is_free = saved_.voted_for.empty() || saved_.voted_for == request.candidate;
  const bool granted = request.term == saved_.term && role_ == Role::follower && is_free && request.end >= end;
  if (granted) {
    saved_.voted_for = request.candidate;
    wait_for_leader(now);
  }
  return {saved_.term, granted};
}

bool ReplicaSet::on_vote_answer(const std::string& from, const VoteAnswer& answer, LogEnd end, world::Instant now) {
  if (answer.term > saved_.term) follow(answer.term, now);
  if (role_ != Role::candidate || answer.term != saved_.term || !peers_.contains(from)) return false;
  votes_[from] = answer.granted;
  fresh_ = fresh_ && answer.granted;  // somebody knows better: this is not the begin
  const auto granted = std::count_if(votes_.begin(), votes_.end(), [](const auto& vote) { return vote.second; });
  if (static_cast<std::size_t>(granted) < majority()) return false;
  lead(end, now);
  return true;
}

void ReplicaSet::lead(LogEnd end, world::Instant now) {
  role_ = Role::leader;
  leader_ = settings_.name;
  fresh_ = false;
  due_ = now + heartbeat();
  for (auto& [name, peer] : peers_) peer = {end.index + 1, 0, now};
}

void ReplicaSet::follow(std::uint64_t term, world::Instant now) {
  if (term > saved_.term) saved_ = {term, ""};
  // Who waits already goes on waiting: a member that cannot win must not put all others off with ever higher terms.
  if (role_ != Role::follower) wait_for_leader(now);
  role_ = Role::follower;
  leader_.clear();
}

ReplicaSet::Appended ReplicaSet::on_append(const AppendRequest& request, const std::vector<std::uint64_t>& log,
                                           world::Instant now) {
  Appended done;
  done.keep = log.size();
  done.take_from = request.terms.size();
  done.answer.term = saved_.term;
  done.answer.index = log.size();
  const bool is_second_leader = role_ == Role::leader && request.term == saved_.term;
  if (request.term < saved_.term || is_second_leader) return done;
  follow(request.term, now);
  wait_for_leader(now);
  leader_ = request.leader;
  heard_ = now;
  done.answer.term = saved_.term;
  const std::uint64_t before = request.previous.index;
  if (before > log.size()) return done;
  if (before != 0 && term_at(log, before) != request.previous.term) {
    done.answer.index = before - 1;
    return done;
  }
  // What is there already stays: a request that comes late must not cut off what came after it.
  std::size_t same = 0;
  while (same < request.terms.size() && before + same < log.size() && log[before + same] == request.terms[same]) ++same;
  const bool conflicts = same < request.terms.size() && before + same < log.size();
  if (conflicts && before + same < committed_) return done;  // what is safe is never taken back
  if (conflicts) done.keep = before + same;
  done.take_from = same;
  fresh_ = fresh_ && before + request.terms.size() == 0;
  done.answer.matched = true;
  done.answer.index = before + request.terms.size();
  committed_ = std::max(committed_, std::min(request.committed, done.answer.index));
  return done;
}

std::uint64_t ReplicaSet::next_for(const std::string& to) const {
  return peers_.at(to).next;
}

AppendRequest ReplicaSet::append_request(const std::string& to, const std::vector<std::uint64_t>& log,
                                         std::size_t most) const {
  const std::uint64_t next = std::min<std::uint64_t>(peers_.at(to).next, log.size() + 1);
  AppendRequest request{saved_.term, settings_.name, {term_at(log, next - 1), next - 1}, {}, committed_};
  const std::uint64_t end = std::min<std::uint64_t>(log.size(), next - 1 + most);
  for (std::uint64_t index = next; index <= end; ++index) request.terms.push_back(term_at(log, index));
  return request;
}

void ReplicaSet::on_append_answer(const std::string& from, const AppendAnswer& answer,
                                  const std::vector<std::uint64_t>& log, world::Instant now) {
  if (answer.term > saved_.term) return follow(answer.term, now);
  const auto found = peers_.find(from);
  if (role_ != Role::leader || answer.term != saved_.term || found == peers_.end()) return;
  Peer& peer = found->second;
  peer.heard = now;
  if (answer.matched) {
    peer.matched = std::max(peer.matched, std::min<std::uint64_t>(answer.index, log.size()));
    peer.next = peer.matched + 1;
    commit(log);
  } else {
    peer.next =
        std::max<std::uint64_t>(1, std::min(peer.next - 1, std::min<std::uint64_t>(answer.index, log.size()) + 1));
  }
}

void ReplicaSet::on_own_entries(const std::vector<std::uint64_t>& log) {
  if (role_ == Role::leader) commit(log);
}

// Only an entry of its own term makes a leader sure; those before it are safe with it.
void ReplicaSet::commit(const std::vector<std::uint64_t>& log) {
  for (std::uint64_t index = log.size(); index > committed_; --index) {
    if (!peers_.empty() && term_at(log, index) != saved_.term) return;
    std::size_t copies = 1;
    for (const SetMember& member : settings_.members) {
      const auto peer = peers_.find(member.name);
      if (peer != peers_.end() && member.holds_data && peer->second.matched >= index) ++copies;
    }
    if (copies < copies_needed()) continue;
    committed_ = index;
    return;
  }
}

// A candidate without an entry is refused by every member that holds it: so many copies leave it no majority. Members
// without data cannot lead, so more copies than there are members with data are never needed.
std::size_t ReplicaSet::copies_needed() const {
  const auto with_data = static_cast<std::size_t>(std::count_if(
      settings_.members.begin(), settings_.members.end(), [](const SetMember& member) { return member.holds_data; }));
  return std::min(settings_.members.size() - majority() + 1, with_data);
}

}  // namespace checkride::harness::stores
