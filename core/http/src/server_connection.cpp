#include "server_connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "checkride/values/ascii.hpp"
#include "checkride/world/timed_stream.hpp"
#include "message_parser.hpp"
#include "response_text.hpp"

namespace checkride::http {
namespace {

namespace asio = boost::asio;
using world::Duration;
using world::Instant;
using world::Stream;
using world::Task;

constexpr std::size_t kChunkBytes = 16 * 1024;
// How long, and how much of, what a refused client goes on sending is read and dropped, so that the answer arrives
// instead of a reset.
constexpr Duration kLinger = std::chrono::seconds(1);
constexpr std::size_t kLingerBytesMax = 8 * 1024 * 1024;

// An answer may ask for the end of its connection, as the answers before a drain do.
bool says_close(const Response& response) {
  const auto field = response.headers.find("Connection");
  return field && values::same_text(*field, "close");
}

// While it lives the connection waits for a request.
class IdleMark {
 public:
  IdleMark(ServerState& service, const IdleClient& one) : service_(service), stream_(one.stream) {
    service.idle.push_back(one);
  }
  ~IdleMark() {
    std::erase_if(service_.idle, [this](const IdleClient& one) { return one.stream == stream_; });
  }
  IdleMark(const IdleMark&) = delete;
  IdleMark& operator=(const IdleMark&) = delete;

 private:
  ServerState& service_;
  Stream* stream_;
};

// One connection: requests in turn until one side ends it.
class Connection {
 public:
  Connection(Stream stream, std::shared_ptr<ServerState> service)
      : stream_(std::move(stream)), service_(std::move(service)), clock_(service_->world.clock()) {
    remote_ = stream_.remote();
    newcomer_until_ = clock_.now() + kNewcomer;
  }

  Task<> run() {
    bool keep_alive = true;
    while (keep_alive && service_->open && (is_newcomer() || !service_->draining())) {
      RequestParser parser(service_->limits.header_bytes_max, service_->limits.body_bytes_max);
      const bool received = co_await receive(parser);
      if (!received || !service_->open) break;
      newcomer_until_ = Instant();
      ResponseShape shape;
      shape.keep_alive = parser.keep_alive();
      shape.http_1_0 = parser.is_http_1_0();
      Request request = parser.take();
      shape.head = request.method == "HEAD";
      begin(request);
      Response response = co_await answer(request);
      if (!service_->open) break;
      // Without chunks only the end of the connection ends such a body.
      if (response.stream != nullptr && shape.http_1_0) shape.keep_alive = false;
      if (service_->draining()) shape.keep_alive = false;
      const bool sent = co_await finish(request, response, &shape);
      keep_alive = shape.keep_alive && sent;
      if (response.raw != nullptr) co_await break_off(*response.raw);
      if (sent && !keep_alive) co_await linger();
    }
    stream_.close();
  }

 private:
  bool is_newcomer() const { return clock_.now() < newcomer_until_; }

  void begin(Request& request) {
    request.remote = remote_;
    if (service_->hooks.on_request) service_->hooks.on_request(request);
  }

  // What the handler gives, or 500.
  Task<Response> answer(const Request& request) {
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    std::string what;
    try {
      Response response = co_await service_->handler(request);
      if (is_sendable(response)) co_return response;
      what = "the handler gave a status or a header that cannot be sent";
    } catch (const std::exception& failure) {
      if (state.cancelled() != asio::cancellation_type::none) throw;  // the end of this task, and no failure
      what = failure.what();
    }
    service_->report(request.method + " " + request.path() + ": " + what);
    co_return error_response(500, "internal_error", "the request failed here, not by its own fault");
  }

  // Sends the answer, which may be the connection's last by its own word, and tells of the exchange. True: all of it
  // went out.
  Task<bool> finish(const Request& request, Response& response, ResponseShape* shape) {
    if (service_->hooks.on_response) service_->hooks.on_response(request, response);
    if (says_close(response)) shape->keep_alive = false;
    body_bytes_ = 0;
    const bool sent = co_await send(request, response, *shape);
    if (service_->open && service_->hooks.on_exchange) {
      service_->hooks.on_exchange({request, response, body_bytes_, clock_.now() - began_, sent});
    }
    began_ = clock_.now();
    co_return sent;
  }

  // True when the parser holds a request; false when the connection is to be closed, a refusal having been answered.
  Task<bool> receive(RequestParser& parser) {
    skip_empty_lines();
    if (pending_.empty()) {
      const bool asked = co_await wait_for_request();
      if (!asked) co_return false;
    }
    began_ = clock_.now();
    const auto code = co_await read_request(parser);
    if (code) {
      co_await refuse_incomplete(code);
      co_return false;
    }
    if (parser.refusal()) co_await refuse(*parser.refusal());
    co_return !parser.refusal();
  }

  // Some clients send an empty line behind a body; RFC 9112 asks to pass over it before a request.
  void skip_empty_lines() { pending_.erase(0, pending_.find_first_not_of("\r\n")); }

  // True when the first bytes of one are there. A drain may close the connection meanwhile, or a newcomer that needs
  // its place.
  Task<bool> wait_for_request() {
    const IdleMark mark(*service_, {&stream_, newcomer_until_});
    const Instant deadline = service_->draining() ? newcomer_until_ : clock_.now() + service_->limits.idle;
    while (pending_.empty()) {
      const auto code = co_await read_more(deadline);
      if (code) co_return false;
      skip_empty_lines();
    }
    co_return true;
  }

