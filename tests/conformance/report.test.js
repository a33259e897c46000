// Goal: the report works in a browser as a person would use it, and says nothing better than it was.
// Method: headless Chromium on the sample record; what is drawn on a canvas is listened to as it is drawn.
"use strict";

const assert = require("node:assert/strict");
const {execFileSync} = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const {after, before, test} = require("node:test");
const {chromium} = require("playwright-core");

const renderer = process.env.CHECKRIDE_RENDERER;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "checkride-report-"));
let browser, page;
const problems = [];

// Runs in the page: keeps every text and every dashed line that is drawn, with the box it takes in the canvas.
function listenToCanvas() {
  const painter = CanvasRenderingContext2D.prototype;
  const {fillText, stroke} = painter;
  window.drawn = [];
  painter.fillText = function (text, x, y) {
    const size = this.measureText(text), at = this.getTransform().transformPoint(new DOMPoint(x, y));
    window.drawn.push({text, canvas: this.canvas, left: at.x - size.actualBoundingBoxLeft,
      right: at.x + size.actualBoundingBoxRight, top: at.y - size.actualBoundingBoxAscent,
      bottom: at.y + size.actualBoundingBoxDescent});
    return fillText.apply(this, arguments);
  };
  painter.stroke = function () {
    if (this.getLineDash().length) window.drawn.push({dashed: this.strokeStyle, canvas: this.canvas});
    return stroke.apply(this, arguments);
  };
}

// What was drawn on the plot of a scenario, as it is now.
function drawnOn(scenario) {
  return page.evaluate((id) => {
    const canvas = document.querySelector(`#${id} .plot canvas`);
    return window.drawn.filter((d) => d.canvas === canvas)
      .map((d) => ({...d, canvas: null, width: canvas.width, height: canvas.height}));
  }, scenario);
}

// The numbers on the vertical axis: those right-aligned beside the plot, so without a unit.
const heights = (drawn) => drawn.map((d) => d.text || "").filter((text) => /^-?[\d,.]+$/.test(text))
  .map((text) => Number(text.replaceAll(",", "")));

// Runs in the page: has every open plot the width of its place?
const plotsFit = () => [...document.querySelectorAll("details[open] .plot")].every((box) =>
  box.clientWidth > 0 && Math.abs(box.querySelector("canvas").getBoundingClientRect().width - box.clientWidth) < 1);

before(async () => {
  fs.writeFileSync(path.join(folder, "index.html"), execFileSync(renderer));
  browser = await chromium.launch({
    executablePath: process.env.CHECKRIDE_CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync",
      "--disable-component-update", "--no-first-run"],
  });
  page = await browser.newPage({viewport: {width: 1280, height: 900}});
  await page.addInitScript(listenToCanvas);
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") problems.push(message.text()); });
  page.on("request", (request) => { if (!request.url().startsWith("file:")) problems.push("asked for " + request.url()); });
  await page.goto("file://" + path.join(folder, "index.html"));
  await page.waitForSelector("details[open] .live[data-ready=yes]");
});

after(async () => {
  await browser?.close();
  fs.rmSync(folder, {recursive: true});
});

test("loads alone and without a complaint", () => { assert.deepEqual(problems, []); });

test("shows verdicts, margins and the replay command", async () => {
  const text = await page.innerText("main");
  assert.match(text, /1 of 3 scenarios passed, 1 failed, 1 skipped/);
  assert.match(text, /4\.750 s to spare/);
  assert.match(text, /missed by 0\.500 s/);
  assert.match(text, /checkride run scenarios\/alerting\/low_altitude\.yaml --rig virtual --seed 7/);
});

