#!/usr/bin/env python3
"""Whether the suite would notice: plays it on the virtual rig once for each defect of runtime/src/mutants.cpp, with a build of
the preset mutants, and writes docs/mutation.md: which expectation of which scenario caught each.

  ci/mutation.py [BIN] [--seeds N] [--only WORD]...   BIN: folder of the programs, default build/mutants/bin; exit 1 if the
                                                      suite fails without a defect, or fewer than 11 of the 12 are caught
  ci/mutation.py --absent BIN                         exit 1 if programs there know of any of them
  ci/mutation.py --self-test                          show that rows and failures are read as they are written
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "runtime/src/mutants.cpp"
PAGE = ROOT / "docs/mutation.md"
REPORTS = ROOT / "build/mutation"
PROGRAMS = ("checkride", "checkride-monitor", "checkride-emulator")
WANTED = 11
SHOWN = 3  # scenarios in a row of the page
REASON_SHOWN = 100
PASSED, FAILED, UNUSABLE = 0, 1, 2

ROW = re.compile(r'\{\s*"(\w+)",\s*"([^"]*)",\s*"([^"]*)"\s*\}')


def rows_of(text):
    """(word, place, defect) of each row of kDefects; a literal that goes on in the next line is one."""
    return ROW.findall(re.sub(r'"\s*\n\s*"', "", text))


def named_place(row):
    """What a reason begins with, as reports/src/record_json.cpp has it."""
    of = f' of {row["file"]}' if row.get("file") else ""
    return f'{row["name"]} (line {row["line"]}{of})'


def failed_expectation(run):
    """The row by which a run failed, as suite/null_verdict.cpp has it; None for a failure of another kind."""
    reason = run.get("reason", "").removeprefix("setup, ")
    for row in run.get("expectations", []):
        if row["verdict"] == "failed" and reason.startswith(named_place(row)):
            return row
    return None


def failures(record):
    """(scenario, run) of those that failed, whatever the seed."""
    return [(run["name"].split("+")[0], run) for run in record["scenarios"] if run["verdict"] in ("failed", "error")]


def catches_in(record, broken):
    """{scenario: by what it failed first} of a record; those that fail without a defect too catch nothing."""
    catches = {}
    for name, run in failures(record):
        row = failed_expectation(run)
        if row is not None:
            how = f'{named_place(row)}: {row["text"]}'
        elif run["verdict"] == "failed":  # a step that expects something itself, as how a command ends
            how = run["reason"][:REASON_SHOWN]
        else:
            continue
        if name not in broken:
            catches.setdefault(name, how)
    return catches


def play(programs, word, seeds):
    report = REPORTS / (word or "none")
    command = [str(programs / "checkride"), "run", "scenarios", "--rig", "virtual", "--seeds", str(seeds),
               "--annotations", "none", "--report", str(report)]
    if word:
        command += ["--mutant", word]
    begin = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if not (report / "record.json").exists() or done.returncode == UNUSABLE:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}ended with {done.returncode}")
    record = json.loads((report / "record.json").read_text())
    print(f"{word or 'no defect':24} {time.monotonic() - begin:6.1f} s, exit {done.returncode}", flush=True)
    return done.returncode, record


def cell(text):
    return text.replace("|", "\\|")


def page_of(rows, caught, runs, seeds, broken):
    score = sum(1 for word, _, _ in rows if caught[word])
    alone = ", ".join(f"`{name}`" for name in sorted(broken))
    lines = [
        "# Defects that the suite must notice",
        "",
        "Twelve defects that a monitor could have are planted in one build (`cmake --preset mutants`), one of them chosen when it",
        "runs: `checkride run scenarios --mutant WORD`. No other build knows them. They were written down before the scenarios",
        f"that catch them. `ci/mutation.py` plays the suite with each of them ({runs} runs, {seeds} seeds of each case, virtual rig)",
        "and writes this page.",
        "",
        f"**Caught: {score} of {len(rows)}**; {WANTED} are wanted.",
        "",
        "| # | word | planted in `runtime/src` | defect | caught by |",
        "|---|---|---|---|---|",
    ]
    if broken:
        lines[-2:-2] = [f"These fail without a defect too, and count for nothing: {alone}.", ""]
    for number, (word, place, defect) in enumerate(rows, 1):
        found = sorted(caught[word].items())
        by = "<br>".join(f"`{name}`: {cell(how)}" for name, how in found[:SHOWN]) or "**nothing**"
        if len(found) > SHOWN:
            by += f"<br>and {len(found) - SHOWN} more scenarios"
        lines.append(f"| {number} | `{word}` | {cell(place)} | {cell(defect)} | {by} |")
    return "\n".join(lines) + "\n"


def mutate(arguments):
    rows = rows_of(TABLE.read_text())
    unknown = [word for word in arguments.only if word not in [row[0] for row in rows]]
    if not rows or unknown:
        sys.exit(f"{TABLE}: there is no row {', '.join(unknown) or 'at all'}")
    programs = pathlib.Path(arguments.bin).resolve()
    code, record = play(programs, "", arguments.seeds)
    broken = {name for name, _ in failures(record)}
    for name, run in failures(record):
        print(f"fails without a defect: {name}: {run['reason']}")
    chosen = [row for row in rows if not arguments.only or row[0] in arguments.only]
    caught = {word: catches_in(play(programs, word, arguments.seeds)[1], broken) for word, _, _ in chosen}
    for word, _, defect in chosen:
        print(f"{word}: {'; '.join(sorted(caught[word])) or 'SURVIVED: ' + defect}")
    if arguments.only:
        return PASSED if code == PASSED and all(caught.values()) else FAILED
    PAGE.write_text(page_of(rows, caught, len(record["scenarios"]), arguments.seeds, broken))
    score = sum(1 for found in caught.values() if found)
    print(f"{score} of {len(rows)} caught, {WANTED} are wanted: {PAGE.relative_to(ROOT)}")
    if code != PASSED:
        print("the suite fails without any defect: mend that first")
    return PASSED if code == PASSED and score >= WANTED else FAILED


def absent(folder):
    findings = []
    words = [row[0] for row in rows_of(TABLE.read_text())]
    for name in PROGRAMS:
        program = (pathlib.Path(folder) / name).read_bytes()
        findings += [f"{name} knows the defect {word}" for word in words if word.encode() in program]
    asked = subprocess.run([os.path.join(folder, "checkride"), "run", "scenarios", "--mutant", words[0]], cwd=ROOT,
                           capture_output=True, text=True)
    if asked.returncode != UNUSABLE or "unknown option --mutant" not in asked.stderr:
        findings.append(f"checkride run --mutant ended with {asked.returncode}: {asked.stdout}{asked.stderr}")
    print("\n".join(findings) or f"{len(words)} words, in none of {', '.join(PROGRAMS)}")
    return FAILED if findings or not words else PASSED


def self_test():
    rows = rows_of('{{\n    {"a_b", "x/y.cpp, f()", "one"},\n    {"c", "z.cpp",\n     "two, "\n     "and on"},\n}};')
    assert rows == [("a_b", "x/y.cpp, f()", "one"), ("c", "z.cpp", "two, and on")], rows
    assert len(rows_of(TABLE.read_text())) == 12, rows_of(TABLE.read_text())
    row = {"name": "expect-1", "line": 7, "verdict": "failed", "text": "a|b"}
    runs = [
        {"name": "a+s2", "verdict": "failed", "reason": "expect-1 (line 7): late", "expectations": [row]},
        {"name": "b", "verdict": "failed", "reason": "line 3: run audit ended with 1", "expectations": [row]},
        {"name": "c", "verdict": "error", "reason": "setup, expect-1 (line 7): late", "expectations": [row]},
        {"name": "d", "verdict": "passed", "expectations": []},
        {"name": "g", "verdict": "failed", "reason": "expect-1 (line 7 of parts/x.yaml): late",
         "expectations": [dict(row, file="parts/x.yaml")]},
        {"name": "f", "verdict": "error", "reason": "a worker died", "expectations": [row]},
        {"name": "e", "verdict": "failed", "reason": "expect-1 (line 7): late", "expectations": [row]},
    ]
    caught = catches_in({"scenarios": runs}, {"e"})
    late = "expect-1 (line 7): a|b"
    assert caught == {"a": late, "b": "line 3: run audit ended with 1", "c": late, "g": "expect-1 (line 7 of parts/x.yaml): a|b"}, caught
    page = page_of(rows, {"a_b": caught, "c": {}}, 4, 3, {"e"})
    assert "**Caught: 1 of 2**" in page and "a\\|b" in page and "**nothing**" in page and "too, and count for nothing: `e`" in page, page
    print("rows, failures and the page are read and written as they should be")
    return PASSED


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin", nargs="?", default=str(ROOT / "build/mutants/bin"))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], metavar="WORD")
    parser.add_argument("--absent", metavar="BIN")
    parser.add_argument("--self-test", action="store_true")
    arguments = parser.parse_args()
    if arguments.self_test:
        return self_test()
    return absent(arguments.absent) if arguments.absent else mutate(arguments)


if __name__ == "__main__":
    sys.exit(main())
