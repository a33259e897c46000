// Matchers for Result<T>: EXPECT_THAT(result, IsOk()), IsOkWith(matcher), FailsWith(message matcher).
#pragma once

#include <gmock/gmock.h>

#include <ostream>
#include <string>
#include <type_traits>

#include "checkride/result/result.hpp"

namespace checkride {

// Keeps GoogleTest from printing a T that has no operator<<.
template <class T>
void PrintTo(const Result<T>& result, std::ostream* out) {
  *out << (result.has_error() ? "the error: " + result.error().message() : "a value");
}

}  // namespace checkride

namespace checkride::test {

MATCHER(IsOk, "is a value") {
  if (!arg.has_error()) return true;
  *result_listener << "which is the error: " << arg.error().message();
  return false;
}

MATCHER_P(IsOkWith, matcher, "is a value that matches") {
  if (arg.has_error()) {
    *result_listener << "which is the error: " << arg.error().message();
    return false;
  }
  return testing::ExplainMatchResult(testing::MatcherCast<const std::decay_t<decltype(arg.value())>&>(matcher),
                                     arg.value(), result_listener);
}

// The error's whole message matches: FailsWith(HasSubstr("line 3")).
MATCHER_P(FailsWith, matcher, "is an error whose message matches") {
  if (!arg.has_error()) {
    *result_listener << "which is a value";
    return false;
  }
  return testing::ExplainMatchResult(testing::MatcherCast<const std::string&>(matcher), arg.error().message(),
                                     result_listener);
}

}  // namespace checkride::test
