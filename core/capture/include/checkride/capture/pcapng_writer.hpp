// Writes pcapng: a section, its interfaces, its packets. Little-endian, nanoseconds, LINKTYPE_RAW.
//
//   PcapngWriter writer("checkride 0.1.0");
//   const std::uint32_t link = writer.add_interface("127.0.0.1:5111 > 127.0.0.1:500");
//   writer.packet(link, now, bytes_of_an_ip_packet, "fault: reset");
//   file.append(writer.take());          // whole blocks only: a file that ends there can be read
//
// Source: draft-ietf-opsawg-pcapng.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "checkride/capture/address.hpp"

namespace checkride::capture {

class PcapngWriter {
 public:
  // `application` is named in the section header as the one that wrote it.
  explicit PcapngWriter(std::string_view application);

  // Describes a further interface, and gives its number for packet().
  std::uint32_t add_interface(std::string_view name);
  // An IP packet. `comment` is shown with the packet; none when empty. Texts are cut at 60,000 bytes.
  void packet(std::uint32_t interface, Time time, std::span<const std::byte> bytes, std::string_view comment = {});

  // What was written since the last take().
  std::string take();

 private:
  std::string out_;
  std::uint32_t interfaces_ = 0;
};

}  // namespace checkride::capture
