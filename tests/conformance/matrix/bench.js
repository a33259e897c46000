// One check of the matrix at work: a connection of its own to an emulator of one generation, and what checks ask of it.
"use strict";

const assert = require("node:assert/strict");
const {open, Protocol, RawBuffer, SimConnectConstants, SimConnectDataType, SimConnectException, SimConnectPeriod}
  = require("node-simconnect");
const {next} = require("../emulator.js");

const USER = SimConnectConstants.OBJECT_ID_USER;
const LIMIT = 20000;  // milliseconds of this machine; an answer takes a few

// The generations that the emulator is, and the protocol of each one's own clients.
const GENERATIONS = [
  {profile: "fsx_rtm", protocol: Protocol.FSX_RTM, msfs: false},
  {profile: "fsx_sp1", protocol: Protocol.FSX_SP1, msfs: false},
  {profile: "fsx_sp2", protocol: Protocol.FSX_SP2, msfs: false},
  {profile: "fsx_steam", protocol: Protocol.FSX_SP2, msfs: false},
  {profile: "msfs2020", protocol: Protocol.KittyHawk, msfs: true},
  {profile: "msfs2024", protocol: Protocol.SunRise, msfs: true},
];

// Older releases of the client say the number only.
const exceptionName = (recv) => recv.exceptionName ?? SimConnectException[recv.exception];

class Bench {
  // `emulator` is {simconnect: {host, port}, control}; `generation` an element of GENERATIONS.
  constructor(emulator, generation) {
    Object.assign(this, {emulator, limit: LIMIT, ...generation, handles: [], calls: new Set()});
    this.title = generation.msfs ? "Cessna 152 Asobo" : "Mooney Bravo";
    this.lastId = 100;
  }

  id() { return ++this.lastId; }

  // A connection that notes which functions of the client are called; the first is `h`.
  async open(name = "Matrix") {
    const {handle, recvOpen} = await open(name, this.protocol, {remote: this.emulator.simconnect});
    this.handles.push(handle);
    this.recvOpen = recvOpen;
    handle.on("error", () => {});
    const calls = this.calls;
    return new Proxy(handle, {
      get(target, key) {
        const found = target[key];
        if (typeof found !== "function") return found;
        return (...parameters) => {
          calls.add(key);
          const result = found.apply(target, parameters);
          return result === target ? undefined : result;
        };
      },
    });
  }

  close() { for (const handle of this.handles) handle.close(); }

  // The first event of that name, that fits, that `act` brings about.
  async answer(handle, event, act, wanted = () => true) {
    const answer = next(handle, event, wanted, this.limit);
    answer.catch(() => {});  // the act may fail first
    await act();
    return answer;
  }

  // Everything sent so far has been dealt with: answers come in the order of the packets.
  async settle(handle = this.h) {
    const request = this.id();
    await this.answer(handle, "systemState", () => handle.requestSystemState(request, "Sim"),
      (state) => state.requestID === request);
  }

  // The exception that the packet of `act` raises, as [name, index].
  async refusal(act, handle = this.h) {
    const refusals = [];
    const note = (exception) => refusals.push(exception);
    handle.on("exception", note);
    const sendId = act();
    await this.settle(handle);
    handle.off("exception", note);
    const mine = refusals.find((exception) => exception.sendId === sendId);
    return mine === undefined ? null : [exceptionName(mine), mine.index];
  }

  // `act` raises no exception.
  async accepted(act, handle = this.h) {
    const refusals = [];
    const note = (exception) => refusals.push(`${exceptionName(exception)}/${exception.index}`);
    handle.on("exception", note);
    const result = await act();
    await this.settle(handle);
    handle.off("exception", note);
    assert.deepEqual(refusals, []);
    return result;
  }

  // The value of a variable, as a connection of its own reads it.
  async value(variable, unit = "number", object = USER) {
    this.reader ??= await this.open("Reader");
    const id = this.id();
    this.reader.addToDataDefinition(id, variable, unit, SimConnectDataType.FLOAT64);
    const {data} = await this.answer(this.reader, "simObjectData",
      () => this.reader.requestDataOnSimObject(id, id, object, SimConnectPeriod.ONCE), (recv) => recv.requestID === id);
    return data.readFloat64();
  }

  // Until the variable has that value; the effect of an event shows in the frames after it.
  async becomes(variable, wanted, unit) {
    for (let tries = 0; tries < 100; ++tries) {
      if (Math.abs(await this.value(variable, unit) - wanted) < 1e-6) return;
    }
    assert.equal(await this.value(variable, unit), wanted, variable);
  }

  async control(method, path, body) {
    const response = await fetch(this.emulator.control + path, {method,
      ...(body && {body: JSON.stringify(body), headers: {"content-type": "application/json"}})});
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
}

module.exports = {Bench, GENERATIONS, RawBuffer, USER};
