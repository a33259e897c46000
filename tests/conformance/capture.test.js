// Goal: a client that knows nothing of us is captured, told, played back to and compared, with the real programs.
// Method: npm's node-simconnect talks to the emulator through `checkride capture`; then, with other ids, to
// `checkride-emulator --replay` of that capture, which must answer the same.
"use strict";

const assert = require("node:assert/strict");
const {execFileSync, spawn} = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const readline = require("node:readline");
const {after, before, test} = require("node:test");
const {open, Protocol, SimConnectConstants, SimConnectDataType, SimConnectPeriod} = require("node-simconnect");
const {next, startEmulator} = require("./emulator.js");

const binaries = process.env.CHECKRIDE_BIN;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "checkride-capture-"));
const file = path.join(folder, "talk.pcapng");

// Resolves to {host, port, stop()} once the program listens.
async function startProgram(name, ...words) {
  const child = spawn(path.join(binaries, name), words, {stdio: ["ignore", "pipe", "inherit"]});
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve({code, signal})));
  for await (const line of readline.createInterface({input: child.stdout})) {
    const match = /^listening on (.+):(\d+)/.exec(line);
    if (!match) continue;
    child.stdout.resume();
    return {host: match[1], port: Number(match[2]), stop(signal = "SIGTERM") { child.kill(signal); return ended; }};
  }
  throw new Error(`${name} ended before it listened: ${JSON.stringify(await ended)}`);
}

// What a simulator says of its aircraft, asked with these ids.
async function ask(remote, ids) {
  const {recvOpen, handle} = await open("capture test", Protocol.KittyHawk, {remote: {host: remote.host, port: remote.port}});
  handle.addToDataDefinition(ids.definition, "TITLE", null, SimConnectDataType.STRING256);
  handle.addToDataDefinition(ids.definition, "PLANE ALTITUDE", "feet", SimConnectDataType.FLOAT64);
  const data = next(handle, "simObjectData", (answer) => answer.requestID === ids.request);
  const wrong = next(handle, "exception");
  handle.requestDataOnSimObject(ids.request, ids.definition, SimConnectConstants.OBJECT_ID_USER, SimConnectPeriod.ONCE);
  const wrongSendId = handle.addToDataDefinition(ids.definition + 1, "NO SUCH VARIABLE", "feet", SimConnectDataType.FLOAT64);
  const answer = await data;
  const exception = await wrong;
  const said = {
    simulator: recvOpen.applicationName,
    title: answer.data.readString256(),
    altitude: answer.data.readFloat64(),
    definition: answer.defineID === ids.definition,
    exception: exception.exception,
    exceptionIsOurs: exception.sendId === wrongSendId,
  };
  handle.close();
  return said;
}

let captured;
before(async () => {
  const emulator = await startEmulator();
  const capture = await startProgram("checkride", "capture", "--simulator", `127.0.0.1:${emulator.simconnect.port}`, "--out", file);
  captured = await ask(capture, {definition: 1, request: 7});
  assert.deepEqual(await capture.stop(), {code: 0, signal: null});
  await emulator.stop();
});
after(() => fs.rmSync(folder, {recursive: true}));

test("the capture tells what was said", () => {
  assert.ok(captured.definition && captured.exceptionIsOurs);
  const lines = execFileSync(path.join(binaries, "checkride"), ["describe", "-", "--json"], {input: fs.readFileSync(file)})
    .toString().trim().split("\n").map((line) => JSON.parse(line));
  const data = lines.find((line) => line.message === "SIMOBJECT_DATA");
  assert.deepEqual(data.data, [{name: "TITLE", value: captured.title}, {name: "PLANE ALTITUDE", unit: "feet", value: captured.altitude}]);
  const exception = lines.find((line) => line.message === "EXCEPTION");
  assert.equal(exception.exception.answers, "AddToDataDefinition");
  assert.equal(data.application, "capture test");
});

test("a capture that is killed leaves what was said", async () => {
  const emulator = await startEmulator();
  const killed = path.join(folder, "killed.pcapng");
  const capture = await startProgram("checkride", "capture", "--simulator", `127.0.0.1:${emulator.simconnect.port}`, "--out", killed);
  await ask(capture, {definition: 1, request: 7});
  await capture.stop("SIGKILL");
  await emulator.stop();
  const told = execFileSync(path.join(binaries, "checkride"), ["describe", killed, "--message", "SIMOBJECT_DATA"]).toString();
  assert.match(told, /SIMOBJECT_DATA request_id=7 .* \| TITLE="/);
});

test("a capture goes to standard output, which stays what it is", async () => {
  const emulator = await startEmulator();
  const redirected = path.join(folder, "redirected.pcapng");
  const output = fs.openSync(redirected, "w");
  const child = spawn(path.join(binaries, "checkride"),
    ["capture", "--simulator", `127.0.0.1:${emulator.simconnect.port}`, "--out", "-"], {stdio: ["ignore", output, "pipe"]});
  const ended = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
  let port;
  for await (const line of readline.createInterface({input: child.stderr})) {
    port = Number(/^listening on .+:(\d+)/.exec(line)[1]);
    break;
  }
  await ask({host: "127.0.0.1", port}, {definition: 1, request: 7});
  child.kill("SIGTERM");
  assert.equal(await ended, 0);
  await emulator.stop();
  assert.ok(fs.lstatSync("/dev/stdout").isSymbolicLink());
  const told = execFileSync(path.join(binaries, "checkride"), ["describe", redirected, "--message", "SIMOBJECT_DATA"]).toString();
  assert.match(told, /SIMOBJECT_DATA request_id=7 .* \| TITLE="/);
});

test("the replay answers the same, with other ids of the client", async () => {
  const replay = await startProgram("checkride-emulator", "--listen", "127.0.0.1:0", "--replay", file);
  assert.deepEqual(await ask(replay, {definition: 40, request: 99}), captured);
  assert.deepEqual(await replay.stop(), {code: 0, signal: null});
});

test("a simulator that runs elsewhere is compared at its own pace", async () => {
  const replay = await startProgram("checkride-emulator", "--listen", "127.0.0.1:0", "--replay", file);
  const result = JSON.parse(execFileSync(path.join(binaries, "checkride"),
    ["fidelity", file, "--json", "--simulator", `127.0.0.1:${replay.port}`, "--tolerance", "time=30s", "--at-least", "100"]));
  assert.equal(result.identical_percent, 100, JSON.stringify(result.differences));
  assert.ok(result.compared >= 3);
  await replay.stop();
});
