#!/usr/bin/env bash
# Installs the committed lock files' Node packages: page assets of the reports, clients of the conformance tests.
set -euo pipefail
# shellcheck source=ci/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for folder in reports/assets tests/conformance; do
  # npm ci empties node_modules first; a matching stamp means that there is nothing to do.
  stamp="$checkout/$folder/node_modules/.checkride-lock"
  if [ -e "$stamp" ] && cmp --silent "$checkout/$folder/package-lock.json" "$stamp"; then
    echo "npm: $folder is up to date"
    continue
  fi
  echo "npm: installing $folder"
  (cd "$checkout/$folder" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error)
  cp "$checkout/$folder/package-lock.json" "$stamp"
done
