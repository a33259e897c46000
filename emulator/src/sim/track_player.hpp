// Flies the simulated aircraft along a recorded track, in the place of the forces on it.
//
// Position, height and speeds are the track's (track_path.hpp); attitude is what a coordinated flight of this shape
// has, unless it was recorded; the engine works with as much power as that takes, and burns fuel. There is no wind on a
// track: the aircraft points where it goes. Where it is slower than it can fly, it is on the ground.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/model.hpp"
#include "sim/track.hpp"
#include "sim/track_path.hpp"
#include "sim/variables.hpp"

namespace checkride::emulator {

class TrackPlayer {
 public:
  // `ground_ft`: elevation of the ground below a track that never touches it. The track outlives the player, which puts
  // the model on its first sample, engine running.
  TrackPlayer(const Track& track, double ground_ft, Model& model, Variables& variables);

  // The track has let the aircraft go (TrackEnd::stop): nothing is to be called any more.
  bool over() const { return over_; }
  // Puts the aircraft where it is at the model's present time, which is a kStep after that of the last call.
  void fly(Model& model);
  // Gives the recorded variables their present values; what is held keeps its own.
  void play(Variables& variables) const;

 private:
  // A time during which the aircraft is on the ground.
  struct Stay {
    double begin = 0;
    double end = 0;
    double altitude_at_begin_ft = 0;
    double altitude_at_end_ft = 0;
  };
  struct Attitude {
    double heading = 0;
    double pitch = 0;
    double bank = 0;
  };

  void find_stays(double slow);
  double seconds(const Model& model);
  double ground_below(const TrackPoint& point, double time, const AircraftType& type) const;
  double turn_rate(double time) const;
  Attitude attitude(const Model& model, const TrackPoint& point, double time) const;
  void move(Model& model, const TrackPoint& point, double time) const;
  void work_engine(Model& model) const;

  const Track* track_;
  TrackPath path_;
  double ground_ft_ = 0;
  std::vector<Stay> stays_;
  std::vector<VarRef> refs_;  // of the track's columns
  std::int64_t began_ticks_ = 0;
  TrackMoment moment_;
  bool standing_at_end_ = false;
  bool over_ = false;
};

}  // namespace checkride::emulator
