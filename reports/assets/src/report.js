// Brings the page to life: event timeline, plots, event table, filter, copy buttons. The verdicts are plain HTML and
// need none of it.
"use strict";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const seconds = (value) => value.toFixed(value < 10 ? 2 : 1) + " s";

function element(tag, attributes, ...children) {
  const svg = ["svg", "g", "line", "rect", "circle", "path", "text", "title"].includes(tag);
  const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// ---- events: gzip blocks in base64, unpacked in the browser
async function unpack(script) {
  const bytes = Uint8Array.from(atob(script.textContent.trim()), (c) => c.charCodeAt(0));
  if (bytes.length === 0) return [];
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const text = await new Response(stream).text();
  // Written as they became known; a log is read after the moment it tells of.
  return text.split("\n").filter(Boolean).map((line) => JSON.parse(line)).sort((a, b) => a.at - b.at);
}

// ---- alert bands: [{rule, state, from, to}] out of the alert events, in order
function alertBands(events, end) {
  const open = new Map();
  const bands = [];
  for (const event of events) {
    if (event.kind !== "alert" || !event.fields) continue;
    const rule = event.fields.rule + (event.fields.simulator ? " · " + event.fields.simulator : "");
    const band = open.get(rule);
    if (band) band.to = event.at;
    open.delete(rule);
    if (event.fields.state === "pending" || event.fields.state === "firing") {
      const next = {rule, state: event.fields.state, from: event.at, to: end};
      bands.push(next);
      open.set(rule, next);
    }
  }
  return bands;
}

function ticks(end) {
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].find((s) => end / s <= 12) || end / 10;
  return Array.from({length: Math.floor(end / step) + 1}, (_, i) => i * step);
}

const MARKS = {
  action: {color: "--link", shape: "M-5,-5 L6,0 L-5,5 Z", text: "action"},
  fault: {color: "--fault", shape: "M0,-6 L6,5 L-6,5 Z", text: "fault"},
  process: {color: "--soft", shape: "M-4,-4 H4 V4 H-4 Z", text: "process"},
  mail: {color: "--message", shape: "M-6,-4 H6 V4 H-6 Z M-6,-4 L0,1 L6,-4", text: "mail"},
  webhook: {color: "--message", shape: "M0,-6 L6,0 L0,6 L-6,0 Z", text: "webhook"},
  expectation: {color: "--good", shape: "M-5,0 L-1,5 L6,-5", text: "expectation", open: true},
};

