// node-simconnect: facilities and what MSFS added.
"use strict";

const assert = require("node:assert/strict");
const {CameraDataMask, CameraFlag, CommBusBroadcastTo, FacilityListType, FlowEvent, InitPosition, PositionReferential,
  RawBuffer, SimObjectType, CameraData, XYZ, PBH} = require("node-simconnect");

const {AIRPORT, VOR, WAYPOINT} = FacilityListType;
const empty = () => new RawBuffer(0);
const place = () => Object.assign(new InitPosition(), {latitude: 47.5, longitude: -122.3, altitude: 3000, pitch: 0,
  bank: 0, heading: 90, onGround: false, airspeed: 100});

async function created(t, make) {
  const assigned = await t.answer(t.h, "assignedObjectID", () => t.accepted(() => make(9)), (recv) => recv.requestID === 9);
  assert.ok(assigned.objectID > 1);
}

async function inputHash(t, name) {
  const list = await t.answer(t.h, "inputEventsList", () => t.h.enumerateInputEvents(1));
  return list.inputEventDescriptors.find((event) => event.name === name).inputEventIdHash;
}

function define(h, ...entries) { for (const entry of entries) h.addToFacilityDefinition(1, entry); }

// All records of one facility.
async function facility(t, ...request) {
  const records = [];
  const note = (record) => records.push(record);
  t.h.on("facilityData", note);
  await t.answer(t.h, "facilityDataEnd", () => t.h.requestFacilityData(1, 9, ...request));
  t.h.off("facilityData", note);
  return records;
}

const acquire = (t, h = t.h) => t.answer(h, "cameraStatus", () => h.cameraAcquire("matrix"), (status) => status.acquiredState === 1);

function cameraAt(x) {
  const camera = new CameraData();
  return Object.assign(camera, {position: Object.assign(new XYZ(), {x, y: 2, z: 3}), targetedPos: new XYZ(), pbh: new PBH(),
    positionReferential: PositionReferential.SIMOBJECT, positionReferentialObjectId: 0,
    rotationReferential: PositionReferential.SIMOBJECT, rotationReferentialObjectId: 0, fov: 0.5});
}
const REFUSED = ["CAMERA_API", 0xFFFFFFFF];
const cameraRefusal = async (t, act) => (await t.refusal(act))?.[1];

