#include "environment.hpp"

#include <fmt/format.h>

#include "checkride/program/program.hpp"

namespace checkride::harness {

namespace {

std::string host_name(world::World& world) {
  if (auto name = world.files().read("/etc/hostname")) return name->substr(0, name->find('\n'));
  return world.environment("HOSTNAME").value_or("unknown");
}

}  // namespace

reports::Environment describe_environment(world::World& world) {
  reports::Environment environment;
  environment.revision = program::kBuildFacts.revision;
  environment.compiler = fmt::format("{} {}", program::kBuildFacts.compiler, program::kBuildFacts.build_type);
  environment.host = host_name(world);
  environment.started_at = world::format_rfc3339(world.clock().utc_now());
  return environment;
}

}  // namespace checkride::harness
