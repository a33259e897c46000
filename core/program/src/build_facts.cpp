#include "checkride/program/build_facts.hpp"

#ifndef CHECKRIDE_VERSION
#error \
    "CHECKRIDE_VERSION, CHECKRIDE_REVISION, CHECKRIDE_DATE and CHECKRIDE_BUILD_TYPE come from core/program/CMakeLists.txt"
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

std::string_view build_date() {
  return CHECKRIDE_DATE;
}

std::string version_text(std::string_view program, const BuildFacts& build, std::string_view date) {
  std::string text(program);
  text.append(" ").append(build.version);
  text.append("\nrevision:   ").append(build.revision);
  text.append("\ndate:       ").append(date);
  text.append("\ncompiler:   ").append(build.compiler);
  text.append("\nbuild type: ").append(build.build_type);
  return text;
}

}  // namespace checkride::program
