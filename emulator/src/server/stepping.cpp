// Step mode: the server's time moves when it is told to.
#include <algorithm>

#include "checkride/result/assert.hpp"
#include "server/link.hpp"
#include "server/server.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;

// How long time waits for a client that reads nothing; then it goes on, and the limit of its queue decides. Once: for
// frame after frame it would not move any more, for anybody. Who reads on is waited for, however slowly.
constexpr world::Duration kReaderLimit = 5s;
// Time waits for a client that has more than this to read.
constexpr std::size_t kLagBytes = 1024 * 1024;
// Frames that are run before others have their turn.
constexpr std::uint64_t kFramesInATurn = 256;

// Ends moving however the task ends.
class Moving {
 public:
  explicit Moving(bool& moving) : moving_(moving) { moving_ = true; }
  ~Moving() { moving_ = false; }
  Moving(const Moving&) = delete;
  Moving& operator=(const Moving&) = delete;

 private:
  bool& moving_;
};

}  // namespace

void Server::let_time_stand(world::Instant instant) {
  stands_at_ = instant;
  sessions_.let_time_stand();
}

// Output of a time that moves as fast as it can must not pile up before clients that read.
bool Server::piles_up(const Link& link) const {
  return link.due_bytes(now()) > kLagBytes;
}

// What faults held back and is due is on its way when the move is over.
bool Server::is_owed(const Link& link) const {
  return link.shaping && link.due_bytes(now()) != 0;
}

bool Server::somebody(Lag lags) const {
  return std::ranges::any_of(
      links_, [this, lags](const Entry& entry) { return !entry.link->time_goes_on && (this->*lags)(*entry.link); });
}

// When the first of those who are waited for has taken nothing for too long. Nothing: nobody is waited for.
std::optional<world::Instant> Server::look_who_reads(Lag lags, world::Instant begun) {
  std::optional<world::Instant> next;
  for (const Entry& entry : links_) {
    Link& link = *entry.link;
    if (link.time_goes_on || !(this->*lags)(link)) continue;
    const world::Instant until = std::max(begun, link.taken_at) + kReaderLimit;
    link.time_goes_on = until <= world_.clock().now();
    if (!link.time_goes_on) next = next ? std::min(*next, until) : until;
  }
  return next;
}

world::Task<> Server::wait_while_somebody(Lag lags) {
  const world::Instant begun = world_.clock().now();
  while (const auto until = look_who_reads(lags, begun)) {
    (void)co_await frame_done_.wait_until(world_.clock(), *until);  // both ends are looked at above
  }
}

std::optional<world::Instant> Server::next_inbound() const {
  std::optional<world::Instant> next;
  const auto at = [&next](const std::optional<world::Instant>& when) {
    if (when) next = next ? std::min(*next, *when) : *when;
  };
  for (const Entry& entry : links_) {
    if (!entry.link->shaping) continue;
    at(entry.link->shaping->reads_at);
    if (entry.link->has_inbound()) at(entry.link->shaping->inbound->next());
  }
  return next;
}

// What is due is brought by those who wait for it; a slow reader may read on.
world::Task<> Server::bring_what_is_due() {
  tell_that_time_moved();
  for (int turn = 0; turn < 2; ++turn) co_await world_.clock().sleep_for(world::Duration(0));
}

world::Task<> Server::move_to(world::Instant target) {
  CHECKRIDE_ASSERT(stands_at_.has_value() && !moving_);
  const Moving moving(moving_);
  // Whoever has bytes of a client at hand takes them in first: they came before the wish to move.
  for (int turn = 0; turn < 2; ++turn) co_await world_.clock().sleep_for(world::Duration(0));
  for (std::uint64_t frames = 1;; ++frames) {
    const auto due = sessions_.next_wake(now());
    const auto inbound = next_inbound();
    if (inbound && *inbound <= target && *inbound > now() && (!due || *inbound <= *due)) {
      stands_at_ = *inbound;
      co_await bring_what_is_due();
      continue;
    }
    if (!due || *due > target) break;
    stands_at_ = std::max(now(), *due);
    run_frame();
    tell_that_time_moved();
    if (somebody(&Server::piles_up)) co_await wait_while_somebody(&Server::piles_up);
    if (frames % kFramesInATurn == 0) co_await world_.clock().sleep_for(world::Duration(0));
  }
  stands_at_ = std::max(now(), target);
  tell_that_time_moved();
  co_await wait_while_somebody(&Server::is_owed);
}

}  // namespace checkride::emulator
