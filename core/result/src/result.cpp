#include "checkride/result/result.hpp"

#include <array>
#include <atomic>
#include <boost/system/system_error.hpp>
#include <cstdio>
#include <cstdlib>
#include <ostream>

#include "checkride/result/assert.hpp"

namespace checkride {

Error Error::invalid(std::string detail) {
  return Error(boost::system::errc::make_error_code(boost::system::errc::invalid_argument), std::move(detail));
}

std::string Error::message() const {
  const bool says_it_all = code_ == boost::system::errc::invalid_argument && !detail_.empty();
  if (says_it_all || !code_) return detail_;
  if (detail_.empty()) return code_.message();
  return detail_ + ": " + code_.message();
}

Error Error::with(std::string_view context) const {
  std::string detail(context);
  if (!detail_.empty()) detail += ": " + detail_;
  return Error(code_, std::move(detail));
}

std::ostream& operator<<(std::ostream& out, const Error& error) {
  return out << error.message();
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw boost::system::system_error(error.code(), error.detail());
}

namespace {

std::atomic<const char*> told_assertion{nullptr};

}  // namespace

void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, condition);
  static std::array<char, 1024> text;
  static std::atomic<bool> entered{false};
  if (!entered.exchange(true)) {  // of two threads the first is told of
    (void)std::snprintf(text.data(), text.size(), "%s:%d: assertion failed: %s", file, line, condition);
    told_assertion = text.data();
  }
  std::abort();
}

const char* failed_assertion() noexcept {
  return told_assertion;
}

}  // namespace checkride
