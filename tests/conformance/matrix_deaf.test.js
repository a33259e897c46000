// Goal: no cell of the matrix is green by itself. A simulator that is deaf to one message fails the check of the function that
// sends it. Method: every check of node-simconnect through a proxy that swallows that message, in the newest generation that
// obeys it; the numbers of the messages are those of docs/protocol.md.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const {after, before, describe, test} = require("node:test");
const {startEmulator} = require("./emulator.js");
const {GENERATIONS} = require("./matrix/bench.js");
const {lyingProxy} = require("./matrix/lying_proxy.js");
const {CHECKS, expectation, runCheck} = require("./matrix/matrix.js");

// Functions under other names than those of the messages they send.
const OTHER_NAMES = {transmitClientEventEx: "TransmitClientEvent_EX1", menu: "Text"};
// Those of the client itself: they send nothing.
const SEND_NOTHING = ["connect", "on", "once", "removeListener", "removeAllListeners", "emit", "close", "getLastSentPacketID"];

const plain = (name) => name.toLowerCase().replaceAll("_", "");
const numbers = new Map([...fs.readFileSync(path.join(__dirname, "../../docs/protocol.md"), "utf8")
  .split("## Server to client")[0].matchAll(/^\| 0x([0-9A-F]+) \| (\w+) \|/gm)].map(([, id, name]) => [plain(name), parseInt(id, 16)]));
const numberOf = (check) => numbers.get(plain(OTHER_NAMES[check.name] ?? check.name));

const sending = CHECKS.filter((check) => !SEND_NOTHING.includes(check.name) && !check.unsupported);

test("every function that sends is known by the number of its message", () => {
  assert.ok(sending.length > 95);
  assert.deepEqual(sending.filter((check) => numberOf(check) === undefined).map((check) => check.name), []);
});

// In which generation a check is to be spoilt: the newest that does what it asks.
const generationOf = (check) => GENERATIONS.findLast((generation) => expectation(check, generation) === "works");

for (const generation of GENERATIONS) {
  const checks = sending.filter((check) => generationOf(check) === generation);
  if (checks.length === 0) continue;
  describe(`deaf ${generation.profile}`, () => {
    let emulator;
    before(async () => { emulator = await startEmulator("--profile", generation.profile, "--time-scale", "10"); });
    after(async () => { await emulator.stop(); });
    for (const check of checks) {
      test(`${check.name} is missed`, async () => {
        const proxy = await lyingProxy(emulator, (id, frame) => frame,
          (id, frame) => (id === numberOf(check) ? Buffer.alloc(0) : frame));
        // What never comes is waited for: short, for whatever does not come makes the check fail, as it is to.
        const {verdict} = await runCheck(check, proxy, {...generation, limit: 300});
        await proxy.stop();
        assert.equal(verdict, "fail", "the check passes although the simulator never hears the call");
      });
    }
  });
}
