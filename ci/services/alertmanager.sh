# Alertmanager, alone: takes alerts, tells nobody.
# shellcheck shell=bash disable=SC2154  # lib.sh sets them
start_alertmanager() {
  local folder=$services_folder/alertmanager port
  port=$(free_port)
  cat >"$folder/alertmanager.yml" <<END
route: {receiver: nobody, group_by: [alertname]}
receivers: [{name: nobody}]
END
  run_server alertmanager prometheus-alertmanager --config.file="$folder/alertmanager.yml" \
    --storage.path="$folder/data" --web.listen-address="127.0.0.1:$port" --cluster.listen-address=
  wait_until 180 "Alertmanager on port $port" curl --silent --fail "http://127.0.0.1:$port/-/ready"
  tell alertmanager "ALERTMANAGER_URL=http://127.0.0.1:$port"
}
