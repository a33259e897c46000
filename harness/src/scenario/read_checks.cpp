// The checks of expect, always and never.
#include <fmt/format.h>

#include "reading/one_of.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;
using values::Node;

Count read_count(MapReader& map, Reader& reader) {
  Count count;
  const auto node = map.node("count");
  if (!node) return count;
  if (!node->is_map()) {
    if (const auto number = values::read_unsigned(*node, reader.errors, {0, 1'000'000'000})) {
      count = {Count::Kind::exactly, *number};
    }
    return count;
  }
  MapReader bounds(*node, reader.errors);
  static constexpr Count::Kind kKinds[] = {Count::Kind::exactly, Count::Kind::at_least, Count::Kind::at_most};
  static constexpr std::string_view kWords[] = {"exactly", "at_least", "at_most"};
  const auto which = read_one_of(bounds, kWords, "a count", [&](std::size_t word) {
    count.kind = kKinds[word];
    bounds.required(kWords[word], &count.number);
  });
  if (!which && node->entries().empty()) {
    reader.errors.add(node->position(), "a count is a number, or one of exactly, at_least, at_most");
  }
  bounds.finish();
  return count;
}

void read_port(MapReader& map, MemberKind kind, std::string_view target, Port* port) {
  *port = kind == MemberKind::simulator ? Port::control : target == "/metrics" ? Port::metrics : Port::health;
  map.choice("port", port, {{"health", Port::health}, {"metrics", Port::metrics}, {"control", Port::control}});
  if ((*port == Port::control) != (kind == MemberKind::simulator)) {
    map.error("port", fmt::format("a {} has no {} port", to_string(kind), to_string(*port)));
  }
}

HttpCheck read_http(MapReader& map, Reader& reader) {
  HttpCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor, MemberKind::simulator});
  if (map.required("get", &check.target) && !check.target.starts_with('/')) map.error("get", "a path starts with /");
  read_port(map, reader.scenario.kind_of(check.of).value_or(MemberKind::monitor), check.target, &check.port);
  map.optional("status", &check.status, values::Range<int>{100, 599});
  map.map("body", [&](MapReader& body) {
    check.contains = reader.optional_text(body, "contains");
    check.json = reader.pointers(body, "json");
  });
  if (!check.status && check.contains.empty() && check.json.empty()) {
    reader.errors.add(map.position(), "nothing is expected of the answer: give status or body");
  }
  return check;
}

AlertCheck read_alert(MapReader& map, Reader& reader) {
  AlertCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor});
  map.required("rule", &check.rule);
  if (const auto node = map.node("simulator"))
    check.simulator = reader.member(*node, {MemberKind::simulator}).value_or("");
  map.required_choice<std::string>(
      "state", &check.state,
      {{"inactive", "inactive"}, {"pending", "pending"}, {"firing", "firing"}, {"resolved", "resolved"}});
  map.optional("fired_count", &check.fired_count);
  return check;
}

MailCheck read_mail(MapReader& map, Reader& reader) {
  MailCheck check;
  check.in = reader.member(map, "in", {MemberKind::smtp});
  if (const auto to = map.node("to")) check.to = reader.texts(*to);
  map.map("subject", [&](MapReader& subject) { subject.required("contains", &check.subject_contains); });
  map.map("body", [&](MapReader& body) { body.required("contains", &check.body_contains); });
  check.count = read_count(map, reader);
  return check;
}

WebhookCheck read_webhook(MapReader& map, Reader& reader) {
  WebhookCheck check;
  check.in = reader.member(map, "in", {MemberKind::webhook});
  map.map("body", [&](MapReader& body) {
    check.body_contains = reader.optional_text(body, "contains");
    check.json = reader.pointers(body, "json");
  });
  check.count = read_count(map, reader);
  return check;
}

LinkCheck read_link(MapReader& map, Reader& reader) {
  LinkCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor});
  check.simulator = reader.member(map, "simulator", {MemberKind::simulator});
  map.choice<std::string>("state", &check.state,
                          {{"disconnected", "disconnected"},
                           {"connecting", "connecting"},
                           {"opening", "opening"},
                           {"registering", "registering"},
                           {"streaming", "streaming"},
                           {"waiting", "waiting"},
                           {"stopped", "stopped"},
                           {"stuck", "stuck"}});
  map.map("error", [&](MapReader& error) { error.required("contains", &check.error_contains); });
  if (check.state.empty() && check.error_contains.empty()) {
    reader.errors.add(map.position(), "nothing is expected of the link: give state or error");
  }
  return check;
}

LogCheck read_log(MapReader& map, Reader& reader) {
  LogCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor, MemberKind::simulator});
  map.choice<std::string>(
      "level", &check.level,
      {{"debug", "debug"}, {"info", "info"}, {"warn", "warn"}, {"error", "error"}, {"fatal", "fatal"}});
  check.event = reader.optional_text(map, "event");
  check.contains = reader.optional_text(map, "contains");
  check.count = read_count(map, reader);
  return check;
}

GapCheck read_gap(MapReader& map, Reader& reader) {
  GapCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor});
  check.simulator = reader.member(map, "simulator", {MemberKind::simulator});
  map.required("at_most", &check.at_most);
  map.optional("sessions", &check.sessions);
  return check;
}

CheckVariant read_word(std::size_t word, MapReader& map, Reader& reader) {
  switch (word) {
    case 0:
      return read_http(map, reader);
    case 1:
      return read_alert(map, reader);
    case 2:
      return read_mail(map, reader);
    case 3:
      return read_webhook(map, reader);
    case 4:
      return read_link(map, reader);
    case 5:
      return read_log(map, reader);
    case 6:
      return NoSampleLostCheck{reader.member(map, "of", {MemberKind::monitor})};
    default:
      return read_gap(map, reader);
  }
}

}  // namespace

std::optional<CheckVariant> read_check(const Node& node, Reader& reader) {
  static constexpr std::string_view kWords[] = {"http", "alert", "mail",           "webhook",
                                                "link", "log",   "no_sample_lost", "gap"};
  MapReader outer(node, reader.errors);
  const std::size_t mistakes = reader.errors.size();
  std::optional<CheckVariant> check;
  const auto which = read_one_of(outer, kWords, "a check", [&](std::size_t word) {
    outer.required_map(kWords[word], [&](MapReader& map) { check = read_word(word, map, reader); });
  });
  outer.finish();
  if (!which && node.is_map() && reader.errors.size() == mistakes) {
    reader.errors.add(node.position(),
                      "a check is needed: http, alert, mail, webhook, link, log, no_sample_lost or gap");
  }
  return check;
}

}  // namespace checkride::harness
