#include "replay/recording.hpp"

#include <algorithm>
#include <map>

#include "checkride/protocol/protocol.hpp"
#include "checkride/talk/talk.hpp"
#include "replay/datum_tags.hpp"

namespace checkride::emulator {
namespace {

using protocol::FieldValue;
using protocol::IdKind;
using talk::TalkEvent;

std::optional<std::uint64_t> id_of(const std::vector<FieldValue>& fields, IdKind kind) {
  for (const FieldValue& field : fields) {
    if (field.id == kind) return std::get<std::uint64_t>(field.value);
  }
  return std::nullopt;
}

// A connection while it is read.
struct Reading {
  RecordedConnection recorded;
  std::vector<capture::Time> times;  // of its messages
  capture::Time opened;
  std::uint64_t places = 0;
  bool over = false;  // one side ended it
  talk::DataBook book;

  // The latest message that has an id; kept up to date, for captures are long.
  std::map<std::pair<IdKind, std::uint64_t>, std::size_t> latest;

  void add_message(RecordedMessage message, capture::Time time) {
    const std::size_t index = recorded.messages.size();
    latest[{IdKind::send, message.send_id.value}] = index;
    for (const IdKind kind : {IdKind::request, IdKind::event}) {
      if (const auto id = id_of(message.fields, kind)) latest[{kind, *id}] = index;
    }
    recorded.messages.push_back(std::move(message));
    times.push_back(time);
  }
  // Why the server said this; nothing before the client's first word.
  std::optional<std::size_t> cause_of(const std::vector<FieldValue>& fields) const {
    for (const IdKind kind : {IdKind::request, IdKind::send, IdKind::event}) {
      const auto id = id_of(fields, kind);
      if (!id) continue;
      if (const auto cause = latest.find({kind, *id}); cause != latest.end()) return cause->second;
    }
    if (recorded.messages.empty()) return std::nullopt;
    return recorded.messages.size() - 1;
  }
  void add_answer(std::optional<std::size_t> cause, const TalkEvent& event, RecordedEnd end,
                  std::vector<std::size_t> tags = {}) {
    RecordedAnswer answer;
    answer.tags = std::move(tags);
    answer.delay = event.time - (cause ? times[*cause] : opened);
    answer.delay = std::max(answer.delay, world::Duration::zero());
    answer.frame = event.frame;
    answer.end = end;
    answer.place = places++;
    (cause ? recorded.messages[*cause].answers : recorded.greeting).push_back(std::move(answer));
  }
};

bool is_tagged(const protocol::ServerMessage& message) {
  const auto tagged = [](const auto& data) { return has(data.flags, protocol::RequestFlags::tagged); };
  if (const auto* data = std::get_if<protocol::RecvSimObjectData>(&message)) return tagged(*data);
  if (const auto* data = std::get_if<protocol::RecvSimObjectDataByType>(&message)) return tagged(*data);
  if (const auto* data = std::get_if<protocol::RecvClientData>(&message)) return tagged(*data);
  return false;
}

void take_answer(Reading& reading, const TalkEvent& event) {
  const auto frame = protocol::decode_server(event.frame, event.version);
  if (!frame) return reading.add_answer(reading.cause_of({}), event, RecordedEnd::none);
  const auto data = is_tagged(frame->message) ? reading.book.values_of(frame->message) : std::nullopt;
  reading.add_answer(reading.cause_of(protocol::field_values(frame->message, event.version)), event, RecordedEnd::none,
                     data ? tag_places(*data) : std::vector<std::size_t>());
}

void take_frame(Reading& reading, const TalkEvent& event, std::vector<std::string>& notes) {
  if (event.way == capture::Way::to_client) return take_answer(reading, event);
  auto message = message_in(event.frame);
  if (!message) {
    notes.push_back("packet " + std::to_string(event.packet) + ": " + message.error().message());
    return;
  }
  if (const auto frame = protocol::decode_client(event.frame)) reading.book.hear(*frame);
  message->packet = event.packet;
  reading.recorded.version = event.version;
  reading.add_message(std::move(*message), event.time);
}

void take_event(Reading& reading, const TalkEvent& event, std::vector<std::string>& notes) {
  switch (event.kind) {
    case TalkEvent::Kind::opened:
      reading.opened = event.time;
      return;
    case TalkEvent::Kind::frame:
      return take_frame(reading, event, notes);
    case TalkEvent::Kind::lost:
      notes.push_back("packet " + std::to_string(event.packet) + ": " + event.text);
      return;
    case TalkEvent::Kind::comment:
      return;
    case TalkEvent::Kind::finished:
    case TalkEvent::Kind::reset: {
      const bool by_server = event.way == capture::Way::to_client;
      const auto end = event.kind == TalkEvent::Kind::reset ? RecordedEnd::reset : RecordedEnd::closed;
      if (by_server && !reading.over) reading.add_answer(reading.cause_of({}), event, end);
      reading.over = true;
      return;
    }
  }
}

}  // namespace

std::optional<std::uint64_t> request_of(const std::vector<FieldValue>& fields) {
  return id_of(fields, IdKind::request);
}

Result<RecordedMessage> message_in(std::span<const std::byte> bytes) {
  const auto frame = protocol::decode_client(bytes);
  if (!frame) return Error::invalid(frame.error().text());
  RecordedMessage message;
  const auto header = protocol::read_client_header(bytes);
  message.id = header->id;
  const protocol::MessageInfo* const info = protocol::info_of(frame->message);
  message.name = std::string(info == nullptr ? kUnknown : info->name);
  message.fields = protocol::field_values(frame->message, frame->version);
  message.send_id = frame->send_id;
  return message;
}

Result<Recording> read_recording(const std::string& file, std::span<const std::byte> bytes) {
  talk::TalkReader reader(file, bytes);
  std::map<std::size_t, Reading> readings;
  Recording recording;
  while (true) {
    TRY(const std::optional<TalkEvent> event, reader.next());
    if (!event) break;
    take_event(readings[event->connection], *event, recording.notes);
  }
  for (auto& [index, reading] : readings) {
    if (reading.recorded.messages.empty()) continue;
    reading.recorded.client = reader.connections()[index].client.text();
    recording.connections.push_back(std::move(reading.recorded));
  }
  if (recording.connections.empty()) return Error::invalid(file + ": no SimConnect client says anything in it");
  return recording;
}

}  // namespace checkride::emulator
