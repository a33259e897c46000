// Goal: what docs/faults.md says of the wire is what a client that knows nothing of us sees on real sockets; every
// example of the page strikes there; and a tape gives the same bytes without a seed.
// Method: step mode, so that time plays no part: with node-simconnect a table of faults in both directions and what
// arrives of frames that are told by their number; with a client that only writes down bytes, random faults and their
// tapes.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const {after, before, test} = require("node:test");
const {open, Protocol, SimConnectDataType, SimConnectPeriod} = require("node-simconnect");
const {startEmulator} = require("./emulator.js");
const {RawClient} = require("./raw_client.js");

const FRAMES_PER_SECOND = 30;
const LIMIT_MS = 10000;

let emulator;
before(async () => { emulator = await startEmulator("--step"); });
after(async () => { assert.deepEqual(await emulator.stop(), {code: 0, signal: null}); });

async function ask(of, method, target, body) {
  const response = await fetch(of.control + target,
    {method, headers: {"Content-Type": "application/json"}, body: body && JSON.stringify(body)});
  const text = await response.text();
  assert.ok(response.ok, `${method} ${target} ${JSON.stringify(body)}: ${text}`);
  return response.headers.get("content-type").startsWith("application/json") ? JSON.parse(text) : text;
}
const step = (frames, of = emulator) => ask(of, "POST", "/v1/time/step", {frames});
const inject = (fault, of = emulator) => ask(of, "POST", "/v1/faults", fault);
const clear = (of = emulator) => ask(of, "DELETE", "/v1/faults");

function range(first, last) {
  return Array.from({length: last - first + 1}, (_, n) => first + n);
}

// A client of the library that writes down what it hears: the number of each frame by the simulated time in it, and in
// words whatever else happens.
class Witness {
  static async join(name) {
    const {handle} = await open(name, Protocol.KittyHawk, {remote: emulator.simconnect});
    const witness = new Witness(handle);
    handle.addToDataDefinition(1, "ABSOLUTE TIME", "seconds", SimConnectDataType.FLOAT64);
    handle.addToDataDefinition(2, "L:LEVER", "number", SimConnectDataType.FLOAT64);
    handle.requestDataOnSimObject(1, 1, 0, SimConnectPeriod.VISUAL_FRAME);
    await witness.hears(() => witness.start !== undefined);
    return witness;
  }

  constructor(handle) {
    this.handle = handle;
    this.heard = [];
    this.waiting = new Set();
    const note = (what) => {
      if (what !== undefined) this.heard.push(what);
      for (const look of this.waiting) look();
    };
    handle.on("simObjectData", (recv) => note(this.read(recv)));
    handle.on("exception", (recv) => note(`exception ${recv.exception}`));
    handle.on("systemState", (recv) => note(`answer ${recv.requestID}`));
    handle.on("quit", () => note("quit"));
    handle.on("close", () => note("close"));
    handle.on("error", (error) => note(error.code));
  }

  read(recv) {
    if (recv.requestID === 2) return `lever ${recv.data.readFloat64()}`;
    if (recv.requestID !== 1) return `of ${recv.requestID}`;
    let time;
    try {
      time = recv.data.readFloat64();
    } catch {
      return "cut";
    }
    this.start ??= time;
    const frame = Math.round((time - this.start) * FRAMES_PER_SECOND);
    return frame === 0 ? undefined : frame;
  }

  // Resolves once that holds; what was heard until then is the failure's text.
  hears(what) {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!what()) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`after ${LIMIT_MS} ms ${what} does not hold; heard: ${this.heard.join(" ")}`));
      }, LIMIT_MS);
      this.waiting.add(look);
      look();
    });
  }
  // Everything that is expected has come, and nothing else before it.
  async heardExactly(expected) {
    await this.hears(() => this.heard.length >= expected.length);
    assert.deepEqual(this.heard, expected);
  }
}

