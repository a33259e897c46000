// Goal: after POST /v1/reset an emulator is what it was at its start, whatever was done to it. Method: a real
// simulation under real sessions; arbitrary requests and messages of a client, a reset that dismisses it, and then the
// same client as at a fresh emulator: every byte that it hears, and every variable, are the same.
#include <gmock/gmock.h>

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "checkride/catalog/catalog.hpp"
#include "checkride/test/property.hpp"
#include "control/emulator_rig.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

constexpr std::uint64_t kTimersMeet = 360;  // frames after which all timers tick together again: 12 s

const std::string kHop =
    "name: hop\naircraft: DA62\nstart: {latitude_deg: 47, longitude_deg: -122, altitude_ft: 3000, heading_deg: 90}\n"
    "phases: [{phase: cruise, speed_kt: 120}]\n";

struct Wish {
  const char* method;
  const char* target;
  const char* body;
};
constexpr Wish kWishes[] = {
    {"PUT", "/v1/variables/PLANE%20ALTITUDE", R"({"value": 5000})"},
    {"PUT", "/v1/variables/PLANE%20LATITUDE", R"({"value": 0.5, "hold": false})"},
    {"PUT", "/v1/variables/ATC%20ID", R"({"value": "OTHER", "hold": false})"},
    {"PUT", "/v1/variables/L:MINE", R"({"value": 7, "hold": false})"},
    {"PUT", "/v1/variables/CAMERA%20STATE", R"({"value": 4, "hold": false})"},
    {"PUT", "/v1/variables/LIGHT%20POTENTIOMETER", R"({"value": 0.2})"},
    {"POST", "/v1/events/ZULU_HOURS_SET", R"({"data": 3})"},
    {"POST", "/v1/events/ZULU_YEAR_SET", R"({"data": 1999})"},
    {"POST", "/v1/events/VIEW_MODE", ""},
    {"POST", "/v1/events/SOUND_TOGGLE", ""},
    {"POST", "/v1/events/MIXTURE_RICH", ""},
    {"POST", "/v1/events/PARKING_BRAKES", ""},
    {"POST", "/v1/inputs", R"({"input": "joystick:3:xaxis", "value": 5})"},
    {"POST", "/v1/time/pause", ""},
    {"POST", "/v1/time/rate", R"({"rate": 4})"},
    {"POST", "/v1/flight", R"({"restart": true})"},
    {"POST", "/v1/flight", R"({"unload": true})"},
    {"POST", "/v1/flight", R"({"restart": true, "loading": "2s"})"},
    {"POST", "/v1/flight",
     R"({"yaml": "name: x\naircraft: A320\nstart: {latitude_deg: 1, longitude_deg: 2, altitude_ft: 9000, heading_deg: 3}\nphases: [{phase: cruise}]"})"},
    {"POST", "/v1/flight",
     R"({"yaml": "name: y\naircraft: C172\nstart: {latitude_deg: 47, longitude_deg: -122, heading_deg: 3}\nphases: [{phase: parked}]\ntraffic: [{tail_number: N2, start: {latitude_deg: 47, longitude_deg: -122, altitude_ft: 900, heading_deg: 9}, phases: [{phase: cruise}]}]"})"},
    {"POST", "/v1/events/SITUATION_SAVE", ""},
    {"POST", "/v1/events/SIM_RESET", ""},
    {"POST", "/v1/events/TOGGLE_JETWAY", ""},
    {"POST", "/v1/events/ATC", ""},
    {"POST", "/v1/faults", R"({"kind": "sim_rate", "rate": 8})"},
    {"POST", "/v1/faults", R"({"kind": "menu"})"},
    {"POST", "/v1/faults", R"({"kind": "clock_jump", "seconds": 900})"},
    {"POST", "/v1/faults", R"({"kind": "active_pause"})"},
    {"POST", "/v1/faults", R"({"kind": "value_stuck", "variables": ["PLANE ALTITUDE"]})"},
};

