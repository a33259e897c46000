#!/usr/bin/env python3
"""Writes the seeds of one fuzz target.

    make_corpus.py NAME FOLDER

NAME is the program's, such as client_message_fuzz. Seeds are made of the protocol vectors: one file per frame, and for
frames_fuzz all frames of a direction in one stream. Targets that read no protocol get their seeds from the scenarios,
flights and configurations of the repository. An unknown name gets none, which libFuzzer accepts.
"""

import json
import pathlib
import sys

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


def seeds(name):
    if name == "client_message_fuzz":
        return frames("client->server")
    if name == "server_message_fuzz":
        return frames("server->client")
    if name == "frames_fuzz":
        client = b"".join(frame for _, frame in frames("client->server"))
        server = b"".join(frame for _, frame in frames("server->client"))
        return iter([("client-stream", client), ("server-stream", server)])
    if name == "flight_files_fuzz":
        return flights()
    if name == "faults_fuzz":
        return faults()
    if name == "server_session_fuzz":
        return session_steps()
    if name == "yaml_fuzz":
        return texts("scenarios/**/*.yaml", "tests/data/**/*.yaml")
    if name == "config_fuzz":
        return committed("config", "scenarios/configs/*.yaml", "tests/data/guides/*.yaml")
    if name == "pcapng_fuzz":
        return texts("tests/data/captures/*.pcap*")
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
