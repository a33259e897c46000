// Goal: a client that knows nothing of us cannot tell the emulator from the simulator.
// Method: npm's node-simconnect, unmodified, over TCP, in every protocol version that it speaks.
"use strict";

const assert = require("node:assert/strict");
const {after, before, test} = require("node:test");
const {open, Protocol, RawBuffer, SimConnectConstants, SimConnectDataType, SimConnectPeriod, DataRequestFlag, EventFlag}
  = require("node-simconnect");
const {next, startEmulator} = require("./emulator.js");

const HIGHEST = 1;  // a const enum of the client, which its JavaScript does not export
const USER = SimConnectConstants.OBJECT_ID_USER;
let emulator;

before(async () => { emulator = await startEmulator(); });
after(async () => {
  const end = await emulator.stop();
  assert.deepEqual(end, {code: 0, signal: null});
});

async function connect(protocol = Protocol.SunRise) {
  const {recvOpen, handle} = await open("Conformance", protocol, {remote: emulator.simconnect});
  return {recvOpen, handle};
}

function once(handle, request, definition, flags = DataRequestFlag.DATA_REQUEST_FLAG_DEFAULT ?? 0) {
  const answer = next(handle, "simObjectData", (data) => data.requestID === request);
  handle.requestDataOnSimObject(request, definition, USER, SimConnectPeriod.ONCE, flags);
  return answer;
}

for (const name of ["FSX_RTM", "FSX_SP1", "FSX_SP2", "KittyHawk", "SunRise"]) {
  test(`opens with protocol ${name}`, async () => {
    const {recvOpen, handle} = await connect(Protocol[name]);
    assert.equal(recvOpen.applicationName, "SunRise");
    assert.equal(recvOpen.applicationVersionMajor, 12);
    handle.close();
  });
}

test("altitude in feet and metres is one altitude, untagged", async () => {
  const {handle} = await connect();
  handle.addToDataDefinition(1, "PLANE ALTITUDE", "feet", SimConnectDataType.FLOAT64);
  handle.addToDataDefinition(1, "plane altitude", "Meters", SimConnectDataType.FLOAT64);
  const answer = await once(handle, 11, 1);
  assert.equal(answer.defineCount, 2);
  const feet = answer.data.readFloat64();
  const metres = answer.data.readFloat64();
  assert.ok(feet > 400 && feet < 500, `the parked aircraft stands at about 437 ft, got ${feet}`);
  assert.ok(Math.abs(feet * 0.3048 - metres) < 1e-6, `${feet} ft is not ${metres} m`);
  handle.close();
});

test("altitude in feet and metres, tagged", async () => {
  const {handle} = await connect();
  handle.addToDataDefinition(2, "PLANE ALTITUDE", "feet", SimConnectDataType.FLOAT64, 0, 501);
  handle.addToDataDefinition(2, "PLANE ALTITUDE", "meters", SimConnectDataType.FLOAT32, 0, 502);
  const answer = await once(handle, 12, 2, DataRequestFlag.DATA_REQUEST_FLAG_TAGGED);
  assert.equal(answer.defineCount, 2);
  assert.equal(answer.data.readInt32(), 501);
  const feet = answer.data.readFloat64();
  assert.equal(answer.data.readInt32(), 502);
  assert.ok(Math.abs(feet * 0.3048 - answer.data.readFloat32()) < 1e-3);
  handle.close();
});

test("strings arrive as text", async () => {
  const {handle} = await connect();
  handle.addToDataDefinition(3, "TITLE", null, SimConnectDataType.STRING256);
  const answer = await once(handle, 13, 3);
  assert.equal(answer.data.readString256(), "Cessna Skyhawk G1000 Asobo");
  handle.close();
});

test("a variable that is set reads back, in another unit too", async () => {
  const {handle} = await connect();
  handle.addToDataDefinition(4, "AUTOPILOT ALTITUDE LOCK VAR", "feet", SimConnectDataType.FLOAT64);
  handle.addToDataDefinition(5, "AUTOPILOT ALTITUDE LOCK VAR", "meters", SimConnectDataType.FLOAT64);
  const buffer = new RawBuffer(8);
  buffer.writeFloat64(5500);
  handle.setDataOnSimObject(4, USER, {buffer, arrayCount: 0, tagged: false});
  assert.equal((await once(handle, 14, 4)).data.readFloat64(), 5500);
  assert.ok(Math.abs((await once(handle, 15, 5)).data.readFloat64() - 1676.4) < 1e-6);
  handle.close();
});

test("1sec comes every second and Pause at once and at each change", async () => {
  const {handle} = await connect();
  handle.subscribeToSystemEvent(21, "1sec");
  await next(handle, "event", (event) => event.clientEventId === 21);
  await next(handle, "event", (event) => event.clientEventId === 21);
  const first = next(handle, "event", (event) => event.clientEventId === 22);
  handle.subscribeToSystemEvent(22, "Pause");
  assert.equal((await first).data, 0);
  handle.mapClientEventToSimEvent(23, "PAUSE_ON");
  handle.mapClientEventToSimEvent(24, "PAUSE_OFF");
  const paused = next(handle, "event", (event) => event.clientEventId === 22);
  handle.transmitClientEvent(USER, 23, 0, HIGHEST, EventFlag.EVENT_FLAG_GROUPID_IS_PRIORITY);
  assert.equal((await paused).data, 1);
  const resumed = next(handle, "event", (event) => event.clientEventId === 22);
  handle.transmitClientEvent(USER, 24, 0, HIGHEST, EventFlag.EVENT_FLAG_GROUPID_IS_PRIORITY);
  assert.equal((await resumed).data, 0);
  handle.close();
});

