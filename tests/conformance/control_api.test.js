// Goal: the control API is what its OpenAPI document says, on the running program, with a client that knows nothing of us;
// and in step mode a test suite of another language sees the same every time.
// Method: swagger-parser judges the document, ajv every answer; every route is asked for at least once with each of its
// outcomes that can be had here, which is counted at the end.
"use strict";

const assert = require("node:assert/strict");
const http = require("node:http");
const {after, before, test} = require("node:test");
const Ajv = require("ajv/dist/2020");
const SwaggerParser = require("@apidevtools/swagger-parser");
const {open, Protocol, RawBuffer, SimConnectDataType, SimConnectPeriod} = require("node-simconnect");
const {next, startEmulator} = require("./emulator.js");

const FLIGHT = `name: hop
aircraft: C172
start: {latitude_deg: 47, longitude_deg: -122, altitude_ft: 3000, heading_deg: 90, fuel_gal: 30}
phases:
  - {phase: cruise, speed_kt: 100}
`;
let emulator, api, handle;
const asked = new Set();  // "GET /v1/state 200"

before(async () => {
  emulator = await startEmulator("--step", "--control-host", "simulator.example");
  api = await SwaggerParser.validate(await (await fetch(`${emulator.control}/openapi.json`)).json());
  ({handle} = await open("Tester", Protocol.SunRise, {remote: emulator.simconnect}));
});
after(async () => {
  handle?.close();
  assert.deepEqual(await emulator.stop(), {code: 0, signal: null});
});

const ajv = new Ajv({strict: false, allErrors: true});
function pathOf(target) {
  const path = target.split("?")[0], fits = (pattern) => {
    const a = pattern.split("/"), b = path.split("/");
    return a.length === b.length && a.every((word, n) => word === b[n] || (word.startsWith("{") && b[n] !== ""));
  };
  const found = Object.keys(api.paths).filter(fits);
  return found.find((pattern) => !pattern.includes("{")) || found[0];
}

// Asks, and holds the answer against the document. Gives status and document.
async function ask(method, target, body, headers = {"Content-Type": "application/json"}) {
  const response = await fetch(emulator.control + target,
    body === undefined ? {method} : {method, headers, body: typeof body === "string" ? body : JSON.stringify(body)});
  const path = pathOf(target), operation = api.paths[path]?.[method.toLowerCase()];
  const type = response.headers.get("content-type").split(";")[0];
  const text = await response.text();
  if (operation) {
    const described = operation.responses[response.status]?.content?.[type];
    assert.ok(described, `${method} ${path} answers ${response.status} ${type}, which is not described: ${text}`);
    const validate = ajv.compile(described.schema);
    if (type === "application/json") assert.ok(validate(JSON.parse(text)), `${text}\n${ajv.errorsText(validate.errors)}`);
    asked.add(`${method} ${path} ${response.status}`);
  }
  return {status: response.status, headers: response.headers, text, document: type === "application/json" ? JSON.parse(text) : null};
}
async function succeed(method, target, body, status = 200) {
  const answer = await ask(method, target, body);
  assert.equal(answer.status, status, answer.text);
  return answer.document;
}
async function fail(method, target, body, status, pattern) {
  const answer = await ask(method, target, body);
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.document.error.message, pattern);
}
// Whatever the client sent before has been obeyed when this is answered.
async function barrier() {
  const answer = next(handle, "systemState", (state) => state.requestID === 4711);
  handle.requestSystemState(4711, "Sim");
  await answer;
}

test("the document is valid and every example in it is too", async () => {
  assert.equal(api.openapi, "3.1.0");
  for (const [path, item] of Object.entries(api.paths)) {
    for (const operation of Object.values(item)) {
      const content = operation.requestBody?.content?.["application/json"];
      if (!content?.example) continue;
      const validate = ajv.compile(content.schema);
      assert.ok(validate(content.example), `${path}: ${ajv.errorsText(validate.errors)}`);
    }
  }
});

