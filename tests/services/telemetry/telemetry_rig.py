"""A real emulator and a real monitor that collects its telemetry, in a folder of their own."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CONFIG = """app: {{name: telemetry-test, state_dir: "{folder}/state"}}
simulators: [{{name: sim, address: "{simulator}"}}]
flight_monitor:
  update_interval: 1s
  variables:
    - {{id: 1, name: "PLANE ALTITUDE", units: feet}}
    - {{id: 2, name: "AIRSPEED INDICATED", units: knots}}
monitoring: {{enabled: false}}
metrics_exporter: {{enabled: false}}
data_collector:
  output_path: "{folder}/telemetry"
  flush_interval: 500ms
{collector}
"""


def wait_for(what, condition, seconds=180):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    sys.exit(f"{what} did not happen within {seconds} s")


class Rig:
    """Ends what it started."""

    def __init__(self, programs, collector, time_scale):
        self.programs = Path(programs)
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        self.running = []
        log = self.folder / "emulator.log"
        self.start("emulator", log, self.programs / "checkride-emulator", "--listen", "127.0.0.1:0", "--control",
                   "127.0.0.1:0", "--time-scale", str(time_scale), "--seed", "7")
        address = wait_for("the emulator's address", lambda: re.search(r"127\.0\.0\.1:[1-9]\d*", log.read_text()))
        self.config = self.folder / "config.yaml"
        self.config.write_text(CONFIG.format(folder=self.folder, simulator=address.group(0), collector=collector))

    def start(self, name, log, *command):
        with open(log, "ab") as output:
            process = subprocess.Popen([str(word) for word in command], stdout=output, stderr=output, cwd=self.folder)
        self.running.append(process)
        return process

    def start_monitor(self):
        return self.start("monitor", self.folder / "monitor.log", self.programs / "checkride-monitor", "--config",
                          self.config)

    def command(self, *words):
        done = subprocess.run([str(self.programs / "checkride-monitor"), *words, "--config", str(self.config)],
                              capture_output=True, text=True, cwd=self.folder, timeout=300)
        return done.returncode, done.stdout + done.stderr

    def records(self):
        """Distinct records received so far, as an audit knows them."""
        text = self.command("audit")[1]
        return sum(int(last) for last in re.findall(r"received 1-(\d+)", text))

    def log(self):
        return (self.folder / "monitor.log").read_text()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()
        self.temporary.cleanup()