function timeline(scenario, events) {
  const left = 190, right = 20, lane = 28, top = 26, width = 1120;
  const end = Math.max(scenario.virtual_seconds, ...events.map((e) => e.at), 1e-3);
  const x = (t) => left + (width - left - right) * Math.min(t / end, 1);
  const bands = alertBands(events, end);
  const rules = [...new Set(bands.map((b) => b.rule))];
  const rows = [...scenario.hosts.map((h) => h.name), ...rules];
  const height = top + lane * rows.length + 8;
  const y = (name) => top + lane * (rows.indexOf(name) + 0.5);
  const svg = element("svg", {class: "timeline", viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": "Timeline of " + scenario.name});
  for (const t of ticks(end)) {
    svg.append(element("line", {x1: x(t), x2: x(t), y1: top - 6, y2: height, stroke: css("--line")}),
      element("text", {x: x(t), y: 14, "text-anchor": "middle", class: "soft"}, t + " s"));
  }
  for (const fault of scenario.faults) {
    const to = fault.to_seconds === null ? end : fault.to_seconds;
    svg.append(element("rect", {x: x(fault.from_seconds), width: Math.max(x(to) - x(fault.from_seconds), 2),
      y: top - 4, height: height - top, fill: css("--fault"), opacity: 0.18},
    element("title", {}, `${fault.text} (${fault.target}), ${seconds(fault.from_seconds)} to ${seconds(to)}`)));
  }
  for (const name of rows) {
    const label = name.length > 28 ? name.slice(0, 27) + "…" : name;
    svg.append(element("text", {x: 10, y: y(name) + 4}, label, element("title", {}, name)),
      element("line", {x1: left, x2: width - right, y1: y(name), y2: y(name), stroke: css("--line")}));
  }
  for (const band of bands) {
    svg.append(element("rect", {x: x(band.from), width: Math.max(x(band.to) - x(band.from), 2), y: y(band.rule) - 8,
      height: 16, rx: 3, fill: css("--alert"), opacity: band.state === "firing" ? 0.9 : 0.35},
    element("title", {}, `${band.rule}: ${band.state} from ${seconds(band.from)} to ${seconds(band.to)}`)));
  }
  for (const event of events) {
    const mark = MARKS[event.kind];
    if (!mark || !rows.includes(event.host)) continue;
    const failed = event.kind === "expectation" && event.fields && event.fields.verdict === "failed";
    const color = failed ? css("--bad") : css(mark.color);
    svg.append(element("path", {d: mark.shape, transform: `translate(${x(event.at)},${y(event.host)})`,
      fill: mark.open ? "none" : color, stroke: color, "stroke-width": mark.open ? 2.5 : 1},
    element("title", {}, `${seconds(event.at)}  ${event.kind}: ${event.text}`)));
  }
  return svg;
}

function legend(scenario, events) {
  const box = element("div", {class: "legend"});
  const entry = (color, text) => {
    const sample = element("i", {});
    sample.style.background = color;
    box.append(element("span", {}, sample, text));
  };
  for (const [kind, mark] of Object.entries(MARKS)) {
    if (events.some((e) => e.kind === kind)) entry(css(mark.color), mark.text);
  }
  if (scenario.faults.length) entry(css("--fault"), "fault active");
  if (events.some((e) => e.kind === "alert")) entry(css("--alert"), "alert pending (pale), firing (strong)");
  return box;
}

// ---- plots: one per variable that the samples carry
function plots(scenario, events, host) {
  const samples = events.filter((e) => e.kind === "sample" && e.numbers);
  const names = [...new Set(samples.flatMap((e) => Object.keys(e.numbers)))].slice(0, 6);
  const end = Math.max(scenario.virtual_seconds, 1e-3);
  const bands = alertBands(events, end).filter((b) => b.state === "firing");
  for (const name of names) {
    const points = samples.filter((e) => name in e.numbers);
    const box = element("div", {class: "plot"});
    host.append(element("h3", {}, name), box);
    const axis = {stroke: css("--soft"), grid: {stroke: css("--line")}, ticks: {stroke: css("--line")}};
    const draw = () => new uPlot({
      width: box.clientWidth, height: 230,
      scales: {x: {time: false, range: [0, end]}},
      axes: [{...axis, values: (_, ts) => ts.map((t) => t + " s")},
        {...axis, size: 70, values: (_, vs) => vs.map((v) => v.toLocaleString("en"))}],
      series: [{label: "at", value: (_, v) => (v === null ? "" : v.toFixed(2) + " s")},
        {label: name, stroke: css("--series"), width: 2, points: {show: points.length < 60}}],
      hooks: {drawClear: [(u) => {
        for (const band of bands) {
          const from = u.valToPos(band.from, "x", true), to = u.valToPos(band.to, "x", true);
          u.ctx.fillStyle = css("--alert") + "33";
          u.ctx.fillRect(from, u.bbox.top, Math.max(to - from, 2), u.bbox.height);
          u.ctx.fillStyle = css("--alert");
          u.ctx.font = `${13 * devicePixelRatio}px system-ui, "DejaVu Sans", sans-serif`;
          u.ctx.fillText("firing: " + band.rule, from + 6 * devicePixelRatio, u.bbox.top + 16 * devicePixelRatio);
        }
      }]},
    }, [points.map((e) => e.at), points.map((e) => e.numbers[name])], box);
    let plot = draw();
    addEventListener("resize", () => { plot.destroy(); plot = draw(); });
  }
}

// ---- the event table: filtered as one types, capped so that a million events stay quick
const ROWS_MAX = 400;
function eventTable(events) {
  const body = element("tbody");
  const more = element("div", {class: "more"});
  const search = element("input", {type: "search", placeholder: "Filter: alert mail sim …", size: 34,
    "aria-label": "Filter events"});
  const lines = events.map((e) => `${e.host} ${e.kind} ${e.text} ${e.fields ? JSON.stringify(e.fields) : ""}`.toLowerCase());
  const fill = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = events.filter((e, i) =>
      (words.length || e.kind !== "sample") && words.every((w) => lines[i].includes(w)));
    body.replaceChildren(...found.slice(0, ROWS_MAX).map((e) => element("tr", {},
      element("td", {class: "number"}, e.at.toFixed(3)), element("td", {class: "kind"}, e.host),
      element("td", {class: "kind"}, e.kind), element("td", {}, e.text))));
    more.textContent = found.length > ROWS_MAX
      ? `${ROWS_MAX} of ${found.length} shown: narrow the filter to see the others`
      : `${found.length} of ${events.length} events` + (words.length ? "" : " (samples are hidden until you filter)");
  };
  search.addEventListener("input", fill);
  fill();
  const head = element("tr", {}, element("th", {class: "number"}, "at (s)"), element("th", {}, "host"),
    element("th", {}, "kind"), element("th", {}, "event"));
  return element("div", {}, search, element("div", {class: "scroll"},
    element("table", {class: "events"}, element("thead", {}, head), body)), more);
}

async function show(details, scenario) {
  const place = details.querySelector(".live");
  if (place.dataset.done) return;
  place.dataset.done = "yes";
  const script = document.getElementById("events-" + details.dataset.index);
  const events = script ? await unpack(script) : [];
  place.append(element("h3", {}, "Timeline"), timeline(scenario, events), legend(scenario, events));
  plots(scenario, events, place);
  if (events.length) place.append(element("h3", {}, "Events"), eventTable(events));
  place.dataset.ready = "yes";
}

function start() {
  const record = JSON.parse(document.getElementById("record").textContent);
  for (const details of document.querySelectorAll("details.scenario")) {
    const scenario = record.scenarios[Number(details.dataset.index)];
    details.addEventListener("toggle", () => { if (details.open) show(details, scenario); });
    if (details.open) show(details, scenario);
  }
  for (const button of document.querySelectorAll("button.copy")) {
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.parentElement.querySelector("pre").textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
  }
  const jump = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", jump);
  jump();
}

start();
