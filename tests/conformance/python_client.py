#!/usr/bin/env python3
"""A small SimConnect client of its own, written from the wire reference alone, with Python's standard library alone.

    python_client.py HOST PORT PROTOCOL HIGHEST_PROTOCOL

speaks PROTOCOL to a simulator whose own is HIGHEST_PROTOCOL, and prints a line for each of its checks: verdict (pass,
fail, unsupported), name and reason, separated by tabs.
"""
import socket
import struct
import sys

USER, UNUSED = 0, 0xFFFFFFFF
INT32, FLOAT32, FLOAT64, STRING256 = 1, 3, 4, 9
EXCEPTION, OPEN, EVENT, EVENT_FRAME, DATA, STATE = 0x01, 0x02, 0x04, 0x07, 0x08, 0x0F
LIMIT_SECONDS = 20


def text(value, size):
    encoded = value.encode("latin-1")
    assert len(encoded) < size
    return encoded.ljust(size, b"\0")


class Unsupported(Exception):
    """The simulator of this generation does not have it, and said so."""


class Client:
    def __init__(self, host, port, protocol, highest=0):
        self.protocol = protocol
        self.highest = highest
        self.sent = 0
        self.buffer = b""
        self.queue = []
        self.socket = socket.create_connection((host, port), timeout=LIMIT_SECONDS)

    def close(self):
        self.socket.close()

    def send(self, message, payload=b"", split=False):
        """Sends a frame and returns its send id; split: byte by byte, as TCP may do."""
        self.sent += 1
        frame = struct.pack("<IIII", 16 + len(payload), self.protocol, 0xF0000000 | message, self.sent) + payload
        for part in ([frame[i:i + 1] for i in range(len(frame))] if split else [frame]):
            self.socket.sendall(part)
        return self.sent

    def frame(self):
        """The next frame as (id, payload)."""
        while len(self.buffer) < 4 or len(self.buffer) < struct.unpack_from("<I", self.buffer)[0]:
            received = self.socket.recv(65536)
            if not received:
                raise EOFError("the simulator closed the connection")
            self.buffer += received
        size, _, message = struct.unpack_from("<III", self.buffer)
        assert size >= 12, f"a frame of {size} bytes"
        payload, self.buffer = self.buffer[12:size], self.buffer[size:]
        return message, payload

    def expect(self, message, wanted=lambda payload: True):
        """The first payload of that message that fits; what comes before it is dropped."""
        while True:
            found, payload = self.frame()
            if found == message and wanted(payload):
                return payload

    def exceptions(self):
        """All exceptions for what was sent so far: (code, send id, index). Answers come in the order of the packets."""
        request = 0x51000000 + self.sent
        self.send(0x35, struct.pack("<I", request) + text("Sim", 256))
        found = []
        while True:
            message, payload = self.frame()
            if message == EXCEPTION:
                found.append(struct.unpack_from("<III", payload))
            if message == STATE and struct.unpack_from("<I", payload)[0] == request:
                return found

    def open(self, name="Python"):
        versions = {2: (0, 0, 60905, 0), 3: (10, 0, 61242, 0), 4: (10, 0, 61259, 0), 5: (11, 0, 62651, 3), 6: (12, 2, 0, 0)}
        tag = {5: b"\0HK\0", 6: b"\0RS\0"}.get(self.protocol, b"\0XSF")
        version = versions.get(self.protocol, versions[6])
        self.send(0x01, text(name, 256) + struct.pack("<I", 0) + tag + struct.pack("<IIII", *version))
        return self

    def opened(self):
        payload = self.expect(OPEN)
        assert len(payload) == 296, f"OPEN has {len(payload) + 12} bytes"
        return self

    def define(self, definition, name, unit, kind=FLOAT64, datum=UNUSED):
        return self.send(0x0C, struct.pack("<I", definition) + text(name, 256) + text(unit, 256)
                         + struct.pack("<IfI", kind, 0.0, datum))

    def request(self, request, definition, period=1, flags=0, obj=USER, interval=0, limit=0):
        return self.send(0x0E, struct.pack("<IIIIIIII", request, definition, obj, period, flags, 0, interval, limit))

    def data(self, request):
        payload = self.expect(DATA, lambda found: struct.unpack_from("<I", found)[0] == request)
        return struct.unpack_from("<IIIIIII", payload), payload[28:]


CHECKS = []


