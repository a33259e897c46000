#!/usr/bin/env python3
"""What the monitor costs while nothing happens, and how long it takes to be there.

  tests/bench/idle.py build/release/bin [--seconds 30] [--simulators 10] [--starts 20] [--tiny]

Start to ready: from the start of the process to READY=1 on the socket that a service manager would listen on, the median
and the worst of --starts. Idle: processor time and resident memory of a monitor that watches --simulators emulators of
the same machine at one sample a second each, over --seconds, after five seconds to settle. --tiny: as little of it as
shows that it works.
"""

import argparse
import os
import signal
import socket
import subprocess
import tempfile
import time

LISTEN = ("monitoring: {address: 127.0.0.1, health_check_port: 0}\n"
          "metrics_exporter: {address: 127.0.0.1, port: 0}\n")


def start_to_ready(monitor, folder):
    path = os.path.join(folder, "notify")
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(path)
    config = os.path.join(folder, "bare.yaml")
    with open(config, "w", encoding="utf-8") as file:
        file.write("app: {name: bench, drain_delay: 0s}\n" + LISTEN)
    began = time.monotonic()
    process = subprocess.Popen([monitor, "--config", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=dict(os.environ, NOTIFY_SOCKET=path))
    while b"READY=1" not in manager.recv(4096):
        pass
    taken = time.monotonic() - began
    process.terminate()
    process.wait()
    manager.close()
    os.unlink(path)
    return taken * 1000


def start_emulator(emulator):
    process = subprocess.Popen([emulator, "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for line in process.stdout:
        if "(simconnect)" in line:
            return process, line.split("listening on ")[1].split(" ")[0]
    raise SystemExit("the emulator did not start")


def cpu_seconds(pid):
    with open("/proc/%d/stat" % pid, encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mebibytes(pid):
    with open("/proc/%d/statm" % pid, encoding="utf-8") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def idle(monitor, addresses, folder, seconds, settle):
    config = os.path.join(folder, "idle.yaml")
    with open(config, "w", encoding="utf-8") as file:
        file.write("app: {name: bench, drain_delay: 0s}\n" + LISTEN)
        file.write("flight_monitor:\n  update_interval: 1s\n"
                   "  variables: [{name: PLANE ALTITUDE, units: feet}, {name: AIRSPEED INDICATED, units: knots}]\n")
        file.write("simulators:\n")
        for number, address in enumerate(addresses):
            file.write("  - {name: sim-%d, address: \"%s\"}\n" % (number, address))
    process = subprocess.Popen([monitor, "--config", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(settle)
    before = cpu_seconds(process.pid)
    time.sleep(seconds)
    used = cpu_seconds(process.pid) - before
    memory = resident_mebibytes(process.pid)
    process.send_signal(signal.SIGTERM)
    process.wait()
    return 100 * used / seconds, memory


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", help="the folder of the built programs")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--simulators", type=int, default=10)
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument("--tiny", action="store_true")
    options = parser.parse_args()
    if options.tiny:
        options.seconds, options.simulators, options.starts = 1, 1, 2
    monitor = os.path.join(options.programs, "checkride-monitor")
    with tempfile.TemporaryDirectory() as folder:
        starts = sorted(start_to_ready(monitor, folder) for _ in range(options.starts))
        print("start to ready: median %.1f ms, worst %.1f ms" % (starts[len(starts) // 2], starts[-1]))
        emulators = [start_emulator(os.path.join(options.programs, "checkride-emulator"))
                     for _ in range(options.simulators)]
        try:
            percent, memory = idle(monitor, [address for _, address in emulators], folder, options.seconds,
                                   0 if options.tiny else 5)
            print("idle with %d simulators: %.2f %% of a processor, %.1f MiB resident" %
                  (options.simulators, percent, memory))
        finally:
            for process, _ in emulators:
                process.terminate()
                process.wait()


main()