// Ten frames under the fault, then it is removed, then seventy more. [fault, what came of frames 1 to 10 by then, what
// came in all].
const SENT = [
  [{kind: "latency", delay: "90ms"}, range(1, 7), range(1, 80)],
  [{kind: "jitter", jitter: "500ms", seed: 3}, null, range(1, 80)],
  [{kind: "lognormal", median: "40ms", sigma: 0.8, most: "500ms", seed: 3}, null, range(1, 80)],
  [{kind: "loss_bursts", enter: 0.3, leave: 0.3, retransmission: "10ms", seed: 3}, null, range(1, 80)],
  [{kind: "bandwidth", bytes_per_second: 720}, range(1, 4), range(1, 80)],
  [{kind: "slices", bytes: 3}, range(1, 10), range(1, 80)],
  [{kind: "slices", bytes: 3, pause: "1ms"}, range(1, 9), range(1, 80)],
  [{kind: "merge", bytes: 4096, hold: "1m"}, [], range(1, 80)],
  [{kind: "slow_writer", bytes: 48, pause: "90ms"}, range(1, 4), range(1, 80)],
  [{kind: "stall"}, [], range(1, 80)],
  [{kind: "silent"}, [], range(11, 80)],
  [{kind: "drop", every: 2}, [1, 3, 5, 7, 9], [1, 3, 5, 7, 9, ...range(11, 80)]],
  [{kind: "duplicate", copies: 2, limit: 1}, [1, 1, ...range(1, 10)], [1, 1, ...range(1, 80)]],
  [{kind: "reorder", by: 2, limit: 1}, [2, 3, 1, ...range(4, 10)], [2, 3, 1, ...range(4, 80)]],
  [{kind: "late_answer", frames: 5, limit: 1}, [...range(2, 5), 1, ...range(6, 10)], [...range(2, 5), 1, ...range(6, 80)]],
  [{kind: "wrong_request", as: 77, limit: 1}, ["of 77", ...range(2, 10)], ["of 77", ...range(2, 80)]],
  [{kind: "wrong_version", version: 2, limit: 1}, range(1, 10), range(1, 80)],
  [{kind: "unknown_message", limit: 1}, range(2, 10), range(2, 80)],
  [{kind: "corrupt_byte", offset: 8, xor: 64, limit: 1}, range(2, 10), range(2, 80)],
  [{kind: "truncate", bytes: 4, limit: 1}, ["cut", ...range(2, 10)], ["cut", ...range(2, 80)]],
  [{kind: "exception_reply", exception: "ERROR", messages: "SIMOBJECT_DATA", every: 5, limit: 1},
    [...range(1, 4), "exception 1", ...range(6, 10)], [...range(1, 4), "exception 1", ...range(6, 80)]],
  // A length that never comes: the client waits for it for ever, and hears nothing more.
  [{kind: "oversized_length", limit: 1}, [], []],
];

for (const [fault, meanwhile, all] of SENT) {
  test(`what a client hears under ${JSON.stringify(fault)}`, async () => {
    const witness = await Witness.join(fault.kind);
    await inject({...fault, client: fault.kind});
    await step(10);
    if (meanwhile) await witness.heardExactly(meanwhile);
    await clear();
    await step(70);
    await witness.heardExactly(all);
    witness.handle.close();
  });
}

// [fault, what a client hears under it while frames go on]
const ENDS = [
  [{kind: "byte_limit", bytes: 100}, [1, 2, "close"]],
  [{kind: "quit_in_mid_frame", limit: 1}, ["close"]],
  [{kind: "reset"}, ["ECONNRESET", "close"]],
];

for (const [fault, heard] of ENDS) {
  test(`how a connection ends by ${JSON.stringify(fault)}`, async () => {
    const witness = await Witness.join(fault.kind);
    await inject({...fault, client: fault.kind});
    await step(10);
    await witness.hears(() => witness.heard.includes("close"));
    assert.deepEqual(witness.heard, heard);
    await clear();
  });
}

test("half_open is silence, and a reset when it is over", async () => {
  const witness = await Witness.join("half_open");
  await inject({kind: "half_open", client: "half_open"});
  await step(30);
  await clear();
  await witness.heardExactly(["ECONNRESET", "close"]);
});

