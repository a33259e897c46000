#include "health/flight_document.hpp"

namespace checkride::runtime {

namespace {

using values::json::Writer;

void write_flags(Writer& json, SampleFlags flags) {
  json.key("flags").begin_array();
  for (std::size_t i = 0; i < kSampleFlags; ++i) {
    const auto flag = static_cast<SampleFlag>(i);
    if (flags.has(flag)) json.value(to_string(flag));
  }
  json.end_array();
}

void write_gap(Writer& json, const DataGap& gap) {
  json.key("last_gap").begin_object();
  json.member("from", world::format_rfc3339(gap.from)).member("to", world::format_rfc3339(gap.to));
  json.member("seconds", world::to_seconds(gap.duration)).member("missed", gap.missed);
  json.member("cause", gap.cause).member("source", gap.source);
  json.member("from_session", gap.from_session).member("to_session", gap.to_session);
  json.end_object();
}

void write_instance(Writer& json, const InstanceStatus& one) {
  json.begin_object().member("name", one.simulator).member("address", one.address);
  json.member("active", one.active).member("healthy", one.healthy);
  json.member("checks", one.checks).member("failed_checks", std::uint64_t{one.failed_checks});
  if (!one.last_error.empty()) json.member("last_error", one.last_error);
  json.end_object();
}

void write_failover(Writer& json, const FailoverStatus& failover) {
  json.key("failover").begin_object();
  json.member("failovers", failover.failovers).member("failed", failover.failed);
  json.member("switching", failover.switching).member("last_reason", failover.last_reason);
  if (failover.last_at) {
    json.member("last_time", world::format_rfc3339(*failover.last_at));
    json.member("last_seconds", world::to_seconds(failover.last_duration));
  }
  json.key("instances").begin_array();
  for (const InstanceStatus& one : failover.instances) write_instance(json, one);
  json.end_array();
  json.end_object();
}

}  // namespace

void write_flight(Writer& json, const LinkStatus& link, const Board& board) {
  json.member("source", link.source).member("paused", link.paused).member("ignored", link.ignored);
  write_flags(json, link.flags);
  json.member("phase", to_string(link.phase)).member("flight", link.flight);
  if (link.phase != FlightPhase::unknown) json.member("phase_since", world::format_rfc3339(link.phase_since));
  json.member("segment", std::uint64_t{link.segment});
  if (link.rate_ratio) json.member("rate_ratio", *link.rate_ratio);
  json.member("flagged", link.flagged).member("gaps", link.gaps);
  if (link.last_gap) write_gap(json, *link.last_gap);
  if (!link.last_loss.empty()) json.member("last_loss", link.last_loss);
  if (!link.last_capture.empty()) json.member("last_capture", link.last_capture);
  const auto failover = board.failovers.find(link.simulator);
  if (failover != board.failovers.end()) write_failover(json, failover->second);
}

}  // namespace checkride::runtime
