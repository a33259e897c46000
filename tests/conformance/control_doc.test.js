// Goal: the guide to the control API is true. Method: every command in docs/control.md is run as it stands, but for the
// port, against a running emulator in step mode with a client.
"use strict";

const assert = require("node:assert/strict");
const {execFile} = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const {after, before, test} = require("node:test");
const {open, Protocol, SimConnectDataType, SimConnectPeriod} = require("node-simconnect");
const {startEmulator} = require("./emulator.js");

const guide = fs.readFileSync(path.join(__dirname, "../../docs/control.md"), "utf8");
const commands = [...guide.matchAll(/```sh\n([^`]*)```/g)].flatMap(([, block]) => block.trim().split("\n"));
const kStoppedByMaxTime = 28;
let emulator, handle;

before(async () => {
  emulator = await startEmulator("--step");
  ({handle} = await open("Tester", Protocol.SunRise, {remote: emulator.simconnect}));
  handle.addToDataDefinition(1, "PLANE ALTITUDE", "feet", SimConnectDataType.FLOAT64);
  handle.requestDataOnSimObject(1, 1, 0, SimConnectPeriod.SECOND);
});
after(async () => {
  handle?.close();
  await emulator.stop();
});

test("there are commands", () => { assert.ok(commands.length > 20, `${commands.length}`); });

for (const command of commands) {
  test(command, async () => {
    const here = command.replace("http://127.0.0.1:5112", emulator.control).replace("curl ", "curl --fail-with-body ");
    const {code, output} = await new Promise((resolve) => execFile("sh", ["-c", here],
      (error, stdout, stderr) => resolve({code: error ? error.code : 0, output: stdout + stderr})));
    assert.ok(code === 0 || (code === kStoppedByMaxTime && command.includes("--max-time")), `${code}: ${output}`);
    if (!command.includes("/v1/stream")) JSON.parse(output);
    else assert.match(output, /event: state\ndata: \{/);
    if (command.includes("RequestDataOnSimObject\",")) assert.equal(JSON.parse(output).ok, true, output);
  });
}
