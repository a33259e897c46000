#include "session/faults.hpp"

#include <array>
#include <utility>

#include "session/ascii.hpp"

namespace checkride::emulator {
namespace {

constexpr std::array<std::pair<FaultKind, std::string_view>, 4> kKinds{{{FaultKind::exception_reply, "exception_reply"},
                                                                        {FaultKind::stall, "stall"},
                                                                        {FaultKind::reset, "reset"},
                                                                        {FaultKind::silent, "silent"}}};

bool ended(const Fault& fault, world::Instant now) {
  return fault.duration && now - fault.since >= *fault.duration;
}

bool concerns(const Fault& fault, const ClientName& client) {
  if (!fault.client) return true;
  return *fault.client == std::to_string(client.id) || same_text(*fault.client, client.application);
}

bool matches(const ExceptionReply& reply, std::string_view message, std::optional<std::uint32_t> request_id) {
  if (reply.message && !same_text(*reply.message, message)) return false;
  return !reply.request_id || reply.request_id == request_id;
}

Result<> check(const Fault& fault) {
  if (fault.client && fault.client->empty())
    return Error::invalid("client: empty; a client id or name, or leave it out");
  if (fault.duration && *fault.duration <= world::Duration::zero()) {
    return Error::invalid("duration: must be above zero; leave it out for a fault that lasts until it is removed");
  }
  if (fault.kind != FaultKind::exception_reply) return {};
  const ExceptionReply& reply = fault.exception_reply;
  if (reply.exception < 1 || reply.exception > kLastException) {
    return Error::invalid("exception: " + std::to_string(reply.exception) + " is no exception code; 1 to 46 are");
  }
  if (reply.every == 0) return Error::invalid("every: 0; must be 1 (each) or more");
  return {};
}

}  // namespace

std::string_view text(FaultKind kind) {
  for (const auto& [value, word] : kKinds) {
    if (value == kind) return word;
  }
  return "?";
}

Result<FaultKind> parse_fault_kind(std::string_view word) {
  std::string allowed;
  for (const auto& [value, known] : kKinds) {
    if (known == word) return value;
    allowed += (allowed.empty() ? "" : ", ") + std::string(known);
  }
  return Error::invalid("\"" + std::string(word) + "\" is no fault; " + allowed + " are");
}

Result<FaultId> FaultBoard::add(Fault fault, world::Instant now) {
  TRY_VOID(check(fault));
  std::erase_if(faults_, [now](const Fault& old) { return ended(old, now); });
  if (faults_.size() >= kMaxFaults) return Error::invalid("faults: 1000 are in force already; remove some");
  fault.id = ++last_id_;
  fault.since = now;
  fault.matches = 0;
  fault.hits = 0;
  faults_.push_back(std::move(fault));
  if (on_change_) on_change_();
  return last_id_;
}

Result<> FaultBoard::remove(FaultId id) {
  if (std::erase_if(faults_, [id](const Fault& fault) { return fault.id == id; }) == 0) {
    return Error::invalid("no fault has the id " + std::to_string(id));
  }
  if (on_change_) on_change_();
  return {};
}

std::vector<Fault> FaultBoard::list(world::Instant now) const {
  std::vector<Fault> result;
  for (const Fault& fault : faults_) {
    if (!ended(fault, now)) result.push_back(fault);
  }
  return result;
}

std::optional<ExceptionReply> FaultBoard::exception_for(const ClientName& client, std::string_view message,
                                                        std::optional<std::uint32_t> request_id, world::Instant now) {
  for (Fault& fault : faults_) {
    const ExceptionReply& reply = fault.exception_reply;
    if (fault.kind != FaultKind::exception_reply || ended(fault, now) || !concerns(fault, client)) continue;
    if (!matches(reply, message, request_id) || (reply.limit != 0 && fault.hits >= reply.limit)) continue;
    if (++fault.matches % reply.every != 0) continue;
    ++fault.hits;
    return reply;
  }
  return std::nullopt;
}

bool FaultBoard::strikes(FaultKind kind, const ClientName& client, world::Instant now) {
  for (Fault& fault : faults_) {
    if (fault.kind != kind || ended(fault, now) || !concerns(fault, client)) continue;
    ++fault.hits;
    return true;
  }
  return false;
}

void FaultBoard::end_frame(world::Instant now) {
  std::erase_if(faults_, [now](const Fault& fault) {
    if (ended(fault, now)) return true;
    if (fault.kind == FaultKind::exception_reply) {
      return fault.exception_reply.limit != 0 && fault.hits >= fault.exception_reply.limit;
    }
    return fault.kind == FaultKind::reset && !fault.duration;
  });
}

std::optional<world::Instant> FaultBoard::next_end(world::Instant now) const {
  std::optional<world::Instant> next;
  for (const Fault& fault : faults_) {
    if (!fault.duration || ended(fault, now)) continue;
    const world::Instant end = fault.since + *fault.duration;
    if (!next || end < *next) next = end;
  }
  return next;
}

}  // namespace checkride::emulator
