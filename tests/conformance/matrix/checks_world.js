// node-simconnect: input, AI objects, weather, missions, menus, texts, flights and client data.
"use strict";

const assert = require("node:assert/strict");
const {ClientDataPeriod, InitPosition, SimConnectDataType, SimConnectPeriod, SimObjectType, TextResult, TextType}
  = require("node-simconnect");
const {USER} = require("./bench.js");

const near = (a, b, within = 1e-6) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);
const GUID = Buffer.from("443322116655887799aabbccddeeff01", "hex");
const GUID_TEXT = "11223344-5566-7788-99AA-BBCCDDEEFF01";

function place() {
  return Object.assign(new InitPosition(), {latitude: 47.5, longitude: -122.3, altitude: 3000, pitch: 0, bank: 0,
    heading: 90, onGround: false, airspeed: 100});
}

// Maps `key` to the event 1, which the connection hears.
function mapKey(t, key) {
  t.h.mapClientEventToSimEvent(1, "");
  t.h.addClientEventToNotificationGroup(1, 1, false);
  t.h.setNotificationGroupPriority(1, 1);
  t.h.mapInputEventToClientEvent(3, key, 1, 70);
  t.h.setInputGroupState(3, true);
}
const press = (t, input) => t.control("POST", "/v1/inputs", {input});

// An object that this connection made; resolves to its id.
async function create(t, make, request = 9) {
  const assigned = await t.answer(t.h, "assignedObjectID", () => t.accepted(() => make(request)),
    (recv) => recv.requestID === request);
  return assigned.objectID;
}
const plane = (t) => create(t, (request) => t.h.aICreateNonATCAircraft(t.title, "N1", place(), request));

// Who is there, as a connection of its own sees it.
async function objects(t, type = SimObjectType.ALL) {
  t.viewer ??= await t.open("Viewer");
  const id = t.id();
  t.viewer.addToDataDefinition(id, "PLANE ALTITUDE", "feet", SimConnectDataType.FLOAT64);
  const found = [];
  await t.answer(t.viewer, "simObjectDataByType", () => t.viewer.requestDataOnSimObjectType(id, id, 200000, type), (recv) => {
    if (recv.requestID !== id) return false;
    if (recv.outOf > 0) found.push(recv.objectID);
    return recv.entryNumber === recv.outOf;
  });
  return found;
}

async function thermal(t) {
  return create(t, (request) => t.h.weatherCreateThermal(request, 47.5, -122.3, 3000, 500, 1000, 3, 0.1, 3, 0.1, 0.4, 0.1, 0.1, 0.1));
}
const observation = (t, act) => t.answer(t.h, "weatherObservation", act);

// A data area of 8 bytes under `name`, with a definition of all of it.
// The message of weather modes is of protocol 3: a client of 2 hears a plain event.
async function modeToldAfter(t, call) {
  if (t.protocol < 3) return (await t.answer(t.h, "event", call)).data;
  return (await t.answer(t.h, "eventWeatherMode", call)).mode;
}

function area(h, name) {
  h.mapClientDataNameToID(name, 1);
  h.createClientData(1, 8, false);
  h.addToClientDataDefinition(2, 0, 8);
}
const bytes = (value) => { const buffer = Buffer.alloc(8); buffer.writeDoubleLE(value); return buffer; };

