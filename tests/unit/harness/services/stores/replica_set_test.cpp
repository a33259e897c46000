// A replica set as pure state machines: whatever is lost, delayed or restarted, a term has one leader, and what was
// acknowledged stays. Method: a network of messages in a list, of which random ones arrive, get lost or arrive late.
#include "services/stores/replica_set.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <variant>

#include "checkride/test/property.hpp"

namespace checkride::harness::stores {
namespace {

using namespace std::chrono_literals;

struct Message {
  std::string from;
  std::string to;
  std::variant<VoteRequest, VoteAnswer, AppendRequest, AppendAnswer> what;
};

class Network {
 public:
  explicit Network(std::vector<SetMember> members) : members_(std::move(members)) {
    for (const SetMember& member : members_) start(member.name);
  }

  // ---- what may happen
  void pass(world::Duration duration) {
    now_ += duration;
    for (auto& [name, node] : nodes_) {
      const bool asks = node.up && node.set->on_time(now_);
      if (node.up) node.saved = node.set->saved();
      if (asks) {
        for (const SetMember& to : members_) {
          if (to.name != name) messages_.push_back({name, to.name, node.set->vote_request(end_of(node))});
        }
      }
    }
  }
  void tell_all() {
    for (auto& [name, node] : nodes_) {
      if (!node.up || !node.set->leads()) continue;
      for (const SetMember& to : members_) {
        if (to.name == name) continue;
        const std::size_t most = to.holds_data ? 3 : 0;
        messages_.push_back({name, to.name, node.set->append_request(to.name, node.log, most)});
      }
    }
  }
  void write() {
    for (auto& [name, node] : nodes_) {
      if (node.up && node.set->leads()) append(node, node.set->saved().term);
    }
  }
  void arrive(std::size_t index, bool stays) {
    if (messages_.empty()) return;
    const auto at = messages_.begin() + static_cast<std::ptrdiff_t>(index % messages_.size());
    const Message message = *at;
    if (!stays) messages_.erase(at);
    Node& node = nodes_.at(message.to);
    if (node.up) std::visit([&](const auto& what) { take(node, message, what); }, message.what);
    look();
  }
  void lose(std::size_t index) {
    if (!messages_.empty()) messages_.erase(messages_.begin() + static_cast<std::ptrdiff_t>(index % messages_.size()));
  }
  void crash(const std::string& name) { nodes_.at(name).up = false; }
  void start(const std::string& name) {
    Node& node = nodes_[name];
    if (node.up) return;
    node.name = name;
    node.up = true;
    ReplicaSet::Settings settings{name, members_, members_.front().name, 10s};
    node.set = std::make_unique<ReplicaSet>(std::move(settings), node.saved, node.log, now_, random_);
  }
  // Everything arrives, for long enough.
  void calm() {
    for (const SetMember& member : members_) start(member.name);
    for (int round = 0; round < 200; ++round) {
      pass(500ms);
      tell_all();
      while (!messages_.empty()) arrive(0, false);
    }
  }

  // ---- what was seen
  std::vector<std::string> leaders() const {
    std::vector<std::string> names;
    for (const auto& [name, node] : nodes_) {
      if (node.up && node.set->leads()) names.push_back(name);
    }
    return names;
  }
  const std::vector<std::uint64_t>& log(const std::string& name) const { return nodes_.at(name).log; }
  std::uint64_t committed(const std::string& name) const { return nodes_.at(name).set->committed(); }
  bool one_leader_a_term() const { return one_leader_; }
  // Every entry that any leader ever called safe is in this log, at its place.
  bool holds_what_is_safe(const std::string& name) const {
    const auto& log = nodes_.at(name).log;
    return std::all_of(safe_.begin(), safe_.end(), [&log](const auto& entry) {
      return entry.first <= log.size() && log[entry.first - 1] == entry.second;
    });
  }
  bool safe_agrees() const { return safe_agrees_; }
  std::size_t safe_entries() const { return safe_.size(); }

