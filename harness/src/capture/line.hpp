// One event of a talk, told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkride/talk/talk.hpp"

namespace checkride::harness {

struct Line {
  std::string time;  // RFC 3339, microseconds
  std::size_t connection = 0;
  std::string client;
  std::string server;
  std::string application;
  capture::Way way{};
  std::uint64_t packet = 0;
  std::string event;                     // "opened", "finished", "reset", "lost", "comment"; empty for messages
  std::string text;                      // of lost, comment, and of a message: the line of protocol::describe()
  std::string message;                   // its name
  std::optional<std::uint32_t> send_id;  // of a client's message
  std::vector<protocol::FieldValue> fields;
  std::optional<talk::DataValues> data;
  // Of an exception.
  struct Refusal {
    std::string meaning;
    std::string of;  // the message it answers; empty if that was not seen
    std::uint32_t send_id = 0;
    std::uint32_t index = 0;
  };
  std::optional<Refusal> refusal;
  std::string trouble;                // why a frame could not be decoded
  std::string named;                  // what the client gave the event of the message to: "GEAR_UP", "1sec"
  std::optional<double> response_ms;  // since the request that it answers, or the message that it refuses
};

// Hears the event into `book`, the book of its connection.
Line line_of(const talk::TalkEvent& event, talk::DataBook& book);

std::string plain_text(const Line& line);
std::string json_text(const Line& line);

}  // namespace checkride::harness
