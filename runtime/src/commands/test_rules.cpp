// test-rules: rules against series with expected alerts (a file), or against recorded telemetry (--replay).
#include <fmt/format.h>

#include <utility>

#include "alerts/describe.hpp"
#include "alerts/rehearsal.hpp"
#include "alerts/rule_tests.hpp"
#include "commands/command.hpp"
#include "commands/telemetry_reader.hpp"
#include "config/load.hpp"

namespace checkride::runtime {

namespace {

// Of the whole command: some test failed. As promtool does.
constexpr int kExitTestsFailed = 1;

int test_file(world::World& world, const Config& config, const std::string& path, CommandOutput& output) {
  const auto text = world.files().read(path);
  if (!text) {
    print_error(world, text.error().message());
    return kExitConfig;
  }
  values::Diagnostics errors;
  const auto document = values::load(*text, path, errors);
  std::vector<alerts::RuleTest> tests;
  if (document) tests = alerts::read_rule_tests(*document, config, errors);
  if (!errors.empty()) {
    print_error(world, errors.text());
    return kExitConfig;
  }
  std::size_t failed = 0;
  for (const alerts::RuleTest& test : tests) {
    const std::vector<std::string> differences = run_rule_test(test, config);
    output.line(fmt::format("{}: {}", differences.empty() ? "passed" : "FAILED", test.name));
    for (const std::string& difference : differences) output.line("  " + difference);
    failed += differences.empty() ? 0 : 1;
  }
  output.line(fmt::format("{} of {} tests passed", tests.size() - failed, tests.size()));
  return failed == 0 ? kExitStopped : kExitTestsFailed;
}

void print_change(CommandOutput& output, const Config& config, const alerts::StateChange& change, world::UtcTime at) {
  const alerts::AlertState state = change.alert->condition.state;
  if (state != alerts::AlertState::firing && state != alerts::AlertState::resolved) return;
  const notify::Notification told = alerts::describe(*change.alert, config);
  output.line(fmt::format("{} {} {}", world::format_rfc3339(at), notify::subject_of(told), told.reason));
}

int replay(world::World& world, const Config& config, const std::string& path, CommandOutput& output) {
  auto bytes = world.files().read(path);
  const auto text = bytes ? collector::unpacked_telemetry(std::move(*bytes)) : std::move(bytes);
  if (!text) {
    print_error(world, text.error().with("reading " + path).message());
    return kExitConfig;
  }
  TelemetryReader reader(*text, config.flight_monitor.variables);
  std::uint64_t changes = 0;
  std::optional<alerts::Rehearsal> rehearsal;
  const auto tell = [&](const alerts::StateChange& change, world::UtcTime at) {
    changes += change.alert->firing() ? 1 : 0;
    print_change(output, config, change, at);
  };
  const std::vector<std::string> simulators = reader.simulators();
  while (const auto sample = reader.next()) {
    if (!rehearsal) rehearsal.emplace(config, simulators, sample->ts, tell);
    rehearsal->sample(*sample, sample->ts);
  }
  output.line(fmt::format("{} samples of {} simulators: {} alerts would have fired", reader.samples(),
                          simulators.size(), changes));
  if (reader.unreadable() == 0) return kExitStopped;
  print_error(
      world, fmt::format("{}: {} unreadable lines, the first of them {}: {}", path, reader.unreadable(),
                         reader.first_unreadable(), "expected JSON lines, CSV or line protocol of the data collector"));
  return reader.samples() == 0 ? kExitConfig : kExitStopped;
}

}  // namespace

world::Task<int> test_rules(world::World& world, const Options& options) {
  const auto recorded = options.values.find("replay");
  const bool replays = recorded != options.values.end() && !recorded->second.empty();
  if (replays != options.words.empty()) {
    print_error(world, "test-rules needs either a FILE of tests or --replay TELEMETRY");
    co_return kExitUsage;
  }
  const auto loaded = load_or_tell(world, options);
  if (!loaded) co_return kExitConfig;
  CommandOutput output(world);
  const int code = replays ? replay(world, loaded->config, recorded->second.back(), output)
                           : test_file(world, loaded->config, options.words.front(), output);
  co_return output.exit_code(code);
}

}  // namespace checkride::runtime
