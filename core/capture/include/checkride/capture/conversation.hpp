// One TCP connection written as packets that no network carried: IPv4, or IPv6 if an endpoint is one, with checksums,
// sequence numbers and acknowledgements as a network tool expects them.
//
//   Conversation talk(writer, link, client, server);
//   talk.open(now);                                    // SYN, SYN-ACK, ACK
//   talk.data(Way::to_server, now, bytes);             // segments of at most 1460 bytes
//   talk.finish(Way::to_server, now);                  // FIN, which the other side acknowledges
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "checkride/capture/address.hpp"
#include "checkride/capture/pcapng_writer.hpp"

namespace checkride::capture {

// First sequence numbers of the client and of the server.
struct InitialSequence {
  std::uint32_t client = 0x10000000;
  std::uint32_t server = 0x20000000;
};

class Conversation {
 public:
  // `writer` outlives this; `interface` is one of its.
  Conversation(PcapngWriter& writer, std::uint32_t interface, const Endpoint& client, const Endpoint& server,
               InitialSequence sequence = {});

  void open(Time time, std::string_view comment = {});
  // The server refused: SYN, RST.
  void refuse(Time time, std::string_view comment);
  // `comment` stands with the first segment; with no bytes, and a comment, an empty acknowledgement carries it.
  void data(Way way, Time time, std::span<const std::byte> bytes, std::string_view comment = {});
  // The sender of this direction ends it.
  void finish(Way way, Time time, std::string_view comment = {});
  // The sender of this direction breaks the connection.
  void reset(Way way, Time time, std::string_view comment = {});

  // Sequence numbers of what each side says next.
  InitialSequence next() const { return {sides_[0].next, sides_[1].next}; }

 private:
  struct Side {
    Endpoint endpoint;
    std::uint32_t next = 0;          // sequence number of the next byte
    std::uint32_t acknowledged = 0;  // of the other side's bytes, by this one
  };

  Side& sender(Way way) { return sides_[way == Way::to_server ? 0 : 1]; }
  void send(Way way, Time time, std::uint8_t flags, std::span<const std::byte> payload, std::string_view comment);
  std::vector<std::byte> segment(const Side& from, const Side& to, std::uint8_t flags,
                                 std::span<const std::byte> payload) const;

  PcapngWriter& writer_;
  std::uint32_t interface_;
  bool v6_;
  std::array<Side, 2> sides_;  // client, server
  std::uint16_t identification_ = 1;
};

}  // namespace checkride::capture