test("state, variables, events and inputs", async () => {
  assert.equal((await succeed("GET", "/v1/state")).profile, "msfs2024");
  await succeed("PUT", "/v1/variables/PLANE%20ALTITUDE", {value: 80, unit: "feet"});
  assert.equal((await succeed("GET", "/v1/variables/PLANE%20ALTITUDE?unit=feet")).value, 80);
  await succeed("DELETE", "/v1/variables/PLANE%20ALTITUDE");
  await fail("DELETE", "/v1/variables/PLANE%20ALTITUDE", undefined, 409, /not held/);
  await fail("GET", "/v1/variables/PLANE%20ALTITUD", undefined, 404, /did you mean "PLANE ALTITUDE"/);
  await fail("GET", "/v1/variables/GENERAL%20ENG%20RPM:99", undefined, 404, /the C172 has no GENERAL ENG RPM:99/);
  await fail("GET", "/v1/variables/TITLE?unit=feet", undefined, 422, /text/);
  await fail("GET", "/v1/variables/TITLE?units=feet", undefined, 400, /unit/);
  await fail("DELETE", "/v1/variables/STRUCT%20LATLONALT", undefined, 422, /structure/);
  await fail("PUT", "/v1/variables/PLANE%20ALTITUDE", {valu: 1}, 400, /value/);
  await fail("PUT", "/v1/variables/NONE", {value: 1}, 404, /NONE/);
  await fail("PUT", "/v1/variables/GROUND%20VELOCITY", {value: 1, hold: false}, 409, /only held/);
  await fail("PUT", "/v1/variables/PLANE%20ALTITUDE", {value: "high"}, 422, /high/);
  await fail("DELETE", "/v1/variables/NONE", undefined, 404, /NONE/);
  await succeed("POST", "/v1/events/HEADING_BUG_SET", {data: [270]});
  await fail("POST", "/v1/events/PAUSE_TOGGEL", {}, 404, /PAUSE_TOGGLE/);
  await fail("POST", "/v1/events/PAUSE_ON", {data: 1.5}, 400, /1\.5/);
  await succeed("POST", "/v1/inputs", {input: "VK_F5", state: "down"});
  await fail("POST", "/v1/inputs", {}, 400, /input/);
  await fail("POST", "/v1/inputs", {input: "no such key"}, 422, /input/);
});

// The status alone. An answer may come, and the connection end, while the body is still being sent: fetch calls that a
// failure of the connection, even if it has the answer.
function statusOf(method, target, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(emulator.control + target, {method, headers: {"Content-Type": "application/json"}});
    request.on("response", (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("error", reject);  // nothing any more once there was an answer
    request.end(body);
  });
}

test("a body that is no JSON, and a page or a name of elsewhere, are refused", async () => {
  const form = await ask("POST", "/v1/time/rate", "rate=4", {"Content-Type": "application/x-www-form-urlencoded"});
  assert.equal(form.status, 415);
  const page = await ask("POST", "/v1/reset", "{}", {"Content-Type": "application/json", Origin: "https://evil.example"});
  assert.equal(page.status, 403);
  assert.equal(await statusOf("POST", "/v1/flight", JSON.stringify({yaml: "x".repeat(1024 * 1024)})), 413);
  const wrong = await ask("POST", "/v1/state");
  assert.equal(wrong.status, 405);
  assert.equal(wrong.headers.get("allow"), "GET, HEAD");
  const none = await ask("GET", "/v1/stat");
  assert.equal(none.status, 404);
  assert.match(none.document.error.message, /did you mean "\/v1\/state"/);
  const http = require("node:http");
  const status = (host) => new Promise((resolve) => http.get(`${emulator.control}/v1/state`, {headers: {Host: host}},
    (response) => { response.resume(); resolve(response.statusCode); }));
  assert.equal(await status("rebound.example"), 403);
  assert.equal(await status("simulator.example"), 200);
});

