// Messages as the wire stage sees them: bytes with a header, cut out of a session's output, read and changed in place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "faults/fault_board.hpp"

namespace checkride::emulator {

using Bytes = std::vector<std::byte>;

// The next message of `rest`, which is made of whole ones.
std::span<const std::byte> first_message(std::span<const std::byte> rest);

// What faults choose a message of the server by. An undecodable one has a name at most.
MessageTraits traits_of(std::span<const std::byte> message);
// The request id, where the message has one.
std::optional<std::uint32_t> request_id_of(std::span<const std::byte> message);

// Fields of the header, and the request id of a message that has one (wire.md 1.3, 4).
void set_length(Bytes& message, std::uint32_t length);
void set_version(Bytes& message, std::uint32_t version);
void set_message_id(Bytes& message, std::uint32_t id);
void set_request_id(Bytes& message, std::uint32_t id);

// A QUIT in the version of `message`.
Bytes quit_like(std::span<const std::byte> message);

}  // namespace checkride::emulator
