// Error and Result<T>: how everything outside the program (bytes, peers, files, configuration) reports failure.
//
//   Result<Frame> read(...);
//   TRY(Frame frame, read(...));            // in a function that returns a Result
//   CO_TRY(Frame frame, co_await read(...)); // in a coroutine that returns one
//
// Programmer errors are CHECKRIDE_ASSERT (assert.hpp); exceptions are for what cannot go on.
#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

namespace checkride {

using ErrorCode = boost::system::error_code;

// What failed and why, for the person who reads it. Default-constructed: no error.
class Error {
 public:
  Error() = default;
  // `detail` says what was wrong, where, and what to do; it may be empty when the code says it all.
  explicit Error(ErrorCode code, std::string detail = {}) : code_(code), detail_(std::move(detail)) {}
  // An input that cannot be used (EINVAL): configuration, scenario, command line.
  static Error invalid(std::string detail);

  const ErrorCode& code() const { return code_; }
  const std::string& detail() const { return detail_; }
  // The whole text: "detail: meaning of the code", or whichever of the two there is.
  std::string message() const;
  // The same error, its detail prefixed by where it was met: "loading alerts.yaml: ...".
  Error with(std::string_view context) const;

 private:
  ErrorCode code_;
  std::string detail_;
};

// Writes message().
std::ostream& operator<<(std::ostream& out, const Error& error);

[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

// A T or an Error; Result<> for "done or why not".
template <class T = void>
class [[nodiscard]] Result : public boost::system::result<T, Error> {
 public:
  using boost::system::result<T, Error>::result;
};

}  // namespace checkride

#define CHECKRIDE_JOIN_(a, b) a##b
#define CHECKRIDE_JOIN(a, b) CHECKRIDE_JOIN_(a, b)
#define CHECKRIDE_TRY_(result, ret, declaration, ...) \
  auto result = (__VA_ARGS__);                        \
  if (!result) ret std::move(result).error();         \
  declaration = std::move(result).value()
#define CHECKRIDE_CHECK_(result, ret, ...) \
  if (auto result = (__VA_ARGS__); !result) ret std::move(result).error()

// TRY(declaration, expression): the value, or return the error.
#define TRY(declaration, ...) CHECKRIDE_TRY_(CHECKRIDE_JOIN(try_result_, __LINE__), return, declaration, __VA_ARGS__)
#define CO_TRY(declaration, ...) \
  CHECKRIDE_TRY_(CHECKRIDE_JOIN(try_result_, __LINE__), co_return, declaration, __VA_ARGS__)
// The same for a Result<> that has no value.
#define TRY_VOID(...) CHECKRIDE_CHECK_(CHECKRIDE_JOIN(try_result_, __LINE__), return, __VA_ARGS__)
#define CO_TRY_VOID(...) CHECKRIDE_CHECK_(CHECKRIDE_JOIN(try_result_, __LINE__), co_return, __VA_ARGS__)
