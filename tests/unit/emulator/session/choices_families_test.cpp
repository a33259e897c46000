// Goal: every switch where the references leave something open in files, facilities, client data, camera and CommBus
// (12 to 24) does what its row says, in both positions. Method: what one or two clients are told, with the switch off
// and on.
#include "session/choices_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Protocol;

// ---- 12 to 24

TEST(Choice, FlightLoadedStateIsUnanswered) {
  Both both("flight_loaded_state_is_unanswered");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    protocol::RequestSystemState message;
    message.state_name = "flightloaded";
    cockpit.send(client, message);
    message.state_name = "Sim";
    cockpit.send(client, message);
    cockpit.run_frame();
    return cockpit.take(client).messages.size();
  });
  EXPECT_EQ(off, 2u);
  EXPECT_EQ(on, 1u);
}

TEST(Choice, EmptyListsHaveNoPage) {
  Both both("empty_lists_have_no_page");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.simulator.value("PLANE LATITUDE") = -1.5;  // where nothing is
    protocol::RequestFacilitiesList_EX1 message;
    message.list_type = protocol::FacilityListType::ndb;
    cockpit.send(client, message);
    cockpit.run_frame();
    const auto pages = cockpit.take(client).all<protocol::RecvNdbList>();
    EXPECT_EQ(pages.size(), 1u);
    EXPECT_EQ(pages.at(0).entry_number, 0u);
    return pages.at(0).out_of;
  });
  EXPECT_EQ(off, 1u);
  EXPECT_EQ(on, 0u);
}

TEST(Choice, MinimalListHasAnEnd) {
  Both both("minimal_list_has_an_end");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    for (const std::string_view entry : {"OPEN VOR", "FREQUENCY", "CLOSE VOR"}) {
      protocol::AddToFacilityDefinition add;
      add.field_name = entry;
      cockpit.send(client, add);
    }
    protocol::RequestFacilityData request;
    request.request_id.value = 5;
    request.icao = "BIG";
    cockpit.send(client, request);
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    EXPECT_EQ(heard.all<protocol::RecvFacilityMinimalList>().size(), 1u);
    return heard.all<protocol::RecvFacilityDataEnd>().size();
  });
  EXPECT_EQ(off, 0u);
  EXPECT_EQ(on, 1u);
}

TEST(Choice, AreasOfOthersAreRefused) {
  Both both("areas_of_others_are_refused");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId maker = cockpit.open(Protocol::msfs2024, "maker");
    const ClientId other = cockpit.open(Protocol::msfs2024, "other");
    protocol::MapClientDataNameToID map;
    map.client_data_name = "Fuel.Panel";
    protocol::CreateClientData create;
    create.size = 8;
    EXPECT_EQ(cockpit.exception_of(other, map), kNone) << "nobody has made it yet";
    EXPECT_EQ(cockpit.exception_of(maker, map), kNone);
    EXPECT_EQ(cockpit.exception_of(maker, create), kNone);
    map.client_data_id.value = 1;
    EXPECT_EQ(cockpit.exception_of(maker, map), kNone) << "its own";
    return cockpit.exception_of(other, map);
  });
  EXPECT_EQ(off, kNone);
  EXPECT_EQ(on, Pair(32, 1));
}

// How long the server says nothing after the message.
template <class M>
world::Duration silence_after(Cockpit& cockpit, std::string_view file) {
  const ClientId client = cockpit.open();
  M message;
  message.file_name = file;
  cockpit.send(client, message);
  cockpit.run_frame();
  const world::Instant begun = cockpit.now;
  return cockpit.sessions.next_frame(begun) - begun;
}

TEST(Choice, FlightSaveMs) {
  Cockpit cockpit(profile_with("flight_save_ms=14500", "msfs2024"));
  EXPECT_GE(silence_after<protocol::FlightSave>(cockpit, "mine.flt"), 14'500ms);
  Cockpit quick(profile_with("flight_save_ms=0", "msfs2024"));
  EXPECT_LT(silence_after<protocol::FlightSave>(quick, "mine.flt"), 40ms);
}

TEST(Choice, FlightLoadMs) {
  Cockpit cockpit(profile_with("flight_load_ms=3000", "msfs2024"));
  EXPECT_GE(silence_after<protocol::FlightLoad>(cockpit, "known.flt"), 3s);
  Cockpit quick(profile_with("flight_load_ms=0", "msfs2024"));
  EXPECT_LT(silence_after<protocol::FlightLoad>(quick, "known.flt"), 40ms);
}

TEST(Choice, MenuFlightIsLoaded) {
  Both both("menu_flight_is_loaded");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, protocol::SubscribeToFlowEvent());
    cockpit.run_frame();
    cockpit.simulator.raise("SimStop");
    cockpit.simulator.raise("FlightLoaded", 0, "flights\\other\\MainMenu.FLT");
    cockpit.run_frame();
    std::vector<std::uint32_t> told;
    for (const auto& event : cockpit.take(client).all<protocol::RecvFlowEvent>()) {
      told.push_back(static_cast<std::uint32_t>(event.flow_event));
    }
    return told;
  });
  EXPECT_EQ(off, (std::vector<std::uint32_t>{15, 9}));
  EXPECT_EQ(on, (std::vector<std::uint32_t>{15, 1, 2, 9}));
}

TEST(Choice, CameraGetNeedsTheCamera) {
  Both both("camera_get_needs_the_camera");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    const Pair without = cockpit.exception_of(client, protocol::CameraGet());
    protocol::CameraAcquire acquire;
    acquire.client_id = "test";
    cockpit.send(client, acquire);
    EXPECT_EQ(cockpit.exception_of(client, protocol::CameraGet()), kNone);
    return without;
  });
  EXPECT_EQ(off, kNone);
  EXPECT_EQ(on, Pair(46, protocol::kUnknownIndex));
}

TEST(Choice, CommBusNamesIgnoreCase) {
  Both both("comm_bus_names_ignore_case");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId caller = cockpit.open();
    const ClientId listener = cockpit.open();
    protocol::SubscribeToCommBusEvent subscribe;
    subscribe.event_name = "My.Event";
    cockpit.send(listener, subscribe);
    cockpit.run_frame();
    protocol::CallCommBusEvent call;
    call.event_name = "MY.EVENT";
    call.broadcast_to = 8;
    cockpit.send(caller, call);
    cockpit.run_frame(2);
    return count_of<protocol::RecvCommBus>(cockpit, listener);
  });
  EXPECT_EQ(off, 0u);
  EXPECT_EQ(on, 1u);
}

}  // namespace
}  // namespace checkride::emulator
