#include "sim/resting_values.hpp"

#include <array>

#include "checkride/catalog/unit.hpp"

namespace checkride::emulator {
namespace {

enum class Match { whole, begin, end, inside };

// The first row that fits a variable's name and, if it says one, the quantity of its unit, has its value.
struct Rule {
  std::string_view text;
  double value = 0;
  Match match = Match::whole;
  std::string_view unit{};  // "percent"; empty: any
};

using enum Match;
constexpr std::array kRules{
    // What this aircraft lacks, before what every aircraft has.
    Rule{"EXTERNAL POWER AVAILABLE", 0},
    Rule{"SPOILER AVAILABLE", 0},
    Rule{"TACAN AVAILABLE", 0},
    Rule{"FLARM AVAILABLE", 0},
    Rule{"SMOKESYSTEM AVAILABLE", 0},
    Rule{"TURB ENG FUEL AVAILABLE", 0},
    Rule{"WINDSHIELD RAIN EFFECT AVAILABLE", 0},
    Rule{" AVAILABLE", 1, end, "bool"},
    Rule{"CONNECTION ON", 1, end},
    Rule{"ELECTRICAL CIRCUIT EXISTS", 1},
    Rule{"CIRCUIT SWITCH ON", 1},
    Rule{"IS AIRCRAFT", 1},
    Rule{"IS GEAR WHEELS", 1},
    Rule{"IS SLEW ALLOWED", 1},
    Rule{"USER INPUT ENABLED", 1},
    Rule{"NEW ELECTRICAL SYSTEM", 1},
    Rule{"CONTROLLABLE", 1},
    Rule{"SURFACE INFO VALID", 1},
    Rule{"REALISM CRASH DETECTION", 1},
    Rule{"COM RECEIVE", 1},
    Rule{"COM TRANSMIT", 1},
    Rule{"TURN INDICATOR SWITCH", 1},
    Rule{"GENERAL ENG FUEL VALVE", 1},
    Rule{"FUELSYSTEM VALVE", 1, begin},
    Rule{"GPWS SYSTEM ACTIVE", 1},
    // Volumes, dimmers, cameras, stores.
    Rule{"VOLUME", 80, end, "percent"},
    Rule{"VOLUME", 0.8, end, "percent over 100"},
    Rule{"POWER SETTING", 100, end},
    Rule{"LIGHT POTENTIOMETER", 1},
    Rule{" CAMERA ", 50, inside, "percent"},
    Rule{"ELECTRICAL BATTERY ESTIMATED CAPACITY PCT", 100},
    Rule{"INTEGRITY", 1, end},
    Rule{"CYLINDER HEALTH", 1, end},
    Rule{"OIL QUANTITY", 1, end},
    Rule{"HYDRAULIC QUANTITY", 1, end},
    Rule{"HYDRAULIC RESERVOIR PERCENT", 1},
    Rule{"RECIP ENG COOLANT RESERVOIR PERCENT", 100},
    // Weights, loads, places.
    Rule{"MAX TAKEOFF WEIGHT", 2550},
    Rule{"MAX LANDING WEIGHT", 2550},
    Rule{"MAX ZERO FUEL WEIGHT", 2550},
    Rule{"PAYLOAD STATION WEIGHT", 85},
    Rule{"PAYLOAD STATION COUNT", 4},
    Rule{"CG AFT LIMIT", 0.4},
    Rule{"CG FWD LIMIT", 0.1},
    Rule{"EMPTY WEIGHT PITCH MOI", 1346},
    Rule{"EMPTY WEIGHT ROLL MOI", 948},
    Rule{"EMPTY WEIGHT YAW MOI", 1967},
    Rule{"TOTAL WEIGHT PITCH MOI", 1346},
    Rule{"TOTAL WEIGHT ROLL MOI", 948},
    Rule{"TOTAL WEIGHT YAW MOI", 1967},
    Rule{"SIMULATED RADIUS", 18},
    Rule{"VISUAL MODEL RADIUS", 5.5},
    Rule{"NUM FUEL SELECTORS", 1},
    Rule{"RECIP ENG NUM CYLINDERS", 4},
    Rule{"RECIP ENG FUEL NUMBER TANKS USED", 2},
    // Speeds, heights and limits.
    Rule{"DESIGN TAKEOFF SPEED", 55},
    Rule{"REFERENCE SPEED MAX IAS", 163, begin},
    Rule{"FLAPS CURRENT SPEED LIMITATION", 110},
    Rule{"DESIGN SPEED VC", 207},
    Rule{"ESTIMATED CRUISE SPEED", 207},
    Rule{"DESIGN SPEED CLIMB", 125},
    Rule{"DESIGN SPEED MIN ROTATION", 93},
    Rule{"MIN DRAG VELOCITY", 118},
    Rule{"TYPICAL DESCENT RATE", 500},
    Rule{"DESIGN CRUISE ALT", 8000},
    Rule{"DESIGN SPAWN ALTITUDE CRUISE", 8000},
    Rule{"DESIGN SPAWN ALTITUDE DESCENT", 3000},
    Rule{"BARBER POLE MACH", 0.25},
    Rule{"MACH MAX OPERATE", 0.3},
    Rule{"CG MAX MACH", 1},
    Rule{"MAX G FORCE", 1},
    Rule{"MIN G FORCE", 1},
    Rule{"SIGMA SQRT", 1},
    Rule{"LINEAR CL ALPHA", 5},
    Rule{"STALL ALPHA", 0.28},
    Rule{"ZERO LIFT ALPHA", -0.05},
    Rule{"STATIC PITCH", 0.035},
    Rule{"TRIM MAX", 0.3, end, "radians"},
    Rule{"TRIM MIN", -0.3, end, "radians"},
    Rule{"ELEVATOR TRIM UP LIMIT", 17},
    Rule{"ELEVATOR TRIM DOWN LIMIT", 17},
    Rule{"AUTOPILOT MAX BANK", 0.436},
    Rule{"NOSEWHEEL MAX STEERING ANGLE", 0.52},
    Rule{"FULL THROTTLE THRUST TO WEIGHT RATIO", 0.25},
    Rule{"RECIP MIXTURE RATIO", 0.08},
    // Air and temperatures: nothing is warmer than the day.
    Rule{"PNEUMATICS AIRCRAFT PRESSURE", 101.325},
    Rule{"MAX EGT", 2260},
    Rule{"MAX OIL TEMPERATURE", 705},
    Rule{"RECIP MAX CHT", 960},
    Rule{"PNEUMATICS AREAS MAX TEMPERATURE", 30},
    Rule{"PNEUMATICS AREA TARGET TEMPERATURE", 21},
    Rule{"", 15, inside, "celsius"},
    Rule{"", 518.67, inside, "rankine"},
    // Radios; codes are packed digits.
    Rule{"ADF STANDBY FREQUENCY", 350000},
    Rule{"STORED FREQUENCY", 0x2180, end},
    // The sun over Seattle in June, seconds of the day.
    Rule{"ZULU SUNRISE TIME", 43860},
    Rule{"ZULU SUNSET TIME", 14940},
};

struct TextRule {
  std::string_view name;
  std::string_view text;
};

constexpr std::array kTexts{
    TextRule{"LIVERY NAME", "Default"},        TextRule{"PAYLOAD STATION NAME", "Payload"},
    TextRule{"AI TRAFFIC STATE", "INIT"},      TextRule{"COM ACTIVE FREQ TYPE", "NONE"},
    TextRule{"COM STANDBY FREQ TYPE", "NONE"},
};

bool fits(const Rule& rule, const catalog::SimVar& simvar) {
  if (!rule.unit.empty() && simvar.units != rule.unit) return false;
  switch (rule.match) {
    case whole:
      return simvar.name == rule.text;
    case begin:
      return simvar.name.starts_with(rule.text);
    case end:
      return simvar.name.ends_with(rule.text);
    case inside:
      return simvar.name.find(rule.text) != std::string_view::npos;
  }
  return false;
}

}  // namespace

double resting_number(const catalog::SimVar& simvar) {
  if (simvar.core) return simvar.resting_value;
  for (const Rule& rule : kRules) {
    if (fits(rule, simvar)) return rule.value;
  }
  return 0;
}

std::string_view resting_text(const catalog::SimVar& simvar) {
  if (simvar.core) return simvar.resting_text;
  for (const TextRule& rule : kTexts) {
    if (simvar.name == rule.name) return rule.text;
  }
  return {};
}

}  // namespace checkride::emulator
