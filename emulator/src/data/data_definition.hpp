// Data definitions: lists of variables in the form in which a client wants them, and the data blocks made of them.
//
// Pure: values come from a SimObject, bytes go into a vector. Source: semantics 5, 6.2, 7; wire.md 4.2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "checkride/catalog/unit.hpp"
#include "checkride/protocol/datum.hpp"
#include "simulator/clients.hpp"
#include "simulator/sim_object.hpp"

namespace checkride::emulator {

// Whether a value of the type can be asked of, or set on, a variable of that kind.
bool fits(protocol::DataType type, VariableKind kind);

// One variable of a definition.
struct Datum {
  std::string name;
  std::string unit_name;
  protocol::DataType type = protocol::DataType::float64;
  float epsilon = 0;
  protocol::DatumId id = protocol::kNoDatumId;
  Variable variable;
  // Between the variable's unit and the datum's; empty when nothing is to be converted.
  std::optional<catalog::Conversion> to_client;
  std::optional<catalog::Conversion> from_client;
  bool true_is_minus_1 = false;  // what is not 0 is sent as -1
};

// Appends the object's present value of the datum to a block.
void append_value(const Datum& datum, SimObject& object, std::vector<std::byte>& block);

// Whether `now` differs from `sent`, two values of the datum's size as blocks have them, by more than its epsilon
// (semantics 6.1). Not for variable strings, which are sent once only.
bool changed(const Datum& datum, std::span<const std::byte> sent, std::span<const std::byte> now);

// Sets the object's variable to a value in the datum's type and unit. Not for waypoints, which make a route together.
// Errors: the object refuses the value.
Result<> set_value(const Datum& datum, const protocol::DatumValue& value, SimObject& object);

// Errors: a number is not finite.
Result<Placement> placement_of(const protocol::InitPosition& wanted);

// What data/shared_blocks.hpp keeps for definitions that are alike.
struct SharedBlock {
  std::uint64_t turn = 0;   // in which `bytes` were made
  std::uint32_t count = 0;  // of datums
  std::vector<std::byte> bytes;
};

struct DataDefinition {
  // Found when it is needed first; add() lets go of it.
  mutable std::shared_ptr<SharedBlock> shared = nullptr;
  std::vector<Datum> datums;

  void add(Datum datum);
  bool has_variable_string() const;
  // The place of the datum that a tag means: by its id, or by place when it was given none. Nothing if there is none.
  std::optional<std::size_t> find(protocol::DatumId tag) const;
  // What a tagged block calls the datum at this place.
  protocol::DatumId tag_of(std::size_t place) const;
  DefinitionInfo info(protocol::DefinitionId id) const;
};

}  // namespace checkride::emulator
