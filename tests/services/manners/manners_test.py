#!/usr/bin/env python3
"""Goal: the real monitor behaves as those expect who start, watch and stop it: systemd, containers, logrotate, shells.
Method: the built program on loopback; a datagram socket plays systemd's part, systemd-socket-activate and systemd-analyze
their own. Nothing is timed: every wait is for an event, and the test's time-out is the only limit.

  manners_test.py PROGRAM UNIT_FILE [TEST]...
"""

import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
UNIT = os.path.abspath(sys.argv[2])
ENDED = "the output ended"


class Monitor:
    """A running monitor. Its output is read line by line; without `config` keys it has no simulators."""

    def __init__(self, config="", drain="0s", arguments=(), wrapper=(), **popen):
        self.folder = tempfile.TemporaryDirectory(prefix="checkride-manners-")
        self.config = self.path("monitor.yaml")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write("app: {name: test, drain_delay: %s}\n%s" % (drain, config))
        popen.setdefault("stdout", subprocess.PIPE)
        popen.setdefault("stderr", subprocess.PIPE)
        command = [*wrapper, PROGRAM, *arguments, "--config", self.config]
        self.process = subprocess.Popen(command, text=True, cwd=self.folder.name, **popen)
        self.errors = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
        self.folder.cleanup()

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def line_with(self, text, stream=None):
        """The next line that holds the text."""
        for line in stream or self.process.stderr:
            self.errors.append(line)
            if text in line:
                return line
        raise AssertionError("%s before it said %r; it said: %s" % (ENDED, text, "".join(self.errors)))

    def health_port(self, stream=None):
        line = self.line_with("(health", stream)
        return int(line.split("listening on ")[1].split(" ")[0].rsplit(":", 1)[1])

    def end(self, number=signal.SIGTERM):
        """Sends the signal and returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait()


FREE = "monitoring: {address: 127.0.0.1, health_check_port: 0}\nmetrics_exporter: {address: 127.0.0.1, port: 0}\n"


def ask(port, path, method="GET", body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request(method, path, body)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def free_port():
    """One that nobody has now, below the kernel's own range."""
    for port in range(20000 + os.getpid() % 5000, 32000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise AssertionError("no free port")


def check(what, seen, expected):
    if seen != expected:
        raise AssertionError("%s: %r, not %r" % (what, seen, expected))


def holds(what, text, part):
    if part not in text:
        raise AssertionError("%s: %r is not in %r" % (what, part, text))


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


def blocked_signals_arrive():
    mask = {signal.SIGTERM, signal.SIGINT}
    with Monitor(FREE, preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, mask)) as monitor:
        monitor.health_port()
        check("exit code", monitor.end(), 0)


def a_signal_without_a_meaning_is_no_harm():
    with Monitor(FREE) as monitor:
        port = monitor.health_port()
        monitor.process.send_signal(signal.SIGUSR2)
        check("alive", ask(port, "/health/live")[0], 200)
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


# ---- systemd

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


# ---- output and files

def log_on_standard_output_is_json_alone():
    with Monitor(FREE + "logging: {access_log: {enabled: true}}\n") as monitor:
        port = monitor.health_port()
        ask(port, "/health/live?key=hush")
        check("exit code", monitor.end(), 0)
        text = monitor.process.stdout.read()
        lines = [json.loads(line) for line in text.splitlines()]
        requests = [line for line in lines if line["msg"] == "http_request"]
        check("requests", [(line["path"], line["status"]) for line in requests], [("/health/live", 200)])
        if "hush" in text:
            raise AssertionError("a query stands in the log")


def output_that_nobody_reads_is_no_harm():
    read_end, write_end = os.pipe()
    os.close(read_end)
    with Monitor(FREE, stdout=write_end) as monitor:
        os.close(write_end)
        port = monitor.health_port()
        check("alive", ask(port, "/health/live")[0], 200)
        holds("told", "".join(monitor.errors), "standard output takes no log lines")  # before it listened
        check("exit code", monitor.end(), 0)


