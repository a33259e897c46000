// A few clients of a fake simulator: messages in, frames, messages out. Everything passes encoder and decoder.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "checkride/protocol/protocol.hpp"
#include "session/fake_simulator.hpp"
#include "session/sessions.hpp"

namespace checkride::emulator::test {

// What a client was told, in order; `bytes` keeps alive what the messages view into.
struct Heard {
  std::vector<std::byte> bytes;
  std::vector<protocol::ServerMessage> messages;
  bool closed = false;
  bool reset = false;

  template <class M>
  std::vector<M> all() const {
    std::vector<M> found;
    for (const auto& message : messages) {
      if (const auto* of_type = std::get_if<M>(&message)) found.push_back(*of_type);
    }
    return found;
  }
};

// Notes which messages the running test exchanged, for docs/protocol.md: --gtest_output=json shows them as properties.
class MessageNotes {
 public:
  static void note(std::string_view message) {
    MessageNotes& notes = instance();
    const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
    if (test != notes.test_) notes.names_.clear();
    notes.test_ = test;
    if (test == nullptr || !notes.names_.insert(std::string(message)).second) return;
    std::string all;
    for (const std::string& name : notes.names_) all += name + " ";
    testing::Test::RecordProperty("messages", all);
  }

 private:
  static MessageNotes& instance() {
    static MessageNotes notes;
    return notes;
  }
  const testing::TestInfo* test_ = nullptr;
  std::set<std::string> names_;
};

class Cockpit {
 public:
  explicit Cockpit(std::string_view profile = "msfs2024") : Cockpit(*find_profile(profile)) {}
  explicit Cockpit(const Profile& profile)
      : faults([this] { ++changes; }), sessions(simulator, faults, profile, [this] { ++wakes; }) {}

  ClientId connect() { return sessions.connect("10.0.0.2:4000", now); }
  // Connected and open.
  ClientId open(protocol::Protocol version = protocol::Protocol::msfs2024, const std::string& name = "test") {
    const ClientId client = connect();
    versions_[client] = version;
    protocol::Open message;
    message.application_name = name;
    send(client, message);
    run_frame();
    (void)take(client);  // the OPEN that every test has
    return client;
  }

  // Sends with the next number of the client, which it returns; the first is 1.
  template <class M>
  std::uint32_t send(ClientId client, const M& message) {
    const std::uint32_t send_id = ++send_ids_[client];
    std::vector<std::byte> bytes;
    const auto version = versions_.try_emplace(client, protocol::Protocol::msfs2024).first->second;
    protocol::encode(message, version, protocol::SendId{send_id}, bytes);
    sessions.receive(client, bytes);
    MessageNotes::note(M::kInfo.name);
    return send_id;
  }
  void send_bytes(ClientId client, std::span<const std::byte> bytes) { sessions.receive(client, bytes); }
  void set_version(ClientId client, protocol::Protocol version) { versions_[client] = version; }

  // Runs the next frame, and `count` in all.
  void run_frame(std::uint64_t count = 1) {
    for (std::uint64_t i = 0; i < count; ++i) {
      now = sessions.next_frame(now);
      for (Output& output : sessions.run_frame(now)) collect(std::move(output));
    }
  }
  // Runs only the frames that somebody is due on, up to and including `until`; returns how many.
  std::uint64_t run_when_due(world::Instant until) {
    std::uint64_t frames = 0;
    for (auto due = sessions.next_wake(now); due && *due <= until; due = sessions.next_wake(now)) {
      now = *due;
      ++frames;
      for (Output& output : sessions.run_frame(now)) collect(std::move(output));
    }
    now = std::max(now, until);
    return frames;
  }
  void collect(Output output) {
    Raw& raw = raw_[output.client];
    raw.bytes.insert(raw.bytes.end(), output.bytes.begin(), output.bytes.end());
    raw.closed = raw.closed || output.connection == Connection::closed;
    raw.reset = raw.reset || output.connection == Connection::reset;
    ++raw.outputs;
  }

  // What the client was told since the last call.
  Heard take(ClientId client) {
    Raw raw = std::exchange(raw_[client], {});
    Heard heard;
    heard.bytes = std::move(raw.bytes);
    heard.closed = raw.closed;
    heard.reset = raw.reset;
    std::span<const std::byte> rest = heard.bytes;
    while (!rest.empty()) {
      const auto step = protocol::next_frame(rest, protocol::Direction::server_to_client);
      const auto* frame = std::get_if<protocol::Frame>(&step);
      if (frame == nullptr) {
        ADD_FAILURE() << "the output is not made of whole frames";
        break;
      }
      const auto decoded = protocol::decode_server(frame->bytes);
      if (decoded.has_error()) {
        ADD_FAILURE() << decoded.error().text();
        break;
      }
      heard.messages.push_back(decoded->message);
      if (const auto* info = protocol::info_of(decoded->message)) MessageNotes::note(info->name);
      rest = rest.subspan(frame->bytes.size());
    }
    return heard;
  }
  // How many pieces the client was sent since the last take().
  std::size_t outputs(ClientId client) { return raw_[client].outputs; }

