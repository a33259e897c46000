#include "checkride/runtime/build_facts.hpp"

#ifndef CHECKRIDE_VERSION
#error "CHECKRIDE_VERSION, CHECKRIDE_REVISION and CHECKRIDE_BUILD_TYPE come from runtime/CMakeLists.txt"
#endif

namespace checkride::runtime {

namespace {
#if defined(__clang__)
constexpr std::string_view kCompiler = "clang " __clang_version__;
#else
constexpr std::string_view kCompiler = "g++ " __VERSION__;
#endif
}  // namespace

const BuildFacts kBuildFacts{CHECKRIDE_VERSION, CHECKRIDE_REVISION, kCompiler, CHECKRIDE_BUILD_TYPE};

}  // namespace checkride::runtime
