#!/usr/bin/env python3
"""That an optimised program asks for memory ahead of its use (core/world/include/checkride/world/prefetch.hpp).

  tests/bench/prefetch_calls.py build/release/bin/checkride-emulator
  tests/bench/prefetch_calls.py --self-test

GCC takes a function that only prefetches for one without effects, and drops every call of it, of which no test of
behaviour and no warning tells. Here each function of the program with a prefetch instruction has to be called, jumped
to or pointed at by another one, and there has to be one. Reads what objdump says of x86-64; elsewhere there is nothing
to look at, and the end is 77, which CTest shows as skipped.
"""

import argparse
import platform
import re
import shutil
import subprocess
import sys

SKIPPED = 77
FUNCTION = re.compile(r"^[0-9a-f]+ <(.+)>:$")
PREFETCH = re.compile(r"^\s*[0-9a-f]+:\s+prefetch")
REFERENCE = re.compile(r"<([^<>+]+)(?:\+0x[0-9a-f]+)?>\s*$")
# What GCC appends to the parts and copies that it makes of a function.
PART = re.compile(r"\.(?:part|cold|isra|constprop|lto_priv|actor|destroy)(?:\.\d+)?(?=\.|$)")


def whole(symbol):
    return PART.sub("", symbol)


def look(listing):
    """Of a disassembly: the functions with a prefetch, and those of them that no other refers to."""
    function, prefetching, reached = "", set(), set()
    for line in listing:
        if heading := FUNCTION.match(line):
            function = whole(heading[1])
        elif PREFETCH.match(line):
            prefetching.add(function)
        elif (reference := REFERENCE.search(line)) and whole(reference[1]) != function:
            reached.add(whole(reference[1]))
    return prefetching, prefetching - reached


def disassembly(program):
    command = ["objdump", "--disassemble", "--no-show-raw-insn", program]
    if shutil.which(command[0]) is None:
        sys.exit("prefetch_calls: there is no objdump: install binutils, which comes with g++")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as objdump:
        yield from objdump.stdout
    if objdump.returncode != 0:
        sys.exit(f"prefetch_calls: {' '.join(command)} ended with {objdump.returncode}")


def readable(symbols):
    names = subprocess.run(["c++filt"], input="\n".join(sorted(symbols)), stdout=subprocess.PIPE, text=True, check=True)
    return ["  " + name for name in names.stdout.splitlines()]


def check(program):
    prefetching, lost = look(disassembly(program))
    if not prefetching:
        return f"prefetch_calls: {program} has no prefetch instruction: the compiler dropped them all"
    if lost:
        return "\n".join([f"prefetch_calls: in {program} these prefetch, and nothing calls them; the compiler dropped "
                          "the calls (see core/world/include/checkride/world/prefetch.hpp):", *readable(lost)])
    print(f"{program}: functions that prefetch, each of which is called:", *readable(prefetching), sep="\n")
    return None


def self_test():
    ahead = ["0000000000001000 <ahead>:", "    1000:\tprefetcht0 (%rdi)", "    1004:\tjne    1000 <ahead>"]
    part = ["0000000000003000 <ahead.part.0>:", "    3000:\tjmp    1000 <ahead>"]
    callers = {"call   1000 <ahead>": True, "jmp    1004 <ahead+0x4>": True, "call   1000 <ahead_of>": False,
               "lea    0xffa(%rip),%rdi        # 1000 <ahead>": True, "call   3000 <ahead.part.0>": True, "ret": False}
    for instruction, called in callers.items():
        other = ["0000000000002000 <other>:", "    2000:\t" + instruction]
        assert look(ahead + part + other) == ({"ahead"}, set() if called else {"ahead"}), instruction
    assert look(["0000000000002000 <other>:", "    2000:\tcall   1000 <prefetch>"]) == (set(), set())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", help="an optimised program with symbols")
    parser.add_argument("--self-test", action="store_true", help="tries the reading of listings on small ones")
    arguments = parser.parse_args()
    if arguments.self_test:
        return self_test()
    if arguments.program is None:
        parser.error("a program is needed")
    if platform.machine() != "x86_64":
        print(f"prefetch_calls: skipped: this is {platform.machine()}; only x86-64 listings can be read")
        return SKIPPED
    return check(arguments.program)


if __name__ == "__main__":
    sys.exit(main())
