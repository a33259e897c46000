// The control API (HTTP/JSON): everything that a scenario can do to the emulator, for tests in any language.
//
//   ControlContext context{simulation, faults, sessions, clock_now, "msfs2024"};
//   http::Router router = control_router(context);
//   Response response = router.route(request);
//
//   GET    /v1/state
//   GET    /v1/variables/{name}?unit=feet
//   PUT    /v1/variables/{name}            {"value":80,"unit":"feet"}: held until released; "hold":false writes it once
//   DELETE /v1/variables/{name}            releases it
//   POST   /v1/events/{name}               {"data":[1]} or {"data":1} or nothing
//   POST   /v1/inputs                     {"input":"VK_LCONTROL+a","state":"down"}; joystick controls have a "value"
//   GET    /v1/menu                        the Add-ons menu and the texts on the screen
//   POST   /v1/menu                        {"item":"Refuel"}, {"choice":1} of a text menu, or {"dismiss":"print"}
//   GET    /v1/actions                     what POST brought about, and whether clients completed it
//   POST   /v1/actions                     {"event":"CustomMissionActionExecuted","payload":"..."}: missions, races
//   GET    /v1/faults    POST /v1/faults   DELETE /v1/faults    DELETE /v1/faults/{id}
//   GET    /v1/faults/tape  POST /v1/faults/tape   what struck so far (JSON lines); plays what struck in another run
//   GET    /v1/clients
//
// Handlers are pure functions of the request and what the context refers to. Errors are {"error":{"code","message"}}
// with 400 (malformed), 404 (no such thing), 409 (not allowed now), 422 (understood but impossible).
#pragma once

#include <functional>
#include <string>

#include "checkride/http/http.hpp"
#include "faults/fault_board.hpp"
#include "session/clients.hpp"
#include "sim/simulation.hpp"

namespace checkride::emulator {

// What the handlers act on; all of it outlives the router.
struct ControlContext {
  Simulation& simulation;
  FaultBoard& faults;
  SessionControl& sessions;
  std::function<world::Instant()> now;  // the emulator's clock; handlers advance the simulation to it first
  std::string profile;                  // "msfs2024"
};

http::Router control_router(ControlContext context);

}  // namespace checkride::emulator
