// Facts of a build, for --version, the log, health documents and checkride_build_info.
#pragma once

#include <string_view>

namespace checkride::runtime {

// Views of text that lives as long as the program.
struct BuildFacts {
  std::string_view version;
  std::string_view revision;  // of the source, when the build was configured; "unknown" outside a checkout
  std::string_view compiler;
  std::string_view build_type;
};
// This build, as CMake was told.
extern const BuildFacts kBuildFacts;

}  // namespace checkride::runtime
