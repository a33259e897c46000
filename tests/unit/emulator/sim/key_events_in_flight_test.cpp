// Goal: every key event of the core list does to an aircraft in flight what the list says it does. Method: the effect
// that the list gives for an event names variables; two simulations of one flight, of which one hears the event, must
// differ in one of them. Events that need something before them, and parameters, are tried from the list itself.
#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "bench_aircraft.hpp"
#include "checkride/catalog/catalog.hpp"

namespace checkride::emulator {
namespace {

using catalog::KeyEvent;
using test::BenchAircraft;
using Names = std::vector<std::string>;

// What shows the effect where the list describes it without naming a variable; "event Pause": a system event.
const std::map<std::string_view, Names> kShownBy{
    {"PAUSE_TOGGLE", {"event Pause"}},
    {"PAUSE_ON", {"event Pause"}},
    {"PAUSE_OFF", {"event Pause"}},
    {"PAUSE_SET", {"event Pause"}},
    {"SIM_RESET", {"event FlightLoaded"}},
    {"SITUATION_RESET", {"event FlightLoaded"}},
    {"SITUATION_SAVE", {"event FlightSaved"}},
    {"VIEW_MODE", {"event View"}},
    {"SOUND_TOGGLE", {"event Sound"}},
    {"ATC", {"window ATC"}},
    {"AP_LOC_HOLD", {"AUTOPILOT APPROACH HOLD", "AUTOPILOT APPROACH IS LOCALIZER"}},
    {"AP_PANEL_HEADING_HOLD", {"AUTOPILOT HEADING LOCK"}},
    {"AILERON_SET", {"AILERON POSITION"}},
    {"ELEVATOR_SET", {"ELEVATOR POSITION"}},
    {"RUDDER_SET", {"RUDDER POSITION"}},
    {"MAGNETO_OFF", {"RECIP ENG LEFT MAGNETO"}},
    {"MAGNETO_BOTH", {"RECIP ENG LEFT MAGNETO"}},
    {"BAROMETRIC", {"KOHLSMAN SETTING HG"}},
    {"REPAIR_AND_REFUEL", {"FUEL TOTAL QUANTITY"}},
    {"ADD_FUEL_QUANTITY", {"FUEL TOTAL QUANTITY"}},
    {"TUG_HEADING", {"PUSHBACK ANGLE"}},
    {"TUG_SPEED", {"PUSHBACK STATE"}},
};

// Without an effect in flight, and why.
struct Silent {
  std::string_view aircraft;  // empty: all
  std::string_view event;
  std::string_view why;
};
constexpr std::array kSilent{
    Silent{"C172", "GEAR_TOGGLE", "its gear is fixed"},      Silent{"C172", "GEAR_UP", "its gear is fixed"},
    Silent{"C172", "GEAR_DOWN", "its gear is fixed"},        Silent{"C172", "GEAR_SET", "its gear is fixed"},
    Silent{"", "TOGGLE_PUSHBACK", "a tug is on the ground"}, Silent{"", "TUG_SPEED", "a tug is on the ground"},
};

bool is_silent(std::string_view aircraft, std::string_view event) {
  return std::ranges::any_of(kSilent, [&](const Silent& row) {
    return row.event == event && (row.aircraft.empty() || row.aircraft == aircraft);
  });
}

bool is_word(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// The variables that the text names, the longest name first.
Names named_in(std::string text) {
  static const std::vector<std::string_view> by_length = [] {
    std::vector<std::string_view> names;
    for (const catalog::SimVar& simvar : catalog::all_simvars()) names.push_back(simvar.name);
    std::stable_sort(names.begin(), names.end(), [](auto a, auto b) { return a.size() > b.size(); });
    return names;
  }();
  Names found;
  for (const std::string_view name : by_length) {
    const std::size_t at = text.find(name);
    if (at == std::string::npos) continue;
    const bool begins = at == 0 || !is_word(text[at - 1]);
    const bool ends = at + name.size() == text.size() || !is_word(text[at + name.size()]);
    if (!begins || !ends) continue;
    found.emplace_back(name);
    text.replace(at, name.size(), "#");
  }
  return found;
}

Names watched_of(const KeyEvent& event) {
  const auto told = kShownBy.find(event.name);
  return told != kShownBy.end() ? told->second : named_in(std::string(event.effect));
}

struct Heard {
  std::string event;
  std::uint32_t data = 0;
};

Flight flight_of(std::string_view aircraft) {
  const bool jet = aircraft == "A320";
  return test::flight_text("name: sweep\naircraft: " + std::string(aircraft) +
                           "\nstart: {latitude_deg: 47, longitude_deg: -125, heading_deg: 30, altitude_ft: " +
                           (jet ? "15000, fuel_gal: 3000" : "5000, fuel_gal: 30") +
                           "}\nphases: [{phase: cruise, speed_kt: " + (jet ? "280" : "100") + "}]\n");
}

// What is watched, as it is now. Events are those since the last look.
std::vector<double> look(BenchAircraft& aircraft, const Names& watched) {
  const auto events = aircraft.simulation().drain_events();
  std::vector<double> seen;
  for (const std::string& name : watched) {
    if (name == "window ATC") {
      seen.push_back(aircraft.simulation().atc_window() ? 1 : 0);
    } else if (name.starts_with("event ")) {
      seen.push_back(static_cast<double>(std::ranges::count(events, name.substr(6), &SystemEvent::name)));
    } else {
      const catalog::SimVar* simvar = catalog::find_simvar(name);
      for (std::uint32_t index = 1; index <= (simvar->indexed ? 2U : 1U); ++index) {
        seen.push_back(aircraft.get(name + (simvar->indexed ? ":" + std::to_string(index) : "")));
      }
    }
  }
  return seen;
}

// Whether the event, after what came before it, makes a difference to what is watched.
bool shows(const Flight& flight, const Names& watched, const std::vector<Heard>& before, const Heard& heard) {
  std::array<BenchAircraft, 2> twins{BenchAircraft(flight), BenchAircraft(flight)};
  for (BenchAircraft& twin : twins) {
    twin.run(0.5);
    for (const Heard& first : before) twin.trigger(first.event, first.data);
    (void)twin.simulation().drain_events();
  }
  twins[0].trigger(heard.event, heard.data);
  for (const double seconds : {0.0, 1.0, 10.0, 30.0}) {
    for (BenchAircraft& twin : twins) {
      if (seconds > 0) twin.run(seconds);
    }
    if (look(twins[0], watched) != look(twins[1], watched)) return true;
  }
  return false;
}

constexpr std::array<std::uint32_t, 9> kData{0, 1, 3, 90, 8192, 0x2345, 16000, 1999, 123450000};

// What may have to come first: the events of the list that change the same.
std::vector<Heard> preparations(const KeyEvent& event, const Names& watched) {
  std::vector<Heard> result;
  for (const KeyEvent* other : catalog::core_key_events()) {
    const Names others = watched_of(*other);
    const bool related = std::ranges::any_of(
        others, [&](const std::string& name) { return std::ranges::find(watched, name) != watched.end(); });
    if (!related || other->name == event.name) continue;
    for (const std::uint32_t data : {1U, 0x2345U}) result.push_back({std::string(other->name), data});
  }
  return result;
}

bool has_effect(const Flight& flight, const KeyEvent& event) {
  const Names watched = watched_of(event);
  EXPECT_FALSE(watched.empty()) << event.name << ": what shows its effect?";
  const std::string name(event.name);
  for (const std::uint32_t data : kData) {
    if (shows(flight, watched, {}, {name, data})) return true;
    if (event.parameter.empty()) break;
  }
  for (const Heard& before : preparations(event, watched)) {
    if (shows(flight, watched, {before}, {name, 0})) return true;
  }
  return false;
}

class KeyEventsInFlight : public testing::TestWithParam<const char*> {};

TEST_P(KeyEventsInFlight, DoWhatTheListSays) {
  const Flight flight = flight_of(GetParam());
  for (const KeyEvent* event : catalog::core_key_events()) {
    EXPECT_EQ(has_effect(flight, *event), !is_silent(GetParam(), event->name)) << event->name << ": " << event->effect;
  }
}

INSTANTIATE_TEST_SUITE_P(Aircraft, KeyEventsInFlight, testing::Values("C172", "A320"),
                         [](const auto& aircraft) { return std::string(aircraft.param); });

}  // namespace
}  // namespace checkride::emulator
