// node-simconnect: data definitions, requests, client events, system events and system state.
"use strict";

const assert = require("node:assert/strict");
const {DataRequestFlag, RawBuffer, SimConnectDataType, SimConnectPeriod, SimObjectType} = require("node-simconnect");
const {USER} = require("./bench.js");

const HIGHEST = 1;
const BY_PRIORITY = 16;
const near = (a, b, within = 1e-6) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);
const float64 = (value) => { const buffer = new RawBuffer(8); buffer.writeFloat64(value); return buffer; };

function altitude(t, h = t.h, definition = 1) {
  h.addToDataDefinition(definition, "PLANE ALTITUDE", "feet", SimConnectDataType.FLOAT64);
}

function once(t, request = 2, definition = 1) {
  return t.answer(t.h, "simObjectData", () => t.h.requestDataOnSimObject(request, definition, USER, SimConnectPeriod.ONCE),
    (recv) => recv.requestID === request);
}

// Connects `event` to the id 1 in group 1, heard by the connection itself.
function listen(h, name) {
  h.mapClientEventToSimEvent(1, name);
  h.addClientEventToNotificationGroup(1, 1, false);
  h.setNotificationGroupPriority(1, HIGHEST);
}
const transmit = (h, data = 0) => h.transmitClientEvent(USER, 1, data, HIGHEST, BY_PRIORITY);

