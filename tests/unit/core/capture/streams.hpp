// What the tests of captures share: conversations written, streams read back.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "checkride/capture/capture.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::capture::test {

using Kind = StreamEvent::Kind;

inline std::vector<std::byte> bytes_of(std::string_view text) {
  std::vector<std::byte> bytes;
  for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
  return bytes;
}

inline std::string text_of(std::span<const std::byte> bytes) {
  std::string text;
  for (const std::byte byte : bytes) text += static_cast<char>(byte);
  return text;
}

inline Time at(std::int64_t milliseconds) {
  return Time(std::chrono::milliseconds(1'767'600'000'000 + milliseconds));
}

inline Endpoint endpoint(std::string_view address, std::uint16_t port) {
  return {parse_address(address).value(), port};
}

// Everything that a capture tells, or its error.
struct Read {
  std::vector<StreamEvent> events;
  std::vector<StreamConnection> connections;
  std::vector<std::string> notes;
  Error error;

  // What a direction said; a hole is "<n>".
  std::string said(Way way, std::size_t connection = 0) const {
    std::string text;
    for (const StreamEvent& event : events) {
      if (event.connection != connection || event.way != way) continue;
      if (event.kind == Kind::data) text += text_of(event.bytes);
      if (event.kind == Kind::gap) text += "<" + std::to_string(event.missing) + ">";
    }
    return text;
  }
  std::vector<Kind> kinds() const {
    std::vector<Kind> kinds;
    for (const StreamEvent& event : events) kinds.push_back(event.kind);
    return kinds;
  }
};

inline Read read_capture(std::string_view file) {
  const auto bytes = bytes_of(file);
  StreamReader reader("test.pcapng", bytes);
  Read read;
  while (true) {
    auto event = reader.next();
    if (!event) {
      read.error = event.error();
      break;
    }
    if (!*event) break;
    read.events.push_back(std::move(**event));
  }
  read.connections = reader.connections();
  read.notes = reader.notes();
  return read;
}

// The packets of a capture, for putting them together anew.
inline std::vector<std::vector<std::byte>> packets_of(std::string_view file) {
  const auto bytes = bytes_of(file);
  PacketReader reader("test.pcapng", bytes);
  std::vector<std::vector<std::byte>> packets;
  while (true) {
    const auto packet = reader.next();
    if (!packet || !*packet) return packets;
    packets.emplace_back((*packet)->data.begin(), (*packet)->data.end());
  }
}

// A capture of these packets in this order.
inline std::string capture_of(const std::vector<std::vector<std::byte>>& packets) {
  PcapngWriter writer("test");
  const auto link = writer.add_interface("link");
  for (std::size_t i = 0; i < packets.size(); ++i) writer.packet(link, at(static_cast<std::int64_t>(i)), packets[i]);
  return writer.take();
}

}  // namespace checkride::capture::test
