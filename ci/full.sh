#!/usr/bin/env bash
# The long work, by hand or by night: all tests under g++, ThreadSanitizer, coverage, many seeds, long fuzzing, hashes of two
# optimised builds, every public header alone, planted defects, all benchmarks. What it found last stands in docs/full.md.
#   ci/full.sh [SEEDS] [FUZZ_SECONDS]
set -euo pipefail
# shellcheck source=ci/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
mkdir -p build

seeds=${1:-500}
fuzz_seconds=${2:-600}

headers_alone() {
  cmake --build --preset release --parallel "$jobs" --target all_verify_interface_header_sets
}

# Every seed flies the whole suite twice: the second run must give the same bytes.
many_seeds() {
  local out=build/seeds seed
  rm --recursive --force "$out"
  mkdir -p "$out"
  for seed in $(seq 1 "$seeds"); do
    for run in a b; do
      build/release/bin/checkride run scenarios --rig virtual --seed "$seed" --report "$out/$run" >"$out/$run.log" || {
        cat "$out/$run.log" >&2
        echo "seed $seed failed" >&2
        return 1
      }
    done
    cmp "$out/a/record.json" "$out/b/record.json" || { echo "seed $seed gave two records" >&2; return 1; }
  done
  echo "seeds: $seeds flown twice each, all green, no two runs of a seed differed"
}

# What the tests of a build leave out: minutes each, or a machine that does nothing else.
slow_on_processes() {
  build/release/bin/checkride run scenarios --rig process --tag long --not-tag load --jobs 4 --report build/process-long
  build/release/bin/checkride run scenarios --rig process --tag load --jobs 1 --report build/process-load
}

coverage() {
  build_preset coverage
  ctest --test-dir build/coverage --parallel "$jobs" --label-exclude release --output-on-failure --output-log build/coverage/ctest.log
  find build/coverage -name '*.gcda' -path '*/src/*' -print0 | xargs -0 gcov --no-output --source-prefix "$checkout" --relative-only \
    2>/dev/null | python3 ci/coverage.py
}

step "install" ci/install-deps.sh --tests
step "npm packages" ci/npm.sh
step "build release" build_preset release
step "public headers alone" headers_alone
step "$seeds seeds, twice each" many_seeds
step "long scenarios and load on processes" slow_on_processes
step "build clang" build_preset clang
step "equal hashes, both optimised" ci/hashes.sh clang
step "build gcc" build_preset gcc
step "all tests under gcc" ctest --preset gcc --label-exclude release --parallel "$jobs" --output-log build/gcc/ctest.log
step "build tsan" build_preset tsan
step "unit tests under tsan" ctest --preset tsan --label-exclude release --parallel "$jobs" --output-log build/tsan/ctest.log
step "coverage" coverage
step "build mutants" build_preset mutants
step "planted defects" ci/mutation.py
step "build fuzz" build_preset fuzz
step "fuzz" ci/fuzz.sh "$fuzz_seconds" fuzz
step "benchmarks" ci/bench.sh
print_steps
