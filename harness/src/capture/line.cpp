#include "capture/line.hpp"

#include <fmt/format.h>

#include "checkride/protocol/exception_meaning.hpp"
#include "checkride/values/json.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness {
namespace {

using protocol::FieldValue;
using talk::TalkEvent;

template <class Message>
void tell_message(Line& line, const Message& message, protocol::Protocol version, const talk::DataBook& book) {
  const protocol::MessageInfo* const info = protocol::info_of(message);
  line.message = info == nullptr ? "Unknown" : std::string(info->name);
  line.text = protocol::describe(message, version);
  line.fields = protocol::field_values(message, version);
  line.data = book.values_of(message);
}

void tell_client(Line& line, const TalkEvent& event, talk::DataBook& book) {
  const auto frame = protocol::decode_client(event.frame);
  if (!frame) {
    line.trouble = frame.error().text();
    line.message = std::string(frame.error().message);
    return;
  }
  line.send_id = frame->send_id.value;
  tell_message(line, frame->message, frame->version, book);
  book.hear(*frame);
}

void tell_server(Line& line, const TalkEvent& event, const talk::DataBook& book) {
  const auto frame = protocol::decode_server(event.frame, event.version);
  if (!frame) {
    line.trouble = frame.error().text();
    line.message = std::string(frame.error().message);
    return;
  }
  tell_message(line, frame->message, event.version, book);
  const auto* refusal = std::get_if<protocol::RecvException>(&frame->message);
  if (refusal == nullptr) return;
  line.refusal = Line::Refusal{std::string(protocol::meaning_of(refusal->exception)),
                               std::string(book.sent_as(refusal->send_id)), refusal->send_id.value, refusal->index};
}

std::string_view event_word(TalkEvent::Kind kind) {
  switch (kind) {
    case TalkEvent::Kind::opened:
      return "opened";
    case TalkEvent::Kind::frame:
      return "";
    case TalkEvent::Kind::lost:
      return "lost";
    case TalkEvent::Kind::finished:
      return "finished";
    case TalkEvent::Kind::reset:
      return "reset";
    case TalkEvent::Kind::comment:
      return "comment";
  }
  return "unknown";
}

bool is_text(const FieldValue& field) {
  return std::holds_alternative<std::string>(field.value);
}

std::string value_text(const FieldValue& field) {
  return is_text(field) ? fmt::format("\"{}\"", protocol::text_of(field)) : protocol::text_of(field);
}

std::string data_text(const talk::DataValues& data) {
  std::string text;
  for (const auto& value : data.values) {
    text += fmt::format("{}{}={}{}{}", text.empty() ? "" : ", ", value.field.path, value_text(value.field),
                        value.unit.empty() ? "" : " ", value.unit);
  }
  if (data.left_over > 0) text += fmt::format("{}{} bytes more", text.empty() ? "" : ", ", data.left_over);
  return text;
}

std::string refusal_text(const Line::Refusal& refusal) {
  std::string text = refusal.meaning;
  if (refusal.send_id != 0) {
    text += fmt::format("; answers {} (send_id {})", refusal.of.empty() ? "a message that was not seen" : refusal.of,
                        refusal.send_id);
  }
  if (refusal.index != protocol::kUnknownIndex) text += fmt::format(", parameter {}", refusal.index);
  return text;
}

// Text of any bytes on one line.
std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= ' ' || (static_cast<unsigned char>(c) & 0x80U) != 0) {
      out += c;
    } else {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

void append_value(values::json::Writer& json, const FieldValue& field) {
  if (!field.word.empty()) {
    json.value(field.word);
  } else if (const auto* truth = std::get_if<bool>(&field.value)) {
    json.value(*truth);
  } else if (const auto* number = std::get_if<std::uint64_t>(&field.value)) {
    json.value(*number);
  } else if (const auto* whole = std::get_if<std::int64_t>(&field.value)) {
    json.value(*whole);
  } else if (const auto* real = std::get_if<double>(&field.value)) {
    json.value(*real);
  } else if (std::holds_alternative<float>(field.value)) {
    const std::string text = protocol::text_of(field);  // its own shortest form, not that of the double
    const bool finite = text.find_first_of("in") == std::string::npos;
    json.raw(finite ? text : "null");
  } else {
    json.value(protocol::text_of(field));
  }
}

void append_refusal(values::json::Writer& json, const Line::Refusal& refusal) {
  json.key("exception").begin_object().member("meaning", refusal.meaning).member("send_id", refusal.send_id);
  if (!refusal.of.empty()) json.member("answers", refusal.of);
  if (refusal.index != protocol::kUnknownIndex) json.member("parameter", refusal.index);
  json.end_object();
}

void append_data(values::json::Writer& json, const talk::DataValues& data) {
  json.key("data").begin_array();
  for (const auto& value : data.values) {
    json.begin_object().member("name", value.field.path);
    if (!value.unit.empty()) json.member("unit", value.unit);
    append_value(json.key("value"), value.field);
    json.end_object();
  }
  json.end_array();
  if (data.left_over > 0) json.member("data_left_over_bytes", data.left_over);
}

}  // namespace

