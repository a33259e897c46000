// exit: the exit code of a member that has ended, asked or not.
#pragma once

#include <optional>
#include <string>

#include "checks/compared.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

struct ExitCheck {
  std::string of;
  ComparedList code;  // one
  bool of_simulator = false;
};

// Nothing: it runs, or was never started.
Seen check_exit(const ExitCheck& check, std::optional<int> code);

Check read_exit_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
