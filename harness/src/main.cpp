#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "checkride/harness/harness.hpp"
#include "checkride/world/real_world.hpp"

namespace {

namespace harness = checkride::harness;
namespace world = checkride::world;

// The folder of this program, where the other two are looked for: from argv[0], through PATH if it has no slash.
std::string program_folder(world::RealWorld& real, const std::string& program) {
  if (const auto slash = program.rfind('/'); slash != std::string::npos) return program.substr(0, slash);
  const std::string path = real.environment("PATH").value_or("") + ":";
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = path.find(':', begin);
    const std::string folder = path.substr(begin, end - begin);
    if (!folder.empty() && real.files().exists(folder + "/" + program)) return folder;
    begin = end + 1;
  }
  return ".";
}

// Before any world runs, so nothing is held up by it.
std::string read_standard_input() {
  std::string text;
  std::array<char, 64 * 1024> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), stdin))
    text.append(buffer.data(), count);
  return text;
}

int run_on_real_world(harness::Options options, const std::string& program) {
  world::RealOptions real;
  real.seed = options.suite.seed;
  if (!options.keeps_time()) real.output_patience.reset();
  world::RealWorld here(real);
  options.suite.program_folder = program_folder(here, program);
  return here.run(harness::run(here, std::move(options)));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    auto options = harness::parse_options(std::vector<std::string>(argv + 1, argv + argc));
    if (options && options->reads_standard_input) options->standard_input = read_standard_input();
    if (options) return run_on_real_world(std::move(*options), argv[0]);
    std::fprintf(stderr, "checkride: %s (see --help)\n", options.error().detail().c_str());
    return harness::kExitUnusable;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "checkride: internal error: %s\n", error.what());
    return harness::kExitInvalidRun;
  }
}
