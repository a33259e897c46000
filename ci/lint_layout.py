#!/usr/bin/env python3
"""Rooms depend one way, also inside of a room; the two worlds are named only where worlds are made; no file grows past
its limit.

core <- runtime, emulator <- harness -> reports -> core; runtime and emulator never include each other.

  ci/lint_layout.py               check the tree; exit 1 on findings
  ci/lint_layout.py --self-test   show that every rule fires on a bad sample and not on a good one
"""

import re

import rules

CORE = {"result", "compress", "values", "catalog", "world", "protocol", "http", "program", "xml", "capture", "talk", "tls"}
# What each room may include beside itself. The protocol knows no clock, socket or file.
MAY_INCLUDE = {
    "core/result": set(),
    "core/compress": {"result"},
    "core/values": {"result", "catalog"},
    "core/catalog": {"result", "values"},
    "core/xml": {"result", "values"},
    "core/capture": {"result", "values"},
    "core/talk": {"result", "values", "catalog", "capture", "protocol"},
    "core/world": {"result"},
    "core/tls": {"result", "world"},
    "core/protocol": {"result", "values", "catalog"},
    "core/http": {"result", "values", "world", "tls"},
    "core/program": {"result", "values", "world"},
    "runtime": CORE,
    "emulator": CORE,
    "reports": CORE,
    "harness": CORE | {"runtime", "emulator", "reports"},
}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*["<]checkride/([a-z_]+)/([^">]*)[">]', re.MULTILINE)
# A file of a room includes the public headers of others; another room's src/ is out of its sight.
PRIVATE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"(?:\.\./|[^"]*/src/)[^"]*"', re.MULTILINE)
WORLDS = {"real_world.hpp", "virtual_world.hpp", "process.hpp"}
MAKES_WORLDS = re.compile(r"^(core/world/|tests/|harness/|.*(^|/)main\.cpp$)")

# The rooms inside of a room, from the ground up: a file includes its own folder's and those before it. Files that stand
# beside the folders are the roof.
FLOORS = {
    "emulator": ["earth", "navigation", "sim", "flights", "simulator", "faults", "answers", "events", "traffic", "data",
                 "commons", "desks", "session", "server", "control", "replay", "config"],
    "runtime": ["rules", "metrics", "config", "log", "samples", "service", "health", "link", "notify", "alerts",
                "collector", "exporter", "app", "commands"],
    "harness": ["matchers", "reading", "services", "traffic", "link", "capture", "rigs", "checks", "scenario", "engine",
                "schema", "compare", "replay", "suite", "commands", "program"],
}
OWN = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([a-z_]+)/[^">]*"', re.MULTILINE)

LINES_MAX = 400
TEST_LINES_MAX = 800
# A ratchet: files that are past the limit, and how long they were found. They may only shrink.
LONGER = {}
SOURCES = ("*.cpp", "*.hpp", "*.ipp", "*.py", "*.sh", "*.js", "*.mjs", "*.css", "*.cmake", "CMakeLists.txt", "**/CMakeLists.txt")


def room_of(name):
    """core/world for core/world/src/x.cpp and for tests/unit/core/world/x_test.cpp; None outside of the rooms."""
    name = re.sub(r"^tests/unit/", "", name)
    parts = name.split("/")
    room = "/".join(parts[:2]) if parts[0] == "core" else parts[0]
    return room if room in MAY_INCLUDE else None


def check_includes(name, text):
    room = room_of(name)
    if room is None:
        return
    own = room.split("/")[-1]
    allowed = MAY_INCLUDE[room] | {own} | ({"test"} if name.startswith("tests/") else set())
    for match in INCLUDE.finditer(text):
        number = rules.line_of(text, match.start(1))
        if match.group(1) not in allowed:
            yield f"{name}:{number}: {room} must not know checkride/{match.group(1)}: dependencies point one way"
        if match.group(1) == "world" and match.group(2) in WORLDS and not MAKES_WORLDS.match(name):
            yield f"{name}:{number}: only mains, the harness and tests name a kind of world: take a World& instead"
    for match in PRIVATE.finditer(text):
        if not name.startswith("tests/"):
            yield f"{name}:{rules.line_of(text, match.start())}: include public headers, or own ones by their path below src/"


def floor_of(room, folder):
    floors = FLOORS[room]
    return floors.index(folder) if folder in floors else len(floors)


def check_floors(name, text):
    room, _, inside = name.partition("/src/")
    if room not in FLOORS:
        return
    folder = inside.split("/")[0]
    if "/" in inside and folder not in FLOORS[room]:
        yield f"{name}:1: the folder {folder} has no floor: name it in FLOORS of ci/lint_layout.py"
        return
    for match in OWN.finditer(text):
        other = match.group(1)
        if other in FLOORS[room] and floor_of(room, other) > floor_of(room, folder):
            yield f"{name}:{rules.line_of(text, match.start(1))}: {folder}/ stands below {other}/ and must not include it"


def check_size(name, lines):
    limit = TEST_LINES_MAX if name.startswith("tests/") else LINES_MAX
    known = LONGER.get(name)
    if known is not None and lines < known:
        yield f"{name}:{lines}: shrank from {known} lines: lower its number in ci/lint_layout.py"
    elif lines > (known or limit):
        yield f"{name}:{lines}: {lines} lines, the limit is {known or limit}: split it by what its parts do"


def check_file(name, text):
    yield from check_includes(name, text)
    yield from check_floors(name, text)


def check_tree():
    findings = []
    for name in rules.tracked(*SOURCES):
        text = rules.read(name)
        if name.endswith((".cpp", ".hpp", ".ipp")):
            findings += check_file(name, text)
        findings += check_size(name, text.count("\n"))
    return findings


BAD = [
    ("runtime/src/a.cpp", '#include "checkride/emulator/emulator.hpp"'),
    ("emulator/include/checkride/emulator/a.hpp", '#include "checkride/runtime/runtime.hpp"'),
    ("core/protocol/src/a.cpp", '#include "checkride/world/clock.hpp"'),
    ("core/world/src/a.cpp", '#  include <checkride/http/http.hpp>'),
    ("reports/src/a.cpp", '#include "checkride/harness/harness.hpp"'),
    ("runtime/src/a.cpp", '#include "checkride/harness/harness.hpp"'),
    ("tests/unit/runtime/a_test.cpp", '#include "checkride/emulator/emulator.hpp"'),
    ("runtime/src/a.cpp", '#include "checkride/world/real_world.hpp"'),
    ("runtime/src/a.cpp", '#include "../../emulator/src/a.hpp"'),
    ("runtime/src/log/a.cpp", '#include "app/application.hpp"'),
    ("emulator/src/sim/a.cpp", '#include "session/session.hpp"'),
    ("runtime/src/cellar/a.cpp", "int a;"),
]
GOOD = [
    ("harness/src/a.cpp", '#include "checkride/emulator/emulator.hpp"\n#include "checkride/reports/record.hpp"'),
    ("harness/src/rigs/virtual_rig.cpp", '#include "checkride/world/virtual_world.hpp"'),
    ("runtime/src/main.cpp", '#include "checkride/world/real_world.hpp"'),
    ("core/http/src/a.cpp", '#include "checkride/world/stream.hpp"'),
    ("tests/unit/runtime/a_test.cpp", '#include "checkride/test/world_test.hpp"\n#include "checkride/world/virtual_world.hpp"'),
    ("runtime/src/alerts/a.cpp", '#include "alerts/engine.hpp"\n#include "notify/outbox.hpp"'),
    ("runtime/src/run.cpp", '#include "app/application.hpp"'),
    ("tests/e2e/a.cpp", '#include "checkride/emulator/emulator.hpp"\n#include "checkride/runtime/runtime.hpp"'),
]


def samples():
    for name, text in BAD:
        yield f"{name} {text}", list(check_file(name, text)), []
    for name, text in GOOD:
        yield f"{name} {text}", ["found nothing"], list(check_file(name, text))
    yield "a long file", list(check_size("runtime/src/a.cpp", LINES_MAX + 1)), list(check_size("runtime/src/a.cpp", LINES_MAX))
    yield "a long test", list(check_size("tests/a.cpp", TEST_LINES_MAX + 1)), list(check_size("tests/a.cpp", TEST_LINES_MAX))
    LONGER["old.cpp"] = 500
    yield "a file past the limit that grew", list(check_size("old.cpp", 501)), list(check_size("old.cpp", 500))
    yield "a file past the limit that shrank", list(check_size("old.cpp", 499)), []


if __name__ == "__main__":
    rules.main(check_tree, samples)
