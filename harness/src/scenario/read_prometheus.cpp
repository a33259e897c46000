#include "scenario/read_prometheus.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using values::MapReader;
using values::Range;

const Range<world::Duration> kPeriods{milliseconds(100), hours(24)};

bool is_webhook(MemberKind kind) {
  return kind == MemberKind::webhook;
}
bool is_alertmanager(MemberKind kind) {
  return kind == MemberKind::alertmanager;
}
bool has_metrics(MemberKind kind) {
  return answers_http(kind) && kind != MemberKind::simulator;
}

// Members that are looked for when all are read.
std::vector<std::string> read_members(MapReader& map, std::string_view key, bool (*fits)(MemberKind),
                                      std::string_view expected, Reader& reader) {
  const auto node = map.node(key);
  if (!node) return {};
  std::vector<std::string> names = reader.texts(*node);
  for (const std::string& name : names) reader.needed.push_back({{name, node->position()}, fits, expected});
  return names;
}

void read_job(const values::Entry& entry, PrometheusSpec& spec, Reader& reader) {
  ScrapeJob job;
  job.name = entry.key;
  if (!good_name(job.name)) {
    reader.errors.add(entry.key_position, "names of jobs are made of small letters, digits, - and _");
  }
  MapReader map(entry.value, reader.errors);
  job.targets = read_members(map, "targets", has_metrics, "member with metrics", reader);
  if (job.targets.empty() && !map.described()) map.errors().add(map.position(), "a job needs targets: [MEMBER]");
  if (map.optional("path", &job.path) && !job.path.starts_with('/')) map.error("path", "a path starts with /");
  map.optional("interval", &job.interval, kPeriods);
  map.finish();
  spec.jobs.push_back(std::move(job));
}

void read_receiver(const values::Entry& entry, AlertmanagerSpec& spec, Reader& reader) {
  ReceiverSpec receiver;
  receiver.name = entry.key;
  MapReader map(entry.value, reader.errors);
  if (map.required("webhook", &receiver.webhook)) {
    reader.needed.push_back({{receiver.webhook, map.position_of("webhook")}, is_webhook, "webhook"});
  }
  map.finish();
  spec.receivers.push_back(std::move(receiver));
}

}  // namespace

PrometheusSpec read_prometheus(MapReader& map, Reader& reader) {
  PrometheusSpec spec;
  map.optional("interval", &spec.interval, kPeriods);
  map.optional("evaluation", &spec.evaluation, kPeriods);
  map.optional("retention", &spec.retention, Range<world::Duration>{hours(1), hours(24 * 3650)});
  map.optional("lifecycle", &spec.lifecycle);
  map.entries("jobs", [&](const values::Entry& entry) { read_job(entry, spec, reader); });
  map.list("rules", [&](const values::Node& node) {
    if (std::string path = read_path(node, reader); !path.empty()) spec.rules.push_back(std::move(path));
  });
  spec.alertmanagers = read_members(map, "alertmanagers", is_alertmanager, "alertmanager", reader);
  return spec;
}

AlertmanagerSpec read_alertmanager(MapReader& map, Reader& reader) {
  AlertmanagerSpec spec;
  map.optional("group_by", &spec.group_by);
  map.optional("group_wait", &spec.group_wait, Range<world::Duration>{world::Duration::zero(), hours(24)});
  map.optional("group_interval", &spec.group_interval, kPeriods);
  map.optional("repeat", &spec.repeat, Range<world::Duration>{milliseconds(100), hours(24 * 30)});
  map.entries("receivers", [&](const values::Entry& entry) { read_receiver(entry, spec, reader); });
  if (spec.receivers.empty() && !map.described()) {
    map.errors().add(map.position(), "an alertmanager needs receivers: {chat: {webhook: SERVICE}}");
  }
  const bool routed = map.required("route", &spec.route);
  const bool known = std::any_of(spec.receivers.begin(), spec.receivers.end(),
                                 [&](const ReceiverSpec& receiver) { return receiver.name == spec.route; });
  if (routed && !known && !map.described()) {
    map.error("route", fmt::format("there is no receiver {}", values::quote(spec.route)));
  }
  return spec;
}

}  // namespace checkride::harness
