#include "checks/http_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "checkride/values/ascii.hpp"
#include "checks/answers.hpp"
#include "checks/approach.hpp"
#include "checks/of_emulator.hpp"
#include "checks/sight.hpp"
#include "rigs/service_places.hpp"

namespace checkride::harness {

namespace {

constexpr double kNotFound = 404;

class HttpKind final : public CheckKind {
 public:
  explicit HttpKind(HttpCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    const std::string status = check_.status.empty() ? "" : " " + check_.status.front().matcher.text();
    return fmt::format("{} {} of {} answers{}{}{}{}{}", check_.request.method,
                       address_text(check_.approach, check_.request.target), check_.of, status, text_of(check_.tls),
                       text_of(check_.headers), text_of(check_.body), text_of(check_.latency));
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  std::optional<std::string> impossible(RigKind rig) const override {
    return only_of_an_emulator(rig, check_.of_simulator, check_.of, "control API");
  }
  Traits traits() const override {
    Traits traits;
    traits.needs_up = true;
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override {
    const Duration began = sight.now();
    const Visit visit = co_await ask(sight);
    co_return check_http(check_, visit, sight.now() - began, sight.clock().utc_now());
  }
  // The latency, in seconds.
  bool is_quantity() const override { return true; }
  bool is_time() const override { return true; }
  world::Task<Result<double>> quantity(Sight& sight) const override {
    const Duration began = sight.now();
    const Visit visit = co_await ask(sight);
    if (!visit.answer) co_return visit.answer.error();
    co_return world::to_seconds(sight.now() - began);
  }

 private:
  world::Task<Visit> ask(Sight& sight) const {
    http::Request request = check_.request;
    if (check_.approach == Approach{} && check_.tls.empty()) {
      auto answer = co_await sight.exchange(check_.of, check_.port, std::move(request));
      co_return Visit(std::move(answer));
    }
    Approach approach = check_.approach;
    auto visit = co_await sight.visit(check_.of, check_.port, std::move(request), std::move(approach));
    co_return visit;
  }

  HttpCheck check_;
};

Value header_of(const http::Response& answer, std::string_view name) {
  std::optional<std::string> joined;
  for (const auto& [field, value] : answer.headers.fields()) {
    if (values::same_text(field, name)) joined = joined ? *joined + ", " + value : value;
  }
  return joined ? Value(std::move(*joined)) : Value();
}

constexpr std::string_view kRefused = "refused";

// What came of TLS, by the names under which it is compared. Of a handshake that did not come about only the reason.
Value tls_value(const Visit& visit, std::string_view name, world::UtcTime now) {
  if (name == kRefused) return visit.refusal.empty() ? Value() : Value(visit.refusal);
  if (!visit.agreement) return Value();
  const tls::Agreement& agreed = *visit.agreement;
  if (name == "version") return std::string(tls::to_string(agreed.version));
  if (name == "cipher") return agreed.cipher;
  if (name == "resumed") return agreed.resumed;
  if (name == "names") return fmt::format("{}", fmt::join(agreed.names, ", "));
  if (name == "issuer") return agreed.issuer;
  return world::to_seconds(agreed.until - now);
}

void compare_tls(Seen& seen, const HttpCheck& check, const Visit& visit, world::UtcTime now) {
  for (const Compared& one : check.tls) compare(seen, one, tls_value(visit, one.name, now));
}

// That there is no status may be expected of what was refused.
bool expects_answer(const HttpCheck& check) {
  const auto wants_status = [](const Compared& one) { return !one.matcher.try_on(Value()).holds; };
  return std::any_of(check.status.begin(), check.status.end(), wants_status) || !check.headers.empty() ||
         !check.body.empty() || !check.latency.empty();
}

void read_tls(values::MapReader& map, ComparedList& tls) {
  read_compared(map, "version", Domain::text, tls);
  read_compared(map, "cipher", Domain::text, tls);
  read_compared(map, "resumed", Domain::any, tls);
  read_compared(map, "names", Domain::text, tls);
  read_compared(map, "issuer", Domain::text, tls);
  read_compared(map, "expires_in", Domain::duration, tls);
  read_compared(map, kRefused, Domain::text, tls);
  if (!map.described() && map.self().is_map() && map.self().entries().empty()) {
    map.errors().add(map.position(), "nothing is expected of TLS: give version, cipher, names, refused or another");
  }
}

// Of plain http nothing could be said but that there is no version, which would be true of anything.
void check_tls(values::MapReader& map, const HttpCheck& check, const Reader& reader) {
  if (map.described() || !map.has("tls") || check.of.empty() || reader.unclear.contains(check.of)) return;
  if (is_asked_by_https(reader.scenario.service(check.of), check.port, check.approach.scheme)) return;
  const Service* const service = reader.scenario.service(check.of);
  const std::string why = why_no_https(reader, check.of, service, check.port, "take tls out");
  map.error("tls", why.empty() ? "this is asked by http: ask for a URL that begins with https://"
                               : "this is asked by http, and " + why);
}

void read_port(values::MapReader& map, MemberKind kind, std::string_view target, Port* port) {
  *port = kind == MemberKind::simulator ? Port::control : target == "/metrics" ? Port::metrics : Port::health;
  read_port_word(map, port);
  if (kind != MemberKind::subject && (*port == Port::control) != (kind == MemberKind::simulator)) {
    map.error("port", fmt::format("a {} has no {} port", to_string(kind), to_string(*port)));
  }
}

// {method: POST, target: /-/reload, headers: {...}, body: text} or json in the place of the body.
void read_request(values::MapReader& map, http::Request& request, Approach& approach) {
  map.optional("method", &request.method);
  if (map.required("target", &request.target)) request.target = read_target(map, "target", request.target, approach);
  if (const auto json = map.node("json")) {
    values::append_json(request.body, *json);
    request.headers.set("Content-Type", "application/json");
    if (map.has("body")) map.error("body", "there is \"json\" already: take one of the two out");
  }
  map.optional("body", &request.body);
  map.entries("headers", [&](const values::Entry& entry) {
    if (const auto value = values::read_text(entry.value, map.errors())) request.headers.set(entry.key, *value);
  });
}

void read_whole_request(values::MapReader& map, http::Request& request, Approach& approach) {
  const bool has_get = map.optional("get", &request.target);
  if (has_get) request.target = read_target(map, "get", request.target, approach);
  if (map.has("get") && map.has("request")) map.error("request", "there is \"get\" already: take one of the two out");
  map.map("request", [&](values::MapReader& inner) { read_request(inner, request, approach); });
  if (!map.has("get") && !map.has("request")) {
    map.errors().add(map.position(), "the key \"get\" is missing: a path, or \"request\" for another method");
  }
}

// No answer has another status: what is written as one is a slip of the pen.
void check_status(values::MapReader& map) {
  const auto node = map.node("status");
  if (node && node->is_scalar() && !node->is_unreadable() && node->as_number()) {
    (void)values::read_integer(*node, map.errors(), {100, 599});
  }
}

}  // namespace

Seen check_http(const HttpCheck& check, const Visit& visit, Duration took, world::UtcTime now) {
  const Result<http::Response>& answer = visit.answer;
  Seen seen = begin_comparing();
  if (!answer) {
    const bool wants_refusal =
        std::any_of(check.tls.begin(), check.tls.end(), [](const Compared& one) { return one.name == kRefused; });
    if (!wants_refusal || visit.refusal.empty()) return no_answer(answer.error());
    compare_tls(seen, check, visit, now);
    for (const Compared& one : check.status) compare(seen, one, Value());
    seen.holds &= !expects_answer(check);
    if (expects_answer(check)) seen.text += ", and no answer";
    return seen;
  }
  const Value status = static_cast<double>(answer->status);
  for (const Compared& one : check.status) compare(seen, one, status);
  compare(seen, check.body, answer->body);
  // For people the answer itself says more than the values that were found in it.
  seen.text = fmt::format("{}{}", answer->status, check.body.empty() ? "" : " " + brief(answer->body));
  compare_tls(seen, check, visit, now);
  for (const Compared& one : check.headers) compare(seen, one, header_of(*answer, one.name));
  for (const Compared& one : check.latency) compare(seen, one, world::to_seconds(took));
  const bool wants_not_found = std::any_of(check.status.begin(), check.status.end(),
                                           [](const Compared& one) { return one.matcher.try_on(kNotFound).holds; });
  seen.known = answer->status != static_cast<int>(kNotFound) || wants_not_found;
  return seen;
}

Check make_check(HttpCheck check) {
  return std::make_shared<HttpKind>(std::move(check));
}

Check read_http_check(values::MapReader& map, Reader& reader) {
  HttpCheck check;
  check.of = reader.member(map, "of", kHttpMembers);
  check.of_simulator = reader.scenario.kind_of(check.of) == MemberKind::simulator;
  read_whole_request(map, check.request, check.approach);
  read_port(map, reader.scenario.kind_of(check.of).value_or(MemberKind::monitor), check.request.target, &check.port);
  reader.own_port(map, check.of, &check.port);
  read_approach(map, check.of, &check.port, check.approach, reader);
  map.map("tls", [&](values::MapReader& tls) { read_tls(tls, check.tls); });
  check_tls(map, check, reader);
  check_status(map);
  read_compared(map, "status", Domain::number, check.status);
  read_each_compared(map, "headers", Domain::text, check.headers);
  check.body = read_body(map, "body");
  read_compared(map, "latency", Domain::duration, check.latency);
  if (!map.has("status") && !map.has("headers") && !map.has("body") && !map.has("latency") && check.tls.empty() &&
      !map.described()) {
    reader.errors.add(map.position(), "nothing is expected of the answer: give status, headers, body, latency or tls");
  }
  return make_check(std::move(check));
}

}  // namespace checkride::harness