Line line_of(const TalkEvent& event, talk::DataBook& book) {
  Line line;
  line.time = world::format_rfc3339(event.time);
  line.connection = event.connection + 1;
  line.way = event.way;
  line.packet = event.packet;
  line.event = event_word(event.kind);
  line.text = event.text;
  if (event.kind != TalkEvent::Kind::frame) return line;
  if (event.way == capture::Way::to_server) {
    tell_client(line, event, book);
  } else {
    tell_server(line, event, book);
  }
  return line;
}

// The line of describe(), without the bytes of data whose values follow.
std::string text_before_values(const Line& line) {
  const std::size_t data = line.text.rfind(" data=");
  const bool explained = line.data && line.data->left_over == 0 && !line.data->values.empty();
  if (!explained || data == std::string::npos) return line.text;
  const bool is_last = line.text.find('=', data + std::string_view(" data=").size()) == std::string::npos;
  return is_last ? line.text.substr(0, data) : line.text;
}

std::string plain_text(const Line& line) {
  const bool by_client = line.way == capture::Way::to_server;
  std::string text = fmt::format("{} #{} {} ", line.time, line.connection, by_client ? "->" : "<-");
  if (line.event == "opened") return text + fmt::format("opened: {} to {}", line.client, line.server);
  if (line.event == "finished") return text + (by_client ? "the client ends" : "the simulator ends");
  if (line.event == "reset") return text + (by_client ? "reset by the client" : "reset by the simulator");
  if (!line.event.empty()) return text + line.event + ": " + on_one_line(line.text);
  if (!line.trouble.empty()) return text + "undecodable: " + on_one_line(line.trouble);
  text += text_before_values(line);
  if (line.send_id) text += fmt::format(" send_id={}", *line.send_id);
  if (line.data) text += " | " + on_one_line(data_text(*line.data));
  if (line.refusal) text += " | " + refusal_text(*line.refusal);
  if (!line.named.empty()) text += " | " + on_one_line(line.named);
  if (line.response_ms) text += fmt::format(" (+{:.3f} ms)", *line.response_ms);
  return text;
}

std::string json_text(const Line& line) {
  std::string out;
  values::json::Writer json(out);
  json.begin_object().member("time", line.time).member("connection", line.connection).member("client", line.client);
  json.member("server", line.server).member("application", line.application).member("packet", line.packet);
  json.member("from", line.way == capture::Way::to_server ? "client" : "simulator");
  if (!line.event.empty()) {
    json.member("event", line.event);
    if (!line.text.empty()) json.member("text", line.text);
  } else {
    json.member("message", line.message);
    if (!line.trouble.empty()) json.member("undecodable", line.trouble);
  }
  if (line.send_id) json.member("send_id", *line.send_id);
  if (!line.fields.empty()) {
    json.key("fields").begin_object();
    for (const FieldValue& field : line.fields) append_value(json.key(field.path), field);
    json.end_object();
  }
  if (line.data) append_data(json, *line.data);
  if (line.refusal) append_refusal(json, *line.refusal);
  if (!line.named.empty()) json.member("event_name", line.named);
  if (line.response_ms) json.member("response_ms", *line.response_ms);
  json.end_object();
  return out;
}

}  // namespace checkride::harness
