# Shared by the scripts in ci/: where the checkout is, and steps that print what they cost. Sourced, not run.
# shellcheck shell=bash

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=${CHECKRIDE_JOBS:-$(nproc)}
step_summary=()

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

print_steps() {
  printf '\n=== seconds per step\n'
  printf '%s\n' "${step_summary[@]}"
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
