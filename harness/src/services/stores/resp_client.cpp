#include "services/stores/resp_client.hpp"

#include <array>
#include <boost/asio/error.hpp>
#include <boost/system/errc.hpp>
#include <utility>

namespace checkride::harness::stores {

namespace {

using resp::Request;
using resp::Value;

Error closed() {
  return Error(boost::asio::error::not_connected, "the connection to the store was given up");
}

}  // namespace

world::Task<Result<std::unique_ptr<RespClient>>> RespClient::connect(world::World& world, world::Endpoint to,
                                                                     std::string password, world::Duration limit) {
  CO_TRY(world::Stream stream, co_await world::within(world.clock(), limit, world.network().connect(to)));
  auto client = std::make_unique<RespClient>(world, std::move(stream));
  if (!password.empty()) {
    Request auth{"AUTH", password};
    CO_TRY(const Value answer, co_await client->ask(std::move(auth), limit));
    if (answer.is_error() && !answer.text.starts_with("WRONGPASS")) co_return Error::invalid(answer.text);
    if (answer.is_error()) {
      co_return Error(make_error_code(boost::system::errc::permission_denied),
                      to.text() + " does not take the password");
    }
  }
  co_return Result<std::unique_ptr<RespClient>>(std::move(client));
}

world::Task<Result<Value>> RespClient::ask(Request request, world::Duration limit) {
  std::vector<Request> requests;
  requests.push_back(std::move(request));
  CO_TRY(auto answers, co_await ask_all(std::move(requests), limit));
  co_return std::move(answers.front());
}

world::Task<Result<std::vector<Value>>> RespClient::ask_all(std::vector<Request> requests, world::Duration limit) {
  if (!open_) co_return closed();
  std::string bytes;
  for (const Request& request : requests) bytes += resp::encode(request);
  auto answers = co_await world::within(world_.clock(), limit, exchange(std::move(bytes), requests.size()));
  if (!answers) close();
  co_return answers;
}

world::Task<Result<Value>> RespClient::listen(world::Duration limit) {
  if (!open_) co_return closed();
  auto value = co_await world::within(world_.clock(), limit, next());
  if (!value && value.error().code() != boost::asio::error::timed_out) close();
  co_return value;
}

void RespClient::close() {
  if (std::exchange(open_, false)) stream_.close();
}

world::Task<Result<std::vector<Value>>> RespClient::exchange(std::string bytes, std::size_t answers) {
  heard_ = false;
  CO_TRY_VOID(co_await world::write_all(stream_, std::string_view(bytes)));
  std::vector<Value> values;
  while (values.size() < answers) {
    CO_TRY(Value value, co_await next());
    values.push_back(std::move(value));
  }
  co_return values;
}

world::Task<Result<Value>> RespClient::next() {
  std::array<char, 16 * 1024> bytes;
  while (true) {
    CO_TRY(auto value, reader_.next());
    if (value) co_return std::move(*value);
    CO_TRY(const std::size_t count, co_await world::read_some(stream_, std::as_writable_bytes(std::span(bytes))));
    heard_ = true;
    reader_.feed(std::string_view(bytes.data(), count));
  }
}

}  // namespace checkride::harness::stores