test("a failed expectation is a cross in the colour of failure, a skipped one is neutral", async () => {
  const rows = await page.locator("#must-fail table.expectations tbody tr").evaluateAll((all) => all.map((row) => {
    const badge = row.querySelector(".verdict"), margin = row.querySelector(".margin");
    return {badge: badge.textContent, color: getComputedStyle(badge).color, margin: margin.textContent,
      marginColor: getComputedStyle(margin).color};
  }));
  const colors = await page.evaluate(() => {
    const color = (name) => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.color = `var(${name})`;
      const value = getComputedStyle(probe).color;
      probe.remove();
      return value;
    };
    return {good: color("--good"), bad: color("--bad"), idle: color("--idle"), ink: color("--ink")};
  });
  assert.deepEqual(rows, [
    {badge: "✓ passed", color: colors.good, margin: "4.750 s to spare", marginColor: colors.ink},
    {badge: "✗ failed", color: colors.bad, margin: "missed by 0.500 s", marginColor: colors.bad},
    {badge: "✗ failed", color: colors.bad, margin: "missed", marginColor: colors.bad},
    {badge: "– skipped", color: colors.idle, margin: "not reached", marginColor: colors.idle},
  ]);
  const marks = await page.locator("#must-fail svg.timeline path.mark").evaluateAll((all) => all.map((mark) =>
    ({kind: mark.getAttribute("class"), color: getComputedStyle(mark).stroke, shape: mark.getAttribute("d")})));
  const [passed, failed] = ["mark passed", "mark failed"].map((kind) => marks.find((m) => m.kind === kind));
  assert.equal(passed.color, colors.good);
  assert.equal(failed.color, colors.bad);
  assert.notEqual(failed.shape, passed.shape);
  assert.deepEqual(await page.locator("#must-fail table.events td.failed").allTextContents(), ["✗ expect-2: seen"]);
});

test("the overview shows what failed, never a margin of what went well", async () => {
  const cells = await page.locator("table.overview td.outcome").allTextContents();
  assert.deepEqual(cells, ["4.750 s to spare (expect-1, line 18)", "expect-2, line 21: 2 calls where 1 was expected",
    "the virtual rig is not in the scenario's rigs"]);
});

test("long decimals are short on the page and whole behind it", async () => {
  const seen = page.locator("#must-fail td.seen span");
  assert.equal(await seen.innerText(), "2 mails, altitude 80");
  assert.equal(await seen.getAttribute("title"), "2 mails, altitude 80.00000000003");
});

test("differences of two rigs stand on two lanes of each host and in a table", async () => {
  const section = page.locator("details.comparison");
  assert.match(await section.locator("summary").innerText(), /low-altitude: process against virtual/);
  assert.equal(await section.locator("svg.lanes line.lane").count(), 4, "two lanes for each of two hosts");
  assert.equal(await section.locator("svg.lanes circle").count(), 8, "three in both runs, one in each alone");
  assert.equal(await section.locator("svg.lanes g.timing line").count(), 1);
  const rows = await section.locator("table.differences tbody tr").allInnerTexts();
  assert.equal(rows.length, 5);
  assert.match(rows[0], /timing.*monitor.*Low Altitude is firing.*\+1\.250 s/s);
  const color = (kind) => section.locator(`svg.lanes g.${kind} circle`).first().evaluate((mark) => getComputedStyle(mark).fill);
  assert.notEqual(await color("timing"), await color("missing"));
});

test("carries the licence of uPlot beside its code", () => {
  const html = fs.readFileSync(path.join(folder, "index.html"), "utf8");
  const licence = fs.readFileSync(path.join(__dirname, "../../reports/assets/node_modules/uplot/LICENSE"), "utf8");
  assert.ok(html.includes(licence.trim()));
  assert.ok(html.indexOf(licence.trim()) < html.indexOf("var uPlot="), "it stands before the code");
});

test("draws the timeline with hosts, the alert band and the fault", async () => {
  const titles = await page.locator("#low-altitude svg.timeline title").allTextContents();
  assert.ok(titles.some((t) => /Low Altitude · sim: firing from 71\.5 s to 101\.5 s/.test(t)), titles.join("\n"));
  assert.ok(titles.some((t) => /^stall \(sim\)/.test(t)));
  assert.ok(titles.some((t) => /mail: \[FIRING\] Low Altitude/.test(t)));
});

