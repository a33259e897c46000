#include "commands/command_table.hpp"

#include <algorithm>

namespace checkride::harness {

const std::vector<CommandRow>& command_rows() {
  static const std::vector<CommandRow> kRows = [] {
    std::vector<CommandRow> rows;
    rows.push_back(run_command());
    rows.push_back(validate_command());
    rows.push_back(init_command());
    rows.push_back(doctor_command());
    rows.push_back(schema_command());
    rows.push_back(coverage_command());
    rows.push_back(replay_command());
    rows.push_back(simconnect_cfg_command());
    for (CommandRow& row : capture_commands()) rows.push_back(std::move(row));
    return rows;
  }();
  return kRows;
}

const CommandRow* find_command(std::string_view word) {
  const auto& rows = command_rows();
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const CommandRow& row) { return row.word == word; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace checkride::harness
