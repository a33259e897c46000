#!/usr/bin/env python3
"""Goal: systemd starts, watches and stops the real monitor, and its unit file is clean and sandboxed. Method: the built
program on loopback; a datagram socket plays systemd's part, systemd-socket-activate and systemd-analyze their own.

  systemd_test.py PROGRAM UNIT_FILE [TEST]...
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile

from running_monitor import FREE, PROGRAM, Monitor, ask, check, free_port, holds, run

UNIT = os.path.abspath(sys.argv[2])


class Manager:
    """The socket that systemd would give."""

    def __init__(self, address):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address)

    def next_with(self, text):
        while True:
            message = self.socket.recv(4096).decode()
            if text in message:
                return message


def tells_systemd_of_its_life():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "notify")
        abstract = "checkride-manners-%d" % os.getpid()
        for address, variable in ((path, path), ("\0" + abstract, "@" + abstract)):
            manager = Manager(address)
            environment = dict(os.environ, NOTIFY_SOCKET=variable, WATCHDOG_USEC="200000")
            with Monitor(FREE, env=environment) as monitor:
                ready = manager.next_with("READY=1")
                holds("status", ready, "STATUS=running")
                port = monitor.health_port()  # said before
                check("listens when it is ready", ask(port, "/health/live")[0], 200)
                for _ in range(3):
                    manager.next_with("WATCHDOG=1")
                monitor.process.send_signal(signal.SIGHUP)
                holds("reload", manager.next_with("RELOADING=1"), "MONOTONIC_USEC=")
                manager.next_with("READY=1")
                monitor.process.send_signal(signal.SIGTERM)
                holds("stop", manager.next_with("STOPPING=1"), "EXTEND_TIMEOUT_USEC=")
                check("exit code", monitor.process.wait(), 0)
            manager.socket.close()


def a_watchdog_of_another_process_is_not_heard():
    with tempfile.TemporaryDirectory() as folder:
        manager = Manager(os.path.join(folder, "notify"))
        environment = dict(os.environ, NOTIFY_SOCKET=os.path.join(folder, "notify"), WATCHDOG_USEC="1000",
                           WATCHDOG_PID="1")
        with Monitor(FREE, env=environment) as monitor:
            manager.next_with("READY=1")
            monitor.process.send_signal(signal.SIGTERM)
            seen = ""
            while "STOPPING=1" not in seen:
                seen = manager.socket.recv(4096).decode()
                if "WATCHDOG=1" in seen:
                    raise AssertionError("the watchdog of another process was told")
            monitor.process.wait()
        manager.socket.close()


def a_manager_that_is_gone_is_no_harm():
    with Monitor(FREE, env=dict(os.environ, NOTIFY_SOCKET="/nowhere/notify")) as monitor:
        monitor.line_with("manager_not_told", monitor.process.stdout)
        check("alive", ask(monitor.health_port(), "/health/live")[0], 200)
        check("exit code", monitor.end(), 0)


def serves_the_socket_that_systemd_opened():
    """The connection that makes systemd start the monitor is answered by it."""
    port = free_port()
    wrapper = ["systemd-socket-activate", "--listen=127.0.0.1:%d" % port, "--fdname=health"]
    config = "monitoring: {health_check_port: 1}\nmetrics_exporter: {enabled: false}\n"
    with Monitor(config, wrapper=wrapper) as monitor:
        monitor.line_with("Listening on")
        check("status", ask(port, "/health/live")[0], 200)
        check("its port", monitor.health_port(), port)
        check("exit code", monitor.end(), 0)


def unit_file_is_clean_and_sandboxed():
    with tempfile.TemporaryDirectory() as folder:
        unit = os.path.join(folder, "checkride-monitor.service")
        with open(UNIT, encoding="utf-8") as source, open(unit, "w", encoding="utf-8") as copy:
            copy.write(source.read().replace("/usr/bin/checkride-monitor", PROGRAM))
        verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
        check("systemd-analyze verify", (verified.returncode, verified.stderr), (0, ""))
        scored = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=15", unit],
                                capture_output=True, text=True, check=False)
        if scored.returncode != 0:
            raise AssertionError("exposure above 1.5: %s" % scored.stdout.splitlines()[-1])


run(dict(globals()), sys.argv[3:])
