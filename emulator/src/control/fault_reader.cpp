#include "control/fault_reader.hpp"

#include <algorithm>
#include <limits>

#include "checkride/emulator/fault_language.hpp"
#include "checkride/protocol/codec.hpp"
#include "checkride/protocol/messages.hpp"
#include "checkride/result/assert.hpp"
#include "checkride/values/suggest.hpp"
#include "session/ascii.hpp"

namespace checkride::emulator {
namespace {

// A name that stands for nothing would be waited for in vain. Data that are due go by the name of their answer.
void read_message(values::MapReader& map, std::optional<std::string>* message) {
  if (!map.optional("message", message)) return;
  std::vector<std::string_view> names;
  for (const protocol::MessageInfo& info : protocol::client_message_infos()) names.push_back(info.name);
  names.push_back(protocol::RecvSimObjectData::kInfo.name);
  names.push_back(protocol::RecvSimObjectDataByType::kInfo.name);
  const bool known =
      std::any_of(names.begin(), names.end(), [&](std::string_view name) { return same_text(name, **message); });
  if (!known) {
    map.error("message", "there is no message \"" + **message + "\"" + values::suggestion(**message, names));
  }
}

void read_exception_reply(values::MapReader& map, ExceptionReply* reply) {
  map.optional("exception", &reply->exception, {1, kLastException});
  map.optional("index", &reply->index);
  read_message(map, &reply->message);
  map.optional("request_id", &reply->request_id);
  map.optional("every", &reply->every, {1, std::numeric_limits<std::uint32_t>::max()});
  map.optional("limit", &reply->limit);
}

}  // namespace

void read_fault(values::MapReader& map, Fault* fault) {
  map.optional("client", &fault->client);
  map.optional("duration", &fault->duration);
  if (fault->kind == FaultKind::exception_reply) read_exception_reply(map, &fault->exception_reply);
}

std::vector<std::string_view> fault_words() {
  std::vector<std::string_view> words;
  for (const FaultKind kind : {FaultKind::exception_reply, FaultKind::stall, FaultKind::reset, FaultKind::silent}) {
    words.push_back(text(kind));
  }
  return words;
}

void check_fault(std::string_view kind, values::MapReader& map) {
  const auto known = parse_fault_kind(kind);
  CHECKRIDE_ASSERT(known.has_value());
  Fault fault;
  fault.kind = *known;
  read_fault(map, &fault);
}

}  // namespace checkride::emulator
