// What a simulator sends, for tests of the link: frames built by the codec, and the client's frames taken apart.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "checkride/protocol/protocol.hpp"

namespace checkride::runtime::link::test {

using Bytes = std::vector<std::byte>;
inline constexpr protocol::Protocol kVersion = protocol::Protocol::fsx_sp2;

template <protocol::SentByServer M>
Bytes frame(const M& message) {
  Bytes out;
  protocol::encode(message, kVersion, out);
  return out;
}

inline Bytes open_frame() {
  protocol::RecvOpen open;
  open.application_name = "SunRise";
  open.application_version_major = 12;
  open.application_version_minor = 2;
  return frame(open);
}

// Tagged values of our definition: pairs of variable id and value.
inline Bytes data_frame(const std::vector<std::pair<std::uint32_t, double>>& values) {
  Bytes data;
  protocol::DatumWriter writer(data);
  for (const auto& [id, value] : values) {
    writer.tag(protocol::DatumId{id});
    writer.number(value);
  }
  protocol::RecvSimObjectData message;
  message.request_id = protocol::RequestId{1};
  message.object_id = protocol::ObjectId{1};
  message.define_id = protocol::DefinitionId{1};
  message.flags = protocol::RequestFlags::tagged;
  message.define_count = static_cast<std::uint32_t>(values.size());
  message.data = data;
  return frame(message);
}

inline Bytes exception_frame(protocol::Exception exception, std::uint32_t send_id) {
  protocol::RecvException message;
  message.exception = exception;
  message.send_id = protocol::SendId{send_id};
  return frame(message);
}

// System event number `id` of the monitor: 1 is 1sec, 3 is Pause.
inline Bytes event_frame(std::uint32_t id, std::uint32_t data = 0) {
  protocol::RecvEvent message;
  message.group_id = protocol::kUnknownGroup;
  message.client_event_id = protocol::EventId{id};
  message.data = data;
  return frame(message);
}

inline Bytes quit_frame() {
  return frame(protocol::RecvQuit{});
}

}  // namespace checkride::runtime::link::test
