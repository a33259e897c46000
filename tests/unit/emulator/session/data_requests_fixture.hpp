// A client with definition 1, the altitude in feet with tag 70, and the ids of the requests that were answered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "session/session_fixture.hpp"

namespace checkride::emulator::test {

class DataRequests : public testing::Test {
 protected:
  DataRequests() { cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", protocol::DataType::float64, 70)); }

  // Request ids of the data heard since the last call, in order.
  std::vector<std::uint32_t> ids() {
    std::vector<std::uint32_t> result;
    for (const auto& message : cockpit.take(client).all<protocol::RecvSimObjectData>()) {
      result.push_back(message.request_id.value);
    }
    return result;
  }
  std::size_t heard() { return ids().size(); }
  double& altitude() { return cockpit.simulator.value("PLANE ALTITUDE"); }

  Cockpit cockpit;
  ClientId client = cockpit.open();
};

}  // namespace checkride::emulator::test
