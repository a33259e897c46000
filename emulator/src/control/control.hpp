// The control API (HTTP/JSON): everything that a scenario can do to the emulator, for tests in any language.
//
//   ControlContext context{simulation, faults, sessions, clock_now, "msfs2024", &recorder, &clock};
//   http::Router router = control_router(context);
//   Response response = router.route(request);
//
//   GET    /                               the live page, with /page.css and /page.js
//   GET    /openapi.json                   every route, body, answer and error: emulator/data/openapi.json
//   GET    /v1/state
//   GET    /v1/time       POST /v1/time/pause | resume | rate {"rate":4} | step {"frames":30} or {"to_frame":900}
//   GET    /v1/flight     POST /v1/flight  {"file":...}, {"yaml":...}, {"saved":...}, {"restart":true}, each with
//                                          {"loading":"5s"} if wanted; {"unload":true} ends it: the main menu
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
//   GET    /v1/clients    GET /v1/clients/{id}    GET /v1/clients/{id}/calls?name=...&since=...&limit=...
//   POST   /v1/verify                      {"expect":[{"message":"SetDataOnSimObject","fields":{"define_id":7}}]}
//   POST   /v1/reset                       {"clients":true} closes the connections too
//   GET    /v1/stream?events=state,call&state_hz=4        Server-Sent Events
//
// Handlers are pure functions of the request and what the context refers to. Errors are {"error":{"code","message"}}
// with 400 (malformed, or a parameter that the route does not take), 403 (Host or Origin not allowed), 404 (no such
// thing), 405 (with Allow), 409 (not allowed now), 413 (body too long), 415 (a body that is not JSON), 422 (understood
// but impossible), 503 (too many readers of the stream).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checkride/http/http.hpp"
#include "control/access.hpp"
#include "control/recorder.hpp"
#include "faults/fault_board.hpp"
#include "server/stepped_time.hpp"
#include "sim/simulation.hpp"
#include "simulator/clients.hpp"

namespace checkride::emulator {

// What the handlers act on; all of it outlives the router.
struct ControlContext {
  Simulation& simulation;
  FaultBoard& faults;
  SessionControl& sessions;
  std::function<world::Instant()> now;  // the emulator's clock; handlers advance the simulation to it first
  std::string profile;                  // "msfs2024"
  Recorder* recorder = nullptr;         // never null: what clients called, what happened
  world::Clock* clock = nullptr;        // never null: the world's, for what is told so many times a second
  SteppedTime* stepping = nullptr;      // null: time goes by itself
  // Reads a flight file of the emulator's disk; needed as soon as one is asked for.
  std::function<Result<std::string>(const std::string& path)> read_file{};
  ControlAccess access{};
  bool local_variables_ignore_units = false;  // the choice of the profile
};

http::Router control_router(ControlContext context);

// The event of the stream that tells of a fault which ended without a call of the API.
std::string fault_end_document(const ActiveFault& active, FaultEnd how);

// What the API serves, for the test that its document describes exactly that: "GET /v1/state" ...
std::vector<std::string> control_routes();
// The parameters that the query of such a route may have.
std::vector<std::string> control_queries(std::string_view route);
// The document, and the live page, as they are served.
std::string_view openapi_document();
std::string live_page();

// Bodies longer than this are refused.
inline constexpr std::size_t kControlBodyBytesMax = 1024 * 1024;
// Connections at a time; of those the stream's readers leave some to everything else.
inline constexpr std::size_t kControlConnectionsMax = 2048;
inline constexpr std::size_t kStreamReadersMax = 1536;

}  // namespace checkride::emulator
