#!/usr/bin/env bash
# Starts and stops the real servers that tests speak with, each on a free port of 127.0.0.1 and with its files below
# build/services/NAME. What they listen on stands in build/services/NAME.env as shell variables.
#   ci/services.sh up [NAME]...      starts them (all without names); one that runs already is left alone
#   ci/services.sh down [NAME]...    ends them, by the process id that `up` wrote down
#   ci/services.sh list
# Each server is one file ci/services/NAME.sh that defines start_NAME; ci/services/lib.sh has what they share.
set -euo pipefail
# shellcheck source=ci/services/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/services/lib.sh"

all_services() {
  local file
  for file in "$checkout"/ci/services/*.sh; do
    [ "$(basename "$file")" = lib.sh ] || basename "$file" .sh
  done
}

action=${1:-}
[ "$#" -eq 0 ] || shift
if [ "$#" -gt 0 ]; then
  names=("$@")
else
  mapfile -t names < <(all_services)
fi
for name in "${names[@]}"; do
  [ -e "$checkout/ci/services/$name.sh" ] || { echo "services: no service \"$name\"; there are: $(all_services | tr '\n' ' ')" >&2; exit 2; }
done

case "$action" in
  up) for name in "${names[@]}"; do service_up "$name"; done ;;
  down) for name in "${names[@]}"; do service_down "$name"; done ;;
  list) all_services ;;
  *) echo "usage: ci/services.sh up|down|list [NAME]..." >&2; exit 2 ;;
esac
