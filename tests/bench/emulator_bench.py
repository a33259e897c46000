#!/usr/bin/env python3
"""Measures checkride-emulator beside its peers: server and load in processes of their own, a core each.

    emulator_bench.py BUILD [--tiny] [--rounds N] [--priority N] [--json FILE] [--plot FILE.svg]

BUILD is a build folder with bin/checkride-emulator and bench/. Peers of the same run: a bare loop that sends the same
bytes in writes of the same sizes, and a server in JavaScript on node-simconnect's buffer class. Ratios are of messages
delivered per second; "CPU" is of the server's time on its core per message, which other load on the machine disturbs
less. What is compared runs in turn, several times in short windows, and medians are told: what else the machine does
meets both. With --priority N all of it is nicer by -N, up to 20 (needs the right to). Not a real-time priority: the
kernel's own threads carry packets when there are many, and would wait.
--tiny makes every part short: it proves that the bench works and asserts no time.
"""

import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SERVER_CORE, LOAD_CORE = 0, 1
# Frames come so fast that one is always due: the emulator is limited by its own work.
FLAT_OUT = ["--frame-rate", "1000", "--time-scale", "200"]
PRIORITY = []


def pinned(core, command):
    several = len(os.sched_getaffinity(0)) > 1
    return ["taskset", "--cpu-list", str(core), *PRIORITY, *command] if several else [*PRIORITY, *command]


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen(pinned(SERVER_CORE, command), stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"listening on \S+:(\d+)", line)
        if not found:
            self.__exit__()
            sys.exit(f"bench: {command[0]} does not listen: {line!r}")
        self.port = found.group(1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Bench:
    def __init__(self, build, tiny, rounds):
        self.build = pathlib.Path(build).resolve()
        self.tiny = tiny
        self.seconds = 0.2 if tiny else 0.7
        self.rounds = 1 if tiny else rounds

    def emulator(self, clients, options):
        return Server([str(self.build / "bin" / "checkride-emulator"), "--listen", "127.0.0.1:0", "--control",
                       "127.0.0.1:0", "--seed", "1", "--max-clients", str(clients), *options])

    def bare(self, clients, requests=1):
        return Server([str(self.build / "bench" / "bare_server"), "--clients", str(clients), "--requests",
                       str(requests)])

    def reference(self, requests=1):
        return Server([shutil.which("node"), str(HERE / "reference_server.js"), "--requests", str(requests)])

    def load(self, server, clients, seconds=None, **options):
        command = [str(self.build / "bench" / "emulator_load"), "--port", server.port, "--clients", str(clients),
                   "--server-pid", str(server.process.pid), "--seconds", str(seconds or self.seconds),
                   "--warm-up", "0.1" if self.tiny else "1"]
        if self.tiny:
            options["ramp"] = 0.1
        options.setdefault("ramp", 0.3)
        for name, value in options.items():
            command += ["--" + name.replace("_", "-"), str(value)]
        done = subprocess.run(pinned(LOAD_CORE, command), stdout=subprocess.PIPE, text=True, check=True)
        result = json.loads(done.stdout)
        result["messages_per_second"] = result["messages"] / result["seconds"]
        result["cpu_ns_per_message"] = 1e9 * result["server_cpu_seconds"] / max(1, result["messages"])
        result["cpu_share"] = result["server_cpu_seconds"] / result["seconds"]
        result["bytes_per_client"] = (result["resident_after"] - result["resident_before"]) / result["clients"]
        return result

    def in_turn(self, clients, *makers, **options):
        """Medians of the rounds of each of those who make a server."""
        rounds = []
        for _ in range(self.rounds):
            rounds.append([])
            for make in makers:
                with make() as server:
                    rounds[-1].append(self.load(server, clients, **options))
        return [median(results) for results in zip(*rounds)]

    def beside_the_bare_loop(self, counts):
        rows = []
        for clients in counts:
            bare, ours = self.in_turn(clients, lambda: self.bare(clients), lambda: self.emulator(clients, FLAT_OUT),
                                      ramp=0.1 if self.tiny else max(0.3, clients / 10_000))
            rows.append({"clients": clients, "bare": bare, "emulator": ours})
            show(f"{clients} clients, each frame: emulator", ours, bare)
        return rows

    def beside_the_reference(self):
        if shutil.which("node") is None or not (HERE / "../conformance/node_modules/node-simconnect").exists():
            print("reference server: skipped, it needs node and ci/npm.sh")
            return None
        rows = []
        for clients, requests in [(1, 10), (10, 1)] if self.tiny else [(1, 1000), (100, 1), (100, 10)]:
            peer, bare, ours = self.in_turn(clients, lambda: self.reference(requests),
                                            lambda: self.bare(clients, requests),
                                            lambda: self.emulator(clients, FLAT_OUT), requests=requests)
            rows.append({"clients": clients, "requests": requests, "reference": peer, "bare": bare, "emulator": ours})
            what = f"{clients} clients with {requests} requests: beside JavaScript"
            show(what, ours, peer)
            # What a server that does nothing but send can have: more is not to be had on this machine.
            show(f"{what}, bare loop", bare, peer)
        return rows

    def at_real_time(self, clients, **options):
        """Several windows: a machine that stands still for a tenth of a second once makes one of them late, not all."""
        windows = []
        for _ in range(min(self.rounds, 3)):
            with self.emulator(clients, []) as server:
                windows.append(self.load(server, clients, seconds=2 if self.tiny else 7, frame_rate=30, **options))
        result = median(windows)
        each = 1 if "each_second" in options else 30
        result["delivered"] = result["messages"] / (result["clients"] * each * result["seconds"])
        result["late_p99_ms_of_windows"] = [window["late_p99_ms"] for window in windows]
        all_p99 = ", ".join(f"{late:.1f}" for late in result["late_p99_ms_of_windows"])
        print(f"{result['clients']} clients at {each} Hz: {100 * result['delivered']:.1f} % delivered, "
              f"{100 * result['cpu_share']:.0f} % of the core, p99 lateness {result['late_p99_ms']:.1f} ms (windows: "
              f"{all_p99}), {result['bytes_per_client'] / 1024:.1f} KiB a client", flush=True)
        return result


def median(results):
    """Of each number on its own."""
    return {name: statistics.median(result[name] for result in results) for name in results[0]}


def show(what, ours, peer):
    print(f"{what}: {ours['messages_per_second']:.0f} of {peer['messages_per_second']:.0f} messages/s, ratio "
          f"{ours['messages_per_second'] / peer['messages_per_second']:.2f}; CPU {ours['cpu_ns_per_message']:.0f} of "
          f"{peer['cpu_ns_per_message']:.0f} ns a message, ratio "
          f"{peer['cpu_ns_per_message'] / max(1, ours['cpu_ns_per_message']):.2f}", flush=True)


def affordable(wanted):
    """As many clients as descriptors allow, of this process's children too."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if wanted + 64 <= hard:
        return wanted
    print(f"bench: {wanted} clients need more than the {hard} descriptors of the hard limit: {hard - 64} instead")
    return hard - 64


def plot(rows, path):
    """Cost per client and frame against the number of clients (logarithmic), as a plain SVG."""
    import math
    width, height, left, bottom = 640, 360, 60, 50
    series = {
        "emulator, with the kernel's send": ("#1f6feb", lambda row: row["emulator"]["cpu_ns_per_message"]),
        "bare loop: the kernel's send alone": ("#888888", lambda row: row["bare"]["cpu_ns_per_message"]),
        "difference: the emulator's own": ("#d1242f", lambda row: row["emulator"]["cpu_ns_per_message"]
                                           - row["bare"]["cpu_ns_per_message"]),
    }
    top = max(value(row) for row in rows for _, value in series.values()) * 1.3 / 1000
    first, last = (math.log10(row["clients"]) for row in (rows[0], rows[-1]))

    def x(clients):
        return left + (width - left - 30) * (math.log10(clients) - first) / (last - first)

    def y(microseconds):
        return height - bottom - (height - bottom - 20) * microseconds / top

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
           f'font-size="12"><rect width="{width}" height="{height}" fill="white"/>']
    for row in rows:
        place = x(row["clients"])
        out.append(f'<text x="{place:.1f}" y="{height - bottom + 18}" text-anchor="middle">{row["clients"]}</text>')
    for step in range(5):
        value = top * step / 4
        out.append(f'<line x1="{left}" x2="{width - 20}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#dddddd"/>'
                   f'<text x="{left - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:.1f}</text>')
    for place, (name, (colour, value)) in enumerate(series.items()):
        points = [(x(row["clients"]), y(max(0, value(row)) / 1000)) for row in rows]
        joined = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        out.append(f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in points]
        out.append(f'<text x="{left + 12}" y="{34 + 16 * place}" fill="{colour}">{name}</text>')
    out.append(f'<text x="{width / 2}" y="{height - 10}" text-anchor="middle">clients</text>'
               f'<text x="{left - 50}" y="14">µs of CPU a client and frame</text></svg>\n')
    pathlib.Path(path).write_text("".join(out), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build")
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--json")
    parser.add_argument("--plot")
    parser.add_argument("--priority", type=int)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if options.priority:
        PRIORITY.extend(["nice", "--adjustment", f"-{options.priority}"])
    bench = Bench(options.build, options.tiny, options.rounds)
    counts = [1, 10] if options.tiny else [10, 30, 100, 300, 1000, 3000]
    many = affordable(20 if options.tiny else 10_000)
    results = {"beside_the_bare_loop": bench.beside_the_bare_loop(counts + [many])}
    results["beside_the_reference"] = bench.beside_the_reference()
    results["once_a_second"] = bench.at_real_time(many, each_second=1, ramp=max(1, many // 2500))
    results["each_frame"] = bench.at_real_time(20 if options.tiny else 1000)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=1), encoding="utf-8")
    if options.plot:
        plot(results["beside_the_bare_loop"], options.plot)


if __name__ == "__main__":
    main()
