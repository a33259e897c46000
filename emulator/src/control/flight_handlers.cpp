// The flight: which one flies, another one, and back to the start of everything.
#include <cmath>
#include <utility>

#include "checkride/values/diagnostic.hpp"
#include "checkride/values/json.hpp"
#include "control/body.hpp"
#include "control/handlers.hpp"
#include "flights/facility_places.hpp"
#include "flights/flight_file.hpp"
#include "sim/flight_files.hpp"

namespace checkride::emulator {
namespace {

using http::error_response;
using http::Response;
using values::json::Writer;

// Longer than any simulator takes.
constexpr values::Range<values::Duration> kLoading{values::Duration(0), std::chrono::minutes(10)};

void write_heading(Writer& json, const FlightHeading& heading) {
  json.member("title", heading.title).member("description", heading.description);
}

Response flight_response(const ControlContext& context) {
  Simulation& simulation = context.simulation;
  std::string body;
  Writer json(body);
  json.begin_object().member("name", simulation.flight_name()).member("aircraft", simulation.aircraft_name());
  json.member("phase", simulation.phase_name()).member("stage", text(simulation.stage()));
  json.member("file", simulation.flight_file());
  write_heading(json, simulation.flight_heading());
  json.member("plan", simulation.system_state("FlightPlan").value_or(SystemState()).text);
  json.key("saved").begin_array();
  for (const Simulation::SavedFile& saved : simulation.saved_flights()) {
    json.begin_object().member("file", saved.file);
    write_heading(json, saved.heading);
    json.end_object();
  }
  json.end_array().end_object();
  return http::json_response(200, std::move(body));
}

// The ways to say which flight, one of them; or that none is wanted.
struct Wanted {
  std::optional<std::string> file;   // of the emulator's disk
  std::optional<std::string> yaml;   // the file itself
  std::optional<std::string> saved;  // by a client's FlightSave
  bool restart = false;
  bool unload = false;
  values::Duration loading{};  // how long it takes
};

Result<Wanted> read_wanted(const ControlCall& call) {
  Wanted wanted;
  TRY_VOID(read_json_body(call.request.body, [&wanted](values::MapReader& map) {
    map.optional("file", &wanted.file);
    map.optional("yaml", &wanted.yaml);
    map.optional("saved", &wanted.saved);
    map.optional("restart", &wanted.restart);
    map.optional("unload", &wanted.unload);
    map.optional("loading", &wanted.loading, kLoading);
  }));
  if (wanted.file == "") return Error::invalid("file: the name of a file is expected");
  const int given = (wanted.file ? 1 : 0) + (wanted.yaml ? 1 : 0) + (wanted.saved ? 1 : 0) + (wanted.restart ? 1 : 0) +
                    (wanted.unload ? 1 : 0);
  if (given == 1 && (!wanted.unload || wanted.loading == values::Duration())) return wanted;
  return Error::invalid(
      R"(one of {"file": ...}, {"yaml": ...}, {"saved": ...} and {"restart": true}, with {"loading": "5s"} if that is )"
      R"(wanted, or {"unload": true} is expected)");
}

std::uint64_t frames_of(const ControlContext& context, values::Duration time) {
  return static_cast<std::uint64_t>(std::ceil(world::to_seconds(time) * context.simulation.frame_rate()));
}

// What `path` names on the emulator's disk, or what the request brings under that name.
Result<> start(const ControlContext& context, const std::string& path, const Wanted& wanted) {
  FacilityPlaces places;
  const auto read = [&](const std::string& name) -> Result<std::string> {
    return wanted.yaml && name == path ? *wanted.yaml : context.read_file(name);
  };
  TRY(FlightFile file, read_flight_file(path, read, [&places](std::string_view ident, std::string_view type) {
        return places.find(ident, type);
      }));
  context.simulation.start_flight(std::move(file.flight), std::move(file.traffic), frames_of(context, wanted.loading));
  return {};
}

Result<> load(const ControlContext& context, const Wanted& wanted) {
  if (wanted.unload) {
    context.simulation.end_flight();
    return {};
  }
  if (wanted.yaml) return start(context, "yaml", wanted);
  if (wanted.file) return start(context, *wanted.file, wanted);
  const auto file = with_extension(wanted.saved.value_or(context.simulation.flight_file()), kFlightExtension);
  if (file && context.simulation.load_flight(*file, frames_of(context, wanted.loading))) return {};
  return Error::invalid("no flight was saved as " + values::quote(wanted.saved.value_or("")) +
                        "; GET /v1/flight lists them");
}

}  // namespace

Response get_flight(const ControlCall& call) {
  return flight_response(call.context);
}

Response post_flight(const ControlCall& call) {
  const auto wanted = read_wanted(call);
  if (!wanted) return error_response(400, "bad_request", wanted.error().message());
  const auto loaded = load(call.context, *wanted);
  if (!loaded) return error_response(422, "unusable_flight", loaded.error().message());
  call.context.sessions.wake();
  return flight_response(call.context);
}

Response post_reset(const ControlCall& call) {
  bool clients = false;
  const auto read =
      read_json_body(call.request.body, [&clients](values::MapReader& map) { map.optional("clients", &clients); });
  if (!read) return error_response(400, "bad_request", read.error().message());
  const ControlContext& context = call.context;
  context.faults.reset(context.now());
  context.sessions.begin_again(clients ? SessionControl::Clients::dismissed : SessionControl::Clients::kept);
  context.recorder->calls().clear();
  context.recorder->journal().publish("fault", R"({"change":"reset"})");
  return http::json_response(200, state_document(context));
}

}  // namespace checkride::emulator
