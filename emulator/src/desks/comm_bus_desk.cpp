#include "desks/comm_bus_desk.hpp"

#include "answers/limits.hpp"
#include "checkride/values/ascii.hpp"
#include "commons/commons.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;

// Bits of broadcast_to (wire.md 5.6). JavaScript and WASM live in a real simulator only: nobody hears there.
constexpr std::uint32_t kToSimConnect = 0x8;
constexpr std::uint32_t kToCaller = 0x10;
// Names beginning so are the simulator's own. Inferred: the exception is documented, the names are not.
constexpr std::string_view kReservedPrefix = "Asobo";
static_assert(protocol::RecvCommBus::kInfo.size <= protocol::CallCommBusEvent::kInfo.size);

}  // namespace

CommBusDesk::~CommBusDesk() {
  context_.commons.comm_bus.remove_client(context_.client);
}

// What is compared of a name.
std::string CommBusDesk::key_of(std::string_view name) const {
  return context_.profile.choices.comm_bus_names_ignore_case ? values::lower(name) : std::string(name);
}

Outcome CommBusDesk::on(const protocol::SubscribeToCommBusEvent& message, const Occasion&) {
  if (message.event_name.starts_with(kReservedPrefix)) return Refusal{Exception::event_name_reserved, 2};
  if (event_ids_.size() >= kMaxSubscriptions) return Refusal{Exception::too_many_objects, 1};
  if (!event_ids_.insert(message.client_event_id.value).second) return Refusal{Exception::event_id_duplicate, 1};
  context_.commons.comm_bus.subscribe(context_.client, message.client_event_id.value, key_of(message.event_name),
                                      *this);
  return {};
}

Outcome CommBusDesk::on(const protocol::UnsubscribeToCommBusEvent& message, const Occasion&) {
  if (event_ids_.erase(message.client_event_id.value) == 0) return Refusal{Exception::unrecognized_id, 1};
  context_.commons.comm_bus.unsubscribe(context_.client, message.client_event_id.value);
  return {};
}

Outcome CommBusDesk::on(const protocol::CallCommBusEvent& message, const Occasion&) {
  if (message.data.size() < message.buffer_size) return Refusal{Exception::size_mismatch, 3};
  CommBus::Audience audience;
  audience.others = (message.broadcast_to & kToSimConnect) != 0;
  audience.caller = audience.others && (message.broadcast_to & kToCaller) != 0;
  context_.commons.comm_bus.call(context_.client, key_of(message.event_name), audience,
                                 message.data.first(message.buffer_size));
  return {};
}

// One page: a call has more fields than COMM_BUS, so that what came in one frame goes out in one.
void CommBusDesk::hear(std::uint32_t event_id, std::span<const std::byte> data) {
  protocol::RecvCommBus message;
  message.array_size = static_cast<std::uint32_t>(data.size());
  message.client_event_id.value = event_id;
  message.data = data;
  context_.outbox.event(message);
}

}  // namespace checkride::emulator
