// CHECKRIDE_ASSERT: programmer errors, on in every build; prints file, line and condition, then aborts.
// Never for bytes, files, time or configuration: those are Result<T> (result.hpp).
#pragma once

namespace checkride {

[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

// "FILE:LINE: assertion failed: CONDITION" of the assertion that is ending the process, null without one. A handler of
// SIGABRT may ask.
const char* failed_assertion() noexcept;

}  // namespace checkride

#define CHECKRIDE_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::checkride::assertion_failed(#condition, __FILE__, __LINE__))
