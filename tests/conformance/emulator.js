// Starts the real checkride-emulator on free loopback ports and stops it by its pid.
"use strict";

const {spawn} = require("node:child_process");
const path = require("node:path");
const readline = require("node:readline");

const binaries = process.env.CHECKRIDE_BIN;
if (!binaries) throw new Error("CHECKRIDE_BIN must name the folder of the programs, as ctest sets it");

// Resolves to {simconnect: {host, port}, control: "http://host:port", stop()} once both ports are open.
async function startEmulator(...extra) {
  const program = path.join(binaries, "checkride-emulator");
  const child = spawn(program, ["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--seed", "7", ...extra],
    {stdio: ["ignore", "pipe", "inherit"]});
  const ports = {};
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve({code, signal})));
  for await (const line of readline.createInterface({input: child.stdout})) {
    const match = /^listening on (.+):(\d+) \((simconnect|control)\)$/.exec(line);
    if (match) ports[match[3]] = {host: match[1], port: Number(match[2])};
    if (ports.simconnect && ports.control) break;
  }
  if (!ports.simconnect || !ports.control) throw new Error(`${program} ended before it listened: ${JSON.stringify(await ended)}`);
  child.stdout.resume();
  return {
    simconnect: ports.simconnect,
    control: `http://${ports.control.host}:${ports.control.port}`,
    async stop() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

// The first event of that name for which `wanted` holds; rejects after `limit` milliseconds, saying what was awaited.
function next(emitter, name, wanted = () => true, limit = 10000) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      emitter.removeListener(name, listener);
      reject(new Error(`no ${name} within ${limit} ms that fits ${wanted}`));
    }, limit);
    function listener(event) {
      if (!wanted(event)) return;
      clearTimeout(timer);
      emitter.removeListener(name, listener);
      resolve(event);
    }
    emitter.on(name, listener);
  });
}

module.exports = {startEmulator, next};
