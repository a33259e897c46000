#!/usr/bin/env python3
"""Goal: SIGUSR2 hands the real monitor over to what stands where it was started from, without a client that is refused and
only to a binary that is fit; and what happens when that, or the program itself, fails. Method: the built program by way of a
symbolic link that is turned, as upgrades do it; a datagram socket plays systemd's part.

  handover_test.py PROGRAM [TEST]...
"""

import os
import signal
import socket
import sys
import tempfile
import threading

from running_monitor import FREE, PROGRAM, Monitor, ask, check, holds, run


class Installed:
    """A folder with a link `current` to the program, which can be turned to something else."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="checkride-handover-")
        self.link = os.path.join(self.folder.name, "current")
        self.turn(PROGRAM)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def turn(self, target):
        os.symlink(target, self.link + ".new")
        os.replace(self.link + ".new", self.link)

    def turn_to_script(self, text):
        script = os.path.join(self.folder.name, "script")
        with open(script, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + text)
        os.chmod(script, 0o755)
        self.turn(script)

    def start(self, config=FREE, **popen):
        """Called by the link; the program's own name, which the test gives first, is dropped."""
        return Monitor(config, wrapper=["sh", "-c", 'link=$1; shift 2; exec "$link" "$@"', "sh", self.link], **popen)


def started(monitor):
    monitor.line_with('"msg":"started"', monitor.process.stdout)


class Load(threading.Thread):
    """Asks again and again, each time by a connection of its own."""

    def __init__(self, port):
        super().__init__()
        self.port = port
        self.ended = threading.Event()
        self.answers = []

    def run(self):
        while not self.ended.is_set():
            try:
                self.answers.append(ask(self.port, "/health/live")[0])
            except OSError as error:
                self.answers.append(repr(error))

    def end(self):
        self.ended.set()
        self.join()
        return self.answers


def no_client_is_refused():
    """Three times: the successor hands over as well. The process stays the same."""
    with Installed() as installed, installed.start() as monitor:
        started(monitor)
        port = monitor.health_port()
        loads = [Load(port) for _ in range(3)]
        for load in loads:
            load.start()
        for _ in range(3):
            monitor.process.send_signal(signal.SIGUSR2)
            started(monitor)
            check("the same port", monitor.health_port(), port)
        answers = [answer for load in loads for answer in load.end()]
        check("answers", set(answers), {200})
        check("the program", os.path.realpath("/proc/%d/exe" % monitor.process.pid), os.path.realpath(PROGRAM))
        check("exit code", monitor.end(), 0)


def systemd_hears_of_it():
    with Installed() as installed, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        path = os.path.join(installed.folder.name, "notify")
        manager.bind(path)

        def next_with(text):
            while True:
                message = manager.recv(4096).decode()
                if text in message:
                    return message
        with installed.start(env=dict(os.environ, NOTIFY_SOCKET=path)) as monitor:
            next_with("READY=1")
            monitor.process.send_signal(signal.SIGUSR2)
            told = next_with("RELOADING=1")
            holds("the time", told, "MONOTONIC_USEC=")
            holds("how long it may take", told, "EXTEND_TIMEOUT_USEC=")
            next_with("READY=1")
            monitor.process.send_signal(signal.SIGTERM)
            next_with("STOPPING=1")
            check("exit code", monitor.process.wait(), 0)


def a_stop_between_the_two_is_not_lost():
    """The old program ends and the new one is not there yet: it waits for the new one, whatever threads the old one has."""
    collecting = ("flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet}]}\n"
                  "data_collector: {output_path: data, sqlite: {}}\n")
    for config in 5 * [FREE, FREE + collecting]:
        with Installed() as installed, installed.start(config) as monitor:
            started(monitor)
            monitor.process.send_signal(signal.SIGUSR2)
            monitor.line_with('"msg":"handing_over"', monitor.process.stdout)
            check("exit code", monitor.end(signal.SIGTERM), 0)


def one_that_is_not_fit_changes_nothing():
    with Installed() as installed, installed.start() as monitor:
        started(monitor)
        port = monitor.health_port()
        installed.turn_to_script('echo "not today: $*"; exit 78\n')
        monitor.process.send_signal(signal.SIGUSR2)
        line = monitor.line_with("handover_refused", monitor.process.stdout)
        holds("how it ended", line, "exit code 78")
        holds("what it said", line, "not today: check-config --config")
        installed.turn("/nowhere/checkride-monitor")
        monitor.process.send_signal(signal.SIGUSR2)
        holds("the reason", monitor.line_with("handover_refused", monitor.process.stdout), "No such file")
        check("alive", ask(port, "/health/live")[0], 200)
        with open(monitor.config, "a", encoding="utf-8") as file:
            file.write("nonsense: 1\n")
        installed.turn(PROGRAM)
        monitor.process.send_signal(signal.SIGUSR2)
        holds("the mistake", monitor.line_with("handover_refused", monitor.process.stdout), "nonsense")
        check("alive", ask(port, "/health/live")[0], 200)
        check("exit code", monitor.end(), 0)


def one_that_cannot_begin_after_all_is_told():
    """It accepts the configuration, and is gone when its turn has come: nothing is left to go back to."""
    with Installed() as installed, installed.start() as monitor:
        started(monitor)
        installed.turn_to_script('rm -- "$0"; exit 0\n')
        monitor.process.send_signal(signal.SIGUSR2)
        monitor.line_with("handing over: ")
        holds("the reason", monitor.errors[-1], "No such file")
        check("exit code", monitor.process.wait(), 69)


def an_unhandled_exception_leaves_its_stack():
    """Without descriptors the event loop cannot be made, nor a file: the report is on standard error."""
    with Monitor(FREE, wrapper=["sh", "-c", 'ulimit -n 4; exec "$@"', "sh"]) as monitor:
        text = monitor.process.stderr.read()
        check("exit code", monitor.process.wait(), 70)
        for part in ("checkride-monitor: internal error: ", "thrown at:\n", "ended at:\n", "revision:", "main"):
            holds("the report", text, part)


run(dict(globals()), sys.argv[2:])