module.exports = [
  {name: "subscribeToFacilities", since: 3, call: (h) => h.subscribeToFacilities(AIRPORT, 1), async run(t) {
    const list = await t.answer(t.h, "airportList", () => t.accepted(() => t.h.subscribeToFacilities(AIRPORT, 5)));
    assert.equal(list.requestID, 5);
    assert.ok(list.airports.some((airport) => airport.icao === "KSEA"));
    assert.equal((await t.refusal(() => t.h.subscribeToFacilities(7, 6)))[0], "INVALID_ENUM");
  }},
  {name: "unSubscribeToFacilities", since: 3, call: (h) => h.unSubscribeToFacilities(AIRPORT), async run(t) {
    await t.answer(t.h, "vorList", () => t.h.subscribeToFacilities(VOR, 5));
    await t.accepted(() => t.h.unSubscribeToFacilities(VOR));
    await t.answer(t.h, "vorList", () => t.accepted(() => t.h.subscribeToFacilities(VOR, 5)));
  }},
  {name: "requestFacilitiesList", since: 3, call: (h) => h.requestFacilitiesList(AIRPORT, 1), async run(t) {
    const list = await t.answer(t.h, "waypointList", () => t.h.requestFacilitiesList(WAYPOINT, 5));
    assert.ok(list.waypoints.length > 0 && list.arraySize === list.waypoints.length);
    const pages = [];
    await t.answer(t.h, "airportList", () => t.h.requestFacilitiesList(AIRPORT, 6),
      (page) => pages.push(page) && page.entryNumber >= page.outOf - 1);
    assert.deepEqual(pages.map((page) => page.entryNumber), [...pages.keys()]);
    const airports = pages.flatMap((page) => page.airports);
    for (const {icao, latitude, longitude, altitude} of airports) {
      assert.ok(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && Math.abs(altitude) < 6000, icao);
    }
    const seattle = airports.find((airport) => airport.icao === "KSEA");
    assert.ok(Math.abs(seattle.latitude - 47.45) < 0.01 && Math.abs(seattle.longitude + 122.31) < 0.01);
  }},
  {name: "addToFacilityDefinition", since: 5, call: (h) => h.addToFacilityDefinition(1, "OPEN AIRPORT"), async run(t) {
    await t.accepted(() => define(t.h, "OPEN AIRPORT", "LATITUDE", "CLOSE AIRPORT"));
    assert.equal((await t.refusal(() => t.h.addToFacilityDefinition(2, "OPEN RUNWAY")))[0], "UNRECOGNIZED_ID");
    t.h.addToFacilityDefinition(3, "OPEN AIRPORT");
    assert.deepEqual(await t.refusal(() => t.h.addToFacilityDefinition(3, "NO SUCH FIELD")), ["DATA_ERROR", 2]);
  }},
  {name: "requestFacilityData", since: 5, call: (h) => h.requestFacilityData(1, 1, "KSEA"), async run(t) {
    define(t.h, "OPEN AIRPORT", "LATITUDE", "ICAO", "OPEN RUNWAY", "PRIMARY_NUMBER", "CLOSE RUNWAY", "CLOSE AIRPORT");
    const records = await facility(t, "KSEA");
    assert.ok(Math.abs(records[0].data.readFloat64() - 47.45) < 0.01);
    assert.equal(records[0].data.readString(8), "KSEA");
    assert.deepEqual(records.slice(1).map((record) => record.data.readInt32()), [16, 16, 16]);
    for (const [index, record] of records.slice(1).entries()) {
      assert.deepEqual([record.userRequestId, record.parentUniqueRequestId, record.itemIndex, record.listSize],
        [9, records[0].uniqueRequestId, index, 3]);
    }
    assert.deepEqual(await t.refusal(() => t.h.requestFacilityData(1, 4, "QQQQ")), ["ERROR", 3]);
  }},
  {name: "subscribeToFacilitiesEx1", since: 5, call: (h) => h.subscribeToFacilitiesEx1(AIRPORT, 1, 2), async run(t) {
    const list = await t.answer(t.h, "airportList", () => t.accepted(() => t.h.subscribeToFacilitiesEx1(AIRPORT, 5, 6)));
    assert.equal(list.requestID, 5);
  }},
  {name: "unSubscribeToFacilitiesEx1", since: 5, call: (h) => h.unSubscribeToFacilitiesEx1(AIRPORT, true, true), async run(t) {
    await t.answer(t.h, "airportList", () => t.h.subscribeToFacilitiesEx1(AIRPORT, 5, 6));
    await t.accepted(() => t.h.unSubscribeToFacilitiesEx1(AIRPORT, true, true));
    await t.answer(t.h, "airportList", () => t.accepted(() => t.h.subscribeToFacilitiesEx1(AIRPORT, 5, 6)));
  }},
  {name: "requestFacilitiesListEx1", since: 5, call: (h) => h.requestFacilitiesListEx1(AIRPORT, 1), async run(t) {
    const list = await t.answer(t.h, "airportList", () => t.h.requestFacilitiesListEx1(AIRPORT, 5));
    assert.ok(list.airports.some((airport) => airport.icao === "KSEA"));
  }},
  {name: "requestJetwayData", since: 5, call: (h) => h.requestJetwayData("KSEA"), async run(t) {
    const {jetways} = await t.answer(t.h, "jetwayData", () => t.h.requestJetwayData("KSEA", [0]));
    assert.deepEqual([jetways[0].airportIcao, jetways[0].parkingIndex], ["KSEA", 0]);
    assert.equal((await t.refusal(() => t.h.requestJetwayData("QQQQ")))[1], 1);
  }},
  {name: "enumerateControllers", since: 5, call: (h) => h.enumerateControllers(), async run(t) {
    await t.control("POST", "/v1/inputs", {input: "joystick:2:button:1"});
    const {controllers} = await t.answer(t.h, "controllersList", () => t.h.enumerateControllers());
    assert.ok(controllers.length >= 1 && controllers[0].deviceName.length > 0);
  }},
  // A successful action is answered by ACTION_CALLBACK, on which this client's reader throws: it wants 8 bytes more than
  // the structure of the SDK has.
  {name: "executeAction", since: 5, unsupported: "the client cannot read ACTION_CALLBACK",
    call: (h) => h.executeAction(1, "ToggleLandingLights", empty()), async run(t) {
      assert.equal((await t.refusal(() => t.h.executeAction(8, "NoSuchAction", empty())))[1], 2);
    }},
  {name: "enumerateInputEvents", since: 5, call: (h) => h.enumerateInputEvents(1), async run(t) {
    assert.equal(typeof await inputHash(t, "LIGHTING_LANDING_1"), "bigint");
  }},
  {name: "getInputEvent", since: 5, call: (h) => h.getInputEvent(1, 1n), async run(t) {
    const hash = await inputHash(t, "LIGHTING_LANDING_1");
    const got = await t.answer(t.h, "getInputEvent", () => t.h.getInputEvent(3, hash));
    assert.equal(got.requestID, 3);
    assert.equal(got.value, await t.value("LIGHT LANDING", "bool"));
    assert.ok(await t.refusal(() => t.h.getInputEvent(3, 12345n)));
  }},
  {name: "setInputEvent", since: 5, call: (h) => h.setInputEvent(1n, 1), async run(t) {
    const hash = await inputHash(t, "LIGHTING_TAXI_1");
    const wanted = 1 - await t.value("LIGHT TAXI", "bool");
    await t.accepted(() => t.h.setInputEvent(hash, wanted));
    await t.becomes("LIGHT TAXI", wanted, "bool");
  }},
  {name: "subscribeInputEvent", since: 5, call: (h) => h.subscribeInputEvent(0n), async run(t) {
    const hash = await inputHash(t, "CABIN_DOOR_LEFT_1");
    await t.accepted(() => t.h.subscribeInputEvent(hash));
    const old = (await t.answer(t.h, "getInputEvent", () => t.h.getInputEvent(3, hash))).value;
    const changed = await t.answer(t.h, "subscribeInputEvent", () => t.h.setInputEvent(hash, 1 - old));
    assert.deepEqual([changed.inputEventIdHash, changed.value], [hash, 1 - old]);
  }},
  {name: "unsubscribeInputEvent", since: 5, call: (h) => h.unsubscribeInputEvent(0n), async run(t) {
    const hash = await inputHash(t, "CABIN_DOOR_LEFT_1");
    t.h.subscribeInputEvent(hash);
    await t.accepted(() => t.h.unsubscribeInputEvent(hash));
    let heard = 0;
    t.h.on("subscribeInputEvent", () => { ++heard; });
    t.h.setInputEvent(hash, 1);
    t.h.setInputEvent(hash, 0);
    await t.settle();
    await t.settle();
    assert.equal(heard, 0);
  }},
  {name: "enumerateInputEventParams", since: 5, call: (h) => h.enumerateInputEventParams(1n), async run(t) {
    const hash = await inputHash(t, "LIGHTING_TAXI_1");
    const params = await t.answer(t.h, "enumerateInputEventParams", () => t.h.enumerateInputEventParams(hash));
    assert.deepEqual([params.inputEventIdHash, params.value], [hash, ";FLOAT64"]);
  }},
  {name: "addFacilityDataDefinitionFilter", since: 5, call: (h) => h.addFacilityDataDefinitionFilter(1, "AIRPORT", null), async run(t) {
    define(t.h, "OPEN AIRPORT", "ICAO", "OPEN RUNWAY", "PRIMARY_DESIGNATOR", "CLOSE RUNWAY", "CLOSE AIRPORT");
    const left = new RawBuffer(4);
    left.writeInt32(1);
    await t.accepted(() => t.h.addFacilityDataDefinitionFilter(1, "AIRPORT:RUNWAY:PRIMARY_DESIGNATOR", left));
    assert.equal((await facility(t, "KSEA")).length, 2);
  }},
  {name: "clearAllFacilityDataDefinitionFilters", since: 5, call: (h) => h.clearAllFacilityDataDefinitionFilters(1), async run(t) {
    define(t.h, "OPEN AIRPORT", "ICAO", "OPEN RUNWAY", "PRIMARY_DESIGNATOR", "CLOSE RUNWAY", "CLOSE AIRPORT");
    const left = new RawBuffer(4);
    left.writeInt32(1);
    t.h.addFacilityDataDefinitionFilter(1, "AIRPORT:RUNWAY:PRIMARY_DESIGNATOR", left);
    await t.accepted(() => t.h.clearAllFacilityDataDefinitionFilters(1));
    assert.equal((await facility(t, "KSEA")).length, 4);
  }},

  {name: "aICreateParkedATCAircraftEx1", since: 6, call: (h) => h.aICreateParkedATCAircraftEx1("x", "", "N1", "KSEA", 1), async run(t) {
    await created(t, (id) => t.h.aICreateParkedATCAircraftEx1(t.title, "", "N4", "KSEA", id));
  }},
  {name: "aICreateEnrouteATCAircraftEx1", since: 6,
    call: (h) => h.aICreateEnrouteATCAircraftEx1("x", "", "N1", 1, "KSEA-KPDX", 0, false, 1), async run(t) {
      await created(t, (id) => t.h.aICreateEnrouteATCAircraftEx1(t.title, "", "N5", 500, "KSEA-KPDX", 1.5, false, id));
    }},
  {name: "aICreateNonATCAircraftEx1", since: 6, call: (h) => h.aICreateNonATCAircraftEx1("x", "", "N1", place(), 1), async run(t) {
    await created(t, (id) => t.h.aICreateNonATCAircraftEx1(t.title, "", "N6", place(), id));
  }},
  {name: "aICreateSimulatedObjectEx1", since: 6, call: (h) => h.aICreateSimulatedObjectEx1("x", "", place(), 1), async run(t) {
    await created(t, (id) => t.h.aICreateSimulatedObjectEx1("ASO_Pushback_Blue", "", place(), id));
  }},
  {name: "enumerateSimObjectsAndLiveries", since: 6, call: (h) => h.enumerateSimObjectsAndLiveries(1, SimObjectType.AIRCRAFT), async run(t) {
    const list = await t.answer(t.h, "enumerateSimobjectAndLiveryList",
      () => t.h.enumerateSimObjectsAndLiveries(5, SimObjectType.AIRCRAFT));
    assert.ok(list.simobjectLiveries.some((found) => found.aircraftTitle === t.title));
  }},
  {name: "subscribeToFlowEvent", since: 6, call: (h) => h.subscribeToFlowEvent(), async run(t) {
    t.h.flightSave("flow", "Flow", "", 0);
    await t.accepted(() => t.h.subscribeToFlowEvent());
    const flow = await t.answer(t.h, "flowEvent", () => t.h.flightLoad("flow"),
      (event) => event.flowEventID === FlowEvent.FLT_LOAD);
    assert.match(flow.fltPath, /flow\.flt$/i);
  }},
  {name: "unsubscribeToFlowEvent", since: 6, call: (h) => h.unsubscribeToFlowEvent(), async run(t) {
    t.h.flightSave("flow", "Flow", "", 0);
    t.h.subscribeToFlowEvent();
    await t.accepted(() => t.h.unsubscribeToFlowEvent());
    let heard = 0;
    t.h.on("flowEvent", () => { ++heard; });
    t.h.flightLoad("flow");
    await t.settle();
    await t.settle();  // events come behind the answers of their frame
    assert.equal(heard, 0);
  }},
  {name: "requestAllFacilities", since: 6, call: (h) => h.requestAllFacilities(1, AIRPORT), async run(t) {
    // This client sends its two fields in the wrong order, and is understood.
    const list = await t.answer(t.h, "vorList", () => t.h.requestAllFacilities(77, VOR));
    assert.ok(list.requestID === 77 && list.vors.some((vor) => vor.icao === "LON"));
    assert.deepEqual(await t.refusal(() => t.h.requestAllFacilities(9, 5)), ["INVALID_ENUM", 1]);
  }},

  {name: "cameraAcquire", since: 6, call: (h) => h.cameraAcquire("matrix"), async run(t) {
    await acquire(t);
    assert.equal(await cameraRefusal(t, () => t.h.cameraAcquire("")), REFUSED[1]);
  }},
  {name: "cameraRelease", since: 6, call: (h) => h.cameraRelease(""), async run(t) {
    assert.equal(await cameraRefusal(t, () => t.h.cameraRelease("")), REFUSED[1]);
    await acquire(t);
    await t.accepted(() => t.h.cameraRelease(""));
  }},
  {name: "cameraGetStatus", since: 6, call: (h) => h.cameraGetStatus(), async run(t) {
    assert.equal((await t.answer(t.h, "cameraStatus", () => t.h.cameraGetStatus())).acquiredState, 0);
    const other = await t.open();
    await acquire(t, other);
    assert.equal((await t.answer(t.h, "cameraStatus", () => t.h.cameraGetStatus())).acquiredState, 2);
  }},
  {name: "cameraSet", since: 6, call: (h) => h.cameraSet(cameraAt(1), CameraDataMask.POSITION), async run(t) {
    assert.equal(await cameraRefusal(t, () => t.h.cameraSet(cameraAt(1), CameraDataMask.POSITION)), REFUSED[1]);
    await acquire(t);
    await t.accepted(() => t.h.cameraSet(cameraAt(7.5), CameraDataMask.POSITION));
    const {cameraData} = await t.answer(t.h, "cameraData", () => t.h.cameraGet(PositionReferential.SIMOBJECT));
    assert.ok(Math.abs(cameraData.position.x - 7.5) < 1e-6);
  }},
  {name: "cameraGet", since: 6, call: (h) => h.cameraGet(PositionReferential.WORLD), async run(t) {
    const {cameraData} = await t.answer(t.h, "cameraData", () => t.h.cameraGet(PositionReferential.WORLD));
    assert.ok(Math.abs(cameraData.position.x - 47.4) < 1 && cameraData.fov > 0, JSON.stringify(cameraData));
  }},
  {name: "cameraEnableFlag", since: 6, call: (h) => h.cameraEnableFlag(CameraFlag.ABOVE_GROUND), async run(t) {
    await acquire(t);
    await t.accepted(() => t.h.cameraEnableFlag(CameraFlag.ABOVE_GROUND));
    assert.equal(await cameraRefusal(t, () => t.h.cameraEnableFlag(64)), REFUSED[1]);
  }},
  {name: "cameraDisableFlag", since: 6, call: (h) => h.cameraDisableFlag(CameraFlag.ABOVE_GROUND), async run(t) {
    await acquire(t);
    await t.accepted(() => t.h.cameraDisableFlag(CameraFlag.ABOVE_GROUND));
    assert.equal(await cameraRefusal(t, () => t.h.cameraDisableFlag(64)), REFUSED[1]);
  }},
  {name: "subscribeToCameraStatusUpdate", since: 6, call: (h) => h.subscribeToCameraStatusUpdate(), async run(t) {
    const other = await t.open();
    await t.accepted(() => t.h.subscribeToCameraStatusUpdate());
    const status = await t.answer(t.h, "cameraStatus", () => other.cameraAcquire("other"));
    assert.equal(status.acquiredState, 2);
  }},
  {name: "unsubscribeToCameraStatusUpdate", since: 6, call: (h) => h.unsubscribeToCameraStatusUpdate(), async run(t) {
    t.h.subscribeToCameraStatusUpdate();
    await t.accepted(() => t.h.unsubscribeToCameraStatusUpdate());
    let heard = 0;
    t.h.on("cameraStatus", () => { ++heard; });
    const other = await t.open();
    await acquire(t, other);
    await t.settle();
    assert.equal(heard, 0);
  }},
  {name: "enumerateCameraDefinitions", since: 6, call: (h) => h.enumerateCameraDefinitions(), async run(t) {
    const list = await t.answer(t.h, "cameraDefinitionList", () => t.h.enumerateCameraDefinitions());
    assert.ok(list.cameraDefinitions.length > 0);
  }},
  {name: "cameraSetUsingCameraDefinition", since: 6, call: (h) => h.cameraSetUsingCameraDefinition("x"), async run(t) {
    const {cameraDefinitions} = await t.answer(t.h, "cameraDefinitionList", () => t.h.enumerateCameraDefinitions());
    await acquire(t);
    await t.accepted(() => t.h.cameraSetUsingCameraDefinition(cameraDefinitions[0].name));
    assert.equal(await cameraRefusal(t, () => t.h.cameraSetUsingCameraDefinition("no such camera")), REFUSED[1]);
  }},
  {name: "subscribeToCommBusEvent", since: 6, call: (h) => h.subscribeToCommBusEvent(1, "Matrix"), async run(t) {
    await t.accepted(() => t.h.subscribeToCommBusEvent(1, "Matrix.Bus"));
    assert.deepEqual(await t.refusal(() => t.h.subscribeToCommBusEvent(1, "Matrix.Bus")), ["EVENT_ID_DUPLICATE", 1]);
  }},
  {name: "unsubscribeToCommBusEvent", since: 6, call: (h) => h.unsubscribeToCommBusEvent(1), async run(t) {
    t.h.subscribeToCommBusEvent(1, "Matrix.Bus");
    await t.accepted(() => t.h.unsubscribeToCommBusEvent(1));
    assert.deepEqual(await t.refusal(() => t.h.unsubscribeToCommBusEvent(1)), ["UNRECOGNIZED_ID", 1]);
  }},
  {name: "callCommBusEvent", since: 6, call: (h) => h.callCommBusEvent("Matrix.Bus", CommBusBroadcastTo.SIMCONNECT, "hello"), async run(t) {
    const other = await t.open();
    other.subscribeToCommBusEvent(4, "Matrix.Bus");
    await t.settle(other);
    const heard = await t.answer(other, "commBusEvent",
      () => t.h.callCommBusEvent("Matrix.Bus", CommBusBroadcastTo.SIMCONNECT, "hello"));
    assert.deepEqual([heard.eventId, heard.data.replace(/\0+$/, "")], [4, "hello"]);
  }},
];
