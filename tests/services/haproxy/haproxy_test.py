#!/usr/bin/env python3
"""Goal: a real HAProxy gives the monitor the share of requests that its agent-check asks for: all of it, half of it while half
of the links deliver, none while none does or while it drains; and takes it back each time. Method: HAProxy in front of the
built monitor on loopback, which watches two emulators that are ended and started again; HAProxy's own statistics and what a
client gets through it are looked at.

  haproxy_test.py MONITOR EMULATOR [TEST]...
"""

import csv
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "manners"))

from running_monitor import Monitor, ask, check, free_port, run  # pylint: disable=wrong-import-position

EMULATOR = os.path.abspath(sys.argv[2])
LIMIT_S = 240
HAPROXY = shutil.which("haproxy", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")

MONITOR = """
flight_monitor:
  update_interval: 1s
  reconnect_base: 100ms
  reconnect_ceiling: 200ms
  variables: [{{name: PLANE ALTITUDE, units: feet, critical: true}}]
simulators:
  - {{name: left, address: "127.0.0.1:{left}"}}
  - {{name: right, address: "127.0.0.1:{right}"}}
monitoring: {{address: 127.0.0.1, health_check_port: {health}, agent_port: {agent}}}
metrics_exporter: {{enabled: false}}
"""

# Beside the agent a health check, as people have both: a monitor that is alive passes it, so whatever takes the server out
# is the agent. The server begins in maintenance: only "ready" of the agent brings it in. agent-send is there to be read.
BALANCER = """
global
    stats socket {folder}/stats level user
defaults
    mode http
    timeout connect 60s
    timeout client 60s
    timeout server 60s
    timeout check 60s
    timeout queue 60s
frontend clients
    bind fd@{listener}
    default_backend monitors
backend monitors
    option httpchk GET /health/live
    default-server inter 100ms rise 1 fall 1 agent-inter 100ms
    server monitor 127.0.0.1:{health} weight 100 disabled check agent-check agent-port {agent} agent-send "hello\\n"
"""


class Balancer:
    """HAProxy in the foreground; its listening socket is made here, so that no port is guessed."""

    def __init__(self, folder, health, agent):
        self.stats = os.path.join(folder, "stats")
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
            config = os.path.join(folder, "haproxy.cfg")
            with open(config, "w", encoding="utf-8") as file:
                file.write(BALANCER.format(folder=folder, listener=listener.fileno(), health=health, agent=agent))
            self.log = os.path.join(folder, "haproxy.log")
            with open(self.log, "w", encoding="utf-8") as log:
                self.process = subprocess.Popen([HAPROXY, "-db", "-f", config], stdout=log, stderr=log,
                                                pass_fds=[listener.fileno()])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def server(self):
        """The row of the monitor in `show stat`; empty while HAProxy is not there yet."""
        if self.process.poll() is not None:
            with open(self.log, encoding="utf-8") as log:
                sys.exit("haproxy_test: haproxy ended: " + log.read())
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(self.stats)
            except OSError:
                return {}
            connection.sendall(b"show stat\n")
            with connection.makefile(encoding="utf-8") as answer:
                rows = csv.DictReader(answer.read().removeprefix("# ").splitlines())
        return next(row for row in rows if row["svname"] == "monitor")

    def wait_for(self, monitor, status, weight=None):
        """Until HAProxy counts the server so; `status` is how its word begins."""
        deadline = time.monotonic() + LIMIT_S
        seen = {}
        while time.monotonic() < deadline:
            check("how the monitor ended", monitor.process.poll(), None)
            seen = self.server()
            if seen and seen["status"].startswith(status) and weight in (None, seen["weight"]):
                return
            time.sleep(0.05)
        kept = {name: seen.get(name) for name in ("status", "weight", "agent_status", "last_agt")}
        sys.exit("haproxy_test: not %s (weight %s) within %d s, but %s" % (status, weight, LIMIT_S, kept))

    def client_gets(self):
        return ask(self.port, "/health/live")[0]


class Simulator:
    """An emulator on a port that it has again after it ended."""

    def __init__(self):
        self.port = free_port()
        self.process = None

    def start(self):
        words = [EMULATOR, "--listen", "127.0.0.1:%d" % self.port, "--control", "127.0.0.1:0"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Rig:
    """Two simulators and the ports of a monitor, which may be started more than once."""

    def __init__(self):
        self.simulators = []
        for _ in range(2):
            self.simulators.append(Simulator())
            self.simulators[-1].start()
            self.await_listener(self.simulators[-1])
        with socket.create_server(("127.0.0.1", free_port())) as health:  # held, so that the next one differs
            self.health = health.getsockname()[1]
            self.agent = free_port()

    @staticmethod
    def await_listener(simulator):
        """Its port is taken from then on, so that nobody else is given it."""
        deadline = time.monotonic() + LIMIT_S
        while time.monotonic() < deadline:
            check("the emulator runs", simulator.process.poll(), None)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", simulator.port)) == 0:
                    return
            time.sleep(0.05)
        sys.exit("haproxy_test: the emulator does not listen on port %d within %d s" % (simulator.port, LIMIT_S))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for simulator in self.simulators:
            simulator.end()

    def monitor(self, drain="0s"):
        left, right = (simulator.port for simulator in self.simulators)
        config = MONITOR.format(left=left, right=right, health=self.health, agent=self.agent)
        return Monitor(config, drain=drain, stdout=subprocess.DEVNULL)

    def balancer(self, monitor):
        return Balancer(monitor.folder.name, self.health, self.agent)


def follows_what_the_links_deliver():
    with Rig() as rig, rig.monitor() as monitor, rig.balancer(monitor) as balancer:
        left, right = rig.simulators
        balancer.wait_for(monitor, "UP", "100")
        check("a client", balancer.client_gets(), 200)
        right.end()
        balancer.wait_for(monitor, "UP", "50")
        check("a client with half the share", balancer.client_gets(), 200)
        left.end()
        balancer.wait_for(monitor, "DRAIN")
        check("a client with no server left", balancer.client_gets(), 503)
        check("the monitor itself", ask(rig.health, "/health/live")[0], 200)
        left.start()
        balancer.wait_for(monitor, "UP", "50")
        right.start()
        balancer.wait_for(monitor, "UP", "100")
        check("a client, again", balancer.client_gets(), 200)


def a_monitor_that_drains_is_left_alone_and_its_successor_taken_back():
    with Rig() as rig, rig.monitor(drain="600s") as monitor, rig.balancer(monitor) as balancer:
        balancer.wait_for(monitor, "UP", "100")
        monitor.process.send_signal(signal.SIGTERM)
        balancer.wait_for(monitor, "DRAIN")
        check("a client with no server left", balancer.client_gets(), 503)
        check("the monitor still answers", ask(rig.health, "/health/live")[0], 200)
        check("exit code", monitor.end(signal.SIGTERM), 143)
        with rig.monitor() as successor:
            balancer.wait_for(successor, "UP", "100")
            check("a client of the successor", balancer.client_gets(), 200)
            check("exit code", successor.end(), 0)


if HAPROXY is None:
    sys.exit("haproxy_test: there is no haproxy; ci/install-deps.sh --tests installs it")
run(dict(globals()), sys.argv[3:])
