"""What the lints share: which files there are, their text without comments and strings, findings, and self-tests."""

import re
import subprocess
import sys
from collections import namedtuple

# kind: the word with which a line can allow it; pattern: what must not be there; instead: what to write.
Rule = namedtuple("Rule", "kind pattern instead")

_TOKENS = re.compile(
    r'(?P<comment>//[^\n]*|/\*.*?\*/)'
    r'|(?P<raw>R"(?P<mark>[^()\\ ]{0,16})\(.*?\)(?P=mark)")'
    r'|(?P<include>^[ \t]*#[ \t]*include[^\n]*)'
    r'|(?P<text>"(?:\\.|[^"\\\n])*")'
    r"|(?P<char>(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+')",
    re.DOTALL | re.MULTILINE)


def code_of(text):
    """The text with comments and the insides of strings blanked; every line stays where it is."""
    def blank(match):
        if match.lastgroup == "include" or match.group("include"):
            return match.group(0)
        whole = match.group(0)
        spaces = re.sub(r"[^\n]", " ", whole)
        return spaces if match.group("comment") else '"' + spaces[1:-1] + '"'
    return _TOKENS.sub(blank, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def tracked(*patterns):
    """Files that git knows or would add, by pattern, sorted."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "--"] + list(patterns)
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return sorted(names)


def read(name):
    try:
        with open(name, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:  # Deleted and not yet committed.
        return ""


def main(check_tree, samples):
    """check_tree() gives findings, "file:line: text". samples: (what, findings of a bad text, findings of a good one)."""
    if "--self-test" in sys.argv[1:]:
        failures = []
        for what, bad, good in samples():
            if not bad:
                failures.append(f"{what}: the bad sample was not found")
            if good:
                failures.append(f"{what}: the good sample was: {good}")
        report(failures)
    else:
        report(check_tree())


def report(findings):
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)
