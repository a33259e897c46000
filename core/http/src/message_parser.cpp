#include "message_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "checkride/result/assert.hpp"

namespace checkride::http {
namespace {

namespace beast = boost::beast;
using beast::http::error;

constexpr std::size_t kResponseHeaderBytesMax = 64 * 1024;

template <class Fields>
Headers headers_of(const Fields& fields) {
  Headers headers;
  for (const auto& field : fields) headers.add(std::string(field.name_string()), std::string(field.value()));
  return headers;
}

// Does the request line name a version of HTTP that is not spoken here? The parser says bad_version of that, and of
// anything else that stands in the version's place or behind it.
bool names_other_version(std::string_view request_line) {
  const std::size_t target = request_line.find(' ') + 1;
  const std::string_view version = request_line.substr(request_line.find(' ', target) + 1).substr(0, 8);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool well_formed = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                           version[6] == '.' && is_digit(version[7]);
  return well_formed && version != "HTTP/1.0" && version != "HTTP/1.1";
}

// `bytes` begin with the request line, if that is what is wrong.
Refusal refusal_for(ErrorCode code, std::string_view bytes) {
  if (code == error::header_limit) return {431, "header_too_large", "the request header is too large"};
  if (code == error::body_limit) return {413, "body_too_large", "the request body is too large"};
  if (code == error::bad_version && names_other_version(bytes)) {
    return {505, "http_version_not_supported", "only HTTP/1.0 and HTTP/1.1 are spoken here"};
  }
  return {400, "bad_request", "this is not a well-formed HTTP/1.1 request: " + code.message()};
}

}  // namespace

struct RequestParser::Impl {
  beast::http::request_parser<beast::http::string_body> parser;
};

RequestParser::RequestParser(std::size_t header_bytes_max, std::size_t body_bytes_max)
    : impl_(std::make_unique<Impl>()) {
  impl_->parser.header_limit(static_cast<std::uint32_t>(header_bytes_max));
  impl_->parser.body_limit(body_bytes_max);
  impl_->parser.eager(true);
}

RequestParser::~RequestParser() = default;

std::size_t RequestParser::feed(std::string_view bytes) {
  CHECKRIDE_ASSERT(!done());
  CHECKRIDE_ASSERT(!refusal_);
  ErrorCode code;
  const std::size_t used = impl_->parser.put(boost::asio::buffer(bytes.data(), bytes.size()), code);
  if (code && code != error::need_more) {
    refusal_ = refusal_for(code, bytes);
  } else if (impl_->parser.is_header_done()) {
    check_header();
  }
  return used;
}

void RequestParser::check_header() {
  if (std::exchange(header_checked_, true)) return;
  const auto& message = impl_->parser.get();
  const auto hosts = message.equal_range(beast::http::field::host);
  const auto count = std::distance(hosts.first, hosts.second);
  if (count > 1 || (count == 0 && message.version() >= 11)) {
    refusal_ = Refusal{400, "bad_request", "expected one Host field, not " + std::to_string(count)};
  }
  const auto coding = message.find(beast::http::field::transfer_encoding);
  if (coding != message.end() && !beast::iequals(coding->value(), "chunked")) {
    refusal_ = Refusal{501, "transfer_coding_not_supported", "the only transfer coding taken is chunked"};
  }
}

bool RequestParser::done() const {
  return impl_->parser.is_done() && !refusal_;
}

bool RequestParser::take_wants_continue() {
  if (continue_answered_ || !impl_->parser.is_header_done() || impl_->parser.is_done()) return false;
  continue_answered_ = true;
  const auto& message = impl_->parser.get();
  return message.version() >= 11 && beast::iequals(message[beast::http::field::expect], "100-continue");
}

bool RequestParser::keep_alive() const {
  return impl_->parser.keep_alive();
}
bool RequestParser::is_http_1_0() const {
  return impl_->parser.get().version() < 11;
}

Request RequestParser::take() {
  CHECKRIDE_ASSERT(done());
  auto message = impl_->parser.release();
  Request request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  request.headers = headers_of(message);
  request.body = std::move(message.body());
  return request;
}

struct ResponseParser::Impl {
  beast::http::response_parser<beast::http::string_body> parser;
};

ResponseParser::ResponseParser(bool to_head, std::size_t body_bytes_max)
    : to_head_(to_head), body_bytes_max_(body_bytes_max) {
  start_over();
}

ResponseParser::~ResponseParser() = default;

void ResponseParser::start_over() {
  impl_ = std::make_unique<Impl>();
  impl_->parser.header_limit(kResponseHeaderBytesMax);
  impl_->parser.body_limit(body_bytes_max_);
  impl_->parser.skip(to_head_);
  impl_->parser.eager(true);
}

std::size_t ResponseParser::feed(std::string_view bytes) {
  CHECKRIDE_ASSERT(!done());
  CHECKRIDE_ASSERT(!error_);
  ErrorCode code;
  const std::size_t used = impl_->parser.put(boost::asio::buffer(bytes.data(), bytes.size()), code);
  if (code == error::body_limit) {
    error_ = "the answer's body is larger than " + std::to_string(body_bytes_max_) + " bytes";
  } else if (code && code != error::need_more) {
    error_ = "the answer is not well-formed HTTP: " + code.message();
  } else if (impl_->parser.is_done() && impl_->parser.get().result_int() / 100 == 1) {
    start_over();
  }
  return used;
}

void ResponseParser::feed_end() {
  ErrorCode code;
  const bool any = impl_->parser.got_some();
  if (any) impl_->parser.put_eof(code);
  if (!any || code || !impl_->parser.is_done()) error_ = "the connection ended before the answer was whole";
}

bool ResponseParser::done() const {
  return impl_->parser.is_done() && !error_;
}

bool ResponseParser::keep_alive() const {
  return impl_->parser.keep_alive();
}

Response ResponseParser::take() {
  CHECKRIDE_ASSERT(done());
  auto message = impl_->parser.release();
  Response response;
  response.status = static_cast<int>(message.result_int());
  response.headers = headers_of(message);
  response.body = std::move(message.body());
  return response;
}

}  // namespace checkride::http
