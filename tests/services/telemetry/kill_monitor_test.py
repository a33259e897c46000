#!/usr/bin/env python3
"""Goal: a monitor that is killed with SIGKILL under load neither loses nor doubles a record in its files and database.
Method: a real emulator and monitor; the monitor is killed again and again; an audit after each restart and at the end.

  kill_monitor_test.py FOLDER-OF-PROGRAMS
"""

import signal
import sys

from telemetry_rig import Rig, wait_for

KILLS = 6
COLLECTOR = "  compression: true\n  compression_format: zstd\n  rotate_size: 20kB\n  sqlite: {}"


def check_audit(rig, expected):
    code, text = rig.command("audit")
    if code != expected or "no gaps" not in text:
        sys.exit(f"audit: exit code {code}\n{text}\n{rig.log()}")
    if any(" 0 doubled" not in line for line in text.splitlines() if "doubled" in line):
        sys.exit(f"a record is there twice:\n{text}")
    return text


def main():
    with Rig(sys.argv[1], COLLECTOR, time_scale=200) as rig:
        for number in range(KILLS):
            before = rig.records()
            monitor = rig.start_monitor()
            wait_for("telemetry", lambda: rig.records() > before + 40 * (number + 1))
            monitor.send_signal(signal.SIGKILL)
            monitor.wait()
            check_audit(rig, 0)
        monitor = rig.start_monitor()
        wait_for("a last session", lambda: rig.log().count("journal_recovered") >= KILLS)
        monitor.send_signal(signal.SIGTERM)
        if monitor.wait(timeout=180) != 0:
            sys.exit(f"the monitor did not stop in order:\n{rig.log()}")
        text = check_audit(rig, 0)
        if "wait in the journal" in text:
            sys.exit(f"an orderly stop left records in the journal:\n{text}\n{rig.log()}")
        code, whole = rig.command("buffer", "check")
        if code != 0:
            sys.exit(f"buffer check: {code}\n{whole}")
        code, lines = rig.command("export", "--format", "csv")
        if code != 0 or len(lines.splitlines()) != rig.records() + 1:
            sys.exit(f"export gave {len(lines.splitlines())} lines with its header for {rig.records()} records")
        print(text)


main()
