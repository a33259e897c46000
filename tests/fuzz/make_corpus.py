#!/usr/bin/env python3
"""Writes the seeds of one fuzz target.

    make_corpus.py NAME FOLDER

NAME is the program's, such as client_message_fuzz. Seeds are made of the protocol vectors: one file per frame, and for
frames_fuzz all frames of a direction in one stream. Targets that read no protocol get their seeds from the scenarios,
flights and configurations of the repository. An unknown name gets none, which libFuzzer accepts.
"""

import json
import pathlib
import struct
import sys
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]


def frames(direction):
    for path in sorted((ROOT / "tests" / "vectors").glob("*.json")):
        vector = json.loads(path.read_text(encoding="utf-8"))
        if vector["direction"] == direction:
            yield path.stem, bytes.fromhex(vector["hex"])


def texts(*patterns):
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            yield path.stem, path.read_bytes()


def committed(folder, *patterns):
    """What stands in corpus/FOLDER, written by hand or left behind by a defect, and files of the repository."""
    for path in sorted((ROOT / "tests" / "fuzz" / "corpus" / folder).iterdir()):
        yield path.name, path.read_bytes()
    yield from texts(*patterns)


# flight_files_fuzz reads the kind of file from the first byte.
FLIGHT_KINDS = [".yaml", ".pln", ".csv", ".jsonl", ".gpx", ".kml"]


def flights():
    for path in sorted((ROOT / "scenarios" / "flights").iterdir()):
        if path.suffix in FLIGHT_KINDS:
            yield path.name, bytes([FLIGHT_KINDS.index(path.suffix)]) + path.read_bytes()


def faults():
    """Every example of docs/faults.md alone, and as a tape that adds it and strikes with numbers."""
    head = b'{"format":"checkride.fault-tape","version":1}\n'
    for line in (ROOT / "docs" / "faults.md").read_bytes().splitlines():
        if line.startswith(b'{"kind"'):
            word = json.loads(line)["kind"]
            yield word, b"\0" + line
            added = b'{"at_ns":0,"event":"added","fault":1,"parameters":' + line + b"}\n"
            drawn = b'{"delay_ns":50000000,"lost":2,"offset":9,"xor":64,"bytes":5,"garbage":7,"failed":1,"noise":3}'
            struck = b'{"at_ns":%d,"event":"struck","fault":1,"client":1,"match":%d,"drawn":' + drawn + b"}\n"
            strikes = b"".join(struck % (100_000_000 * i, i + 1) for i in range(4))
            removed = b'{"at_ns":700000000,"event":"removed","fault":1}\n'
            yield word + "-tape", b"\1" + head + added + strikes + removed


def journal_segments():
    """Whole segments of the telemetry journal, which the mutations then cut and bend."""

    def frame(payload):
        return struct.pack("<II", len(payload), zlib.crc32(payload)) + payload

    def text(value):
        return struct.pack("<H", len(value)) + value

    columns = b"\1" + struct.pack("<H", 1) + text(b"PLANE ALTITUDE") + text(b"feet") + text(b"altitude")
    segment = frame(columns)
    for index in range(1, 4):
        sample = b"\2" + struct.pack("<QqQQ", index, 1767600000000000000, 1, index) + text(b"sim")
        segment += frame(sample + struct.pack("<Hd", 1, 80.5))
    yield "empty", b""
    yield "columns", frame(columns)
    yield "three", segment
    yield "cut", segment[:-5]
    marked = b"\3" + struct.pack("<QqQQ", 4, 1767600000000000000, 1, 4) + text(b"flight")
    yield "marked", segment + frame(marked + struct.pack("<HdB", 1, 80.5, 0b100001) + text(b"sim"))


def session_steps():
    """For each frame a client that sends it and hears the answer; then all frames of the vectors, one client."""

    def sent(frame):
        return bytes([8 + 3]) + len(frame).to_bytes(2, "little") + frame

    a_frame = bytes([1, 0, 0])
    together = b""
    for stem, frame in frames("client->server"):
        together += sent(frame)
        yield stem, bytes([5]) + sent(frame) + a_frame
    for profile in range(6):
        yield f"all-{profile}", bytes([profile]) + together + a_frame * 40


# rules_fuzz reads the kind of text from the first byte: configuration, tests of rules, saved state, small texts.
RULE_TEXTS = [
    "alert_manager:\n  slack: {webhook_url: 'http://127.0.0.1/x'}\n  rules:\n"
    "    - {name: A, metric: altitude, condition: rate_of_change, threshold: -20, window: 4s, duration: 2s,\n"
    "       allowed_gap: 1s, breaches: 2, out_of: 3, clear_threshold: -10, keep_firing_for: 3s, actions: [slack]}\n"
    "    - {name: B, metric: altitude, condition: stale, duration: 3s, severity_level: 2, actions: [slack]}\n"
    "  calendars: {office: {timezone: Europe/Berlin, days: [monday], from: '09:00', to: '17:00', holidays: [2026-12-25]}}\n"
    "  maintenance: [{name: m, calendar: office, match: {rule: A}, matchers: [{name: simulator, value: 'a|b', isRegex: true}]}]\n"
    "  escalation: {business_hours: office, tiers: {1: [slack]}, severities: {2: {respond_within: 1h, hours: business}}}\n",
    "tests: [{interval: 1s, input_series: [{series: 'altitude{simulator=\"a\"}', values: '80x9 _x3 500+10x4'}],\n"
    "  alert_rule_test: [{eval_time: 5s, alertname: Low, exp_alerts: [{exp_labels: {simulator: a}}]}]}]\n",
    '{"saved_at":1,"alerts":[{"rule":"A","simulator":"a","definition":"d","state":"firing","since_age":1,"breach_age":1,'
    '"covered":1,"since_utc":1,"breached_at":1,"fired_at":1,"fired_count":1,"resolved_count":0}],"episodes":[],'
    '"silences":[]}',
    '{"matchers": [{"name": "rule", "value": "L*"}], "endsAt": "2100-01-01T00:00:00Z", "createdBy": "me"}',
]