 private:
  struct Node {
    std::string name;
    bool up = false;
    std::vector<std::uint64_t> log;  // on the disk: the terms of its entries
    ReplicaSet::Saved saved;         // on the disk
    std::unique_ptr<ReplicaSet> set;
  };

  static LogEnd end_of(const Node& node) {
    return node.log.empty() ? LogEnd() : LogEnd{node.log.back(), node.log.size()};
  }
  void append(Node& node, std::uint64_t term) {
    node.log.push_back(term);
    node.set->on_own_entries(node.log);
    look();
  }
  void answer(const Node& node, const Message& message,
              std::variant<VoteRequest, VoteAnswer, AppendRequest, AppendAnswer> what) {
    messages_.push_back({node.name, message.from, std::move(what)});
  }
  void take(Node& node, const Message& message, const VoteRequest& request) {
    const VoteAnswer answered = node.set->on_vote_request(request, end_of(node), now_);
    node.saved = node.set->saved();
    answer(node, message, answered);
  }
  void take(Node& node, const Message& message, const VoteAnswer& answered) {
    const bool won = node.set->on_vote_answer(message.from, answered, end_of(node), now_);
    node.saved = node.set->saved();
    if (won) append(node, node.saved.term);
  }
  void take(Node& node, const Message& message, const AppendRequest& request) {
    const ReplicaSet::Appended done = node.set->on_append(request, node.log, now_);
    node.saved = node.set->saved();
    node.log.resize(done.keep);
    for (std::size_t i = done.take_from; i < request.terms.size(); ++i) node.log.push_back(request.terms[i]);
    answer(node, message, done.answer);
  }
  void take(Node& node, const Message& message, const AppendAnswer& answered) {
    node.set->on_append_answer(message.from, answered, node.log, now_);
    node.saved = node.set->saved();
  }
  void look() {
    for (auto& [name, node] : nodes_) {
      if (!node.up) continue;
      if (node.set->leads()) {
        const auto [known, fresh] = leader_of_.emplace(node.set->saved().term, name);
        one_leader_ = one_leader_ && known->second == name;
      }
      for (std::uint64_t index = 1; index <= std::min<std::uint64_t>(node.set->committed(), node.log.size()); ++index) {
        const auto [known, fresh] = safe_.emplace(index, node.log[index - 1]);
        safe_agrees_ = safe_agrees_ && known->second == node.log[index - 1];
      }
    }
  }

