// RESP2, the protocol of Redis: values, requests, and a reader that takes bytes as they come.
//
//   resp::Reader reader;
//   reader.feed(bytes);
//   while (true) {
//     TRY(auto request, reader.next_request());
//     if (!request) break;                       // more bytes are needed
//     ...
//   }
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"

namespace checkride::harness::resp {

// What a server answers.
struct Value {
  enum class Kind { simple, error, integer, bulk, null, array };
  Kind kind = Kind::null;
  std::string text;          // simple, error, bulk
  std::int64_t number = 0;   // integer
  std::vector<Value> items;  // array

  static Value simple(std::string text);
  static Value error(std::string text);
  static Value integer(std::int64_t number);
  static Value bulk(std::string text);
  static Value array(std::vector<Value> items);
  // A bulk string for each.
  static Value texts(const std::vector<std::string>& texts);

  bool is_error() const { return kind == Kind::error; }
  bool operator==(const Value&) const = default;
};

// A command and its arguments.
using Request = std::vector<std::string>;

std::string encode(const Value& value);
std::string encode(const Request& request);

inline constexpr std::size_t kBulkBytesMax = 8 * 1024 * 1024;
inline constexpr std::size_t kLineBytesMax = 64 * 1024;
inline constexpr std::size_t kItemsMax = 100'000;           // of one array
inline constexpr std::size_t kDepthMax = 8;                 // of arrays in arrays
inline constexpr std::size_t kBytesMax = 16 * 1024 * 1024;  // of one value with all that is in it

// Total over any bytes: each gives values, or asks for more, or ends in an error (invalid) that says what was wrong and
// at which byte. After an error there is nothing but that error.
class Reader {
 public:
  void feed(std::string_view bytes);
  // The next value as a server sends it; nothing until it is whole.
  Result<std::optional<Value>> next();
  // The next request as a client sends it: an array of bulk strings, or one line of words, as people type them. An
  // empty one has no words.
  Result<std::optional<Request>> next_request();

 private:
  struct Open {
    Value array;
    std::size_t wanted = 0;
  };

  Result<std::optional<Value>> read_one();
  Result<std::optional<Value>> read_bulk(std::string_view header, std::size_t header_bytes);
  Result<std::optional<Value>> open_array(std::string_view header);
  Result<std::optional<std::string_view>> line() const;
  Result<std::int64_t> number(std::string_view digits) const;
  Error wrong(std::string_view what) const;
  void take(std::size_t bytes);

  std::string pending_;
  std::size_t begin_ = 0;     // of what is not yet taken from `pending_`
  std::uint64_t taken_ = 0;   // bytes so far, for messages
  std::size_t of_value_ = 0;  // bytes taken of the value that is being read
  std::vector<Open> open_;
  std::optional<Error> error_;
};

}  // namespace checkride::harness::resp
