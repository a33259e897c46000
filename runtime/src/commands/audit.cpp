// audit: what each sink holds of what was received, by (simulator, session, sequence), and what is missing.
#include <fmt/format.h>

#include "collector/audit.hpp"
#include "commands/command.hpp"
#include "config/load.hpp"

namespace checkride::runtime {

world::Task<int> audit(world::World& world, const Options& options) {
  const auto loaded = load_or_tell(world, options);
  if (!loaded) co_return kExitConfig;
  const DataCollectorConfig& config = loaded->config.data_collector;
  if (!config.enabled) {
    print_error(world, "nothing is collected, so there is nothing to audit: data_collector is absent or off");
    co_return kExitConfig;
  }
  const auto report = collector::audit(world, config);
  if (!report) {
    print_error(world, report.error().message());
    co_return kExitCannotCreate;
  }
  CommandOutput output(world);
  output.text(collector::audit_text(*report));
  co_return output.exit_code(report->clean() ? kExitStopped : 1);
}

}  // namespace checkride::runtime
