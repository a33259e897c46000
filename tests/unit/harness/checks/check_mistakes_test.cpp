// Goal: what is wrong in a check is told at its place, with what to write instead. Method: a table; every mistake is
// the only one of its text.
#include <gmock/gmock.h>

#include <vector>

#include "checks/fake_sight.hpp"

namespace checkride::harness {
namespace {

using testing::HasSubstr;

struct Mistake {
  std::string_view check;
  std::string_view at;  // the piece at which it is told
  std::string_view message;
};

const std::vector<Mistake>& mistakes() {
  static const std::vector<Mistake> kTable{
      {"{http: {of: monitor, get: health, status: 200}}", "health,", "a path starts with /"},
      {"{http: {of: monitor, status: 200}}", "{of", "the key \"get\" is missing: a path, or \"request\""},
      {"{http: {of: monitor, get: /a}}", "{of", "nothing is expected of the answer"},
      {"{http: {of: monitor, get: /a, body: {}}}", "{}", "nothing is expected of it: give a text"},
      {"{http: {of: monitor, get: /a, headers: {}}}", "{}", "nothing is named here: name something"},
      {"{http: {of: monitor, get: /a, body: {json: {}}}}", "{}", "nothing is named here: name something"},
      {"{http: {of: monitor, get: /a, tls: {version: {exists: false}}}}", "{version", "this is asked by http"},
      {"{http: {of: monitor, get: /a, body: {contians: x}}}", "contians", "did you mean \"contains\"?"},
      {"{http: {of: monitor, get: /a, body: {json: {status: x}}}}", "status", "\"status\" is no JSON pointer"},
      {"{http: {of: monitor, get: /a, status: 700}}", "700", "700 is out of range, expected 100 to 599"},
      {"{http: {of: monitor, get: /a, status: {contains: 2}}}", "contains", "\"contains\" is for texts"},
      {"{http: {of: monitor, get: /a, latency: {less_than: 5}}}", "5", "a unit is missing"},
      {"{http: {of: monitor, get: /a, port: control, status: 200}}", "control", "a monitor has no control port"},
      {"{http: {of: monitor, get: /a, request: {target: /b}, status: 200}}", "{target", "there is \"get\" already"},
      {"{http: {of: sim, request: {target: /a, json: {}, body: x}, status: 200}}", "x}", "there is \"json\" already"},
      {"{alert: {of: monitor, rule: Low, state: fires}}", "fires", "expected inactive, pending, firing or resolved"},
      {"{alert: {of: monitor, rule: Low, state: firing, severity: {at_least: 2}}}", "at_least", "is for numbers"},
      {"{mail: {in: chat}}", "chat", "a smtp is needed here"},
      {"{mail: {in: mail, count: -1}}", "-1", "expected a whole number not below zero"},
      {"{mail: {in: mail, count: {less_than: 0}}}", "{less", "no value can be \"below 0\""},
      {"{mail: {in: mail, subject: {matches: '('}}}", "'('", "no regular expression"},
      {"{webhook: {in: chat, headers: [a]}}", "[a]", "expected a map"},
      {"{log: {of: monitor, in_order: [{event: a}]}}", "[", "at least two lines"},
      {"{log: {of: monitor, event: b, in_order: [{event: a}, {event: b}]}}", "b", "each line there"},
      {"{log: {of: monitor, matches: '*'}}", "'*'", "no regular expression"},
      {"{log: {of: monitor, fields: {n: {contians: 2}}}}", "contians", "did you mean \"contains\"?"},
      {"{log: {of: monitor, fields: {}}}", "{}", "nothing is named here: name something"},
      {"{health: {of: monitor, components: {}}}", "{}", "nothing is named here: name something"},
      {"{health: {of: monitor}}", "{of", "nothing is expected of its health"},
      {"{health: {of: sim, live: true}}", "sim", "a monitor is needed here"},
      {"{metric: {of: monitor, name: a}}", "{of", "nothing is expected of the metric"},
      {"{metric: {of: monitor, name: a, p: {quantile: 2, value: 1}}}", "2", "2 is out of range, expected 0 to 1"},
      {"{metric: {of: monitor, name: a, increase: {value: 1}}}", "{value", "the key \"over\" is missing"},
      {"{file: {of: monitor, path: a}}", "{of", "nothing is expected of the file"},
      {"{file: {of: monitor, path: /etc/x, exists: true}}", "/etc", "a path within the member's folder"},
      {"{file: {of: monitor, path: a/../../x, exists: true}}", "a/..", "a path within the member's folder"},
      {"{file: {of: monitor, path: a, exists: false, lines: 2}}", "false", "what is not there has no content"},
      {"{file: {of: monitor, path: a, bytes: 100}}", "100", "a unit is missing"},
      {"{telemetry: {of: monitor, variable: a, take: median, value: 1}}", "median", "expected last, first, min"},
      {"{telemetry: {of: monitor, variable: a, over: 1s, since: b, value: 1}}", "b,", "there is \"over\" already"},
      {"{telemetry: {of: monitor, variable: a}}", "{of", "the key \"value\" is missing"},
      {"{calls: {of: sim, message: RequestDataOnSimObjekt}}", "RequestData",
       "did you mean \"RequestDataOnSimObject\"?"},
      {"{variable: {of: sim, name: PLANE ALTITUD, value: 5}}", "PLANE", "did you mean \"PLANE ALTITUDE\"?"},
      {"{variable: {of: sim, name: TITLE, value: 5}}", "TITLE", "only numbers can be compared here"},
      {"{variable: {of: sim, name: PLANE ALTITUDE, value: 5 knots}}", "5 knots", "does not convert into"},
      {"{variable: {of: sim, name: PLANE ALTITUDE}}", "{of", "the key \"value\" is missing"},
      {"{exit: {of: monitor}}", "{of", "the key \"code\" is missing"},
  };
  return kTable;
}

TEST(CheckMistakes, EachIsToldOnceAtItsPlaceWithWhatToDo) {
  for (const Mistake& row : mistakes()) {
    values::Diagnostics errors;
    (void)read_check_text(row.check, errors);
    ASSERT_EQ(errors.size(), 1u) << row.check << "\n" << errors.text();
    EXPECT_EQ(errors.items()[0].column, static_cast<int>(row.check.find(row.at)) + 1) << row.check;
    EXPECT_THAT(errors.items()[0].message, HasSubstr(row.message)) << row.check;
  }
}

}  // namespace
}  // namespace checkride::harness
