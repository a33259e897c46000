// What the columns of a recorded track mean, by their names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkride/catalog/unit.hpp"
#include "checkride/result/result.hpp"

namespace checkride::emulator {

enum class TrackField {
  time,       // a date and time, or seconds
  latitude,   // degrees
  longitude,  // degrees
  altitude,   // feet
  heading,    // radians
  pitch,      // radians, positive nose up
  bank,       // radians, positive right wing down
  variable,   // of the catalogue, in its unit
  ignored,    // what follows from the others, and notes
};

struct TrackMeaning {
  TrackField field = TrackField::ignored;
  double factor = 1;     // from the file's number to the field's unit; of variables the conversion counts
  std::string variable;  // the catalogue's name with its index
  bool steps = false;
  bool angle = false;
  std::optional<catalog::Conversion> conversion;
  double in_field_unit(double value) const { return conversion ? (*conversion)(value) : value * factor; }
};

// A name as in docs/flights.md, without regard to case: "latitude", "altitude_m", "FUEL TOTAL QUANTITY:gallons". Names
// that begin with '#' are ignored. Errors: nothing of that name is known, or it cannot be played.
Result<TrackMeaning> track_meaning(std::string_view name);

}  // namespace checkride::emulator
