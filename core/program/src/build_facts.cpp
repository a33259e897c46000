#include "checkride/program/build_facts.hpp"

#ifndef CHECKRIDE_VERSION
#error "CHECKRIDE_VERSION, CHECKRIDE_REVISION and CHECKRIDE_BUILD_TYPE come from core/program/CMakeLists.txt"
#endif

namespace checkride::program {

namespace {
#if defined(__clang__)
constexpr std::string_view kCompiler = "clang " __clang_version__;
#else
constexpr std::string_view kCompiler = "g++ " __VERSION__;
#endif
}  // namespace

constinit const BuildFacts kBuildFacts{CHECKRIDE_VERSION, CHECKRIDE_REVISION, kCompiler, CHECKRIDE_BUILD_TYPE};

std::string version_text(std::string_view program, const BuildFacts& build) {
  std::string text(program);
  text.append(" ").append(build.version);
  text.append("\nrevision:   ").append(build.revision);
  text.append("\ncompiler:   ").append(build.compiler);
  text.append("\nbuild type: ").append(build.build_type);
  return text;
}

}  // namespace checkride::program
