#!/usr/bin/env python3
"""A real Alertmanager is told of an alert: alertmanager_test.py BIN_FOLDER SERVICE_ENV.

It shows the alert with our labels and our fingerprint; sending it again keeps it; amtool silences it; it ends when the
aircraft climbs. A monitor that is killed and started again goes on where it was."""

import json
import subprocess
import sys

from flown import Flown, services_of, wait_for


def amtool(url, *arguments):
    done = subprocess.run(["amtool", f"--alertmanager.url={url}", *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def alerts(url, *more):
    return json.loads(amtool(url, "alert", "query", "--output=json", *more, "alertname=Low Altitude Warning") or "[]")


def the_alert(url):
    return next(iter(alerts(url)), None)


def ends_at(url):
    """When Alertmanager gives the alert up, as it does with one that is not sent again; "" once it has."""
    alert = the_alert(url)
    return alert["endsAt"] if alert else ""


def main():
    programs, env = sys.argv[1:]
    url = services_of(env)["ALERTMANAGER_URL"]
    channels = f"  external_url: http://127.0.0.1:1\n  alertmanager: {{urls: [\"{url}\"], resend_interval: 1s}}"
    with Flown(programs, channels, "alertmanager") as flown:
        flown.fly(80)
        alert = wait_for("the alert in Alertmanager", lambda: the_alert(url))
        assert alert["labels"] == {"alertname": "Low Altitude Warning", "application": "notify-test",
                                   "environment": "test", "metric": "altitude", "severity": "critical",
                                   "simulator": "sim"}, alert
        assert alert["annotations"]["value"] == "80 feet", alert
        assert alert["annotations"]["kind"] == "firing" and alert["annotations"]["since"], alert
        assert alert["fingerprint"] == fingerprint(alert["labels"]), alert
        first_end = alert["endsAt"]
        wait_for("the alert's being sent again", lambda: ends_at(url) > first_end)
        flown.kill_monitor()
        last_end = ends_at(url)
        flown.start_monitor()
        wait_for("the alert's being sent after a restart", lambda: ends_at(url) > last_end)
        amtool(url, "silence", "add", "--author=test", "--comment=known", "--duration=1h", "simulator=sim")
        wait_for("the silence", lambda: not alerts(url) and len(alerts(url, "--silenced")) == 1)
        for silence in amtool(url, "silence", "query", "--quiet").split():
            amtool(url, "silence", "expire", silence)
        flown.fly(5000)
        wait_for("the end of the alert", lambda: the_alert(url) is None)
        document = flown.document("/api/v1/notifications")
        assert document["channels"][0]["breaker"] == "closed", document
        assert document["channels"][0]["dead_letters"] == [], document


def fingerprint(labels):
    value = 0xCBF29CE484222325
    for name, text in sorted(labels.items()):
        for byte in name.encode() + b"\xff" + text.encode() + b"\xff":
            value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


main()
