#!/usr/bin/env bash
# Installs everything that Checkride needs on Debian 12. The single list: README, CI and containers all call this.
#
#   ci/install-deps.sh            compiler and libraries: enough to build and run the programs and unit tests
#   ci/install-deps.sh --tests    also Node packages' runtime, a browser and linters: enough for ci/test.sh
#
# Idempotent, non-interactive; uses sudo only if not root; says what it installs.
set -euo pipefail

with_tests=no
for argument in "$@"; do
  case "$argument" in
    --tests) with_tests=yes ;;
    *) echo "install-deps.sh: unknown argument '$argument' (allowed: --tests)" >&2; exit 2 ;;
  esac
done

build_packages=(
  g++ cmake ninja-build ccache git ca-certificates python3-minimal
  libboost1.81-dev libboost-program-options1.81-dev
  libyaml-cpp-dev libfmt-dev libssl-dev zlib1g-dev
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev
)
test_packages=(
  clang-16 clang-format-16 clang-tidy-16 libclang-rt-16-dev shellcheck
  chromium fonts-dejavu-core curl jq
)

wanted=("${build_packages[@]}")
if [ "$with_tests" = yes ]; then
  wanted+=("${test_packages[@]}")
fi
# Node.js of any source will do (18 or newer): Debian's is installed only if there is none.
command -v node >/dev/null 2>&1 || wanted+=(nodejs)
command -v npm >/dev/null 2>&1 || wanted+=(npm)

missing=()
for package in "${wanted[@]}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
if [ "${#missing[@]}" -eq 0 ]; then
  echo "install-deps: all ${#wanted[@]} packages are there"
  exit 0
fi

as_root=()
if [ "$(id --user)" -ne 0 ]; then
  as_root=(sudo)
fi
echo "install-deps: installing ${missing[*]}"
# No package may start a daemon of its own: tests start what they need, on loopback, and stop it.
policy=/usr/sbin/policy-rc.d
made_policy=no
remove_policy() {
  if [ "$made_policy" = yes ]; then
    "${as_root[@]}" rm --force "$policy"
  fi
}
trap remove_policy EXIT
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod +x "$policy"
  made_policy=yes
fi
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update --quiet=2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends "${missing[@]}" >/dev/null
echo "install-deps: done"
