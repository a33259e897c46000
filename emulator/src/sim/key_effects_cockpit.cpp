// Key events of the cockpit that take more than a row: radios, transponder, localizer hold, tug, clock.
#include <array>
#include <cmath>
#include <string>

#include "sim/key_event_table.hpp"

namespace checkride::emulator {
namespace {

using Targets = KeyEventTargets;
using Data = KeyEventData;

double number(const Targets& t, const std::string& name) {
  return t.variables.number(t.variables.require(name));
}
void assign(const Targets& t, const std::string& name, double value) {
  t.variables.assign(t.variables.require(name), value);
}

template <int Radio>
std::string of_radio(const char* name) {
  return std::string(name) + ":" + std::to_string(Radio);
}

template <int Radio>
void swap_com(Targets& t, const Data&) {
  const double active = number(t, of_radio<Radio>("COM ACTIVE FREQUENCY"));
  assign(t, of_radio<Radio>("COM ACTIVE FREQUENCY"), number(t, of_radio<Radio>("COM STANDBY FREQUENCY")));
  assign(t, of_radio<Radio>("COM STANDBY FREQUENCY"), active);
}

template <int Radio>
void swap_nav(Targets& t, const Data&) {
  const double active = number(t, of_radio<Radio>("NAV ACTIVE FREQUENCY"));
  assign(t, of_radio<Radio>("NAV ACTIVE FREQUENCY"), number(t, of_radio<Radio>("NAV STANDBY FREQUENCY")));
  assign(t, of_radio<Radio>("NAV STANDBY FREQUENCY"), active);
}

// ---- frequencies as four packed digits: 123.45 MHz is 0x2345
int digits_of(std::uint32_t packed) {
  return static_cast<int>(((packed >> 12) & 0xF) * 1000 + ((packed >> 8) & 0xF) * 100 + ((packed >> 4) & 0xF) * 10 +
                          (packed & 0xF));
}
std::uint32_t packed_of(int digits) {
  const auto d = static_cast<std::uint32_t>(digits);
  return (d / 1000 % 10) << 12 | (d / 100 % 10) << 8 | (d / 10 % 10) << 4 | d % 10;
}

// The hundredths of a 25 kHz channel leave its last digit out: .02 is .025 and .07 is .075.
int kilohertz_of(double packed) {
  const int hundredths = digits_of(static_cast<std::uint32_t>(packed));
  const int last = hundredths % 10;
  return 100000 + hundredths * 10 + (last == 2 || last == 7 ? 5 : 0);
}

constexpr int kLowestCom = 118000;
constexpr int kComBand = 19000;
constexpr int kComChannel = 25;
constexpr int kMegahertz = 1000;

// The knobs turn the standby frequency; the fraction stays within its megahertz unless it is carried.
template <int Radio>
void tune_com(Targets& t, int kilohertz) {
  const std::string name = of_radio<Radio>("COM STANDBY FREQUENCY");
  const int now = kilohertz_of(number(t, name));
  const int tuned = ((now - kLowestCom + kilohertz) % kComBand + kComBand) % kComBand + kLowestCom;
  assign(t, name, packed_of(tuned / 10 % 10000));
}

template <int Radio>
void tune_com_fraction(Targets& t, int kilohertz) {
  const std::string name = of_radio<Radio>("COM STANDBY FREQUENCY");
  const int now = kilohertz_of(number(t, name));
  const int fraction = (now % kMegahertz + kilohertz + kMegahertz) % kMegahertz;
  assign(t, name, packed_of((now / kMegahertz * kMegahertz + fraction) / 10 % 10000));
}

constexpr int kLowestNav = 108000;
constexpr int kNavBand = 10000;
constexpr int kNavChannel = 50;

template <int Radio>
void tune_nav(Targets& t, int kilohertz) {
  const std::string name = of_radio<Radio>("NAV STANDBY FREQUENCY");
  const int now = static_cast<int>(std::lround(number(t, name) * kMegahertz));
  const int tuned = ((now - kLowestNav + kilohertz) % kNavBand + kNavBand) % kNavBand + kLowestNav;
  assign(t, name, tuned / 1000.0);
}

template <int Radio>
void set_nav_hz(Targets& t, const char* which, std::uint32_t hertz) {
  assign(t, of_radio<Radio>(which), hertz / 1e6);
}
void set_com2_hz(Targets& t, const char* which, std::uint32_t hertz) {
  assign(t, of_radio<2>(which), packed_of(static_cast<int>(hertz / 10000 % 10000)));
}

// One of the four digits of the transponder, 0 to 7, with no carry.
template <int Shift, int Step>
void turn_squawk(Targets& t, const Data&) {
  const auto code = static_cast<std::uint32_t>(number(t, "TRANSPONDER CODE"));
  const std::uint32_t digit = ((code >> Shift) + static_cast<std::uint32_t>(8 + Step)) & 7;
  assign(t, "TRANSPONDER CODE", (code & ~(0xFu << Shift)) | digit << Shift);
}

// Localizer hold is approach hold without a glide slope.
void toggle_localizer(Targets& t, const Data&) {
  const double on = number(t, "AUTOPILOT APPROACH IS LOCALIZER") == 0 ? 1 : 0;
  assign(t, "AUTOPILOT APPROACH IS LOCALIZER", on);
  assign(t, "AUTOPILOT APPROACH HOLD", on);
  assign(t, "AUTOPILOT GLIDESLOPE HOLD", 0);
  if (on != 0) assign(t, "AUTOPILOT HEADING LOCK", 0);
}

// Both call the tug, if none is there. A tug that is given no speed waits.
Pushback& called_tug(Targets& t) {
  Pushback& tug = t.model.edit().pushback;
  if (!tug.attached() && t.model.state().motion.on_ground) tug.state = 0;
  return tug;
}
// Feet per second, positive ahead. Inferred: none is faster than a tug is.
void set_tug_speed(Targets& t, const Data& data) {
  constexpr double kFastest = 10;  // m/s
  Pushback& tug = called_tug(t);
  tug.wait = data[0] == 0 ? 1 : 0;
  tug.speed = within_limits(static_cast<std::int32_t>(data[0]) * kMetresPerFoot, -kFastest, kFastest);
}
void set_tug_heading(Targets& t, const Data& data) {
  Pushback& tug = called_tug(t);
  tug.heading = data[0] * (kTurn / 4294967296.0);
  tug.steered = true;
}

// Moves the clock of the simulation.
template <int Seconds>
void move_clock(Targets& t, const Data&) {
  t.model.clock().start += Seconds;
}

constexpr std::array kEffects{
    EffectFunction{"COM_RADIO_SWAP", swap_com<1>},
    EffectFunction{"COM1_RADIO_SWAP", swap_com<1>},
    EffectFunction{"COM2_RADIO_SWAP", swap_com<2>},
    EffectFunction{"NAV2_RADIO_SWAP", swap_nav<2>},
    EffectFunction{"COM2_RADIO_SET_HZ",
                   [](Targets& t, const Data& d) { set_com2_hz(t, "COM ACTIVE FREQUENCY", d[0]); }},
    EffectFunction{"COM2_STBY_RADIO_SET_HZ",
                   [](Targets& t, const Data& d) { set_com2_hz(t, "COM STANDBY FREQUENCY", d[0]); }},
    EffectFunction{"COM_RADIO_WHOLE_INC", [](Targets& t, const Data&) { tune_com<1>(t, kMegahertz); }},
    EffectFunction{"COM_RADIO_WHOLE_DEC", [](Targets& t, const Data&) { tune_com<1>(t, -kMegahertz); }},
    EffectFunction{"COM_RADIO_FRACT_INC", [](Targets& t, const Data&) { tune_com_fraction<1>(t, kComChannel); }},
    EffectFunction{"COM_RADIO_FRACT_DEC", [](Targets& t, const Data&) { tune_com_fraction<1>(t, -kComChannel); }},
    EffectFunction{"COM_RADIO_FRACT_INC_CARRY", [](Targets& t, const Data&) { tune_com<1>(t, kComChannel); }},
    EffectFunction{"COM_RADIO_FRACT_DEC_CARRY", [](Targets& t, const Data&) { tune_com<1>(t, -kComChannel); }},
    EffectFunction{"COM2_RADIO_WHOLE_INC", [](Targets& t, const Data&) { tune_com<2>(t, kMegahertz); }},
    EffectFunction{"COM2_RADIO_WHOLE_DEC", [](Targets& t, const Data&) { tune_com<2>(t, -kMegahertz); }},
    EffectFunction{"COM2_RADIO_FRACT_INC", [](Targets& t, const Data&) { tune_com_fraction<2>(t, kComChannel); }},
    EffectFunction{"COM2_RADIO_FRACT_DEC", [](Targets& t, const Data&) { tune_com_fraction<2>(t, -kComChannel); }},
    EffectFunction{"NAV1_RADIO_WHOLE_INC", [](Targets& t, const Data&) { tune_nav<1>(t, kMegahertz); }},
    EffectFunction{"NAV1_RADIO_WHOLE_DEC", [](Targets& t, const Data&) { tune_nav<1>(t, -kMegahertz); }},
    EffectFunction{"NAV1_RADIO_FRACT_INC_CARRY", [](Targets& t, const Data&) { tune_nav<1>(t, kNavChannel); }},
    EffectFunction{"NAV1_RADIO_FRACT_DEC_CARRY", [](Targets& t, const Data&) { tune_nav<1>(t, -kNavChannel); }},
    EffectFunction{"NAV2_RADIO_WHOLE_INC", [](Targets& t, const Data&) { tune_nav<2>(t, kMegahertz); }},
    EffectFunction{"NAV2_RADIO_WHOLE_DEC", [](Targets& t, const Data&) { tune_nav<2>(t, -kMegahertz); }},
    EffectFunction{"NAV1_RADIO_SET_HZ",
                   [](Targets& t, const Data& d) { set_nav_hz<1>(t, "NAV ACTIVE FREQUENCY", d[0]); }},
    EffectFunction{"NAV1_STBY_SET_HZ",
                   [](Targets& t, const Data& d) { set_nav_hz<1>(t, "NAV STANDBY FREQUENCY", d[0]); }},
    EffectFunction{"NAV2_RADIO_SET_HZ",
                   [](Targets& t, const Data& d) { set_nav_hz<2>(t, "NAV ACTIVE FREQUENCY", d[0]); }},
    EffectFunction{"NAV2_STBY_SET_HZ",
                   [](Targets& t, const Data& d) { set_nav_hz<2>(t, "NAV STANDBY FREQUENCY", d[0]); }},
    EffectFunction{"XPNDR_1000_INC", turn_squawk<12, 1>},
    EffectFunction{"XPNDR_1000_DEC", turn_squawk<12, -1>},
    EffectFunction{"XPNDR_100_INC", turn_squawk<8, 1>},
    EffectFunction{"XPNDR_100_DEC", turn_squawk<8, -1>},
    EffectFunction{"XPNDR_10_INC", turn_squawk<4, 1>},
    EffectFunction{"XPNDR_10_DEC", turn_squawk<4, -1>},
    EffectFunction{"XPNDR_1_INC", turn_squawk<0, 1>},
    EffectFunction{"XPNDR_1_DEC", turn_squawk<0, -1>},
    EffectFunction{"AP_LOC_HOLD", toggle_localizer},
    EffectFunction{"TUG_SPEED", set_tug_speed},
    EffectFunction{"TUG_HEADING", set_tug_heading},
    EffectFunction{"CLOCK_HOURS_INC", move_clock<3600>},
    EffectFunction{"CLOCK_HOURS_DEC", move_clock<-3600>},
    EffectFunction{"CLOCK_MINUTES_INC", move_clock<60>},
    EffectFunction{"CLOCK_MINUTES_DEC", move_clock<-60>},
};

}  // namespace

std::span<const EffectFunction> cockpit_effects() {
  return kEffects;
}

}  // namespace checkride::emulator
