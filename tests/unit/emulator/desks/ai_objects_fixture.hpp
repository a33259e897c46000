// What the tests of AI objects share: the messages that make them, a client that makes and one that looks on.
#pragma once

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "earth/physics.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator::test {

using protocol::DataType;
using protocol::Exception;
using protocol::SimObjectType;

inline constexpr std::string_view kCessna = "Cessna 152 Asobo";
inline constexpr std::string_view kHelicopter = "Cabri G2";
inline constexpr std::string_view kShip = "CargoShip01";
inline constexpr std::string_view kTruck = "ASO_Baggage_Truck01";
inline constexpr std::uint64_t kLoadingFrames = 4;

inline protocol::InitPosition at(double latitude, double longitude, double altitude = 3000, std::int32_t airspeed = 0) {
  protocol::InitPosition position;
  position.latitude = latitude;
  position.longitude = longitude;
  position.altitude = altitude;
  position.airspeed = airspeed;
  return position;
}

inline protocol::AICreateNonATCAircraft aircraft(std::uint32_t request, const protocol::InitPosition& position,
                                                 std::string_view title = kCessna) {
  protocol::AICreateNonATCAircraft message;
  message.container_title = title;
  message.tail_number = "N42";
  message.init_position = position;
  message.request_id.value = request;
  return message;
}

inline protocol::AICreateSimulatedObject object(std::uint32_t request, const protocol::InitPosition& position,
                                                std::string_view title = kTruck) {
  protocol::AICreateSimulatedObject message;
  message.container_title = title;
  message.init_position = position;
  message.request_id.value = request;
  return message;
}

inline protocol::AICreateParkedATCAircraft parked(std::string_view airport) {
  protocol::AICreateParkedATCAircraft message;
  message.container_title = kCessna;
  message.tail_number = "N7";
  message.airport_icao = airport;
  return message;
}

inline protocol::AICreateEnrouteATCAircraft enroute(std::string_view plan, double position) {
  protocol::AICreateEnrouteATCAircraft message;
  message.container_title = kCessna;
  message.flight_number = 815;
  message.flight_plan_path = plan;
  message.flight_plan_position = position;
  return message;
}

template <class Message>
Message of(std::uint32_t object_id) {
  Message message;
  message.object_id.value = object_id;
  return message;
}

using Told = std::pair<std::uint32_t, std::uint32_t>;  // code and index, or id and type

class AiObjectsTest : public testing::Test {
 protected:
  explicit AiObjectsTest(std::string_view profile = "msfs2024",
                         protocol::Protocol version = protocol::Protocol::msfs2024)
      : cockpit(profile), maker(cockpit.open(version, "maker")), other(cockpit.open(version, "other")) {
    cockpit.simulator.value("PLANE LATITUDE") = 47.45 * kRadiansPerDegree;
    cockpit.simulator.value("PLANE LONGITUDE") = -122.3 * kRadiansPerDegree;
    for (const ClientId client : {maker, other}) {
      cockpit.send(client, add_datum(1, "PLANE LATITUDE", "degrees"));
      cockpit.send(client, add_datum(1, "PLANE LONGITUDE", "degrees"));
      cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
      cockpit.send(client, add_datum(1, "AIRSPEED TRUE", "knots"));
      cockpit.send(client, add_datum(2, "TITLE", "", DataType::string64));
      cockpit.send(client, add_datum(2, "CATEGORY", "", DataType::string32));
      cockpit.send(client, add_datum(2, "ATC ID", "", DataType::string32));
      cockpit.send(client, subscribe(71, "ObjectAdded"));
      cockpit.send(client, subscribe(72, "ObjectRemoved"));
    }
    cockpit.run_frame();
    (void)cockpit.take(maker);
    (void)cockpit.take(other);
  }

  // The id of what the message makes; 0 if nothing came of it.
  template <class Message>
  std::uint32_t make(const Message& message) {
    cockpit.send(maker, message);
    cockpit.run_frame(1 + kLoadingFrames);
    const auto assigned = cockpit.take(maker).all<protocol::RecvAssignedObjectId>();
    return assigned.empty() ? 0 : assigned.front().object_id.value;
  }

  Heard ask(ClientId client, std::uint32_t object_id, std::uint32_t definition = 1) {
    auto message = request_data(9, definition);
    message.object_id.value = object_id;
    cockpit.send(client, message);
    cockpit.run_frame();
    return cockpit.take(client);
  }

  // Definition 1 of an object: latitude, longitude, altitude, airspeed.
  std::array<double, 4> numbers(std::uint32_t object_id) {
    const Heard heard = ask(other, object_id);
    const auto data = heard.all<protocol::RecvSimObjectData>();
    std::array<double, 4> result{};
    if (data.size() != 1) {
      ADD_FAILURE() << "no data of object " << object_id;
      return result;
    }
    EXPECT_EQ(data[0].object_id.value, object_id);
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = double_at(data[0].data, i * sizeof(double));
    return result;
  }

  // Ids of a list by type, in its order; checks that entries count from 1 to n.
  std::vector<std::uint32_t> list(SimObjectType type, std::uint32_t radius_m) {
    protocol::RequestDataOnSimObjectType message;
    message.define_id.value = 1;
    message.sim_object_type = type;
    message.radius_meters = radius_m;
    cockpit.send(other, message);
    cockpit.run_frame();
    const Heard heard = cockpit.take(other);
    std::vector<std::uint32_t> ids;
    for (const auto& entry : heard.all<protocol::RecvSimObjectDataByType>()) {
      if (entry.out_of == 0) {
        EXPECT_EQ(entry.object_id.value, 0u);
        EXPECT_EQ(entry.entry_number, 0u);
        EXPECT_TRUE(entry.data.empty());
        continue;
      }
      ids.push_back(entry.object_id.value);
      EXPECT_EQ(entry.entry_number, ids.size());
    }
    return ids;
  }

  template <class Message>
  std::vector<Told> events(const Heard& heard, std::uint32_t event_id) {
    std::vector<Told> result;
    for (const auto& event : heard.all<Message>()) {
      if (event.client_event_id.value == event_id)
        result.push_back({event.data.value, static_cast<std::uint32_t>(event.obj_type)});
    }
    return result;
  }
  std::vector<Told> added(const Heard& heard) { return events<protocol::RecvEventObjectAddRemove>(heard, 71); }
  std::vector<Told> removed(const Heard& heard) { return events<protocol::RecvEventObjectAddRemove>(heard, 72); }

  Cockpit cockpit;
  ClientId maker;
  ClientId other;
};

}  // namespace checkride::emulator::test
