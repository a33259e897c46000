// An older release of node-simconnect against one simulator, by the checks of the matrix.
//
//   node older_client.js PACKAGE HOST PORT CONTROL PROFILE PROTOCOL
//
// PACKAGE is the name under which the release is installed. Prints a line for each check: verdict (pass, fail, unsupported),
// name and reason, separated by tabs. A process of its own: the checks ask for "node-simconnect" and are given that release.
"use strict";

const Module = require("node:module");

const [, , PACKAGE, host, port, control, profile, protocol] = process.argv;
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) =>
  resolve.call(Module, request === "node-simconnect" ? PACKAGE : request, ...rest);

const {SimConnectConnection} = require("node-simconnect");
const {CHECKS, runCheck} = require("./matrix.js");

// What these releases read or write in their own way, which later ones mended.
const OTHER_WORD = "it calls the airports of a list otherwise";
const HASHES = "it reads hashes as floating-point numbers";
const OWN_WAYS = {
  "node-simconnect-3.4": {
    subscribeToFacilities: OTHER_WORD,
    requestFacilitiesList: OTHER_WORD,
    requestFacilitiesListEx1: OTHER_WORD,
  },
  "node-simconnect-3.6": {
    enumerateInputEvents: HASHES,
    getInputEvent: HASHES,
  },
};

async function main() {
  const emulator = {simconnect: {host, port: Number(port)}, control};
  const generation = {profile, protocol: Number(protocol), msfs: profile.startsWith("msfs"), limit: 20000};
  for (const check of CHECKS) {
    const own = OWN_WAYS[PACKAGE]?.[check.name];
    const missing = !(check.name in SimConnectConnection.prototype);
    const result = own || missing ? {verdict: "unsupported", reason: own ?? "this release does not have it"}
      : await runCheck(check, emulator, generation);
    console.log([result.verdict, check.name, result.reason.replaceAll(/\s+/g, " ")].join("\t"));
  }
}

main().then(() => process.exit(0));
