// The commands for captures: a row each for what capture/tools.hpp offers.
#include "capture/tools.hpp"
#include "commands/command_table.hpp"

namespace checkride::harness {

namespace {

Result<Options> parse_tool(Options options, std::vector<std::string> arguments) {
  TRY_VOID(check_tool(options.command, arguments));
  options.reads_standard_input = reads_standard_input(options.command, arguments);
  options.arguments = std::move(arguments);
  return options;
}

world::Task<int> run_here(world::RealWorld& world, Options options) {
  const int code = co_await run_tool(world, std::move(options.command), std::move(options.arguments),
                                     std::move(options.standard_input));
  co_return code;
}

}  // namespace

std::vector<CommandRow> capture_commands() {
  std::vector<CommandRow> rows;
  for (const std::string& tool : tool_names()) {
    CommandRow row{tool, {}, parse_tool, run_here, tool_help};
    for (const std::string& line : tool_usage()) {
      if (line.starts_with("checkride " + tool + " ")) row.usage.push_back(line);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace checkride::harness
