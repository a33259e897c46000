// ${VARIABLE} inside scalars, after parsing: a value can never become YAML structure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checkride/values/document.hpp"

namespace checkride::values {

// The value of a variable, or nothing if it is not set. For a program: World::environment.
using VariableLookup = std::function<std::optional<std::string>(const std::string& name)>;

inline constexpr std::size_t kInterpolatedBytesMax = 1024 * 1024;

// Replaces in every scalar value (never in keys):
//   ${NAME}            the value; an error if NAME is not set
//   ${NAME:-default}   the value, or `default` (plain text up to '}') if NAME is not set or empty
//   ${NAME:?message}   the value; an error with `message` if NAME is not set or empty
//   $$                 one '$'
// A scalar that is one variable and nothing else has the type its reader asks for, as if it stood there without quotes:
// JSON, and YAML's maps in braces, cannot write it without.
// A '$' before anything else stays. Values of the keys in `untouched`, at any depth, are left as they are.
// A scalar may become kInterpolatedBytesMax long, and a document so much longer in all.
// An empty `lookup`: nothing is known of the variables. Defaults hold, every other scalar with a variable becomes
// unreadable() without a mistake.
// Errors are added to `errors`; the scalar is then unreadable(), so that nobody tells a second mistake of it.
Document interpolate(const Document& document, const VariableLookup& lookup, Diagnostics& errors,
                     const std::vector<std::string>& untouched = {});

}  // namespace checkride::values
