"""Sums gcov's per-file report (standard input) by room and prints lines covered: `gcov ... | ci/coverage.py`."""
import re
import sys

ROOMS = ("core/result", "core/world", "core/protocol", "core/http", "core/values", "core/catalog", "core/program",
         "runtime", "emulator", "harness", "reports")


def main() -> int:
    covered: dict[str, float] = {}
    total: dict[str, int] = {}
    best: dict[str, tuple[float, int]] = {}
    name = None
    for line in sys.stdin:
        if match := re.match(r"File '(.+)'", line):
            name = match.group(1)
        elif (match := re.match(r"Lines executed:([\d.]+)% of (\d+)", line)) and name:
            share, lines = float(match.group(1)) / 100, int(match.group(2))
            if name not in best or share > best[name][0]:
                best[name] = (share, lines)
            name = None
    for file, (share, lines) in best.items():
        room = next((room for room in ROOMS if file.startswith(room + "/")), None)
        if room and "/tests/" not in file:
            covered[room] = covered.get(room, 0) + share * lines
            total[room] = total.get(room, 0) + lines
    if not total:
        print("coverage: gcov reported nothing of ours", file=sys.stderr)
        return 1
    for room in ROOMS:
        if room in total:
            print(f"{room:16} {100 * covered[room] / total[room]:5.1f} % of {total[room]} lines")
    print(f"{'all':16} {100 * sum(covered.values()) / sum(total.values()):5.1f} % of {sum(total.values())} lines")
    return 0


sys.exit(main())
