#!/usr/bin/env python3
"""Scrapes per second of the monitor's metrics page (about 1,000 series) beside those of prometheus-cpp's exposer with
1,000 and of prometheus-node-exporter, under wrk, in one run: scrape_bench.py BUILD_FOLDER [--seconds 5].

Each server has one core, wrk the other. The monitor is the real program, watching simulators that are not there. What
counts is the ratio: the absolute figures are the machine's."""
import argparse
import gzip
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

SIMULATORS = 190  # each has some five series while it is away
WRK = ["taskset", "--cpu-list", "1", "wrk", "--threads", "1", "--connections", "8"]
SERVER = ["taskset", "--cpu-list", "0"]


def monitor_config(folder):
    simulators = "".join(f'  - {{name: sim-{i}, address: "127.0.0.1:1"}}\n' for i in range(SIMULATORS))
    path = os.path.join(folder, "monitor.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'app: {{name: bench, state_dir: "{folder}/state"}}\n'
                   "flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet}]}\n"
                   "monitoring: {address: 127.0.0.1, health_check_port: 0}\n"
                   f"metrics_exporter: {{address: 127.0.0.1, port: 0}}\nsimulators:\n{simulators}")
    return path


def start(arguments, end):
    # The monitor says where it listens on standard error, for its log is on standard output.
    process = subprocess.Popen(SERVER + arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in process.stdout:
        if line.startswith("listening on ") and line.strip().endswith(end):
            return process, f"http://{line.split()[2]}/metrics"
    sys.exit(f"scrape_bench: {arguments[0]} ended early")


def start_node_exporter():
    port = 21500 + os.getpid() % 5000
    process = subprocess.Popen(SERVER + ["prometheus-node-exporter", f"--web.listen-address=127.0.0.1:{port}",
                                         "--web.max-requests=0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/metrics"
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return process, url
        except OSError:
            time.sleep(0.1)
    sys.exit("scrape_bench: prometheus-node-exporter does not answer")


def measure(url, seconds, encoding, *, strict):
    request = urllib.request.Request(url, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request, timeout=10) as response:
        packed = response.headers["Content-Encoding"] == "gzip"
        body = response.read()
    page = gzip.decompress(body) if packed else body
    series = sum(1 for line in page.splitlines() if line and not line.startswith(b"#"))
    out = subprocess.run(WRK + ["--duration", f"{seconds}s", "--header", f"Accept-Encoding: {encoding}", url],
                         capture_output=True, text=True, check=True).stdout
    # prometheus-cpp's server closes connections under load, which is its own affair; ours may not.
    if "Non-2xx" in out or (strict and "Socket errors" in out):
        sys.exit(f"scrape_bench: {url}: {out}")
    rate = re.search(r"Requests/sec:\s*([\d.]+)", out)
    return series, len(body), float(rate.group(1))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    running = []
    rates = {}
    try:
        with tempfile.TemporaryDirectory() as folder:
            servers = {
                "checkride-monitor": lambda: start([f"{options.build}/bin/checkride-monitor", "--config",
                                                    monitor_config(folder), "--log-level", "error"], "(metrics)"),
                "prometheus-cpp": lambda: start([f"{options.build}/bench/prometheus_cpp_exposer", "--series", "1000"], ""),
                "node-exporter": start_node_exporter,
            }
            print(f"{'server':20} {'encoding':9} {'samples':>8} {'bytes':>8} {'scrapes/s':>10}")
            for name, begin in servers.items():
                process, url = begin()
                running.append(process)
                for encoding in ("identity", "gzip"):
                    series, size, rate = measure(url, options.seconds, encoding, strict=name == "checkride-monitor")
                    rates[name, encoding] = rate
                    print(f"{name:20} {encoding:9} {series:8} {size:8} {rate:10.0f}")
                process.terminate()
                process.wait(30)
                running.remove(process)
    finally:
        for process in running:
            process.kill()
            process.wait()
    for encoding in ("identity", "gzip"):
        mine = rates["checkride-monitor", encoding]
        print(f"{encoding}: {mine / rates['prometheus-cpp', encoding]:.1f} x prometheus-cpp, "
              f"{mine / rates['node-exporter', encoding]:.1f} x node-exporter")


main()
