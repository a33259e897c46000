#!/usr/bin/env python3
"""Goal: a monitor that a fatal signal ends leaves its stack in app.state_dir, or on standard error while that is not known,
and ends by that signal all the same. Method: the built program on loopback, the signal sent to it as a watchdog sends one. In a build with sanitizers these have the last word.

  crash_test.py PROGRAM [TEST]...
"""

import fcntl
import os
import re
import signal
import subprocess
import sys
import tempfile

from running_monitor import FREE, PROGRAM, Monitor, check, holds, run

NO_CORE = ["sh", "-c", 'ulimit -c 0; exec "$@"', "sh"]


def ended(monitor, number):
    """Its report's path and all that it said, once it has ended by the signal."""
    monitor.process.send_signal(number)
    text = monitor.process.stderr.read()
    code = monitor.process.wait()
    if "Sanitizer" in text:
        check("ended in order after %s" % number, code == 0, False)
    else:
        check("exit code after %s: %s" % (number, text), code, -number)
    found = re.search(r"the stack is in (\S+\.trace)$", text, re.MULTILINE)
    if not found:
        raise AssertionError("no report after %s: %s" % (number, text))
    return found.group(1), text


def a_fatal_signal_leaves_its_stack():
    for number in (signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGSEGV):
        with Monitor(FREE, wrapper=NO_CORE, arguments=["--set", "app.state_dir=kept"]) as monitor:
            monitor.line_with('"msg":"started"', monitor.process.stdout)
            name, text = ended(monitor, number)
            told = "checkride-monitor: internal error: %s, sent by process %d" % (number.name, os.getpid())
            holds("on standard error", text, told)
            check("the folder", os.path.dirname(name), "kept")
            with open(monitor.path(name), encoding="utf-8") as file:
                report = file.read()
            for part in (told + "\n", "signal:     %s\n" % number.name, "process:    %d\n" % monitor.process.pid,
                         "revision:", "ended at:\n  #0 0x", "main"):
                holds("the report", report, part)


def a_command_leaves_no_file_where_it_was_started():
    with tempfile.TemporaryDirectory(prefix="checkride-manners-") as folder:
        output, end = os.pipe()
        fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, 4096)  # far less than the schema: the command waits until it is read
        command = subprocess.Popen([*NO_CORE, PROGRAM, "print-schema"], text=True, cwd=folder, stdout=end,
                                   stderr=subprocess.PIPE)
        os.close(end)
        os.read(output, 1)
        command.send_signal(signal.SIGABRT)
        text = command.stderr.read()
        command.stderr.close()
        command.wait()
        os.close(output)
        for part in ("checkride-monitor: internal error: SIGABRT, sent by process %d\n" % os.getpid(), "revision:",
                     "ended at:\n  #0 0x"):
            holds("on standard error", text, part)
        check("files left", os.listdir(folder), [])


run(dict(globals()), sys.argv[2:])
