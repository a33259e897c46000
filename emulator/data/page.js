// The live page: reads the stream of the emulator that served it, and asks what the stream does not tell.
"use strict";
const $ = (id) => document.getElementById(id);
const say = (text, bad = true) => { $("said").textContent = text; $("said").className = bad ? "bad-words" : "dim"; };

// An element with attributes and children; text is always text.
function made(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}
const el = (name, attributes = {}, ...children) => made(document.createElement(name), attributes, children);
const svg = (name, attributes = {}, ...children) =>
  made(document.createElementNS("http" + "://www.w3.org/2000/svg", name), attributes, children);

// Puts other children in; who had the keyboard has it still.
function show(place, ...children) {
  const key = place.contains(document.activeElement) && document.activeElement.dataset.key;
  place.replaceChildren(...children);
  if (key) place.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

async function ask(method, path, body) {
  const options = {method};
  if (body !== undefined) {
    options.headers = {"Content-Type": "application/json"};
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ? answer.error.message : response.statusText);
  return answer;
}
const act = async (work) => {
  try { say(""); await work(); } catch (error) { say(error.message); }
};

// ---- instruments: one table. Those on a round scale have several, and take the first that the value fits on.
const SPEEDS = [[0, 200, 20], [0, 400, 50], [0, 800, 100]];
const DIALS = [
  {id: "asi", title: "airspeed", unit: "kt", scales: SPEEDS, sweep: [-150, 150], of: (s) => [s.position.indicated_airspeed_kt]},
  {id: "att", title: "attitude"},
  {id: "alt", title: "altitude", unit: "ft", of: (s) => [s.instruments.indicated_altitude_ft]},
  {id: "rpm", title: "engine", unit: "rpm", scales: [[0, 30, 5]], sweep: [-130, 130], factor: 100, of: (s) => s.instruments.engines.map((e) => e.rpm)},
  {id: "fuel", title: "fuel", unit: "gal", of: (s) => [s.instruments.fuel_gal]},
  {id: "hdg", title: "heading"},
  {id: "vsi", title: "vertical speed", unit: "fpm", scales: [[-20, 20, 5], [-60, 60, 10]], sweep: [-245, 65], factor: 100, of: (s) => [s.position.vertical_speed_fpm]},
  {id: "gs", title: "ground speed", unit: "kt", scales: SPEEDS, sweep: [-150, 150], of: (s) => [s.position.ground_speed_kt]},
];
// What turns with the fan is read in percent.
const TURBINE = {id: "rpm", title: "engine N1", unit: "%", scales: [[0, 110, 10]], sweep: [-130, 130], of: (s) => s.instruments.engines.map((e) => e.n1_percent)};
const turn = (value, from, to, least, most) => from + (Math.min(Math.max(value, least), most) - least) / (most - least) * (to - from);
function polar(degrees, radius) {
  const a = (degrees - 90) * Math.PI / 180;
  return [(50 + radius * Math.cos(a)).toFixed(2), (50 + radius * Math.sin(a)).toFixed(2)];
}
const ticks = (angles) => angles.flatMap(([angle, text]) => {
  const [x1, y1] = polar(angle, 44), [x2, y2] = polar(angle, 39), [x, y] = polar(angle, 31);
  return [svg("line", {class: "tick", x1, y1, x2, y2}), svg("text", {class: "scale", x, y: Number(y) + 2.6}, String(text))];
});
const needle = (id, kind = "", long = 36) => svg("line", {id, class: `needle ${kind}`, x1: 50, y1: 56, x2: 50, y2: 50 - long});
const PLANE = "M50 34 l3 9 10 6 v3 l-10 -2 -1 8 3 3 v2 l-5 -1 -5 1 v-2 l3 -3 -1 -8 -10 2 v-3 l10 -6 z";
const FACES = {
  alt: () => [...ticks([...Array(10).keys()].map((n) => [n * 36, n])), needle("n-alt1", "thick", 22), needle("n-alt")],
  hdg: () => [svg("g", {id: "rose"}, ...ticks(["N", 3, 6, "E", 12, 15, "S", 21, 24, "W", 30, 33].map((text, n) => [n * 30, text]))),
    svg("path", {class: "mark", d: "M50 5 l-4 -4 h8 z"}), svg("path", {class: "outline", d: PLANE})],
  att: () => [svg("clipPath", {id: "round"}, svg("circle", {cx: 50, cy: 50, r: 45})),
    svg("g", {"clip-path": "url(#round)"}, svg("g", {id: "horizon"},
      svg("rect", {class: "sky", x: -60, y: -160, width: 220, height: 210}), svg("rect", {class: "ground", x: -60, y: 50, width: 220, height: 210}),
      svg("line", {class: "tick", x1: -60, x2: 160, y1: 50, y2: 50}),
      ...[-20, -10, 10, 20].flatMap((p) => [svg("line", {class: "tick", x1: 38, x2: 62, y1: 50 - p * 1.2, y2: 50 - p * 1.2}),
        svg("text", {class: "scale", x: 68, y: 52.6 - p * 1.2}, String(Math.abs(p)))]))),
    svg("path", {class: "outline", "stroke-width": 3, d: "M22 50 h16 l4 5 M78 50 h-16 l-4 5 M49 50 h2"})],
  fuel: () => [svg("text", {class: "scale", x: 71, y: 28}, "full"), svg("text", {class: "scale", x: 73, y: 74}, "empty"),
    svg("rect", {class: "glass", x: 40, y: 22, width: 20, height: 52, rx: 3}), svg("rect", {class: "fuel", id: "n-fuel", x: 42, y: 24, width: 16, height: 48})],
};
function roundFace(dial, [least, most, by]) {
  const all = [];
  for (let v = least; v <= most; v += by) all.push([turn(v, ...dial.sweep, least, most), v]);
  return [...ticks(all), needle(`n2-${dial.id}`, "second"), needle(`n-${dial.id}`)];
}
for (const dial of DIALS) {
  $("dials").append(el("div", {}, svg("svg", {viewBox: "0 0 100 124", role: "img", "aria-labelledby": `t-${dial.id}`},
    svg("title", {id: `t-${dial.id}`}, dial.title), svg("circle", {class: "face", cx: 50, cy: 50, r: 48}),
    svg("g", {id: `f-${dial.id}`}, ...(dial.scales ? roundFace(dial, dial.scales[0]) : FACES[dial.id]())),
    svg("text", {class: "value num", id: `v-${dial.id}`, x: 50, y: 112}, "–"), svg("text", {class: "label", id: `l-${dial.id}`, x: 50, y: 122}, dial.title))));
}
const rotate = (id, angle) => $(id).setAttribute("transform", `rotate(${angle.toFixed(2)} 50 50)`);
const whole = (value) => (Math.round(value) || 0).toLocaleString("en-US");
const drawn = {};  // what the face of a round dial shows
let flown = "";    // the flight for which the scales were chosen
function showDial(dial, state) {
  const values = dial.of(state), shown = values.map((value) => Math.round(value));
  const text = values.length === 0 ? "none" : shown.every((value) => value === shown[0]) ? whole(shown[0]) : shown.map(whole).join(" / ");
  $(`v-${dial.id}`).textContent = values.length ? `${text} ${dial.unit}` : text;
  $(`l-${dial.id}`).textContent = dial.title;
  $(`t-${dial.id}`).textContent = `${dial.title} ${$(`v-${dial.id}`).textContent}`;
  if (!dial.scales) return;
  const of = values.map((value) => value / (dial.factor || 1));
  const fits = dial.scales.findIndex(([, most]) => of.every((value) => Math.abs(value) <= most));
  const before = drawn[dial.id]?.title === dial.title ? drawn[dial.id].scale : 0;
  const scale = Math.max(before, fits < 0 ? dial.scales.length - 1 : fits);
  if (drawn[dial.id]?.title !== dial.title || scale !== before) $(`f-${dial.id}`).replaceChildren(...roundFace(dial, dial.scales[scale]));
  drawn[dial.id] = {title: dial.title, scale};
  const [least, most] = dial.scales[scale];
  rotate(`n-${dial.id}`, turn(of[0] || 0, ...dial.sweep, least, most));
  rotate(`n2-${dial.id}`, turn(of[1] ?? of[0] ?? 0, ...dial.sweep, least, most));
}
function showInstruments(state) {
  if (flown !== state.aircraft + state.flight) for (const id of Object.keys(drawn)) drawn[id].title = "";
  flown = state.aircraft + state.flight;
  const {instruments, position} = state, turbine = ["jet", "turboprop", "turboshaft"].includes(instruments.engine_kind);
  for (const dial of DIALS) if (dial.of) showDial(dial.id === "rpm" && turbine ? TURBINE : dial, state);
  rotate("n-alt", instruments.indicated_altitude_ft % 1000 * 0.36);
  rotate("n-alt1", instruments.indicated_altitude_ft % 10000 * 0.036);
  rotate("rose", -instruments.heading_magnetic_deg);
  $("v-hdg").textContent = String(Math.round(instruments.heading_magnetic_deg) % 360).padStart(3, "0") + "°";
  $("l-hdg").textContent = "magnetic heading";
  $("t-hdg").textContent = `magnetic heading ${Math.round(instruments.heading_magnetic_deg)} degrees`;
  const pitch = Math.round(instruments.pitch_up_deg) || 0, bank = Math.round(instruments.bank_right_deg) || 0;
  $("v-att").textContent = `${pitch}° ${Math.abs(bank)}°${bank > 0 ? " R" : bank < 0 ? " L" : ""}`;
  $("t-att").textContent = `attitude: pitch ${pitch} degrees up, bank ${bank} degrees right`;
  const tilt = Math.min(Math.max(instruments.pitch_up_deg, -35), 35) * 1.2;
  $("horizon").setAttribute("transform", `rotate(${(-instruments.bank_right_deg).toFixed(2)} 50 50) translate(0 ${tilt.toFixed(2)})`);
  const full = instruments.fuel_capacity_gal > 0 ? Math.min(instruments.fuel_gal / instruments.fuel_capacity_gal, 1) : 0;
  $("n-fuel").setAttribute("height", Math.max(48 * full, 0));
  $("n-fuel").setAttribute("y", 72 - 48 * full);
  $("gauges").textContent = [position.on_ground ? "on the ground" : `${whole(position.height_ft)} ft above ground`,
    `true heading ${whole(position.heading_true_deg)}°`, `gear ${instruments.gear_percent < 1 ? "up" : instruments.gear_percent > 99 ? "down" : "moving"}`,
    `flaps ${whole(instruments.flaps_percent)} %`, instruments.engines.length && `throttle ${whole(instruments.throttle_percent)} %`,
    turbine && `Mach ${instruments.mach.toFixed(2)}`].filter(Boolean).join(" · ");
}

// ---- the track, on a chart whose scale follows it
const track = [];
function remember(state) {
  const {latitude_deg: latitude, longitude_deg: longitude} = state.position, last = track[track.length - 1];
  if (last && Math.abs(last.latitude - latitude) + Math.abs(last.longitude - longitude) > 1) track.length = 0;
  if (last && last.latitude === latitude && last.longitude === longitude) return;
  track.push({latitude, longitude});
  if (track.length > 4000) track.splice(0, track.length - 4000, ...track.slice(-4000).filter((_, n) => n % 2));
}
function drawMap(state) {
  const canvas = $("map"), ratio = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  const paint = canvas.getContext("2d"), color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);
  paint.setTransform(ratio, 0, 0, ratio, 0, 0);
  paint.clearRect(0, 0, width, height);
  const here = {latitude: state.position.latitude_deg, longitude: state.position.longitude_deg};
  const all = [...track, here], shrink = Math.cos(here.latitude * Math.PI / 180);
  const xs = all.map((p) => p.longitude * 60 * shrink), ys = all.map((p) => p.latitude * 60);  // nautical miles
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const perMile = Math.min(width / Math.max((right - left) * 1.3, 2), height / Math.max((high - low) * 1.3, 2));
  const x = (p) => width / 2 + (p.longitude * 60 * shrink - (left + right) / 2) * perMile;
  const y = (p) => height / 2 - (p.latitude * 60 - (low + high) / 2) * perMile;
  const step = [0.1, 0.25, 0.5, 1, 2, 5, 10, 25, 50, 100, 250, 500].find((s) => s * perMile > 40) || 1000;
  paint.strokeStyle = color("--grid");
  paint.lineWidth = 1;
  paint.beginPath();
  for (let gx = width / 2 % (step * perMile); gx < width; gx += step * perMile) { paint.moveTo(gx, 0); paint.lineTo(gx, height); }
  for (let gy = height / 2 % (step * perMile); gy < height; gy += step * perMile) { paint.moveTo(0, gy); paint.lineTo(width, gy); }
  paint.stroke();
  paint.strokeStyle = color("--track");
  paint.lineWidth = 2;
  paint.beginPath();
  all.forEach((p, n) => n ? paint.lineTo(x(p), y(p)) : paint.moveTo(x(p), y(p)));
  paint.stroke();
  paint.save();
  paint.translate(x(here), y(here));
  paint.rotate(state.position.heading_true_deg * Math.PI / 180);
  paint.fillStyle = color("--warn");
  paint.fill(new Path2D("M0 -13 L3 -3 L13 3 V6 L3 3 L2 9 L5 12 V14 L0 12.5 L-5 14 V12 L-2 9 L-3 3 L-13 6 V3 L-3 -3 Z"));
  paint.restore();
  paint.fillStyle = color("--dim");
  paint.font = "12px system-ui, sans-serif";
  paint.fillText(`a square is ${step} nm`, 8, height - 9);
  paint.fillText("N ↑", width - 30, 18);
}

