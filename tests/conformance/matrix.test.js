// Goal: clients that nobody here wrote find in every generation what a simulator of it has, function by function; and
// docs/conformance.md says so. Method: each function of each client against each generation, on ten times the speed of
// the world; the page is made of the verdicts of this run and compared with the committed one.
"use strict";

const assert = require("node:assert/strict");
const {spawn} = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const {after, before, describe, test} = require("node:test");
const {SimConnectConnection} = require("node-simconnect");
const {startEmulator} = require("./emulator.js");
const {GENERATIONS} = require("./matrix/bench.js");
const {CHECKS, page, runCheck} = require("./matrix/matrix.js");
const wrapper = require("./matrix/checks_wrapper.js");

const PAGE = path.join(__dirname, "../../docs/conformance.md");
const results = [];
const called = new Set();

// The verdict of a cell becomes a test of its id.
function cell(client, letter, number, name, generation, run) {
  const id = `${letter}${number}-${generation.replace("fsx_", "").replace("msfs", "").replaceAll(" ", "-")}`;
  test(`${id} ${name}`, async () => {
    const {verdict, reason, calls = []} = await run();
    for (const call of calls) called.add(call);
    results.push({client, name, generation, id, verdict});
    assert.ok(["pass", "unsupported"].includes(verdict), `${verdict}: ${reason}`);
  });
}

// What a client in a process of its own says: a line for each check, of verdict, name and reason.
function outside(program, ...parameters) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters);
    let output = "", complaints = "";
    child.stdout.on("data", (data) => { output += data; });
    child.stderr.on("data", (data) => { complaints += data; });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code !== 0) return reject(new Error(`${program} ${parameters[0]} ended with ${code}: ${complaints}`));
      resolve(output.trimEnd().split("\n").map((line) => {
        const [verdict, name, reason] = line.split("\t");
        return {verdict, name, reason};
      }));
    });
  });
}

function outsideCells(client, letter, column, run) {
  test(`${client}, ${column}`, async (t) => {
    const found = await run();
    assert.ok(found.length > 10);
    for (const [index, {name, verdict, reason}] of found.entries()) {
      const id = `${letter}${index + 1}-${column.replace("fsx_", "").replace("msfs", "").replaceAll(" ", "-")}`;
      await t.test(`${id} ${name}`, () => {
        results.push({client, name, generation: column, id, verdict});
        assert.ok(["pass", "unsupported"].includes(verdict), `${verdict}: ${reason}`);
      });
    }
  });
}

const here = (name) => path.join(__dirname, name);

function pythonCells(column, protocol, highest, emulator) {
  outsideCells("Python", "P", column, () => outside(process.env.CHECKRIDE_PYTHON ?? "python3", here("python_client.py"),
    emulator().simconnect.host, emulator().simconnect.port, protocol, highest));
}

function perlCells(column, highest, emulator) {
  outsideCells("Perl, in the ways of other published clients", "L", column, () => outside(process.env.CHECKRIDE_PERL ?? "perl",
    here("perl_client.pl"), emulator().simconnect.host, emulator().simconnect.port, highest));
}

const WRAPPERS = [["msfs-simconnect-api-wrapper", "W", "msfs-simconnect-api-wrapper"],
  ["msfs-simconnect-api-wrapper 4.5.0", "V", "msfs-simconnect-api-wrapper-4.5"]];

// Older releases know MSFS 2020 as the newest.
const OLDER = [["node-simconnect 3.4.1", "A", "node-simconnect-3.4"], ["node-simconnect 3.6.2", "B", "node-simconnect-3.6"],
  ["node-simconnect 4.0.0", "C", "node-simconnect-4.0"]];

// Each with a simulator of its own: what one of them leaves behind, client data areas, the next would find.
function olderCells(generation) {
  for (const [client, letter, folder] of OLDER) {
    outsideCells(client, letter, generation.profile, async () => {
      const {simconnect, control, stop} = await startEmulator("--profile", generation.profile, "--time-scale", "10");
      try {
        return await outside(process.execPath, here("matrix/older_client.js"), folder, simconnect.host, simconnect.port, control,
          generation.profile, generation.protocol);
      } finally {
        await stop();
      }
    });
  }
}

for (const generation of GENERATIONS) {
  describe(generation.profile, () => {
    let emulator;
    before(async () => { emulator = await startEmulator("--profile", generation.profile, "--time-scale", "10"); });
    after(async () => { assert.deepEqual(await emulator.stop(), {code: 0, signal: null}); });
    for (const [index, check] of CHECKS.entries()) {
      cell("node-simconnect", "N", index + 1, check.name, generation.profile, () => runCheck(check, emulator, generation));
    }
    if (generation.msfs) {
      for (const [client, letter, release] of WRAPPERS) {
        for (const [index, check] of wrapper.CHECKS.entries()) {
          cell(client, letter, index + 1, check.name, generation.profile, () => wrapper.runCheck(check, emulator, release));
        }
      }
    }
    pythonCells(generation.profile, generation.protocol, generation.protocol, () => emulator);
    perlCells(generation.profile, generation.protocol, () => emulator);
    if (["fsx_sp2", "msfs2020"].includes(generation.profile)) olderCells(generation);
    if (generation.protocol === 6) {
      for (const older of [2, 3, 4, 5]) pythonCells(`${generation.profile} with ${older}`, older, 6, () => emulator);
    }
  });
}

test("every public function of node-simconnect was called", () => {
  const functions = Object.getOwnPropertyNames(SimConnectConnection.prototype)
    .filter((name) => name !== "constructor" && !name.startsWith("_"));
  assert.ok(functions.length > 100);
  const checked = new Set(CHECKS.map((check) => check.name));
  assert.deepEqual(functions.filter((name) => !checked.has(name)), [], "without a check of its own");
  // open() of the package calls connect(); a check that hears anything proves it.
  assert.deepEqual(functions.filter((name) => name !== "connect" && !called.has(name)), [], "never called");
});

test("docs/conformance.md is what this build does", () => {
  const fresh = page(results);
  const written = process.env.CHECKRIDE_OUT ?? path.join(__dirname, "../../build");
  fs.mkdirSync(written, {recursive: true});
  fs.writeFileSync(path.join(written, "conformance.md"), fresh);
  const committed = fs.existsSync(PAGE) ? fs.readFileSync(PAGE, "utf8") : "";
  assert.ok(fresh === committed, `docs/conformance.md is stale: cp ${path.join(written, "conformance.md")} docs/`);
});