// What a client does to the world that all share.
constexpr std::size_t kDisturbances = 8;
void disturb(EmulatorRig& rig, int kind) {
  if (kind == 0) {
    protocol::WeatherSetModeTheme theme;
    theme.theme_name = "Fogged In";
    rig.send(theme);
  } else if (kind == 1) {
    protocol::MapClientDataNameToID map;
    map.client_data_name = "Shared";
    map.client_data_id.value = 1;
    rig.send(map);
    protocol::CreateClientData create;
    create.client_data_id.value = 1;
    create.size = 8;
    rig.send(create);
  } else if (kind == 2) {
    protocol::AICreateSimulatedObject truck;
    truck.container_title = "ASO_Baggage_Truck01";
    rig.send(truck);
  } else if (kind == 3) {
    protocol::FlightSave save;
    save.file_name = "mine";
    save.title = "Mine";
    rig.send(save);
  } else if (kind == 4) {
    protocol::CameraSetRelative6DOF camera;
    camera.delta_x = 3;
    rig.send(camera);
  } else if (kind == 5) {
    const std::string_view words("Hold short\0", 11);
    protocol::Text text;
    text.text_type = 0x0100;  // static, black
    text.client_event_id.value = 77;
    text.unit_size = static_cast<std::uint32_t>(words.size());
    text.data = std::as_bytes(std::span(words));
    rig.send(text);
  } else if (kind == 6) {
    protocol::FlightLoad load;
    const std::string file = rig.simulation.flight_file();
    load.file_name = file;
    rig.send(load);
  } else {
    protocol::WeatherSetObservation observation;
    observation.metar = "KSEA 10010KT 9999 CLR 15/05 Q1013";
    rig.send(observation);
  }
}

// A client that looks at all of it, from the present frame on, for two seconds.
void look_around(EmulatorRig& rig) {
  rig.connect();
  rig.heard.clear();
  protocol::Open open;
  open.application_name = "looker";
  rig.send(open);
  std::uint32_t id = 1;
  for (const char* variable : {"PLANE ALTITUDE", "PLANE LATITUDE", "ABSOLUTE TIME", "CAMERA STATE", "SIMULATION RATE",
                               "STRUCT EYEPOINT DYNAMIC OFFSET", "GENERAL ENG RPM:1", "LIGHT POTENTIOMETER"}) {
    protocol::AddToDataDefinition add;
    add.define_id.value = 1;
    add.datum_name = variable;
    add.datum_type =
        std::string_view(variable).starts_with("STRUCT") ? protocol::DataType::xyz : protocol::DataType::float64;
    rig.send(add);
  }
  for (const auto period : {protocol::Period::once, protocol::Period::sim_frame, protocol::Period::second}) {
    protocol::RequestDataOnSimObject request;
    request.request_id.value = id++;
    request.define_id.value = 1;
    request.period = period;
    rig.send(request);
  }
  for (const char* event :
       {"Sim", "Pause", "View", "Sound", "Frame", "6Hz", "ObjectAdded", "FlightLoaded", "TextEvents"}) {
    protocol::SubscribeToSystemEvent subscribe;
    subscribe.client_event_id.value = id++;
    subscribe.system_event_name = event;
    rig.send(subscribe);
  }
  protocol::RequestDataOnSimObjectType all;
  all.request_id.value = id++;
  all.define_id.value = 1;
  all.radius_meters = 200'000;
  all.sim_object_type = protocol::SimObjectType::aircraft;
  rig.send(all);
  for (const char* state : {"FlightLoaded", "FlightPlan", "DialogMode", "Sim"}) {
    protocol::RequestSystemState request;
    request.request_id.value = id++;
    request.state_name = state;
    rig.send(request);
  }
  protocol::WeatherRequestObservationAtStation weather;
  weather.request_id.value = id++;
  weather.icao = "KSEA";
  rig.send(weather);
  disturb(rig, 1);  // the area: made as if nobody had
  disturb(rig, 2);  // the truck: its id
  disturb(rig, 5);  // the text: it is shown at once
  rig.run_to(rig.frame + 30);
  rig.send(all);  // the traffic, a second later
  rig.run_to(rig.frame + 30);
}

// Every variable of the catalogue, as it is now.
std::vector<std::string> values_of(Simulation& simulation) {
  std::vector<std::string> values;
  for (const catalog::SimVar& simvar : catalog::all_simvars()) {
    const auto ref = simulation.resolve(simvar.name);
    if (!ref) continue;
    values.push_back(std::string(simvar.name) + " " + std::to_string(simulation.number(*ref)) + " " +
                     simulation.text(*ref));
  }
  return values;
}