test("a key event changes its variable, and another client's group hears of it", async () => {
  const {handle} = await connect();
  const {handle: listener} = await connect();
  listener.mapClientEventToSimEvent(31, "TOGGLE_BEACON_LIGHTS");
  listener.addClientEventToNotificationGroup(1, 31, false);
  listener.setNotificationGroupPriority(1, HIGHEST);
  // Nothing keeps two connections in order: the group is there when its client has been answered.
  const answered = next(listener, "systemState", (state) => state.requestID === 33);
  listener.requestSystemState(33, "Sim");
  await answered;
  handle.addToDataDefinition(6, "LIGHT BEACON", "bool", SimConnectDataType.INT32);
  const before = (await once(handle, 16, 6)).data.readInt32();
  const heard = next(listener, "event", (event) => event.clientEventId === 31);
  handle.mapClientEventToSimEvent(32, "TOGGLE_BEACON_LIGHTS");
  handle.transmitClientEvent(USER, 32, 0, HIGHEST, EventFlag.EVENT_FLAG_GROUPID_IS_PRIORITY);
  assert.equal((await heard).groupID, 1);
  const after = (await once(handle, 17, 6)).data.readInt32();
  assert.equal(after, before === 0 ? 1 : 0);
  handle.close();
  listener.close();
});

test("an unknown variable raises NAME_UNRECOGNIZED for that packet and parameter", async () => {
  const {handle} = await connect();
  const raised = next(handle, "exception");
  const sendId = handle.addToDataDefinition(7, "PLANE ALTITUTE", "feet", SimConnectDataType.FLOAT64);
  const exception = await raised;
  assert.equal(exception.exceptionName, "NAME_UNRECOGNIZED");
  assert.equal(exception.sendId, sendId);
  assert.equal(exception.index, 2);
  handle.close();
});

test("SECOND with CHANGED falls silent while nothing changes", async () => {
  const {handle} = await connect();
  handle.addToDataDefinition(8, "WING SPAN", "feet", SimConnectDataType.FLOAT64);
  let count = 0;
  handle.on("simObjectData", (data) => { count += data.requestID === 18 ? 1 : 0; });
  handle.requestDataOnSimObject(18, 8, USER, SimConnectPeriod.SECOND, DataRequestFlag.DATA_REQUEST_FLAG_CHANGED);
  handle.subscribeToSystemEvent(25, "1sec");
  for (let i = 0; i < 3; ++i) await next(handle, "event", (event) => event.clientEventId === 25);
  assert.equal(count, 1);
  handle.close();
});

test("SIM_FRAME follows the frame rate, with interval and limit", async () => {
  const {handle} = await connect();
  handle.addToDataDefinition(9, "SIMULATION TIME", "seconds", SimConnectDataType.FLOAT64);
  const times = [];
  const enough = next(handle, "simObjectData", (data) => {
    if (data.requestID === 19) times.push(data.data.readFloat64());
    return times.length === 5;
  });
  handle.requestDataOnSimObject(19, 9, USER, SimConnectPeriod.SIM_FRAME, 0, 0, 2, 5);
  await enough;
  // Every third frame of 30 a second is a tenth of a second of simulated time.
  for (let i = 1; i < times.length; ++i) assert.ok(Math.abs(times[i] - times[i - 1] - 0.1) < 1e-3, `${times}`);
  handle.close();
});

test("system state names the aircraft and says whether the simulation runs", async () => {
  const {handle} = await connect();
  const loaded = next(handle, "systemState", (state) => state.requestID === 41);
  handle.requestSystemState(41, "AircraftLoaded");
  assert.match((await loaded).dataString, /\.cfg$/i);
  const running = next(handle, "systemState", (state) => state.requestID === 42);
  handle.requestSystemState(42, "Sim");
  assert.equal((await running).dataInteger, 1);
  handle.close();
});

test("the control API lists this client and what it asked for", async () => {
  const {handle} = await connect();
  handle.addToDataDefinition(10, "PLANE ALTITUDE", "feet", SimConnectDataType.FLOAT64);
  await once(handle, 20, 10);
  const response = await fetch(emulator.control + "/v1/clients");
  assert.equal(response.status, 200);
  const mine = (await response.json()).clients.filter((client) => client.name === "Conformance");
  assert.ok(mine.length >= 1);
  assert.ok(JSON.stringify(mine).includes("PLANE ALTITUDE"), JSON.stringify(mine));
  handle.close();
});

test("a simulator that ends says QUIT", async () => {
  const other = await startEmulator();
  const {handle} = await open("Quit", Protocol.SunRise, {remote: other.simconnect});
  const quit = next(handle, "quit");
  const ended = await other.stop();
  await quit;
  assert.equal(ended.code, 0);
});
