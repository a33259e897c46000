// Goal: the live page shows what the emulator does and can inject a fault with a click, alone and by keyboard.
// Method: headless Chromium on the running program, with a client that knows nothing of us.
"use strict";

const assert = require("node:assert/strict");
const {after, before, test} = require("node:test");
const {chromium} = require("playwright-core");
const {open, Protocol, SimConnectDataType, SimConnectPeriod} = require("node-simconnect");
const {startEmulator} = require("./emulator.js");

// Runs in the page: keeps the colours that canvases are painted with. Single pixels would depend on where lines fall.
function listenToCanvas() {
  const painter = CanvasRenderingContext2D.prototype, {stroke, fill} = painter;
  window.inks = new Set();
  painter.stroke = function (...path) { window.inks.add(`stroke ${this.strokeStyle}`); return stroke.apply(this, path); };
  painter.fill = function (...path) { window.inks.add(`fill ${this.fillStyle}`); return fill.apply(this, path); };
}

let browser, emulator, handle, page;
const problems = [];

before(async () => {
  emulator = await startEmulator();
  ({handle} = await open("Moving map", Protocol.SunRise, {remote: emulator.simconnect}));
  handle.addToDataDefinition(3, "PLANE ALTITUDE", "feet", SimConnectDataType.FLOAT64);
  handle.requestDataOnSimObject(9, 3, 0, SimConnectPeriod.SECOND);
  browser = await chromium.launch({
    executablePath: process.env.CHECKRIDE_CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync",
      "--disable-component-update", "--no-first-run"],
  });
  page = await browser.newPage({viewport: {width: 1280, height: 900}});
  await page.addInitScript(listenToCanvas);
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    // The browser's own line for an answer of 400, which a test below provokes.
    if (message.type() === "error" && !message.text().includes("400 (Bad Request)")) problems.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(emulator.control + "/") && !request.url().endsWith("favicon.ico")) problems.push(request.url());
  });
  await page.goto(emulator.control + "/");
  await page.waitForSelector("#link.good");
});

after(async () => {
  await browser?.close();
  handle?.close();
  assert.deepEqual(await emulator.stop(), {code: 0, signal: null});
});

const ask = async (path) => (await fetch(emulator.control + path)).json();
const set = (path, method, body) => fetch(emulator.control + path,
  {method, headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});

test("shows instruments that follow the aircraft", async () => {
  await page.waitForFunction(() => document.getElementById("v-alt").textContent === "437 ft");
  await set("/v1/variables/INDICATED%20ALTITUDE", "PUT", {value: 12345});
  await page.waitForFunction(() => document.getElementById("v-alt").textContent === "12,345 ft");
  await set("/v1/variables/INDICATED%20ALTITUDE", "DELETE");
  await set("/v1/variables/PLANE%20BANK%20DEGREES", "PUT", {value: -30, unit: "degrees"});  // right wing down
  await page.waitForFunction(() => document.getElementById("horizon").getAttribute("transform").startsWith("rotate(-30.00 "));
  await set("/v1/variables/PLANE%20BANK%20DEGREES", "DELETE");
});

test("shows the client, its definitions, requests and calls", async () => {
  await page.locator("#clients summary").first().click();
  const text = await page.locator("#clients").innerText();
  assert.match(text, /Moving map/);
  assert.match(text, /PLANE ALTITUDE \(feet\)/);
  assert.match(text, /RequestDataOnSimObject/);
});

test("pauses, resumes and sets the rate", async () => {
  await page.click("#pause");
  await page.waitForFunction(() => document.getElementById("pause").textContent === "Resume");
  assert.equal((await ask("/v1/time")).paused, true);
  await page.click("#pause");
  await page.waitForFunction(() => document.getElementById("pause").textContent === "Pause");
  await page.selectOption("#rate", "4");
  await page.waitForFunction(() => document.activeElement.blur() ?? document.getElementById("rate").value === "4");
  assert.equal((await ask("/v1/time")).rate, 4);
  assert.equal(await page.isVisible("#step"), false, "time goes by itself here");
});

test("shows the instruments of an airliner on scales that fit", async () => {
  await set("/v1/flight", "POST", {yaml: "name: high\naircraft: A320\nstart: {latitude_deg: 47, longitude_deg: -122, " +
    "altitude_ft: 30000, heading_deg: 90}\nphases: [{phase: cruise, speed_kt: 280}]\n"});
  await page.waitForFunction(() => document.getElementById("l-rpm").textContent === "engine N1");
  const scale = (id) => page.evaluate((dial) => [...document.querySelectorAll(`#f-${dial} text`)].map((one) => one.textContent), id);
  assert.equal((await scale("asi")).at(-1), "400");
  assert.equal((await scale("gs")).at(-1), "800");
  assert.equal((await scale("rpm")).at(-1), "110");
  assert.match(await page.innerText("#gauges"), /gear up .* Mach 0\.\d\d/);
  await set("/v1/reset", "POST", {});
  await page.waitForFunction(() => document.getElementById("l-rpm").textContent === "engine" &&
    [...document.querySelectorAll("#f-asi text")].at(-1).textContent === "200");
});

