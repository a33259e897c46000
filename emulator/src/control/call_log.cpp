#include "control/call_log.hpp"

#include <algorithm>
#include <utility>

#include "checkride/protocol/codec.hpp"

namespace checkride::emulator {
namespace {

bool changes_definitions(std::uint32_t id) {
  return id == protocol::AddToDataDefinition::kInfo.id || id == protocol::ClearDataDefinition::kInfo.id;
}

// What a call counts for: small ones take more than their bytes.
std::size_t cost(const Call& call) {
  return sizeof(Call) + call.bytes.size();
}

}  // namespace

void CallLog::connect(ClientId client, std::string_view remote) {
  ClientCalls& shown = logs_[client].shown;
  shown.client = client;
  shown.remote = remote;
}

void CallLog::open(ClientId client, std::string_view application) {
  const auto found = logs_.find(client);
  if (found != logs_.end()) found->second.shown.name = application;
}

void CallLog::leave(ClientId client) {
  const auto found = logs_.find(client);
  if (found == logs_.end()) return;
  found->second.shown.gone = true;
  found->second.definitions.clear();
  gone_.push_back(client);
  if (gone_.size() <= kGoneMax) return;
  logs_.erase(gone_.front());
  gone_.pop_front();
}

std::size_t CallLog::share() const {
  return std::clamp(kBytesMax / std::max<std::size_t>(logs_.size(), 1), kClientBytesMin, kClientBytesMax);
}

void CallLog::trim(Log& log) {
  std::deque<Call>& calls = log.shown.calls;
  while (calls.size() > 1 && (calls.size() > kCallsMax || log.bytes > share())) {
    log.bytes -= cost(calls.front());
    calls.pop_front();
    ++log.shown.dropped;
  }
}

std::uint64_t CallLog::add(const CallSeen& seen) {
  Log& log = logs_[seen.client];
  log.shown.client = seen.client;
  Call call;
  call.sequence = ++last_sequence_;
  call.frame = seen.moment.frame;
  call.time = seen.moment.time;
  call.bytes = PackedBytes(seen.frame);
  if (const auto header = protocol::read_client_header(seen.frame)) {
    call.message_id = header->id;
    call.send_id = header->send_id;
    if (changes_definitions(header->id)) log.definitions.clear();
  }
  if (seen.definition != nullptr && seen.frame.size() >= protocol::kClientHeaderBytes + sizeof(std::uint32_t)) {
    const auto id = protocol::load_little_endian<std::uint32_t>(seen.frame.data() + protocol::kClientHeaderBytes);
    auto& known = log.definitions[id];
    if (known == nullptr) known = std::make_shared<DefinitionInfo>(seen.definition->info(protocol::DefinitionId{id}));
    call.definition = known;
  }
  log.bytes += cost(call);
  log.shown.calls.push_back(std::move(call));
  trim(log);
  return last_sequence_;
}

void CallLog::refuse(ClientId client, protocol::SendId send_id, CallRefused refused) {
  const auto found = logs_.find(client);
  if (found == logs_.end()) return;
  std::deque<Call>& calls = found->second.shown.calls;
  // Answers come soon after their calls: the newest is nearly always meant.
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    if (!call->message_id || call->send_id != send_id) continue;
    call->refused = refused;
    return;
  }
}

void CallLog::clear() {
  for (const ClientId client : gone_) logs_.erase(client);
  gone_.clear();
  for (auto& [id, log] : logs_) {
    log.shown.calls.clear();
    log.shown.dropped = 0;
    log.bytes = 0;
  }
}

const ClientCalls* CallLog::find(ClientId client) const {
  const auto found = logs_.find(client);
  return found == logs_.end() ? nullptr : &found->second.shown;
}

std::vector<const ClientCalls*> CallLog::clients() const {
  std::vector<const ClientCalls*> all;
  for (const auto& [id, log] : logs_) all.push_back(&log.shown);
  return all;
}

const Call* CallLog::find_call(ClientId client, std::uint64_t sequence) const {
  const ClientCalls* found = find(client);
  if (found == nullptr) return nullptr;
  const auto at = std::lower_bound(found->calls.begin(), found->calls.end(), sequence,
                                   [](const Call& call, std::uint64_t wanted) { return call.sequence < wanted; });
  return at != found->calls.end() && at->sequence == sequence ? &*at : nullptr;
}

}  // namespace checkride::emulator
