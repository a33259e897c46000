// CHECKRIDE_ASSERT: programmer errors, on in every build; prints file, line and condition, then aborts.
// Never for bytes, files, time or configuration: those are Result<T> (result.hpp).
#pragma once

namespace checkride {

[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace checkride

#define CHECKRIDE_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::checkride::assertion_failed(#condition, __FILE__, __LINE__))
