#include <cmath>

#include "checkride/values/json.hpp"
#include "control/handlers.hpp"

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

double number(Simulation& simulation, const char* variable) {
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

void write_position(Writer& json, Simulation& simulation) {
  json.key("position").begin_object();
  for (const Shown& shown : kPosition) json.member(shown.key, number(simulation, shown.variable) * shown.factor);
  json.member("on_ground", number(simulation, "SIM ON GROUND") != 0);
  json.end_object();
}

}  // namespace

http::Response get_state(const ControlCall& call) {
  Simulation& simulation = call.context.simulation;
  std::string body;
  Writer json(body);
  json.begin_object();
  json.member("profile", call.context.profile);
  json.member("aircraft", simulation.aircraft_name());
  json.member("flight", simulation.flight_name());
  json.member("phase", simulation.phase_name());
  json.member("frame", simulation.frame());
  json.member("frame_rate", simulation.frame_rate());
  json.member("paused", simulation.paused());
  json.member("rate", simulation.rate());
  json.member("crashed", number(simulation, "CRASH FLAG") != 0);
  write_time(json, call.context);
  write_position(json, simulation);
  json.key("held").begin_array();
  for (const VarRef ref : simulation.held_variables()) json.value(simulation.info(ref).name);
  json.end_array();
  json.member("clients", call.context.sessions.clients().size());
  json.member("faults", call.context.faults.list(call.context.now()).size());
  json.end_object();
  return http::json_response(200, std::move(body));
}

}  // namespace checkride::emulator