test("faults are added, listed and removed", async () => {
  const fault = await succeed("POST", "/v1/faults", {kind: "stall", duration: "5s", client: "nobody"}, 201);
  assert.equal((await succeed("GET", "/v1/faults")).faults.length, 1);
  await succeed("DELETE", `/v1/faults/${fault.id}`);
  await fail("DELETE", `/v1/faults/${fault.id}`, undefined, 404, /no fault/);
  await fail("POST", "/v1/faults", {kind: "stal"}, 400, /stall/);
  await succeed("DELETE", "/v1/faults");
});

test("time moves by steps only, and clients are answered while it stands", async () => {
  const start = await succeed("GET", "/v1/time");
  assert.equal(start.stepped, true);
  const ticks = [];
  const hear = (data) => ticks.push(data.requestID);
  handle.on("simObjectData", hear);
  handle.addToDataDefinition(1, "ABSOLUTE TIME", "seconds", SimConnectDataType.FLOAT64);
  handle.requestDataOnSimObject(50, 1, 0, SimConnectPeriod.SIM_FRAME);
  handle.requestDataOnSimObject(51, 1, 0, SimConnectPeriod.SECOND);
  await barrier();
  assert.deepEqual(ticks.sort(), [50, 51], "the first of each comes at once");
  await new Promise((resolve) => setTimeout(resolve, 300));
  await barrier();
  assert.equal(ticks.length, 2, "nothing comes while time stands");
  const after = await succeed("POST", "/v1/time/step", {frames: 60});
  assert.equal(after.frame, start.frame + 60);
  await barrier();
  assert.equal(ticks.filter((id) => id === 50).length, 61);
  assert.equal(ticks.filter((id) => id === 51).length, 3);
  assert.equal((await succeed("POST", "/v1/time/step", {to_frame: after.frame + 1})).frame, after.frame + 1);
  await fail("POST", "/v1/time/step", {to_frame: 0}, 400, /forward/);
  handle.requestDataOnSimObject(50, 1, 0, SimConnectPeriod.NEVER);
  handle.requestDataOnSimObject(51, 1, 0, SimConnectPeriod.NEVER);
  handle.off("simObjectData", hear);
});

test("pause and rate", async () => {
  assert.equal((await succeed("POST", "/v1/time/pause", {})).paused, true);
  assert.equal((await succeed("POST", "/v1/time/resume")).paused, false);
  assert.equal((await succeed("POST", "/v1/time/rate", {rate: 2})).rate, 2);
  await fail("POST", "/v1/time/rate", {rate: 0}, 400, /0\.015625/);
  await fail("POST", "/v1/time/pause", {x: 1}, 400, /x/);
  await fail("POST", "/v1/time/resume", {x: 1}, 400, /x/);
});

test("without --step a step is refused", async () => {
  const plain = await startEmulator();
  const response = await fetch(`${plain.control}/v1/time/step`,
    {method: "POST", headers: {"Content-Type": "application/json"}, body: '{"frames": 1}'});
  assert.equal(response.status, 409);
  assert.match((await response.json()).error.message, /--step/);
  await plain.stop();
});

test("a flight is loaded from its text", async () => {
  assert.equal((await succeed("POST", "/v1/flight", {yaml: FLIGHT})).name, "hop");
  assert.equal((await succeed("GET", "/v1/flight")).phase, "cruise");
  await fail("POST", "/v1/flight", {yaml: "name: [", }, 422, /yaml:1/);
  await fail("POST", "/v1/flight", {file: "/no/such/file.yaml"}, 422, /no\/such/);
  await fail("POST", "/v1/flight", {}, 400, /one of/);
  assert.equal((await succeed("POST", "/v1/flight", {unload: true})).stage, "menu");
  assert.equal((await succeed("POST", "/v1/flight", {restart: true, loading: "1s"})).stage, "loading");
  await succeed("POST", "/v1/time/step", {frames: 31});
  assert.equal((await succeed("GET", "/v1/flight")).stage, "flight");
});

