#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "checkride/emulator/emulator.hpp"
#include "checkride/world/loopback.hpp"
#include "checkride/world/real_world.hpp"

namespace {

constexpr int kExitInternal = 70;

// It has no keys: on a machine that others reach, they can change the simulation.
void warn_of_open_control(const std::string& host) {
  if (checkride::world::is_loopback(host)) return;
  std::fprintf(stderr,
               "checkride-emulator: warning: the control API has no authentication, and on %s others may reach it; "
               "--control 127.0.0.1:PORT keeps it to this machine\n",
               host.c_str());
}

// A client costs a descriptor: as many as the system lets this process have.
void raise_descriptor_limit(std::uint32_t clients) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);  // too few show when clients are accepted
  if (limit.rlim_max > clients) return;
  std::fprintf(stderr,
               "checkride-emulator: warning: --max-clients %u needs more than the %llu descriptors of this "
               "process; raise the hard limit (ulimit -Hn)\n",
               clients, static_cast<unsigned long long>(limit.rlim_max));
}

int run_on_real_world(checkride::emulator::Options options) {
  raise_descriptor_limit(options.max_clients);
  checkride::world::RealOptions real;
  warn_of_open_control(options.control.host);
  real.seed = options.seed;
  real.time_scale = options.time_scale;
  options.terminate = [] { (void)std::raise(SIGTERM); };
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