// ---- time and flight
const RATES = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64];
$("rate").append(...RATES.map((rate) => el("option", {value: rate}, `${rate}×`)));
let state = null, stepped = false;
function showTime() {
  $("clock").textContent = `frame ${state.frame.toLocaleString("en-US")} · ${state.time.running_seconds.toFixed(1)} s`;
  $("pause").disabled = $("fly").disabled = false;
  $("pause").textContent = state.paused ? "Resume" : "Pause";
  $("fly").textContent = state.stage === "menu" ? "Start flight" : "End flight";
  $("stage").hidden = state.stage === "flight";
  if (!$("stage").hidden) $("stage").textContent = state.stage === "menu" ? "in the main menu" : "loading a flight";
  const rate = String(state.rate);
  if (![...$("rate").options].some((option) => option.value === rate)) $("rate").append(el("option", {value: rate}, `${rate}×`));
  if (document.activeElement !== $("rate")) $("rate").value = rate;
  $("profile").textContent = state.profile;
  $("what").textContent = [state.aircraft, state.flight, state.phase, state.crashed && "CRASHED",
    state.paused && "paused"].filter(Boolean).join(" · ");
  $("place").textContent = `${state.position.latitude_deg.toFixed(4)}° ${state.position.longitude_deg.toFixed(4)}°` +
    (state.held.length ? ` · held: ${state.held.join(", ")}` : "");
}
$("pause").onclick = () => act(() => ask("POST", state.paused ? "/v1/time/resume" : "/v1/time/pause"));
$("rate").onchange = () => act(() => ask("POST", "/v1/time/rate", {rate: Number($("rate").value)}));
$("step").onclick = () => act(() => ask("POST", "/v1/time/step", {frames: Number($("frames").value)}));
$("fly").onclick = () => act(() => ask("POST", "/v1/flight", state.stage === "menu" ? {restart: true} : {unload: true}));
$("reset").onclick = () => act(async () => { await ask("POST", "/v1/reset", {}); track.length = 0; });

