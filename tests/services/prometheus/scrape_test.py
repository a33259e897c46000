#!/usr/bin/env python3
"""A real Prometheus scrapes a real monitor that watches a real emulator: scrape_test.py BIN_FOLDER PROMETHEUS_ENV.

Its targets are up, a query gives the altitude that flies, the rules are loaded, promtool finds nothing to complain about."""
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

LIMIT_S = 180

CONFIG = """
app: {{name: scrape, environment: test, state_dir: "{folder}/state"}}
flight_monitor:
  update_interval: 1s
  variables:
    - {{name: PLANE ALTITUDE, units: feet, critical: true}}
    - {{name: AIRSPEED INDICATED, units: knots}}
simulators: [{{name: sim, address: "{simulator}"}}]
monitoring: {{address: 127.0.0.1, health_check_port: 0}}
metrics_exporter: {{address: 127.0.0.1, port: 0}}
"""


def fetch(url, **headers):
    request = urllib.request.Request(url, headers={k.replace("_", "-"): v for k, v in headers.items()})
    with urllib.request.urlopen(request, timeout=60) as response:
        return response.headers, response.read()


def start(arguments, listeners):
    """Starts a program; returns it and the addresses behind the beginnings of lines that it prints."""
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    found = {}
    while len(found) < len(listeners):
        line = process.stdout.readline()
        if not line:
            sys.exit(f"scrape_test: {arguments[0]} ended early")
        for name, end in listeners.items():
            if line.startswith("listening on ") and line.strip().endswith(end):
                found[name] = line.split()[2]
    return process, found


def wait_for(what, look):
    deadline = time.monotonic() + LIMIT_S
    last = None
    while time.monotonic() < deadline:
        last = look()
        if last is not None and last is not False:
            return last
        time.sleep(0.2)
    sys.exit(f"scrape_test: {what} did not happen within {LIMIT_S} s")


def query(base, expression):
    _, body = fetch(f"{base}/api/v1/query?query={urllib.parse.quote(expression)}")
    return json.loads(body)["data"]["result"]


def check_page(metrics):
    url = f"http://{metrics}/metrics"
    headers, page = fetch(url)
    linted = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True, check=False)
    assert linted.returncode == 0 and not linted.stderr, linted.stderr.decode()
    headers, packed = fetch(url, Accept_Encoding="gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert b"# TYPE simconnect_simulator_up gauge" in gzip.decompress(packed)
    headers, page = fetch(url, Accept="application/openmetrics-text;version=1.0.0")
    assert headers["Content-Type"].startswith("application/openmetrics-text"), headers["Content-Type"]
    assert page.endswith(b"# EOF\n")


def check_prometheus(base, metrics):
    def target():
        active = json.loads(fetch(f"{base}/api/v1/targets")[1])["data"]["activeTargets"]
        return next((t for t in active if t["labels"].get("instance") == metrics and t["health"] == "up"), None)

    seen = wait_for("the target's being up", target)
    assert seen["lastError"] == "", seen["lastError"]
    mine = f'instance="{metrics}"'
    wait_for("the simulator's being up", lambda: query(base, f"simconnect_simulator_up{{{mine}}} == 1") or None)
    wait_for("an altitude", lambda: query(base, f"simconnect_flight_altitude_feet{{{mine},simulator=\"sim\"}} > 0") or None)
    wait_for("counted samples", lambda: query(base, f"simconnect_flight_data_received_total{{{mine}}} > 2") or None)
    families = json.loads(fetch(f"{base}/api/v1/targets/metadata?metric=simconnect_messages")[1])["data"]
    assert any(f["type"] == "counter" for f in families), "Prometheus read another format than OpenMetrics"
    groups = json.loads(fetch(f"{base}/api/v1/rules")[1])["data"]["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    assert rules and all(rule["health"] != "err" for rule in rules), rules


def main():
    bin_folder, env_path = sys.argv[1:]
    with open(env_path, encoding="utf-8") as file:
        env = dict(line.strip().split("=", 1) for line in file)
    running = []
    target_file = os.path.join(env["PROMETHEUS_TARGETS"], f"scrape_test.{os.getpid()}.json")
    try:
        with tempfile.TemporaryDirectory() as folder:
            emulator, at = start([f"{bin_folder}/checkride-emulator", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"],
                                 {"simulator": "(simconnect)"})
            running.append(emulator)
            config = os.path.join(folder, "monitor.yaml")
            with open(config, "w", encoding="utf-8") as file:
                file.write(CONFIG.format(folder=folder, simulator=at["simulator"]))
            monitor, at = start([f"{bin_folder}/checkride-monitor", "--config", config, "--log-level", "error"],
                                {"metrics": "(metrics)"})
            running.append(monitor)
            with open(target_file, "w", encoding="utf-8") as file:
                json.dump([{"targets": [at["metrics"]]}], file)
            check_prometheus(env["PROMETHEUS_URL"], at["metrics"])
            check_page(at["metrics"])
            monitor.terminate()
            assert monitor.wait(180) == 0
            running.remove(monitor)
    finally:
        for process in running:
            process.kill()
            process.wait()
        if os.path.exists(target_file):
            os.remove(target_file)
    print("scrape_test: scraped, queried, linted")


main()
