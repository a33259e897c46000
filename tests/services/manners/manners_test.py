#!/usr/bin/env python3
"""Goal: the real monitor behaves as those expect who start, stop and ask it: shells, containers, operators.
Method: the built program on loopback.

  manners_test.py PROGRAM [TEST]...
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile

from running_monitor import FREE, PROGRAM, Monitor, ask, check, free_port, holds, run

# ---- signals and exit codes

def stops_in_order_on_either_signal():
    for number in (signal.SIGTERM, signal.SIGINT):
        with Monitor(FREE) as monitor:
            monitor.health_port()
            check("exit code after %s" % number, monitor.end(number), 0)


def drains_and_a_second_signal_ends_it():
    for second, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
        with Monitor(FREE, drain="600s") as monitor:
            port = monitor.health_port()
            monitor.line_with('"msg":"started"', monitor.process.stdout)
            check("alive before", ask(port, "/health/live")[0], 200)
            monitor.process.send_signal(signal.SIGTERM)
            monitor.line_with('"msg":"draining"', monitor.process.stdout)
            status, body = ask(port, "/health/ready")
            check("ready while draining", status, 503)
            holds("ready while draining", body, "the monitor is stopping")
            check("alive while draining", ask(port, "/health/live")[0], 200)
            check("exit code", monitor.end(second), code)


def sigquit_prints_the_state():
    with Monitor(FREE) as monitor:
        monitor.health_port()
        monitor.line_with('"msg":"started"', monitor.process.stdout)
        check("exit code", monitor.end(signal.SIGQUIT), 131)
        text = monitor.process.stderr.read()
        for what in ("health", "simulators", "alerts", "process"):
            line = [one for one in text.splitlines() if "state: %s " % what in one]
            check("lines of " + what, len(line), 1)
            json.loads(line[0].split(what + " ", 1)[1])


def exit_codes_of_what_cannot_start():
    with Monitor("nonsense: 1\n") as monitor:
        check("configuration", monitor.process.wait(), 78)
    with Monitor(arguments=["--nonsense"]) as monitor:
        check("command line", monitor.process.wait(), 64)
    with Monitor("logging: {output: file, file_path: /proc/checkride/app.log}\n") as monitor:
        check("a folder that cannot be made", monitor.process.wait(), 73)
        holds("its message", monitor.process.stderr.read(), "/proc/checkride")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with Monitor("monitoring: {address: 127.0.0.1, health_check_port: %d}\n" % port) as monitor:
            check("port in use", monitor.process.wait(), 69)


def a_state_folder_that_cannot_be_used_is_told():
    """Neither made, nor taken for a folder, nor of a full disk."""
    with tempfile.NamedTemporaryFile() as file:
        for path in ("/proc/checkride", file.name, "/dev/full"):
            with Monitor(FREE, arguments=["--set", "app.state_dir=" + path]) as monitor:
                text = monitor.process.stderr.read()
                check("exit code with " + path, monitor.process.wait(), 73)
                holds("where the key stands", text, "--set")
                holds("what cannot be used", text, 'app.state_dir: "%s" cannot be used' % path)


def blocked_signals_arrive():
    mask = {signal.SIGTERM, signal.SIGINT}
    with Monitor(FREE, preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, mask)) as monitor:
        monitor.health_port()
        check("exit code", monitor.end(), 0)


def buries_the_children_it_inherits():
    """As process 1 of a container: a shell that becomes the monitor leaves it a child that nobody waits for."""
    read_end, write_end = os.pipe()
    shell = ["sh", "-c", 'sh -c "read line <&%d" & echo "$!" >&2; exec "$@"' % read_end, "sh"]
    with Monitor(FREE, wrapper=shell, pass_fds=[read_end]) as monitor:
        child = int(monitor.process.stderr.readline())
        port = monitor.health_port()
        ended = os.pidfd_open(child)
        os.close(read_end)
        os.close(write_end)
        select.select([ended], [], [])
        while os.path.exists("/proc/%d" % child):  # each request is a turn of the monitor's loop
            check("alive", ask(port, "/health/live")[0], 200)
        os.close(ended)
        check("exit code", monitor.end(), 0)


# ---- commands

def healthcheck_is_zero_or_one():
    port = free_port()
    config = "monitoring: {address: 127.0.0.1, health_check_port: %d}\nmetrics_exporter: {enabled: false}\n" % port

    def healthcheck(path, *words):
        return subprocess.run([PROGRAM, "healthcheck", *words, "--config", path], capture_output=True, check=False,
                              text=True)
    with Monitor(config) as monitor:
        monitor.health_port()
        monitor.line_with('"msg":"started"', monitor.process.stdout)
        check("alive", healthcheck(monitor.config, "--live").returncode, 0)
        check("not ready without simulators", healthcheck(monitor.config, "--ready").returncode, 1)
        check("exit code", monitor.end(), 0)
        gone = healthcheck(monitor.config)
        check("nobody there", gone.returncode, 1)
        holds("its message", gone.stderr, "127.0.0.1:%d" % port)


def the_level_changes_while_it_runs():
    with Monitor(FREE) as monitor:
        port = monitor.health_port()
        check("put", ask(port, "/api/v1/log-level", "PUT", '{"level":"debug"}'), (200, '{"level":"debug"}'))
        check("exit code", monitor.end(), 0)
        text = monitor.process.stdout.read()
        holds("told", text, '"msg":"log_level_changed"')
        holds("debug lines", text, '"level":"debug"')


def version_names_the_build_and_its_libraries():
    text = subprocess.run([PROGRAM, "--version"], capture_output=True, check=True, text=True).stdout
    for part in ("checkride-monitor ", "revision:", "compiler:", "build type:", "OpenSSL 3", "Boost 1.", "zlib 1.", "fmt ",
                 "date:", "zstd 1.", "SQLite 3.", "yaml-cpp 0."):
        holds("--version", text, part)


run(dict(globals()), sys.argv[2:])