// ---- clients
const calls = new Map();  // client id to its last calls
const table = (heads, rows) => el("table", {}, el("thead", {}, el("tr", {}, ...heads.map((h) => el("th", {scope: "col"}, h)))),
  el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((cell) => el("td", {}, cell))))));
const pairs = (entries) => entries.map(([k, v]) => `${k}=${JSON.stringify(v)}`).join(" ");
function clientDetails(client) {
  const parts = [];
  const part = (title, heads, rows) => {
    if (rows.length) parts.push(el("h3", {}, title), el("div", {class: "scroll"}, table(heads, rows)));
  };
  part("definitions", ["id", "data"], client.definitions.map((d) => [String(d.id),
    d.data.map((x) => x.name + (x.unit ? ` (${x.unit})` : "")).join(", ")]));
  part("requests", ["id", "definition", "object", "period", "sent"], client.requests.map((r) => [String(r.id), String(r.definition_id),
    String(r.object_id), r.period + (r.changed ? ", changed" : "") + (r.tagged ? ", tagged" : ""), String(r.messages_sent)]));
  part("system events", ["id", "event"], client.subscriptions.map((s) => [String(s.event_id), s.system_event + (s.on ? "" : " (off)")]));
  part("client events", ["id", "event", "groups"], client.events.map((e) => [String(e.event_id), e.name, e.groups.join(", ")]));
  part("groups", ["id", "priority"], client.groups.map((g) => [String(g.id), String(g.priority)]));
  part("exceptions", ["code", "send id", "call"], client.exceptions.slice(-5).map((e) => [String(e.exception), String(e.send_id),
    `${e.message}, index ${e.index === 4294967295 ? "–" : e.index}`]));
  const last = (calls.get(client.id) || []).slice(-8).reverse();
  if (last.length) {
    parts.push(el("h3", {}, "last calls"), el("ul", {class: "calls"}, ...last.map((c) => el("li", {}, `${c.message} `,
      el("span", {class: "dim"}, `send id ${c.send_id}`), c.exception ? el("span", {class: "tag warn exceptions"}, `exception ${c.exception.exception}`) : "",
      el("code", {class: "dim"}, pairs(Object.entries(c.fields)).slice(0, 200))))));
  }
  return parts;
}
const openClients = new Set(), SHOWN = 50;
let known = "";
function clientRow(client) {
  const details = el("details", {open: openClients.has(client.id)},
    el("summary", {"data-key": `client ${client.id}`}, el("strong", {}, client.name || "(not open)"), ` #${client.id} `,
      el("span", {class: "dim"}, `${client.remote} · protocol ${client.protocol} · ${client.messages_received} in, ${client.messages_sent} out`),
      client.exceptions.length ? el("span", {class: "tag warn exceptions"}, client.exceptions.length === 1 ? "1 exception" : `${client.exceptions.length} exceptions`) : ""),
    ...clientDetails(client));
  details.ontoggle = () => openClients[details.open ? "add" : "delete"](client.id);
  return details;
}
async function showClients() {
  const all = (await ask("GET", "/v1/clients")).clients, clients = all.slice(0, SHOWN);
  for (const client of clients) {
    if (!calls.has(client.id)) calls.set(client.id, (await ask("GET", `/v1/clients/${client.id}/calls?limit=8`)).calls);
  }
  show($("clients"), ...(clients.length ? clients.map(clientRow) : [el("p", {class: "dim"}, "nobody is connected")]),
    ...(all.length > SHOWN ? [el("p", {class: "dim"}, `and ${all.length - SHOWN} more`)] : []));
  const names = JSON.stringify(clients.map((client) => [client.id, client.name]));
  if (names === known) return;
  known = names;
  const chosen = $("victim").value;
  $("victim").replaceChildren(el("option", {value: ""}, "all clients"),
    ...clients.map((client) => el("option", {value: client.id}, `${client.name || "client"} #${client.id}`)));
  $("victim").value = [...$("victim").options].some((option) => option.value === chosen) ? chosen : "";
}

