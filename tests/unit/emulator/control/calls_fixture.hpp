// Calls of clients as sessions report them: every message passes encoder and decoder.
#pragma once

#include "checkride/protocol/protocol.hpp"
#include "control/control_fixture.hpp"

namespace checkride::emulator {

class ControlCalls : public Control {
 protected:
  ControlCalls() {
    add_datum("PLANE ALTITUDE", protocol::DataType::float64);
    add_datum("AIRSPEED TRUE", protocol::DataType::float32);
    add_datum("GEAR HANDLE POSITION", protocol::DataType::float64);
  }

  // Of the definition that SetDataOnSimObject is read by.
  void add_datum(const std::string& name, protocol::DataType type) {
    Datum datum;
    datum.name = name;
    datum.unit_name = "feet";
    datum.type = type;
    definition.datums.push_back(datum);
  }

  // Client `client` sends a message in frame `frame`; its send ids count from 1. Returns the send id.
  template <class M>
  std::uint32_t call(ClientId client, const M& message, FrameNumber frame = 30) {
    const std::uint32_t send_id = ++send_ids[client];
    std::vector<std::byte> bytes;
    protocol::encode(message, protocol::Protocol::msfs2024, protocol::SendId{send_id}, bytes);
    recorder.called({client,
                     bytes,
                     {frame, simulation.frame_time(frame)},
                     std::is_same_v<M, protocol::SetDataOnSimObject> ? &definition : nullptr});
    return send_id;
  }

  void connect(ClientId client, const std::string& name) {
    recorder.connected(client, "10.0.0.2:4000");
    protocol::Open open;
    open.application_name = name;
    call(client, open, 0);
    recorder.opened(client, name);
  }

  // SetDataOnSimObject on a definition with an altitude, a speed and a gear.
  static std::vector<std::byte> three_values(double altitude, float speed, double gear) {
    std::vector<std::byte> data;
    protocol::DatumWriter writer(data);
    writer.number(altitude);
    writer.number(speed);
    writer.number(gear);
    return data;
  }
  std::uint32_t set_data(ClientId client, std::uint32_t define_id, const std::vector<std::byte>& data) {
    protocol::SetDataOnSimObject message;
    message.define_id = protocol::DefinitionId{define_id};
    message.unit_size = static_cast<std::uint32_t>(data.size());
    message.data = data;
    return call(client, message);
  }

  // The result of the only expectation.
  json::object verify(const std::string& expectation, const std::string& more = "") {
    const json::object answer = succeed("POST", "/v1/verify", R"({"expect": [)" + expectation + "]" + more + "}");
    const json::object result = answer.at("results").as_array().at(0).as_object();
    EXPECT_EQ(answer.at("ok"), result.at("ok"));
    return result;
  }
  bool holds(const std::string& expectation) { return verify(expectation).at("ok").as_bool(); }
  // Why it does not hold.
  std::string refutation(const std::string& expectation, const std::string& more = "") {
    const json::object result = verify(expectation, more);
    EXPECT_FALSE(result.at("ok").as_bool());
    return result.contains("explanation") ? std::string(result.at("explanation").as_string()) : "it holds";
  }

  DataDefinition definition;
  std::map<ClientId, std::uint32_t> send_ids;
};

}  // namespace checkride::emulator
