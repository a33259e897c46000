// Goal: aircraft go by the names of the simulator's generation (semantics 9.1), and clients can make another of their
// kind. Method: every type by every profile; the states and variables of a simulation.
#include <gtest/gtest.h>

#include <set>

#include "bench_aircraft.hpp"
#include "sim/aircraft.hpp"
#include "simulator/profile.hpp"
#include "traffic/ai_titles.hpp"

namespace checkride::emulator {
namespace {

using test::BenchAircraft;

BenchAircraft flying(std::string_view type, Naming naming) {
  SimulationOptions options;
  options.naming = naming;
  options.flight =
      test::flight_text("name: n\naircraft: " + std::string(type) +
                        "\nstart: {latitude_deg: 47, longitude_deg: -122, heading_deg: 0, altitude_ft: 5000}\n"
                        "phases: [{phase: descent}]\n");
  return BenchAircraft(std::move(options));
}

TEST(AircraftNames, EveryTypeHasItsOwnTitleAndFileInEverySimulator) {
  for (const Profile& profile : profiles()) {
    std::set<std::string_view> names;
    for (const AircraftType& type : aircraft_types(profile.naming)) {
      EXPECT_TRUE(names.insert(type.title).second) << profile.name << ' ' << type.title;
      EXPECT_TRUE(names.insert(type.file).second) << profile.name << ' ' << type.file;
      EXPECT_TRUE(type.file.ends_with(profile.naming == Naming::fsx        ? ".AIR"
                                      : profile.naming == Naming::msfs2020 ? "/aircraft.cfg"
                                                                           : "\\aircraft.CFG"))
          << type.file;
    }
    EXPECT_EQ(names.size(), 10u) << profile.name;
  }
}

// "One like mine": the title that a client read is one by which an AI aircraft is made.
TEST(AircraftNames, TheUsersTitleIsThatOfAnAiAircraft) {
  for (const Profile& profile : profiles()) {
    for (const AircraftType& type : aircraft_types(profile.naming)) {
      const AiTitle* title = find_ai_title(type.title, profile);
      ASSERT_NE(title, nullptr) << profile.name << ' ' << type.title;
      EXPECT_TRUE(is_aircraft(title->category)) << type.title;
    }
  }
}

TEST(AircraftNames, VariablesAndStatesSayThem) {
  BenchAircraft jet = flying("A320", Naming::fsx);
  EXPECT_EQ(jet.simulation().text(jet.ref("TITLE")), "Airbus A320");
  EXPECT_EQ(jet.simulation().text(jet.ref("ATC MODEL")), "A320");
  EXPECT_EQ(jet.simulation().system_state("AircraftLoaded")->text,
            "SimObjects\\Airplanes\\Airbus_A320\\Airbus_A320.AIR");
  BenchAircraft twin = flying("DA62", Naming::msfs2020);
  EXPECT_EQ(twin.simulation().text(twin.ref("TITLE")), "DA62 Asobo");
  EXPECT_EQ(twin.simulation().system_state("AircraftLoaded")->text, "SimObjects/Airplanes/Asobo_DA62/aircraft.cfg");
}

TEST(AircraftNames, AircraftLoadedNamesTheOneThatIsLoaded) {
  BenchAircraft aircraft(SimulationOptions{.naming = Naming::fsx});
  aircraft.simulation().start_flight(
      test::flight_text("name: n\naircraft: ASK21\n"
                        "start: {latitude_deg: 47, longitude_deg: -122, heading_deg: 0, altitude_ft: 5000}\n"
                        "phases: [{phase: descent}]\n"));
  std::string loaded;
  for (const SystemEvent& event : aircraft.simulation().drain_events()) {
    if (event.name == "AircraftLoaded") loaded = event.text;
  }
  EXPECT_EQ(loaded, "SimObjects\\Airplanes\\ASK21\\ASK21.AIR");
}

}  // namespace
}  // namespace checkride::emulator
