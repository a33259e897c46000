// ClientPool: connections of a service to a store, so many at once, kept for a while. Who finds none free waits in
// turn.
#pragma once

#include <algorithm>
#include <boost/asio/error.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "checkride/harness/upstream_specs.hpp"
#include "checkride/world/world.hpp"

namespace checkride::harness {

struct PoolCounts {
  std::size_t open = 0;  // with those that are in use, and those that leaked
  std::size_t idle = 0;
  std::size_t waiting = 0;
  std::uint64_t opened = 0;  // so far
};

// Which connection one wants: where any will do, one that was kept is taken first.
enum class Which { any, fresh };

// `Client` has is_open() and close().
template <class Client>
class ClientPool {
 public:
  using Connect = std::function<world::Task<Result<std::unique_ptr<Client>>>()>;
  struct Lease {
    std::unique_ptr<Client> client{};
    world::Instant since{};
    bool was_kept = false;  // it had been idle: its other end may have closed it meanwhile
  };

  // `world` outlives this.
  ClientPool(world::World& world, PoolSpec spec, Connect connect)
      : world_(world), spec_(spec), connect_(std::move(connect)), changed_(world.executor()) {}

  // Errors: those of connecting; timed_out if none was free for so long.
  world::Task<Result<Lease>> take(Which which = Which::any) {
    CO_TRY_VOID(co_await wait_for_turn());
    close_old();
    if (which == Which::any && !idle_.empty()) {
      Lease lease = std::move(idle_.back().lease);
      idle_.pop_back();
      lease.was_kept = true;
      co_return Result<Lease>(std::move(lease));
    }
    if (!idle_.empty() && in_use_ + idle_.size() > spec_.open_max) {
      idle_.front().lease.client->close();
      idle_.erase(idle_.begin());
    }
    auto made = co_await connect_or_free();
    co_return made;
  }

  // What take() gave. `leaks`: it is never free again.
  void give_back(Lease lease, bool leaks) {
    ++given_back_;
    const bool leaks_now = leaks || (spec_.leak_every != 0 && given_back_ % spec_.leak_every == 0);
    if (leaks_now && lease.client->is_open()) {
      leaked_.push_back(std::move(lease));
      return;
    }
    --in_use_;
    const bool keeps = lease.client->is_open() && idle_.size() < spec_.idle_max && !is_old(lease);
    if (keeps) {
      idle_.push_back({std::move(lease), world_.clock().now()});
    } else {
      lease.client->close();
    }
    changed_.notify_all();
  }

  // Closes what is idle too long, or too old, when its time has come.
  world::Task<> keep_tidy() {
    while (true) {
      if (idle_.empty()) {
        co_await changed_.wait();
      } else {
        const world::Instant next = next_end();
        (void)co_await changed_.wait_until(world_.clock(), next);  // either way it is looked again
      }
      close_old();
    }
  }

  void close_idle() {
    for (Idle& one : idle_) one.lease.client->close();
    idle_.clear();
  }

  PoolCounts counts() const { return {in_use_ + idle_.size(), idle_.size(), waiting_.size(), opened_}; }

 private:
  struct Idle {
    Lease lease;
    world::Instant since;
  };

  bool is_old(const Lease& lease) const { return world_.clock().now() >= world::after(lease.since, spec_.lifetime); }
  world::Instant end_of(const Idle& one) const {
    return std::min(world::after(one.lease.since, spec_.lifetime), world::after(one.since, spec_.idle));
  }
  world::Instant next_end() const {
    world::Instant next = world::Instant::max();
    for (const Idle& one : idle_) next = std::min(next, end_of(one));
    return next;
  }

  void close_old() {
    const world::Instant now = world_.clock().now();
    std::erase_if(idle_, [&](Idle& one) {
      const bool is_over = end_of(one) <= now || !one.lease.client->is_open();
      if (is_over) one.lease.client->close();
      return is_over;
    });
  }

  bool has_room() const { return !idle_.empty() || in_use_ + idle_.size() < spec_.open_max; }

  // Returns with a place of one's own among those in use.
  world::Task<Result<>> wait_for_turn() {
    const std::uint64_t ticket = ++last_ticket_;
    const world::Instant deadline = world::after(world_.clock().now(), spec_.wait);
    waiting_.push_back(ticket);
    bool in_time = true;
    try {
      while (in_time && (waiting_.front() != ticket || !has_room())) {
        in_time = co_await changed_.wait_until(world_.clock(), deadline);
      }
    } catch (...) {
      std::erase(waiting_, ticket);
      throw;
    }
    std::erase(waiting_, ticket);
    changed_.notify_all();
    if (!in_time) {
      co_return Error(boost::asio::error::timed_out, "no connection of the pool became free");
    }
    ++in_use_;
    co_return Result<>();
  }

  world::Task<Result<Lease>> connect_or_free() {
    try {
      auto client = co_await connect_();
      if (client) {
        ++opened_;
        Lease lease;
        lease.client = std::move(*client);
        lease.since = world_.clock().now();
        co_return Result<Lease>(std::move(lease));
      }
      free_place();
      co_return client.error();
    } catch (...) {
      free_place();
      throw;
    }
  }

  void free_place() {
    --in_use_;
    changed_.notify_all();
  }

  world::World& world_;
  PoolSpec spec_;
  Connect connect_;
  world::Notifier changed_;
  std::vector<Idle> idle_;
  std::vector<Lease> leaked_;
  std::deque<std::uint64_t> waiting_;
  std::size_t in_use_ = 0;
  std::uint64_t last_ticket_ = 0;
  std::uint64_t given_back_ = 0;
  std::uint64_t opened_ = 0;
};

}  // namespace checkride::harness
