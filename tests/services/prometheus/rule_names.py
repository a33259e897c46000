#!/usr/bin/env python3
"""Every metric that a rules file asks for is one of the monitor's: rule_names.py RULES TABLE_HPP.

promtool accepts any name, so a rule on a metric that was renamed would be silent for ever."""
import re
import sys

# What Prometheus itself makes, and the words of its language.
OTHERS = {"up"}
PREFIXES = ("simconnect_", "checkride_", "process_", "http_", "up")


def names_of(rules):
    found = set()
    for expression in re.findall(r"^\s*expr:\s*(.+)$", rules, re.MULTILINE):
        bare = re.sub(r'"[^"]*"', '""', expression)
        found.update(name for name in re.findall(r"[a-z_]+", bare) if name.startswith(PREFIXES))
    return found


def main():
    rules_path, table_path = sys.argv[1:]
    with open(rules_path, encoding="utf-8") as file:
        asked = names_of(file.read())
    with open(table_path, encoding="utf-8") as file:
        table = set(re.findall(r'"((?:simconnect|checkride|process|http)_[a-z_]+)"', file.read()))
    unknown = sorted(n for n in asked - OTHERS if re.sub("_(bucket|sum|count)$", "", n) not in table and n not in table)
    if not asked or not table:
        sys.exit("rule_names: nothing was found to compare")
    if unknown:
        sys.exit("rule_names: no metric of the monitor: " + ", ".join(unknown))
    print(f"rule_names: {len(asked)} metrics, all known")


main()