def rules():
    for kind, text in enumerate(RULE_TEXTS):
        yield f"rules{kind}", bytes([kind]) + text.encode()
    for index, zone in enumerate(["CET-1CEST,M3.5.0,M10.5.0/3", "<-03>3", "+05:30", 'simconnect_messages_total{simulator="a"}']):
        yield f"small{index}", b"\x03" + zone.encode()


def mail_servers():
    """The replies of a whole transaction, cut short at each of them; a login that is asked for without TLS."""
    replies = [b"220 mail.test ready", b"250-mail.test\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 1000000", b"250 sender",
               b"451 later", b"250 recipient", b"354 go on", b"250 taken", b"221 bye"]
    for count in range(1, len(replies) + 1):
        yield f"replies-{count}", b"\x01".join(reply + b"\r\n" for reply in replies[:count])
    yield "starttls", b"220 x\r\n\x01250-x\r\n250 STARTTLS\r\n\x01220 go\r\n\x01\x16\x03\x03\x00\x02"


def web_servers():
    for name, head, body in (("ok", "200 OK", "ok"), ("busy", "429 Too Many Requests\r\nRetry-After: 7", "rate_limited"),
                             ("date", "503 x\r\nRetry-After: Mon, 05 Jan 2026 08:00:01 GMT", ""), ("no", "404 x", "no_service")):
        yield name, f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


def outboxes():
    alert = '{"kind":"firing","rule":"Low","simulator":"sim","threshold":100,"value":80.5,"at":1767600000000000000}'
    group = '"group":{"key":"k","omitted":0,"labels":[["a","b"]],"alerts":[' + alert + ']}'
    post = '{"op":"post","id":"a1","queued":1,"failures":0,"targets":["ops@x"],' + group + '}'
    lines = [post, '{"op":"failed","id":"a1","failures":2,"targets":[]}', '{"op":"done","id":"a1"}',
             '{"op":"dead","type":"expired","reason":"HTTP 503","at":5,"id":"a1",' + group + '}']
    for count in range(1, len(lines) + 1):
        yield f"lines-{count}", "\n".join(lines[:count]).encode()


def key_value_talks():
    """Requests of each form, values of each kind, and an entry of a log."""
    def request(*words):
        return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)

    yield "set", request(b"SET", b"a", b"1", b"PX", b"900") + request(b"MGET", b"a", b"b") + request(b"DEL", b"a")
    yield "times", request(b"EXPIRE", b"a", b"5") + b"INCR a\r\nTTL a\r\nset b 2 nx\r\nFLUSHALL\r\n"
    yield "values", b"+OK\r\n-ERR x\r\n:-7\r\n$3\r\na\r\n\r\n$-1\r\n*-1\r\n*2\r\n*0\r\n*1\r\n:1\r\n"
    yield "entry", b"af63dc4c8601ec8c 1 a\n"


def database_talks():
    asked = '{"do":"find","table":"t","where":{"b":1,"c":{"from":1,"to":"x"},"d":{"words":"a b"}},"newest":"c","limit":2}'
    change = '{"clears":true,"rows":[{"table":"t","id":3,"inserted_ns":1767600000000000000,"columns":{"a":1,"b":null}}]}'
    append = ('{"do":"append","term":2,"leader":"db","previous":{"term":1,"index":4},"committed":4,'
              '"entries":[{"term":2,"change":"x"}]}')
    vote = '{"do":"vote","term":2,"candidate":"db","end":{"term":1,"index":4}}'
    row = '{"a":"k","b":1,"c":2.5,"d":"Words of a text","e":"2026-01-05T09:00:00Z"}'
    for kind, line in (("find", asked), ("change", change), ("append", append), ("vote", vote), ("row", row)):
        yield kind, (line + "\n").encode()
    yield "all", "\n".join([row, asked, change, append, vote, ""]).encode()


def seeds(name):
    if name == "resp_fuzz":
        return key_value_talks()
    if name == "store_talk_fuzz":
        return database_talks()
    if name == "smtp_reply_fuzz":
        return mail_servers()
    if name == "http_reply_fuzz":
        return web_servers()
    if name == "outbox_fuzz":
        return outboxes()
    if name == "client_message_fuzz":
        return frames("client->server")
    if name == "server_message_fuzz":
        return frames("server->client")
    if name == "frames_fuzz":
        client = b"".join(frame for _, frame in frames("client->server"))
        server = b"".join(frame for _, frame in frames("server->client"))
        return iter([("client-stream", client), ("server-stream", server)])
    if name == "journal_fuzz":
        return journal_segments()
    if name == "flight_files_fuzz":
        return flights()
    if name == "faults_fuzz":
        return faults()
    if name == "server_session_fuzz":
        return session_steps()
    if name == "yaml_fuzz":
        return texts("scenarios/**/*.yaml", "tests/data/**/*.yaml")
    if name == "scenario_fuzz":
        return committed("scenario", "scenarios/*/*.yaml", "tests/scenarios/*/*.yaml")
    if name == "config_fuzz":
        return committed("config", "scenarios/configs/*.yaml", "tests/data/guides/*.yaml")
    if name == "pcapng_fuzz":
        return texts("tests/data/captures/*.pcap*")
    if name == "rules_fuzz":
        return rules()
    return iter([])


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for name, seed in seeds(sys.argv[1]):
        (folder / name).write_bytes(seed)


if __name__ == "__main__":
    main()
