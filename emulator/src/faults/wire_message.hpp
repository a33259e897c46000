// Messages as the wire stage sees them: bytes with a header, cut out of a stream, read and changed in place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "checkride/protocol/table.hpp"
#include "faults/fault_board.hpp"
#include "faults/wire_queue.hpp"

namespace checkride::emulator {

// The next message of `rest`, which is made of whole ones.
std::span<const std::byte> first_message(std::span<const std::byte> rest);

// What faults choose a message of the server, or of a client, by. An undecodable one has a name at most.
MessageTraits traits_of(std::span<const std::byte> message);
MessageTraits client_traits_of(std::span<const std::byte> message);
// The request id, where the message has one.
std::optional<std::uint32_t> request_id_of(std::span<const std::byte> message);

// Fields of the header, and the request id of a message that has one (wire.md 1.3, 4).
void set_length(Bytes& message, std::uint32_t length);
void set_version(Bytes& message, std::uint32_t version);
// With the bits that the id has in that direction.
void set_message_id(Bytes& message, std::uint32_t id, protocol::Direction direction);
void set_request_id(Bytes& message, std::uint32_t id);

// A QUIT in the version of `message`.
Bytes quit_like(std::span<const std::byte> message);

}  // namespace checkride::emulator
