#include "stagehand.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "engine/raw_client.hpp"
#include "rigs/control_driver.hpp"

namespace checkride::harness {

namespace {

// How often a write goes on to the member that is named as the leader.
constexpr int kLeadersMax = 3;

std::vector<resp::Request> requests_for(const StoreWrite& write) {
  std::vector<resp::Request> requests;
  for (const auto& [key, value] : write.keys) {
    requests.push_back({"SET", key, value});
    if (!write.ttl) continue;
    requests.back().push_back("PX");
    requests.back().push_back(fmt::to_string(std::chrono::ceil<std::chrono::milliseconds>(*write.ttl).count()));
  }
  return requests;
}

boost::json::object insert_request(const StoreWrite& write) {
  boost::json::array rows;
  rows.push_back(boost::json::parse(write.row_json));
  boost::json::object request;
  request["do"] = "insert";
  request["table"] = write.table;
  request["rows"] = std::move(rows);
  return request;
}

}  // namespace

world::Task<Result<>> Stagehand::perform(const Action& action) {
  if (const auto* start_action = std::get_if<Start>(&action)) {
    CO_TRY_VOID(co_await start(*start_action));
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
  } else if (const auto* event = std::get_if<TransmitEvent>(&action)) {
    CO_TRY_VOID(co_await run_.simulator(event->on).transmit(*event));
  } else if (const auto* flight = std::get_if<LoadFlight>(&action)) {
    CO_TRY_VOID(co_await run_.simulator(flight->on).load(*flight));
  } else if (const auto* inject_action = std::get_if<Inject>(&action)) {
    CO_TRY_VOID(co_await inject(*inject_action));
  } else if (const auto* clear_action = std::get_if<Clear>(&action)) {
    for (const auto& id : clear_action->ids) CO_TRY_VOID(co_await clear(id));
  } else if (const auto* http_request = std::get_if<HttpRequest>(&action)) {
    CO_TRY_VOID(co_await request(*http_request));
  } else if (const auto* bytes = std::get_if<SendBytes>(&action)) {
    CO_TRY_VOID(co_await send_bytes(*bytes));
  } else if (const auto* store_write = std::get_if<StoreWrite>(&action)) {
    CO_TRY_VOID(co_await write(*store_write));
  } else if (const auto* traffic = std::get_if<Traffic>(&action)) {
    CO_TRY_VOID(co_await send(*traffic));
  } else if (const auto* sent_signal = std::get_if<SendSignal>(&action)) {
    CO_TRY_VOID(co_await signal(*sent_signal));
  } else if (const auto* command = std::get_if<RunCommand>(&action)) {
    CO_TRY_VOID(co_await run_command(*command));
  }
  co_return Result<>();
}

world::Task<Result<>> Stagehand::start(std::string member) {
  if (run_.member(member).state != MemberState::down) co_return Error::invalid(member + " runs already");
  const Duration begun = run_.now();
  const auto started = co_await run_.rig().start(member);
  if (!started) co_return started.error().with("start " + member);
  run_.set_state(member, MemberState::up);
  run_.event(run_.now(), member, "process", "started", {{"took", seconds_text(run_.now() - begun)}});
  end_disturbance(member);
  co_return Result<>();
}

world::Task<Result<>> Stagehand::stop(std::string member) {
  if (run_.member(member).state == MemberState::down) co_return Error::invalid(member + " does not run");
  if (run_.member(member).state == MemberState::frozen) CO_TRY_VOID(thaw(member));
  run_.set_state(member, MemberState::down);
  const Duration begun = run_.now();
  const auto code = co_await run_.rig().stop(member);
  if (!code) co_return code.error().with("stop " + member);
  run_.set_ended(member, *code);
  run_.event(run_.now(), member, "process", fmt::format("stopped, exit code {}", *code),
             {{"exit_code", fmt::to_string(*code)}, {"took", seconds_text(run_.now() - begun)}});
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

world::Task<Result<>> Stagehand::set(const Set& set) {
  for (const auto& variable : set.variables) CO_TRY_VOID(co_await run_.simulator(set.on).set(variable));
  if (set.service_json.empty()) co_return Result<>();
  const std::string what = describe(Action(set));
  RunningService* const service = run_.rig().service(set.on);
  if (service == nullptr) co_return Error::invalid(what + ": it does not run");
  ServiceChange change{set.service_json};
  const auto changed = co_await service->set(std::move(change));
  if (!changed) co_return changed.error().with(what);
  run_.event(run_.now(), set.on, "set", what);
  co_return Result<>();
}

world::Task<Result<>> Stagehand::release(const Release& release) {
  for (const auto& variable : release.variables) CO_TRY_VOID(co_await run_.simulator(release.on).release(variable));
  co_return Result<>();
}

world::Task<Result<>> Stagehand::inject(const Inject& inject) {
  if (faults_.contains(inject.id)) co_return Error::invalid("there is a fault \"" + inject.id + "\" already");
  const auto* disk = std::get_if<DiskFault>(&inject.fault);
  if (disk != nullptr && disk->kind == DiskFaultKind::power_cut) {
    const auto cut = co_await cut_power(*disk);
    co_return cut;
  }
  ActiveFault active{inject, 0, {}, 0};
  std::string target;
  if (const auto* fault = std::get_if<EmulatorFault>(&inject.fault)) {
    target = fault->on;
    CO_TRY(active.id_at_member, co_await run_.simulator(target).inject(*fault));
    active.epoch = run_.member(target).epoch;
  } else if (const auto* of_service = std::get_if<FaultOfService>(&inject.fault)) {
    target = of_service->on;
    CO_TRY(active.id_at_member, inject_service(*of_service));
    active.epoch = run_.member(target).epoch;
  } else if (disk != nullptr) {
    target = disk->disk;
    CO_TRY_VOID(run_.rig().inject_disk(*disk));
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

Result<std::string> Stagehand::inject_service(const FaultOfService& fault) {
  RunningService* const service = run_.rig().service(fault.on);
  if (service == nullptr) return Error::invalid(fault.on + " does not run");
  return service->inject({fault.kind, fault.parameters_json});
}

world::Task<Result<>> Stagehand::clear(std::string id) {
  const auto found = faults_.find(id);
  if (found == faults_.end()) co_return Error::invalid("there is no fault \"" + id + "\" (any more)");
  const ActiveFault active = found->second;
  faults_.erase(found);
  if (const auto* fault = std::get_if<EmulatorFault>(&active.inject.fault)) {
    if (run_.member(fault->on).epoch == active.epoch) {
      CO_TRY_VOID(co_await run_.simulator(fault->on).remove(active.id_at_member));
    }
  } else if (const auto* of_service = std::get_if<FaultOfService>(&active.inject.fault)) {
    RunningService* const service = run_.rig().service(of_service->on);
    const bool has_it = service != nullptr && run_.member(of_service->on).epoch == active.epoch;
    if (has_it) CO_TRY_VOID(service->clear(active.id_at_member));
  } else if (const auto* disk = std::get_if<DiskFault>(&active.inject.fault)) {
    CO_TRY_VOID(run_.rig().clear_disk(*disk));
  } else {
    CO_TRY_VOID(run_.rig().clear(std::get<LinkFault>(active.inject.fault)));
  }
  run_.end_fault(active.record);
  co_return Result<>();
}

world::Task<> Stagehand::clear_later(std::string id, Duration after) {
  co_await run_.clock().sleep_for(after);
  if (!faults_.contains(id)) co_return;  // cleared by hand
  const auto cleared = co_await clear(id);
  if (!cleared) run_.fail(cleared.error().message());
}

world::Task<Result<http::Response>> Stagehand::ask(const HttpRequest& request, http::Request sent) {
  if (request.approach == Approach{}) {
    auto answer = co_await run_.exchange(request.of, request.port, std::move(sent));
    co_return answer;
  }
  Approach approach = request.approach;
  auto visit = co_await run_.visit(request.of, request.port, std::move(sent), std::move(approach));
  co_return std::move(visit.answer);
}

world::Task<Result<>> Stagehand::request(const HttpRequest& request) {
  http::Request sent;
  sent.method = request.method;
  sent.target = request.target;
  sent.body = request.body;
  if (!sent.body.empty()) sent.headers.set("Content-Type", "application/json");
  const std::string what = describe(Action(request));
  const Duration begun = run_.now();
  const auto answer = co_await ask(request, std::move(sent));
  if (!answer) co_return answer.error().with(what);
  run_.event(run_.now(), request.of, "http", fmt::format("{}: {}", what, answer->status),
             {{"status", fmt::to_string(answer->status)},
              {"took", seconds_text(run_.now() - begun)},
              {"type", std::string(answer->headers.find("Content-Type").value_or(""))},
              {"body", answer->body}});
  if (request.status && answer->status != *request.status) {
    co_return Error::invalid(
        fmt::format("{} was answered {}, not {}: {}", what, answer->status, *request.status, complaint(answer->body)));
  }
  co_return Result<>();
}

world::Task<Result<>> Stagehand::send_bytes(const SendBytes& send) {
  const std::string what = describe(Action(send));
  if (run_.member(send.to).state == MemberState::down) co_return Error::invalid(send.to + " does not run").with(what);
  CO_TRY(const world::Endpoint to, run_.rig().endpoint(send.to, send.port));
  world::World& world = run_.rig().world();
  std::vector<Result<RawTalk>> talks(send.clients, Result<RawTalk>(RawTalk{}));
  world::TaskGroup clients(world.executor());
  for (Result<RawTalk>& result : talks) clients.spawn("send", talk(world, to, send, result));
  co_await clients.join();
  for (const Result<RawTalk>& result : talks) {
    if (!result) co_return result.error().with(what);
    run_.event(run_.now(), send.to, "bytes", fmt::format("{}: {}", what, describe(*result, send)),
               {{"sent", fmt::to_string(result->sent)},
                {"received", fmt::to_string(result->received)},
                {"closed_after", result->closed ? seconds_text(*result->closed) : ""},
                {"answer", result->answer}});
    const auto judged = judge(*result, send);
    if (!judged) co_return judged.error().with(what);
  }
  co_return Result<>();
}

world::Task<Result<>> Stagehand::write(const StoreWrite& write) {
  const std::string what = describe(Action(write));
  Result<> written;
  if (write.table.empty()) {
    CO_TRY(auto door, run_.store(write.on));
    std::vector<resp::Request> requests = requests_for(write);
    const auto answers = co_await stores::ask_keys(std::move(door), std::move(requests));
    if (!answers) written = answers.error();
  } else {
    written = co_await write_row(write);
  }
  if (!written) co_return written.error().with(what);
  run_.event(run_.now(), write.on, "store", what);
  co_return Result<>();
}

// As a client of a set does: who does not lead says who does.
world::Task<Result<>> Stagehand::write_row(const StoreWrite& write) {
  std::string member = write.on;
  for (int leaders = 0;; ++leaders) {
    CO_TRY(auto door, run_.store(member));
    boost::json::object request = insert_request(write);
    const auto answer = co_await stores::ask_tables(std::move(door), std::move(request));
    if (answer) co_return Result<>();
    member = stores::leader_in(answer.error());
    if (leaders == kLeadersMax || run_.scenario().service(member) == nullptr) co_return answer.error();
  }
}

world::Task<Result<>> Stagehand::send(const Traffic& traffic) {
  CO_TRY(TrafficRun* const begun, run_.traffic().begin(traffic, tasks_));
  if (traffic.wait) co_await begun->await_over();
  co_return Result<>();
}

world::Task<Result<>> Stagehand::stop_all() {
  std::vector<std::string> members = run_.started();
  std::reverse(members.begin(), members.end());
  std::stable_partition(members.begin(), members.end(), [&](const auto& name) {
    const MemberKind kind = run_.member(name).kind;
    return kind == MemberKind::monitor || kind == MemberKind::subject;
  });
  Result<> first;
  for (const auto& member : members) {
    if (run_.member(member).state == MemberState::down) continue;
    const auto stopped = co_await stop(member);
    if (!stopped && first) first = stopped.error();
  }
  co_return first;
}

}  // namespace checkride::harness
