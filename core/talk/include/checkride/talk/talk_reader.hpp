// The SimConnect frames of a capture, in the order in which they were seen.
//
//   TalkReader reader("flight.pcapng", bytes);
//   while (true) {
//     TRY(std::optional<TalkEvent> event, reader.next());
//     if (!event) break;
//     if (event->kind == TalkEvent::Kind::frame && event->way == Way::to_client) decode_server(event->frame,
//     event->version);
//   }
//
// Connections of other protocols are left out. Where bytes are missing, reading goes on with the next segment that
// begins as a frame does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "checkride/capture/stream_reader.hpp"
#include "checkride/protocol/frame_reader.hpp"

namespace checkride::talk {

using capture::Time;
using capture::Way;

struct TalkEvent {
  enum class Kind : std::uint8_t {
    opened,
    frame,     // `frame` is one whole frame, header included
    lost,      // `text` says what of the stream could not be read
    finished,  // the sender of this direction ended it
    reset,     // the sender of this direction broke the connection; before any frame: it was refused
    comment,   // `text` stands in the capture beside a packet
  };
  Kind kind{};
  std::size_t connection = 0;  // index into connections()
  Way way{};
  Time time;
  std::vector<std::byte> frame;
  protocol::Protocol version{};  // of frames: what the client speaks, as far as it said
  std::string text;
  std::uint64_t packet = 0;  // number of the capture's packet, from 1
};

class TalkReader {
 public:
  // `file` names it in messages. `bytes` outlive the reader.
  TalkReader(std::string file, std::span<const std::byte> bytes);
  ~TalkReader();
  TalkReader(const TalkReader&) = delete;
  TalkReader& operator=(const TalkReader&) = delete;

  // The next event; nothing at the end. Errors: those of StreamReader.
  Result<std::optional<TalkEvent>> next();

  // Also those of other protocols, of which no event is told.
  const std::vector<capture::StreamConnection>& connections() const;
  // What was left out, one line each; complete after the end.
  std::vector<std::string> notes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// All events of a capture. Errors as above.
struct Talk {
  std::vector<TalkEvent> events;
  std::vector<capture::StreamConnection> connections;
  std::vector<std::string> notes;
};
Result<Talk> read_talk(std::string file, std::span<const std::byte> bytes);

}  // namespace checkride::talk
