"""A running monitor of the built program on loopback, and what the tests of its manners share. Nothing is timed: every wait
is for an event, and the test's time-out is the only limit. The first argument of each test is the program."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
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
    connection.request(method, path, body, {} if body is None else {"Content-Type": "application/json"})
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


def run(names, wanted):
    """Every function of the test's file that needs nothing, or those that are wanted by name."""
    tests = {name: value for name, value in names.items()
             if getattr(value, "__code__", None) and value.__module__ == "__main__" and value.__code__.co_argcount == 0}
    for name in wanted or tests:
        print(name.replace("_", " "), flush=True)
        tests[name]()
