#include "link/flight_tracker.hpp"

#include <algorithm>
#include <cmath>

namespace checkride::runtime::link {

namespace {

// Samples further apart are not followed through: what happened between them is not known.
constexpr int kIntervalsMissed = 3;
// From the second interval on a sample is not late any more, but one was missed.
constexpr int kIntervalsWithoutGap = 2;

FlightNews news_of(FlightNews::Kind kind) {
  FlightNews news;
  news.kind = kind;
  return news;
}

}  // namespace

void FlightTracker::on_session(std::uint64_t session) {
  session_ = session;
  unsettled_ = true;
  gate_.on_session();
}

std::vector<FlightNews> FlightTracker::on_event(std::string_view name, std::uint32_t data, std::string_view file) {
  std::vector<FlightNews> news;
  gate_.on_event(name, data, file);
  if (name == "FlightLoaded") unsettled_ = true;
  if (name == "Crashed" && phases_.phase() != FlightPhase::crashed) {
    const FlightPhase from = phases_.phase();
    phases_.on_crash();
    change_phase(from, news);
  }
  if (name == "CrashReset") {
    phases_.reset();
    unsettled_ = true;
  }
  return news;
}

std::vector<FlightNews> FlightTracker::on_sample(const FlightReading& reading, world::Instant now) {
  std::vector<FlightNews> news;
  flags_ = gate_.judge(reading, now);
  step_ = last_ ? std::max(now - *last_, options_.interval) : options_.interval;
  gap_ = step_ > kIntervalsWithoutGap * options_.interval ? step_ : world::Duration::zero();
  last_ = now;
  if (!flags_.plausible()) return news;
  const world::Duration since = last_plausible_ ? now - *last_plausible_ : world::Duration::max();
  last_plausible_ = now;
  if (unsettled_ || flight_ == 0) settle_flight(reading, since, news);
  if (gate_.moved() && news.empty()) news.push_back(news_of(FlightNews::Kind::moved));
  follow(reading, now, since <= kIntervalsMissed * options_.interval, news);
  return news;
}

// Is it the flight from before? It is if the aircraft is where it can have come to since.
void FlightTracker::settle_flight(const FlightReading& reading, world::Duration since_plausible,
                                  std::vector<FlightNews>& news) {
  unsettled_ = false;
  const bool reachable = reading.has_position() && gate_.way_nm().has_value();
  if (flight_ == 0 || !reachable || since_plausible > options_.stitch_window) {
    begin_flight(news);
    return;
  }
  if (phases_.phase() == FlightPhase::crashed) phases_.reset();
  news.push_back(news_of(FlightNews::Kind::resumed));
  news.back().gap = since_plausible;
}

void FlightTracker::begin_flight(std::vector<FlightNews>& news) {
  // A session may see several flights: each has a number of its own.
  flight_ = std::max(flight_ + 1, session_);
  segment_ = 0;
  has_landed_ = false;
  phases_.reset();
  figures_.reset();
  news.push_back(news_of(FlightNews::Kind::began));
}

void FlightTracker::follow(const FlightReading& reading, world::Instant now, bool continuous,
                           std::vector<FlightNews>& news) {
  const FlightPhase before = phases_.phase();
  FlightPhase after = phases_.on_reading(reading, now);
  const bool leaves_stand = before == FlightPhase::parked && after != FlightPhase::parked;
  if (leaves_stand && has_landed_) {
    begin_flight(news);
    after = phases_.on_reading(reading, now);
  }
  // What lies before a flight is none of it.
  const bool began =
      std::any_of(news.begin(), news.end(), [](const FlightNews& one) { return one.kind == FlightNews::Kind::began; });
  FlightFigures::Step step;
  step.phase = after;
  step.airborne = phases_.airborne().value_or(false);
  step.paused = flags_.has(SampleFlag::paused);
  step.continuous = continuous;
  step.followed = !began && (continuous || gate_.way_nm().has_value());
  step.way_nm = began ? 0 : gate_.way_nm().value_or(0);
  step.elapsed = step_;
  figures_.add(reading, step, now);
  if (after == FlightPhase::landed && before != FlightPhase::landed) {
    has_landed_ = true;
    news.push_back(news_of(FlightNews::Kind::touchdown));
    news.back().value = figures_.touch_down().value_or(FlightReading::kUnknown);
  }
  if (after != before || segment_ == 0) change_phase(before, news);
}

void FlightTracker::change_phase(FlightPhase from, std::vector<FlightNews>& news) {
  segment_++;
  if (phases_.phase() == from) return;
  news.push_back(news_of(FlightNews::Kind::phase));
  news.back().from = from;
  news.back().to = phases_.phase();
}

double FlightTracker::value(DerivedValue which) const {
  const auto as_number = [](bool value) { return value ? 1.0 : 0.0; };
  const bool known = phases_.phase() != FlightPhase::unknown;
  switch (which) {
    case DerivedValue::flight_phase:
      return known ? static_cast<double>(phases_.phase()) : FlightReading::kUnknown;
    case DerivedValue::airborne:
      return phases_.airborne() ? as_number(*phases_.airborne()) : FlightReading::kUnknown;
    case DerivedValue::plausible:
      return as_number(flags_.plausible());
    case DerivedValue::fuel_burn:
      return figures_.fuel_burn_gph();
    case DerivedValue::endurance:
      return figures_.endurance_min();
    case DerivedValue::landing_rate:
      return figures_.landing_rate_fpm();
    case DerivedValue::stabilised_approach:
      return figures_.stabilised();
    case DerivedValue::flight_time:
      return figures_.flight_time_min();
    case DerivedValue::distance_flown:
      return figures_.distance_nm();
    case DerivedValue::data_gap:
      return world::to_seconds(gap_);
  }
  return FlightReading::kUnknown;
}

}  // namespace checkride::runtime::link
