// Key events that concern the simulation itself: pause, rate, clock, reset, view, sound.
#include <array>
#include <cmath>

#include "sim/calendar.hpp"
#include "sim/interruption.hpp"
#include "sim/key_event_table.hpp"

namespace checkride::emulator {
namespace {

using Targets = KeyEventTargets;
using Data = KeyEventData;

void set_pause(RunState& run, bool paused) {
  if (run.paused == paused) return;
  run.paused = paused;
  run.raise("Pause", pause_bits(run) != 0 ? 1 : 0);
  run.raise(paused ? "Paused" : "Unpaused");
  run.raise("Pause_EX1", pause_bits(run));
}

void set_rate(Targets& t, double rate) {
  t.variables.assign(t.variables.require("SIMULATION RATE"), rate);
}
double rate(const Targets& t) {
  return t.model.clock().rate;
}

// The power of two nearest to a number, by ratio.
double power_of_two(double wanted) {
  double result = SimulatedClock::kSlowest;
  while (result < SimulatedClock::kFastest && wanted > result * 1.5) result *= 2;
  return result;
}

// Moves the clock so that the part of the day counted in `unit` seconds (an hour, a minute), shown by a clock that is
// `offset` behind, becomes `value` of `count`.
void set_clock_part(SimulatedClock& clock, double offset, double unit, double count, std::uint32_t value) {
  if (value >= count) return;
  const double shown = second_of_day(clock.absolute() - offset);
  const double part = std::fmod(std::floor(shown / unit), count);
  clock.start += (value - part) * unit;
}

void set_date(SimulatedClock& clock, int year, unsigned day_of_year) {
  const double second = second_of_day(clock.absolute());
  clock.start = midnight_of(year, day_of_year) + second - clock.elapsed();
}

void set_day(Targets& t, const Data& data) {
  if (data[0] < 1 || data[0] > 366) return;
  set_date(t.model.clock(), date_of(t.model.clock().absolute()).year, data[0]);
}

void set_year(Targets& t, const Data& data) {
  if (data[0] < 1 || data[0] > 9000) return;
  set_date(t.model.clock(), static_cast<int>(data[0]), date_of(t.model.clock().absolute()).day_of_year);
}

constexpr double kHour = 3600;
constexpr double kMinute = 60;

void switch_view(Targets& t, const Data&) {
  constexpr std::uint32_t kVirtualCockpit = 2;
  constexpr double kCameraCockpit = 2;
  constexpr double kCameraOutside = 3;
  t.run.view = t.run.view == kVirtualCockpit ? 0 : kVirtualCockpit;
  t.variables.assign(t.variables.require("CAMERA STATE"), t.run.view != 0 ? kCameraCockpit : kCameraOutside);
  t.run.raise("View", t.run.view);
}

void switch_sound(Targets& t, const Data&) {
  t.run.sound = !t.run.sound;
  t.run.raise("Sound", t.run.sound ? 1 : 0);
}

constexpr std::array kEffects{
    EffectFunction{"PAUSE_TOGGLE", [](Targets& t, const Data&) { set_pause(t.run, !t.run.paused); }},
    EffectFunction{"PAUSE_ON", [](Targets& t, const Data&) { set_pause(t.run, true); }},
    EffectFunction{"PAUSE_OFF", [](Targets& t, const Data&) { set_pause(t.run, false); }},
    EffectFunction{"PAUSE_SET", [](Targets& t, const Data& data) { set_pause(t.run, data[0] != 0); }},
    EffectFunction{"SIM_RATE_INCR", [](Targets& t, const Data&) { set_rate(t, rate(t) * 2); }},
    EffectFunction{"SIM_RATE_DECR", [](Targets& t, const Data&) { set_rate(t, rate(t) / 2); }},
    EffectFunction{"SIM_RATE_SET", [](Targets& t, const Data& data) { set_rate(t, power_of_two(data[0])); }},
    EffectFunction{"SIM_RESET", [](Targets& t, const Data&) { t.run.reset_wanted = true; }},
    EffectFunction{"SITUATION_RESET", [](Targets& t, const Data&) { t.run.reset_wanted = true; }},
    EffectFunction{"SITUATION_SAVE", [](Targets& t, const Data&) { t.run.save_wanted = true; }},
    EffectFunction{"CLOCK_HOURS_SET",
                   [](Targets& t, const Data& data) {
                     set_clock_part(t.model.clock(), t.model.clock().zone_offset, kHour, 24, data[0]);
                   }},
    EffectFunction{"CLOCK_MINUTES_SET",
                   [](Targets& t, const Data& data) {
                     set_clock_part(t.model.clock(), t.model.clock().zone_offset, kMinute, 60, data[0]);
                   }},
    EffectFunction{"ZULU_HOURS_SET",
                   [](Targets& t, const Data& data) { set_clock_part(t.model.clock(), 0, kHour, 24, data[0]); }},
    EffectFunction{"ZULU_MINUTES_SET",
                   [](Targets& t, const Data& data) { set_clock_part(t.model.clock(), 0, kMinute, 60, data[0]); }},
    EffectFunction{"ZULU_DAY_SET", set_day},
    EffectFunction{"ZULU_YEAR_SET", set_year},
    EffectFunction{"VIEW_MODE", switch_view},
    EffectFunction{"SOUND_TOGGLE", switch_sound},
    EffectFunction{"ATC", [](Targets& t, const Data&) { t.run.atc_window = !t.run.atc_window; }},
    EffectFunction{"ATC_MENU_OPEN", [](Targets& t, const Data&) { t.run.atc_window = true; }},
    EffectFunction{"ATC_MENU_CLOSE", [](Targets& t, const Data&) { t.run.atc_window = false; }},
};

}  // namespace

std::span<const EffectFunction> simulation_effects() {
  return kEffects;
}

}  // namespace checkride::emulator