test("clients, their calls, and what was expected of them", async () => {
  handle.addToDataDefinition(7, "PLANE ALTITUDE", "feet", SimConnectDataType.FLOAT64);
  handle.addToDataDefinition(7, "AIRSPEED TRUE", "knots", SimConnectDataType.FLOAT64);
  handle.addToDataDefinition(7, "PLANE HEADING DEGREES TRUE", "degrees", SimConnectDataType.FLOAT64);
  const buffer = new RawBuffer(24);
  buffer.writeFloat64(5000);
  buffer.writeFloat64(100);
  buffer.writeFloat64(90);
  handle.setDataOnSimObject(7, 0, {buffer, arrayCount: 0, tagged: false});
  handle.addToDataDefinition(8, "NO SUCH VARIABLE", "feet", SimConnectDataType.FLOAT64);
  await barrier();
  const [client] = (await succeed("GET", "/v1/clients")).clients;
  assert.equal(client.name, "Tester");
  assert.deepEqual((await succeed("GET", `/v1/clients/${client.id}`)).definitions.map((d) => d.id), [1, 7]);
  const {calls} = await succeed("GET", `/v1/clients/${client.id}/calls?name=SetDataOnSimObject`);
  assert.deepEqual(calls[0].data.values.map((v) => v.value), [5000, 100, 90]);
  await fail("GET", "/v1/clients/99", undefined, 404, /99/);
  await fail("GET", "/v1/clients/99/calls", undefined, 404, /99/);
  await fail("GET", `/v1/clients/${client.id}/calls?name=Opne`, undefined, 400, /did you mean "Open"/);
  const expectation = {message: "SetDataOnSimObject", client: "Tester", fields: {define_id: 7}};
  assert.equal((await succeed("POST", "/v1/verify", {expect: [
    {...expectation, data: {"PLANE ALTITUDE": {near: 5000, within: 1}}, exactly: 1},
    {message: "AddToDataDefinition", fields: {define_id: 8}, exception: 7}], in_order: true})).ok, true);
  const {ok, results} = await succeed("POST", "/v1/verify", {expect: [
    {...expectation, data: [{bytes: 8}, {bytes: 8}, {bytes: 4}]}]});
  assert.equal(ok, false);
  assert.match(results[0].explanation, /datum 3 \(PLANE HEADING DEGREES TRUE\) bigger by 4 bytes/);
  await fail("POST", "/v1/verify", {}, 400, /expect/);
});

// The events of a stream, until one fits.
async function* events(target, headers = {}) {
  const stop = new AbortController();
  const response = await fetch(emulator.control + target, {headers, signal: stop.signal});
  asked.add(`GET /v1/stream ${response.status}`);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  let text = "";
  try {
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const event = {};
        for (const line of text.slice(0, end).split("\n")) {
          const at = line.indexOf(": ");
          if (at > 0) event[line.slice(0, at)] = line.slice(at + 2);
        }
        text = text.slice(end + 2);
        if (event.event) yield {...event, data: JSON.parse(event.data)};
      }
    }
  } finally {
    stop.abort();
  }
}

test("the stream tells of clients, calls, faults and states, and goes on where it was left", async () => {
  const schema = (name) => ajv.compile(api.components.schemas[name]);
  const told = {};
  let last;
  const reader = (async () => {
    for await (const event of events("/v1/stream?state_hz=20")) {
      told[event.event] = event.data;
      last = event.id ?? last;
      if (told.state && told.client && told.call && told.fault && told.system) return;
    }
  })();
  const second = await open("Second", Protocol.SunRise, {remote: emulator.simconnect});
  await succeed("POST", "/v1/faults", {kind: "stall", duration: "1s", client: "nobody"}, 201);
  await succeed("POST", "/v1/time/pause");
  await succeed("POST", "/v1/time/resume");
  second.handle.close();
  await reader;
  assert.ok(schema("State")(told.state));
  assert.ok(schema("Call")(told.call));
  await succeed("DELETE", "/v1/faults");
  for await (const event of events("/v1/stream?state_hz=0", {"Last-Event-ID": last})) {
    assert.equal(Number(event.id), Number(last) + 1);
    break;
  }
  await fail("GET", "/v1/stream?events=nothing", undefined, 400, /nothing/);
});

