#include "pool.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/error.hpp>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::http {
namespace {

namespace asio = boost::asio;
using world::Instant;
using world::Task;
using State = Connections::State;

// Completion of the read of a connection that rests.
struct RestEnded {
  std::shared_ptr<Rest> rest;
  void operator()(ErrorCode code, std::size_t) const { rest->end(code); }
};

void begin_rest(Kept& kept, world::World& world) {
  kept.rest->reading = true;
  auto ended = asio::bind_cancellation_slot(kept.rest->stop.slot(), RestEnded{kept.rest});
  world::Waiter waiter(asio::bind_executor(world.executor(), std::move(ended)));
  kept.stream.async_read_some(asio::buffer(kept.rest->into), std::move(waiter));
}

// A place in the queue, held while one waits.
class Turn {
 public:
  Turn(std::shared_ptr<State> state, std::shared_ptr<Place> place)
      : state_(std::move(state)), place_(std::move(place)), ticket_(state_->next_ticket++) {
    place_->queue.push_back(ticket_);
  }
  ~Turn() {
    std::erase(place_->queue, ticket_);
    state_->free();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool has_come() const { return place_->queue.front() == ticket_; }

 private:
  std::shared_ptr<State> state_;
  std::shared_ptr<Place> place_;
  std::uint64_t ticket_;
};

// What can be had of the place now: nothing, where all of its connections are in use. A new connection that finds no
// room takes that of the one that has been idle longest.
std::unique_ptr<Lease> lease_now(const std::shared_ptr<State>& state, const std::shared_ptr<Place>& place, bool fresh) {
  state->close_due(state->clock().now());
  if (!place->idle.empty() && !fresh) {
    Kept kept = std::move(place->idle.back());
    place->idle.pop_back();
    return std::make_unique<Lease>(state, place, std::move(kept));
  }
  if (place->open >= state->limits.open_max && !place->idle.empty()) {
    place->idle.front().stream.close();
    place->idle.erase(place->idle.begin());
    --place->open;
  }
  if (place->open >= state->limits.open_max) return nullptr;
  return std::make_unique<Lease>(state, place);
}

Error all_busy(const Place& place, const ConnectionLimits& limits) {
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(limits.wait).count();
  const auto code = make_error_code(boost::system::errc::resource_unavailable_try_again);
  return Error(code, place.to.text() + ": all " + std::to_string(limits.open_max) + " connections were in use for " +
                         std::to_string(milliseconds) + " ms");
}

// Closes what has been idle too long, until nothing is idle.
Task<> close_what_is_due(std::shared_ptr<State> state) {
  for (;;) {
    state->close_due(state->clock().now());
    const std::optional<Instant> next = state->next_due();
    if (!next) break;
    state->keeper_until = *next;
    (void)co_await state->sooner.wait_until(state->clock(), *next);
  }
  state->keeping = false;
}

}  // namespace

void Rest::end(ErrorCode code) {
  reading = false;
  spoiled = code != asio::error::operation_aborted;
  ended.notify_all();
  const std::shared_ptr<State> alive = pool.lock();
  if (spoiled && alive != nullptr) alive->sooner.notify_all();
}

std::shared_ptr<Place> Connections::State::place_of(bool secure, const world::Endpoint& to) {
  for (const auto& place : places) {
    if (place->secure == secure && place->to == to) return place;
  }
  places.push_back(std::make_shared<Place>(secure, to));
  return places.back();
}

void Connections::State::watch_until(Instant due) {
  if (keeping && due < keeper_until) sooner.notify_all();
  if (std::exchange(keeping, true)) return;
  keeper_until = due;
  if (!keeper) keeper.emplace(world.executor());
  keeper->spawn("idle connections", close_what_is_due(shared_from_this()));
}

void Connections::State::drop_idle() {
  for (const auto& place : places) {
    place->open -= place->idle.size();
    place->idle.clear();
  }
}

void Connections::State::close_due(Instant now) {
  bool any = false;
  for (const auto& place : places) {
    const std::size_t before = place->idle.size();
    std::erase_if(place->idle, [now](Kept& kept) {
      if (!kept.is_due(now)) return false;
      kept.stream.close();
      return true;
    });
    place->open -= before - place->idle.size();
    any = any || place->idle.size() != before;
  }
  if (any) free();
}

std::optional<Instant> Connections::State::next_due() const {
  std::optional<Instant> next;
  for (const auto& place : places) {
    for (const Kept& kept : place->idle) next = std::min(next.value_or(kept.due()), kept.due());
  }
  return next;
}

void Connections::State::free() {
  std::erase_if(places, [](const auto& place) { return place->open == 0 && place->queue.empty(); });
  freed.notify_all();
}

Lease::Lease(std::shared_ptr<State> state, std::shared_ptr<Place> place)
    : state_(std::move(state)), place_(std::move(place)) {
  kept_.rest = std::make_shared<Rest>(state_->world.executor(), state_);
  ++place_->open;
}

Lease::Lease(std::shared_ptr<State> state, std::shared_ptr<Place> place, Kept kept)
    : state_(std::move(state)), place_(std::move(place)), kept_(std::move(kept)) {}

Lease::~Lease() {
  if (place_ == nullptr) return;  // moved from, or kept
  --place_->open;
  state_->free();
}

void Lease::open(world::Stream stream) {
  CHECKRIDE_ASSERT(is_new());
  kept_.stream = std::move(stream);
  kept_.old_at = world::after(state_->clock().now(), state_->limits.lifetime);
  ++state_->so_far.opened;
}

Task<bool> Lease::wake() {
  Rest& rest = *kept_.rest;
  if (rest.reading) rest.stop.emit(asio::cancellation_type::terminal);
  while (rest.reading) co_await rest.ended.wait();
  co_return !rest.spoiled;
}

void Lease::keep() {
  const Instant now = state_->clock().now();
  if (state_->closed || kept_.old_at <= now || place_->idle.size() >= state_->limits.idle_max) {
    return kept_.stream.close();
  }
  kept_.idle_until = world::after(now, state_->limits.idle);
  begin_rest(kept_, state_->world);
  place_->idle.push_back(std::move(kept_));
  state_->watch_until(place_->idle.back().due());
  place_.reset();
  state_->free();
}

Task<Result<Lease>> take(std::shared_ptr<State> state, bool secure, world::Endpoint to, bool fresh) {
  const std::shared_ptr<Place> place = state->place_of(secure, to);
  const Turn turn(state, place);
  const Instant deadline = world::after(state->clock().now(), state->limits.wait);
  for (;;) {
    const std::unique_ptr<Lease> lease = turn.has_come() ? lease_now(state, place, fresh) : nullptr;
    if (lease != nullptr) {
      bool fit = lease->is_new();
      if (!fit) fit = co_await lease->wake();
      if (fit) co_return std::move(*lease);
      continue;
    }
    if (state->clock().now() >= deadline) co_return all_busy(*place, state->limits);
    (void)co_await state->freed.wait_until(state->clock(), deadline);
  }
}

}  // namespace checkride::http
