#!/usr/bin/env bash
# Runs every benchmark of the release build, pinned to one core where both ends are in one process. The figures belong into
# docs/benchmarks.md as ratios between peers of one run: absolute times of shared machines mean little.
#   ci/bench.sh [FILTER]      e.g. ci/bench.sh Encode
set -euo pipefail
# shellcheck source=ci/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"

for bench in build/release/bench/*_bench; do
  [ -x "$bench" ] || { echo "bench: build the preset 'release' first" >&2; exit 1; }
  printf '\n=== %s\n' "$(basename "$bench")"
  taskset --cpu-list 0 "$bench" --benchmark_filter="${1:-.*}" --benchmark_min_time=0.5 --benchmark_counters_tabular=true
done
# Server and load in processes of their own; results of the last run stand in build/release/emulator_bench.json.
if [ -z "${1:-}" ]; then
  printf '\n=== emulator_bench.py\n'
  python3 tests/bench/emulator_bench.py build/release --json build/release/emulator_bench.json \
    --plot docs/emulator-cost.svg
  printf '\n=== scrape_bench.py\n'
  python3 tests/bench/scrape_bench.py build/release
  printf '\n=== idle.py\n'
  python3 tests/bench/idle.py build/release/bin
  printf '\n=== alert_latency.py\n'
  python3 tests/bench/alert_latency.py build/release/bin
fi
