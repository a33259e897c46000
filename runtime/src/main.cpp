#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "checkride/runtime/runtime.hpp"
#include "checkride/world/real_world.hpp"

int main(int argc, char** argv) {
  using namespace checkride;
  try {
    auto options = runtime::parse_options(std::vector<std::string>(argv + 1, argv + argc));
    world::RealOptions real;
    real.reap_children = true;  // it starts none, but as process 1 of a container it inherits those of others
    if (options && !options->watches()) real.output_patience.reset();
    world::RealWorld world(real);
    if (!options) {
      world.print_error_line("checkride-monitor: " + options.error().message() + " (see --help)");
      return runtime::kExitUsage;
    }
    return world.run(runtime::run(world, std::move(*options)));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "checkride-monitor: internal error: %s\n", error.what());
    return runtime::kExitInternal;
  }
}
