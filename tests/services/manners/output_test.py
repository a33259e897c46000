#!/usr/bin/env python3
"""Goal: what the real monitor writes is whole, and readers and disks that fail do it no harm: standard output, files,
logrotate. Method: the built program on loopback with closed streams, full disks and limits.

  output_test.py PROGRAM [TEST]...
"""

import json
import os
import signal
import subprocess
import sys

from running_monitor import FREE, Monitor, ask, check, free_port, holds, run

def log_on_standard_output_is_json_alone():
    with Monitor(FREE + "logging: {access_log: {enabled: true}}\n") as monitor:
        port = monitor.health_port()
        ask(port, "/health/live?key=hush")
        check("exit code", monitor.end(), 0)
        text = monitor.process.stdout.read()
        lines = [json.loads(line) for line in text.splitlines()]
        requests = [line for line in lines if line["msg"] == "http_request"]
        check("requests", [(line["url"], line["status_code"]) for line in requests], [("/health/live", 200)])
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


run(dict(globals()), sys.argv[2:])
