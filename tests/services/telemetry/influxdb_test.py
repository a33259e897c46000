#!/usr/bin/env python3
"""Goal: telemetry reaches a real InfluxDB 1.6, exactly once, and a point that it refuses goes to the dead-letter file.
Method: a monitor pushes an emulator's telemetry; the database is asked how much it holds. Then another measurement is
given a field of a type that conflicts with what the monitor sends.

  influxdb_test.py FOLDER-OF-PROGRAMS
"""

import json
import re
import signal
import sys
import urllib.parse
import urllib.request
from pathlib import Path

from telemetry_rig import Rig, wait_for

ENVIRONMENT = Path(__file__).resolve().parents[3] / "build" / "services" / "influxdb.env"
DATABASE = "checkride_test"


def base():
    return re.search(r"INFLUXDB_URL=(\S+)", ENVIRONMENT.read_text()).group(1)


def query(text):
    data = urllib.parse.urlencode({"q": text, "db": DATABASE}).encode()
    with urllib.request.urlopen(f"{base()}/query", data, timeout=60) as answer:
        return json.load(answer)["results"][0].get("series", [])


def write(line):
    request = urllib.request.Request(f"{base()}/write?db={DATABASE}", line.encode())
    with urllib.request.urlopen(request, timeout=60):
        pass


def count(measurement):
    series = query(f'SELECT COUNT("sequence") FROM "{measurement}"')
    return series[0]["values"][0][1] if series else 0


def collector(measurement):
    return f"  measurement: {measurement}\n  influx: {{url: \"{base()}\", database: {DATABASE}}}"


def stop(rig, monitor):
    monitor.send_signal(signal.SIGTERM)
    if monitor.wait(timeout=180) != 0:
        sys.exit(f"the monitor did not stop in order:\n{rig.log()}")


def main():
    query(f"DROP DATABASE {DATABASE}")
    query(f"CREATE DATABASE {DATABASE}")
    with Rig(sys.argv[1], collector("flight"), time_scale=100) as rig:
        monitor = rig.start_monitor()
        wait_for("telemetry in InfluxDB", lambda: count("flight") > 100)
        stop(rig, monitor)
        if count("flight") != rig.records():
            sys.exit(f"InfluxDB holds {count('flight')} of {rig.records()} records\n{rig.log()}")
    write('refusing,simulator=sim PLANE\\ ALTITUDE="a text"')
    with Rig(sys.argv[1], collector("refusing"), time_scale=20) as rig:
        monitor = rig.start_monitor()
        letters = rig.folder / "telemetry" / "journal" / "influx.dead.jsonl"
        wait_for("dead letters", letters.exists)
        stop(rig, monitor)
        letter = json.loads(letters.read_text().splitlines()[0])
        if "type conflict" not in letter["reason"] or not letter["line"].startswith("refusing,simulator=sim"):
            sys.exit(f"no reason why: {letter}")
    query(f"DROP DATABASE {DATABASE}")


main()
