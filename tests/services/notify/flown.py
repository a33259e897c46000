"""A monitor with one rule that watches an emulator, for tests with real receivers. The rule "Low Altitude Warning" fires
below 100 feet; `fly(feet)` decides where the aircraft is."""

import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

LIMIT_S = 180

CONFIG = """
app: {{name: notify-test, environment: test, state_dir: "{folder}/state"}}
flight_monitor:
  update_interval: 1s
  variables: [{{name: PLANE ALTITUDE, units: feet, critical: true}}]
simulators: [{{name: sim, address: "{simulator}"}}]
monitoring: {{address: 127.0.0.1, health_check_port: 0}}
metrics_exporter: {{enabled: false}}
alert_manager:
{channels}
  rules:
    - {{name: "{rule}", metric: altitude, condition: less_than, threshold: 100, severity: critical,
       actions: [{action}]}}
"""


def services_of(path):
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def wait_for(what, look):
    """The first result of `look` that is neither None nor False."""
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        found = look()
        if found is not None and found is not False:
            return found
        time.sleep(0.1)
    sys.exit(f"{what} did not happen within {LIMIT_S} s")


class Flown:
    """with Flown(bin, channels, action) as flown: flown.fly(80)"""

    def __init__(self, programs, channels, action, rule="Low Altitude Warning"):
        self.programs = pathlib.Path(programs).resolve()
        self.channels = channels
        self.action = action
        self.rule = rule
        self.processes = []

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        try:
            emulator = self.start("checkride-emulator", ["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"], 2)
            self.control = emulator["control"]
            self.simulator = emulator["simconnect"]
            self.fly(5000)
            self.start_monitor()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        self.folder.cleanup()

    def start_monitor(self):
        config = pathlib.Path(self.folder.name) / "config.yaml"
        text = CONFIG.format(folder=self.folder.name, simulator=self.simulator, channels=self.channels,
                             action=self.action, rule=self.rule)
        config.write_text(text, encoding="utf-8")
        self.monitor = self.start("checkride-monitor", ["--config", str(config)], 1)
        self.monitor_process = self.processes[-1]

    def kill_monitor(self):
        self.monitor_process.kill()
        self.monitor_process.wait()

    def start(self, program, arguments, listeners):
        """Starts a program; returns the addresses that it prints, by their names."""
        log = pathlib.Path(self.folder.name) / f"{program}-{len(self.processes)}.log"
        with log.open("w", encoding="utf-8") as output:
            process = subprocess.Popen([str(self.programs / program), *arguments], stdout=output,
                                       stderr=subprocess.STDOUT, cwd=self.folder.name)
        self.processes.append(process)

        def listening():
            text = log.read_text(encoding="utf-8")
            if process.poll() is not None:
                sys.exit(f"{program} ended early: {text}")
            lines = [line.split() for line in text.splitlines() if line.startswith("listening on ")]
            return {words[3].strip("()"): words[2] for words in lines} if len(lines) >= listeners else None

        return wait_for(f"the start of {program}", listening)

    def fly(self, feet):
        body = json.dumps({"value": feet, "unit": "feet"}).encode()
        request = urllib.request.Request(f"http://{self.control}/v1/variables/PLANE%20ALTITUDE", body,
                                         {"Content-Type": "application/json"}, method="PUT")
        with urllib.request.urlopen(request, timeout=60):
            pass

    def document(self, path):
        address = next(iter(self.monitor.values()))
        with urllib.request.urlopen(f"http://{address}{path}", timeout=60) as answer:
            return json.load(answer)
