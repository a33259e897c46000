#include <charconv>
#include <utility>

#include "checkride/values/json.hpp"
#include "control/body.hpp"
#include "control/fault_reader.hpp"
#include "control/handlers.hpp"

namespace checkride::emulator {
namespace {

using http::error_response;
using http::Response;
using values::json::Writer;

constexpr std::uint32_t kNoIndex = 0xFFFFFFFF;

template <class T>
void optional_member(Writer& json, std::string_view key, const std::optional<T>& value) {
  if (value) json.member(key, *value);
}

void write_fault(Writer& json, const Fault& fault, world::Instant now) {
  json.begin_object().member("id", fault.id).member("kind", text(fault.kind));
  optional_member(json, "client", fault.client);
  if (fault.duration) json.member("duration", values::format_duration(*fault.duration));
  if (fault.kind == FaultKind::exception_reply) {
    const ExceptionReply& reply = fault.exception_reply;
    json.member("exception", reply.exception);
    if (reply.index != kNoIndex) json.member("index", reply.index);
    optional_member(json, "message", reply.message);
    optional_member(json, "request_id", reply.request_id);
    json.member("every", reply.every).member("limit", reply.limit).member("matches", fault.matches);
  }
  json.member("hits", fault.hits).member("age_seconds", world::to_seconds(now - fault.since)).end_object();
}

const Fault* find(const std::vector<Fault>& faults, FaultId id) {
  for (const Fault& fault : faults) {
    if (fault.id == id) return &fault;
  }
  return nullptr;
}

Result<Fault> parse_fault(std::string_view body) {
  Fault fault;
  TRY_VOID(read_json_body(body, [&fault](values::MapReader& map) {
    std::string word;
    if (map.required("kind", &word)) {
      const auto kind = parse_fault_kind(word);
      if (!kind) return map.error("kind", kind.error().detail());
      fault.kind = *kind;
    }
    read_fault(map, &fault);
  }));
  return fault;
}

}  // namespace

Response get_faults(const ControlCall& call) {
  const world::Instant now = call.context.now();
  std::string body;
  Writer json(body);
  json.begin_object().key("faults").begin_array();
  for (const Fault& fault : call.context.faults.list(now)) write_fault(json, fault, now);
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
  const std::vector<Fault> faults = call.context.faults.list(now);
  write_fault(json, *find(faults, *id), now);
  return http::json_response(201, std::move(body));
}

Response delete_faults(const ControlCall& call) {
  std::uint64_t removed = 0;
  for (const Fault& fault : call.context.faults.list(call.context.now())) {
    if (call.context.faults.remove(fault.id)) ++removed;
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
    return error_response(400, "bad_request", "\"" + std::string(call.argument) + "\" is no fault id; a number is");
  }
  const std::vector<Fault> faults = call.context.faults.list(call.context.now());
  if (find(faults, id) == nullptr) {
    return error_response(404, "not_found",
                          "no fault has the id " + std::to_string(id) + "; GET /v1/faults lists them");
  }
  (void)call.context.faults.remove(id);  // it is there: it was just listed
  call.context.sessions.wake();
  std::string body;
  Writer(body).begin_object().member("removed", 1).end_object();
  return http::json_response(200, std::move(body));
}

}  // namespace checkride::emulator
