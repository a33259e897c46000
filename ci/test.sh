#!/usr/bin/env bash
# Installs what is needed, builds everything and runs every test. From a clean clone on a bare Debian 12: under 55
# minutes on two cores; ci/README.md has the budget of each step. Every step's seconds are printed before the last one, which
# is all tests under sanitizers and ends with ctest's summary and its own seconds.
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
step "build dev (clang-16, ASan + UBSan)" build_preset dev
step "fuzz for seconds" ci/fuzz.sh 5
step "equal hashes, g++ and clang-16" ci/hashes.sh
step "tests of the programs (release)" ctest --preset release --parallel "$jobs" --output-log build/release/ctest.log
print_steps
step "all tests (dev)" ctest --preset dev --label-exclude release --parallel "$jobs" --output-log build/dev/ctest.log
print_steps
