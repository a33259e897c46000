// Goal: the JSON Schema that `checkride schema` prints is one, accepts every scenario there is and refuses wrong ones.
// Method: ajv, which knows nothing of us, compiles it in strict mode and judges files that js-yaml has read by YAML 1.2.
"use strict";

const assert = require("node:assert/strict");
const {execFileSync} = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const {test} = require("node:test");
const Ajv = require("ajv/dist/2020");
const yaml = require("js-yaml");

const root = path.join(__dirname, "..", "..");
const program = path.join(process.env.CHECKRIDE_BIN, "checkride");
// A condition ("if") asks for a key that it does not describe.
const ajv = new Ajv({strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true});
const validate = ajv.compile(JSON.parse(execFileSync(program, ["schema"], {encoding: "utf8"})));

// Every scenario and fragment below these folders. The configurations of monitors are not for us; one is broken on purpose.
function files(folder) {
  return fs.readdirSync(path.join(root, folder), {withFileTypes: true}).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return ["broken", "configs"].includes(entry.name) ? [] : files(name);
    if (!/\.ya?ml$/.test(entry.name)) return [];
    const document = yaml.load(fs.readFileSync(path.join(root, name), "utf8"), {schema: yaml.CORE_SCHEMA});
    return document && (document.scenario || document.fragment) ? [{name, document}] : [];
  });
}

test("every scenario is accepted", () => {
  const found = [...files("scenarios"), ...files("tests/scenarios")];
  assert.ok(found.length > 30, `${found.length} scenarios`);
  for (const {name, document} of found) {
    assert.ok(validate(document), `${name}: ${ajv.errorsText(validate.errors)}`);
  }
});

const base = {
  scenario: "a",
  simulators: {sim: {}},
  timeline: [{start: "sim"}, {expect: {http: {of: "sim", get: "/v1/state", status: 200}}, within: "5s"}],
};
const step = (one) => ({...base, timeline: [one]});
const check = (one) => step({expect: one});

test("parameters may stand for anything", () => {
  const many = {
    ...base, params: {late: "5s", members: ["sim"]}, rigs: "$rigs", time_limit: "$late", simulators: "$simulators",
    timeline: ["$first", {start: "$members"}, {expect: "$check", within: "$late"}, {wait: "${late}"}],
  };
  assert.ok(validate(many), ajv.errorsText(validate.errors));
});

test("fragments are judged as fragments", () => {
  assert.ok(validate({fragment: "f", needs: ["flight"], simulators: {sim: {flight: "$flight"}}}),
            ajv.errorsText(validate.errors));
  assert.ok(!validate({fragment: "f", timeline: base.timeline}));
  assert.ok(!validate({...base, needs: ["flight"]}));
});

test("a matcher of a quantity takes its unit", () => {
  const altitude = (value) => check({variable: {of: "sim", name: "PLANE ALTITUDE", value}});
  for (const value of ["80 feet", 80, {less_than: "80 feet"}, {approx: "300 m", within: "2 %"}, {at_least: 80}]) {
    assert.ok(validate(altitude(value)), ajv.errorsText(validate.errors));
  }
});

test("what the reader refuses for its form is refused", () => {
  assert.ok(validate(base), ajv.errorsText(validate.errors));
  const wrong = [
    {}, {timeline: base.timeline}, {...base, timelin: []}, {...base, rigs: ["cloud"]}, {...base, time_limit: "5"},
    {...base, time_limit: 5}, {...base, tags: "smoke"}, {...base, simulators: {sim: {profile: "msfs2030"}}},
    {...base, simulators: {sim: {frame_rate_hz: 0}}}, {...base, simulators: [{name: "sim"}]},
    step({}), step({start: "sim", stop: "sim"}), step({at: "1s", after: "2s", start: "sim"}),
    step({start: "sim", within: "5s"}), step({wait: "soon"}), step({sleep: "5s"}), step({repeat: {steps: []}}),
    check({}), check({htp: {}}), check({http: {get: "/"}}), check({http: {of: "sim", get: "/", stats: 200}}),
    check({alert: {of: "m", rule: "R", state: "burning"}}), check({gap: {of: "m", simulator: "sim"}}),
    {...base, always: [{}]}, {...base, always: [{log: {of: "sim"}, within: "5s"}]}, {...base, slo: [{every: "1s"}]},
  ];
  for (const document of wrong) assert.ok(!validate(document), JSON.stringify(document));
});
