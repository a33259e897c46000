// The way between the samples of a track: where the aircraft is at any time, and how fast.
//
// Over the ground it goes along great circles, rounded at the samples so that the velocity never jumps; in height it
// rises and falls without overshooting a sample. Position and velocity are one curve and its derivative: the speeds are
// what the position does, exactly.
#pragma once

#include <cstddef>

#include "earth/great_circle.hpp"
#include "sim/track.hpp"

namespace checkride::emulator {

struct TrackPoint {
  GeoPoint place;
  double altitude_ft = 0;
  double east = 0;  // of the velocity, m/s, as those that follow
  double north = 0;
  double up = 0;
};

// The leg of the track at a time, 0 <= leg < samples - 1, and the share of it that is over.
struct TrackMoment {
  std::size_t leg = 0;
  double share = 0;
};

class TrackPath {
 public:
  // The track, which has two samples or more, outlives the path.
  explicit TrackPath(const Track& track) : track_(&track) {}

  double duration() const { return track_->samples.back().seconds; }
  // Times before the first sample and after the last are those samples'. `near` is where a search begins: the leg of an
  // earlier call makes it short and never changes the answer.
  TrackMoment moment(double seconds, std::size_t near) const;
  TrackPoint point(const TrackMoment& moment) const;
  // A column's value: between samples in a straight line, or the last recorded one for what goes in steps.
  double value(const TrackColumn& column, const TrackMoment& moment) const;

 private:
  struct Velocity {
    double east = 0;
    double north = 0;
  };
  GeoPoint place(std::size_t sample) const;
  double seconds_of(std::size_t leg) const;
  Velocity leg_velocity_at_begin(std::size_t leg) const;
  Velocity leg_velocity_at_end(std::size_t leg) const;
  Velocity velocity(std::size_t sample) const;
  double leg_climb(std::size_t leg) const;
  double climb(std::size_t sample) const;

  const Track* track_;
};

}  // namespace checkride::emulator
