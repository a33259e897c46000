#!/usr/bin/env bash
# Installs everything that Checkride needs on Debian 12, from Debian's packages. The single list: README, CI and
# containers all call this. Enough to build everything and to run the programs and the unit tests, in this order:
#
#   1. g++, CMake, Ninja, ccache, git, certificates, Python
#   2. libraries: Boost 1.81 with Program_options, yaml-cpp, pugixml, fmt, OpenSSL, zlib, zstd, SQLite, RE2
#   3. GoogleTest, GoogleMock, RapidCheck, Google Benchmark; prometheus-cpp, which a benchmark compares us with
#   4. Node.js and npm, each only if there is none: the reports' page assets come from npm (ci/npm.sh)
#
# and with --tests, for ci/test.sh:
#
#   5. clang 16 with its sanitizers and linker, clang-format-16, clang-tidy-16, shellcheck
#   6. Chromium and a font, in which the page tests open a report; curl, jq; tshark, which reads captures with our dissector
#   7. Python with its library, systemd's own tools: the monitor under a service manager
#   8. real servers that the monitor speaks with: Prometheus with promtool, Alertmanager with amtool, InfluxDB, a mail server;
#      HAProxy, which asks it, and nginx, which with it stands for services of scenarios; another exporter and a load
#      generator for a benchmark
#
# Packages that are there are left alone; the names of the missing ones are printed, then installed without questions and
# without starting any daemon. Uses sudo only if not root. Node.js 18 or newer of any source will do.
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
  libyaml-cpp-dev libpugixml-dev libfmt-dev libssl-dev zlib1g-dev
  libzstd-dev libsqlite3-dev libre2-dev
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev prometheus-cpp-dev
)
test_packages=(
  clang-16 clang-format-16 clang-tidy-16 libclang-rt-16-dev lld-16 shellcheck
  chromium fonts-dejavu-core curl jq tshark
  python3 systemd openssl
  prometheus prometheus-alertmanager prometheus-node-exporter influxdb python3-aiosmtpd haproxy nginx-light wrk
)

wanted=("${build_packages[@]}")
if command -v node >/dev/null 2>&1; then
  node_version=$(node --version)
  node_major=${node_version#v}
  if [ "${node_major%%.*}" -lt 18 ]; then
    echo "install-deps: $(command -v node) is $node_version; 18 or newer is needed: update it, or remove it for Debian's" >&2
    exit 1
  fi
else
  wanted+=(nodejs)
fi
command -v npm >/dev/null 2>&1 || wanted+=(npm)
if [ "$with_tests" = yes ]; then
  wanted+=("${test_packages[@]}")
fi

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
