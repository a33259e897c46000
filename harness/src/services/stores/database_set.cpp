// A database as a member of its set: asking for votes, telling the others what the leader has, taking what they tell.
#include <algorithm>
#include <utility>

#include "services/stores/database.hpp"

namespace checkride::harness::stores {

namespace {

namespace json = boost::json;

// How many entries are told at once.
constexpr std::size_t kEntriesMost = 200;
constexpr world::Duration kSafeLimit = std::chrono::seconds(5);

json::object refused(const Error& error) {
  return refusal(error.detail().empty() ? error.message() : error.detail());
}

}  // namespace

world::Instant Database::next_look() const {
  const world::Instant due = set_->due();
  if (applied_ >= entries_.size() || set_->leads()) return due;
  return std::min(due, world::after(arrived_[applied_], lag()));
}

world::Task<> Database::keep_time() {
  while (true) {
    if (const world::Instant next = next_look(); next == world::Instant::max()) {
      co_await changed_.wait();
    } else {
      (void)co_await changed_.wait_until(world_.clock(), next);
    }
    apply_due();
    const bool led = set_->leads();
    const bool asks = set_->on_time(world_.clock().now());
    if (led && !set_->leads()) changed_.notify_all();
    if (!asks || !save_votes()) continue;  // an unkept vote for itself must not be said
    const VoteRequest request = set_->vote_request(log_end());
    for (const SetPlace& peer : peers_) tasks_->spawn("vote of " + peer.member.name, ask_for_vote(peer, request));
  }
}

world::Task<> Database::ask_for_vote(SetPlace peer, VoteRequest request) {
  const world::Duration limit = set_->heartbeat();
  const auto client = co_await StoreClient::connect(world_, peer.endpoint, spec_.password, limit);
  if (!client) co_return;  // a vote less
  const auto answered = co_await (*client)->ask(to_json(request), limit);
  (*client)->close();
  if (!answered) co_return;
  const auto answer = read_vote_answer(*answered);
  if (!answer) co_return;
  const bool won = set_->on_vote_answer(peer.member.name, *answer, log_end(), world_.clock().now());
  (void)save_votes();  // a higher term that was only heard of may be heard of again
  if (won) begin_to_lead();
  changed_.notify_all();
}

// The empty entry makes those before it safe.
void Database::begin_to_lead() {
  apply_due();
  (void)append(Change());  // without it nothing is acknowledged until the next write
}

world::Task<> Database::tell(SetPlace peer) {
  std::unique_ptr<StoreClient> client;
  while (true) {
    if (!set_->leads()) {
      client.reset();
      co_await changed_.wait();
      continue;
    }
    const world::Duration limit = set_->heartbeat();
    if (!client || !client->is_open()) {
      auto connected = co_await StoreClient::connect(world_, peer.endpoint, spec_.password, limit);
      if (!connected) {
        co_await world_.clock().sleep_for(limit / 2);
        continue;
      }
      client = std::move(*connected);
    }
    const auto told = co_await tell_once(peer, *client);
    const bool has_more = peer.member.holds_data && set_->leads() && set_->next_for(peer.member.name) <= terms_.size();
    if (told && has_more) continue;
    const world::Instant next = world::after(world_.clock().now(), told ? limit : limit / 2);
    (void)co_await changed_.wait_until(world_.clock(), next);
  }
}

world::Task<Result<>> Database::tell_once(const SetPlace& peer, StoreClient& client) {
  const std::size_t most = peer.member.holds_data ? kEntriesMost : 0;
  const AppendRequest request = set_->append_request(peer.member.name, terms_, most);
  const auto first = entries_.begin() + static_cast<std::ptrdiff_t>(request.previous.index);
  const std::vector<std::string> entries(first, first + static_cast<std::ptrdiff_t>(request.terms.size()));
  CO_TRY(const json::object answered, co_await client.ask(to_json(request, entries), set_->heartbeat() * 2));
  CO_TRY(const AppendAnswer answer, read_append_answer(answered));
  const std::uint64_t safe_before = set_->committed();
  const bool led = set_->leads();
  set_->on_append_answer(peer.member.name, answer, terms_, world_.clock().now());
  (void)save_votes();  // a higher term that was only heard of may be heard of again
  if (set_->committed() != safe_before || led != set_->leads()) changed_.notify_all();
  co_return Result<>();
}

json::object Database::on_vote(const json::object& object) {
  const auto request = read_vote_request(object);
  if (!request) return refused(request.error());
  VoteAnswer answer = set_->on_vote_request(*request, log_end(), world_.clock().now());
  if (!save_votes()) answer.granted = false;
  changed_.notify_all();
  return to_json(answer);
}

json::object Database::on_append(const json::object& object) {
  std::vector<std::string> entries;
  const auto request = read_append_request(object, &entries);
  if (!request) return refused(request.error());
  for (const std::string& entry : entries) {
    if (const auto change = decode_change(entry); !change) return refused(change.error());
  }
  const ReplicaSet::Appended done = set_->on_append(*request, terms_, world_.clock().now());
  if (!save_votes()) return refusal("disk: the term cannot be kept");
  if (const auto taken = take_entries(done, *request, std::move(entries)); !taken) {
    return refusal("disk: " + taken.error().message());
  }
  changed_.notify_all();
  return to_json(done.answer);
}

Result<> Database::take_entries(const ReplicaSet::Appended& done, const AppendRequest& request,
                                std::vector<std::string> entries) {
  if (done.keep < entries_.size()) TRY_VOID(cut(done.keep));
  for (std::size_t i = done.take_from; i < request.terms.size(); ++i) {
    TRY_VOID(append_entry(request.terms[i], std::move(entries[i])));
  }
  return {};
}

world::Task<bool> Database::safe(LogEnd entry) {
  const world::Instant deadline = world::after(world_.clock().now(), kSafeLimit);
  while (true) {
    const bool is_there = entry.index <= terms_.size() && terms_[entry.index - 1] == entry.term;
    if (!is_there) co_return false;
    if (set_->committed() >= entry.index) co_return true;
    if (!set_->leads()) co_return false;
    const bool in_time = co_await changed_.wait_until(world_.clock(), deadline);
    if (!in_time) co_return false;
  }
}

}  // namespace checkride::harness::stores
