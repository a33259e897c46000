#include "checkride/world/stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <charconv>

#include "stream_errors.hpp"

namespace checkride::world {
namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

Error bad_endpoint(std::string_view text) {
  return Error::invalid("\"" + std::string(text) +
                        "\" is not an address: expected HOST:PORT, such as 127.0.0.1:5111 "
                        "or [::1]:5111");
}

}  // namespace

void throw_if_task_cancelled(ErrorCode code, const asio::cancellation_state& state) {
  if (code == asio::error::operation_aborted && state.cancelled() != asio::cancellation_type::none) {
    throw boost::system::system_error(code);
  }
}

Error stream_error(ErrorCode code, const Stream& stream) {
  return Error(code, stream.remote().text());
}

std::string Endpoint::text() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  return (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<Endpoint> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return bad_endpoint(text);
  std::string_view host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.empty() || host.find_first_of(":[] /") != std::string_view::npos) {
    return bad_endpoint(text);
  }
  std::uint16_t port = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (digits.empty() || code != std::errc() || end != digits.data() + digits.size()) return bad_endpoint(text);
  Endpoint endpoint;
  endpoint.host = std::string(host);
  endpoint.port = port;
  return endpoint;
}

Task<Result<std::size_t>> read_some(Stream& stream, std::span<std::byte> into) {
  const asio::mutable_buffer buffer(into.data(), into.size());
  const auto [code, count] = co_await stream.async_read_some(buffer, kAsTuple);
  if (code) {
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    throw_if_task_cancelled(code, state);
    co_return stream_error(code, stream);
  }
  co_return count;
}

Task<Result<>> write_all(Stream& stream, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const asio::const_buffer buffer(bytes.data(), bytes.size());
    const auto [code, count] = co_await stream.async_write_some(buffer, kAsTuple);
    if (code) {
      const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
      throw_if_task_cancelled(code, state);
      co_return stream_error(code, stream);
    }
    bytes = bytes.subspan(count);
  }
  co_return Result<>();
}

Task<Result<>> write_all(Stream& stream, std::string_view bytes) {
  return write_all(stream, std::as_bytes(std::span(bytes)));
}

}  // namespace checkride::world
