// The key-value store as a replica: it asks its leader for everything, then takes every change as it comes.
#include <array>
#include <utility>

#include "services/stores/key_value.hpp"

namespace checkride::harness::stores {

namespace {

using resp::Request;

constexpr world::Duration kConnectLimit = std::chrono::seconds(2);
constexpr world::Duration kPause = std::chrono::seconds(1);
constexpr std::size_t kReadBytes = 16 * 1024;

// The leader's begin: how many keys follow.
std::optional<std::size_t> keys_announced(const Request& request) {
  if (request.size() != 2 || request[0] != "SNAPSHOT") return std::nullopt;
  const auto number = whole_number(request[1]);
  if (!number || *number < 0) return std::nullopt;
  return static_cast<std::size_t>(*number);
}

// Says where the connection to the leader is, as long as it is there; after a crash that may be longer than the store
// is.
class Announced {
 public:
  Announced(std::shared_ptr<world::Stream*> where, world::Stream* stream) : where_(std::move(where)) {
    *where_ = stream;
  }
  Announced(const Announced&) = delete;
  Announced& operator=(const Announced&) = delete;
  ~Announced() { *where_ = nullptr; }

 private:
  std::shared_ptr<world::Stream*> where_;
};

}  // namespace

world::Task<> KeyValue::follow() {
  while (true) {
    if (!leader_) {
      co_await role_changed_.wait();
      continue;
    }
    const world::Endpoint leader = *leader_;
    (void)co_await follow_once(leader);  // however it ended: it is tried again while there is a leader
    co_await world_.clock().sleep_for(kPause);
  }
}

world::Task<Result<>> KeyValue::follow_once(world::Endpoint leader) {
  CO_TRY(world::Stream stream, co_await world::within(world_.clock(), kConnectLimit, world_.network().connect(leader)));
  const Announced announced(upstream_, &stream);
  heard_from_leader_ = world_.clock().now();
  std::string greeting;
  if (!spec_.password.empty()) greeting += resp::encode(Request{"AUTH", spec_.password});
  greeting += resp::encode(Request{"SYNC"});
  CO_TRY_VOID(co_await world::write_all(stream, std::string_view(greeting)));
  resp::Reader reader;
  std::array<char, kReadBytes> bytes;
  std::optional<std::size_t> wanted;
  std::vector<Request> snapshot;
  while (true) {
    CO_TRY(const std::size_t count, co_await world::read_some(stream, std::as_writable_bytes(std::span(bytes))));
    heard_from_leader_ = world_.clock().now();
    reader.feed(std::string_view(bytes.data(), count));
    while (true) {
      CO_TRY(auto request, reader.next_request());
      if (!request) break;
      if (request->empty() || request->front() == "+OK" || request->front() == "PING") continue;
      if (!wanted) {
        wanted = keys_announced(*request);
        if (!wanted) co_return Error::invalid("the leader does not let this replica follow");
      } else if (snapshot.size() < *wanted) {
        snapshot.push_back(std::move(*request));
      } else {
        CO_TRY_VOID(take_change(*request));
        continue;
      }
      if (snapshot.size() == *wanted) CO_TRY_VOID(take_over(snapshot));
    }
  }
}

// All at once: a leader that goes away in the middle leaves the replica what it had.
Result<> KeyValue::take_over(std::vector<Request> snapshot) {
  const Request flush{"FLUSHALL"};
  snapshot.insert(snapshot.begin(), flush);
  const world::UtcTime now = world_.clock().utc_now();
  for (const Request& effect : snapshot) {
    if (!execute(keys_, effect, now)) return Error::invalid("the leader sent what is no change of keys");
  }
  return persistence_.keep(snapshot, keys_);
}

Result<> KeyValue::take_change(const Request& effect) {
  if (!writes(effect.front())) return Error::invalid("the leader sent what is no change of keys");
  auto done = execute(keys_, effect, world_.clock().utc_now());
  if (remember(std::move(*done)).is_error()) return Error::invalid("the change cannot be kept");
  return {};
}

void KeyValue::drop_leader() {
  if (*upstream_ != nullptr) (*upstream_)->close();
}

}  // namespace checkride::harness::stores
