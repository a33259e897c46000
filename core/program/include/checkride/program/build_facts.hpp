// Facts of a build, for --version, logs, health documents, metrics and reports.
#pragma once

#include <string>
#include <string_view>

namespace checkride::program {

// Views of text that lives as long as the program.
struct BuildFacts {
  std::string_view version;
  std::string_view revision;    // of the source, 12 hex digits; "unknown" outside a git checkout
  std::string_view compiler;    // "g++ 12.2.0"
  std::string_view build_type;  // CMake's: "Release", "Debug"
};
// This build, as CMake was told. Initialised before anything runs.
extern const BuildFacts kBuildFacts;

// What `--version` of every program prints, four lines without a newline at the end:
//
//   checkride-monitor 0.1.0
//   revision:   1a2b3c4d5e6f
//   compiler:   g++ 12.2.0
//   build type: Release
std::string version_text(std::string_view program, const BuildFacts& build = kBuildFacts);

}  // namespace checkride::program