test("plots the altitude with the alert marked", async () => {
  const canvas = page.locator("#low-altitude .plot canvas");
  assert.equal(await canvas.count(), 1);
  const painted = await canvas.evaluate((node) => {
    const {data} = node.getContext("2d").getImageData(0, 0, node.width, node.height);
    let opaque = 0;
    for (let i = 3; i < data.length; i += 4) opaque += data[i] > 0 ? 1 : 0;
    return opaque;
  });
  assert.ok(painted > 1000, `only ${painted} painted pixels`);
});

test("every label of a plot is inside its canvas", async () => {
  for (const width of [1280, 480]) {
    await page.setViewportSize({width, height: 900});
    await page.waitForFunction(plotsFit, null, {timeout: 5000});
    for (const scenario of ["low-altitude", "must-fail"]) {
      const texts = (await drawnOn(scenario)).filter((d) => d.text);
      assert.ok(texts.length > 6, `${scenario} at ${width}: only ${texts.length} texts`);
      for (const t of texts) {
        assert.ok(t.left >= 0 && t.right <= t.width && t.top >= 0 && t.bottom <= t.height,
          `${scenario} at ${width}: cut off: ${JSON.stringify(t)}`);
      }
    }
  }
  await page.setViewportSize({width: 1280, height: 900});
});

test("marks the threshold of the rule that watches the altitude, and no other", async () => {
  const drawn = await drawnOn("low-altitude");
  const texts = drawn.map((d) => d.text).filter(Boolean);
  assert.ok(texts.includes("Low Altitude: 100"), texts.join("\n"));
  assert.ok(!texts.some((t) => t.includes("High Error Rate")), texts.join("\n"));
  assert.ok(drawn.some((d) => d.dashed), "no dashed line");
  assert.ok(!(await drawnOn("must-fail")).some((d) => d.dashed), "a line for a rule nobody told of");
});

test("a level flight is drawn level", async () => {
  const axis = heights(await drawnOn("must-fail"));
  assert.ok(axis.length >= 2, "the vertical axis has no labels");
  const [low, high] = [Math.min(...axis), Math.max(...axis)];
  assert.ok(high - low >= 50, `2500 ft, drawn from ${low} to ${high}`);
});

test("where no samples came there is no curve", async () => {
  const across = await page.evaluate(() => {
    const points = [10, 11, 12, 30, 31].map((at) => ({at, numbers: {x: at}}));
    return curve(points, "x");
  });
  assert.deepEqual(across, [[10, 11, 12, 21, 30, 31], [10, 11, 12, null, 30, 31]]);
});

test("filters the events as one types", async () => {
  const rows = page.locator("#low-altitude table.events tbody tr");
  assert.equal(await rows.count(), 7);
  await page.locator("#low-altitude input[type=search]").fill("alert firing");
  assert.equal(await rows.count(), 1);
  assert.match(await rows.first().innerText(), /Low Altitude is firing/);
});

test("a closed scenario opens with the keyboard and fills itself", async () => {
  const summary = page.locator("#low-altitude > summary");
  await summary.focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#low-altitude").getAttribute("open"), null);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#low-altitude").getAttribute("open"), "");
});

test("a plot fits also when the window changed while it was closed", async () => {
  await page.locator("#low-altitude > summary").click();
  await page.setViewportSize({width: 700, height: 900});
  await page.locator("#low-altitude > summary").click();
  await page.waitForFunction(plotsFit, null, {timeout: 5000});
});

test("the line of an included file leaves the columns beside it their place", async () => {
  await page.setViewportSize({width: 1100, height: 900});
  await page.evaluate(() => {
    for (const cell of document.querySelectorAll("td.place")) cell.textContent = "scenarios/parts/guide_members.yaml:14";
  });
  const beyond = await page.evaluate(() => [...document.querySelectorAll("details[open] table.expectations")].map((table) =>
    table.getBoundingClientRect().right - table.closest("details").getBoundingClientRect().right));
  assert.ok(beyond.length > 0 && beyond.every((by) => by <= 0), `beyond the edge by ${beyond} px`);
});

test("a narrow window does not scroll sideways", async () => {
  await page.setViewportSize({width: 420, height: 800});
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wide, 0);
});
