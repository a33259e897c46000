// checkride coverage: promise -> scenarios -> rigs -> last result.
#include <fmt/format.h>

#include "commands/command_table.hpp"
#include "commands/coverage.hpp"
#include "commands/scenario_input.hpp"

namespace checkride::harness {

namespace {

Result<Options> parse(Options options, std::vector<std::string> arguments) {
  TRY_VOID(parse_coverage(arguments));
  options.arguments = std::move(arguments);
  return options;
}

// The one book of all these scenarios.
Result<const PromiseBook*> book_of(const std::vector<Scenario>& scenarios, PromiseBooks& books) {
  const PromiseBook* found = nullptr;
  for (const Scenario& scenario : scenarios) {
    TRY(const PromiseBook* book, books.of(scenario.file));
    if (book == nullptr) continue;
    if (found != nullptr && found != book) {
      return Error::invalid(
          fmt::format("these scenarios keep the promises of two books, {} and {}: ask for one of them", found->file(),
                      book->file()));
    }
    found = book;
  }
  if (found == nullptr)
    return Error::invalid("no promises.yaml stands beside these scenarios or in a folder above them");
  return found;
}

Result<reports::Record> read_record(world::Files& files, const std::string& folder) {
  const std::string path = folder + "/record.json";
  const auto text = files.read(path);
  if (!text) {
    return Error::invalid(
        fmt::format("{}: --report takes a folder that `checkride run` wrote its report to", text.error().message()));
  }
  auto record = reports::record_from_json(*text);
  if (!record) return record.error().with(path);
  return record;
}

Result<Coverage> find_out(world::Files& files, const CoverageOptions& options) {
  TRY(const std::vector<Scenario> scenarios, load_scenarios(files, options.paths));
  PromiseBooks books(files);
  TRY(const PromiseBook* book, book_of(scenarios, books));
  std::vector<reports::Record> records;
  for (const std::string& folder : options.reports) {
    TRY(reports::Record record, read_record(files, folder));
    records.push_back(std::move(record));
  }
  return cover(*book, scenarios, records);
}

int print_coverage(world::World& world, const std::vector<std::string>& arguments) {
  const auto options = parse_coverage(arguments);
  if (!options) return unusable(world, options.error());
  const auto coverage = find_out(world.files(), *options);
  if (!coverage) return unusable(world, coverage.error());
  world.print_line(options->json ? to_json(*coverage) : to_text(*coverage));
  return coverage->count(Standing::nothing) == 0 ? kExitPassed : kExitFailed;
}

world::Task<int> run_coverage(world::RealWorld& world, Options options) {
  co_return print_coverage(world, options.arguments);
}

}  // namespace

CommandRow coverage_command() {
  return {
      "coverage",
      {"checkride coverage [PATH...] [--report DIR] [--json]",
       "                                    promise -> scenarios -> rigs -> last result; 1 if a promise has nothing"},
      parse,
      run_coverage};
}

}  // namespace checkride::harness
