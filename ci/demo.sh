#!/usr/bin/env bash
# The shortest way to see it: installs, builds the programs, flies every scenario on the virtual rig, says where the
# report is.
#   ci/demo.sh [REPORT_FOLDER]
set -euo pipefail
# shellcheck source=ci/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
mkdir -p build

report=${1:-build/demo-report}
step "install" ci/install-deps.sh
step "npm packages" ci/npm.sh
step "build" build_preset release checkride checkride-emulator checkride-monitor
rm --recursive --force "$report"
step "scenarios on the virtual rig" build/release/bin/checkride run scenarios --rig virtual --seed 7 --report "$report"
printf '\nThe report: file://%s/index.html\n' "$(cd "$report" && pwd)"
