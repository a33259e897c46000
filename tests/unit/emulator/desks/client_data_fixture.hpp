// A writer and a reader of one client data area, "Fuel.Panel": 1 to the writer, 2 to the reader. Both have definition
// 1, its first four bytes.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "session/session_fixture.hpp"

namespace checkride::emulator::test {

inline std::vector<std::byte> bytes(std::initializer_list<int> values) {
  std::vector<std::byte> result;
  for (const int value : values) result.push_back(static_cast<std::byte>(value));
  return result;
}

inline protocol::MapClientDataNameToID map_area(std::string_view name, std::uint32_t area) {
  protocol::MapClientDataNameToID message;
  message.client_data_name = name;
  message.client_data_id.value = area;
  return message;
}

inline protocol::CreateClientData create_area(
    std::uint32_t area, std::uint32_t size,
    protocol::CreateClientDataFlags flags = protocol::CreateClientDataFlags::none) {
  protocol::CreateClientData message;
  message.client_data_id.value = area;
  message.size = size;
  message.flags = flags;
  return message;
}

inline protocol::AddToClientDataDefinition add_client_datum(std::uint32_t definition, std::int32_t size_or_type,
                                                            std::uint32_t offset = protocol::kClientDataOffsetAuto,
                                                            std::uint32_t datum_id = protocol::kUnused,
                                                            float epsilon = 0) {
  protocol::AddToClientDataDefinition message;
  message.define_id.value = definition;
  message.offset = offset;
  message.size_or_type = size_or_type;
  message.epsilon = epsilon;
  message.datum_id.value = datum_id;
  return message;
}

inline protocol::ClearClientDataDefinition clear_definition(std::uint32_t definition) {
  protocol::ClearClientDataDefinition message;
  message.define_id.value = definition;
  return message;
}

// Of definition 1.
inline protocol::RequestClientData request_area(std::uint32_t request, std::uint32_t area = 2,
                                                protocol::ClientDataPeriod period = protocol::ClientDataPeriod::once,
                                                protocol::RequestFlags flags = protocol::RequestFlags::none) {
  protocol::RequestClientData message;
  message.client_data_id.value = area;
  message.request_id.value = request;
  message.define_id.value = 1;
  message.period = period;
  message.flags = flags;
  return message;
}

// Of definition 1 unless said otherwise; `data` is viewed.
inline protocol::SetClientData set_area(std::uint32_t area, std::span<const std::byte> data,
                                        std::uint32_t definition = 1) {
  protocol::SetClientData message;
  message.client_data_id.value = area;
  message.define_id.value = definition;
  message.unit_size = static_cast<std::uint32_t>(data.size());
  message.data = data;
  return message;
}

struct ClientDataBed {
  // A client that knows the area as `area` and has definition 1.
  ClientId join(const std::string& name, std::uint32_t area) {
    const ClientId client = cockpit.open(protocol::Protocol::msfs2024, name);
    cockpit.send(client, map_area("Fuel.Panel", area));
    cockpit.send(client, add_client_datum(1, 4));
    cockpit.run_frame();
    return client;
  }
  void create(ClientId client, std::uint32_t size,
              protocol::CreateClientDataFlags flags = protocol::CreateClientDataFlags::none) {
    const std::pair<std::uint32_t, std::uint32_t> nothing{0, 0};
    EXPECT_EQ(cockpit.exception_of(client, create_area(1, size, flags)), nothing);
  }
  // What the area holds for a client.
  std::vector<std::byte> read_once(ClientId client, std::uint32_t area, std::uint32_t definition = 1) {
    auto request = request_area(4711, area);
    request.define_id.value = definition;
    cockpit.send(client, request);
    cockpit.run_frame();
    const Heard told = cockpit.take(client);
    for (const auto& message : told.all<protocol::RecvClientData>()) {
      if (message.request_id.value == 4711) return {message.data.begin(), message.data.end()};
    }
    ADD_FAILURE() << "no answer";
    return {};
  }
  // The data of what a client was told since the last call.
  std::vector<std::vector<std::byte>> told(ClientId client) {
    std::vector<std::vector<std::byte>> result;
    const Heard heard = cockpit.take(client);
    for (const auto& message : heard.all<protocol::RecvClientData>()) {
      result.emplace_back(message.data.begin(), message.data.end());
    }
    EXPECT_EQ(result.size(), heard.messages.size()) << "something else was told too";
    return result;
  }

  Cockpit cockpit;
  ClientId writer = join("writer", 1);
  ClientId reader = join("reader", 2);
};

struct ClientDataTest : testing::Test, ClientDataBed {};

}  // namespace checkride::emulator::test
