// The TCP streams of a capture: what each side of each connection sent, in order, whenever it could be told.
//
//   StreamReader reader("flight.pcapng", bytes);
//   while (true) {
//     TRY(std::optional<StreamEvent> event, reader.next());
//     if (!event) break;
//     if (event->kind == StreamEvent::Kind::data) feed(event->connection, event->way, event->bytes);
//   }
//
// Segments out of order, sent again, overlapping and with sequence numbers that wrap are put right; what is missing is
// told as a gap of so many bytes. Memory is bounded by the limits below and 200 bytes per connection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/capture/address.hpp"
#include "checkride/result/result.hpp"

namespace checkride::capture {

struct StreamEvent {
  enum class Kind : std::uint8_t {
    opened,    // the connection was first seen
    data,      // `bytes`, sent in the direction `way`
    gap,       // `missing` bytes of that direction are not in the capture
    finished,  // that direction ended in order
    reset,     // the sender of that direction broke the connection; before any data: it refused
    comment,   // `text` stands with a packet of that direction
  };
  Kind kind{};
  std::size_t connection = 0;  // index into connections()
  Way way{};
  Time time;
  std::vector<std::byte> bytes;
  std::uint64_t missing = 0;
  std::string text;
  std::uint64_t packet = 0;  // number of the packet that brought it, from 1; of the last one for what its end brings
};

struct StreamConnection {
  Endpoint client;
  Endpoint server;
  std::string interface;    // the name of the interface that saw it, or empty
  bool start_seen = false;  // else who the client is was guessed: the side with the higher port
};

class StreamReader {
 public:
  // `file` names it in messages. `bytes` outlive the reader.
  StreamReader(std::string file, std::span<const std::byte> bytes);
  ~StreamReader();
  StreamReader(const StreamReader&) = delete;
  StreamReader& operator=(const StreamReader&) = delete;

  // The next event; nothing at the end. Errors: those of PacketReader; more than kConnectionsMax connections.
  Result<std::optional<StreamEvent>> next();

  const std::vector<StreamConnection>& connections() const;
  // What was not read, one line each; complete after the end.
  std::vector<std::string> notes() const;

  static constexpr std::size_t kConnectionsMax = 100'000;
  // Bytes of all connections that wait behind holes; beyond it the hole is given out.
  static constexpr std::size_t kHeldBytesMax = 64 * 1024 * 1024;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace checkride::capture
