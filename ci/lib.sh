# Shared by the scripts in ci/: where the checkout is, and steps that print what they cost. Sourced, not run.
# shellcheck shell=bash

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=${CHECKRIDE_JOBS:-$(nproc)}
step_summary=()
steps_printed=0

# step NAME COMMAND...: runs it, prints name and seconds; a failure ends the script with the command's code.
step() {
  local name=$1 begin=$SECONDS code=0
  shift
  printf '\n=== %s\n' "$name"
  "$@" || code=$?
  step_summary+=("$(printf '%-34s %5d s   exit %d' "$name" "$((SECONDS - begin))" "$code")")
  if [ "$code" -ne 0 ]; then
    print_steps
    printf 'FAILED: %s (exit %d)\n' "$name" "$code" >&2
    exit "$code"
  fi
}

# The steps that have not been printed yet, so that the table can stand before the last step and its own line after it.
print_steps() {
  if [ "$steps_printed" -eq 0 ]; then
    printf '\n=== seconds per step\n'
  fi
  printf '%s\n' "${step_summary[@]:steps_printed}"
  steps_printed=${#step_summary[@]}
}

# The seed of RapidCheck's cases: the commit's first eight hex digits as a number, so that every commit explores other
# cases and a failure can be repeated. A seed that is set already stays.
export_property_seed() {
  local commit origin="as it was set"
  if [ -z "${RC_PARAMS:-}" ]; then
    commit=$(git -C "$checkout" rev-parse HEAD 2>/dev/null) || commit=00000000
    RC_PARAMS="seed=$((16#${commit:0:8}))"
    origin="from commit ${commit:0:8}"
  fi
  export RC_PARAMS
  printf 'property tests: RC_PARAMS="%s" (%s); the same before a test program repeats its cases\n' "$RC_PARAMS" "$origin"
}

build_preset() { # preset, targets...
  local preset=$1
  shift
  cmake --preset "$preset" >"$checkout/build/$preset.configure.log" 2>&1 || {
    cat "$checkout/build/$preset.configure.log" >&2
    return 1
  }
  cmake --build --preset "$preset" --parallel "$jobs" ${1:+--target "$@"}
}
