// checkride schema: the JSON Schema of scenario files, or the pages about their keys and the faults of services.
#include "checkride/program/command_line.hpp"
#include "commands/command_table.hpp"
#include "schema/json_schema.hpp"
#include "schema/markdown.hpp"
#include "schema/service_fault_page.hpp"

namespace checkride::harness {

namespace {

namespace po = boost::program_options;

po::options_description description() {
  po::options_description described = program::described("Options of schema");
  described.add_options()("markdown", "print docs/scenario-keys.md instead: every key in tables");
  described.add_options()("service-faults", "print docs/service-faults.md instead: every fault of services");
  return described;
}

Result<Options> parse(Options options, std::vector<std::string> arguments) {
  TRY(const program::CommandLine line, program::parse_command_line(arguments, description()));
  if (arguments.size() > 1)
    return Error::invalid("schema prints one thing: take one of --markdown and --service-faults");
  if (!line.words.empty()) return Error::invalid("schema takes no paths; it prints what all scenario files may say");
  options.arguments = std::move(arguments);
  return options;
}

world::Task<int> print_schema(world::RealWorld& world, Options options) {
  std::string text = options.arguments.empty()                   ? json_schema(describe_language())
                     : options.arguments.front() == "--markdown" ? markdown_of(describe_language())
                                                                 : service_fault_page();
  if (text.ends_with('\n')) text.pop_back();  // printing adds it
  world.print_line(text);
  co_return kExitPassed;
}

}  // namespace

CommandRow schema_command() {
  return {"schema",
          {"checkride schema [--markdown | --service-faults]",
           "                                       print the JSON Schema of scenario files, for editors"},
          parse,
          print_schema};
}

}  // namespace checkride::harness
