#include <utility>

#include "exchange.hpp"

namespace checkride::http {
namespace {

using world::Stream;
using world::Task;
using world::World;

Task<Result<Response>> exchange(World& world, Outgoing request, std::optional<tls::Client> trust) {
  CO_TRY(Stream stream, co_await open(world, request.to, std::move(trust), std::string()));
  ClientExchange one(stream, request);
  auto response = co_await one.run();
  stream.close();
  co_return response;
}

}  // namespace

Task<Result<Response>> fetch(World& world, Url url, Request request, world::Duration limit, std::size_t body_bytes_max,
                             std::optional<tls::Client> trust) {
  CO_TRY(Outgoing outgoing, prepare(url, request, body_bytes_max, trust.has_value(), Afterwards::close));
  if (!outgoing.secure) trust.reset();
  const world::Endpoint to = outgoing.to;
  Task<Result<Response>> work = exchange(world, std::move(outgoing), std::move(trust));
  auto response = co_await world::within(world.clock(), limit, std::move(work));
  co_return with_place(std::move(response), to);
}

}  // namespace checkride::http
