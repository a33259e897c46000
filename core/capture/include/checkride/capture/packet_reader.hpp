// Packets of a capture file: pcapng of any section, or classic pcap (micro- and nanoseconds), in either byte order.
//
//   PacketReader reader("flight.pcapng", bytes);
//   while (true) {
//     TRY(std::optional<Packet> packet, reader.next());
//     if (!packet) break;
//     ...
//   }
//   for (const std::string& note : reader.notes()) ...   // what was skipped
//
// Total: any bytes give packets or an error. Memory does not grow with the file beyond the names of its interfaces.
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

// Views into the file's bytes.
struct Packet {
  Time time;                        // the start of 1970 when the file has none
  LinkType link{};                  // any number: is known when segments can be read out of it
  std::string_view interface;       // its name, or empty; valid as long as the reader
  std::span<const std::byte> data;  // as much as was captured
  std::string_view comment;         // all comments, the first only if there are several
  std::uint64_t number = 0;         // from 1
  std::uint64_t offset = 0;         // of its block in the file
};

class PacketReader {
 public:
  // `file` names it in messages. `bytes` outlive the reader.
  PacketReader(std::string file, std::span<const std::byte> bytes);
  ~PacketReader();
  PacketReader(const PacketReader&) = delete;
  PacketReader& operator=(const PacketReader&) = delete;

  // The next packet; nothing at the end. Errors (invalid) name file and offset: no capture, a block whose length cannot
  // be, a packet of an interface that was not described. A file that ends inside a block, as one of a program that was
  // killed may, ends there, with a note.
  Result<std::optional<Packet>> next();

  // What was not read, one line each.
  const std::vector<std::string>& notes() const;

  // Interfaces of one section; more are an error.
  static constexpr std::size_t kInterfacesMax = 65'536;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace checkride::capture