for (const [end, heard] of [["reset", ["ECONNRESET", "close"]], ["close", ["close"]]]) {
  test(`a crash to desktop that ends connections by ${end} tells no QUIT, and refuses until it is over`, async () => {
    const witness = await Witness.join("victim");
    await inject({kind: "crash_to_desktop", end});
    await step(1);
    await witness.heardExactly(heard);
    assert.equal(await RawClient.connect(emulator.simconnect), null);
    await clear();
    await step(1);
    const again = await Witness.join("victim");
    again.handle.close();
  });
}

test("refused is for those who come; who is connected stays", async () => {
  const witness = await Witness.join("refused");
  await inject({kind: "refused"});
  await step(1);
  assert.equal(await RawClient.connect(emulator.simconnect), null);
  await clear();
  await step(1);
  await witness.heardExactly([1, 2]);
  (await Witness.join("another")).handle.close();
  witness.handle.close();
});

// Three questions of a client and what comes of them: [fault, what it hears].
const ASKED = [
  [{kind: "drop", limit: 1}, ["answer 2", "answer 3"]],
  [{kind: "drop", request_id: 2}, ["answer 1", "answer 3"]],
  [{kind: "duplicate", limit: 1}, ["answer 1", "answer 1", "answer 2", "answer 3"]],
  [{kind: "reorder", limit: 1}, ["answer 2", "answer 1", "answer 3"]],
  [{kind: "late_answer", frames: 2, limit: 1}, ["answer 2", "answer 3", 1, "answer 1", 2]],
  [{kind: "unknown_message", limit: 1}, ["exception 1", "answer 2", "answer 3"]],
];

for (const [fault, heard] of ASKED) {
  test(`what a client is answered under ${JSON.stringify(fault)} from it`, async () => {
    const witness = await Witness.join(fault.kind);
    await inject({...fault, direction: "from_client", messages: "RequestSystemState", client: fault.kind});
    for (const request of [1, 2, 3]) witness.handle.requestSystemState(request, "Sim");
    // Behind the questions comes what no fault concerns: when it is answered they have been read.
    witness.handle.requestDataOnSimObject(2, 2, 0, SimConnectPeriod.ONCE);
    await witness.hears(() => witness.heard.includes("lever 0"));
    await step(2);
    const expected = [...heard];
    const frames = expected.filter((what) => typeof what === "number").length;
    if (frames === 0) expected.push(1, 2);
    await witness.hears(() => witness.heard.filter((what) => what !== "lever 0").length >= expected.length);
    assert.deepEqual(witness.heard.filter((what) => what !== "lever 0"), expected);
    await clear();
    witness.handle.close();
  });
}

test("the stream tells of a fault that ends by itself", async () => {
  const leave = new AbortController();
  const response = await fetch(`${emulator.control}/v1/stream?events=fault`, {signal: leave.signal});
  const told = response.body.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  await told.next();  // it is there
  const {id} = await inject({kind: "stall", duration: "500ms"});
  await step(FRAMES_PER_SECOND);
  let text = "";
  while (!text.includes("ended")) text += (await told.next()).value;
  const ended = text.split("\n").filter((line) => line.startsWith("data: ")).map((line) => JSON.parse(line.slice(6)))
    .find((event) => event.change === "ended");
  assert.equal(ended.by, "duration");
  assert.equal(ended.answer.id, id);
  assert.equal(ended.answer.kind, "stall");
  leave.abort();
});

