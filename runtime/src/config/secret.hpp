// Secret: a configured value that is never printed, logged or served; only what uses it may look at it.
#pragma once

#include "checkride/values/secret.hpp"

namespace checkride::runtime {

using values::Secret;

}  // namespace checkride::runtime
