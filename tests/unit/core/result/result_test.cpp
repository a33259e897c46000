// Goal: an Error says what its reader needs, and TRY hands it upwards. Method: plain examples.
#include "checkride/result/result.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "checkride/result/assert.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride {
namespace {

using test::FailsWith;
using test::IsOkWith;
using testing::Eq;
using testing::HasSubstr;

Result<int> half(int value) {
  if (value % 2 != 0) return Error::invalid("7 is odd");
  return value / 2;
}

Result<int> quarter(int value) {
  TRY(const int once, half(value));
  TRY(const int twice, half(once));
  return twice;
}

Result<> check(int value) {
  TRY_VOID(quarter(value));
  return {};
}

TEST(Error, InvalidInputIsItsDetailAlone) {
  EXPECT_EQ(Error::invalid("7 is odd").message(), "7 is odd");
}

TEST(Error, CodeAndDetailAreBothInTheMessage) {
  const Error error(make_error_code(boost::system::errc::timed_out), "127.0.0.1:5111");
  EXPECT_THAT(error.message(), HasSubstr("127.0.0.1:5111: "));
  EXPECT_THAT(error.message(), HasSubstr("timed out"));
}

TEST(Error, ContextComesFirst) {
  EXPECT_EQ(Error::invalid("bad").with("a.yaml").message(), "a.yaml: bad");
}

TEST(Error, DefaultIsNoError) {
  EXPECT_EQ(Error().message(), "");
}

TEST(Result, TryReturnsTheValue) {
  EXPECT_THAT(quarter(8), IsOkWith(Eq(2)));
}

TEST(Result, TryReturnsTheFirstError) {
  EXPECT_THAT(quarter(7), FailsWith(Eq("7 is odd")));
  EXPECT_THAT(check(14), FailsWith(Eq("7 is odd")));
}

TEST(Result, ValueOfAnErrorThrows) {
  EXPECT_THROW((void)half(7).value(), boost::system::system_error);
}

TEST(AssertDeath, SaysFileAndCondition) {
  EXPECT_DEATH(CHECKRIDE_ASSERT(1 == 2), "result_test.cpp:[0-9]+: assertion failed: 1 == 2");
}

// For whoever handles the signal that it ends in.
void ask_in_a_handler(int) {
  const char* told = failed_assertion();
  std::fputs(told != nullptr && std::strstr(told, "result_test.cpp") != nullptr ? "told in time" : "not told", stderr);
  std::_Exit(3);
}

TEST(AssertDeath, IsKnownWhenItEndsTheProcess) {
  EXPECT_EQ(failed_assertion(), nullptr);
  const auto run = [] {
    (void)std::signal(SIGABRT, ask_in_a_handler);
    CHECKRIDE_ASSERT(1 == 2);
  };
  EXPECT_EXIT(run(), testing::ExitedWithCode(3), "told in time");
}

}  // namespace
}  // namespace checkride