test("a reset brings the start back and forgets calls", async () => {
  const state = await succeed("POST", "/v1/reset", {});
  assert.equal(state.rate, 1);
  const [client] = (await succeed("GET", "/v1/clients")).clients;
  assert.equal((await succeed("GET", `/v1/clients/${client.id}/calls`)).calls.length, 0);
  await fail("POST", "/v1/reset", {client: true}, 400, /clients/);
  const quit = next(handle, "quit");
  await succeed("POST", "/v1/reset", {clients: true});
  await quit;
});

test("a tape of faults is told and played", async () => {
  const tape = await ask("GET", "/v1/faults/tape");
  assert.equal(tape.status, 200);
  assert.equal(JSON.parse(tape.text.split("\n")[0]).format, "checkride.fault-tape");
  const lines = {"Content-Type": "application/x-ndjson"};
  const played = await ask("POST", "/v1/faults/tape", tape.text, lines);
  assert.equal(played.status, 200, played.text);
  assert.equal((await ask("POST", "/v1/faults/tape", "no tape", lines)).status, 400);
});

test("menus and missions are played where the simulator has them", async () => {
  await fail("POST", "/v1/actions", {event: "MissionCompleted", result: "succeeded"}, 409, /never sends/);
  const newer = emulator;
  emulator = await startEmulator("--profile", "fsx_sp2");
  const clients = [];
  try {
    for (const name of ["One", "Two"]) {
      const client = await open(name, Protocol.FSX_SP2, {remote: emulator.simconnect});
      clients.push(client.handle);
      client.handle.menuAddItem("Fuel", 1, 10);
      client.handle.menuAddItem("Doors of " + name, 2, 20);
      client.handle.menuAddSubItem(2, "Open", 3, 30);
      const answer = next(client.handle, "systemState", (state) => state.requestID === 1);
      client.handle.requestSystemState(1, "Sim");
      await answer;
    }
    assert.equal((await succeed("GET", "/v1/menu")).items.length, 4);
    const chosen = next(clients[1], "event", (event) => event.clientEventId === 3);
    await succeed("POST", "/v1/menu", {item: "Doors of Two", sub_item: "Open"});
    assert.equal((await chosen).data, 30);
    await fail("POST", "/v1/menu", {item: "Nothing"}, 404, /no client/);
    await fail("POST", "/v1/menu", {item: "Fuel"}, 409, /client/);
    await fail("POST", "/v1/menu", {item: "Doors of One"}, 422, /sub_item/);
    await fail("POST", "/v1/menu", {}, 400, /item/);
    await succeed("POST", "/v1/actions", {event: "CustomMissionActionExecuted", payload: "door"});
    await fail("POST", "/v1/actions", {event: "Nothing"}, 400, /Nothing/);
    await succeed("GET", "/v1/actions");
  } finally {
    for (const client of clients) client.close();
    await emulator.stop();
    emulator = newer;
  }
});

test("every route was asked for, with every outcome that is its own", async () => {
  await ask("GET", "/");
  await ask("GET", "/openapi.json");
  await ask("GET", "/page.css");
  await ask("GET", "/page.js");
  const own = [];
  for (const [path, item] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (method === "parameters") continue;
      for (const status of Object.keys(operation.responses)) {
        // Those of the gate before all routes are the same for each, and have their test above.
        const common = ["403", "413", "415"].includes(status) || (status === "400" && !operation.requestBody);
        if (!common) own.push(`${method.toUpperCase()} ${path} ${status}`);
      }
    }
  }
  const unasked = own.filter((outcome) => !asked.has(outcome));
  // A second step under way is not to be had from here; unit tests have it, and what a full fault table answers.
  // So have the 1536 readers of a stream.
  assert.deepEqual(unasked.sort(), ["GET /v1/stream 503", "POST /v1/faults 422", "POST /v1/time/step 409"]);
});