def a_reader_that_stands_still_is_no_harm():
    """The pipe fills; lines are lost then, and the monitor goes on."""
    with Monitor(FREE + "logging: {access_log: {enabled: true}}\n") as monitor:
        port = monitor.health_port()
        for _ in range(600):  # each line has more than 250 bytes, the pipe 64 KiB
            check("alive", ask(port, "/health/live")[0], 200)
        holds("told", monitor.line_with("standard output takes no log lines"), "takes no log lines")
        check("exit code", monitor.end(), 0)


def standard_streams_that_are_closed_are_no_harm():
    """Else a socket would get their numbers, and lines for people would go to clients."""
    port = free_port()
    config = "monitoring: {address: 127.0.0.1, health_check_port: %d}\nmetrics_exporter: {enabled: false}\n" % port
    config += "logging: {output: file, file_path: app.log}\n"
    with Monitor(config, wrapper=["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh"]) as monitor:
        check("no output", monitor.process.stderr.read(), "")
        while True:
            try:
                status, body = ask(port, "/health/live")
                break
            except ConnectionRefusedError:
                check("runs", monitor.process.poll(), None)
        check("alive", status, 200)
        json.loads(body)
        check("exit code", monitor.end(), 0)


def a_full_disk_for_the_log_is_no_harm():
    with Monitor(FREE + "logging: {output: file, file_path: /dev/full}\n") as monitor:
        monitor.line_with("the log loses lines")
        port = monitor.health_port(monitor.process.stdout)
        check("alive", ask(port, "/health/live")[0], 200)
        check("exit code", monitor.end(), 0)


def a_file_that_may_not_grow_is_no_harm():
    with Monitor(FREE + "logging: {output: file, file_path: app.log, level: debug}\n",
                 wrapper=["sh", "-c", 'ulimit -f 1; exec "$@"', "sh"]) as monitor:
        port = monitor.health_port(monitor.process.stdout)
        check("alive", ask(port, "/health/live")[0], 200)
        monitor.process.send_signal(signal.SIGTERM)
        monitor.line_with("the log loses lines")
        check("exit code", monitor.process.wait(), 0)


def logrotate_moves_the_file_away():
    for number in (signal.SIGUSR1, signal.SIGHUP):
        with Monitor(FREE + "logging: {output: file, file_path: app.log}\n") as monitor:
            port = monitor.health_port(monitor.process.stdout)
            log = monitor.path("app.log")
            os.rename(log, log + ".1")
            monitor.process.send_signal(number)
            while not os.path.exists(log):  # each request is a turn of the monitor's loop
                check("alive", ask(port, "/health/live")[0], 200)
            check("exit code", monitor.end(), 0)
            with open(log, encoding="utf-8") as file:
                text = file.read()
            holds("the new file", text, '"msg":"log_reopened"')
            holds("the new file", text, '"msg":"stopped"')


def the_log_rotates_and_is_packed():
    """A megabyte of lines by requests with long names; the packed file is one that gzip reads."""
    config = FREE + "logging: {output: file, file_path: app.log, max_size_mb: 1, compress: true," \
                    " access_log: {enabled: true}}\n"
    with Monitor(config) as monitor:
        port = monitor.health_port(monitor.process.stdout)

        def packed():
            return [name for name in os.listdir(monitor.folder.name) if name.endswith(".gz")]
        while not packed():
            check("status", ask(port, "/" + "x" * 250)[0], 404)
        name = monitor.path(packed()[0])
        subprocess.run(["gzip", "--test", name], check=True)
        text = subprocess.run(["gzip", "--decompress", "--stdout", name], check=True, capture_output=True).stdout
        for line in text.splitlines():
            json.loads(line)
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
    for part in ("checkride-monitor ", "revision:", "compiler:", "build type:", "OpenSSL 3", "Boost 1.", "zlib 1.", "fmt "):
        holds("--version", text, part)


TESTS = [value for value in list(globals().values())
         if getattr(value, "__code__", None) and value.__code__.co_argcount == 0 and value is not free_port]


def main():
    wanted = sys.argv[3:]
    for test in TESTS:
        if wanted and test.__name__ not in wanted:
            continue
        print(test.__name__.replace("_", " "), flush=True)
        test()


main()
