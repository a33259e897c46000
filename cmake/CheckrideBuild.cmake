# Compiler settings and the functions with which rooms, programs and tests are declared.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# With these sloppinesses ccache serves translation units that have a precompiled header.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
endif()

# -g1 keeps backtraces readable at a fraction of the object size; -O2 keeps assertions (no NDEBUG anywhere).
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")

# Held by everything of ours. Contraction of a*b+c is off because g++ and clang must compute equal flights.
add_library(checkride_flags INTERFACE)
target_compile_options(checkride_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Werror -ffp-contract=off
  $<$<CXX_COMPILER_ID:GNU>:-fno-builtin-sin -fno-builtin-cos -fno-builtin-exp -fno-builtin-pow>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False positive of g++ 12 on coroutine frames, with and without sanitizers.
  target_compile_options(checkride_flags INTERFACE -Wno-mismatched-new-delete)
  if(CHECKRIDE_SANITIZE)
    # The instrumented code hides from the warning that a value is set.
    target_compile_options(checkride_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
  if(CHECKRIDE_SANITIZE STREQUAL "thread")
    # Asio's fences are not modelled by ThreadSanitizer; the warning would stop the build.
    add_compile_options(-Wno-tsan)
  endif()
endif()
if(CHECKRIDE_SANITIZE)
  add_compile_options(-fsanitize=${CHECKRIDE_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${CHECKRIDE_SANITIZE})
endif()
if(CHECKRIDE_FUZZ)
  # libFuzzer follows what the rooms do with its bytes; tests are not to be followed.
  target_compile_options(checkride_flags INTERFACE $<$<NOT:$<BOOL:$<TARGET_PROPERTY:CHECKRIDE_IS_TEST>>>:-fsanitize=fuzzer-no-link>)
endif()

# checkride_precompile(TARGET HEADERS...): clang reads these headers once for all sources of the target, which halves its time.
# g++ gains nothing from it, and so shows what a source forgot to include.
function(checkride_precompile target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # Without the time of the header in it, ccache takes an equal one for the same.
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()

# checkride_room(NAME HEADERS... SOURCES... LINKS... PRIVATE_LINKS... [PRECOMPILE])
# One room: static library checkride_<name>, alias checkride::<name>, its public headers a verified file set. PRECOMPILE is for
# rooms of many sources that see the world.
function(checkride_room name)
  cmake_parse_arguments(ROOM "PRECOMPILE" "" "HEADERS;SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(checkride_${name} STATIC ${ROOM_SOURCES})
  add_library(checkride::${name} ALIAS checkride_${name})
  target_sources(checkride_${name} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${ROOM_HEADERS})
  target_include_directories(checkride_${name} PRIVATE src)
  target_link_libraries(checkride_${name} PUBLIC ${ROOM_LINKS} PRIVATE checkride_flags ${ROOM_PRIVATE_LINKS})
  set_target_properties(checkride_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  if(ROOM_PRECOMPILE)
    checkride_precompile(checkride_${name} <algorithm> <charconv> <chrono> <filesystem> <functional> <map> <memory> <optional>
      <set> <string> <string_view> <variant> <vector> <fmt/format.h> "<checkride/result/result.hpp>"
      "<checkride/values/json.hpp>" "<checkride/world/world.hpp>")
  endif()
endfunction()

# checkride_program(checkride-emulator SOURCES... LINKS...)
function(checkride_program name)
  cmake_parse_arguments(PROGRAM "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${PROGRAM_SOURCES})
  target_link_libraries(${name} PRIVATE checkride_flags ${PROGRAM_LINKS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
endfunction()

# checkride_test(unit_values SOURCES... LINKS... PRECOMPILE... LABELS...): a GoogleTest program; each TEST is a ctest of its own.
# CHECKRIDE_SOURCE_DIR and CHECKRIDE_BINARY_DIR tell a test where its data and the programs are. PRECOMPILE names headers that
# most of the sources include.
function(checkride_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;LINKS;PRECOMPILE;LABELS" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE checkride_flags ${TEST_LINKS} checkride_test_support GTest::gmock rapidcheck
                        rapidcheck_gtest GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE CHECKRIDE_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                             CHECKRIDE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests" CHECKRIDE_IS_TEST ON)
  # Each TEST is a process: without two million addresses to put right, as sanitizers have them, it starts in half the time.
  target_link_options(${name} PRIVATE -no-pie)
  checkride_precompile(${name} <gmock/gmock.h> "<checkride/test/property.hpp>" ${TEST_PRECOMPILE})
  # Without the values: of a struct without a printer that would be its bytes, pointers among them.
  gtest_discover_tests(${name} TEST_PREFIX "${name}." NO_PRETTY_VALUES DISCOVERY_MODE PRE_TEST
                       PROPERTIES TIMEOUT 120 LABELS "${TEST_LABELS}")
endfunction()

# checkride_bench(world SOURCES... LINKS...): a Google Benchmark program <build>/bench/<name>_bench, which ci/bench.sh
# runs; the test suite runs it tiny, so that it does not rot.
function(checkride_bench name)
  cmake_parse_arguments(BENCH "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name}_bench ${BENCH_SOURCES})
  target_link_libraries(${name}_bench PRIVATE checkride_flags ${BENCH_LINKS} benchmark::benchmark_main)
  target_compile_definitions(${name}_bench PRIVATE CHECKRIDE_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                             CHECKRIDE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  set_target_properties(${name}_bench PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
  if(CHECKRIDE_TESTS)
    add_test(NAME bench.${name} COMMAND ${name}_bench --benchmark_min_time=0.001)
    set_tests_properties(bench.${name} PROPERTIES TIMEOUT 120 LABELS release)
  endif()
endfunction()

# checkride_fuzz(client_message SOURCES... LINKS...): a libFuzzer program <build>/fuzz/<name>_fuzz, which ci/fuzz.sh runs.
function(checkride_fuzz name)
  cmake_parse_arguments(FUZZ "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name}_fuzz ${FUZZ_SOURCES})
  target_link_libraries(${name}_fuzz PRIVATE checkride_flags ${FUZZ_LINKS})
  target_compile_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
  target_link_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
  set_target_properties(${name}_fuzz PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
  add_dependencies(fuzzers ${name}_fuzz)
endfunction()
