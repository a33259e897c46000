// SteadySimulator: answers everybody who asks, once a second, with the values that stand in a table by name: a flight
// that a test steers. Data flow in the first group of each client alone.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "checkride/world/task_group.hpp"
#include "checkride/world/virtual_world.hpp"
#include "server_frames.hpp"

namespace checkride::runtime::link::test {

class SteadySimulator {
 public:
  explicit SteadySimulator(world::VirtualHost& host) : host_(host) {}

  world::Task<int> run() {
    world::Endpoint where;
    where.host = "0.0.0.0";
    where.port = 5111;
    auto listener = host_.network().listen(where);
    if (!listener) co_return 1;
    world::TaskGroup clients(host_.executor());
    while (true) {
      auto accepted = co_await (*listener)->accept();
      if (!accepted) co_return 1;
      connections++;
      auto client = std::make_shared<Client>();
      client->stream = std::move(*accepted);
      clients.spawn("hear", hear(client));
      clients.spawn("speak", speak(client));
    }
  }

  std::map<std::string, double> values{{"PLANE ALTITUDE", 3500},    {"AIRSPEED INDICATED", 110},
                                       {"FUEL TOTAL QUANTITY", 40}, {"SIMULATION RATE", 1},
                                       {"SIM ON GROUND", 0},        {"PLANE LATITUDE", 47},
                                       {"PLANE LONGITUDE", 8},      {"PLANE ALT ABOVE GROUND", 2000},
                                       {"GROUND VELOCITY", 110},    {"VERTICAL SPEED", 0}};
  std::vector<Bytes> events;  // are sent to every client once, before its next data
  bool clock_runs = true;
  bool gives_data = true;
  bool beats = false;  // sends 1sec, with data or without
  double clock = 63'000'000'000;
  int connections = 0;
  int data_sent = 0;

 private:
  struct Client {
    world::Stream stream;
    std::vector<std::pair<std::uint32_t, std::string>> data;  // of definition 1: tag and name
    bool asked = false;
    bool gone = false;
  };

  world::Task<> hear(std::shared_ptr<Client> client) {
    protocol::FrameReader reader(protocol::Direction::client_to_server);
    while (true) {
      std::array<std::byte, 4096> bytes;
      auto count = co_await world::read_some(client->stream, std::span<std::byte>(bytes));
      if (!count) break;
      reader.feed(std::span<const std::byte>(bytes).first(*count));
      for (auto step = reader.next(); std::holds_alternative<protocol::Frame>(step); step = reader.next()) {
        const auto message = protocol::decode_client(std::get<protocol::Frame>(step).bytes).value().message;
        Bytes answer = answer_to(message, *client);
        if (answer.empty()) continue;
        const std::span<const std::byte> out(answer);
        (void)co_await world::write_all(client->stream, out);
      }
    }
    client->gone = true;
    client->stream.close();
  }

  static Bytes answer_to(const protocol::ClientMessage& message, Client& client) {
    if (std::holds_alternative<protocol::Open>(message)) return open_frame();
    if (const auto* add = std::get_if<protocol::AddToDataDefinition>(&message); add && add->define_id.value == 1) {
      client.data.emplace_back(add->datum_id.value, add->datum_name);
    }
    const auto* request = std::get_if<protocol::RequestDataOnSimObject>(&message);
    if (request != nullptr && request->define_id.value == 1) client.asked = true;
    return {};
  }

  world::Task<> speak(std::shared_ptr<Client> client) {
    while (!client->gone) {
      co_await host_.clock().sleep_for(std::chrono::seconds(1));
      if (!client->asked || client->gone || (!gives_data && !beats)) continue;
      Bytes frames;
      if (beats) frames = event_frame(1);
      for (const Bytes& event : std::exchange(events, {})) frames.insert(frames.end(), event.begin(), event.end());
      if (gives_data) {
        const Bytes data = data_of(*client);
        frames.insert(frames.end(), data.begin(), data.end());
        data_sent++;
      }
      const std::span<const std::byte> out(frames);
      (void)co_await world::write_all(client->stream, out);
    }
  }

  Bytes data_of(const Client& client) {
    if (clock_runs) clock += 1;
    std::vector<std::pair<std::uint32_t, double>> pairs;
    for (const auto& [id, name] : client.data) {
      if (name == "ABSOLUTE TIME") pairs.emplace_back(id, clock);
      if (const auto found = values.find(name); found != values.end()) pairs.emplace_back(id, found->second);
    }
    return data_frame(pairs);
  }

  world::VirtualHost& host_;
};

}  // namespace checkride::runtime::link::test
