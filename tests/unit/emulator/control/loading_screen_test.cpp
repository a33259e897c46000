// Goal: while a flight is loaded, clients hear what semantics 6.4 says for their simulator. Method: a client that asks
// for everything that a frame or a second brings, and its count of each.
#include <map>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "control/emulator_rig.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

// How often each request of a client was answered with data, and, under 0, how many frames it was told of.
std::map<std::uint32_t, int> counts(const std::vector<std::byte>& heard) {
  std::map<std::uint32_t, int> result;
  std::span<const std::byte> rest = heard;
  while (!rest.empty()) {
    const auto step = protocol::next_frame(rest, protocol::Direction::server_to_client);
    const auto bytes = std::get<protocol::Frame>(step).bytes;
    const auto decoded = protocol::decode_server(bytes);
    if (const auto* data = std::get_if<protocol::RecvSimObjectData>(&decoded->message))
      ++result[data->request_id.value];
    if (std::holds_alternative<protocol::RecvEventFrame>(decoded->message)) ++result[0];
    rest = rest.subspan(bytes.size());
  }
  return result;
}

// A client that asks for everything that a frame or a second brings, while a flight is loaded for four seconds.
std::map<std::uint32_t, int> heard_while_loading(EmulatorRig& rig) {
  rig.connect();
  rig.send(protocol::Open());
  protocol::AddToDataDefinition add;
  add.define_id.value = 1;
  add.datum_name = "PLANE ALTITUDE";
  rig.send(add);
  for (const auto period : {protocol::Period::visual_frame, protocol::Period::sim_frame, protocol::Period::second}) {
    protocol::RequestDataOnSimObject request;
    request.request_id.value = static_cast<std::uint32_t>(period);
    request.define_id.value = 1;
    request.period = period;
    rig.send(request);
  }
  std::uint32_t id = 1;
  for (const char* event : {"Frame", "PauseFrame"}) {
    protocol::SubscribeToSystemEvent subscribe;
    subscribe.client_event_id.value = id++;
    subscribe.system_event_name = event;
    rig.send(subscribe);
  }
  rig.run_to(30);
  EXPECT_EQ(rig.ask("POST", "/v1/flight", R"({"restart": true, "loading": "4s"})").status, 200);
  rig.heard.clear();
  rig.run_to(120);
  return counts(std::exchange(rig.heard, {}));
}

constexpr auto kSecond = static_cast<std::uint32_t>(protocol::Period::second);

TEST(LoadingScreen, InNewerSimulatorsOnlySecondsGoOn) {  // semantics 6.4
  EmulatorRig rig("msfs2024", "", false);
  EXPECT_EQ(heard_while_loading(rig), (std::map<std::uint32_t, int>{{kSecond, 3}}));
  rig.run_to(180);
  EXPECT_EQ(counts(rig.heard).size(), 4u) << "everything goes on with the flight";
}

TEST(LoadingScreen, InOlderSimulatorsNothingArrives) {
  EmulatorRig rig("fsx_sp2", "", false);
  EXPECT_EQ(heard_while_loading(rig), (std::map<std::uint32_t, int>{}));
  rig.run_to(180);
  EXPECT_EQ(counts(rig.heard).size(), 4u);
}

}  // namespace
}  // namespace checkride::emulator
