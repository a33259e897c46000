// A client of a simulator whose values the test sets, for the rules of semantics that the tests of single messages pass
// over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "session/session_fixture.hpp"

namespace checkride::emulator::test {

struct Semantics : testing::Test {
  using Pair = std::pair<std::uint32_t, std::uint32_t>;  // code and index of an exception
  static constexpr Pair kNone{0, 0};

  std::vector<protocol::RecvSimObjectData> data_of(const Heard& heard) {
    return heard.all<protocol::RecvSimObjectData>();
  }
  // How many messages of data came since the last call.
  std::size_t data_count() { return data_of(cockpit.take(client)).size(); }
  template <class M>
  Pair exception_of(const M& message) {
    return cockpit.exception_of(client, message);
  }
  double& altitude() { return cockpit.simulator.value("PLANE ALTITUDE"); }

  Cockpit cockpit;
  ClientId client = cockpit.open();
};

}  // namespace checkride::emulator::test