RC_GTEST_PROP(ResetLaw, AnEmulatorIsAsAtItsStart, ()) {
  const auto profile = *rc::gen::element<std::string>("fsx_sp2", "msfs2020", "msfs2024");
  const auto flight = *rc::gen::element(std::string(), kHop);
  const bool menu = *rc::gen::arbitrary<bool>();
  const bool traffic = *rc::gen::arbitrary<bool>();
  EmulatorRig used(profile, flight, menu, traffic);
  used.connect();
  used.send(protocol::Open());
  used.run_to(2);
  constexpr std::size_t kKinds = std::size(kWishes) + kDisturbances;
  const auto wishes =
      *rc::gen::resize(8, rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, kKinds)));
  for (const std::size_t wish : wishes) {
    if (wish < std::size(kWishes)) {
      (void)used.ask(kWishes[wish].method, kWishes[wish].target, kWishes[wish].body);
    } else {
      disturb(used, static_cast<int>(wish - std::size(kWishes)));
    }
    used.run_to(used.frame + *rc::gen::inRange<std::uint64_t>(0, 20));
  }
  used.run_to((used.frame / kTimersMeet + 1) * kTimersMeet);
  RC_ASSERT(used.ask("POST", "/v1/reset", R"({"clients": true})").status == 200);

  EmulatorRig fresh(profile, flight, menu, traffic);
  RC_ASSERT(values_of(used.simulation) == values_of(fresh.simulation));
  RC_ASSERT(used.ask("GET", "/v1/flight", "").body == fresh.ask("GET", "/v1/flight", "").body);
  RC_ASSERT(used.ask("GET", "/v1/faults", "").body == fresh.ask("GET", "/v1/faults", "").body);
  look_around(used);
  look_around(fresh);
  RC_ASSERT(used.heard == fresh.heard);
  RC_ASSERT(values_of(used.simulation) == values_of(fresh.simulation));
}

TEST(Reset, ClientsThatStayKeepWhatTheyDefined) {
  EmulatorRig rig("fsx_sp2", "", false);
  rig.connect();
  rig.send(protocol::Open());
  disturb(rig, 1);
  disturb(rig, 2);
  protocol::AddToDataDefinition add;
  add.define_id.value = 1;
  add.datum_name = "PLANE ALTITUDE";
  rig.send(add);
  rig.run_to(9);
  ClientDataAreas& areas = rig.sessions.commons()->client_data;
  const std::byte seven{7};
  const ClientDataAreas::Change change{0, std::span(&seven, 1)};
  areas.set(area_key("Shared"), std::span(&change, 1));
  EXPECT_EQ(rig.ask("POST", "/v1/reset", "{}").status, 200);
  rig.run_to(12);
  const auto clients = rig.sessions.clients();
  ASSERT_EQ(clients.size(), 1u);
  EXPECT_EQ(clients.front().definitions.size(), 1u);
  ASSERT_TRUE(areas.exists(area_key("Shared")));
  EXPECT_EQ(areas.bytes(area_key("Shared")).front(), std::byte{0}) << "as it was made";
  rig.sessions.disconnect(rig.client);
  EXPECT_EQ(rig.ask("POST", "/v1/reset", "{}").status, 200);
  EXPECT_FALSE(areas.exists(area_key("Shared"))) << "nobody is there to whom it belongs";
}

TEST(Reset, NoTextStaysOnTheScreen) {
  EmulatorRig rig("fsx_sp2", "", false);
  rig.connect();
  rig.send(protocol::Open());
  disturb(rig, 5);
  rig.run_to(9);
  ScreenTexts& texts = rig.sessions.commons()->texts;
  ASSERT_NE(texts.shown(TextKind::print), nullptr);
  rig.heard.clear();
  EXPECT_EQ(rig.ask("POST", "/v1/reset", "{}").status, 200);
  EXPECT_EQ(texts.shown(TextKind::print), nullptr);
  rig.run_to(12);
  const auto decoded = protocol::decode_server(std::span(rig.heard).first(24));
  const auto* told = std::get_if<protocol::RecvEvent>(&decoded->message);
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(told->client_event_id.value, 77u);
  EXPECT_EQ(told->data, static_cast<std::uint32_t>(TextResult::removed));
}

TEST(Reset, WhatAFaultTookAwayDoesNotComeBack) {
  EmulatorRig rig("msfs2024", "", false);
  (void)rig.ask("POST", "/v1/time/rate", R"({"rate": 4})");
  (void)rig.ask("POST", "/v1/faults", R"({"kind": "sim_rate", "rate": 8})");
  rig.run_to(5);
  EXPECT_EQ(rig.simulation.rate(), 8);
  (void)rig.ask("POST", "/v1/reset", "");
  rig.run_to(9);
  EXPECT_EQ(rig.simulation.rate(), 1) << "neither the fault's rate nor the one before it";
}

}  // namespace
}  // namespace checkride::emulator
