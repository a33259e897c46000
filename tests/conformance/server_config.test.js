// Goal: the SimConnect.cfg that `checkride simconnect-cfg` prints leads a client that knows nothing of us to the simulator
// it names. Method: two running emulators, a configuration file that names where they listen, and npm's node-simconnect,
// which reads SimConnect.cfg as a Windows client does: from its folder, by index.
"use strict";

const assert = require("node:assert/strict");
const {execFileSync} = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const {after, before, test} = require("node:test");
const {open, Protocol} = require("node-simconnect");
const {startEmulator} = require("./emulator.js");

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "checkride-cfg-"));
const came = process.cwd();
const program = path.join(process.env.CHECKRIDE_BIN, "checkride");
let older, newer;

before(async () => {
  older = await startEmulator("--profile", "fsx_sp2");
  newer = await startEmulator("--profile", "msfs2024");
  fs.writeFileSync(path.join(folder, "servers.yaml"), "simulators:\n" +
    `  newer: {profile: msfs2024, listen: [127.0.0.1:${newer.simconnect.port}]}\n` +
    `  older: {simconnect_xml: SimConnect.xml, profile: fsx_sp2}\n`);
  fs.writeFileSync(path.join(folder, "SimConnect.xml"), `<?xml version="1.0" encoding="Windows-1252"?>
<SimBase.Document Type="SimConnect" version="1,0">
  <SimConnect.Comm><Protocol>Pipe</Protocol><Port>Custom/SimConnect</Port></SimConnect.Comm>
  <SimConnect.Comm><Protocol>IPv4</Protocol><Scope>local</Scope><Port>${older.simconnect.port}</Port></SimConnect.Comm>
</SimBase.Document>`);
  process.chdir(folder);
});
after(async () => {
  process.chdir(came);
  await Promise.all([older.stop(), newer.stop()]);
  fs.rmSync(folder, {recursive: true});
});

test("the file leads to each simulator by its index", async () => {
  const config = execFileSync(program, ["simconnect-cfg", "--config", "servers.yaml"], {encoding: "utf8", stdio: ["ignore", "pipe", "ignore"]});
  fs.writeFileSync("SimConnect.cfg", config);
  for (const [index, name] of [[0, "SunRise"], [1, "Microsoft Flight Simulator X"]]) {
    const {recvOpen, handle} = await open("cfg test", Protocol.FSX_SP2, {simConnectCfgIndex: index});
    assert.equal(recvOpen.applicationName, name, config);
    handle.close();
  }
});

test("without an index a client takes the first", async () => {
  fs.writeFileSync("SimConnect.cfg", execFileSync(program, ["simconnect-cfg", "--simulator", `127.0.0.1:${older.simconnect.port}`]));
  const {recvOpen, handle} = await open("cfg test", Protocol.FSX_SP2);
  assert.equal(recvOpen.applicationName, "Microsoft Flight Simulator X");
  handle.close();
});
