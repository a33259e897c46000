#!/usr/bin/env python3
"""docs/semantics.md is true: every row names tests that exist, no section is missing, every switch of
emulator/src/simulator/choices.cpp stands in its section and, as it is, in emulator/README.md.

  ci/lint_semantics.py              findings, "file:line: text"; nothing and 0 when all is well
  ci/lint_semantics.py --write      writes the table of choices in emulator/README.md anew
  ci/lint_semantics.py --self-test  proves that it finds what it is there for
"""

import glob
import os
import re
import sys

import rules

DOCUMENT = "docs/semantics.md"
README = "emulator/README.md"
CHOICES = "emulator/src/simulator/choices.cpp"
HEADER = "emulator/src/simulator/choices.hpp"
SECTIONS = 32

_TEST = re.compile(r"^(?:TEST(?:_F|_P)?|WORLD_TEST|TYPED_TEST|RC_GTEST(?:_FIXTURE)?_PROP)\(\s*(\w+)\s*,\s*(\w+)",
                   re.MULTILINE)
_ROW = re.compile(r"ChoiceInfo\{(.*?)\}", re.DOTALL)
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


def tests_in(text):
    """Ids, "Suite.Name", of the tests of a source."""
    return {f"{suite}.{name}" for suite, name in _TEST.findall(text)}


def choices_in(source, header):
    """(name, section, meaning, default) of every row of the table of choices."""
    found = []
    for row in _ROW.findall(source):
        # Adjacent literals are one text; the last token before a member pointer ends the third.
        parts = [part for part in re.split(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", row)]
        texts = ["".join(_TEXT.findall(part)).replace('\\"', '"') for part in parts[:3]]
        if len(texts) < 3 or not texts[0]:
            continue
        default = re.search(rf"\b{texts[0]} = (\w+);", header)
        value = {"false": "off", "true": "on"}.get(default.group(1), default.group(1)) if default else "?"
        found.append((texts[0], texts[1], texts[2], value))
    return found


def test_of(choice):
    return "Choice." + "".join(word[:1].upper() + word[1:] for word in choice.split("_"))


def check_document(text, tests, choices):
    findings = []
    section = 0
    seen = []
    named = {}
    for number, line in enumerate(text.splitlines(), 1):
        heading = re.match(r"## (\d+) ", line)
        if heading:
            section = int(heading.group(1))
            seen.append(section)
        if not line.startswith("| ") or line.startswith("| rule "):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        ids = re.findall(r"`(\w+\.\w+)`", cells[-1])
        if len(cells) != 3 or not ids:
            findings.append(f"{DOCUMENT}:{number}: a row has a rule, what is done here, and at least one test")
        for test in ids:
            if test not in tests:
                findings.append(f"{DOCUMENT}:{number}: there is no test {test}")
        for choice in re.findall(r"`choice (\w+)`", line):
            named[choice] = section
            if test_of(choice) not in ids:
                findings.append(f"{DOCUMENT}:{number}: {choice} is tested by {test_of(choice)}, which is not named")
    if seen != list(range(1, SECTIONS + 1)):
        findings.append(f"{DOCUMENT}:1: the sections are 1 to {SECTIONS}, in order; here they are {seen}")
    for name, where, _, _ in choices:
        if named.pop(name, None) != int(where.split(".")[0]):
            findings.append(f"{DOCUMENT}:1: `choice {name}` is not in section {where}")
    findings += [f"{DOCUMENT}:1: there is no choice {name}" for name in named]
    return findings


def table_of(choices):
    rows = ["| choice | section | on | default |", "|---|---|---|---|"]
    rows += [f"| `{name}` | {section} | {meaning} | {value} |" for name, section, meaning, value in choices]
    return "\n".join(rows) + "\n"


def check_readme(text, choices):
    if table_of(choices) in text:
        return []
    return [f"{README}:1: the table of choices is not that of {CHOICES}; write it with ci/lint_semantics.py --write"]


def all_tests():
    tests = set()
    for name in glob.glob("tests/**/*.cpp", recursive=True):
        tests |= tests_in(rules.read(name))
    return tests


def all_choices():
    return choices_in(rules.read(CHOICES), rules.read(HEADER))


def check_tree():
    choices = all_choices()
    if not choices:
        return [f"{CHOICES}:1: no row of the table was understood"]
    return check_document(rules.read(DOCUMENT), all_tests(), choices) + check_readme(rules.read(README), choices)


def write():
    text = rules.read(README)
    table = re.compile(r"\| choice \| section \|.*?\n(?=\n|\Z)", re.DOTALL)
    if not table.search(text):
        sys.exit(f"{README}: there is no table of choices to be replaced")
    with open(README, "w", encoding="utf-8") as file:
        file.write(table.sub(lambda _: table_of(all_choices()), text))


def samples():
    tests = tests_in('TEST(Open, Answers) {}\nTEST_F(Data, Comes) {\nRC_GTEST_PROP(Law, Holds, (int x)) {\n'
                     "TEST(Choice, TurnsRound) {}\n// TEST(Open, Comment)")
    source = 'ChoiceInfo{"turns_round", "3.1", "it turns, "\n"and says \\"so\\"", &Choices::turns_round},'
    choices = choices_in(source, "bool turns_round = false;")
    rest = "\n".join(f"## {n} more" for n in range(4, SECTIONS + 1))
    good = ("## 1 one\n| a | b | `Open.Answers`, `Law.Holds` |\n## 2 two\n## 3 three\n"
            "| c | `choice turns_round` | `Data.Comes`, `Choice.TurnsRound` |\n" + rest)
    clean = check_document(good, tests, choices)
    def bad(old, new):
        return check_document(good.replace(old, new), tests, choices)
    yield "a test that is not there", bad("Open.Answers", "Open.Comment"), clean
    yield "a row without a test", bad("`Data.Comes`, `Choice.TurnsRound`", "none"), clean
    yield "a missing section", bad("## 2 two\n", ""), clean
    yield "a choice that is not named", bad("`choice turns_round`", "d"), clean
    yield "a choice that is not there", bad("`choice turns_round`", "`choice turns_round` `choice other`"), clean
    yield "a choice without its test", bad(", `Choice.TurnsRound`", ""), clean
    row = "| c | `choice turns_round` | `Data.Comes`, `Choice.TurnsRound` |\n"
    yield "a choice in another section", bad("## 3 three\n" + row, row + "## 3 three\n"), clean
    readme = table_of([("turns_round", "3.1", 'it turns, and says "so"', "off")])
    yield "a README of yesterday", check_readme(readme.replace("off", "on"), choices), check_readme(readme, choices)


if __name__ == "__main__":
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    if "--write" in sys.argv[1:]:
        write()
    else:
        rules.main(check_tree, samples)
