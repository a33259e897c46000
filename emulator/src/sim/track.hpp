// A recorded track: where an aircraft was, moment by moment, and what else was recorded of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace checkride::emulator {

// What an aircraft does when its track is over.
enum class TrackEnd {
  hold,  // stays where it is, standing still, in the air too
  loop,  // is put back to the first sample and flies the track again
  stop,  // is let go: from here on it flies by itself, with nobody at the controls
};

struct TrackSample {
  double seconds = 0;        // since the first sample; greater than those before
  double latitude_deg = 0;   // -90 to 90
  double longitude_deg = 0;  // -180 to 180
  double altitude_ft = 0;    // above sea level
};

// A number that was recorded of every sample: an attitude, or a variable of the simulator.
struct TrackColumn {
  std::string variable;        // the catalogue's name, ":2" behind it for an index other than 1
  bool steps = false;          // a switch or a code: it jumps from value to value
  bool angle = false;          // goes round: from 359 to 1 degree it is two degrees
  std::vector<double> values;  // one a sample, in the catalogue's unit
};

struct Track {
  std::vector<TrackSample> samples;    // at least two
  std::vector<TrackColumn> columns;    // of variables that the aircraft is given as they were recorded
  std::optional<TrackColumn> pitch;    // radians, positive nose up
  std::optional<TrackColumn> bank;     // radians, positive right wing down
  std::optional<TrackColumn> heading;  // radians, true; counts while the aircraft stands still
  TrackEnd end = TrackEnd::hold;
};

// How the file of a track is read.
struct TrackOptions {
  std::optional<double> speed_kt{};     // over the ground, for files without times
  std::optional<double> altitude_ft{};  // above sea level, for files without altitudes
  TrackEnd end = TrackEnd::hold;
};

}  // namespace checkride::emulator