  // Until the parser is done or refuses it; else why the rest did not come. Whoever sends in small pieces keeps the
  // place in the order of beginning, too.
  Task<ErrorCode> read_request(RequestParser& parser) {
    const SlowMark mark(*service_, {&stream_, [this] { stream_.close(); }});
    const Instant deadline = clock_.now() + service_->limits.request;
    for (;;) {
      pending_.erase(0, parser.feed(pending_));
      if (parser.refusal() || parser.done()) co_return ErrorCode();
      if (parser.take_wants_continue()) {
        const bool written = co_await write("HTTP/1.1 100 Continue\r\n\r\n");
        if (!written) co_return ErrorCode(asio::error::connection_aborted);
      }
      const auto code = co_await read_more(deadline);
      if (code) co_return code;
    }
  }

  Task<ErrorCode> read_more(Instant deadline) {
    const auto count = co_await world::read_some(stream_, chunk_, clock_, deadline);
    if (!count) co_return count.error().code();
    pending_.append(reinterpret_cast<const char*>(chunk_.data()), *count);
    co_return ErrorCode();
  }

  Task<bool> write(std::string bytes) {
    const auto written = co_await world::write_all(stream_, bytes, clock_, clock_.now() + service_->limits.request);
    co_return written.has_value();
  }

  Task<bool> send(const Request& request, const Response& response, ResponseShape shape) {
    std::string bytes = serialize(response, shape, service_->world.clock().utc_now());
    if (response.raw != nullptr) co_return co_await send_part(*response.raw, std::move(bytes));
    const bool written = co_await write(std::move(bytes));
    const bool has_body = !shape.head && response.status != 204 && response.status != 304;
    if (written && has_body && response.stream == nullptr) body_bytes_ = response.body.size();
    if (!written || response.stream == nullptr || shape.head) co_return written;
    co_return co_await send_stream(request, *response.stream, shape);
  }

  // False, for that is no answer.
  Task<bool> send_part(const RawExchange& raw, std::string whole) {
    std::string bytes = raw.bytes;
    if (bytes.empty()) bytes = std::move(whole);
    bytes.resize(std::min(bytes.size(), raw.bytes_max));
    const std::size_t size = bytes.size();
    const bool written = co_await write(std::move(bytes));
    if (written) body_bytes_ = size;
    co_return false;
  }

  Task<> break_off(const RawExchange& raw) {
    if (raw.end == RawExchange::End::reset) stream_.reset();
    if (raw.end == RawExchange::End::close) co_await linger();
    if (raw.end != RawExchange::End::stall) co_return;
    const Instant deadline = world::after(clock_.now(), raw.stall);
    const IdleMark mark(*service_, {&stream_, newcomer_until_});
    while (!service_->draining()) {
      pending_.clear();
      const auto code = co_await read_more(deadline);
      if (code) co_return;
    }
  }

  // The next piece of a body, or nothing from a source that failed: then the client is to see that the body broke off,
  // for it is too late for a 500.
  Task<std::optional<std::string>> next_piece(const Request& request, BodySource& source) {
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    std::string what;
    try {
      co_return co_await source.next();
    } catch (const std::exception& failure) {
      if (state.cancelled() != asio::cancellation_type::none) throw;  // the end of this task, and no failure
      what = failure.what();
    }
    service_->report(request.method + " " + request.path() + ", in the middle of the body: " + what);
    co_return std::nullopt;
  }

  // True: the whole body went out.
  Task<bool> send_stream(const Request& request, BodySource& source, ResponseShape shape) {
    for (;;) {
      const std::optional<std::string> next = co_await next_piece(request, source);
      if (!next || !service_->open) co_return false;
      const std::string& piece = *next;
      if (piece.empty() && shape.http_1_0) co_return true;
      std::string bytes = shape.http_1_0 ? piece : chunk_of(piece);
      const bool written = co_await write(std::move(bytes));
      if (written) body_bytes_ += piece.size();
      if (!written || piece.empty()) co_return written;
    }
  }

  Task<> refuse_incomplete(ErrorCode code) {
    Refusal refusal;
    if (code == boost::system::errc::timed_out) {
      refusal = Refusal{408, "request_timeout", "the request did not arrive in time"};
    } else if (code == boost::asio::error::eof) {
      refusal = Refusal{400, "bad_request", "the request ended before it was whole"};
    } else {
      co_return;
    }
    co_await refuse(refusal);
  }

  Task<> refuse(const Refusal& refusal) {
    ResponseShape shape;
    shape.keep_alive = false;
    Request request;
    request.method.clear();
    request.target.clear();
    begin(request);
    Response response = error_response(refusal.status, refusal.code, refusal.message);
    const bool sent = co_await finish(request, response, &shape);
    if (sent) co_await linger();
  }

  Task<> linger() {
    stream_.shutdown_send();
    const Instant deadline = clock_.now() + kLinger;
    std::size_t dropped = 0;
    while (dropped < kLingerBytesMax) {
      pending_.clear();
      const auto code = co_await read_more(deadline);
      if (code) co_return;
      dropped += pending_.size();
    }
  }

  Stream stream_;
  std::shared_ptr<ServerState> service_;
  world::Clock& clock_;
  world::Endpoint remote_;
  Instant newcomer_until_;        // the beginning of time once it has asked
  Instant began_;                 // of the request
  std::uint64_t body_bytes_ = 0;  // sent of its answer
  std::string pending_;           // received, not yet taken by a parser
  std::array<std::byte, kChunkBytes> chunk_;
};

}  // namespace

Task<> serve_requests(Stream stream, std::shared_ptr<ServerState> service) {
  Connection connection(std::move(stream), std::move(service));
  co_await connection.run();
}

}  // namespace checkride::http
