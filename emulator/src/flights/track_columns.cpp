#include "flights/track_columns.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "checkride/catalog/catalog.hpp"
#include "checkride/values/ascii.hpp"
#include "checkride/values/diagnostic.hpp"
#include "checkride/values/suggest.hpp"
#include "flights/reading.hpp"
#include "sim/bindings.hpp"

namespace checkride::emulator {
namespace {

constexpr double kFeetPerMetre = 1 / kMetresPerFoot;

struct KnownColumn {
  std::string_view name;
  TrackField field = TrackField::ignored;
  double factor = 1;
};

using enum TrackField;
constexpr std::array kColumns{
    KnownColumn{"ts", time},
    KnownColumn{"time", time},
    KnownColumn{"timestamp", time},
    KnownColumn{"when", time},
    KnownColumn{"utc", time},
    KnownColumn{"seconds", time},
    KnownColumn{"time_s", time},
    KnownColumn{"time_ms", time, 0.001},
    KnownColumn{"latitude", latitude},
    KnownColumn{"latitude_deg", latitude},
    KnownColumn{"lat", latitude},
    KnownColumn{"plane latitude", latitude},
    KnownColumn{"plane latitude:degrees", latitude},
    KnownColumn{"plane latitude:radians", latitude, kDegreesPerRadian},
    KnownColumn{"longitude", longitude},
    KnownColumn{"longitude_deg", longitude},
    KnownColumn{"lon", longitude},
    KnownColumn{"lng", longitude},
    KnownColumn{"plane longitude", longitude},
    KnownColumn{"plane longitude:degrees", longitude},
    KnownColumn{"plane longitude:radians", longitude, kDegreesPerRadian},
    KnownColumn{"altitude_ft", altitude},
    KnownColumn{"altitude", altitude},
    KnownColumn{"alt", altitude},
    KnownColumn{"plane altitude", altitude},
    KnownColumn{"plane altitude:feet", altitude},
    KnownColumn{"plane altitude:meters", altitude, kFeetPerMetre},
    KnownColumn{"altitude_m", altitude, kFeetPerMetre},
    KnownColumn{"elevation_m", altitude, kFeetPerMetre},
    KnownColumn{"ele", altitude, kFeetPerMetre},
    KnownColumn{"heading", heading, kRadiansPerDegree},
    KnownColumn{"heading_deg", heading, kRadiansPerDegree},
    KnownColumn{"plane heading degrees true", heading, kRadiansPerDegree},
    KnownColumn{"plane heading degrees true:degrees", heading, kRadiansPerDegree},
    KnownColumn{"plane heading degrees true:radians", heading},
    KnownColumn{"pitch", pitch, kRadiansPerDegree},
    KnownColumn{"pitch_deg", pitch, kRadiansPerDegree},
    // The simulator's own are positive nose down and left wing down.
    KnownColumn{"plane pitch degrees", pitch, -kRadiansPerDegree},
    KnownColumn{"plane pitch degrees:degrees", pitch, -kRadiansPerDegree},
    KnownColumn{"plane pitch degrees:radians", pitch, -1},
    KnownColumn{"bank", bank, kRadiansPerDegree},
    KnownColumn{"bank_deg", bank, kRadiansPerDegree},
    KnownColumn{"roll", bank, kRadiansPerDegree},
    KnownColumn{"roll_deg", bank, kRadiansPerDegree},
    KnownColumn{"plane bank degrees", bank, -kRadiansPerDegree},
    KnownColumn{"plane bank degrees:degrees", bank, -kRadiansPerDegree},
    KnownColumn{"plane bank degrees:radians", bank, -1},
    KnownColumn{"speed"},
    KnownColumn{"speed_kt"},
    KnownColumn{"groundspeed"},
    KnownColumn{"ground_speed_kt"},
    KnownColumn{"airspeed"},
    KnownColumn{"airspeed_kt"},
    KnownColumn{"vertical_speed"},
    KnownColumn{"vertical_speed_fpm"},
    KnownColumn{"track"},
    KnownColumn{"track_deg"},
    KnownColumn{"course"},
    KnownColumn{"distance"},
    KnownColumn{"callsign"},
    KnownColumn{"on_ground"},
    KnownColumn{"simulator"},
    KnownColumn{"session"},
    KnownColumn{"sequence"},
    KnownColumn{"source"},
    KnownColumn{"flags"},
};

// A name, an index and a unit, of which the last two may be missing: "GENERAL ENG RPM:1:rpm".
struct Parts {
  std::string variable;
  std::string_view unit;
};

bool is_index(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Parts parts_of(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  if (colon == std::string_view::npos || is_index(name.substr(colon + 1))) return {std::string(name), {}};
  return {std::string(name.substr(0, colon)), name.substr(colon + 1)};
}

// Where it is and how it moves is the track's to say.
bool follows_from_the_track(std::string_view variable) {
  const auto has = [variable](std::span<const Binding> table) {
    return std::any_of(table.begin(), table.end(), [variable](const Binding& row) { return row.name == variable; });
  };
  return has(position_bindings()) || has(motion_bindings());
}

bool is_stepped(const catalog::Unit& unit) {
  using catalog::Quantity;
  return unit.quantity == Quantity::boolean || unit.quantity == Quantity::enumeration ||
         unit.quantity == Quantity::mask || unit.quantity == Quantity::code ||
         unit.encoding == catalog::Encoding::bcd16 || unit.encoding == catalog::Encoding::bcd32 ||
         unit.encoding == catalog::Encoding::adf_bcd32 || unit.encoding == catalog::Encoding::bco16;
}

std::string unknown_column(std::string_view name) {
  std::vector<std::string_view> names;
  for (const KnownColumn& column : kColumns) names.push_back(column.name);
  std::string message = "nothing is known of a column " + values::quote(name);
  const std::string suggested = values::suggestion(name, names);
  if (!suggested.empty()) return message + suggested;
  const auto nearest = catalog::nearest_simvar(parts_of(name).variable);
  if (nearest) return message + ", did you mean \"" + *nearest + "\"?";
  return message + "; put # before the name of a column that is to be left out";
}

Result<TrackMeaning> variable_column(std::string_view name) {
  const Parts parts = parts_of(name);
  const auto found = catalog::find_indexed_simvar(parts.variable);
  if (!found) return Error::invalid(unknown_column(name));
  const catalog::SimVar& simvar = *found->simvar;
  TrackMeaning meaning;
  if (follows_from_the_track(simvar.name)) return meaning;
  const catalog::Unit* unit = simvar.unit;
  const bool number = simvar.type == catalog::ValueType::int32 || simvar.type == catalog::ValueType::float64;
  if (unit == nullptr || !number) {
    return Error::invalid("column " + values::quote(name) + ": " + std::string(simvar.name) +
                          " is no number, and only numbers can be played");
  }
  if (!parts.unit.empty()) unit = catalog::find_unit(parts.unit);
  if (unit == nullptr) {
    return Error::invalid("column " + values::quote(name) + ": no unit " + values::quote(parts.unit));
  }
  auto conversion = catalog::conversion_between(*unit, *simvar.unit);
  if (!conversion) return conversion.error().with("column " + values::quote(name));
  meaning.field = variable;
  meaning.variable = std::string(simvar.name);
  if (found->index.value_or(1) > 1) meaning.variable += ":" + std::to_string(*found->index);
  meaning.steps = is_stepped(*simvar.unit);
  meaning.conversion = *conversion;
  return meaning;
}

}  // namespace

Result<TrackMeaning> track_meaning(std::string_view name) {
  name = trimmed(name);
  if (name.starts_with('#') || name.empty()) return TrackMeaning{};
  for (const KnownColumn& column : kColumns) {
    if (!values::same_text(column.name, name)) continue;
    TrackMeaning meaning;
    meaning.field = column.field;
    meaning.factor = column.factor;
    meaning.angle = column.field == heading;
    return meaning;
  }
  return variable_column(name);
}

}  // namespace checkride::emulator