module.exports = [
  {name: "mapInputEventToClientEvent", async run(t) {
    await t.accepted(() => mapKey(t, "VK_LCONTROL+k"));
    const event = await t.answer(t.h, "event", () => press(t, "VK_LCONTROL+k"));
    assert.deepEqual([event.clientEventId, event.data], [1, 70]);
    assert.deepEqual(await t.refusal(() => t.h.mapInputEventToClientEvent(3, "no key", 1)), ["NAME_UNRECOGNIZED", 2]);
  }},
  {name: "setInputGroupPriority", async run(t) {
    mapKey(t, "VK_LCONTROL+k");
    await t.accepted(() => t.h.setInputGroupPriority(3, 1));
    assert.deepEqual(await t.refusal(() => t.h.setInputGroupPriority(4, 1)), ["UNRECOGNIZED_ID", 1]);
  }},
  {name: "removeInputEvent", async run(t) {
    mapKey(t, "VK_LCONTROL+k");
    assert.deepEqual(await t.refusal(() => t.h.removeInputEvent(3, "k")), ["UNRECOGNIZED_ID", 2]);
    await t.accepted(() => t.h.removeInputEvent(3, "VK_LCONTROL+k"));
    assert.equal((await press(t, "VK_LCONTROL+k")).events, 0);
  }},
  {name: "clearInputGroup", async run(t) {
    mapKey(t, "VK_LCONTROL+k");
    await t.accepted(() => t.h.clearInputGroup(3));
    assert.deepEqual(await t.refusal(() => t.h.clearInputGroup(3)), ["UNRECOGNIZED_ID", 1]);
  }},
  {name: "setInputGroupState", async run(t) {
    mapKey(t, "VK_LCONTROL+k");
    await t.settle();
    assert.equal((await press(t, "VK_LCONTROL+k")).events, 1);
    await t.accepted(() => t.h.setInputGroupState(3, false));
    assert.equal((await press(t, "VK_LCONTROL+k")).events, 0);
  }},
  {name: "requestReservedKey", ignored: true, call: (h) => h.requestReservedKey(1, "q"), async run(t) {
    t.h.mapClientEventToSimEvent(1, "");
    t.h.addClientEventToNotificationGroup(1, 1, false);
    const key = await t.answer(t.h, "reservedKey", () => t.h.requestReservedKey(1, "q", "w", "e"));
    assert.equal(key.choiceReserved, "q");  // this client reads the other text from the wrong place
    assert.equal((await t.answer(t.h, "event", () => press(t, "TAB+Q"))).clientEventId, 1);
  }},
  {name: "mapInputEventToClientEventEx1", since: 5, call: (h) => h.mapInputEventToClientEventEx1(3, "k", 1), async run(t) {
    mapKey(t, "VK_LCONTROL+k");
    await t.accepted(() => t.h.mapInputEventToClientEventEx1(3, "joystick:0:button:3", 1, 71));
    assert.equal((await t.answer(t.h, "event", () => press(t, "joystick:0:button:3"))).data, 71);
  }},

  {name: "aICreateParkedATCAircraft", async run(t) {
    const id = await create(t, (request) => t.h.aICreateParkedATCAircraft(t.title, "N2", "KSEA", request));
    assert.ok((await objects(t)).includes(id));
  }},
  {name: "aICreateEnrouteATCAircraft", async run(t) {
    const id = await create(t, (request) => t.h.aICreateEnrouteATCAircraft(t.title, "N3", 300, "KSEA-KPDX", 1.5, false, request));
    assert.ok((await t.value("PLANE ALTITUDE", "feet", id)) > 1000);
  }},
  {name: "aICreateNonATCAircraft", async run(t) {
    const id = await plane(t);
    near(await t.value("PLANE LATITUDE", "degrees", id), 47.5, 1e-2);
    assert.ok((await objects(t, SimObjectType.AIRCRAFT)).includes(id));
  }},
  {name: "aICreateSimulatedObject", async run(t) {
    const title = t.msfs ? "ASO_Pushback_Blue" : "VEH_jetTruck";
    const id = await create(t, (request) => t.h.aICreateSimulatedObject(title, place(), request));
    assert.ok((await objects(t, SimObjectType.GROUND)).includes(id));
  }},
  {name: "aIReleaseControl", async run(t) {
    const id = await plane(t);
    await t.accepted(() => t.h.aIReleaseControl(id, 10));
    assert.deepEqual(await t.refusal(() => t.h.aIReleaseControl(999999, 10)), ["UNRECOGNIZED_ID", 1]);
  }},
  {name: "aIRemoveObject", async run(t) {
    const id = await plane(t);
    const other = await t.open();
    await t.answer(other, "event", () => other.subscribeToSystemEvent(2, "Sim"));
    other.subscribeToSystemEvent(1, "ObjectRemoved");
    await t.settle(other);
    const removed = await t.answer(other, "eventAddRemove", () => t.accepted(() => t.h.aIRemoveObject(id, 10)));
    assert.deepEqual([removed.clientEventId, removed.data], [1, id]);
    assert.deepEqual(await t.refusal(() => t.h.aIRemoveObject(id, 10)), ["UNRECOGNIZED_ID", 1]);
  }},
  {name: "aISetAircraftFlightPlan", async run(t) {
    const id = await plane(t);
    await t.accepted(() => t.h.aISetAircraftFlightPlan(id, "KBFI-KPAE", 10));
    assert.deepEqual(await t.refusal(() => t.h.aISetAircraftFlightPlan(id, "NO-PLAN", 10)), ["LOAD_FLIGHTPLAN_FAILED", 2]);
  }},

  {name: "weatherRequestInterpolatedObservation", ignored: true,
    call: (h) => h.weatherRequestInterpolatedObservation(1, 47.5, -122.3, 1000), async run(t) {
      const {metar} = await observation(t, () => t.h.weatherRequestInterpolatedObservation(1, 47.5, -122.3, 1000));
      assert.ok(metar.length > 10);
    }},
  {name: "weatherRequestObservationAtStation", ignored: true,
    call: (h) => h.weatherRequestObservationAtStation(1, "KSEA"), async run(t) {
      assert.match((await observation(t, () => t.h.weatherRequestObservationAtStation(1, "KSEA"))).metar, /^KSEA/);
      assert.equal((await t.refusal(() => t.h.weatherRequestObservationAtStation(1, "QQQQ")))[0],
        "WEATHER_UNABLE_TO_GET_OBSERVATION");
    }},
  {name: "weatherRequestObservationAtNearestStation", ignored: true,
    call: (h) => h.weatherRequestObservationAtNearestStation(1, 47.45, -122.31), async run(t) {
      assert.match((await observation(t, () => t.h.weatherRequestObservationAtNearestStation(1, 47.45, -122.31))).metar, /^KSEA/);
    }},
  {name: "weatherCreateStation", ignored: true, call: (h) => h.weatherCreateStation(1, "XCRM", "Matrix", 47.6, -122.4, 100),
    async run(t) {
      t.h.weatherSetModeCustom();
      await t.accepted(() => t.h.weatherCreateStation(1, "XCRM", "Matrix", 47.6, -122.4, 100));
      assert.match((await observation(t, () => t.h.weatherRequestObservationAtStation(2, "XCRM"))).metar, /^XCRM/);
      t.h.weatherRemoveStation(3, "XCRM");
    }},
  {name: "weatherRemoveStation", ignored: true, call: (h) => h.weatherRemoveStation(1, "KSEA"), async run(t) {
    t.h.weatherSetModeCustom();
    t.h.weatherCreateStation(1, "XRRM", "Matrix", 47.6, -122.4, 100);
    await t.accepted(() => t.h.weatherRemoveStation(2, "XRRM"));
    assert.equal((await t.refusal(() => t.h.weatherRemoveStation(2, "XRRM")))[0], "WEATHER_UNABLE_TO_REMOVE_STATION");
  }},
  {name: "weatherSetObservation", ignored: true, call: (h) => h.weatherSetObservation(0, "KSEA 00000KT"), async run(t) {
    t.h.weatherSetModeCustom();
    await t.accepted(() => t.h.weatherSetObservation(0, "KSEA 010000Z 27011KT 9999 FEW040 20/10 Q1018"));
    assert.match((await observation(t, () => t.h.weatherRequestObservationAtStation(2, "KSEA"))).metar, /27011KT/);
    assert.equal((await t.refusal(() => t.h.weatherSetObservation(0, "nonsense")))[0], "WEATHER_INVALID_METAR");
  }},
  {name: "weatherSetModeServer", ignored: true, call: (h) => h.weatherSetModeServer(7000, 60), async run(t) {
    assert.equal((await t.refusal(() => t.h.weatherSetModeServer(70000, 60)))[0], "WEATHER_INVALID_PORT");
    await t.accepted(() => t.h.weatherSetModeServer(7000, 60));
  }},
  {name: "weatherSetModeTheme", ignored: true, call: (h) => h.weatherSetModeTheme("Fair Weather"), async run(t) {
    t.h.weatherSetModeGlobal();
    t.h.subscribeToSystemEvent(1, "WeatherModeChanged");
    await t.settle();
    assert.equal(await modeToldAfter(t, () => t.accepted(() => t.h.weatherSetModeTheme("Fair Weather"))), 0);
  }},
  {name: "weatherSetModeGlobal", ignored: true, call: (h) => h.weatherSetModeGlobal(), async run(t) {
    t.h.weatherSetModeCustom();
    t.h.subscribeToSystemEvent(1, "WeatherModeChanged");
    await t.settle();
    assert.equal(await modeToldAfter(t, () => t.h.weatherSetModeGlobal()), 3);
  }},
  {name: "weatherSetModeCustom", ignored: true, call: (h) => h.weatherSetModeCustom(), async run(t) {
    t.h.weatherSetModeGlobal();
    t.h.subscribeToSystemEvent(1, "WeatherModeChanged");
    await t.settle();
    assert.equal(await modeToldAfter(t, () => t.h.weatherSetModeCustom()), 2);
  }},
  {name: "weatherSetDynamicUpdateRate", ignored: true, call: (h) => h.weatherSetDynamicUpdateRate(2), async run(t) {
    await t.accepted(() => t.h.weatherSetDynamicUpdateRate(2));
    assert.deepEqual(await t.refusal(() => t.h.weatherSetDynamicUpdateRate(6)), ["DATA_ERROR", 1]);
  }},
  {name: "weatherRequestCloudState", ignored: true,
    call: (h) => h.weatherRequestCloudState(1, 47, -123, 0, 48, -122, 10000), async run(t) {
      const state = await t.answer(t.h, "cloudState", () => t.h.weatherRequestCloudState(1, 47, -123, 0, 48, -122, 10000));
      assert.equal(state.arraySize, 4096);
      assert.deepEqual([state.data.length, state.data[0].length], [64, 64]);
    }},
  {name: "weatherCreateThermal", ignored: true,
    call: (h) => h.weatherCreateThermal(1, 47.5, -122.3, 3000, 500, 1000, 3, 0, 3, 0, 0.4, 0.1, 0.1, 0.1), async run(t) {
      assert.ok((await thermal(t)) > 0);
    }},
  {name: "weatherRemoveThermal", ignored: true, call: (h) => h.weatherRemoveThermal(1), async run(t) {
    const id = await thermal(t);
    await t.accepted(() => t.h.weatherRemoveThermal(id));
    assert.equal((await t.refusal(() => t.h.weatherRemoveThermal(id)))[0], "ILLEGAL_OPERATION");
  }},

  {name: "executeMissionAction", ignored: true, call: (h) => h.executeMissionAction(GUID), async run(t) {
    const other = await t.open();
    other.subscribeToSystemEvent(1, "CustomMissionActionExecuted");
    await t.settle(other);
    const body = {event: "CustomMissionActionExecuted", instance_id: GUID_TEXT, payload: "door"};
    await t.answer(other, "customAction", () => t.control("POST", "/v1/actions", body));
    await t.answer(other, "customAction", () => t.accepted(() => t.h.executeMissionAction(GUID)));
  }},
  {name: "completeCustomMissionAction", ignored: true, call: (h) => h.completeCustomMissionAction(GUID), async run(t) {
    await t.control("POST", "/v1/actions", {event: "CustomMissionActionExecuted", instance_id: GUID_TEXT, wait_for_completion: true});
    const waiting = async () => (await t.control("GET", "/v1/actions")).actions.filter((action) => action.waits).length;
    const before = await waiting();
    await t.accepted(() => t.h.completeCustomMissionAction(GUID));
    assert.equal(await waiting(), before - 1);
  }},
  {name: "cameraSetRelative6DOF", ignored: true, call: (h) => h.cameraSetRelative6DOF(1, 0, 0, 0, 0, 0), async run(t) {
    t.h.addToDataDefinition(1, "STRUCT EYEPOINT DYNAMIC OFFSET", null, SimConnectDataType.XYZ);
    await t.accepted(() => t.h.cameraSetRelative6DOF(3.048, 0, -3.048, 0, 0, 0));
    const {data} = await t.answer(t.h, "simObjectData", () => t.h.requestDataOnSimObject(2, 1, USER, SimConnectPeriod.ONCE));
    near(data.readFloat64(), 10, 1e-5);
    near(data.readFloat64(), 0);
    near(data.readFloat64(), -10, 1e-5);
  }},

  {name: "menuAddItem", ignored: true, call: (h) => h.menuAddItem("Fuel", 1, 2), async run(t) {
    await t.accepted(() => t.h.menuAddItem("Add item", 1, 42));
    const event = await t.answer(t.h, "event", () => t.control("POST", "/v1/menu", {item: "Add item"}));
    assert.deepEqual([event.clientEventId, event.data], [1, 42]);
    assert.deepEqual(await t.refusal(() => t.h.menuAddItem("", 2, 0)), ["INVALID_DATA_SIZE", 1]);
  }},
  {name: "menuDeleteItem", ignored: true, call: (h) => h.menuDeleteItem(1), async run(t) {
    t.h.menuAddItem("Delete item", 1, 42);
    await t.accepted(() => t.h.menuDeleteItem(1));
    assert.deepEqual(await t.refusal(() => t.h.menuDeleteItem(1)), ["UNRECOGNIZED_ID", 1]);
  }},
  {name: "menuAddSubItem", ignored: true, call: (h) => h.menuAddSubItem(1, "Below", 2, 3), async run(t) {
    t.h.menuAddItem("Add sub-item", 1, 42);
    await t.accepted(() => t.h.menuAddSubItem(1, "Below", 2, 43));
    const event = await t.answer(t.h, "event", () => t.control("POST", "/v1/menu", {item: "Add sub-item", sub_item: "Below"}));
    assert.deepEqual([event.clientEventId, event.data], [2, 43]);
  }},
  {name: "menuDeleteSubItem", ignored: true, call: (h) => h.menuDeleteSubItem(1, 2), async run(t) {
    t.h.menuAddItem("Delete sub-item", 1, 42);
    t.h.menuAddSubItem(1, "Below", 2, 43);
    await t.accepted(() => t.h.menuDeleteSubItem(1, 2));
    assert.deepEqual(await t.refusal(() => t.h.menuDeleteSubItem(1, 2)), ["UNRECOGNIZED_ID", 2]);
  }},
  {name: "text", since: 3, ignored: true, call: (h) => h.text(TextType.PRINT_WHITE, 1, 1, "hello"), async run(t) {
    const results = [];
    await t.answer(t.h, "event", () => t.accepted(() => t.h.text(TextType.PRINT_GREEN, 1, 5, "hello")),
      (event) => results.push([event.clientEventId, event.data]) === 2);
    assert.deepEqual(results, [[5, TextResult.DISPLAYED], [5, TextResult.TIMEOUT]]);
  }},
  {name: "menu", since: 3, ignored: true, call: (h) => h.menu(1, 1, "Title", "Prompt", "A"), async run(t) {
    await t.answer(t.h, "event", () => t.accepted(() => t.h.menu(0, 6, "Title", "Prompt", "A", "B")),
      (event) => event.data === TextResult.DISPLAYED);
    const event = await t.answer(t.h, "event", () => t.control("POST", "/v1/menu", {choice: 2}));
    assert.deepEqual([event.clientEventId, event.data], [6, TextResult.MENU_SELECT_2]);
  }},

  {name: "flightSave", async run(t) {
    t.h.subscribeToSystemEvent(1, "FlightSaved");
    await t.settle();
    const saved = await t.answer(t.h, "eventFilename", () => t.h.flightSave("matrix", "Matrix", "a flight", 0));
    assert.match(saved.fileName, /matrix\.FLT$/i);
  }},
  {name: "flightLoad", async run(t) {
    await t.answer(t.h, "eventFilename", () => {
      t.h.subscribeToSystemEvent(1, "FlightSaved");
      t.h.flightSave("matrix", "Matrix", "a flight", 0);
    });
    t.h.subscribeToSystemEvent(2, "FlightLoaded");
    await t.settle();
    const loaded = await t.answer(t.h, "eventFilename", () => t.h.flightLoad("matrix"), (event) => event.clientEventId === 2);
    assert.match(loaded.fileName, /matrix\.FLT$/i);
  }},
  {name: "flightPlanLoad", ignored: (t) => t.protocol >= 6, call: (h) => h.flightPlanLoad("matrix"), async run(t) {
    t.h.flightSave("matrix", "Matrix", "a flight", 0);
    t.h.subscribeToSystemEvent(1, "FlightPlanActivated");
    await t.settle();
    const active = await t.answer(t.h, "eventFilename", () => t.accepted(() => t.h.flightPlanLoad("matrix")));
    assert.match(active.fileName, /matrix\.PLN$/i);
    assert.deepEqual(await t.refusal(() => t.h.flightPlanLoad("no such plan")), ["LOAD_FLIGHTPLAN_FAILED", 1]);
  }},

  {name: "mapClientDataNameToID", async run(t) {
    await t.accepted(() => t.h.mapClientDataNameToID("Matrix.Map", 1));
    assert.deepEqual(await t.refusal(() => t.h.mapClientDataNameToID("Matrix.Other", 1)), ["DUPLICATE_ID", 2]);
  }},
  {name: "createClientData", async run(t) {
    t.h.mapClientDataNameToID(`Matrix.Create.${t.profile}`, 1);
    assert.deepEqual(await t.refusal(() => t.h.createClientData(1, 8193, false)), ["INVALID_DATA_SIZE", 2]);
    await t.accepted(() => t.h.createClientData(1, 8192, false));
    assert.deepEqual(await t.refusal(() => t.h.createClientData(7, 8, false)), ["UNRECOGNIZED_ID", 1]);
  }},
  {name: "addToClientDataDefinition", since: 3, call: (h) => h.addToClientDataDefinition(2, 0, 8), async run(t) {
    await t.accepted(() => t.h.addToClientDataDefinition(2, 0, 8));
    assert.deepEqual(await t.refusal(() => t.h.addToClientDataDefinition(2, 0, 0)), ["INVALID_DATA_SIZE", 3]);
  }},
  {name: "clearClientDataDefinition", since: 3, refusal: "UNRECOGNIZED_ID", call: (h) => h.clearClientDataDefinition(2), async run(t) {
    area(t.h, "Matrix.Clear");
    await t.accepted(() => t.h.clearClientDataDefinition(2));
    assert.deepEqual(await t.refusal(() => t.h.requestClientData(1, 3, 2, ClientDataPeriod.ONCE, 0)), ["UNRECOGNIZED_ID", 3]);
  }},
  {name: "requestClientData", since: 3, call: (h) => h.requestClientData(1, 7, 2, 1, 0), async run(t) {
    area(t.h, "Matrix.Request");
    const other = await t.open();
    other.mapClientDataNameToID("Matrix.Request", 5);
    other.addToClientDataDefinition(6, 0, 8);
    await t.accepted(() => t.h.setClientData(1, 2, 0, 0, 8, bytes(1.25)));
    const first = await t.answer(other, "clientData", () => other.requestClientData(5, 7, 6, ClientDataPeriod.ONCE, 0));
    assert.equal(first.requestID, 7);
    assert.equal(first.data.readFloat64(), 1.25);
    other.requestClientData(5, 8, 6, ClientDataPeriod.ON_SET, 0);
    await t.settle(other);
    const set = await t.answer(other, "clientData", () => t.h.setClientData(1, 2, 0, 0, 8, bytes(2.5)), (recv) => recv.requestID === 8);
    assert.equal(set.data.readFloat64(), 2.5);
  }},
  {name: "setClientData", since: 3, refusal: "UNRECOGNIZED_ID", call: (h) => h.setClientData(1, 2, 0, 0, 8, bytes(1)), async run(t) {
    area(t.h, "Matrix.Set");
    await t.accepted(() => t.h.setClientData(1, 2, 0, 0, 8, bytes(3.5)));
    const recv = await t.answer(t.h, "clientData", () => t.h.requestClientData(1, 7, 2, ClientDataPeriod.ONCE, 0));
    assert.equal(recv.data.readFloat64(), 3.5);
    assert.deepEqual(await t.refusal(() => t.h.setClientData(9, 2, 0, 0, 8, bytes(1))), ["UNRECOGNIZED_ID", 1]);
  }},
];
