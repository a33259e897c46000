#!/usr/bin/env bash
# Runs the suite on the virtual rig with g++'s optimised build and with a build of clang-16: trace hashes and record.json
# must be the same bytes. Needs the presets release and CLANG_PRESET (default dev, which is not optimised and has
# sanitizers: as far from the first as can be, and too slow for scenarios tagged hours) built. g++'s build plays each
# twice, step by step; those of hours are repeated by e2e_virtual_suite.
#   ci/hashes.sh [CLANG_PRESET]
set -euo pipefail
# shellcheck source=ci/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"

preset=${1:-dev}
leave_out=()
[ "$preset" != dev ] || leave_out=(--not-tag hours)
seed=${CHECKRIDE_SEED:-7}
out=build/hashes
rm --recursive --force "$out"
mkdir -p "$out"
run() { # build preset, name of the run, further options...
  "build/$1/bin/checkride" run scenarios --rig virtual "${leave_out[@]}" --seed "$seed" --report "$out/$2" "${@:3}" >"$out/$2.log" || {
    cat "$out/$2.log" >&2
    return 1
  }
}
run release gcc --verify-determinism
run "$preset" clang
cmp "$out/gcc/record.json" "$out/clang/record.json" || {
  echo "hashes: record.json of gcc and clang differ for seed $seed" >&2
  for build in gcc clang; do
    jq --raw-output '.scenarios[] | "\(.name) \(.trace_hash)"' "$out/$build/record.json" >"$out/$build.hashes"
  done
  diff "$out/gcc.hashes" "$out/clang.hashes" >&2
  exit 1
}
echo "hashes: equal for seed $seed, g++'s build and clang-16's"
jq --raw-output '.scenarios[] | "  \(.name)  \(.trace_hash)"' "$out/gcc/record.json"