  // Sends, runs a frame, and gives the exception it caused as (code, index); (0, 0) for none.
  template <class M>
  std::pair<std::uint32_t, std::uint32_t> exception_of(ClientId client, const M& message) {
    const std::uint32_t send_id = send(client, message);
    run_frame();
    const Heard heard = take(client);
    const auto exceptions = heard.all<protocol::RecvException>();
    if (exceptions.empty()) return {0, 0};
    EXPECT_EQ(exceptions.size(), 1u);
    EXPECT_EQ(exceptions.front().send_id.value, send_id);
    return {static_cast<std::uint32_t>(exceptions.front().exception), exceptions.front().index};
  }

  // An AI object of the client, standing where the user is, loaded.
  protocol::ObjectId make_ai_object(ClientId client) {
    protocol::AICreateSimulatedObject message;
    message.container_title = "ASO_Baggage_Truck01";
    send(client, message);
    run_frame(5);
    const auto ids = take(client).all<protocol::RecvAssignedObjectId>();
    EXPECT_EQ(ids.size(), 1u);
    return ids.empty() ? protocol::ObjectId{0} : ids.front().object_id;
  }

  world::Instant now = FakeSimulator::kStart;
  FakeSimulator simulator;
  int changes = 0;
  int wakes = 0;
  FaultBoard faults;
  Sessions sessions;

 private:
  struct Raw {
    std::vector<std::byte> bytes;
    std::size_t outputs = 0;
    bool closed = false;
    bool reset = false;
  };
  std::map<ClientId, Raw> raw_;
  std::map<ClientId, std::uint32_t> send_ids_;
  std::map<ClientId, protocol::Protocol> versions_;
};

// ---- messages with what a test sets, and defaults for the rest

inline protocol::AddToDataDefinition add_datum(std::uint32_t definition, std::string_view name,
                                               std::string_view unit = "",
                                               protocol::DataType type = protocol::DataType::float64,
                                               std::uint32_t datum_id = protocol::kUnused, float epsilon = 0) {
  protocol::AddToDataDefinition message;
  message.define_id = protocol::DefinitionId{definition};
  message.datum_name = name;
  message.units_name = unit;
  message.datum_type = type;
  message.datum_id = protocol::DatumId{datum_id};
  message.epsilon = epsilon;
  return message;
}

inline protocol::RequestDataOnSimObject request_data(std::uint32_t request, std::uint32_t definition,
                                                     protocol::Period period = protocol::Period::once,
                                                     protocol::RequestFlags flags = protocol::RequestFlags::none) {
  protocol::RequestDataOnSimObject message;
  message.request_id = protocol::RequestId{request};
  message.define_id = protocol::DefinitionId{definition};
  message.period = period;
  message.flags = flags;
  return message;
}

inline protocol::SubscribeToSystemEvent subscribe(std::uint32_t event, std::string_view name) {
  protocol::SubscribeToSystemEvent message;
  message.client_event_id = protocol::EventId{event};
  message.system_event_name = name;
  return message;
}

inline protocol::MapClientEventToSimEvent map_event(std::uint32_t event, std::string_view name) {
  protocol::MapClientEventToSimEvent message;
  message.client_event_id = protocol::EventId{event};
  message.event_name = name;
  return message;
}

inline protocol::AddClientEventToNotificationGroup add_to_group(std::uint32_t group, std::uint32_t event,
                                                                bool maskable = false) {
  protocol::AddClientEventToNotificationGroup message;
  message.group_id = protocol::GroupId{group};
  message.client_event_id = protocol::EventId{event};
  message.maskable = maskable;
  return message;
}

inline protocol::SetNotificationGroupPriority set_priority(std::uint32_t group, std::uint32_t priority) {
  protocol::SetNotificationGroupPriority message;
  message.group_id = protocol::GroupId{group};
  message.priority = priority;
  return message;
}

// With the flag and the highest priority, as most clients do it.
inline protocol::TransmitClientEvent transmit(std::uint32_t event, std::uint32_t data = 0, std::uint32_t priority = 1) {
  protocol::TransmitClientEvent message;
  message.client_event_id = protocol::EventId{event};
  message.data = data;
  message.group_id_or_priority = priority;
  message.flags = protocol::TransmitFlags::group_id_is_priority;
  return message;
}

inline double double_at(std::span<const std::byte> data, std::size_t offset = 0) {
  return protocol::load_little_endian<double>(data.subspan(offset, sizeof(double)).data());
}

}  // namespace checkride::emulator::test