// ---- faults. Of their parameters those are shown that somebody chose.
const USUAL = {after: "0s", probability: 1, every: 1, limit: 0};
const HIDDEN = ["id", "kind", "client", "duration", "hits", "age_seconds", "in_force", "matches", "clients"];
function faultRow(fault) {
  const said = Object.entries(fault).filter(([key, value]) => !HIDDEN.includes(key) && USUAL[key] !== value);
  return [el("span", {}, el("strong", {}, fault.kind), fault.in_force ? "" : el("span", {class: "tag exceptions"}, "not in force"), " ",
    el("code", {class: "dim"}, pairs(said))),
  fault.client || "all", fault.duration || "ever", String(fault.hits),
  el("button", {type: "button", "data-key": `fault ${fault.id}`, "aria-label": `Remove ${fault.kind}`,
    onclick: () => act(async () => { await ask("DELETE", `/v1/faults/${fault.id}`); await showFaults(); })}, "Remove")];
}
async function showFaults() {
  const {faults} = await ask("GET", "/v1/faults");
  show($("faults"), faults.length ? table(["fault", "of", "lasts", "hits", ""], faults.map(faultRow))
    : el("p", {class: "dim"}, "nothing is wrong"));
}
// What the example of a kind says is there to begin with: a click injects it.
function propose() {
  const {kind, client, duration, ...rest} = JSON.parse($("kind").selectedOptions[0].dataset.example);
  $("lasts").value = duration || "";
  $("more").value = Object.keys(rest).length ? JSON.stringify(rest) : "";
}
$("kind").value = "stall";
$("kind").onchange = propose;
propose();
function parameters() {
  if (!$("more").value.trim()) return {};
  try { return JSON.parse($("more").value); } catch (error) { throw new Error(`further parameters: ${error.message}`); }
}
$("inject").onsubmit = (event) => {
  event.preventDefault();
  act(async () => {
    const fault = {...parameters(), kind: $("kind").value};
    if ($("victim").value) fault.client = $("victim").value;
    if ($("lasts").value.trim()) fault.duration = $("lasts").value.trim();
    await ask("POST", "/v1/faults", fault);
    await showFaults();
  });
};
$("heal").onclick = () => act(async () => { await ask("DELETE", "/v1/faults"); await showFaults(); });

