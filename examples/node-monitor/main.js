// Watches the altitude of the user's aircraft and answers over HTTP:
//   GET /health    200 {"connected": true}, 503 while there is no simulator
//   GET /altitude  200 {"altitude_ft": 1234.5, "low": false}, 503 while no value is known
//
//   node main.js SIMULATOR_HOST SIMULATOR_PORT HTTP_PORT
"use strict";

const http = require("node:http");
const {open, Protocol, SimConnectConstants, SimConnectDataType, SimConnectPeriod} = require("node-simconnect");

const ALTITUDE = 1;  // of the definition and of the request
const LOW_FT = 100;
const RETRY_MS = 500;

const [host, port, httpPort] = process.argv.slice(2);
if (!host || !Number(port) || !Number(httpPort)) {
  console.error("usage: node main.js SIMULATOR_HOST SIMULATOR_PORT HTTP_PORT");
  process.exit(2);
}

let simulator = null;  // the open connection
let altitude = null;   // feet, of that connection
let retry = null;
let stopping = false;

function log(level, event, fields = {}) {
  console.log(JSON.stringify({ts: new Date().toISOString(), level, event, ...fields}));
}

function lost(why) {
  if (stopping || retry !== null) return;
  if (simulator !== null) log("warn", "simulator_lost", {why});
  simulator = null;
  altitude = null;
  retry = setTimeout(() => {
    retry = null;
    connect();
  }, RETRY_MS);
}

async function connect() {
  try {
    const {recvOpen, handle} = await open("node-monitor", Protocol.SunRise, {remote: {host, port: Number(port)}});
    handle.on("close", () => lost("closed"));
    handle.on("quit", () => lost("quit"));
    handle.on("error", (error) => lost(error.message));
    handle.on("simObjectData", (data) => { if (data.requestID === ALTITUDE) altitude = data.data.readFloat64(); });
    handle.addToDataDefinition(ALTITUDE, "PLANE ALTITUDE", "feet", SimConnectDataType.FLOAT64);
    handle.requestDataOnSimObject(ALTITUDE, ALTITUDE, SimConnectConstants.OBJECT_ID_USER, SimConnectPeriod.SIM_FRAME);
    simulator = handle;
    log("info", "simulator_connected", {name: recvOpen.applicationName});
  } catch (error) {
    lost(error.message);
  }
}

function answer(request) {
  if (request.url === "/health") return [simulator ? 200 : 503, {connected: simulator !== null}];
  if (request.url !== "/altitude") return [404, {error: "there are /health and /altitude"}];
  if (altitude === null) return [503, {error: "no altitude is known"}];
  return [200, {altitude_ft: altitude, low: altitude < LOW_FT}];
}

const server = http.createServer((request, response) => {
  const [status, body] = answer(request);
  response.writeHead(status, {"Content-Type": "application/json"});
  response.end(JSON.stringify(body));
});

process.on("SIGTERM", () => {
  stopping = true;
  clearTimeout(retry);
  if (simulator !== null) simulator.close();
  server.close();
  server.closeAllConnections();
  log("info", "stopped");
  process.exit(0);
});

server.listen(Number(httpPort), "127.0.0.1", connect);
