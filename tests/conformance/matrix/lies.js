// Ways in which a simulator can be broken, and what is to turn red: {lie, says(id, frame), hears(id, frame), spoils, leaves}.
// `says` changes what it sends, `hears` what reaches it; `spoils` and `leaves` are checks of the matrix.
"use strict";

const {HEADER} = require("./lying_proxy.js");

const EXCEPTION = 0x01, OPEN = 0x02, EVENT = 0x04, FILENAME = 0x06, DATA = 0x08, BY_TYPE = 0x09, ASSIGNED = 0x0C, STATE = 0x0F;
const CLIENT_DATA = 0x10, AIRPORTS = 0x12, EVENT_EX1 = 0x1B, FACILITY_DATA = 0x1C, FACILITY_END = 0x1D, INPUT_EVENTS = 0x22;
const LIVERIES = 0x26, CAMERA_STATUS = 0x29, COMM_BUS = 0x2B;
const SET_DATA = 0x10, TRANSMIT = 0x05;
const NOTHING = Buffer.alloc(0);

// Changes the frames of one message by `change(frame)`.
const of = (message, change) => (id, frame) => (id === message ? change(frame) ?? frame : frame);
// Adds to a number of the payload.
const shifted = (message, offset, by) => of(message, (frame) => {
  frame.writeUInt32LE((frame.readUInt32LE(HEADER + offset) + by) >>> 0, HEADER + offset);
});
// Writes the length of a frame that was cut or lengthened.
function measured(frame) {
  frame.writeUInt32LE(frame.length, 0);
  return frame;
}
const shorter = (message, by) => of(message, (frame) => measured(frame.subarray(0, frame.length - by)));

// Elements of 36 bytes in the form of 33, `str6` in the place of `str9`; zeros behind them, for the client to have enough to read.
function oldAirports(frame) {
  const elements = [];
  for (let at = HEADER + 16; at < frame.length; at += 36) elements.push(frame.subarray(at, at + 6), frame.subarray(at + 9, at + 36));
  return Buffer.concat([frame.subarray(0, HEADER + 16), ...elements], frame.length);
}

function plainEvent(frame) {
  const plain = measured(Buffer.from(frame.subarray(0, HEADER + 12)));
  plain.writeUInt32LE(EVENT, 8);
  return plain;
}

module.exports = {LIES: [
  {lie: "refusals name the packet before", says: shifted(EXCEPTION, 4, -1),
    spoils: ["addToDataDefinition", "requestSystemState"], leaves: ["requestFacilitiesList"]},
  {lie: "refusals name the next parameter", says: shifted(EXCEPTION, 8, 1),
    spoils: ["addToDataDefinition", "clearDataDefinition", "mapInputEventToClientEvent"], leaves: ["connect"]},
  {lie: "data carry the id of another request", says: shifted(DATA, 0, 1),
    spoils: ["requestDataOnSimObject", "setDataOnSimObject"], leaves: ["requestSystemState"]},
  {lie: "data say that they are one more than they are", says: shifted(DATA, 24, 1),
    spoils: ["addToDataDefinition"], leaves: ["transmitClientEvent"]},
  {lie: "objects are counted from 0", says: shifted(BY_TYPE, 16, -1),
    spoils: ["requestDataOnSimObjectType"], leaves: ["requestDataOnSimObject"]},
  {lie: "airports are laid out for older clients", says: of(AIRPORTS, oldAirports),
    spoils: ["requestFacilitiesList"], leaves: ["requestFacilityData"]},
  {lie: "pages are counted from 1", says: shifted(AIRPORTS, 8, 1),
    spoils: ["requestFacilitiesList"], leaves: ["requestFacilityData"]},
  {lie: "events come from another group", says: shifted(EVENT, 0, 1),
    spoils: ["transmitClientEvent"], leaves: ["requestDataOnSimObject"]},
  {lie: "events carry other data", says: shifted(EVENT, 8, 1),
    spoils: ["transmitClientEvent", "subscribeToSystemEvent", "mapInputEventToClientEvent"], leaves: ["subscribeToFlowEvent"]},
  {lie: "five values arrive as one", says: of(EVENT_EX1, plainEvent),
    spoils: ["transmitClientEventEx"], leaves: ["transmitClientEvent"]},
  {lie: "records have no end", says: of(FACILITY_END, () => NOTHING),
    spoils: ["requestFacilityData"], leaves: ["requestFacilitiesList"]},
  {lie: "records have no parents", says: of(FACILITY_DATA, (frame) => { frame.writeUInt32LE(0, HEADER + 8); }),
    spoils: ["requestFacilityData"], leaves: ["requestFacilitiesList"]},
  {lie: "client data are a byte short", says: shorter(CLIENT_DATA, 1),
    spoils: ["setClientData"], leaves: ["requestDataOnSimObject"]},
  {lie: "file names are lost", says: of(FILENAME, (frame) => { frame.fill(0, HEADER + 12, HEADER + 272); }),
    spoils: ["flightSave", "flightLoad"], leaves: ["requestSystemState"]},
  {lie: "it is another simulator", says: of(OPEN, (frame) => { frame.writeUInt32LE(9, HEADER + 256); }),
    spoils: ["connect"], leaves: ["requestSystemState"]},
  {lie: "texts of states are cut", says: of(STATE, (frame) => { frame.fill(0, HEADER + 16); }),
    spoils: ["requestSystemState"], leaves: ["requestDataOnSimObject"]},
  {lie: "objects are not who they are", says: shifted(ASSIGNED, 4, 1),
    spoils: ["aICreateNonATCAircraft", "aIRemoveObject"], leaves: ["requestDataOnSimObjectType"]},
  {lie: "input events have other hashes", says: shifted(INPUT_EVENTS, 16 + 64, 1),
    spoils: ["getInputEvent"], leaves: ["enumerateControllers"]},
  {lie: "titles are lost", says: of(LIVERIES, (frame) => { frame.fill(0, HEADER + 16); }),
    spoils: ["enumerateSimObjectsAndLiveries"], leaves: ["aICreateNonATCAircraftEx1"]},
  {lie: "the camera has no owner", says: of(CAMERA_STATUS, (frame) => { frame.writeUInt32LE(0, HEADER); }),
    spoils: ["cameraAcquire", "cameraGetStatus"], leaves: ["enumerateCameraDefinitions"]},
  {lie: "what clients say to each other is cut", says: shorter(COMM_BUS, 1),
    spoils: ["callCommBusEvent"], leaves: ["subscribeToSystemEvent"]},
  {lie: "what is set is another value", hears: of(SET_DATA, (frame) => { frame[frame.length - 1] ^= 1; }),
    spoils: ["setDataOnSimObject"], leaves: ["requestDataOnSimObject"]},
  {lie: "the simulator hears no key event, and clients do", hears: of(TRANSMIT, (frame) => { frame.writeUInt32LE(3000000000, HEADER + 16); }),
    spoils: ["transmitClientEvent"], leaves: ["setDataOnSimObject"]},
]};
