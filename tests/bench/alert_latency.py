#!/usr/bin/env python3
"""How long the monitor takes from a simulator's bytes to the decision that an alert fires, and to the webhook that tells it.

  tests/bench/alert_latency.py build/release/bin [--alerts 500] [--interval-ms 20] [--tiny]

The monitor watches an emulator through this program, which hands on what both say and, once data flow, writes data of
its own, of the altitude alone, low and high in turn. Each begins when the bytes are given to the kernel. The decision
has come when its log line is read here from a pipe, the webhook when its request is: the second holds the durable
outbox and a request of HTTP, too. What the machine and this program have of it is shown by cat, which is given the same
bytes by a socket and gives them back by a pipe. Monitor and cat have one core, this program the other.
"""

import argparse
import asyncio
import os
import socket
import struct
import subprocess
import tempfile
import time

SIMOBJECT_DATA = 8
FIRST_VALUE = 44  # behind the head of SIMOBJECT_DATA and the tag of the first datum
HIGH_FT, LOW_FT = 5000.0, 50.0


class Watch:
    """What was sent, and when the monitor said what it makes of it."""

    def __init__(self):
        self.decided = asyncio.Event()
        self.told = asyncio.Event()
        self.begin = self.decision = self.telling = None

    def sent(self):
        self.decided.clear()
        self.told.clear()
        self.begin = time.perf_counter()

    def on_log(self, line):
        if self.begin and b'"msg":"alert_firing"' in line:
            self.decision = time.perf_counter() - self.begin
            self.decided.set()

    def on_post(self, body):
        if self.begin and b'"status":"firing"' in body:
            self.telling = time.perf_counter() - self.begin
            self.told.set()


class Link:
    """Between emulator and monitor; keeps the first data that pass, as the form of those that are made here."""

    def __init__(self, upstream):
        self.upstream = upstream
        self.form = asyncio.get_running_loop().create_future()
        self.monitor = None

    async def on_monitor(self, reader, writer):
        self.monitor = writer
        host, port = self.upstream.rsplit(":", 1)
        simulator, to_simulator = await asyncio.open_connection(host, int(port))
        await asyncio.gather(self.hand_on(reader, to_simulator), self.from_simulator(simulator, writer))

    async def hand_on(self, reader, writer):
        while data := await reader.read(65536):
            writer.write(data)

    async def from_simulator(self, reader, writer):
        while True:
            try:
                size = await reader.readexactly(4)
            except asyncio.IncompleteReadError:
                return
            frame = size + await reader.readexactly(struct.unpack("<I", size)[0] - 4)
            if struct.unpack_from("<I", frame, 8)[0] == SIMOBJECT_DATA:
                if not self.form.done():
                    self.form.set_result(frame)
                continue  # from now on the altitude is what this program says
            writer.write(frame)

    def say(self, altitude_ft):
        frame = bytearray(self.form.result())
        struct.pack_into("<d", frame, FIRST_VALUE, altitude_ft)
        self.monitor.write(bytes(frame))


async def echoes(frame, options):
    """The same way through cat."""
    ours, its = socket.socketpair()
    cat = await asyncio.create_subprocess_exec("taskset", "--cpu-list", "0", "cat", stdin=its, stdout=subprocess.PIPE)
    its.close()
    taken = []
    for _ in range(options.alerts):
        await asyncio.sleep(options.interval_ms / 1000)
        begin = time.perf_counter()
        ours.sendall(frame)
        await cat.stdout.readexactly(len(frame))
        taken.append(time.perf_counter() - begin)
    ours.close()
    await cat.wait()
    return taken


def configuration(folder, simulator, webhook):
    path = os.path.join(folder, "monitor.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'''app: {{name: bench, drain_delay: 0s, state_dir: "{folder}/state"}}
logging: {{level: info, format: json}}
monitoring: {{address: 127.0.0.1, health_check_port: 0}}
metrics_exporter: {{address: 127.0.0.1, port: 0}}
flight_monitor: {{variables: [{{name: PLANE ALTITUDE, units: feet, alias: altitude}}]}}
simulators: [{{name: sim, address: "{simulator}"}}]
alert_manager:
  webhook: {{url: "{webhook}"}}
  rules: [{{name: Low, metric: altitude, condition: less_than, threshold: 1000, actions: [webhook]}}]
''')
    return path


async def read_lines(process, watch):
    while line := await process.stdout.readline():
        watch.on_log(line)


async def start_emulator(program):
    process = await asyncio.create_subprocess_exec(program, "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0",
                                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    while line := (await process.stdout.readline()).decode():
        if "(simconnect)" in line:
            return process, line.split("listening on ")[1].split(" ")[0]
    raise SystemExit("the emulator did not start")


def webhook_of(watch):
    async def serve(reader, writer):
        while True:
            try:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            length = next(int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length:"))
            watch.on_post(await reader.readexactly(length))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    return serve


async def measure(options, folder):
    watch = Watch()
    emulator, address = await start_emulator(os.path.join(options.programs, "checkride-emulator"))
    link = Link(address)
    listener = await asyncio.start_server(link.on_monitor, "127.0.0.1", 0)
    webhook = await asyncio.start_server(webhook_of(watch), "127.0.0.1", 0)
    port_of = lambda server: server.sockets[0].getsockname()[1]
    config = configuration(folder, f"127.0.0.1:{port_of(listener)}", f"http://127.0.0.1:{port_of(webhook)}/hook")
    monitor = await asyncio.create_subprocess_exec(
        "taskset", "--cpu-list", "0", os.path.join(options.programs, "checkride-monitor"), "--config", config,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    logs = asyncio.create_task(read_lines(monitor, watch))
    decisions, tellings = [], []
    try:
        await asyncio.wait_for(asyncio.shield(link.form), 20)
        for _ in range(options.alerts):
            link.say(HIGH_FT)
            await asyncio.sleep(options.interval_ms / 1000)
            watch.sent()
            link.say(LOW_FT)
            await asyncio.wait_for(asyncio.gather(watch.decided.wait(), watch.told.wait()), 10)
            decisions.append(watch.decision)
            tellings.append(watch.telling)
        echo = await echoes(link.form.result(), options)
    finally:
        for process in (monitor, emulator):
            process.terminate()
            await process.wait()
        logs.cancel()
    return echo, decisions, tellings


def tell(what, seconds):
    ordered = sorted(seconds)
    at = lambda share: ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000
    print("%s: median %.2f ms, p99 %.2f ms, worst %.2f ms, of %d alerts" % (what, at(0.5), at(0.99), ordered[-1] * 1000,
                                                                         len(ordered)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", help="the folder of the built programs")
    parser.add_argument("--alerts", type=int, default=500)
    parser.add_argument("--interval-ms", type=float, default=20)
    parser.add_argument("--tiny", action="store_true")
    options = parser.parse_args()
    if options.tiny:
        options.alerts = 3
    else:
        os.sched_setaffinity(0, {1})
    with tempfile.TemporaryDirectory() as folder:
        echo, decisions, tellings = asyncio.run(measure(options, folder))
    tell("bytes through cat", echo)
    tell("bytes to decision", decisions)
    tell("bytes to webhook", tellings)


main()
