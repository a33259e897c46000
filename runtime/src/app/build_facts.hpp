// Facts of this build, for --version, health documents and checkride_build_info. Values come from CMake.
#pragma once

#include <string_view>

namespace checkride::runtime {

struct BuildFacts {
  std::string_view version;
  std::string_view revision;  // of the source, when the build was configured; "unknown" outside a checkout
  std::string_view compiler;
  std::string_view build_type;
};
extern const BuildFacts kBuildFacts;

}  // namespace checkride::runtime
