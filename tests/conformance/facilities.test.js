// Goal: what the emulator says of facilities is what a client that knows nothing of us reads.
// Method: npm's node-simconnect, unmodified, over TCP, against the parked aircraft at Seattle, by protocol version.
"use strict";

const assert = require("node:assert/strict");
const {after, before, test} = require("node:test");
const {open, FacilityListType, Protocol, RawBuffer} = require("node-simconnect");
const {next, startEmulator} = require("./emulator.js");

const AIRPORT = 0;  // FacilityDataType of the client
const RUNWAY = 1;
let emulator;

before(async () => { emulator = await startEmulator("--extra-airports", "5000"); });
after(async () => {
  const end = await emulator.stop();
  assert.deepEqual(end, {code: 0, signal: null});
});

async function connect(protocol = Protocol.SunRise) {
  const {handle} = await open("Facilities", protocol, {remote: emulator.simconnect});
  return handle;
}

// All pages of the list with that request id, joined.
function list(handle, name, request, items) {
  return new Promise((resolve) => {
    const found = [];
    handle.on(name, function page(recv) {
      if (recv.requestID !== request) return;
      found.push(...recv[items]);
      if (recv.entryNumber + 1 === recv.outOf) resolve({found, pages: recv.outOf});
    });
  });
}

for (const name of ["FSX_SP2", "KittyHawk", "SunRise"]) {
  test(`airports of the world come in pages, protocol ${name}`, async () => {
    const handle = await connect(Protocol[name]);
    const answer = list(handle, "airportList", 5, "airports");
    handle.requestFacilitiesList(FacilityListType.AIRPORT, 5);
    const {found, pages} = await answer;
    assert.ok(found.length > 5000 && pages > 4, `${found.length} airports on ${pages} pages`);
    const seattle = found.find((airport) => airport.icao === "KSEA");
    assert.ok(Math.abs(seattle.latitude - 47.45) < 0.01 && Math.abs(seattle.longitude + 122.31) < 0.01);
    assert.ok(Math.abs(seattle.altitude - 132) < 1);
    handle.close();
  });

  test(`stations around the aircraft, protocol ${name}`, async () => {
    const handle = await connect(Protocol[name]);
    const vors = list(handle, "vorList", 1, "vors");
    const ndbs = list(handle, "ndbList", 2, "ndbs");
    const waypoints = list(handle, "waypointList", 3, "waypoints");
    handle.requestFacilitiesList(FacilityListType.VOR, 1);
    handle.requestFacilitiesList(FacilityListType.NDB, 2);
    handle.subscribeToFacilities(FacilityListType.WAYPOINT, 3);
    assert.equal((await vors).found.find((vor) => vor.icao === "SEA").frequency, 116800000);
    assert.equal((await ndbs).found.find((ndb) => ndb.icao === "SZ").frequency, 362000);
    assert.ok((await waypoints).found.some((waypoint) => waypoint.icao === "CEDAR"));
    handle.unSubscribeToFacilities(FacilityListType.WAYPOINT);
    handle.close();
  });
}

test("an airport with its runways, by definition and with a filter", async () => {
  const handle = await connect();
  for (const entry of ["OPEN AIRPORT", "LATITUDE", "ICAO", "OPEN RUNWAY", "LENGTH", "PRIMARY_NUMBER",
    "PRIMARY_DESIGNATOR", "CLOSE RUNWAY", "CLOSE AIRPORT"]) {
    handle.addToFacilityDefinition(1, entry);
  }
  const records = [];
  handle.on("facilityData", (record) => records.push(record));
  let end = next(handle, "facilityDataEnd", (recv) => recv.userRequestId === 9);
  handle.requestFacilityData(1, 9, "KSEA");
  await end;
  assert.deepEqual(records.map((record) => record.type), [AIRPORT, RUNWAY, RUNWAY, RUNWAY]);
  assert.ok(Math.abs(records[0].data.readFloat64() - 47.4499) < 1e-9);
  assert.equal(records[0].data.readString(8), "KSEA");
  assert.ok(records[1].data.readFloat32() > 2500);
  assert.equal(records[1].data.readInt32(), 16);
  assert.equal(records[3].parentUniqueRequestId, records[0].uniqueRequestId);
  assert.ok(records[3].isListItem && records[3].itemIndex === 2 && records[3].listSize === 3);

  const left = new RawBuffer(4);
  left.writeInt32(1);
  handle.addFacilityDataDefinitionFilter(1, "AIRPORT:RUNWAY:PRIMARY_DESIGNATOR", left);
  records.length = 0;
  end = next(handle, "facilityDataEnd", (recv) => recv.userRequestId === 9);
  handle.requestFacilityData(1, 9, "KSEA");
  await end;
  assert.equal(records.length, 2);
  handle.close();
});

test("an ambiguous name gives the choice, an unknown one an exception", async () => {
  const handle = await connect();
  for (const entry of ["OPEN VOR", "FREQUENCY", "CLOSE VOR"]) handle.addToFacilityDefinition(2, entry);
  const choice = next(handle, "facilityMinimalList", (recv) => recv.requestID === 3);
  handle.requestFacilityData(2, 3, "BIG");
  const {data} = await choice;
  assert.deepEqual(data.map((item) => [item.icao.type, item.icao.ident, item.icao.region]),
    [["V", "BIG", "EG"], ["V", "BIG", "PA"]]);
  const refused = next(handle, "exception", (recv) => recv.exception === 1);
  const sent = handle.requestFacilityData(2, 4, "QQQ");
  const exception = await refused;
  assert.equal(exception.sendId, sent);
  assert.equal(exception.index, 3);
  handle.close();
});

test("jetways of the airport", async () => {
  const handle = await connect();
  const answer = next(handle, "jetwayData");
  handle.requestJetwayData("KSEA", [0, 2]);
  const {jetways} = await answer;
  assert.deepEqual(jetways.map((jetway) => jetway.parkingIndex), [0, 2]);
  assert.equal(jetways[0].airportIcao, "KSEA");
  handle.close();
});