def check(name, since=2):
    def add(function):
        CHECKS.append((name, since, function))
        return function
    return add


@check("Open")
def open_check(client):
    assert client.exceptions() == []


@check("Open in pieces")
def open_in_pieces(client):
    client.send(0x35, struct.pack("<I", 7) + text("AircraftLoaded", 256), split=True)
    payload = client.expect(STATE)
    assert struct.unpack_from("<I", payload)[0] == 7 and len(payload) == 272


@check("RequestSystemState")
def system_state(client):
    client.send(0x35, struct.pack("<I", 8) + text("AIRCRAFTLOADED", 256))
    payload = client.expect(STATE)
    name = payload[12:].split(b"\0")[0].decode().lower()
    assert name.endswith((".air", ".cfg")), name
    sent = client.send(0x35, struct.pack("<I", 8) + text("NoSuchState", 256))
    assert client.exceptions() == [(7, sent, 2)]


@check("RequestDataOnSimObject")
def data(client):
    client.define(1, "PLANE ALTITUDE", "feet")
    client.define(1, "PLANE ALTITUDE", "meters", FLOAT32)
    client.define(1, "TITLE", "", STRING256)
    client.define(1, "SIM ON GROUND", "bool", INT32)
    client.request(11, 1)
    head, values = client.data(11)
    assert head[2] == 1 and head[4:] == (1, 1, 4), head
    feet, metres, title, ground = struct.unpack("<df256si", values)
    assert abs(feet * 0.3048 - metres) < 1e-3 and 400 < feet < 500 and ground == 1 and title[0] != 0


@check("RequestDataOnSimObject tagged")
def tagged(client):
    client.define(1, "PLANE ALTITUDE", "feet", FLOAT64, 501)
    client.define(1, "PLANE ALTITUDE", "feet", FLOAT32, 502)
    client.request(11, 1, flags=2)
    head, values = client.data(11)
    first, feet, second, again = struct.unpack("<Id" "If", values)
    assert (head[3] & 2, head[6], first, second) == (2, 2, 501, 502) and abs(feet - again) < 1e-3


@check("RequestDataOnSimObject by frames")
def by_frames(client):
    client.define(1, "SIMULATION TIME", "seconds")
    client.request(11, 1, period=3, interval=2, limit=4)
    times = [struct.unpack("<d", client.data(11)[1])[0] for _ in range(4)]
    steps = [b - a for a, b in zip(times, times[1:])]
    # Every third frame of 30 a second; a simulator that is late leaves frames out.
    frames = [step * 30 for step in steps]
    assert all(count > 0.5 and abs(count - round(count)) < 1e-3 for count in frames), steps


@check("SetDataOnSimObject")
def set_data(client):
    client.define(1, "AUTOPILOT HEADING LOCK DIR", "degrees")
    client.send(0x10, struct.pack("<IIIII", 1, USER, 0, 1, 8) + struct.pack("<d", 217.0))
    client.request(11, 1)
    assert abs(struct.unpack("<d", client.data(11)[1])[0] - 217.0) < 1e-6
    sent = client.send(0x10, struct.pack("<IIIII", 1, USER, 0, 1, 4) + struct.pack("<f", 1.0))
    assert client.exceptions() == [(2, sent, 5)]


@check("TransmitClientEvent")
def events(client):
    client.send(0x04, struct.pack("<I", 1) + text("Python.Event", 256))
    client.send(0x07, struct.pack("<III", 2, 1, 0))
    client.send(0x09, struct.pack("<II", 2, 1))
    client.send(0x05, struct.pack("<IIIII", USER, 1, 0xFFFFFFF6, 1, 16))
    assert struct.unpack("<III", client.expect(EVENT)) == (2, 1, 0xFFFFFFF6)
    assert client.exceptions() == []


@check("SubscribeToSystemEvent")
def system_events(client):
    client.send(0x17, struct.pack("<I", 5) + text("Frame", 256))
    group, event, _, rate, speed = struct.unpack("<IIIff", client.expect(EVENT_FRAME))
    assert (group, event, speed) == (UNUSED, 5, 1.0) and rate > 1
    sent = client.send(0x17, struct.pack("<I", 6) + text("NoSuchEvent", 256))
    assert (7, sent, 2) in client.exceptions()


