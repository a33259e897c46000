#include "stagehand.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "checkride/values/json.hpp"

namespace checkride::harness {

namespace {

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// {"kind":"stall", ...the parameters}.
std::string fault_document(const EmulatorFault& fault) {
  std::string kind;
  values::json::append_json_string(kind, fault.kind);
  std::string_view rest = fault.parameters_json;
  rest.remove_prefix(1);  // its opening brace
  return "{\"kind\":" + kind + (rest == "}" ? "" : ",") + std::string(rest);
}

// What an error document says, {"error": {"message"}}; any other body as it is.
std::string complaint(const std::string& body) {
  boost::json::error_code error;
  const auto document = boost::json::parse(body, error);
  const auto* message = error ? nullptr : document.find_pointer("/error/message", error);
  return message != nullptr && message->is_string() ? std::string(std::string_view(message->get_string())) : body;
}

// The id in the emulator's answer, as it stands in a path.
Result<std::string> id_in(const std::string& document) {
  boost::json::error_code error;
  const auto value = boost::json::parse(document, error);
  const auto* id = !error && value.is_object() ? value.get_object().if_contains("id") : nullptr;
  if (id == nullptr) return Error::invalid("the emulator gave the fault no id: " + document);
  return id->is_string() ? std::string(std::string_view(id->get_string())) : boost::json::serialize(*id);
}

}  // namespace

world::Task<Result<>> Stagehand::perform(const Action& action) {
  if (const auto* start_action = std::get_if<Start>(&action)) {
    for (const auto& member : start_action->members) CO_TRY_VOID(co_await start(member));
  } else if (const auto* stop_action = std::get_if<Stop>(&action)) {
    for (const auto& member : stop_action->members) CO_TRY_VOID(co_await stop(member));
  } else if (const auto* kill_action = std::get_if<Kill>(&action)) {
    for (const auto& member : kill_action->members) CO_TRY_VOID(co_await kill(member));
  } else if (const auto* freeze_action = std::get_if<Freeze>(&action)) {
    CO_TRY_VOID(freeze(*freeze_action));
  } else if (const auto* thaw_action = std::get_if<Thaw>(&action)) {
    for (const auto& member : thaw_action->members) CO_TRY_VOID(thaw(member));
  } else if (const auto* wait = std::get_if<Wait>(&action)) {
    co_await run_.clock().sleep_for(wait->duration);
  } else if (const auto* set_action = std::get_if<Set>(&action)) {
    CO_TRY_VOID(co_await set(*set_action));
  } else if (const auto* release_action = std::get_if<Release>(&action)) {
    CO_TRY_VOID(co_await release(*release_action));
  } else if (const auto* inject_action = std::get_if<Inject>(&action)) {
    CO_TRY_VOID(co_await inject(*inject_action));
  } else if (const auto* clear_action = std::get_if<Clear>(&action)) {
    for (const auto& id : clear_action->ids) CO_TRY_VOID(co_await clear(id));
  } else if (const auto* http_request = std::get_if<HttpRequest>(&action)) {
    CO_TRY_VOID(co_await request(*http_request));
  }
  co_return Result<>();
}

world::Task<Result<>> Stagehand::start(std::string member) {
  if (run_.member(member).state != MemberState::down) co_return Error::invalid(member + " runs already");
  const auto started = co_await run_.rig().start(member);
  if (!started) co_return started.error().with("start " + member);
  run_.set_state(member, MemberState::up);
  run_.event(run_.now(), member, "process", "started");
  end_disturbance(member);
  co_return Result<>();
}

world::Task<Result<>> Stagehand::stop(std::string member) {
  if (run_.member(member).state == MemberState::down) co_return Error::invalid(member + " does not run");
  if (run_.member(member).state == MemberState::frozen) CO_TRY_VOID(thaw(member));
  run_.set_state(member, MemberState::down);
  const auto code = co_await run_.rig().stop(member);
  if (!code) co_return code.error().with("stop " + member);
  run_.event(run_.now(), member, "process", fmt::format("stopped, exit code {}", *code));
  if (*code != 0) co_return Error::invalid(fmt::format("{} ended with exit code {} when asked to stop", member, *code));
  co_return Result<>();
}

world::Task<Result<>> Stagehand::kill(std::string member) {
  if (run_.member(member).state == MemberState::down) co_return Error::invalid(member + " does not run");
  run_.set_state(member, MemberState::down);
  end_disturbance(member);
  disturbances_[member] = run_.begin_fault(member, "killed");
  const auto killed = co_await run_.rig().kill(member);
  if (!killed) co_return killed.error().with("kill " + member);
  co_return Result<>();
}

Result<> Stagehand::freeze(const Freeze& freeze) {
  for (const auto& member : freeze.members) {
    if (!run_.member(member).up()) return Error::invalid(member + " does not run");
    TRY_VOID(run_.rig().freeze(member));
    run_.set_state(member, MemberState::frozen);
    disturbances_[member] = run_.begin_fault(member, "frozen");
    if (freeze.duration) tasks_.spawn("thaw " + member, thaw_later(member, *freeze.duration));
  }
  return {};
}

Result<> Stagehand::thaw(const std::string& member) {
  if (run_.member(member).state != MemberState::frozen) return Error::invalid(member + " is not frozen");
  TRY_VOID(run_.rig().thaw(member));
  run_.set_state(member, MemberState::up);
  end_disturbance(member);
  return {};
}

world::Task<> Stagehand::thaw_later(std::string member, Duration after) {
  const std::uint64_t epoch = run_.member(member).epoch;
  co_await run_.clock().sleep_for(after);
  if (run_.member(member).epoch != epoch) co_return;  // thawed, stopped or killed meanwhile
  if (const auto thawed = thaw(member); !thawed) run_.fail(thawed.error().message());
}

void Stagehand::end_disturbance(const std::string& member) {
  const auto found = disturbances_.find(member);
  if (found == disturbances_.end()) return;
  run_.end_fault(found->second);
  disturbances_.erase(found);
}

world::Task<Result<http::Response>> Stagehand::control(std::string member, std::string method, std::string target,
                                                       std::string body) {
  http::Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.body = std::move(body);
  if (!request.body.empty()) request.headers.set("Content-Type", "application/json");
  const std::string what = request.method + " " + request.target + " of " + member;
  auto answer = co_await run_.fetch(member, Port::control, std::move(request));
  if (!answer) co_return answer.error().with(what);
  if (answer->status / 100 != 2) {
    co_return Error::invalid(fmt::format("{} was answered {}: {}", what, answer->status, complaint(answer->body)));
  }
  co_return answer;
}

world::Task<Result<>> Stagehand::set(const Set& set) {
  for (const auto& variable : set.variables) {
    std::string body;
    values::json::Writer json(body);
    json.begin_object().member("value", variable.value);
    if (!variable.unit.empty()) json.member("unit", variable.unit);
    json.end_object();
    std::string target = "/v1/variables/" + percent_encoded(variable.name);
    const auto answer = co_await control(set.on, std::string("PUT"), std::move(target), std::move(body));
    if (!answer) co_return answer.error();
  }
  co_return Result<>();
}

world::Task<Result<>> Stagehand::release(const Release& release) {
  for (const auto& variable : release.variables) {
    std::string target = "/v1/variables/" + percent_encoded(variable);
    const auto answer = co_await control(release.on, std::string("DELETE"), std::move(target), std::string());
    if (!answer) co_return answer.error();
  }
  co_return Result<>();
}

world::Task<Result<>> Stagehand::inject(const Inject& inject) {
  if (faults_.contains(inject.id)) co_return Error::invalid("there is a fault \"" + inject.id + "\" already");
  ActiveFault active{inject, 0, {}, 0};
  std::string target;
  if (const auto* fault = std::get_if<EmulatorFault>(&inject.fault)) {
    target = fault->on;
    CO_TRY(active.emulator_id, co_await inject_emulator(*fault));
    active.epoch = run_.member(target).epoch;
  } else {
    const auto& link = std::get<LinkFault>(inject.fault);
    target = link.from;
    CO_TRY_VOID(run_.rig().inject(link));
  }
  active.record = run_.begin_fault(target, describe(Action(inject)));
  faults_.emplace(inject.id, std::move(active));
  if (inject.duration) tasks_.spawn("clear " + inject.id, clear_later(inject.id, *inject.duration));
  co_return Result<>();
}

world::Task<Result<std::string>> Stagehand::inject_emulator(const EmulatorFault& fault) {
  std::string body = fault_document(fault);
  const auto answer = co_await control(fault.on, std::string("POST"), std::string("/v1/faults"), std::move(body));
  if (!answer) co_return answer.error();
  co_return id_in(answer->body);
}

world::Task<Result<>> Stagehand::clear(std::string id) {
  const auto found = faults_.find(id);
  if (found == faults_.end()) co_return Error::invalid("there is no fault \"" + id + "\" (any more)");
  const ActiveFault active = found->second;
  faults_.erase(found);
  if (const auto* fault = std::get_if<EmulatorFault>(&active.inject.fault)) {
    if (run_.member(fault->on).epoch == active.epoch) {
      CO_TRY_VOID(co_await remove_from(fault->on, active.emulator_id));
    }
  } else {
    CO_TRY_VOID(run_.rig().clear(std::get<LinkFault>(active.inject.fault)));
  }
  run_.end_fault(active.record);
  co_return Result<>();
}

// A fault that has ended by itself (its limit, its own duration) is gone already.
world::Task<Result<>> Stagehand::remove_from(std::string member, std::string fault_id) {
  http::Request request;
  request.method = "DELETE";
  request.target = "/v1/faults/" + fault_id;
  const std::string what = request.method + " " + request.target + " of " + member;
  const auto answer = co_await run_.fetch(member, Port::control, std::move(request));
  if (!answer) co_return answer.error().with(what);
  if (answer->status / 100 == 2 || answer->status == 404) co_return Result<>();
  co_return Error::invalid(fmt::format("{} was answered {}: {}", what, answer->status, complaint(answer->body)));
}

world::Task<> Stagehand::clear_later(std::string id, Duration after) {
  co_await run_.clock().sleep_for(after);
  if (!faults_.contains(id)) co_return;  // cleared by hand
  const auto cleared = co_await clear(id);
  if (!cleared) run_.fail(cleared.error().message());
}

world::Task<Result<>> Stagehand::request(const HttpRequest& request) {
  http::Request sent;
  sent.method = request.method;
  sent.target = request.target;
  sent.body = request.body;
  if (!sent.body.empty()) sent.headers.set("Content-Type", "application/json");
  const std::string what = describe(Action(request));
  const auto answer = co_await run_.fetch(request.of, request.port, std::move(sent));
  if (!answer) co_return answer.error().with(what);
  run_.event(run_.now(), request.of, "http", fmt::format("{}: {}", what, answer->status), {{"body", answer->body}});
  if (request.status && answer->status != *request.status) {
    co_return Error::invalid(
        fmt::format("{} was answered {}, not {}: {}", what, answer->status, *request.status, complaint(answer->body)));
  }
  co_return Result<>();
}

world::Task<Result<>> Stagehand::stop_all() {
  std::vector<std::string> members = run_.started();
  std::reverse(members.begin(), members.end());
  std::stable_partition(members.begin(), members.end(),
                        [&](const auto& name) { return run_.member(name).kind == MemberKind::monitor; });
  Result<> first;
  for (const auto& member : members) {
    if (run_.member(member).state == MemberState::down) continue;
    const auto stopped = co_await stop(member);
    if (!stopped && first) first = stopped.error();
  }
  co_return first;
}

}  // namespace checkride::harness
