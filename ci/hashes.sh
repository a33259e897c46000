#!/usr/bin/env bash
# Runs the suite on the virtual rig twice with g++'s optimised build and once with a build of clang-16: trace hashes and
# record.json must be the same bytes each time. Needs the presets release and CLANG_PRESET (default dev, which is not
# optimised and has sanitizers: as far from the first as can be) built.
#   ci/hashes.sh [CLANG_PRESET]
set -euo pipefail
# shellcheck source=ci/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"

seed=${CHECKRIDE_SEED:-7}
out=build/hashes
rm --recursive --force "$out"
mkdir -p "$out"
run() { # build preset, name of the run
  "build/$1/bin/checkride" run scenarios --rig virtual --seed "$seed" --report "$out/$2" >"$out/$2.log" || {
    cat "$out/$2.log" >&2
    return 1
  }
}
run release gcc-1
run release gcc-2
run "${1:-dev}" clang-1
for other in gcc-2 clang-1; do
  cmp "$out/gcc-1/record.json" "$out/$other/record.json" || {
    echo "hashes: record.json of gcc-1 and $other differ for seed $seed" >&2
    jq --raw-output '.scenarios[] | "\(.name) \(.trace_hash)"' "$out/gcc-1/record.json" "$out/$other/record.json" >&2
    exit 1
  }
done
echo "hashes: equal for seed $seed in two runs of g++'s build and one of clang-16's"
jq --raw-output '.scenarios[] | "  \(.name)  \(.trace_hash)"' "$out/gcc-1/record.json"
