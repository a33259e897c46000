#include "environment.hpp"

#include <fmt/format.h>

namespace checkride::harness {

namespace {

// Set by CMakeLists.txt.
constexpr const char* kVersion = CHECKRIDE_VERSION;
constexpr const char* kRevision = CHECKRIDE_REVISION;
constexpr const char* kBuildType = CHECKRIDE_BUILD_TYPE;

std::string compiler() {
#if defined(__clang__)
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

std::string host_name(world::World& world) {
  if (auto name = world.files().read("/etc/hostname")) return name->substr(0, name->find('\n'));
  return world.environment("HOSTNAME").value_or("unknown");
}

}  // namespace

reports::Environment describe_environment(world::World& world) {
  reports::Environment environment;
  environment.revision = kRevision;
  environment.compiler = fmt::format("{} {}", compiler(), kBuildType);
  environment.host = host_name(world);
  environment.started_at = world::format_rfc3339(world.clock().utc_now());
  return environment;
}

std::string build_text() {
  return fmt::format("checkride {} (revision {}, {}, {})", kVersion, kRevision, kBuildType, compiler());
}

}  // namespace checkride::harness
