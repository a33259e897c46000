// The input events ("B" events) of the aircraft: switches and levers of its cockpit under names and hashes (semantics
// 22). Most stand for a simulator variable; the others have a value of their own, shared by all clients.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "checkride/result/result.hpp"
#include "simulator/simulator.hpp"

namespace checkride::emulator {

// How setting one moves its variable.
enum class ControlMove {
  write,       // the variable can be written
  key_set,     // the key event takes the value
  key_toggle,  // the key event is sent when the value differs
};

struct AircraftInput {
  std::string_view name;
  std::string_view variable;  // "": it stands for none
  ControlMove move = ControlMove::write;
  std::string_view key_event;
  bool text = false;
};

// FNV-1a, 64 bits, of the name. Inferred: clients only rely on hashes that depend on names and stay the same.
constexpr std::uint64_t input_hash(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : name) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

// Those of the emulator's one aircraft, in the order in which they are listed. Inferred: the names follow those of the
// simulator's own C172; real aircraft have hundreds.
std::span<const AircraftInput> aircraft_inputs();
// Place in aircraft_inputs(). Null: no such hash.
std::optional<std::size_t> find_aircraft_input(std::uint64_t hash);

using InputState = std::variant<double, std::string>;

// What the events are worth now. `input` is a place in aircraft_inputs().
class AircraftInputs {
 public:
  InputState value(std::size_t input, Simulator& simulator) const;
  // `wanted` is a number or a text as the event is. Errors: the variable cannot have the value.
  Result<> set(std::size_t input, const InputState& wanted, Simulator& simulator);

 private:
  std::map<std::size_t, InputState> own_;  // of those without a variable; 0 or "" if not set yet
};

}  // namespace checkride::emulator