@check("exceptions name packet and parameter")
def exceptions(client):
    first = client.define(1, "NO SUCH VARIABLE", "feet")
    second = client.define(1, "PLANE ALTITUDE", "knots")
    third = client.request(11, 9)
    fourth = client.define(1, "PLANE ALTITUDE", "feet", 77)
    assert client.exceptions() == [(7, first, 2), (7, second, 3), (3, third, 2), (18, fourth, 4)]


@check("an unknown message is ERROR and the connection lives")
def unknown(client):
    sent = client.send(0x7FF, b"what?")
    assert [(code, packet) for code, packet, _ in client.exceptions()] == [(1, sent)]


@check("RequestResponseTimes")
def response_times(client):
    client.send(0x03, struct.pack("<I", 1))
    assert len(client.expect(0x10001)) == 32


@check("Text", since=3)
def text_check(client):
    content = b"hello\0"
    client.send(0x40, struct.pack("<IfII", 0x101, 1.0, 5, len(content)) + content)
    if client.highest >= 5:
        assert client.exceptions() == []
        raise Unsupported("accepted without effect")
    results = [struct.unpack("<III", client.expect(EVENT)) for _ in range(2)]
    assert results == [(UNUSED, 5, 0x10000), (UNUSED, 5, 0x10004)], results


@check("RequestFacilitiesList", since=3)
def facilities(client):
    client.send(0x43, struct.pack("<II", 0, 9))
    payload = client.expect(0x12)
    request, count, _, _ = struct.unpack_from("<IIII", payload)
    element = (len(payload) - 16) // count
    wide = {2: 9, 3: 9, 4: 9, 5: 9, 6: 12}[client.protocol]
    assert request == 9 and element == wide + 24 and (len(payload) - 16) % count == 0, (count, len(payload))
    names = [payload[16 + i * element:][:9].split(b"\0")[0] for i in range(count)]
    assert b"KSEA" in names, names[:5]


@check("EnumerateInputEvents", since=5)
def input_events(client):
    client.send(0x4F, struct.pack("<I", 4))
    request, count, _, _ = struct.unpack_from("<IIII", client.expect(0x22))
    assert request == 4 and count > 0


@check("CallCommBusEvent", since=6)
def comm_bus(client):
    client.send(0x6A, struct.pack("<I", 4) + text("Python.Bus", 256))
    client.send(0x6C, text("Python.Bus", 256) + struct.pack("<II", 24, 5) + b"hello")
    payload = client.expect(0x2B)
    assert struct.unpack_from("<IIIII", payload)[4] == 4 and payload[20:25] == b"hello"


UNKNOWN_CALLS = {"Text": 0x40, "RequestFacilitiesList": 0x43, "EnumerateInputEvents": 0x4F, "CallCommBusEvent": 0x6C}
UNKNOWN_BYTES = {"Text": 16, "RequestFacilitiesList": 8, "EnumerateInputEvents": 4, "CallCommBusEvent": 264}


def run_one(host, port, protocol, highest, name, since, function):
    client = Client(host, port, protocol, highest).open()
    try:
        client.opened()
        if highest < since:
            sent = client.send(UNKNOWN_CALLS[name], bytes(UNKNOWN_BYTES[name]))
            assert [(code, packet) for code, packet, _ in client.exceptions()] == [(1, sent)]
            raise Unsupported("the simulator does not know it")
        function(client)
    finally:
        client.close()


def too_new(host, port, highest):
    """A client newer than the simulator is told so, and the connection ends."""
    client = Client(host, port, highest + 1).open()
    try:
        code, sent, index = struct.unpack("<III", client.expect(EXCEPTION))
        assert (code, sent, index) == (5, 1, 4), (code, sent, index)
        try:
            client.frame()
        except (EOFError, ConnectionError):
            return
        raise AssertionError("the connection goes on")
    finally:
        client.close()


def main():
    host, port, protocol, highest = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    runs = [(name, lambda n=name, s=since, f=function: run_one(host, port, protocol, highest, n, s, f))
            for name, since, function in CHECKS]
    runs.append(("a newer client is VERSION_MISMATCH", lambda: too_new(host, port, highest)))
    for name, run in runs:
        verdict, reason = "pass", ""
        try:
            run()
        except Unsupported as refusal:
            verdict, reason = "unsupported", str(refusal)
        except Exception as error:  # whatever goes wrong is this check's verdict
            verdict, reason = "fail", f"{type(error).__name__}: {error}"
        print("\t".join((verdict, name, " ".join(reason.split()))), flush=True)


if __name__ == "__main__":
    main()
