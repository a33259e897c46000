#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "checkride/values/json.hpp"
#include "control/handlers.hpp"
#include "sim/state.hpp"

namespace checkride::emulator {
namespace {

using values::json::Writer;

// What GET /v1/state shows of the variables.
struct Shown {
  const char* key;
  const char* variable;
  double factor;  // from the variable's unit
};
constexpr double kDegrees = 57.29577951308232;
constexpr Shown kPosition[] = {
    {"latitude_deg", "PLANE LATITUDE", kDegrees},
    {"longitude_deg", "PLANE LONGITUDE", kDegrees},
    {"altitude_ft", "PLANE ALTITUDE", 1},
    {"height_ft", "PLANE ALT ABOVE GROUND", 1},
    {"heading_true_deg", "PLANE HEADING DEGREES TRUE", kDegrees},
    {"indicated_airspeed_kt", "AIRSPEED INDICATED", 1},
    {"ground_speed_kt", "GROUND VELOCITY", 1},
    {"vertical_speed_fpm", "VERTICAL SPEED", 60},
};
constexpr Shown kInstruments[] = {
    {"indicated_altitude_ft", "INDICATED ALTITUDE", 1},
    {"heading_magnetic_deg", "PLANE HEADING DEGREES MAGNETIC", kDegrees},
    {"pitch_up_deg", "PLANE PITCH DEGREES", -kDegrees},   // the variable is positive nose down ...
    {"bank_right_deg", "PLANE BANK DEGREES", -kDegrees},  // ... and left wing down
    {"true_airspeed_kt", "AIRSPEED TRUE", 1},
    {"mach", "AIRSPEED MACH", 1},
    {"flaps_percent", "FLAPS HANDLE PERCENT", 100},
    {"gear_percent", "GEAR TOTAL PCT EXTENDED", 1},
    {"engine_rpm", "GENERAL ENG RPM:1", 1},
    {"throttle_percent", "GENERAL ENG THROTTLE LEVER POSITION:1", 1},
    {"fuel_gal", "FUEL TOTAL QUANTITY", 1},
    {"fuel_capacity_gal", "FUEL TOTAL CAPACITY", 1},
};

constexpr Shown kEngine[] = {
    {"rpm", "GENERAL ENG RPM", 1},
    {"n1_percent", "TURB ENG N1", 1},
    {"throttle_percent", "GENERAL ENG THROTTLE LEVER POSITION", 1},
};
// By ENGINE TYPE.
constexpr std::array<std::string_view, 6> kEngineKinds{"piston", "jet", "none", "turboshaft", "other", "turboprop"};

double number(Simulation& simulation, const std::string& variable) {
  const auto ref = simulation.resolve(variable);
  return ref ? simulation.number(*ref) : 0;
}

void write_time(Writer& json, const ControlContext& context) {
  Simulation& simulation = context.simulation;
  json.key("time").begin_object();
  json.member("running_seconds", world::to_seconds(context.now() - simulation.frame_time(0)));
  json.member("simulated_seconds", simulation.simulation_seconds());
  json.member("absolute_time", number(simulation, "ABSOLUTE TIME"));
  json.end_object();
}

void write_shown(Writer& json, Simulation& simulation, std::span<const Shown> all) {
  for (const Shown& shown : all) json.member(shown.key, number(simulation, shown.variable) * shown.factor);
}

void write_engines(Writer& json, Simulation& simulation) {
  const double type = number(simulation, "ENGINE TYPE");  // somebody may hold it at anything
  const bool known = type >= 0 && type < static_cast<double>(kEngineKinds.size());
  json.member("engine_kind", known ? kEngineKinds[static_cast<std::size_t>(type)] : "other");
  json.key("engines").begin_array();
  const auto count =
      static_cast<unsigned>(std::clamp<double>(number(simulation, "NUMBER OF ENGINES"), 0, kMostEngines));
  for (unsigned engine = 1; engine <= count; ++engine) {
    const std::string index = ":" + std::to_string(engine);
    json.begin_object().member("running", number(simulation, "GENERAL ENG COMBUSTION" + index) != 0);
    for (const Shown& shown : kEngine) {
      json.member(shown.key, number(simulation, shown.variable + index) * shown.factor);
    }
    json.end_object();
  }
  json.end_array();
}

void write_position(Writer& json, Simulation& simulation) {
  json.key("position").begin_object();
  write_shown(json, simulation, kPosition);
  json.member("on_ground", number(simulation, "SIM ON GROUND") != 0);
  json.end_object();
}

}  // namespace

std::string state_document(const ControlContext& context) {
  Simulation& simulation = context.simulation;
  std::string body;
  Writer json(body);
  json.begin_object();
  json.member("profile", context.profile);
  json.member("aircraft", simulation.aircraft_name());
  json.member("flight", simulation.flight_name());
  json.member("phase", simulation.phase_name());
  json.member("stage", text(simulation.stage()));
  json.member("frame", simulation.frame());
  json.member("frame_rate", simulation.frame_rate());
  json.member("paused", simulation.paused());
  json.member("rate", simulation.rate());
  json.member("atc_window", simulation.atc_window());
  json.member("crashed", number(simulation, "CRASH FLAG") != 0);
  write_time(json, context);
  write_position(json, simulation);
  json.key("instruments").begin_object();
  write_shown(json, simulation, kInstruments);
  write_engines(json, simulation);
  json.end_object().key("held").begin_array();
  for (const VarRef ref : simulation.held_variables()) json.value(simulation.info(ref).name);
  json.end_array();
  json.member("clients", context.sessions.size());
  json.member("faults", context.faults.list(context.now()).size());
  json.end_object();
  return body;
}

http::Response get_state(const ControlCall& call) {
  return http::json_response(200, state_document(call.context));
}

}  // namespace checkride::emulator
