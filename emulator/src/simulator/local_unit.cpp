#include "simulator/local_unit.hpp"

namespace checkride::emulator {
namespace {

using catalog::Quantity;

// Switches, masks and codes are plain numbers, which "number" shows as they are.
bool is_plain(Quantity quantity) {
  return quantity == Quantity::number || quantity == Quantity::enumeration || quantity == Quantity::boolean ||
         quantity == Quantity::mask || quantity == Quantity::code;
}

}  // namespace

const catalog::Unit* unit_of_local(const catalog::Unit& asked) {
  if (is_plain(asked.quantity)) return catalog::find_unit("number");
  if (asked.quantity == Quantity::temperature) return nullptr;  // their zeros differ: 0 is to be 0 in each
  for (const catalog::Unit& unit : catalog::all_units()) {
    const bool si = unit.encoding == catalog::Encoding::linear && unit.factor == 1 && unit.offset == 0;
    if (si && unit.quantity == asked.quantity) return &unit;
  }
  return nullptr;
}

}  // namespace checkride::emulator
