// Goal: the matrix can fail. A simulator that is broken on purpose turns exactly those cells red whose functions it
// spoils, and the page shows them. Method: the checks of the matrix through a proxy that lies.
"use strict";

const assert = require("node:assert/strict");
const {after, before, test} = require("node:test");
const {startEmulator} = require("./emulator.js");
const {GENERATIONS} = require("./matrix/bench.js");
const {LIES} = require("./matrix/lies.js");
const {HEADER, lyingProxy} = require("./matrix/lying_proxy.js");
const {CHECKS, page, runCheck} = require("./matrix/matrix.js");

const EXCEPTION = 0x01, SIMOBJECT_DATA = 0x08, ASSIGNED_OBJECT_ID = 0x0C, EVENT = 0x04, FACILITY_DATA = 0x1C;
// What never comes is waited for: not as long as in the matrix.
const generation = {...GENERATIONS.find(({profile}) => profile === "msfs2024"), limit: 3000};
let emulator;

before(async () => { emulator = await startEmulator("--profile", generation.profile, "--time-scale", "10"); });
after(async () => { await emulator.stop(); });

// The verdicts of the named checks, and the page of them, with the simulator spoilt so.
async function spoilt(change, ...names) {
  return spoiltBothWays(change, undefined, ...names);
}

async function spoiltBothWays(change, hear, ...names) {
  const proxy = await lyingProxy(emulator, change, hear);
  const results = [];
  for (const [index, name] of names.entries()) {
    const check = CHECKS.find((found) => found.name === name);
    const {verdict} = await runCheck(check, proxy, generation);
    results.push({client: "node-simconnect", name, generation: generation.profile, id: `N${index}`, verdict});
  }
  await proxy.stop();
  return {verdicts: results.map(({verdict}) => verdict), text: page(results)};
}

const asItIs = (id, frame) => frame;

test("through an honest proxy everything passes", async () => {
  const {verdicts, text} = await spoilt(asItIs, "requestDataOnSimObject", "setDataOnSimObject", "aICreateNonATCAircraft",
    "transmitClientEvent", "requestFacilityData", "text");
  assert.deepEqual(verdicts, ["pass", "pass", "pass", "pass", "pass", "unsupported"]);
  assert.doesNotMatch(text, /\| \*\*FAIL/);
});

test("a wrong exception code is seen", async () => {
  const {verdicts, text} = await spoilt((id, frame) => {
    if (id === EXCEPTION) frame.writeUInt32LE(1, HEADER);
    return frame;
  }, "addToDataDefinition", "requestSystemState", "getLastSentPacketID");
  assert.deepEqual(verdicts, ["fail", "fail", "pass"]);
  assert.match(text, /\| addToDataDefinition \| \*\*FAIL\*\* N0 \|/);
});

test("a value that is off by a little is seen", async () => {
  const {verdicts} = await spoilt((id, frame) => {
    if (id === SIMOBJECT_DATA && frame.length === HEADER + 36) frame.writeDoubleLE(frame.readDoubleLE(HEADER + 28) * 1.01, HEADER + 28);
    return frame;
  }, "setDataOnSimObject", "requestSystemState");
  assert.deepEqual(verdicts, ["fail", "pass"]);
});

test("an answer that never comes is seen", async () => {
  const {verdicts} = await spoilt((id, frame) => (id === ASSIGNED_OBJECT_ID || id === EVENT ? Buffer.alloc(0) : frame),
    "aICreateParkedATCAircraft", "transmitClientEvent", "requestDataOnSimObject");
  assert.deepEqual(verdicts, ["fail", "fail", "pass"]);
});

test("records in the wrong form are seen", async () => {
  const {verdicts} = await spoilt((id, frame) => {
    if (id === FACILITY_DATA) frame.fill(0, HEADER + 28);
    return frame;
  }, "requestFacilityData", "requestFacilitiesListEx1");
  assert.deepEqual(verdicts, ["fail", "pass"]);
});

test("a function that a simulator of this generation ignores must not be answered", async () => {
  const {verdicts} = await spoilt((id, frame) => {
    if (id !== 0x0F) return frame;
    const refusal = Buffer.alloc(24);
    [24, frame.readUInt32LE(4), EXCEPTION, 1, 2, 0xFFFFFFFF].forEach((word, index) => refusal.writeUInt32LE(word, 4 * index));
    return Buffer.concat([refusal, frame]);
  }, "weatherSetModeGlobal", "requestFacilitiesList");
  assert.deepEqual(verdicts, ["fail", "pass"]);
});

for (const {lie, says = asItIs, hears, spoils, leaves} of LIES) {
  test(`${lie}: seen`, async () => {
    const {verdicts} = await spoiltBothWays(says, hears, ...spoils, ...leaves);
    assert.deepEqual(verdicts, [...spoils.map(() => "fail"), ...leaves.map(() => "pass")]);
  });
}