  std::vector<SetMember> members_;
  world::Random random_{7, "replica set"};
  world::Instant now_{1us};
  std::map<std::string, Node> nodes_;
  std::vector<Message> messages_;
  std::map<std::uint64_t, std::string> leader_of_;
  std::map<std::uint64_t, std::uint64_t> safe_;  // index -> term
  bool one_leader_ = true;
  bool safe_agrees_ = true;
};

const std::vector<SetMember> kWithWitness{{"a", true}, {"b", true}, {"witness", false}};
const std::vector<SetMember> kFive{{"a", true}, {"b", true}, {"c", true}, {"d", true}, {"e", true}};

TEST(ReplicaSet, OneAloneLeadsAtOnce) {
  world::Random random(1, "x");
  ReplicaSet set({"a", {{"a", true}}, "a", 10s}, {}, {0, 0}, world::Instant(1us), random);
  EXPECT_TRUE(set.leads());
  EXPECT_EQ(set.committed(), 2U);
  set.on_own_entries({0, 0, 0});
  EXPECT_EQ(set.committed(), 3U);
}

TEST(ReplicaSet, TheFirstLeadsAtTheBegin) {
  Network network(kWithWitness);
  network.pass(250ms);
  for (int i = 0; i < 10; ++i) network.arrive(0, false);
  EXPECT_THAT(network.leaders(), testing::ElementsAre("a"));
}

TEST(ReplicaSet, TwoWithoutAThirdVoteCannotReplaceTheFirst) {
  Network network({{"a", true}, {"b", true}});
  network.calm();
  ASSERT_THAT(network.leaders(), testing::ElementsAre("a"));
  network.crash("a");
  for (int i = 0; i < 100; ++i) {
    network.pass(1s);
    network.arrive(0, false);
  }
  EXPECT_THAT(network.leaders(), testing::IsEmpty());
}

TEST(ReplicaSet, TheOtherLeadsWithTheWitnessAndHasAllThatIsSafe) {
  Network network(kWithWitness);
  network.calm();
  for (int i = 0; i < 5; ++i) network.write();
  network.calm();
  EXPECT_EQ(network.committed("a"), network.log("a").size());
  network.crash("a");
  for (int i = 0; i < 200; ++i) {
    network.pass(200ms);
    network.tell_all();
    network.arrive(0, false);
    network.arrive(0, false);
  }
  EXPECT_THAT(network.leaders(), testing::ElementsAre("b"));
  EXPECT_TRUE(network.holds_what_is_safe("b"));
  EXPECT_GE(network.safe_entries(), 5U);
}

TEST(ReplicaSet, WithoutTheOtherCopyNothingIsSafe) {
  Network network(kWithWitness);
  network.calm();
  network.crash("b");
  const std::size_t before = network.safe_entries();
  network.write();
  for (int i = 0; i < 50; ++i) {
    network.pass(500ms);
    network.tell_all();
    for (int k = 0; k < 8; ++k) network.arrive(0, false);
  }
  EXPECT_EQ(network.safe_entries(), before);
}

TEST(ReplicaSet, CopiesNeeded) {
  const auto needed = [](std::vector<SetMember> members) {
    world::Random random(1, "x");
    const std::string name = members.front().name;
    return ReplicaSet({name, std::move(members), name, 10s}, {}, {}, world::Instant(1us), random).copies_needed();
  };
  EXPECT_EQ(needed({{"a", true}}), 1U);
  EXPECT_EQ(needed({{"a", true}, {"b", true}}), 1U) << "the other cannot be elected without this one's vote";
  EXPECT_EQ(needed(kWithWitness), 2U);
  EXPECT_EQ(needed(kFive), 3U);
  EXPECT_EQ(needed({{"a", true}, {"v", false}, {"w", false}}), 1U) << "nobody else can lead";
}

void shake(const std::vector<SetMember>& members) {
  Network network(members);
  const int steps = *rc::gen::inRange(50, 400);
  for (int i = 0; i < steps; ++i) {
    const auto index = *rc::gen::inRange<std::size_t>(0, 1000);
    const std::string& somebody = members[index % members.size()].name;
    switch (*rc::gen::inRange(0, 12)) {
      case 0:
        network.lose(index);
        break;
      case 1:
        network.crash(somebody);
        break;
      case 2:
      case 3:
        network.start(somebody);
        break;
      case 4:
        network.write();
        break;
      case 5:
        network.pass(std::chrono::milliseconds(index * 20));
        break;
      case 6:
        network.tell_all();
        break;
      case 7:
        network.arrive(index, true);
        break;
      default:
        network.arrive(index, false);
    }
    RC_ASSERT(network.one_leader_a_term());
    RC_ASSERT(network.safe_agrees());
  }
  network.calm();
  network.write();
  network.calm();
  const auto leaders = network.leaders();
  RC_ASSERT(leaders.size() == 1U);
  RC_ASSERT(network.holds_what_is_safe(leaders.front()));
  RC_ASSERT(network.one_leader_a_term());
  RC_ASSERT(network.safe_agrees());
  RC_ASSERT(network.committed(leaders.front()) == network.log(leaders.front()).size());
}

RC_GTEST_PROP(ReplicaSetLaws, WhatIsSafeStaysWithAWitness, ()) {
  shake(kWithWitness);
}

RC_GTEST_PROP(ReplicaSetLaws, WhatIsSafeStaysWithFive, ()) {
  shake(kFive);
}

}  // namespace
}  // namespace checkride::harness::stores
