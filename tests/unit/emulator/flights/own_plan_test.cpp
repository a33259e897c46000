// Goal: the plan with which a flight file begins is told to clients as one that they load themselves (semantics 9.1),
// by every generation. Method: clients of the real simulation, flights read from files in a map.
#include <gmock/gmock.h>

#include "flights/tower.hpp"
#include "sim/bench_aircraft.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using testing::ElementsAre;

const std::string kPlan =
    "<SimBase.Document><FlightPlan.FlightPlan><Title>A to B</Title><CruisingAlt>3000</CruisingAlt>"
    "<ATCWaypoint id=\"A\"><WorldPosition>47,-122,500</WorldPosition></ATCWaypoint>"
    "<ATCWaypoint id=\"B\"><WorldPosition>47,-121,0</WorldPosition></ATCWaypoint>"
    "</FlightPlan.FlightPlan></SimBase.Document>";

Flight read(const std::string& path) {
  const auto file = read_flight_file(path, [](const std::string& name) -> Result<std::string> {
    return name.ends_with(".yaml") ? "name: hop\nplan: a_to_b.pln\n" : kPlan;
  });
  EXPECT_TRUE(file.has_value()) << file.error().message();
  return file ? file->flight : Flight{};
}

// Says what comes of plans, in order.
struct Listener {
  explicit Listener(Tower& of) : tower(of), client(of.open()) {
    tower.send(client, subscribe(1, "FlightPlanActivated"));
    tower.send(client, subscribe(2, "FlightPlanDeactivated"));
    tower.run_frame();
  }
  std::vector<std::string> heard() {
    tower.run_frame();
    std::vector<std::string> events;
    for (const auto& message : tower.take(client).messages) {
      if (const auto* event = std::get_if<protocol::RecvEvent>(&message)) {
        events.push_back(std::to_string(event->client_event_id.value));
      } else if (const auto* named = std::get_if<protocol::RecvEventFilename>(&message)) {
        events.push_back(std::to_string(named->client_event_id.value) + " " + std::string(named->file_name));
      }
    }
    return events;
  }
  Tower& tower;
  ClientId client;
};

struct Generation {
  const char* profile;
  protocol::Protocol version;
};

TEST(OwnPlan, IsToldToClientsThatLoadTheFlight) {
  for (const Generation& generation :
       {Generation{"fsx_sp2", protocol::Protocol::fsx_sp2}, Generation{"msfs2024", protocol::Protocol::msfs2024}}) {
    SimulationOptions options;
    options.flight = read("hop.yaml");
    Tower tower(options, generation.profile);
    tower.version = generation.version;
    Listener listener(tower);
    EXPECT_THAT(listener.heard(), ElementsAre()) << "the present plan is not told on subscription";
    protocol::FlightLoad load;
    const std::string file = tower.simulation.flight_file();
    load.file_name = file;
    tower.send(listener.client, load);
    tower.run_frame();
    EXPECT_THAT(listener.heard(), ElementsAre("2", "1 a_to_b.pln")) << generation.profile;
  }
}

TEST(OwnPlan, OfAPlanFileIsTheFileItself) {
  Tower tower;
  Listener listener(tower);
  tower.simulation.start_flight(read("plans/a_to_b.pln"));
  EXPECT_THAT(listener.heard(), ElementsAre("1 plans/a_to_b.pln"));
  tower.simulation.start_flight(Flight());
  EXPECT_THAT(listener.heard(), ElementsAre("2"));
}

}  // namespace
}  // namespace checkride::emulator
