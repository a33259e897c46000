#!/usr/bin/env bash
# Runs every fuzz target of PRESET (default dev; fuzz is the optimised one) for SECONDS each (default 10), from a corpus made
# of the protocol vectors.
#   ci/fuzz.sh [SECONDS] [PRESET]
set -euo pipefail
# shellcheck source=ci/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"

seconds=${1:-10}
preset=${2:-dev}
found=0
for target in build/"$preset"/fuzz/*_fuzz; do
  [ -x "$target" ] || continue
  found=$((found + 1))
  name=$(basename "$target")
  corpus=build/$preset/corpus/$name
  mkdir -p "$corpus"
  python3 tests/fuzz/make_corpus.py "$name" "$corpus"
  echo "fuzz: $name for $seconds s"
  "$target" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -verbosity=0 -print_funcs=0 -print_final_stats=0 \
    -artifact_prefix="build/$preset/$name." "$corpus"
done
if [ "$found" -eq 0 ]; then
  echo "fuzz: no target in build/$preset/fuzz; build the preset '$preset' first" >&2
  exit 1
fi
