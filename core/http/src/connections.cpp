#include "checkride/http/connections.hpp"

#include <utility>

#include "checkride/result/assert.hpp"
#include "exchange.hpp"
#include "pool.hpp"

namespace checkride::http {
namespace {

using world::Stream;
using world::Task;
using State = Connections::State;

Task<Result<Stream>> open_for(std::shared_ptr<State> state, const Outgoing& request) {
  std::optional<tls::Client> trust;
  if (request.secure) trust = state->trust;
  Task<Result<Stream>> opened = open(state->world, request.to, std::move(trust), state->limits.known_as);
  if (!state->limits.connect) return opened;
  return world::within(state->clock(), *state->limits.connect, std::move(opened));
}

Task<Result<Response>> exchange(std::shared_ptr<State> state, Outgoing request) {
  for (bool fresh = false;; fresh = true) {
    CO_TRY(Lease lease, co_await take(state, request.secure, request.to, fresh));
    const bool reused = !lease.is_new();
    if (reused) {
      ++state->so_far.reused;
    } else {
      CO_TRY(Stream stream, co_await open_for(state, request));
      lease.open(std::move(stream));
    }
    ClientExchange one(lease.stream(), request);
    auto response = co_await one.run();
    if (response && one.may_follow()) {
      lease.keep();
      co_return response;
    }
    lease.stream().close();
    // The server may have closed what was kept while the request was on its way. It has not said that it did not act.
    const bool again = !response && reused && !one.heard() && request.idempotent;
    if (!again) co_return response;
    ++state->so_far.retried;
  }
}

Task<Result<Response>> fetch_on(std::shared_ptr<State> state, Url url, Request request, world::Duration limit,
                                std::size_t body_bytes_max) {
  CO_TRY(Outgoing outgoing, prepare(url, request, body_bytes_max, state->trust.has_value(), Afterwards::keep));
  const world::Endpoint to = outgoing.to;
  Task<Result<Response>> work = exchange(state, std::move(outgoing));
  auto response = co_await world::within(state->clock(), limit, std::move(work));
  co_return with_place(std::move(response), to);
}

}  // namespace

Connections::Connections(world::World& world, ConnectionLimits limits, std::optional<tls::Client> trust)
    : state_(std::make_shared<State>(world, limits, std::move(trust))) {
  CHECKRIDE_ASSERT(limits.open_max > 0);
}

Connections::~Connections() {
  state_->closed = true;
  state_->keeper.reset();
  state_->drop_idle();
}

Task<Result<Response>> Connections::fetch(Url url, Request request, world::Duration limit, std::size_t body_bytes_max) {
  return fetch_on(state_, std::move(url), std::move(request), limit, body_bytes_max);
}

void Connections::close_idle() {
  state_->close_due(world::Instant::max());
}

ConnectionCounts Connections::counts() const {
  ConnectionCounts counts = state_->so_far;
  for (const auto& place : state_->places) {
    counts.open += place->open;
    counts.idle += place->idle.size();
    counts.waiting += place->queue.size();
  }
  return counts;
}

}  // namespace checkride::http
