// Goal: the JSON Schema that checkride-monitor prints is one, accepts the configurations there are and refuses wrong ones.
// Method: ajv, which knows nothing of us, compiles it in strict mode and judges files that js-yaml has read.
"use strict";

const assert = require("node:assert/strict");
const {execFileSync} = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const {test} = require("node:test");
const Ajv = require("ajv/dist/2020");
const yaml = require("js-yaml");

const root = path.join(__dirname, "..", "..");
const program = path.join(process.env.CHECKRIDE_BIN, "checkride-monitor");
const printed = (command) => execFileSync(program, [command], {encoding: "utf8"});
const ajv = new Ajv({strict: true, allowUnionTypes: true, allErrors: true});
const validate = ajv.compile(JSON.parse(printed("print-schema")));

function accepts(document) {
  assert.ok(validate(document), ajv.errorsText(validate.errors));
}

test("the configurations of the guide and of the scenarios are accepted", () => {
  for (const file of ["tests/data/guides/config.yaml", "scenarios/configs/guide.yaml"]) {
    accepts(yaml.load(fs.readFileSync(path.join(root, file), "utf8")));
  }
});

test("the sample is accepted, as it is and with what is switched off in it", () => {
  const sample = printed("sample-config");
  accepts(yaml.load(sample));
  // A "#" with a space begins an explanation; one without switches a line off.
  const whole = sample.split("\n").map((line) => line.replace(/^#(?! )/, "").replace(/^( *)#(?! )/, "$1")).join("\n");
  const document = yaml.load(whole.split("\n").map((line) => line.replace(/^#(?=  )/, "")).join("\n"));
  accepts(document);
  assert.ok(document.simulators.length === 1 && document.alert_manager.rules.length === 1, whole);
});

test("JSON and secrets in files are accepted", () => {
  accepts({app: {name: "x"}, security: {api_key_file: "/run/secrets/api_key"}, monitoring: {health_check_port: "${PORT}"}});
});

test("what the monitor refuses is refused", () => {
  const base = {app: {name: "x"}};
  const wrong = [
    {}, {app: {}}, {...base, loging: {}}, {...base, logging: {level: "loud"}}, {...base, logging: {levle: "info"}},
    {...base, monitoring: {health_check_port: 65536}}, {...base, monitoring: {health_check_port: "many"}},
    {...base, monitoring: {check_interval: 30}}, {...base, monitoring: {check_interval: "30"}},
    {...base, metrics_exporter: {enabled: "yes"}}, {...base, simulators: {}}, {...base, simulators: [{name: "a"}]},
    {...base, alert_manager: {smtp: {server: "m", from: "a@b.c", to: "d@e.f"}}},
  ];
  for (const document of wrong) assert.ok(!validate(document), JSON.stringify(document));
});
