#!/usr/bin/env python3
"""Goal: what the commands of the monitor print reaches its reader whole, or the exit code says that it did not; and a person
can end them. Method: the built program with closed, full and stuck outputs.

  commands_test.py PROGRAM [TEST]...
"""

import os
import signal
import subprocess
import sys
import tempfile

from running_monitor import PROGRAM, check, holds, run

SERIES = """
tests:
  - name: nothing fires
    interval: 1s
    input_series: [{series: 'altitude{simulator="sim"}', values: 1 1 1}]
    alert_rule_test: [{eval_time: 2s, alertname: low, exp_alerts: []}]
"""
CONFIG = """
app: {name: test}
flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet, alias: altitude}]}
alert_manager:
  slack: {webhook_url: "http://127.0.0.1:1/x"}
  rules: [{name: low, metric: altitude, condition: less_than, threshold: 0, actions: [slack]}]
"""


def every_command_tells_that_its_output_is_lost():
    with tempfile.TemporaryDirectory() as folder:
        def path(name, text):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
            return file.name
        config = ["--config", path("config.yaml", CONFIG)]
        commands = [["--help"], ["--version"], ["sample-config"], ["print-schema"], ["check-config", *config],
                    ["print-config", *config], ["test-rules", path("tests.yaml", SERIES), *config]]
        read_end, broken = os.pipe()
        os.close(read_end)
        with open("/dev/full", "w", encoding="utf-8") as full:
            for command in commands:
                whole = subprocess.run([PROGRAM, *command], capture_output=True, text=True, check=False)
                check("%s: %s" % (command, whole.stderr), whole.returncode, 0)
                for where, kept in (("a full disk", {"stdout": full}), ("a closed pipe", {"stdout": broken}),
                                    ("nowhere", {"preexec_fn": lambda: os.close(1)})):
                    lost = subprocess.run([PROGRAM, *command], stderr=subprocess.PIPE, text=True, check=False, **kept)
                    check("%s to %s" % (command, where), lost.returncode, 73)
                    holds("%s to %s" % (command, where), lost.stderr, "standard output")
        os.close(broken)


def is_polling(process):
    """Whether it waits for a descriptor: in poll, by the number of the call on this machine, or by that of ppoll."""
    with open("/proc/%d/syscall" % process, encoding="utf-8") as file:
        return file.read().split(" ")[0] in ("7", "271", "73")


def a_command_is_interrupted_as_any_other():
    """Its reader takes nothing: it waits, and a person ends it."""
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    try:
        while os.write(write_end, bytes(65536)):
            pass
    except BlockingIOError:
        os.set_blocking(write_end, True)
    with subprocess.Popen([PROGRAM, "print-schema"], stdout=write_end) as command:
        while not is_polling(command.pid):
            check("runs", command.poll(), None)
        command.send_signal(signal.SIGINT)
        check("exit code", command.wait(), -signal.SIGINT)
    os.close(read_end)
    os.close(write_end)


run(dict(globals()), sys.argv[2:])
