// The variables of one simulation: names to slots, values kept, values held, values the model drives.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "sim/bindings.hpp"
#include "sim/derived_variables.hpp"
#include "sim/variable.hpp"

namespace checkride::emulator {

class Variables {
 public:
  // The model outlives the variables. Everything has its resting value; what the model drives is the model's.
  explicit Variables(Model& model) : model_(&model) {}

  // See Simulation, whose methods of these names are these.
  std::optional<VarRef> resolve(std::string_view name);
  const VariableInfo& info(VarRef ref) const { return slot(ref).info; }
  double number(VarRef ref) const;
  std::string text(VarRef ref) const;
  Result<> set_number(VarRef ref, double value);
  Result<> set_text(VarRef ref, std::string_view value);
  Result<> hold_number(VarRef ref, double value);
  Result<> hold_text(VarRef ref, std::string_view value);
  bool release(VarRef ref);
  bool held(VarRef ref) const { return slot(ref).held; }
  std::vector<VarRef> held_variables() const;

  // A write from inside, by a key event: settable or not; a held variable stays.
  void assign(VarRef ref, double value);
  // The ref of a name that is known to be in the catalogue.
  VarRef require(std::string_view name);

  // Nothing is held, and what was written is as it was at first; what the model drives is the model's.
  void rest();
  // The model is of another type: it has, and lacks, other instances.
  void aircraft_changed();
  // The model was put somewhere else: held variables have their values again.
  void after_jump();
  // After each step of the model: held variables have their values again, one-step values end.
  void after_step();
  bool holds_any() const { return !held_.empty(); }

 private:
  // What other variables say it is.
  struct Derived {
    const DerivedVariable* row = nullptr;
    VarRef source{};
    VarRef other{};  // of products and shares
    std::optional<catalog::Conversion> conversion{};
  };

  struct Slot {
    VariableInfo info;
    const Binding* binding = nullptr;
    const TextBinding* text_binding = nullptr;
    std::optional<Derived> derived{};
    std::uint32_t index = 1;
    bool absent = false;  // an instance that the aircraft lacks: always 0
    bool held = false;
    bool overridden = false;  // until the next step
    double value = 0;         // kept; of driven variables the one-step override
    double held_value = 0;
    std::string words;
    std::string held_words;
  };

  const Slot& slot(VarRef ref) const;
  Slot& slot(VarRef ref);
  std::optional<Derived> derive(const catalog::SimVar& simvar, std::uint32_t index);
  double value_of(const Derived& derived) const;
  void note_absence(Slot& slot) const;
  VarRef add(const std::string& key, Slot slot);
  std::optional<VarRef> resolve_local(std::string_view name);
  Result<> check(const Slot& slot, double value) const;
  void write(Slot& slot, double value);
  void note_altitude_hold();

  Model* model_;
  std::deque<Slot> slots_;
  std::map<std::string, VarRef, std::less<>> refs_;  // by upper-case name with index
  std::vector<VarRef> held_;                         // in order of resolution
  std::vector<VarRef> overridden_;
  std::size_t locals_ = 0;
};

}  // namespace checkride::emulator
