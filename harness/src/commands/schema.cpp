// checkride schema: the JSON Schema of scenario files, or the page about their keys.
#include "checkride/program/command_line.hpp"
#include "commands/command_table.hpp"
#include "schema/json_schema.hpp"
#include "schema/markdown.hpp"

namespace checkride::harness {

namespace {

namespace po = boost::program_options;

po::options_description description() {
  po::options_description described = program::described("Options of schema");
  described.add_options()("markdown", "print docs/scenario-keys.md instead: every key in tables");
  return described;
}

Result<Options> parse(Options options, std::vector<std::string> arguments) {
  TRY(const program::CommandLine line, program::parse_command_line(arguments, description()));
  if (!line.words.empty()) return Error::invalid("schema takes no paths; it prints what all scenario files may say");
  options.arguments = std::move(arguments);
  return options;
}

world::Task<int> print_schema(world::RealWorld& world, Options options) {
  const values::Shapes language = describe_language();
  std::string text = options.arguments.empty() ? json_schema(language) : markdown_of(language);
  if (text.ends_with('\n')) text.pop_back();  // printing adds it
  world.print_line(text);
  co_return kExitPassed;
}

}  // namespace

CommandRow schema_command() {
  return {"schema",
          {"checkride schema [--markdown]          print the JSON Schema of scenario files, for editors"},
          parse,
          print_schema};
}

}  // namespace checkride::harness
