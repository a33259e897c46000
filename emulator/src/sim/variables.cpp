#include "sim/variables.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"
#include "sim/resting_values.hpp"

namespace checkride::emulator {
namespace {

// Higher indices share one slot, so that no client can make the table grow without end.
constexpr std::uint32_t kIndexMost = 256;

bool is_local(std::string_view name) {
  return name.size() > 2 && values::ascii_upper(name[0]) == 'L' && name[1] == ':';
}

// How many instances of an indexed core variable the aircraft has, by the beginning of its name.
struct Instances {
  std::string_view prefix;
  std::uint32_t count;
};
constexpr std::array<Instances, 4> kInstances{{{"COM ", 2}, {"NAV ", 2}, {"EXIT OPEN", 4}, {"KOHLSMAN", 2}}};

std::uint32_t instances(const catalog::SimVar& simvar, const AircraftType& type) {
  // A glider keeps the variables of one engine, which stands still.
  if (is_of_engine(simvar.name)) return type.engines > 1 ? static_cast<std::uint32_t>(type.engines) : 1;
  for (const Instances& row : kInstances) {
    if (simvar.name.starts_with(row.prefix)) return row.count;
  }
  return 1;
}

bool is_text(const catalog::SimVar& simvar) {
  return simvar.type == catalog::ValueType::string256;
}

bool is_bool(const VariableInfo& info) {
  return info.simvar != nullptr && info.simvar->unit != nullptr &&
         info.simvar->unit->quantity == catalog::Quantity::boolean;
}

Error not_settable(const VariableInfo& info) {
  return Error::invalid(info.name + " cannot be set");
}
Error not_text(const VariableInfo& info) {
  return Error::invalid(info.name + " is a number, not a text");
}
Error not_number(const VariableInfo& info) {
  return Error::invalid(info.name + " is a text, not a number");
}

}  // namespace

const Variables::Slot& Variables::slot(VarRef ref) const {
  const auto index = static_cast<std::size_t>(ref);
  CHECKRIDE_ASSERT(index < slots_.size());
  return slots_[index];
}

Variables::Slot& Variables::slot(VarRef ref) {
  const auto index = static_cast<std::size_t>(ref);
  CHECKRIDE_ASSERT(index < slots_.size());
  return slots_[index];
}

VarRef Variables::add(const std::string& key, Slot slot) {
  const auto ref = VarRef(static_cast<std::uint32_t>(slots_.size()));
  slots_.push_back(std::move(slot));
  refs_.emplace(key, ref);
  return ref;
}

std::optional<VarRef> Variables::resolve(std::string_view name) {
  if (is_local(name)) return resolve_local(name);
  const auto found = catalog::find_indexed_simvar(name);
  if (!found) return std::nullopt;
  const catalog::SimVar& simvar = *found->simvar;
  // An index on a variable that has none is ignored, and 0 is the aircraft's first.
  const std::uint32_t asked = simvar.indexed ? found->index.value_or(1) : 1;
  const std::uint32_t index = std::clamp<std::uint32_t>(asked, 1, kIndexMost);
  const std::string key = std::string(simvar.name) + (index == 1 ? "" : ":" + std::to_string(index));
  if (const auto known = refs_.find(key); known != refs_.end()) return known->second;

  Slot slot;
  slot.info = {.name = key,
               .units = std::string(simvar.units),
               .settable = simvar.settable,
               .text = is_text(simvar),
               .simvar = &simvar};
  slot.index = index;
  note_absence(slot);
  slot.binding = find_binding(simvar.name, index);
  slot.text_binding = slot.info.text ? find_text_binding(simvar.name, index) : nullptr;
  if (slot.binding == nullptr && slot.text_binding == nullptr) slot.derived = derive(simvar, index);
  slot.value = resting_number(simvar);
  slot.words = std::string(resting_text(simvar));
  return add(key, std::move(slot));
}

void Variables::note_absence(Slot& slot) const {
  const catalog::SimVar& simvar = *slot.info.simvar;
  slot.absent = slot.info.absent = simvar.core && slot.index > instances(simvar, model_->type());
}

void Variables::aircraft_changed() {
  for (Slot& slot : slots_) {
    if (slot.info.simvar != nullptr) note_absence(slot);
  }
}

std::optional<Variables::Derived> Variables::derive(const catalog::SimVar& simvar, std::uint32_t index) {
  const DerivedVariable* row = find_derived_variable(simvar.name);
  if (row == nullptr) return std::nullopt;
  const std::string suffix = ":" + std::to_string(index);
  Derived derived;
  derived.row = row;
  derived.source = require(std::string(row->source) + suffix);
  derived.other = row->other.empty() ? derived.source : require(std::string(row->other) + suffix);
  const catalog::SimVar& source = *info(derived.source).simvar;
  const auto same_quantity = [&] { return source.unit->quantity == simvar.unit->quantity; };
  if (row->derivation == Derivation::same && source.unit != nullptr && simvar.unit != nullptr && same_quantity()) {
    auto conversion = catalog::conversion_between(*source.unit, *simvar.unit);
    if (conversion) derived.conversion = *conversion;
  }
  return derived;
}

double Variables::value_of(const Derived& derived) const {
  const double source = number(derived.source);
  const double factor = derived.row->factor;
  switch (derived.row->derivation) {
    case Derivation::same:
      return (derived.conversion ? (*derived.conversion)(source) : source) * factor;
    case Derivation::times:
      return source * number(derived.other) * factor;
    case Derivation::over: {
      const double whole = number(derived.other);
      return whole == 0 ? 0 : source / whole * factor;
    }
    case Derivation::on:
      return source > 0 ? 1 : 0;
    case Derivation::off:
      return source > 0 ? 0 : 1;
  }
  return 0;
}

std::optional<VarRef> Variables::resolve_local(std::string_view name) {
  const std::string key = values::upper(name);
  if (const auto known = refs_.find(key); known != refs_.end()) return known->second;
  if (locals_ >= kMaxLocalVariables) return std::nullopt;
  ++locals_;
  Slot slot;
  slot.info = {.name = "L:" + std::string(name.substr(2)), .units = "number", .settable = true, .text = false};
  return add(key, std::move(slot));
}

VarRef Variables::require(std::string_view name) {
  const auto ref = resolve(name);
  CHECKRIDE_ASSERT(ref.has_value());
  return *ref;
}

double Variables::number(VarRef ref) const {
  const Slot& at = slot(ref);
  if (at.info.text) return 0;
  if (at.held) return at.held_value;
  if (at.absent) return 0;
  if (at.derived) return value_of(*at.derived);
  return at.binding != nullptr && !at.overridden ? at.binding->read(*model_) : at.value;
}

std::string Variables::text(VarRef ref) const {
  const Slot& at = slot(ref);
  if (!at.info.text) return {};
  if (at.held) return at.held_words;
  return (at.text_binding != nullptr ? at.text_binding->read(*model_) : std::nullopt).value_or(at.words);
}

Result<> Variables::check(const Slot& at, double value) const {
  if (at.info.text) return not_number(at.info);
  if (at.info.simvar != nullptr && !std::isfinite(value)) {
    return Error::invalid(at.info.name + ": the value is not finite");
  }
  return {};
}

Result<> Variables::set_number(VarRef ref, double value) {
  const Slot& at = slot(ref);
  if (!at.info.settable) return not_settable(at.info);
  TRY_VOID(check(at, value));
  assign(ref, value);
  return {};
}

Result<> Variables::set_text(VarRef ref, std::string_view value) {
  Slot& at = slot(ref);
  if (!at.info.text) return not_text(at.info);
  if (!at.info.settable) return not_settable(at.info);
  at.words = std::string(value);
  return {};
}

void Variables::assign(VarRef ref, double value) {
  Slot& at = slot(ref);
  CHECKRIDE_ASSERT(!at.info.text);
  if (at.held || at.absent) return;
  write(at, is_bool(at.info) ? (value != 0 ? 1 : 0) : value);
  if (at.overridden) overridden_.push_back(ref);
}

void Variables::write(Slot& at, double value) {
  if (at.binding == nullptr) {
    at.derived.reset();  // what somebody sets says what he set from here on
    at.value = value;
  } else if (at.binding->write != nullptr) {
    at.binding->write(*model_, value);
  } else {
    at.value = value;
    at.overridden = true;
    (void)model_->edit();  // the override ends with the next step, so a step has to come
  }
}

Result<> Variables::hold_number(VarRef ref, double value) {
  Slot& at = slot(ref);
  TRY_VOID(check(at, value));
  if (!at.absent && at.binding != nullptr && at.binding->write != nullptr) at.binding->write(*model_, value);
  at.held_value = value;
  if (!at.held) held_.insert(std::lower_bound(held_.begin(), held_.end(), ref), ref);
  at.held = true;
  note_altitude_hold();
  return {};
}

Result<> Variables::hold_text(VarRef ref, std::string_view value) {
  Slot& at = slot(ref);
  if (!at.info.text) return not_text(at.info);
  at.held_words = std::string(value);
  if (!at.held) held_.insert(std::lower_bound(held_.begin(), held_.end(), ref), ref);
  at.held = true;
  return {};
}

bool Variables::release(VarRef ref) {
  Slot& at = slot(ref);
  if (!at.held) return false;
  at.held = false;
  std::erase(held_, ref);
  if (at.binding == nullptr && !at.derived && !at.absent) {
    at.value = at.held_value;
    at.words = at.held_words;
  }
  note_altitude_hold();
  return true;
}

std::vector<VarRef> Variables::held_variables() const {
  return held_;
}

void Variables::rest() {
  for (const VarRef ref : std::vector<VarRef>(held_)) (void)release(ref);  // they are held: no answer to look at
  for (Slot& at : slots_) {
    at.value = at.info.simvar != nullptr ? resting_number(*at.info.simvar) : 0;
    at.words = at.info.simvar != nullptr ? std::string(resting_text(*at.info.simvar)) : std::string();
  }
}

void Variables::note_altitude_hold() {
  State& state = model_->edit();
  state.holds.altitude_held = std::any_of(held_.begin(), held_.end(), [this](VarRef ref) {
    const Slot& at = slot(ref);
    return at.binding != nullptr && at.binding->sets_altitude && !at.absent;
  });
  if (state.holds.altitude_held) state.motion.path = 0;
}

void Variables::after_jump() {
  after_step();
  note_altitude_hold();
}

void Variables::after_step() {
  for (const VarRef ref : overridden_) slot(ref).overridden = false;
  overridden_.clear();
  for (const VarRef ref : held_) {
    const Slot& at = slot(ref);
    if (!at.absent && at.binding != nullptr && at.binding->write != nullptr) at.binding->write(*model_, at.held_value);
  }
}

}  // namespace checkride::emulator
