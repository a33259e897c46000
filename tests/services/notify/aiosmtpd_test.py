#!/usr/bin/env python3
"""A real mail server is told of an alert, by STARTTLS and a login: aiosmtpd_test.py BIN_FOLDER SERVICE_ENV.

Python's own email package reads what arrives. A wrong password and a server of an unknown authority get no mail."""

import email
import email.policy
import json
import pathlib
import sys

from flown import Flown, services_of, wait_for

RULE = "Flughöhe <zu> niedrig & „高度“ =?UTF-8?B?eA==?="


def channels(service, **changed):
    keys = {"server": "127.0.0.1", "port": service["SMTP_PORT"], "username": service["SMTP_USER"],
            "password": service["SMTP_PASSWORD"], "ca_file": service["SMTP_CA_FILE"],
            "from": "monitor@company.com", "to": '["ops@company.com", "flight@company.com"]', **changed}
    return "  smtp:\n" + "".join(f"    {key}: {value}\n" for key, value in keys.items() if value)


def mail(service, number):
    base = pathlib.Path(service["SMTP_MAILS"]) / str(number)
    envelope = wait_for(f"mail {number}", lambda: base.with_suffix(".json").exists() and base.with_suffix(".json"))
    raw = base.with_suffix(".eml").read_bytes()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n")), "a line is too long"
    return json.loads(envelope.read_text(encoding="utf-8")), email.message_from_bytes(raw, policy=email.policy.default)


def check_mail(envelope, message, word):
    assert envelope == {"from": "monitor@company.com", "to": ["ops@company.com", "flight@company.com"]}, envelope
    assert message["Subject"] == f"[{word}] critical: {RULE} on sim", message["Subject"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert [address.addr_spec for address in message["To"].addresses] == envelope["to"]
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert not message.defects and not [part.defects for part in message.iter_parts() if part.defects]
    assert RULE in message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert "Flughöhe &lt;zu&gt; niedrig &amp; „高度“" in html, html


def arrived(service):
    return len(list(pathlib.Path(service["SMTP_MAILS"]).glob("*.eml")))


def check_thread(service, programs):
    before = arrived(service)
    with Flown(programs, channels(service), "email", RULE) as flown:
        flown.fly(80)
        envelope, firing = mail(service, before + 1)
        check_mail(envelope, firing, "FIRING")
        flown.fly(5000)
        envelope, resolved = mail(service, before + 2)
        check_mail(envelope, resolved, "RESOLVED")
        assert firing["References"] == resolved["References"]
        assert firing["Message-ID"] != resolved["Message-ID"]


def check_refused(service, programs, what, verdict, **changed):
    """`verdict` says whether the failure is one that is tried again."""
    before = arrived(service)
    with Flown(programs, channels(service, **changed), "email", RULE) as flown:
        flown.fly(80)

        def settled():
            channel = flown.document("/api/v1/notifications")["channels"][0]
            return channel if channel["last_failure"] else None

        channel = wait_for(what, settled)
        assert (verdict == "permanent") == bool(channel["dead_letters"]), channel
        assert "wrong-horse" not in json.dumps(channel), channel
        assert arrived(service) == before, "a mail went out"
        return channel["last_failure"]


def main():
    programs, env = sys.argv[1:]
    service = services_of(env)
    check_thread(service, programs)
    failure = check_refused(service, programs, "the refusal of the login", "permanent", password="wrong-horse")
    assert "535" in failure, failure
    failure = check_refused(service, programs, "the refusal of the authority", "temporary", ca_file=None)
    assert "certificate" in failure, failure


main()
