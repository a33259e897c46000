// What the load generator asks for, and what a server answers with: shared by emulator_load.cpp and bare_server.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "checkride/protocol/codec.hpp"

namespace checkride::bench {

struct Question {
  std::uint32_t variables = 10;  // doubles in a message, 1 to 10
  std::uint32_t requests = 1;    // messages a period
  bool each_second = false;      // else each frame
};

inline constexpr std::array<std::array<std::string_view, 2>, 10> kVariables{{
    {"PLANE ALTITUDE", "feet"},
    {"PLANE LATITUDE", "degrees"},
    {"PLANE LONGITUDE", "degrees"},
    {"AIRSPEED INDICATED", "knots"},
    {"VERTICAL SPEED", "feet per minute"},
    {"PLANE HEADING DEGREES TRUE", "degrees"},
    {"PLANE PITCH DEGREES", "degrees"},
    {"PLANE BANK DEGREES", "degrees"},
    {"GENERAL ENG RPM:1", "rpm"},
    {"FUEL TOTAL QUANTITY", "gallons"},
}};

// Open, one definition, the requests.
inline std::vector<std::byte> opening(const Question& question) {
  std::vector<std::byte> bytes;
  std::uint32_t send_id = 0;
  const auto say = [&](const auto& message) {
    protocol::encode(message, protocol::Protocol::msfs2020, protocol::SendId{++send_id}, bytes);
  };
  protocol::Open open;
  open.application_name = "load";
  say(open);
  for (std::uint32_t i = 0; i < question.variables; ++i) {
    protocol::AddToDataDefinition datum;
    datum.define_id.value = 1;
    datum.datum_name = kVariables.at(i)[0];
    datum.units_name = kVariables.at(i)[1];
    say(datum);
  }
  for (std::uint32_t id = 0; id < question.requests; ++id) {
    protocol::RequestDataOnSimObject request;
    request.request_id.value = id;
    request.define_id.value = 1;
    request.period = question.each_second ? protocol::Period::second : protocol::Period::visual_frame;
    say(request);
  }
  return bytes;
}

// What one client is sent in one period.
inline std::vector<std::byte> answer(const Question& question) {
  std::vector<std::byte> bytes;
  const std::vector<std::byte> values(question.variables * sizeof(double));
  for (std::uint32_t id = 0; id < question.requests; ++id) {
    protocol::RecvSimObjectData message;
    message.request_id.value = id;
    message.object_id.value = 1;
    message.define_id.value = 1;
    message.define_count = question.variables;
    message.data = values;
    protocol::encode(message, protocol::Protocol::msfs2020, bytes);
  }
  return bytes;
}

}  // namespace checkride::bench
