// msfs-simconnect-api-wrapper: get, set, on, off, trigger, schedule, periodic and airport data. It speaks the protocol of
// MSFS 2020 alone.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const url = require("node:url");

const folderOf = (name) => path.join(__dirname, "..", "node_modules", name);
const LIMIT = 20000;

async function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`no ${what} within ${LIMIT} ms`)), LIMIT); });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

// A connected API; `folder` is where the package lies.
async function connect(emulator, folder) {
  const {MSFS_API, SystemEvents} = await import(url.pathToFileURL(path.join(folder, "msfs-api.js")).href);
  const api = new MSFS_API("Wrapper");
  const exceptions = [];
  const {log, warn} = console;
  console.log = console.warn = () => {};  // it talks of its airports
  try {
    await within(api.connect({...emulator.simconnect, onException: (name) => exceptions.push(name)}), "connection");
  } finally {
    Object.assign(console, {log, warn});
  }
  return {api, exceptions, SystemEvents, close: () => api.handle.close()};
}

// The package as it is, but without the airports that come with it: it asks the simulator for all of them.
async function withoutDatabase(release, run) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "checkride-wrapper-"));
  try {
    fs.symlinkSync(path.join(__dirname, "..", "node_modules"), path.join(folder, "node_modules"));
    fs.cpSync(release, path.join(folder, "wrapper"), {recursive: true, filter: (file) => !file.endsWith("airport.db.gz")});
    return await run(path.join(folder, "wrapper"));
  } finally {
    fs.rmSync(folder, {recursive: true});
  }
}

const until = async (read, wanted) => {
  for (let tries = 0; tries < 100; ++tries) if (await read() === wanted) return;
  assert.equal(await read(), wanted);
};

const CHECKS = [
  {name: "connect", async run({api, exceptions}) {
    assert.ok(api.connected);
    await api.get("PLANE_ALTITUDE");
    assert.deepEqual(exceptions, []);
  }},
  {name: "get", async run({api}) {
    const {PLANE_ALTITUDE: altitude, SIM_ON_GROUND: ground} = await within(api.get("PLANE_ALTITUDE", "SIM_ON_GROUND"), "values");
    assert.ok(altitude > 400 && altitude < 500 && ground === 1, `${altitude}, ${ground}`);
  }},
  {name: "get of a text", async run({api}) {
    assert.match((await within(api.get("TITLE"), "value")).TITLE, /Cessna/);
  }},
  {name: "set", async run({api, exceptions}) {
    api.set("AUTOPILOT_ALTITUDE_LOCK_VAR", 7500);
    await until(async () => Math.round((await api.get("AUTOPILOT_ALTITUDE_LOCK_VAR")).AUTOPILOT_ALTITUDE_LOCK_VAR), 7500);
    assert.deepEqual(exceptions, []);
  }},
  {name: "on", async run({api, SystemEvents}) {
    await within(new Promise((resolve) => api.on(SystemEvents["1_SEC"], resolve)), "second");
    assert.equal(await within(new Promise((resolve) => api.on(SystemEvents.SIM, resolve)), "Sim"), 1);
  }},
  {name: "off", async run({api, SystemEvents}) {
    let heard = 0;
    const off = api.on(SystemEvents.FRAME ?? SystemEvents["6_HZ"], () => { ++heard; });
    off();
    await within(new Promise((resolve) => api.on(SystemEvents["1_SEC"], resolve)), "second");
    assert.equal(heard, 0);
  }},
  {name: "trigger", async run({api}) {
    const before = (await api.get("LIGHT_LANDING")).LIGHT_LANDING;
    api.trigger("LANDING_LIGHTS_TOGGLE");
    await until(async () => (await api.get("LIGHT_LANDING")).LIGHT_LANDING, 1 - before);
  }},
  {name: "schedule", async run({api}) {
    const seen = [];
    await within(new Promise((resolve) => {
      const stop = api.schedule((values) => { if (seen.push(values.PLANE_LATITUDE) === 3) resolve(stop()); }, 5, "PLANE_LATITUDE");
    }), "three values");
    for (const value of seen) assert.equal(value, seen[0]);
  }},
  {name: "periodic", needs: "periodic", async run({api}) {
    const seen = [];
    await within(new Promise((resolve) => {
      const stop = api.periodic((values) => { if (seen.push(values.SIMULATION_TIME) === 3) resolve(stop()); }, 3, "SIMULATION_TIME");
    }), "three values");
    assert.ok(seen[2] > seen[0], `${seen}`);
  }},
  {name: "AIRPORTS_IN_RANGE", async run({api}) {
    assert.equal(api.specialGetHandlers.length, 1);
    const {api: second, SystemEvents, close} = await connect(this.emulator, this.release);
    second.handle.subscribeToFacilitiesEx1(0, 1, 2);
    const airports = await within(new Promise((resolve) => {
      second.on(SystemEvents.AIRPORTS_IN_RANGE, resolve);
      second.handle.unSubscribeToFacilitiesEx1(0, true, true);
      second.handle.subscribeToFacilitiesEx1(0, 1, 2);
    }), "airports").finally(close);
    assert.ok(airports.some((airport) => airport.icao === "KSEA"));
  }},
  {name: "AIRPORT:KSEA", async run({api}) {
    const found = (await within(api.get("AIRPORT:KSEA"), "airport"))["AIRPORT:KSEA"]["AIRPORT:KSEA"];
    assert.equal(found.icao, "KSEA");
  }},
  {name: "NEARBY_AIRPORTS", async run({api}) {
    const near = (await within(api.get("NEARBY_AIRPORTS:50"), "airports"))["NEARBY_AIRPORTS:50"];
    assert.ok(near.some((airport) => airport.icao === "KSEA") && near.every((airport) => airport.distance <= 50));
  }},
  {name: "ALL_AIRPORTS from the simulator", async run() {
    await withoutDatabase(this.release, async (folder) => {
      const {api, close} = await connect(this.emulator, folder);
      try {
        const {ALL_AIRPORTS: airports} = await within(api.get("ALL_AIRPORTS"), "airports");
        const seattle = airports.find((airport) => airport.icao === "KSEA");
        assert.ok(airports.length > 50 && seattle.runways.length > 0, `${airports.length} airports`);
        assert.ok(Math.abs(seattle.latitude - 47.45) < 0.01);
      } finally {
        close();
      }
    });
  }},
];

// `name` is that under which the release is installed.
async function runCheck(check, emulator, name = "msfs-simconnect-api-wrapper") {
  const release = folderOf(name);
  let bench;
  try {
    bench = await connect(emulator, release);
    if (check.needs && !(check.needs in bench.api)) return {verdict: "unsupported", reason: "this release does not have it"};
    await check.run.call({emulator, release}, bench);
    return {verdict: "pass", reason: ""};
  } catch (error) {
    return {verdict: "fail", reason: String(error.message).split("\n")[0]};
  } finally {
    bench?.close();
  }
}

module.exports = {CHECKS, runCheck};
