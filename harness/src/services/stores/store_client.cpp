#include "services/stores/store_client.hpp"

#include <array>
#include <boost/asio/error.hpp>
#include <boost/system/errc.hpp>
#include <utility>

namespace checkride::harness::stores {

namespace json = boost::json;

world::Task<Result<std::unique_ptr<StoreClient>>> StoreClient::connect(world::World& world, world::Endpoint to,
                                                                       std::string password, world::Duration limit) {
  CO_TRY(world::Stream stream, co_await world::within(world.clock(), limit, world.network().connect(to)));
  auto client = std::make_unique<StoreClient>(world, std::move(stream));
  if (!password.empty()) {
    json::object auth;
    auth["do"] = "auth";
    auth["password"] = password;
    CO_TRY(const json::object answer, co_await client->ask(std::move(auth), limit));
    const auto refused = error_in(answer);
    if (refused && !refused->starts_with("denied")) co_return Error::invalid(*refused);
    if (refused) {
      co_return Error(make_error_code(boost::system::errc::permission_denied),
                      to.text() + " does not take the password");
    }
  }
  co_return Result<std::unique_ptr<StoreClient>>(std::move(client));
}

world::Task<Result<json::object>> StoreClient::ask(json::object request, world::Duration limit) {
  if (!open_) co_return Error(boost::asio::error::not_connected, "the connection to the database was given up");
  auto answer = co_await world::within(world_.clock(), limit, exchange(encode_line(request)));
  if (!answer) close();
  co_return answer;
}

void StoreClient::close() {
  if (std::exchange(open_, false)) stream_.close();
}

world::Task<Result<json::object>> StoreClient::exchange(std::string line) {
  heard_ = false;
  CO_TRY_VOID(co_await world::write_all(stream_, std::string_view(line)));
  std::array<char, 16 * 1024> bytes;
  while (true) {
    CO_TRY(auto answer, reader_.next());
    if (answer) co_return Result<json::object>(std::move(*answer));
    CO_TRY(const std::size_t count, co_await world::read_some(stream_, std::as_writable_bytes(std::span(bytes))));
    heard_ = true;
    reader_.feed(std::string_view(bytes.data(), count));
  }
}

}  // namespace checkride::harness::stores
