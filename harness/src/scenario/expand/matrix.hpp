// The cases of a file: the product of `matrix` less the rows of `exclude`, then the rows of `cases`.
//
//   matrix: {profile: [fsx_sp2, msfs2024], altitude: [80 feet, 20 feet]}   # the first key changes slowest
//   exclude: [{profile: fsx_sp2, altitude: 20 feet}]
//   cases: [{name: low, profile: fsx_sp2, altitude: 10 feet}]
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "checkride/values/values.hpp"

namespace checkride::harness {

inline constexpr std::size_t kCasesMax = 1000;

// One case: what its parameters are.
struct CaseRow {
  std::string name;  // "fsx_sp2.80-feet"; empty: the only one of a file without matrix and cases
  std::vector<values::Entry> values;
};

// At least one row, also after a mistake: it then has the first value of everything.
std::vector<CaseRow> read_rows(const values::Node& root, values::Diagnostics& errors);

// Every parameter that the rows may give, with the place where it is named first.
std::vector<values::Entry> row_parameters(const values::Node& root);

// `--param NAME=VALUE`: VALUE in place of what stands under params, of all values in the matrix, or in the rows of
// cases. Mistakes: a name that none of them has.
values::Node override_params(const values::Node& root, const std::vector<std::pair<std::string, std::string>>& given,
                             values::Diagnostics& errors);

// A value as a part of a name: "80 feet" is "80-feet"; what makes no name, a map or a long text, is `otherwise`.
std::string name_part(const values::Node& value, const std::string& otherwise);

}  // namespace checkride::harness
