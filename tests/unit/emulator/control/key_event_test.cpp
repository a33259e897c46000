// Goal: a key event that a simulator is too old for is refused, to its clients as to the control API, which says why.
// Method: a real simulation of each generation; one client maps three names, and its exceptions are read.
#include <gmock/gmock.h>

#include <map>
#include <span>
#include <variant>
#include <vector>

#include "control/emulator_rig.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using testing::HasSubstr;

constexpr const char* kOfAll = "GEAR_UP";
constexpr const char* kNewer = "COM_RADIO_SET_HZ";

// Exception and index by the send id of the call.
using Refusals = std::map<std::uint32_t, std::pair<protocol::Exception, std::uint32_t>>;

Refusals refusals(std::span<const std::byte> heard) {
  Refusals result;
  while (!heard.empty()) {
    const auto bytes =
        std::get<protocol::Frame>(protocol::next_frame(heard, protocol::Direction::server_to_client)).bytes;
    const auto decoded = protocol::decode_server(bytes);
    if (const auto* refused = std::get_if<protocol::RecvException>(&decoded->message)) {
      result[refused->send_id.value] = {refused->exception, refused->index};
    }
    heard = heard.subspan(bytes.size());
  }
  return result;
}

Refusals refused_names(const char* profile) {
  EmulatorRig rig(profile, "", false);
  rig.connect();
  rig.send(protocol::Open());
  std::uint32_t id = 0;
  for (const char* name : {kOfAll, kNewer, "NO_SUCH_EVENT"}) {
    protocol::MapClientEventToSimEvent map;
    map.client_event_id.value = ++id;
    map.event_name = name;
    rig.send(map);
  }
  rig.run_to(2);
  return refusals(rig.heard);
}

TEST(KeyEventsOfGenerations, AnOlderSimulatorRefusesNewerNamesAsUnknown) {
  const std::pair unknown(protocol::Exception::name_unrecognized, 2u);
  const Refusals both{{3, unknown}, {4, unknown}};
  const Refusals one{{4, unknown}};
  for (const char* profile : {"fsx_rtm", "fsx_sp1", "fsx_sp2", "fsx_steam"}) {
    EXPECT_EQ(refused_names(profile), both) << profile;
  }
  for (const char* profile : {"msfs2020", "msfs2024"}) EXPECT_EQ(refused_names(profile), one) << profile;
}

TEST(KeyEventsOfGenerations, TheControlApiTellsNewerNamesFromUnknownOnes) {
  EmulatorRig rig("fsx_sp2", "", false);
  EXPECT_EQ(rig.ask("POST", std::string("/v1/events/") + kOfAll, "").status, 200);
  const http::Response newer = rig.ask("POST", std::string("/v1/events/") + kNewer, "");
  EXPECT_EQ(newer.status, 404);
  EXPECT_THAT(newer.body, HasSubstr("in fsx_sp2: only newer simulators have it"));
  EXPECT_THAT(newer.body, testing::Not(HasSubstr("did you mean")));
  const http::Response unknown = rig.ask("POST", "/v1/events/GEAR_UPP", "");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, HasSubstr("did you mean"));
  EXPECT_EQ(EmulatorRig("msfs2020", "", false).ask("POST", std::string("/v1/events/") + kNewer, "").status, 200);
}

}  // namespace
}  // namespace checkride::emulator