test("ends the flight and starts it again with clicks", async () => {
  await page.click("#fly");
  await page.waitForFunction(() => document.getElementById("fly").textContent === "Start flight");
  assert.equal(await page.innerText("#stage"), "in the main menu");
  assert.equal((await ask("/v1/flight")).stage, "menu");
  await page.click("#fly");
  await page.waitForFunction(() => document.getElementById("fly").textContent === "End flight");
  assert.equal(await page.isVisible("#stage"), false);
});

test("injects a fault by keyboard and removes it with a click", async () => {
  await page.focus("#kind");
  await page.keyboard.type("stall");
  for (let n = 0; n < 2; ++n) await page.keyboard.press("Tab");
  await page.keyboard.type("10m");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#faults table");
  const {faults} = await ask("/v1/faults");
  assert.deepEqual(faults.map((fault) => [fault.kind, fault.duration]), [["stall", "10m"]]);
  await page.click("#faults button");
  await page.waitForSelector("#faults p");
  assert.deepEqual((await ask("/v1/faults")).faults, []);
});

test("a click injects what the example of a fault says", async () => {
  for (const kind of ["value_wrong", "exception_reply", "latency", "gilbert_elliott", "clock_jump"]) {
    if (!await page.evaluate((word) => [...document.getElementById("kind").options].some((one) => one.value === word), kind)) continue;
    await page.selectOption("#kind", kind);
    // The answer, not the list: a fault of an instant may be over before the list is drawn again.
    const posted = (answer) => answer.request().method() === "POST" && answer.url().endsWith("/v1/faults");
    const [answer] = await Promise.all([page.waitForResponse(posted), page.click("#inject button[type=submit]")]);
    assert.ok(answer.ok(), `${kind}: ${await answer.text()}`);
    assert.equal(await page.innerText("#said"), "", kind);
  }
  assert.ok((await ask("/v1/faults")).faults.length >= 3);
  await page.waitForSelector("#faults button");
  await page.focus("#faults button");
  const keyed = () => page.evaluate(() => document.activeElement.dataset.key);
  const before = await keyed();
  await page.evaluate(() => showFaults());  // as it is every two seconds
  assert.equal(await keyed(), before, "who is at a button stays there");
  await page.click("#heal");
  await page.waitForSelector("#faults p");
});

test("says what is wrong with a fault that cannot be", async () => {
  await page.fill("#lasts", "soon");
  await page.click("#inject button[type=submit]");
  await page.waitForFunction(() => document.getElementById("said").textContent.includes("duration"));
  await page.fill("#lasts", "");
});

test("draws the track of a flight", async () => {
  await set("/v1/flight", "POST", {yaml: "name: hop\naircraft: C172\nstart: {latitude_deg: 47, longitude_deg: -122, " +
    "altitude_ft: 3000, heading_deg: 90, fuel_gal: 30}\nphases: [{phase: cruise, speed_kt: 100}]\n"});
  await page.waitForFunction(() => track.length > 5);
  const inks = () => page.evaluate(() => [...window.inks]);
  assert.ok((await inks()).includes("fill #a85a00"), "the aircraft");
  assert.ok((await inks()).includes("stroke #0b63b0"), "its track");
});

test("fits a narrow screen", async () => {
  await page.setViewportSize({width: 400, height: 800});
  const [width, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(width <= shown, `${width} px of ${shown}`);
  await set("/v1/faults", "POST", {kind: "value_wrong", variable: "PLANE ALTITUDE", bias: 100, client: "Moving map", duration: "600s"});
  await page.waitForSelector("#faults button");
  const [whole, seen] = await page.evaluate(() => ["scrollWidth", "clientWidth"].map((of) => document.getElementById("faults")[of]));
  assert.ok(whole <= seen, `of ${whole} px of the faults, the way to remove one among them, ${seen} are seen`);
  await set("/v1/faults", "DELETE");
  await page.waitForSelector("#faults p");
  await set("/v1/faults", "POST", {kind: "value_wrong", variable: "PLANE ALTITUDE", bias: 100});
  await page.waitForSelector("#faults button");
  const lines = await page.evaluate(() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector("#faults td:nth-child(2)"));
    return range.getClientRects().length;
  });
  assert.equal(lines, 1, "the word all is not broken in two");
  await set("/v1/faults", "DELETE");
  await page.waitForSelector("#faults p");
  await page.setViewportSize({width: 1280, height: 900});
});

test("a client's name of 200 letters without a space widens nothing", async () => {
  await page.setViewportSize({width: 400, height: 800});
  const long = await open("x".repeat(200), Protocol.SunRise, {remote: emulator.simconnect});
  await page.waitForFunction(() => document.getElementById("clients").innerText.includes("x".repeat(200)));
  const [width, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(width <= shown, `${width} px of ${shown}`);
  long.handle.close();
  await page.waitForFunction(() => !document.getElementById("clients").innerText.includes("xxx"));
  await page.setViewportSize({width: 1280, height: 900});
});

test("is dark where that is wanted, and every control has a name", async () => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.emulateMedia({colorScheme: "dark"});
  assert.notEqual(await ground(), light);
  await page.emulateMedia({colorScheme: "light"});
  const nameless = await page.evaluate(() => [...document.querySelectorAll("button, input, select")]
    .filter((one) => !one.textContent.trim() && !one.labels?.length && !one.getAttribute("aria-label")).map((one) => one.outerHTML));
  assert.deepEqual(nameless, []);
});

test("asked nothing of elsewhere, and nothing went wrong", () => { assert.deepEqual(problems, []); });
