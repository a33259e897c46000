#include <algorithm>
#include <charconv>
#include <utility>

#include "checkride/values/diagnostic.hpp"
#include "checkride/values/json.hpp"
#include "control/body.hpp"
#include "control/handlers.hpp"
#include "faults/fault_reader.hpp"

namespace checkride::emulator {
namespace {

using http::error_response;
using http::Response;
using values::json::Writer;

void write_fault(Writer& json, const ActiveFault& active, const ControlContext& context, world::Instant now) {
  json.begin_object().member("id", active.id);
  active.fault.write(json);
  json.member("in_force", active.in_force(now)).member("matches", active.matches).member("hits", active.hits);
  // A fault may name a client that is still to come.
  const auto clients = context.sessions.clients();
  const auto concerned = std::count_if(clients.begin(), clients.end(), [&](const ClientInfo& client) {
    return active.concerns({client.id, client.name});
  });
  json.member("clients", concerned).member("age_seconds", world::to_seconds(now - active.since)).end_object();
}

const ActiveFault* find(const std::vector<ActiveFault>& faults, FaultId id) {
  for (const ActiveFault& fault : faults) {
    if (fault.id == id) return &fault;
  }
  return nullptr;
}

Result<Fault> parse_fault(std::string_view body) {
  std::optional<Fault> fault;
  TRY_VOID(read_json_body(body, [&fault](values::MapReader& map) { fault = read_whole_fault(map); }));
  return std::move(*fault);
}

}  // namespace

std::string fault_end_document(const ActiveFault& active, FaultEnd how) {
  std::string data;
  Writer json(data);
  json.begin_object().member("change", "ended").member("by", text(how)).key("answer").begin_object();
  json.member("id", active.id);
  active.fault.write(json);
  json.member("matches", active.matches).member("hits", active.hits).end_object().end_object();
  return data;
}

Response get_faults(const ControlCall& call) {
  const world::Instant now = call.context.now();
  std::string body;
  Writer json(body);
  json.begin_object().key("faults").begin_array();
  for (const ActiveFault& fault : call.context.faults.list(now)) write_fault(json, fault, call.context, now);
  json.end_array().end_object();
  return http::json_response(200, std::move(body));
}

Response post_fault(const ControlCall& call) {
  const auto fault = parse_fault(call.request.body);
  if (!fault) return error_response(400, "bad_request", fault.error().message());
  const world::Instant now = call.context.now();
  const auto id = call.context.faults.add(*fault, now);
  if (!id) return error_response(422, "unusable_value", id.error().message());
  call.context.sessions.wake();
  std::string body;
  Writer json(body);
  const std::vector<ActiveFault> faults = call.context.faults.list(now);
  write_fault(json, *find(faults, *id), call.context, now);
  return http::json_response(201, std::move(body));
}

Response delete_faults(const ControlCall& call) {
  std::uint64_t removed = 0;
  const world::Instant now = call.context.now();
  for (const ActiveFault& fault : call.context.faults.list(now)) {
    if (call.context.faults.remove(fault.id, now)) ++removed;
  }
  call.context.sessions.wake();
  std::string body;
  Writer(body).begin_object().member("removed", removed).end_object();
  return http::json_response(200, std::move(body));
}

Response delete_fault(const ControlCall& call) {
  FaultId id = 0;
  const char* end = call.argument.data() + call.argument.size();
  const auto [stop, error] = std::from_chars(call.argument.data(), end, id);
  if (error != std::errc() || stop != end) {
    return error_response(400, "bad_request", values::quote(call.argument) + " is no fault id; a number is");
  }
  const world::Instant now = call.context.now();
  const std::vector<ActiveFault> faults = call.context.faults.list(now);
  if (find(faults, id) == nullptr) {
    return error_response(404, "not_found",
                          "no fault has the id " + std::to_string(id) + "; GET /v1/faults lists them");
  }
  (void)call.context.faults.remove(id, now);  // it is there: it was just listed
  call.context.sessions.wake();
  std::string body;
  Writer(body).begin_object().member("removed", 1).end_object();
  return http::json_response(200, std::move(body));
}

Response get_fault_tape(const ControlCall& call) {
  Response response = http::json_response(200, call.context.faults.tape().text());
  response.headers.set("Content-Type", "application/x-ndjson");
  return response;
}

Response post_fault_tape(const ControlCall& call) {
  const auto tape = parse_fault_tape(call.request.body, "body");
  if (!tape) return error_response(400, "bad_request", tape.error().message());
  call.context.faults.play(*tape);
  call.context.sessions.wake();
  std::string body;
  Writer(body).begin_object().member("entries", tape->entries().size()).end_object();
  return http::json_response(200, std::move(body));
}

}  // namespace checkride::emulator
