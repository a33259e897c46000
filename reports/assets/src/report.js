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
  passed: {color: "--good", shape: "M-5,0 L-1,5 L6,-5", text: "expectation met", open: true},
  failed: {color: "--bad", shape: "M-5,-5 L5,5 M-5,5 L5,-5", text: "expectation missed", open: true},
  skipped: {color: "--idle", shape: "M-6,0 H6", text: "expectation not reached", open: true},
};
const SIGNS = {passed: "✓", failed: "✗", skipped: "–"};

function drawMark(mark) {
  const color = `var(${mark.color})`;
  return element("path", {d: mark.shape, style: `stroke: ${color}; fill: ${mark.open ? "none" : color}`,
    "stroke-width": mark.open ? 2.5 : 1});
}

// An expectation is marked by its verdict, everything else by what it is.
function markOf(event) {
  return event.kind === "expectation" ? (event.fields || {}).verdict || "skipped" : event.kind;
}

// Actions and expectations come from the harness at the same moments: a lane for each keeps both readable.
const EXPECTATIONS = "expectations";
const laneOf = (event) => (event.kind === "expectation" ? EXPECTATIONS : event.host);

function timeline(scenario, events) {
  const left = 190, right = 20, lane = 28, top = 26, width = 1120;
  const end = Math.max(scenario.virtual_seconds, ...events.map((e) => e.at), 1e-3);
  const x = (t) => left + (width - left - right) * Math.min(t / end, 1);
  const bands = alertBands(events, end);
  const rules = [...new Set(bands.map((b) => b.rule))];
  const lanes = scenario.hosts.map((h) => h.name);
  if (events.some((e) => e.kind === "expectation")) lanes.push(EXPECTATIONS);
  const rows = [...lanes, ...rules];
  const height = top + lane * rows.length + 8;
  const y = (name) => top + lane * (rows.indexOf(name) + 0.5);
  const svg = element("svg", {class: "timeline", viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": "Timeline of " + scenario.name});
  for (const t of ticks(end)) {
    svg.append(element("line", {x1: x(t), x2: x(t), y1: top - 6, y2: height, style: "stroke: var(--line)"}),
      element("text", {x: x(t), y: 14, "text-anchor": "middle", class: "soft"}, t + " s"));
  }
  for (const fault of scenario.faults) {
    const to = fault.to_seconds === null ? end : fault.to_seconds;
    svg.append(element("rect", {x: x(fault.from_seconds), width: Math.max(x(to) - x(fault.from_seconds), 2),
      y: top - 4, height: height - top, style: "fill: var(--fault)", opacity: 0.18},
    element("title", {}, `${fault.text} (${fault.target}), ${seconds(fault.from_seconds)} to ${seconds(to)}`)));
  }
  for (const name of rows) {
    const label = name.length > 28 ? name.slice(0, 27) + "…" : name;
    svg.append(element("text", {x: 10, y: y(name) + 4}, label, element("title", {}, name)),
      element("line", {x1: left, x2: width - right, y1: y(name), y2: y(name), style: "stroke: var(--line)"}));
  }
  for (const band of bands) {
    svg.append(element("rect", {x: x(band.from), width: Math.max(x(band.to) - x(band.from), 2), y: y(band.rule) - 8,
      height: 16, rx: 3, style: "fill: var(--alert)", opacity: band.state === "firing" ? 0.9 : 0.35},
    element("title", {}, `${band.rule}: ${band.state} from ${seconds(band.from)} to ${seconds(band.to)}`)));
  }
  for (const event of events) {
    const mark = MARKS[markOf(event)];
    if (!mark || !lanes.includes(laneOf(event))) continue;
    const drawn = drawMark(mark);
    drawn.setAttribute("class", "mark " + markOf(event));
    drawn.setAttribute("transform", `translate(${x(event.at)},${y(laneOf(event))})`);
    drawn.append(element("title", {}, `${seconds(event.at)}  ${event.kind}: ${event.text}`));
    svg.append(drawn);
  }
  return svg;
}

function legend(scenario, events) {
  const box = element("div", {class: "legend"});
  const entry = (shape, text) => {
    box.append(element("span", {}, element("svg", {viewBox: "-8 -8 16 16", "aria-hidden": "true"}, shape), text));
  };
  const bar = (color) => element("rect", {x: -7, y: -6, width: 14, height: 12, rx: 2, style: `fill: var(${color})`});
  for (const [kind, mark] of Object.entries(MARKS)) {
    if (events.some((e) => markOf(e) === kind)) entry(drawMark(mark), mark.text);
  }
  if (scenario.faults.length) entry(bar("--fault"), "fault active");
  if (events.some((e) => e.kind === "alert")) entry(bar("--alert"), "alert pending (pale), firing (strong)");
  return box;
}

// ---- plots: one per variable that the samples carry, and those of traffic
const FONT = "12px system-ui, \"DejaVu Sans\", sans-serif";

// [{rule, threshold}] of the rules that watch this variable. An alert does not name its variable, so it is told by its
// values: each must agree with the sample after it.
function thresholds(events, points, name) {
  const values = points.map((e) => e.numbers[name]);
  const near = 0.02 * Math.max(...values.map(Math.abs));
  const rules = new Map();
  for (const event of events) {
    const {threshold, value} = event.kind === "alert" && event.numbers ? event.numbers : {};
    if (threshold === undefined || value === undefined) continue;
    const sample = points.find((e) => e.at >= event.at) || points.at(-1);
    const known = rules.get(event.fields.rule);
    const agrees = Math.abs(sample.numbers[name] - value) <= near;
    rules.set(event.fields.rule, {rule: event.fields.rule, threshold, agrees: agrees && (!known || known.agrees)});
  }
  return [...rules.values()].filter((r) => r.agrees);
}

// The span of the vertical axis: everything drawn, some air, and never so little that a level flight looks like noise.
function span(values) {
  const low = Math.min(...values), high = Math.max(...values);
  const least = Math.max(0.05 * Math.max(Math.abs(low), Math.abs(high)), 1e-6);
  const air = Math.max(0.08 * (high - low), (least - (high - low)) / 2);
  return [low - air, high + air];
}

// As wide as its longest label.
function axisSize(plot, labels, axis, cycle) {
  if (cycle > 1) return plot.axes[axis]._size;  // uPlot asks until it is content: the second answer stands
  plot.ctx.font = plot.axes[axis].font[0];
  const widths = (labels || []).map((label) => plot.ctx.measureText(label).width / devicePixelRatio);
  return Math.ceil(plot.axes[axis].ticks.size + plot.axes[axis].gap + Math.max(0, ...widths)) + 4;
}

// Text beside the left edge `from`, moved to the left if it would leave the plot.
function drawText(plot, text, from, top, color) {
  const {ctx, bbox} = plot;
  ctx.save();
  ctx.font = FONT.replace("12px", `${12 * devicePixelRatio}px`);
  ctx.textAlign = "left";
  const right = bbox.left + bbox.width - ctx.measureText(text).width - 6 * devicePixelRatio;
  const left = Math.max(bbox.left, Math.min(from + 6 * devicePixelRatio, right));
  // The halo keeps it readable on grid and curve.
  ctx.strokeStyle = css("--paper");
  ctx.lineJoin = "round";
  ctx.lineWidth = 4 * devicePixelRatio;
  ctx.strokeText(text, left, top);
  ctx.fillStyle = color;
  ctx.fillText(text, left, top);
  ctx.restore();
}

function drawBands(plot, bands) {
  for (const band of bands) {
    const from = plot.valToPos(band.from, "x", true), to = plot.valToPos(band.to, "x", true);
    plot.ctx.fillStyle = css("--alert") + "33";
    plot.ctx.fillRect(from, plot.bbox.top, Math.max(to - from, 2), plot.bbox.height);
  }
}

function drawBandNames(plot, bands) {
  const rules = [...new Set(bands.map((b) => b.rule))];
  for (const band of bands) {
    const top = plot.bbox.top + 16 * (rules.indexOf(band.rule) + 1) * devicePixelRatio;
    drawText(plot, "firing: " + band.rule, plot.valToPos(band.from, "x", true), top, css("--alert"));
  }
}

function drawThresholds(plot, lines) {
  const {ctx, bbox} = plot;
  for (const {rule, threshold} of lines) {
    const y = plot.valToPos(threshold, "y", true);
    ctx.save();
    ctx.strokeStyle = css("--alert");
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash([6 * devicePixelRatio, 5 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.restore();
    drawText(plot, `${rule}: ${threshold.toLocaleString("en")}`, bbox.left, y - 6 * devicePixelRatio, css("--alert"));
  }
}

// [times, values] for uPlot. Where samples failed to come the curve is broken: a line across would be invented.
function curve(points, name) {
  const steps = points.slice(1).map((e, i) => e.at - points[i].at).sort((a, b) => a - b);
  const gap = 2.5 * (steps[Math.floor(steps.length / 2)] || Infinity);
  const times = [], values = [];
  for (const event of points) {
    if (times.length && event.at - times.at(-1) > gap) {
      times.push((times.at(-1) + event.at) / 2);
      values.push(null);
    }
    times.push(event.at);
    values.push(event.numbers[name]);
  }
  return [times, values];
}

// "ft" of "altitude 2500 ft".
function unitOf(event) {
  const words = event.text.split(" ");
  return words.length === 3 ? ` (${words[2]})` : "";
}

// What is plotted: the variables of the samples, and of each traffic what it sent in a second and how long that took.
function plotted(events) {
  const samples = events.filter((e) => e.kind === "sample" && e.numbers);
  const names = [...new Set(samples.flatMap((e) => Object.keys(e.numbers)))].slice(0, 6);
  const all = names.map((name) => {
    const points = samples.filter((e) => name in e.numbers);
    return {name, title: name + unitOf(points[0]), points, lines: thresholds(events, points, name)};
  });
  const traffic = events.filter((e) => e.kind === "traffic" && e.numbers);
  for (const id of [...new Set(traffic.map((e) => e.fields.traffic))].slice(0, 3)) {
    for (const [name, words] of [["sent", "sent in a second"], ["p99_ms", "p99 of the latency (ms)"]]) {
      const points = traffic.filter((e) => e.fields.traffic === id && name in e.numbers);
      if (points.length) all.push({name, title: `traffic ${id}: ${words}`, points, lines: []});
    }
  }
  return all;
}

function plots(scenario, events, host) {
  const end = Math.max(scenario.virtual_seconds, 1e-3);
  const bands = alertBands(events, end).filter((b) => b.state === "firing");
  for (const {name, title, points, lines} of plotted(events)) {
    const data = curve(points, name);
    const range = span([...points.map((e) => e.numbers[name]), ...lines.map((l) => l.threshold)]);
    const box = element("div", {class: "plot"});
    host.append(element("h3", {}, title), box);
    const draw = () => {
      const thin = {stroke: css("--line"), width: 1};
      const axis = {stroke: css("--soft"), grid: thin, ticks: thin, font: FONT};
      return new uPlot({
        width: box.clientWidth, height: 240,
        scales: {x: {time: false, range: [0, end]}, y: {range}},
        axes: [{...axis, values: (_, ts) => ts.map((t) => t + " s")},
          {...axis, size: axisSize, values: (_, vs) => vs.map((v) => v.toLocaleString("en"))}],
        series: [{label: "at", value: (_, v) => (v === null ? "–" : v.toFixed(2) + " s")},
          {label: name, stroke: css("--series"), width: 2, points: {show: points.length < 60},
            value: (_, v) => (v === null ? "–" : v.toLocaleString("en"))}],
        hooks: {drawClear: [(u) => drawBands(u, bands)],
          draw: [(u) => drawThresholds(u, lines), (u) => drawBandNames(u, bands)]},
      }, data, box);
    };
    let plot = draw();
    const again = () => { plot.destroy(); plot = draw(); };
    // Also when its scenario is opened after the window changed.
    new ResizeObserver(() => { if (box.clientWidth && box.clientWidth !== plot.width) again(); }).observe(box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  }
}

// ---- the event table: filtered as one types, capped so that a million events stay quick
const ROWS_MAX = 400;
function what(event) {
  const details = Object.entries(event.fields || {}).map(([name, value]) => `${name}: ${value}`).join("\n");
  const sign = event.kind === "expectation" ? SIGNS[markOf(event)] + " " : "";
  const attributes = {class: markOf(event) === "failed" ? "failed" : ""};
  if (details) attributes.title = details;
  return element("td", attributes, sign + event.text);
}

function eventTable(events) {
  const body = element("tbody");
  const more = element("div", {class: "more"});
  const search = element("input", {type: "search", placeholder: "Filter: alert mail sim …", size: 34,
    "aria-label": "Filter events"});
  const lines = events.map((e) =>
    `${e.host} ${e.kind} ${e.text} ${e.fields ? JSON.stringify(e.fields) : ""}`.toLowerCase());
  const fill = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = events.filter((e, i) =>
      (words.length || e.kind !== "sample") && words.every((w) => lines[i].includes(w)));
    body.replaceChildren(...found.slice(0, ROWS_MAX).map((e) => element("tr", {},
      element("td", {class: "number"}, e.at.toFixed(3)), element("td", {class: "kind"}, e.host),
      element("td", {class: "kind"}, e.kind), what(e))));
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
  place.append(element("h3", {}, "Timeline"), element("div", {class: "scroll"}, timeline(scenario, events)),
    legend(scenario, events));
  plots(scenario, events, place);
  if (events.length) place.append(element("h3", {}, "Events"), eventTable(events));
  place.dataset.ready = "yes";
}

function start() {
  const record = JSON.parse(document.getElementById("record").textContent);
  for (const details of document.querySelectorAll("details.scenario[data-index]")) {
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
