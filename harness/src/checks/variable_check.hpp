// variable: the value of a simulation variable, asked of the simulator itself.
#pragma once

#include <string>

#include "checks/compared.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

struct VariableCheck {
  std::string of;
  std::string name;
  std::string unit;    // in which it is asked for; empty: a local variable, which has none
  ComparedList value;  // one
};

// An error of the reading is what was seen of a simulator that does not answer.
Seen check_variable(const VariableCheck& check, const Result<double>& value);

Check read_variable_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
