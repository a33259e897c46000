// What LinkReporter tells of a flight beside its samples: standstill, gaps, doubtful samples, phases, the achieved
// rate.
#include <algorithm>
#include <utility>

#include "link/link_reporter.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime::link {

namespace {

// Of the samples asked for: below the first it is told, from the second on it is well again.
constexpr double kRateLow = 0.8;
constexpr double kRateWell = 0.9;
constexpr world::Duration kRateLeast = std::chrono::seconds(20);

}  // namespace

// A clock that stands still is told once, and once when it goes again.
void LinkReporter::tell_stuck() {
  const bool stuck = tracker_.flags().has(SampleFlag::clock_still);
  if (stuck == (status().state == LinkState::stuck) && status().state != LinkState::registering) return;
  if (!stuck) {
    if (status().state == LinkState::stuck) log_.info("simulator_clock_moves", {{"simulator", name_}});
    if (status().state != LinkState::streaming) state(LinkState::streaming);
    return;
  }
  state(LinkState::stuck);
  count_error("stuck", "warning");
  log_.warn("simulator_stuck", {{"simulator", name_},
                                {"session", session_},
                                {"reason", "data come, but the simulator's clock stands still without a pause"}});
}

// A time without data that is longer than two intervals.
void LinkReporter::tell_gap(world::Instant now) {
  LinkStatus& link = status();
  if (!link.last_data || now - *link.last_data <= 2 * interval_) return;
  DataGap gap;
  gap.from = *link.last_data_utc;
  gap.to = context_.world.clock().utc_now();
  gap.duration = now - *link.last_data;
  gap.missed = static_cast<std::uint64_t>(gap.duration / interval_ - 1);
  gap.cause = last_session_ == session_ ? "late" : link.last_loss;
  gap.source = source_;
  gap.from_session = last_session_;
  gap.to_session = session_;
  link.gaps++;
  context_.metrics.counter(metric::kDataGaps, {name_}).add();
  context_.metrics.counter(metric::kDataGapSeconds, {name_}).add(world::to_seconds(gap.duration));
  log_.warn("data_gap", {{"simulator", name_},
                         {"seconds", gap.duration},
                         {"missed", gap.missed},
                         {"cause", gap.cause},
                         {"source", gap.source},
                         {"from_session", gap.from_session},
                         {"to_session", gap.to_session}});
  link.last_gap = std::move(gap);
}

void LinkReporter::tell_flags(SampleFlags before) {
  const SampleFlags flags = tracker_.flags();
  if (flags.plausible() == before.plausible()) return;
  if (flags.plausible()) {
    log_.info("samples_plausible", {{"simulator", name_}, {"session", session_}});
    return;
  }
  std::string words;
  for (std::size_t i = 0; i < kSampleFlags; ++i) {
    const auto flag = static_cast<SampleFlag>(i);
    if (flags.has(flag)) words += (words.empty() ? "" : " ") + std::string(to_string(flag));
  }
  log_.info("samples_doubtful", {{"simulator", name_}, {"session", session_}, {"flags", words}});
}

void LinkReporter::tell(const std::vector<FlightNews>& news) {
  for (const FlightNews& one : news) tell_news(one);
}

void LinkReporter::tell_news(const FlightNews& news) {
  switch (news.kind) {
    case FlightNews::Kind::began:
      return log_.info("flight_began", {{"simulator", name_}, {"flight", tracker_.flight()}});
    case FlightNews::Kind::resumed:
      return log_.info("flight_resumed",
                       {{"simulator", name_}, {"flight", tracker_.flight()}, {"without_data_seconds", news.gap}});
    case FlightNews::Kind::phase:
      return log_.info("flight_phase", {{"simulator", name_},
                                        {"flight", tracker_.flight()},
                                        {"segment", tracker_.segment()},
                                        {"from", to_string(news.from)},
                                        {"to", to_string(news.to)}});
    case FlightNews::Kind::touchdown:
      return log_.info("touchdown",
                       {{"simulator", name_}, {"flight", tracker_.flight()}, {"vertical_speed_fpm", news.value}});
    case FlightNews::Kind::moved:
      return log_.info("aircraft_moved", {{"simulator", name_},
                                          {"flight", tracker_.flight()},
                                          {"reason", "it went on from a place that it cannot have flown to"}});
  }
}

// Of the session's last minute: a simulator that answers less often than it was asked is told.
void LinkReporter::measure_rate(world::Instant now) {
  const world::Duration span = std::min(now - *streaming_since_ + interval_, ErrorWindow::kWindow);
  if (span < kRateLeast) return;
  LinkStatus& link = status();
  const double asked = world::to_seconds(span) / world::to_seconds(interval_);
  const double ratio = static_cast<double>(arrivals_.samples(now)) / asked;
  link.rate_ratio = ratio;
  context_.metrics.gauge(metric::kDataRateRatio, {context_.simulator_label(name_)}).set(ratio);
  if (!rate_is_low_ && ratio < kRateLow) {
    rate_is_low_ = true;
    log_.warn("data_rate_low", {{"simulator", name_}, {"ratio", ratio}, {"asked_every_seconds", interval_}});
  } else if (rate_is_low_ && ratio >= kRateWell) {
    rate_is_low_ = false;
    log_.info("data_rate_well", {{"simulator", name_}, {"ratio", ratio}});
  }
}

}  // namespace checkride::runtime::link
