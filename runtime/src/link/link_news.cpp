// What LinkReporter tells of a flight beside its samples: standstill, gaps, doubtful samples, phases, facts, a session
// without data, the achieved rate.
#include <algorithm>
#include <utility>

#include "checkride/values/duration.hpp"
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

// What the tracker found to be a gap: the same figure in the event, the document, the metric and the sample.
void LinkReporter::tell_gap() {
  LinkStatus& link = status();
  const std::string loss = std::exchange(loss_, std::string());
  if (tracker_.gap() == world::Duration::zero()) return;
  DataGap gap;
  gap.from = *link.last_data_utc;
  gap.to = context_.world.clock().utc_now();
  gap.duration = tracker_.gap();
  gap.missed = static_cast<std::uint64_t>(gap.duration / interval_ - 1);
  gap.cause = last_session_ == session_ ? "late" : loss;
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
                       {{"simulator", name_}, {"flight", tracker_.flight()}, {"interrupted_seconds", news.gap}});
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

void LinkReporter::on(const FactsArrived& event) {
  std::map<Fact, std::string> facts = status().facts;
  for (const auto& [fact, text] : event.values) {
    const auto known = facts.find(fact);
    if (known != facts.end() && known->second == text) continue;
    log_.info("simulator_fact",
              {{"simulator", name_}, {"session", session_}, {"fact", info_of(fact).name}, {"text", text}});
    facts[fact] = text;
  }
  show_facts(std::move(facts));
}

// On the board and as the labels of one series; without facts there is none.
void LinkReporter::show_facts(std::map<Fact, std::string> facts) {
  LinkStatus& link = status();
  if (facts == link.facts) return;
  const std::string_view simulator = context_.simulator_label(name_);
  const auto text = [](const std::map<Fact, std::string>& of, Fact fact) {
    const auto found = of.find(fact);
    return found == of.end() ? std::string_view() : std::string_view(found->second);
  };
  const auto labels = [&](const std::map<Fact, std::string>& of, const auto& use) {
    use({simulator, text(of, Fact::title), text(of, Fact::atc_id), text(of, Fact::atc_model), text(of, Fact::atc_type),
         text(of, Fact::atc_airline), text(of, Fact::atc_flight_number)});
  };
  Registry& metrics = context_.metrics;
  if (!link.facts.empty()) labels(link.facts, [&](LabelValues old) { metrics.remove(metric::kAircraftInfo, old); });
  link.facts = std::move(facts);
  if (!link.facts.empty())
    labels(link.facts, [&](LabelValues now) { metrics.gauge(metric::kAircraftInfo, now).set(1); });
}

void LinkReporter::without_data(world::Duration duration) {
  if (std::exchange(without_data_told_, true)) return;
  LinkStatus& link = status();
  link.last_error = "no_data: the session is open, but brought no data for " + values::format_duration(duration);
  count_error("no_data", "warning");
  log_.warn("session_without_data", {{"simulator", name_},
                                     {"session", session_},
                                     {"source", source_},
                                     {"seconds", duration},
                                     {"reason", "frames come, but no data among them; it may be loading a flight"}});
}

// A link without a session has no rate, neither a good nor a bad one; the frame that ended it measures none either.
void LinkReporter::forget_rate() {
  streaming_since_.reset();
  status().rate_ratio.reset();
  context_.metrics.remove(metric::kDataRateRatio, {context_.simulator_label(name_)});
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
