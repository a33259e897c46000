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

// When the source of this build was committed, or what SOURCE_DATE_EPOCH said when CMake ran: equal for equal sources,
// as the moment of compiling is not. "unknown" without either. Apart from the facts: for people, not for records.
std::string_view build_date();

// What `--version` of every program prints, five lines without a newline at the end:
//
//   checkride-monitor 0.1.0
//   revision:   1a2b3c4d5e6f
//   date:       2026-01-05T08:00:00Z
//   compiler:   g++ 12.2.0
//   build type: Release
std::string version_text(std::string_view program, const BuildFacts& build = kBuildFacts,
                         std::string_view date = build_date());

}  // namespace checkride::program
