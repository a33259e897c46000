#include "sim/track_player.hpp"

#include <cmath>

#include "sim/flying.hpp"

namespace checkride::emulator {
namespace {

constexpr double kSlowShare = 0.7;      // of the stalling speed: below it an aircraft rolls
constexpr double kStandingSpeed = 0.5;  // m/s; below it there is no direction of movement
constexpr double kTurnWindow = 1.5;     // s to both sides, over which turns are measured
constexpr double kBankMost = 60 * kRadiansPerDegree;
constexpr double kSettling = 0.3;  // s
constexpr double kOnGroundFt = 3;  // what recorders are wrong by
constexpr double kLoadMost = 6;

double flat_speed(const TrackPoint& point) {
  return std::sqrt(point.east * point.east + point.north * point.north);
}

double towards(double now, double target) {
  return now + (target - now) * (kStep / kSettling);
}

}  // namespace

TrackPlayer::TrackPlayer(const Track& track, double ground_ft, Model& model, Variables& variables)
    : track_(&track), path_(track), ground_ft_(ground_ft), began_ticks_(model.clock().ticks) {
  for (const TrackColumn& column : track.columns) refs_.push_back(variables.require(column.variable));
  find_stays(kSlowShare * model.type().stall_landing_kt * kMetresPerSecondPerKnot);
  model.edit().controls.parking_brake = 0;
  fly(model);
  Motion& motion = model.edit().motion;
  const Attitude first = attitude(model, path_.point(moment_), 0);
  motion.heading = track.heading ? path_.value(*track.heading, moment_) : first.heading;
  motion.pitch = first.pitch;
  motion.bank = first.bank;
  motion.speed_rate = motion.path_rate = motion.heading_rate = motion.bank_rate = motion.pitch_rate = 0;
  model.start_engine();
  play(variables);
}

void TrackPlayer::find_stays(double slow) {
  const std::vector<TrackSample>& samples = track_->samples;
  for (std::size_t leg = 0; leg + 1 < samples.size(); ++leg) {
    const TrackSample& from = samples[leg];
    const TrackSample& to = samples[leg + 1];
    const TrackPoint middle = path_.point({leg, 0.5});
    if (flat_speed(middle) >= slow) continue;
    if (!stays_.empty() && stays_.back().end == from.seconds) {
      stays_.back().end = to.seconds;
      stays_.back().altitude_at_end_ft = to.altitude_ft;
    } else {
      stays_.push_back({from.seconds, to.seconds, from.altitude_ft, to.altitude_ft});
    }
  }
}

double TrackPlayer::seconds(const Model& model) {
  double time = static_cast<double>(model.clock().ticks - began_ticks_) / kStepsPerSecond;
  const double duration = path_.duration();
  standing_at_end_ = false;
  if (time <= duration) return time;
  if (track_->end == TrackEnd::loop) return std::fmod(time, duration);
  standing_at_end_ = track_->end == TrackEnd::hold;
  over_ = track_->end == TrackEnd::stop;
  return duration;
}

double TrackPlayer::ground_below(const TrackPoint& point, double time, const AircraftType& type) const {
  double altitude = ground_ft_ + type.reference_height_ft;
  double nearest = path_.duration() + 1;
  for (const Stay& stay : stays_) {
    const double away = time < stay.begin ? stay.begin - time : time > stay.end ? time - stay.end : 0;
    if (away >= nearest) continue;
    nearest = away;
    altitude = time < stay.begin ? stay.altitude_at_begin_ft : stay.altitude_at_end_ft;
    if (away == 0) altitude = point.altitude_ft;
  }
  const double most = point.altitude_ft < altitude ? point.altitude_ft : altitude;
  return most - type.reference_height_ft;
}

// The turn of the track over the ground, in radians a second.
double TrackPlayer::turn_rate(double time) const {
  const TrackPoint before = path_.point(path_.moment(time - kTurnWindow, moment_.leg));
  const TrackPoint after = path_.point(path_.moment(time + kTurnWindow, moment_.leg));
  if (flat_speed(before) < kStandingSpeed || flat_speed(after) < kStandingSpeed) return 0;
  const double turned = std::atan2(after.east, after.north) - std::atan2(before.east, before.north);
  return half_turn(turned) / (2 * kTurnWindow);
}

TrackPlayer::Attitude TrackPlayer::attitude(const Model& model, const TrackPoint& point, double time) const {
  const Motion& motion = model.state().motion;
  const AircraftType& type = model.type();
  Attitude wanted{motion.heading, type.rest_pitch, 0};
  const double speed = flat_speed(point);
  if (speed >= kStandingSpeed) {
    wanted.heading = full_turn(std::atan2(point.east, point.north));
  } else if (track_->heading) {
    wanted.heading = path_.value(*track_->heading, moment_);
  }
  if (!motion.on_ground) {
    wanted.bank = within_limits(std::atan2(speed * turn_rate(time), kGravity), -kBankMost, kBankMost);
    wanted.pitch = motion.path + model.attack(motion.lift);
  }
  if (track_->pitch) wanted.pitch = within_limits(path_.value(*track_->pitch, moment_), -kPi / 2, kPi / 2);
  if (track_->bank) wanted.bank = half_turn(std::fmod(path_.value(*track_->bank, moment_), kTurn));
  return wanted;
}

void TrackPlayer::move(Model& model, const TrackPoint& point, double time) const {
  State& state = model.edit();
  Motion& motion = state.motion;
  const Motion before = motion;
  const AircraftType& type = model.type();
  if (state.holds.freeze_position == 0) {
    state.position.latitude = point.place.latitude;
    state.position.longitude = point.place.longitude;
  }
  const bool level = state.holds.altitude_fixed();
  if (!level) state.position.altitude_ft = point.altitude_ft;
  state.position.ground_ft = ground_below(point, time, type);
  state.position.water = state.position.ground_ft == 0;
  motion.on_ground = state.position.altitude_ft - state.position.ground_ft <= type.reference_height_ft + kOnGroundFt;
  const double up = standing_at_end_ || level ? 0 : point.up;
  if (motion.on_ground && !before.on_ground) motion.touchdown = -up;
  const double flat = standing_at_end_ ? 0 : flat_speed(point);
  motion.speed = std::sqrt(flat * flat + up * up);
  motion.path = motion.speed > 0 ? std::atan2(up, flat) : 0;
  motion.rolling = motion.on_ground ? flat : 0;
  motion.wind = {};
  motion.distance += flat * kStep;
  const double climbed_before = before.speed * std::sin(before.path);
  const double load = (1 + (up - climbed_before) / (kStep * kGravity)) / std::cos(before.bank);
  motion.load = motion.on_ground || standing_at_end_ ? 1 : within_limits(load, -kLoadMost, kLoadMost);
  const double pressure = 0.5 * model.air().density * motion.speed * motion.speed * type.wing_area;
  const double weight = model.mass_kg() * kGravity / std::cos(before.bank);
  motion.lift = within_limits(weight / (pressure + 1), type.lift_min, model.lift_max());
}

void TrackPlayer::fly(Model& model) {
  const Motion before = model.state().motion;
  const double time = seconds(model);
  if (over_) return;
  moment_ = path_.moment(time, moment_.leg);
  const TrackPoint point = path_.point(moment_);
  move(model, point, time);
  const Attitude wanted = attitude(model, point, time);
  Motion& motion = model.edit().motion;
  if (model.state().holds.freeze_attitude == 0) {
    motion.heading = wanted.heading;
    motion.pitch = track_->pitch ? wanted.pitch : towards(before.pitch, wanted.pitch);
    motion.bank = track_->bank ? wanted.bank : towards(before.bank, wanted.bank);
  }
  motion.speed_rate = (motion.speed - before.speed) / kStep;
  motion.path_rate = (motion.path - before.path) / kStep;
  motion.heading_rate = half_turn(motion.heading - before.heading) / kStep;
  motion.bank_rate = (motion.bank - before.bank) / kStep;
  motion.pitch_rate = (motion.pitch - before.pitch) / kStep;
  work_engine(model);
}

void TrackPlayer::work_engine(Model& model) const {
  const double gain = 0.15;  // of the throttle's control law: m/s2 for a m/s of error
  const double wanted = model.indicated_speed() + model.state().motion.speed_rate / gain;
  move_throttle(model, standing_at_end_ ? 0 : throttle_for_speed(model, wanted));
}

void TrackPlayer::play(Variables& variables) const {
  for (std::size_t i = 0; i < refs_.size(); ++i) {
    variables.assign(refs_[i], path_.value(track_->columns[i], moment_));
  }
}

}  // namespace checkride::emulator
