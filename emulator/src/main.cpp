#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "checkride/emulator/emulator.hpp"
#include "checkride/world/real_world.hpp"

namespace {

constexpr int kExitInternal = 70;

int run_on_real_world(const checkride::emulator::Options& options) {
  checkride::world::RealOptions real;
  real.seed = options.seed;
  real.time_scale = options.time_scale;
  checkride::world::RealWorld world(real);
  return world.run(checkride::emulator::run(world, options));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    auto options = checkride::emulator::parse_options(std::vector<std::string>(argv + 1, argv + argc));
    if (options) return run_on_real_world(*options);
    std::fprintf(stderr, "checkride-emulator: %s (see --help)\n", options.error().message().c_str());
    return checkride::emulator::kExitUsage;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "checkride-emulator: internal error: %s\n", error.what());
    return kExitInternal;
  }
}
