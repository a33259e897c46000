// An object whose variables clients read and set: the user's aircraft, or one that a client brought in (semantics 7.2,
// 13.2).
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "checkride/catalog/unit.hpp"
#include "checkride/protocol/structures.hpp"
#include "checkride/result/result.hpp"
#include "sim/placement.hpp"
#include "sim/variable.hpp"

namespace checkride::emulator {

// What a variable is made of; decides which data types fit it (semantics 4.4, 5).
enum class VariableKind {
  number,
  text,
  lat_lon_alt,    // three FLOAT64
  xyz,            // three FLOAT64
  init_position,  // set only
  waypoints,      // set only
  marker_state,   // set only
  opaque,         // a structure whose layout is not public: no type fits
};

// A variable that exists, with its index resolved.
struct Variable {
  VarRef ref{};
  VariableKind kind = VariableKind::number;
  bool settable = false;
  // Of kind number: the unit in which number() and set_number() speak; null for a local variable ("L:name"), whose
  // unit depends on who asks: simulator/local_unit.hpp.
  const catalog::Unit* unit = nullptr;
  // As the catalogue spells it, without index; lives as long as the program. Empty for a local variable.
  std::string_view name;
  std::uint32_t index = 1;
};

class SimObject {
 public:
  // A variable of kind number, in its own unit. What the object does not compute is 0.
  virtual double number(const Variable& variable) const = 0;
  virtual std::string text(const Variable& variable) const = 0;
  // A variable of kind lat_lon_alt or xyz.
  virtual std::array<double, 3> triple(const Variable& variable) = 0;
  // Errors: the variable cannot be set, or not to this value.
  virtual Result<> set_number(const Variable& variable, double value) = 0;
  virtual Result<> set_text(const Variable& variable, std::string_view value) = 0;
  // INITIAL POSITION. All numbers are finite.
  virtual void place(const Placement& placement) = 0;
  // AI WAYPOINT LIST. Errors: the object takes no route now, or not this one.
  virtual Result<> set_route(std::span<const protocol::Waypoint> route) = 0;

 protected:
  SimObject() = default;
  SimObject(const SimObject&) = default;
  SimObject& operator=(const SimObject&) = default;
  ~SimObject() = default;
};

}  // namespace checkride::emulator
