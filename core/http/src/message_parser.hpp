// Bytes to messages, without I/O. The only sources that see Beast's parser are message_parser.cpp and beast_impl.cpp.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "checkride/http/http.hpp"

namespace checkride::http {

// Why a request cannot be served: the answer to give before closing.
struct Refusal {
  int status = 400;
  std::string code;
  std::string message;
};

// One request, fed piece by piece.
class RequestParser {
 public:
  RequestParser(std::size_t header_bytes_max, std::size_t body_bytes_max);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  // Takes as much of `bytes` as it can and says how many; what is left has to come again, with more behind it. Requires
  // neither done() nor refusal().
  std::size_t feed(std::string_view bytes);
  bool done() const;
  const std::optional<Refusal>& refusal() const { return refusal_; }
  // True once, when the client waits for "100 Continue" before it sends the body.
  bool take_wants_continue();
  // After done(): may another request follow on the connection?
  bool keep_alive() const;
  // Does the client speak HTTP/1.0, which closes unless told otherwise?
  bool is_http_1_0() const;
  // After done(), once.
  Request take();

 private:
  void check_header();

  struct Impl;
  std::unique_ptr<Impl> impl_;
  std::optional<Refusal> refusal_;
  bool continue_answered_ = false;
  bool header_checked_ = false;
};

// One response; interim ones (100 Continue) are passed over.
class ResponseParser {
 public:
  // `to_head`: the request was HEAD, so no body follows whatever the header says.
  ResponseParser(bool to_head, std::size_t body_bytes_max);
  ~ResponseParser();
  ResponseParser(const ResponseParser&) = delete;
  ResponseParser& operator=(const ResponseParser&) = delete;

  // As RequestParser's.
  std::size_t feed(std::string_view bytes);
  // The peer has ended its side: the end of a body without a length, otherwise an error.
  void feed_end();
  bool done() const;
  const std::optional<std::string>& error() const { return error_; }
  // After done(): may another request follow on the connection?
  bool keep_alive() const;
  // After done(), once.
  Response take();

 private:
  void start_over();

  struct Impl;
  std::unique_ptr<Impl> impl_;
  std::optional<std::string> error_;
  bool to_head_;
  std::size_t body_bytes_max_;
};

}  // namespace checkride::http
