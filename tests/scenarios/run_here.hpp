// Runs a scenario file of this folder on the virtual rig.
#pragma once

#include <gmock/gmock.h>

#include <string>

#include "checkride/harness/harness.hpp"
#include "checkride/world/real_world.hpp"

namespace checkride::harness {

inline VirtualRun run_here(const std::string& file, VirtualRunOptions options = {}) {
  world::RealOptions real;
  real.handle_signals = false;
  world::RealWorld world(real);
  const std::string path = std::string(CHECKRIDE_SOURCE_DIR "/tests/scenarios/") + file;
  const auto text = world.files().read(path);
  EXPECT_TRUE(text.has_value()) << path;
  const auto scenario = load_scenario(text ? *text : "", path);
  if (!scenario) {
    ADD_FAILURE() << scenario.error().message();
    return {};
  }
  return run_on_virtual_rig(world.files(), *scenario, options);
}

}  // namespace checkride::harness
