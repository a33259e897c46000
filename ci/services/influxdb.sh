# InfluxDB 1.6, the database that telemetry is pushed to. Tells INFLUXDB_URL.
# shellcheck shell=bash disable=SC2154 # services_folder is of lib.sh
start_influxdb() {
  local port rpc folder=$services_folder/influxdb
  port=$(free_port)
  rpc=$(free_port)
  cat >"$folder/influxdb.conf" <<CONFIG
reporting-disabled = true
bind-address = "127.0.0.1:$rpc"
[meta]
  dir = "$folder/meta"
[data]
  dir = "$folder/data"
  wal-dir = "$folder/wal"
[http]
  bind-address = "127.0.0.1:$port"
  log-enabled = false
[monitor]
  store-enabled = false
CONFIG
  tell influxdb "INFLUXDB_URL=http://127.0.0.1:$port"
  run_server influxdb influxd -config "$folder/influxdb.conf"
  wait_until 180 "InfluxDB's answer" curl --silent --fail "http://127.0.0.1:$port/ping"
}
