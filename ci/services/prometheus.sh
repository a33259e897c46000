# Prometheus: scrapes every second what the files targets/*.json in its folder name, and evaluates the shipped rules.
# checkout and services_folder are those of lib.sh.
# shellcheck shell=bash disable=SC2154
start_prometheus() {
  local folder=$services_folder/prometheus port
  port=$(free_port)
  mkdir -p "$folder/targets"
  cat >"$folder/prometheus.yml" <<END
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: ["$checkout/runtime/share/prometheus/alerts.yml"]
scrape_configs:
  - job_name: checkride
    file_sd_configs: [{files: ["$folder/targets/*.json"], refresh_interval: 1s}]
END
  run_server prometheus prometheus --config.file="$folder/prometheus.yml" --storage.tsdb.path="$folder/data" \
    --web.listen-address="127.0.0.1:$port"
  wait_until 180 "Prometheus on port $port" curl --silent --fail "http://127.0.0.1:$port/-/ready"
  tell prometheus "PROMETHEUS_URL=http://127.0.0.1:$port" "PROMETHEUS_TARGETS=$folder/targets"
}