test("every example of the page strikes on real sockets", async () => {
  const page = fs.readFileSync(path.join(__dirname, "..", "..", "docs", "faults.md"), "utf8");
  const examples = page.split("\n").filter((line) => line.startsWith('{"kind"')).map((line) => JSON.parse(line));
  assert.ok(examples.length > 40);
  for (const example of examples) {
    const client = await RawClient.connect(emulator.simconnect);
    await client.open("monitor");
    await client.hearsSomething;
    const {id} = await inject(example);
    for (const variable of ["PLANE ALTITUDE", "AIRSPEED INDICATED", "PLANE LATITUDE", "PLANE LONGITUDE", "VERTICAL SPEED",
      "GROUND VELOCITY"]) await client.watch(variable);
    await client.setLever();
    await client.askState(1);
    await step(10 * FRAMES_PER_SECOND + 1);
    const tape = (await ask(emulator, "GET", "/v1/faults/tape")).split("\n").filter(Boolean).map((line) => JSON.parse(line));
    assert.ok(tape.some((entry) => entry.event === "struck" && entry.fault === id), `${JSON.stringify(example)} struck nothing`);
    await clear();
    await step(2 * FRAMES_PER_SECOND);  // a flight that is loaded takes a second
    client.socket.destroy();
  }
});

// The same small generator everywhere: numbers from a seed.
function random(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor(state / 65536) % below;
  };
}
// What can be seen again: no end of the connection, whose bytes depend on how fast they were read.
const RANDOM_FAULTS = [
  {kind: "jitter", jitter: "300ms"}, {kind: "lognormal", median: "50ms", most: "1s"}, {kind: "loss_bursts", enter: 0.2},
  {kind: "bandwidth", bytes_per_second: 900}, {kind: "slices", bytes: 5, pause: "1ms"}, {kind: "merge", bytes: 500},
  {kind: "corrupt_byte", probability: 0.2}, {kind: "truncate", probability: 0.2}, {kind: "drop", probability: 0.3},
  {kind: "duplicate", probability: 0.3}, {kind: "reorder", probability: 0.3}, {kind: "late_answer", frames: 7, probability: 0.2},
  {kind: "value_garbage", variables: "ABSOLUTE TIME", probability: 0.3}, {kind: "value_intermittent", variables: "ABSOLUTE TIME"},
  {kind: "exception_reply", messages: "SIMOBJECT_DATA", probability: 0.2}, {kind: "pause", duration: "200ms"},
  {kind: "frame_rate", frames_per_second: 7}, {kind: "frozen_frames", duration: "300ms"}, {kind: "menu", duration: "300ms"},
  {kind: "jitter", jitter: "100ms", direction: "from_client"}, {kind: "drop", probability: 0.4, direction: "from_client",
    messages: "RequestSystemState"}, {kind: "duplicate", probability: 0.4, direction: "from_client", messages: "RequestSystemState"},
];

// What a client hears in a run of the program, with faults drawn from `seed` or by a tape; and the tape.
async function hear(seed, tape) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "checkride-faults-"));
  const files = {old: path.join(folder, "old.jsonl"), kept: path.join(folder, "kept.jsonl")};
  if (tape) fs.writeFileSync(files.old, tape);
  const run = await startEmulator("--step", "--fault-tape", files.kept, ...(tape ? ["--replay-faults", files.old] : []));
  const client = await RawClient.connect(run.simconnect);
  await client.open("raw");
  await client.hearsSomething;
  await client.watch("ABSOLUTE TIME");
  const draw = random(seed);
  await step(1, run);  // what came before the first fault came at an instant before it
  for (let turn = 0; turn < 6; ++turn) {
    const fault = RANDOM_FAULTS[draw(RANDOM_FAULTS.length)];
    const frames = 1 + draw(12);
    if (!tape) await inject(fault, run);
    await client.askState(turn);
    await step(frames, run);
  }
  if (!tape) await clear(run);
  await step(200, run);
  assert.deepEqual(await run.stop(), {code: 0, signal: null});
  await client.ended;
  const kept = fs.readFileSync(files.kept, "utf8");
  fs.rmSync(folder, {recursive: true});
  return {bytes: client.heard, tape: kept};
}

test("a tape gives the same bytes without the seed", async () => {
  for (const seed of [1, 2, 3, 4]) {
    const first = await hear(seed);
    const again = await hear(seed, first.tape);
    assert.ok(first.bytes.length > 1000);
    assert.deepEqual(again.tape, first.tape, `seed ${seed}`);
    assert.ok(again.bytes.equals(first.bytes), `seed ${seed}: ${again.bytes.length} bytes, not ${first.bytes.length}`);
  }
});
