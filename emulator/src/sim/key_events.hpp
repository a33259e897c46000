// What key events do: a table of effects on variables, and the few that do something else.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run_state.hpp"
#include "sim/variables.hpp"

namespace checkride::emulator {

struct EffectRow;

using KeyEventData = std::array<std::uint32_t, 5>;

// What the effects act on.
struct KeyEventTargets {
  Model& model;
  Variables& variables;
  RunState& run;
};

class KeyEvents {
 public:
  // The targets outlive the events.
  explicit KeyEvents(KeyEventTargets targets);

  // Does what the event does here, which may be nothing. False: the catalogue has no such event. Case is ignored.
  bool trigger(std::string_view name, const KeyEventData& data);

 private:
  void add(const EffectRow& row, VarRef ref);

  using Action = std::function<void(const KeyEventData&)>;
  KeyEventTargets targets_;
  std::map<std::string, std::vector<Action>, std::less<>> actions_;
};

}  // namespace checkride::emulator
