#include <string>
#include <vector>

#include "checkride/runtime/runtime.hpp"
#include "checkride/world/crash_report.hpp"
#include "checkride/world/real_world.hpp"

int main(int argc, char** argv) {
  using namespace checkride;
  world::hold_signals();
  // No exception is caught here: the report is to show where it was thrown.
  world::report_crashes({"checkride-monitor", program::version_text("checkride-monitor"), runtime::kExitInternal});
  const std::vector<std::string> words(argv, argv + argc);
  auto options = runtime::parse_options(std::vector<std::string>(words.begin() + (argc > 0 ? 1 : 0), words.end()));
  world::RealOptions real;
  // It starts none but to ask a new binary, yet as process 1 of a container it inherits those of others.
  real.reap_children = true;
  if (options && options->watches()) {
    real.handover = words;
  } else {
    real.output_patience.reset();
    real.handle_signals = false;  // a command is interrupted as any other
    world::release_signals();
  }
  world::RealWorld world(real);
  if (!options) {
    world.print_error_line("checkride-monitor: " + options.error().message() + " (see --help)");
    return runtime::kExitUsage;
  }
  const int code = world.run(runtime::run(world, std::move(*options)));
  const Result<> replaced = world.hand_over_if_wanted();
  if (replaced) return code;
  world.print_error_line("checkride-monitor: handing over: " + replaced.error().message());
  return runtime::kExitUnavailable;
}
