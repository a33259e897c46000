// A capture, prepared for being played: per connection what the client said, and what the server said because of it.
//
// Pure. Why a server's message was sent is found by its ids: an answer names its request, an exception its message, an
// event its event; everything else follows the last thing that the client said.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/protocol/field_values.hpp"
#include "checkride/result/result.hpp"
#include "checkride/world/time.hpp"

namespace checkride::emulator {

// How the server ended a connection.
enum class RecordedEnd : std::uint8_t { none, closed, reset };

// Something that the server did.
struct RecordedAnswer {
  world::Duration delay{};        // after its cause
  std::vector<std::byte> frame;   // empty for an end
  std::vector<std::size_t> tags;  // where in it datum ids stand, of tagged data
  RecordedEnd end = RecordedEnd::none;
  std::uint64_t place = 0;  // among everything that the server did on the connection
};

// The name of what is no message of the table.
inline constexpr std::string_view kUnknown = "Unknown";

// Something that the client said.
struct RecordedMessage {
  std::uint32_t id = 0;
  std::string name;
  std::vector<protocol::FieldValue> fields;
  protocol::SendId send_id;
  std::uint64_t packet = 0;             // of the capture
  std::vector<RecordedAnswer> answers;  // in the order of their delays
};

struct RecordedConnection {
  std::string client;  // "10.0.0.2:40001"
  protocol::Protocol version{};
  std::vector<RecordedAnswer> greeting;  // what the server did before the client said anything; after the connection
  std::vector<RecordedMessage> messages;
};

struct Recording {
  std::vector<RecordedConnection> connections;  // those on which a client said something, in order
  std::vector<std::string> notes;               // what of the capture cannot be played
};

// Errors: no capture, or none with a client's message in it.
Result<Recording> read_recording(const std::string& file, std::span<const std::byte> bytes);

// The request that a message makes or answers, if it has one.
std::optional<std::uint64_t> request_of(const std::vector<protocol::FieldValue>& fields);

// What a client's frame says, for comparing it with recorded ones. Errors: why it cannot be decoded.
Result<RecordedMessage> message_in(std::span<const std::byte> frame);

}  // namespace checkride::emulator
