#include "sim/key_events.hpp"

#include <algorithm>
#include <cmath>

#include "checkride/catalog/key_event.hpp"
#include "sim/key_event_table.hpp"

namespace checkride::emulator {
namespace {

constexpr double kDegrees = 360;

double around(double degrees) {
  const double rest = std::fmod(degrees, kDegrees);
  return rest < 0 ? rest + kDegrees : rest;
}

double apply(const EffectRow& row, double now, std::uint32_t parameter) {
  const auto number = static_cast<double>(static_cast<std::int32_t>(parameter));
  switch (row.effect) {
    case Effect::toggle:
      return now == 0 ? 1 : 0;
    case Effect::assign:
      return row.a;
    case Effect::flag:
      return parameter != 0 ? 1 : 0;
    case Effect::scale:
      return number * row.a + row.b;
    case Effect::add:
      return now + row.a;
    case Effect::turn:
      return around(now + row.a);
    case Effect::angle:
      return around(number);
    case Effect::mask:
      return parameter & static_cast<std::uint32_t>(row.a);
  }
  return now;
}

// An event without a number in its name means all engines.
bool of_all_engines(const EffectRow& row) {
  return is_of_engine(row.variable) && row.event.find('1') == std::string_view::npos &&
         row.variable.find(':') == std::string_view::npos;
}

}  // namespace

KeyEvents::KeyEvents(KeyEventTargets targets) : targets_(targets) {
  for (const auto table : {effect_rows(), cockpit_effect_rows()}) {
    for (const EffectRow& row : table) {
      add(row, targets_.variables.require(row.variable));
      if (!of_all_engines(row)) continue;
      for (std::size_t i = 2; i <= kMostEngines; ++i) {
        add(row, targets_.variables.require(std::string(row.variable) + ":" + std::to_string(i)));
      }
    }
  }
  for (const auto table : {simulation_effects(), aircraft_effects(), autopilot_effects(), cockpit_effects()}) {
    for (const EffectFunction& row : table) {
      actions_[std::string(row.event)].push_back([this, &row](const KeyEventData& data) { row.run(targets_, data); });
    }
  }
}

void KeyEvents::add(const EffectRow& row, VarRef ref) {
  actions_[std::string(row.event)].push_back([this, &row, ref](const KeyEventData& data) {
    const double value = apply(row, targets_.variables.number(ref), data[0]);
    targets_.variables.assign(ref, within_limits(value, row.low, row.high));
  });
}

bool KeyEvents::trigger(std::string_view name, const KeyEventData& data) {
  const catalog::KeyEvent* event = catalog::find_key_event(name);
  if (event == nullptr) return false;
  const auto found = actions_.find(event->name);
  if (found == actions_.end()) return true;
  for (const Action& action : found->second) action(data);
  return true;
}

}  // namespace checkride::emulator
