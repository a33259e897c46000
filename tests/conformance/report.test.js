// Goal: the report works in a browser as a person would use it. Method: headless Chromium on the sample record.
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

before(async () => {
  fs.writeFileSync(path.join(folder, "index.html"), execFileSync(renderer));
  browser = await chromium.launch({
    executablePath: process.env.CHECKRIDE_CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync",
      "--disable-component-update", "--no-first-run"],
  });
  page = await browser.newPage({viewport: {width: 1280, height: 900}});
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

test("filters the events as one types", async () => {
  const rows = page.locator("#low-altitude table.events tbody tr");
  assert.equal(await rows.count(), 5);
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

test("a narrow window does not scroll sideways", async () => {
  await page.setViewportSize({width: 420, height: 800});
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wide, 0);
});
