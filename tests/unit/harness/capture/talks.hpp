// Captures made in memory, for the tests of the tools that read them.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "checkride/capture/capture.hpp"
#include "checkride/protocol/protocol.hpp"
#include "checkride/talk/talk.hpp"

namespace checkride::harness::test {

inline capture::Time at(std::int64_t milliseconds) {
  return capture::Time(std::chrono::milliseconds(1'767'600'000'000 + milliseconds));
}

inline std::span<const std::byte> bytes_of(const std::string& content) {
  return std::as_bytes(std::span(content.data(), content.size()));
}

inline std::vector<std::byte> number_bytes(double number) {
  std::vector<std::byte> bytes;
  protocol::DatumWriter(bytes).write(protocol::DataType::float64, number);
  return bytes;
}

// One connection of a capture in the making.
class TalkWriter {
 public:
  explicit TalkWriter(protocol::Protocol version = protocol::Protocol::msfs2020)
      : version_(version), writer_("test"), link_(writer_.add_interface("link")) {
    connect();
  }

  // Another connection; what is said belongs to it from now on.
  void connect() {
    ++port_;
    send_id_ = 0;
    const capture::Address host = capture::parse_address("10.0.0.2").value();
    conversation_.emplace(writer_, link_, capture::Endpoint{host, port_}, capture::Endpoint{host, 500},
                          capture::InitialSequence{port_, port_});
    conversation_->open(now_);
  }
  // The number of the message.
  template <protocol::SentByClient M>
  std::uint32_t say(const M& message) {
    std::vector<std::byte> bytes;
    protocol::encode(message, version_, protocol::SendId{++send_id_}, bytes);
    conversation_->data(capture::Way::to_server, now_, bytes);
    return send_id_;
  }
  template <protocol::SentByServer M>
  void answer(const M& message) {
    std::vector<std::byte> bytes;
    protocol::encode(message, version_, bytes);
    conversation_->data(capture::Way::to_client, now_, bytes);
  }
  void wait(std::int64_t milliseconds) { now_ += std::chrono::milliseconds(milliseconds); }
  void open(const std::string& name) {
    const auto identity = protocol::client_identity(version_);
    protocol::Open message;
    message.application_name = name;
    message.client_tag = identity.client_tag;
    message.version_major = identity.version_major;
    message.version_minor = identity.version_minor;
    message.build_major = identity.build_major;
    message.build_minor = identity.build_minor;
    (void)say(message);
    answer(protocol::RecvOpen{.application_name = "KittyHawk", .application_version_major = 11});
  }
  // Definition 1: PLANE ALTITUDE in feet and TITLE.
  void define() {
    (void)say(protocol::AddToDataDefinition{
        .define_id = protocol::DefinitionId{1}, .datum_name = "PLANE ALTITUDE", .units_name = "feet"});
    (void)say(protocol::AddToDataDefinition{
        .define_id = protocol::DefinitionId{1}, .datum_name = "AIRSPEED INDICATED", .units_name = "knots"});
  }
  void request(protocol::RequestId id, protocol::Period period = protocol::Period::second) {
    (void)say(protocol::RequestDataOnSimObject{
        .request_id = id, .define_id = protocol::DefinitionId{1}, .object_id = {}, .period = period});
  }
  void data(protocol::RequestId id, double altitude, double speed) {
    auto bytes = number_bytes(altitude);
    const auto more = number_bytes(speed);
    bytes.insert(bytes.end(), more.begin(), more.end());
    answer(protocol::RecvSimObjectData{.request_id = id,
                                       .object_id = protocol::ObjectId{1},
                                       .define_id = protocol::DefinitionId{1},
                                       .define_count = 2,
                                       .data = bytes});
  }
  capture::Conversation& packets() { return *conversation_; }
  capture::Time now() const { return now_; }
  std::string take() { return writer_.take(); }

 private:
  protocol::Protocol version_;
  capture::PcapngWriter writer_;
  std::uint32_t link_;
  std::optional<capture::Conversation> conversation_;
  std::uint16_t port_ = 40'000;
  std::uint32_t send_id_ = 0;
  capture::Time now_ = at(0);
};

}  // namespace checkride::harness::test
