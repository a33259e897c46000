#!/usr/bin/env bash
# Proves the install list: makes a minimal Debian 12 with debootstrap, and in it installs everything (tests need more than
# programs), builds the release and runs those of its tests that need no servers.
# To be run whenever dependencies change. Needs root, debootstrap and about 6 GB under build/.
#   ci/bare.sh [DEBIAN_MIRROR]      without an argument: the mirror that this machine's apt uses
set -euo pipefail
# shellcheck source=ci/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"

if [ "$(id --user)" -ne 0 ]; then
  echo "bare.sh: needs root for debootstrap and chroot; run it with sudo" >&2
  exit 2
fi
command -v debootstrap >/dev/null || apt-get install --yes --quiet=2 --no-install-recommends debootstrap >/dev/null
# shellcheck disable=SC2016 # $(SITE) is apt's own placeholder, not the shell's.
mirror=${1:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Codename: bookworm' 2>/dev/null | head --lines=1)}
if [ -z "$mirror" ]; then
  echo "bare.sh: apt names no mirror for bookworm here; give one: ci/bare.sh MIRROR" >&2
  exit 2
fi
root=$checkout/build/bare
rm --recursive --force --one-file-system "$root"
mkdir -p "$root"

unmount() { umount "$root/proc" 2>/dev/null || true; }
trap unmount EXIT

clone_into_root() {
  git clone --quiet --no-hardlinks "$checkout" "$root/checkride"
}
prepare_apt() {
  # The packages come from where this machine gets them: its apt lists, settings and keys.
  cp --recursive /etc/apt/. "$root/etc/apt/"
  mkdir -p "$root/usr/share/keyrings"
  cp --recursive /usr/share/keyrings/. "$root/usr/share/keyrings/"
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
  # ... and so does npm: its settings, and the certificates that this machine trusts.
  if [ -e "$HOME/.npmrc" ]; then cp "$HOME/.npmrc" "$root/root/.npmrc"; fi
  mkdir -p "$root/etc/ssl/certs" "$root/usr/local/share/ca-certificates"
  cp --dereference /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  cp --recursive /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
  mount --types proc proc "$root/proc"
}
in_root() {
  chroot "$root" /usr/bin/env --ignore-environment HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
    ${npm_config_registry:+npm_config_registry="$npm_config_registry"} bash -ec "cd /checkride && $1"
}

step "debootstrap" debootstrap --variant=minbase bookworm "$root" "$mirror"
step "packages as on this machine" prepare_apt
step "clone" clone_into_root
step "install" in_root "ci/install-deps.sh --tests"
step "npm packages" in_root "ci/npm.sh"
step "build" in_root "cmake --preset release && cmake --build --preset release --parallel $jobs"
step "tests without servers" in_root "ctest --preset release --parallel $jobs --no-tests=error \
  --tests-regex '^(unit_reports|scenario_runs|e2e_programs|e2e_virtual_suite|docs)'"
print_steps