module.exports = [
  {name: "connect", async run(t) { assert.ok(t.recvOpen.applicationVersionMajor >= 10); }},
  {name: "on", async run(t) {
    const states = [];
    t.h.on("systemState", (state) => states.push(state));
    await t.settle();
    assert.equal(states.length, 1);
  }},
  {name: "once", async run(t) {
    let count = 0;
    t.h.once("systemState", () => { ++count; });
    await t.settle();
    await t.settle();
    assert.equal(count, 1);
  }},
  {name: "removeListener", async run(t) {
    let count = 0;
    const listener = () => { ++count; };
    t.h.on("systemState", listener);
    await t.settle();
    t.h.removeListener("systemState", listener);
    await t.settle();
    assert.equal(count, 1);
  }},
  {name: "removeAllListeners", async run(t) {
    let count = 0;
    t.h.on("systemState", () => { ++count; });
    t.h.removeAllListeners("systemState");
    await t.settle();
    assert.equal(count, 0);
  }},
  {name: "emit", async run(t) {
    let heard = null;
    t.h.on("event", (event) => { heard = event; });
    t.h.emit("event", 7);
    assert.equal(heard, 7);
  }},
  {name: "close", async run(t) {
    const other = await t.open("Closing");
    assert.ok((await t.control("GET", "/v1/clients")).clients.some((client) => client.name === "Closing"));
    other.close();
    for (let tries = 0; tries < 100; ++tries) {
      if (!(await t.control("GET", "/v1/clients")).clients.some((client) => client.name === "Closing")) return;
    }
    assert.fail("the client is still there");
  }},
  {name: "getLastSentPacketID", async run(t) {
    const before = t.h.getLastSentPacketID();
    const sent = t.h.requestSystemState(1, "no such state");
    assert.equal(t.h.getLastSentPacketID(), before + 1);
    const exception = await t.answer(t.h, "exception", () => {});
    assert.equal(exception.sendId, sent);
  }},
  {name: "requestResponseTimes", unsupported: "the client does not implement it", async run(t) {
    assert.throws(() => t.h.requestResponseTimes(1), /implemented/i);
  }},

  {name: "addToDataDefinition", async run(t) {
    await t.accepted(() => altitude(t));
    assert.equal((await once(t)).defineCount, 1);
    assert.deepEqual(await t.refusal(() => t.h.addToDataDefinition(1, "NO SUCH VARIABLE", "feet")), ["NAME_UNRECOGNIZED", 2]);
    assert.deepEqual(await t.refusal(() => t.h.addToDataDefinition(1, "PLANE ALTITUDE", "knots")), ["NAME_UNRECOGNIZED", 3]);
  }},
  {name: "clearDataDefinition", async run(t) {
    altitude(t);
    await t.accepted(() => t.h.clearDataDefinition(1));
    assert.deepEqual(await t.refusal(() => t.h.requestDataOnSimObject(2, 1, USER, SimConnectPeriod.ONCE)), ["UNRECOGNIZED_ID", 2]);
    assert.deepEqual(await t.refusal(() => t.h.clearDataDefinition(1)), ["UNRECOGNIZED_ID", 1]);
  }},
  {name: "requestDataOnSimObject", async run(t) {
    altitude(t);
    const values = [];
    await t.answer(t.h, "simObjectData", () => t.h.requestDataOnSimObject(2, 1, USER, SimConnectPeriod.SIM_FRAME,
      DataRequestFlag.DATA_REQUEST_FLAG_DEFAULT, 0, 1, 4), (recv) => values.push(recv.data.readFloat64()) === 4);
    for (const value of values) near(value, values[0], 1);
    const {requestID, defineID, entryNumber, outOf, defineCount} = await t.answer(t.h, "simObjectData",
      () => t.h.requestDataOnSimObject(7, 1, USER, SimConnectPeriod.ONCE));
    assert.deepEqual([requestID, defineID, entryNumber, outOf, defineCount], [7, 1, 1, 1, 1]);
    assert.deepEqual(await t.refusal(() => t.h.requestDataOnSimObject(3, 1, 4711, SimConnectPeriod.ONCE)), ["UNRECOGNIZED_ID", 3]);
  }},
  {name: "requestDataOnSimObjectType", async run(t) {
    altitude(t);
    const recv = await t.answer(t.h, "simObjectDataByType",
      () => t.h.requestDataOnSimObjectType(2, 1, 0, SimObjectType.USER), (found) => found.requestID === 2);
    assert.deepEqual([recv.entryNumber, recv.outOf], [1, 1]);
    assert.deepEqual(await t.refusal(() => t.h.requestDataOnSimObjectType(2, 1, 200001, SimObjectType.ALL)), ["OUT_OF_BOUNDS", 3]);
  }},
  {name: "setDataOnSimObject", async run(t) {
    t.h.addToDataDefinition(1, "AUTOPILOT HEADING LOCK DIR", "degrees", SimConnectDataType.FLOAT64);
    const buffer = float64(123);
    await t.accepted(() => t.h.setDataOnSimObject(1, USER, {buffer, arrayCount: 0, tagged: false}));
    near(await t.value("AUTOPILOT HEADING LOCK DIR", "degrees"), 123);
    const half = new RawBuffer(4);
    half.writeFloat32(1);
    assert.deepEqual(await t.refusal(() => t.h.setDataOnSimObject(1, USER, {buffer: half, arrayCount: 0, tagged: false})),
      ["SIZE_MISMATCH", 5]);
  }},

  {name: "mapClientEventToSimEvent", async run(t) {
    await t.accepted(() => t.h.mapClientEventToSimEvent(1, "PARKING_BRAKES"));
    assert.deepEqual(await t.refusal(() => t.h.mapClientEventToSimEvent(1, "GEAR_UP")), ["EVENT_ID_DUPLICATE", 1]);
    assert.deepEqual(await t.refusal(() => t.h.mapClientEventToSimEvent(2, "NO_SUCH_EVENT")), ["NAME_UNRECOGNIZED", 2]);
  }},
  {name: "transmitClientEvent", async run(t) {
    const other = await t.open();
    listen(other, "Matrix.Event");
    await t.settle(other);
    t.h.mapClientEventToSimEvent(1, "Matrix.Event");
    const event = await t.answer(other, "event", () => transmit(t.h, 4711));
    assert.equal(event.data, 4711);
    assert.equal(event.groupID, 1);
    const lights = await t.value("LIGHT LANDING", "bool");
    t.h.mapClientEventToSimEvent(2, "LANDING_LIGHTS_TOGGLE");
    await t.accepted(() => t.h.transmitClientEvent(USER, 2, 0, HIGHEST, BY_PRIORITY));
    await t.becomes("LIGHT LANDING", 1 - lights, "bool");
  }},
  {name: "transmitClientEventEx", since: 5, call: (h) => h.transmitClientEventEx(USER, 1, HIGHEST, BY_PRIORITY, 1), async run(t) {
    const other = await t.open();
    listen(other, "Matrix.Event");
    await t.settle(other);
    t.h.mapClientEventToSimEvent(1, "Matrix.Event");
    const event = await t.answer(other, "eventEx1",
      () => t.h.transmitClientEventEx(USER, 1, HIGHEST, BY_PRIORITY, 1, 2, 3, 4, 5));
    assert.deepEqual([...event.data], [1, 2, 3, 4, 5]);
  }},
  {name: "addClientEventToNotificationGroup", async run(t) {
    await t.accepted(() => listen(t.h, "Matrix.Event"));
    assert.deepEqual(await t.refusal(() => t.h.addClientEventToNotificationGroup(1, 1, false)), ["DUPLICATE_ID", 2]);
    assert.deepEqual(await t.refusal(() => t.h.addClientEventToNotificationGroup(1, 9, false)), ["UNRECOGNIZED_ID", 2]);
    assert.equal((await t.answer(t.h, "event", () => transmit(t.h, 3))).data, 3);
  }},
  {name: "removeClientEvent", async run(t) {
    listen(t.h, "Matrix.Event");
    await t.accepted(() => t.h.removeClientEvent(1, 1));
    let heard = 0;
    t.h.on("event", () => { ++heard; });
    transmit(t.h);
    await t.settle();
    await t.settle();
    assert.equal(heard, 0);
    assert.deepEqual(await t.refusal(() => t.h.removeClientEvent(1, 1)), ["UNRECOGNIZED_ID", 2]);
  }},
  {name: "setNotificationGroupPriority", async run(t) {
    const other = await t.open();
    other.mapClientEventToSimEvent(1, "LANDING_LIGHTS_TOGGLE");
    other.addClientEventToNotificationGroup(1, 1, true);
    other.setNotificationGroupPriority(1, 10000000);
    await t.settle(other);
    const lights = await t.value("LIGHT LANDING", "bool");
    t.h.mapClientEventToSimEvent(1, "LANDING_LIGHTS_TOGGLE");
    await t.answer(other, "event", () => transmit(t.h));
    await t.settle();
    assert.equal(await t.value("LIGHT LANDING", "bool"), lights, "the group masks it from the simulator");
    assert.deepEqual(await t.refusal(() => t.h.setNotificationGroupPriority(9, 1)), ["UNRECOGNIZED_ID", 1]);
  }},
  {name: "clearNotificationGroup", async run(t) {
    listen(t.h, "Matrix.Event");
    await t.accepted(() => t.h.clearNotificationGroup(1));
    assert.deepEqual(await t.refusal(() => t.h.clearNotificationGroup(1)), ["UNRECOGNIZED_ID", 1]);
  }},
  {name: "requestNotificationGroup", async run(t) {
    listen(t.h, "Matrix.Event");
    await t.accepted(() => t.h.requestNotificationGroup(1, 0, 0));
    assert.deepEqual(await t.refusal(() => t.h.requestNotificationGroup(1, 1, 0)), ["DATA_ERROR", 2]);
  }},

  {name: "subscribeToSystemEvent", async run(t) {
    const event = await t.answer(t.h, "event", () => t.h.subscribeToSystemEvent(1, "Sim"));
    assert.deepEqual([event.clientEventId, event.data], [1, 1]);
    assert.deepEqual(await t.refusal(() => t.h.subscribeToSystemEvent(2, "No such event")), ["NAME_UNRECOGNIZED", 2]);
    const frame = await t.answer(t.h, "eventFrame", () => t.h.subscribeToSystemEvent(3, "Frame"));
    assert.ok(frame.frameRate > 1 && frame.simSpeed === 1);
  }},
  {name: "unsubscribeFromSystemEvent", async run(t) {
    await t.answer(t.h, "eventFrame", () => t.h.subscribeToSystemEvent(1, "Frame"));
    await t.accepted(() => t.h.unsubscribeFromSystemEvent(1));
    let heard = 0;
    t.h.on("eventFrame", () => { ++heard; });
    await t.settle();
    await t.settle();
    assert.equal(heard, 0);
    assert.deepEqual(await t.refusal(() => t.h.unsubscribeFromSystemEvent(1)), ["UNRECOGNIZED_ID", 1]);
  }},
  {name: "setSystemEventState", async run(t) {
    await t.answer(t.h, "eventFrame", () => t.h.subscribeToSystemEvent(1, "Frame"));
    await t.accepted(() => t.h.setSystemEventState(1, false));
    let heard = 0;
    t.h.on("eventFrame", () => { ++heard; });
    await t.settle();
    await t.settle();
    assert.equal(heard, 0);
    await t.answer(t.h, "eventFrame", () => t.h.setSystemEventState(1, true));
  }},
  {name: "requestSystemState", async run(t) {
    const state = await t.answer(t.h, "systemState", () => t.h.requestSystemState(5, "AircraftLoaded"));
    assert.equal(state.requestID, 5);
    assert.match(state.dataString, /\.(air|cfg)$/i);
    assert.deepEqual(await t.refusal(() => t.h.requestSystemState(5, "Weather")), ["NAME_UNRECOGNIZED", 2]);
  }},
  {name: "setSystemState", ignored: true, call: (h) => h.setSystemState("DialogMode", 1, 0, ""), async run(t) {
    const mode = async () => (await t.answer(t.h, "systemState", () => t.h.requestSystemState(5, "DialogMode"))).dataInteger;
    await t.accepted(() => t.h.setSystemState("DialogMode", 1, 0, ""));
    assert.equal(await mode(), 1);
    t.h.setSystemState("DialogMode", 0, 0, "");
    assert.equal(await mode(), 0);
  }},
];