// ---- what happens
function log(kind, text) {
  const at = state ? `${state.time.running_seconds.toFixed(1)} s` : "";
  $("log").prepend(el("li", {}, el("span", {class: "dim num"}, `${at} `), el("strong", {}, kind), " ", text));
  while ($("log").children.length > 200) $("log").lastChild.remove();
}
// Lists are asked for again when something changed, at most so often.
function soon(work) {
  let timer = null;
  return () => { timer ??= setTimeout(() => { timer = null; work().catch(() => {}); }, 300); };
}
const clientsSoon = soon(showClients), faultsSoon = soon(showFaults);
const link = (text, kind) => { $("link").textContent = text; $("link").className = `tag ${kind}`; };
function listen() {
  const stream = new EventSource("/v1/stream?state_hz=8");
  stream.onopen = () => { link("live", "good"); clientsSoon(); faultsSoon(); };
  stream.onerror = () => link("no connection", "bad");
  stream.addEventListener("state", (event) => {
    state = JSON.parse(event.data);
    showTime();
    showInstruments(state);
    remember(state);
    drawMap(state);
  });
  stream.addEventListener("client", (event) => {
    const client = JSON.parse(event.data);
    if (client.state === "gone") calls.delete(client.client);
    log("client", `${client.name || "#" + client.client} ${client.state} (${client.remote})`);
    clientsSoon();
  });
  stream.addEventListener("call", (event) => {
    const call = JSON.parse(event.data);
    if (calls.has(call.client)) calls.set(call.client, [...calls.get(call.client), call].slice(-8));
    log("call", `${call.client_name || "#" + call.client}: ${call.message}`);
    clientsSoon();
  });
  stream.addEventListener("fault", (event) => {
    const fault = JSON.parse(event.data);
    log("fault", `${fault.change} ${fault.answer && fault.answer.kind ? fault.answer.kind : ""}`);
    faultsSoon();
  });
  stream.addEventListener("system", (event) => {
    const {event: name, data, text} = JSON.parse(event.data);
    log("system event", `${name} ${text || data}`);
  });
  stream.addEventListener("lost", (event) => log("lost", `${JSON.parse(event.data).events} events`));
}
async function begin() {
  stepped = (await ask("GET", "/v1/time")).stepped;
  $("stepping").hidden = !stepped;
  listen();
  // Counts and ends of faults move without an event.
  setInterval(() => { clientsSoon(); faultsSoon(); }, 2000);
}
begin().catch((error) => link(error.message, "bad"));
