#!/usr/bin/env python3
"""scenarios/promises.yaml is whole: every promise says what it must, once; those that scenarios name are there and not open;
and each has a scenario, a reason why it is open, or a checker of its own (how: artefact or document).

  ci/lint_promises.py               check the tree; exit 1 on findings
  ci/lint_promises.py --self-test   show that every rule fires on a bad sample and not on a good one
"""

import os
import re

import rules

BOOK = "scenarios/promises.yaml"
NEEDED = ["id", "guide", "section", "promise", "kind", "how", "check"]
OTHERS = ["ruling", "defect", "open"]
KINDS = {"runtime", "api", "alerting", "telemetry", "metrics", "logging", "security", "resilience", "deployment", "scaling",
         "failover", "recovery", "performance", "operations", "artefact"}
OWN_CHECKER = {"artefact", "document"}
HOWS = {"runtime", "topology"} | OWN_CHECKER
# A ratchet: how many promises have neither a scenario nor a reason. They may only become fewer.
WAITING = 0

_KEY = re.compile(r"^(?:- |  )([a-z_]+):(?: (.*))?$")
_PROMISES = re.compile(r"^promises:[ \t]*(\[[^\]]*\]|(?:\n[ \t]*-[^\n]*)+)", re.MULTILINE)
_ID = re.compile(r"[\w.-]+")


def promises_in(text):
    """(line, {key: value}) of each promise, and findings about what is in no such form."""
    promises, findings = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        key = _KEY.match(line)
        if line.startswith("- "):
            promises.append((number, {}))
        if key is None or not promises:
            findings.append(f"{BOOK}:{number}: a line is `- id: ...` or `  key: ...`, with its whole value")
            continue
        if key.group(1) in promises[-1][1]:
            findings.append(f"{BOOK}:{number}: {key.group(1)} stands twice in this promise")
        promises[-1][1][key.group(1)] = (key.group(2) or "").strip().strip('"')
    return promises, findings


def named_in(name, text):
    """(line, id) of each promise that a scenario names."""
    for block in _PROMISES.finditer(text):
        without_comments = re.sub(r"#[^\n]*", lambda comment: " " * len(comment.group(0)), block.group(1))
        listed = re.sub(r"(?m)^([ \t]*)-", r"\1 ", without_comments)
        for found in _ID.finditer(listed):
            yield rules.line_of(text, block.start(1) + found.start()), found.group(0)


def check_promise(number, promise):
    where = f"{BOOK}:{number}"
    name = promise.get("id", "?")
    for key in NEEDED:
        if not promise.get(key):
            yield f"{where}: {name} needs {key}"
    for key in promise:
        if key not in NEEDED + OTHERS:
            yield f"{where}: {name} has an unknown key {key}: there are {', '.join(NEEDED + OTHERS)}"
        elif key in OTHERS and not promise[key]:
            yield f"{where}: {name}: {key} says something, or is left out"
    if not name.startswith(promise.get("guide", "")[:3] + "-"):
        yield f"{where}: {name} begins with the number of its guide"
    if promise.get("kind") not in KINDS:
        yield f"{where}: {name}: kind is one of {', '.join(sorted(KINDS))}"
    if promise.get("how") not in HOWS:
        yield f"{where}: {name}: how is one of {', '.join(sorted(HOWS))}"
    if promise.get("open") and promise.get("how") in OWN_CHECKER:
        yield f"{where}: {name} has a checker of its own: leave out open"


def check_book(text, scenarios, waiting):
    """scenarios: (name, text) of each; waiting: how many promises may have nothing."""
    promises, findings = promises_in(text)
    by_id = {}
    for number, promise in promises:
        findings += check_promise(number, promise)
        if promise.get("id") in by_id:
            findings.append(f"{BOOK}:{number}: there is a promise {promise['id']} already")
        by_id[promise.get("id")] = promise
    kept = set()
    for name, scenario in scenarios:
        for number, promise in named_in(name, scenario):
            kept.add(promise)
            if promise not in by_id:
                findings.append(f"{name}:{number}: there is no promise {promise} in {BOOK}")
            elif by_id[promise].get("open"):
                findings.append(f"{name}:{number}: {promise} is open in {BOOK}: take `open` out there")
    bare = [(number, promise["id"]) for number, promise in promises if "id" in promise and promise["id"] not in kept
            and not promise.get("open") and promise.get("how") not in OWN_CHECKER]
    if len(bare) > waiting:
        findings += [f"{BOOK}:{number}: {name} has neither a scenario nor a reason why it is open" for number, name in bare]
    elif len(bare) < waiting:
        findings.append(f"{BOOK}:1: {len(bare)} promises wait for a scenario, no longer {waiting}: lower WAITING in "
                        "ci/lint_promises.py")
    return findings


def check_tree():
    names = [name for name in rules.tracked("scenarios/*.yaml", "scenarios/**/*.yaml") if name != BOOK]
    return check_book(rules.read(BOOK), [(name, rules.read(name)) for name in names], WAITING)


def samples():
    first = ('- id: 000-a\n  guide: 000_x.txt\n  section: "S"\n  promise: "P: q"\n  kind: api\n  how: runtime\n'
             '  check: "C"\n')
    second = first.replace("000-a", "000-b") + '  open: "nobody built it"\n'
    third = first.replace("000-a", "000-c").replace("runtime", "document")
    book = "# words\n\n" + "\n".join([first, second, third])
    flow = ("scenarios/s.yaml", "scenario: s\npromises: [000-a,\n  000-c]\n")
    clean = check_book(book, [flow], 0)

    def bad(old, new, scenario=flow, waiting=0):
        assert old in book, old
        return check_book(book.replace(old, new, 1), [scenario], waiting)

    def naming(text, waiting=0):
        return check_book(book, [("scenarios/s.yaml", text)], waiting)

    yield "a missing key", bad('  check: "C"\n', ""), clean
    yield "an unknown key", bad("kind: api", "kind: api\n  kin: api"), clean
    yield "a key that stands twice", bad("kind: api", "kind: api\n  kind: api"), clean
    yield "a line in another form", bad('"P: q"', ">\n    P"), clean
    yield "an id that stands twice", bad("000-b", "000-a"), clean
    yield "an id of another guide", bad("000-b", "001-b"), clean
    yield "an unknown kind", bad("kind: api", "kind: apis"), clean
    yield "an unknown how", bad("how: document", "how: documents"), clean
    yield "a reason that says nothing", bad('"nobody built it"', '""'), clean
    yield "a reason beside a checker of its own", bad("how: document", 'how: document\n  open: "x"'), clean
    yield "a scenario that names no promise", naming("promises: [000-a, 000-x]\n"), clean
    yield "a scenario that names an open one", naming("promises: [000-a, 000-b]\n"), clean
    yield "a promise with nothing", naming("scenario: s\n"), clean
    yield "more of them than known", naming("scenario: s\n", 0), naming("scenario: s\n", 1)
    yield "fewer of them than known", naming(flow[1], 1), naming(flow[1], 0)
    block = "promises:\n  - 000-a  # not 000-x\n  - 000-c\ntags: [000-y]\n"
    yield "a list as a block", naming(block.replace("000-c", "000-z")), naming(block)
    yield "the line of a scenario", [f for f in naming("a: b\npromises:\n  - 000-a\n  - 000-x\n") if ":4: " in f], []


if __name__ == "__main__":
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    rules.main(check_tree, samples)
