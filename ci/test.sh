#!/usr/bin/env bash
# Installs what is needed, builds everything and runs every test. From a clean clone on a bare Debian 12: under 55
# minutes on two cores; ci/README.md has the budget of each step. Ends with the summary of ctest over all tests, and one line
# that says how long those took; the other steps' seconds stand before it.
set -euo pipefail
# shellcheck source=ci/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
mkdir -p build
export_property_seed

step "install" ci/install-deps.sh --tests
step "npm packages" ci/npm.sh
step "lints" ci/lint.sh
step "build release (g++)" build_preset release
step "build dev (g++, ASan + UBSan)" build_preset dev
step "build clang-16" build_preset clang
step "build fuzz (clang-16)" build_preset fuzz
step "fuzz for seconds" ci/fuzz.sh 5
step "equal hashes, g++ and clang-16" ci/hashes.sh
step "unit tests under dev" ctest --preset dev --label-exclude 'release' --parallel "$jobs" --output-log build/dev/ctest.log
print_steps
step "all tests under release" ctest --preset release --parallel "$jobs" --output-log build/release/ctest.log
print_steps
