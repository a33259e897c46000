// What faults change in a message: the part of WirePlan before anything is delayed.
#include <algorithm>

#include "checkride/protocol/table.hpp"
#include "faults/wire_plan.hpp"

namespace checkride::emulator {

protocol::Direction WirePlan::direction() const {
  return way_ == Way::to_client ? protocol::Direction::server_to_client : protocol::Direction::client_to_server;
}

void WirePlan::change(Message& message, std::int64_t& copies, ActiveFault& active, Strike& strike) {
  const Fault& fault = active.fault;
  const auto number = [&fault](std::string_view name) { return static_cast<std::uint32_t>(fault.whole(name)); };
  switch (fault.kind()) {
    case FaultKind::corrupt_byte:
      return corrupt(message, active, strike);
    case FaultKind::oversized_length:
      return set_length(message.bytes, number("length"));
    case FaultKind::unknown_message:
      return set_message_id(message.bytes, number("message_id"), direction());
    case FaultKind::wrong_version:
      return set_version(message.bytes, number("version"));
    case FaultKind::duplicate:
      copies += fault.whole("copies");
      return;
    case FaultKind::truncate:
      return truncate(message, active, strike);
    case FaultKind::wrong_request:
      return rename_request(message, active, strike);
    default:
      return;
  }
}

void WirePlan::corrupt(Message& message, ActiveFault& active, Strike& strike) {
  const auto* offset = active.fault.find<std::int64_t>("offset");
  const auto* mask = active.fault.find<std::int64_t>("xor");
  const auto at =
      static_cast<std::uint64_t>(offset != nullptr ? *offset : strike.draw("offset", [&message](world::Random& random) {
        return static_cast<std::int64_t>(random.below(message.bytes.size()));
      }));
  const std::int64_t bits =
      mask != nullptr ? *mask : strike.draw("xor", [](world::Random& random) { return random.between(1, 255); });
  if (at >= message.bytes.size()) return board_.take_back(active, strike);
  message.bytes[static_cast<std::size_t>(at)] ^= static_cast<std::byte>(bits);
}

void WirePlan::truncate(Message& message, ActiveFault& active, Strike& strike) {
  const bool adapt = active.fault.get<bool>("adapt_length");
  const std::size_t least = adapt ? protocol::header_bytes(direction()) : 1;  // a shorter length would be no frame
  if (message.bytes.size() <= least) return board_.take_back(active, strike);
  const auto most = static_cast<std::int64_t>(message.bytes.size() - least);
  const auto* given = active.fault.find<std::int64_t>("bytes");
  const std::int64_t cut =
      given != nullptr ? *given
                       : strike.draw("bytes", [most](world::Random& random) { return random.between(1, most); });
  // The tape may be of a run in which the message was longer.
  message.bytes.resize(message.bytes.size() - static_cast<std::size_t>(std::clamp<std::int64_t>(cut, 1, most)));
  if (adapt) set_length(message.bytes, static_cast<std::uint32_t>(message.bytes.size()));
}

void WirePlan::rename_request(Message& message, ActiveFault& active, Strike& strike) {
  if (!message.traits.request_id) return board_.take_back(active, strike);
  const std::uint32_t own = *message.traits.request_id;
  const auto other = request_last_ != own ? request_last_ : request_before_;
  const auto* as = active.fault.find<std::int64_t>("as");
  set_request_id(message.bytes, as != nullptr ? static_cast<std::uint32_t>(*as) : other.value_or(own + 1));
}

}  // namespace checkride::emulator
