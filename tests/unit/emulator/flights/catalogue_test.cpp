// Goal: every variable and every key event of the catalogue is there: it resolves with its index, unit and type in its
// generations, rests at something plausible and can be set if it is settable; every event is accepted, and told to a
// client that mapped it. Method: all rows of the tables, through the simulation and through clients of it.
#include <gmock/gmock.h>

#include <cmath>
#include <set>

#include "checkride/catalog/catalog.hpp"
#include "checkride/test/property.hpp"
#include "flights/tower.hpp"
#include "sim/bench_aircraft.hpp"
#include "sim/bindings.hpp"
#include "sim/derived_variables.hpp"
#include "sim/key_event_table.hpp"
#include "sim/resting_values.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using catalog::KeyEvent;
using catalog::Quantity;
using catalog::SimVar;
using catalog::ValueType;

bool is_number(const SimVar& simvar) {
  return simvar.type == ValueType::int32 || simvar.type == ValueType::float64;
}

TEST(AllVariables, ResolveWithTheirIndexUnitAndType) {
  Simulation simulation({});
  for (const SimVar& simvar : catalog::all_simvars()) {
    const auto plain = simulation.resolve(simvar.name);
    ASSERT_TRUE(plain.has_value()) << simvar.name;
    const VariableInfo& info = simulation.info(*plain);
    EXPECT_EQ(info.units, simvar.units) << simvar.name;
    EXPECT_EQ(info.settable, simvar.settable) << simvar.name;
    EXPECT_EQ(info.text, simvar.type == ValueType::string256) << simvar.name;
    const auto second = simulation.resolve(std::string(simvar.name) + ":2");
    ASSERT_TRUE(second.has_value()) << simvar.name;
    EXPECT_EQ(*plain == *second, !simvar.indexed) << simvar.name;
  }
}

TEST(AllVariables, RestAtSomethingPlausible) {
  Simulation simulation({});
  std::size_t saying_something = 0;
  for (const SimVar& simvar : catalog::all_simvars()) {
    const VarRef ref = *simulation.resolve(simvar.name);
    if (!is_number(simvar)) continue;
    const double value = simulation.number(ref);
    ASSERT_TRUE(std::isfinite(value)) << simvar.name;
    saying_something += value != 0 ? 1 : 0;
    if (simvar.unit == nullptr) continue;
    if (simvar.unit->quantity == Quantity::boolean) {
      EXPECT_TRUE(value == 0 || value == 1) << simvar.name << " " << value;
    }
    if (simvar.unit->quantity == Quantity::temperature) {
      const auto kelvin = catalog::convert(value, simvar.units, "kelvin");
      if (kelvin) {
        EXPECT_GT(*kelvin, 200) << simvar.name;
      }
    }
    if (simvar.units == "percent") {
      EXPECT_TRUE(value >= -100 && value <= 100) << simvar.name << " " << value;
    }
  }
  EXPECT_GT(saying_something, 250u);
}

TEST(AllVariables, ConvertIntoTheirUnitAndBack) {
  for (const SimVar& simvar : catalog::all_simvars()) {
    if (!is_number(simvar)) continue;
    ASSERT_NE(simvar.unit, nullptr) << simvar.name;
    for (const catalog::Unit& unit : catalog::all_units()) {
      if (unit.quantity != simvar.unit->quantity || unit.encoding != catalog::Encoding::linear) continue;
      if (simvar.unit->encoding != catalog::Encoding::linear) continue;
      const auto there = catalog::conversion_between(*simvar.unit, unit);
      const auto back = catalog::conversion_between(unit, *simvar.unit);
      ASSERT_TRUE(there.has_value() && back.has_value()) << simvar.name << " in " << unit.name;
      EXPECT_NEAR((*back)((*there)(1.5)), 1.5, 1e-6) << simvar.name << " in " << unit.name;
    }
  }
}

TEST(AllVariables, CanBeSetIfTheyAreSettable) {
  Simulation simulation({});
  for (const SimVar& simvar : catalog::all_simvars()) {
    const VarRef ref = *simulation.resolve(simvar.name);
    if (simvar.type == ValueType::string256) {
      EXPECT_EQ(simulation.set_text(ref, "text").has_value(), simvar.settable) << simvar.name;
      if (simvar.settable) {
        EXPECT_EQ(simulation.text(ref), "text") << simvar.name;
      }
      continue;
    }
    if (!is_number(simvar)) continue;
    const double value = simulation.number(ref) == 1 ? 0 : 1;
    EXPECT_EQ(simulation.set_number(ref, value).has_value(), simvar.settable) << simvar.name;
    // What nothing drives says what was set; what is driven has its limits.
    const bool driven = find_binding(simvar.name, 1) != nullptr;
    if (simvar.settable && !driven) {
      EXPECT_EQ(simulation.number(ref), value) << simvar.name;
    }
  }
}

TEST(AllVariables, AreKnownInTheirGenerations) {
  Tower fsx({}, "fsx_sp2");
  Tower msfs({}, "msfs2024");
  for (const SimVar& simvar : catalog::all_simvars()) {
    EXPECT_EQ(fsx.adapter.resolve(simvar.name).has_value(), simvar.generations.has(catalog::Generation::fsx))
        << simvar.name;
    EXPECT_TRUE(msfs.adapter.resolve(simvar.name).has_value()) << simvar.name;
  }
}

TEST(AllVariables, AreReadByAClientInTheirOwnUnit) {
  Tower tower;
  const ClientId client = tower.open();
  for (const SimVar& simvar : catalog::all_simvars()) {
    if (!is_number(simvar)) continue;
    tower.send(client, add_datum(1, simvar.name, simvar.units));
    tower.send(client, request_data(1, 1));
    tower.run_frame();
    const Heard heard = tower.take(client);
    ASSERT_TRUE(heard.all<protocol::RecvException>().empty()) << simvar.name;
    const auto data = heard.all<protocol::RecvSimObjectData>();
    ASSERT_EQ(data.size(), 1u) << simvar.name;
    EXPECT_TRUE(std::isfinite(double_at(data[0].data))) << simvar.name;
    protocol::ClearDataDefinition clear;
    clear.define_id = protocol::DefinitionId{1};
    tower.send(client, clear);
  }
}

TEST(DerivedVariables, AreMadeOfVariablesThatAreNot) {
  std::set<std::string_view> names;
  for (const DerivedVariable& row : derived_variables()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name << " is there twice";
    ASSERT_NE(catalog::find_simvar(row.name), nullptr) << row.name;
    EXPECT_FALSE(catalog::find_simvar(row.name)->type == ValueType::string256) << row.name;
    for (const std::string_view source : {row.source, row.other.empty() ? row.source : row.other}) {
      ASSERT_NE(catalog::find_simvar(source), nullptr) << source;
      EXPECT_EQ(find_derived_variable(source), nullptr) << row.name << " of " << source;
    }
  }
}

TEST(DerivedVariables, FollowTheirSources) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  aircraft.at(60);
  EXPECT_EQ(aircraft.get("AIRCRAFT AGL"), aircraft.get("PLANE ALT ABOVE GROUND"));
  EXPECT_NEAR(aircraft.get("TOTAL VELOCITY"), aircraft.get("AIRSPEED TRUE") * 1852 / 3600 / 0.3048, 1e-6);
  EXPECT_NEAR(aircraft.get("ENG FUEL FLOW PPH"),
              aircraft.get("ENG FUEL FLOW GPH") * aircraft.get("FUEL WEIGHT PER GALLON"), 1e-9);
  EXPECT_NEAR(aircraft.get("FUEL TANK LEFT MAIN LEVEL"),
              aircraft.get("FUEL TANK LEFT MAIN QUANTITY") / aircraft.get("FUEL TANK LEFT MAIN CAPACITY"), 1e-12);
  EXPECT_EQ(aircraft.get("WARNING VACUUM"), 0);
  EXPECT_EQ(aircraft.get("CIRCUIT ON"), 1);
  aircraft.trigger("TOGGLE_MASTER_BATTERY");
  aircraft.trigger("ENGINE_AUTO_SHUTDOWN");
  aircraft.run(1);
  EXPECT_EQ(aircraft.get("WARNING VACUUM"), 1);
}

TEST(DerivedVariables, SayWhatSomebodySetOrHeld) {
  BenchAircraft parked;
  parked.hold("AIRCRAFT AGL", 99);
  EXPECT_EQ(parked.get("AIRCRAFT AGL"), 99);
  EXPECT_TRUE(parked.simulation().release(parked.ref("AIRCRAFT AGL")));
  EXPECT_EQ(parked.get("AIRCRAFT AGL"), parked.get("PLANE ALT ABOVE GROUND"));
}

// ---- key events
TEST(AllKeyEvents, AreAcceptedByTheSimulation) {
  Simulation simulation({});
  for (const KeyEvent& event : catalog::all_key_events()) {
    EXPECT_TRUE(simulation.knows_event(event.name)) << event.name;
    EXPECT_TRUE(simulation.trigger(event.name, {1})) << event.name;
    (void)simulation.drain_events();
  }
}

// A client that has the event in a notification group hears it, whether another client sends it or the control API.
TEST(AllKeyEvents, AreToldToAClientThatMappedThem) {
  Tower tower;
  ClientId listener = tower.open();
  ClientId sender = tower.open();
  std::uint32_t id = 1;
  for (const KeyEvent& event : catalog::all_key_events()) {
    // A client maps so many events only (semantics 27), and a group holds fewer still.
    if (id % 900 == 0) {
      tower.sessions.disconnect(listener);
      tower.sessions.disconnect(sender);
      listener = tower.open();
      sender = tower.open();
    }
    tower.send(listener, map_event(id, event.name));
    tower.send(listener, add_to_group(1, id));
    tower.send(listener, set_priority(1, 1));
    tower.send(sender, map_event(id, event.name));
    tower.send(sender, transmit(id, 7));
    tower.run_frame();
    EXPECT_TRUE(tower.sessions.raise_event(event.name, {8})) << event.name;
    tower.run_frame();
    const Heard heard = tower.take(listener);
    for (const auto& exception : heard.all<protocol::RecvException>()) {
      FAIL() << event.name << ": exception " << static_cast<int>(exception.exception) << "/" << exception.index;
    }
    std::vector<std::uint32_t> data;
    for (const auto& told : heard.all<protocol::RecvEvent>()) {
      if (told.client_event_id.value == id) data.push_back(told.data);
    }
    EXPECT_THAT(data, testing::ElementsAre(7, 8)) << event.name;
    protocol::ClearNotificationGroup clear;
    clear.group_id = protocol::GroupId{1};
    tower.send(listener, clear);
    (void)tower.take(sender);
    if (tower.simulation.paused()) {
      EXPECT_TRUE(tower.simulation.trigger("PAUSE_OFF", {}));
    }
    ++id;
  }
}

// From where the variable rests, and from somewhere else.
bool changes_its_variable(const EffectRow& row) {
  for (const std::optional<double> from : {std::optional<double>(), std::optional(0.0), std::optional(1.0)}) {
    for (const std::uint32_t parameter : {0x1234u, 0u, 60u, 1u << 30}) {
      BenchAircraft aircraft;
      const std::string variable(row.variable);
      if (from) {
        aircraft.hold(variable, *from);
        (void)aircraft.simulation().release(aircraft.ref(variable));
      }
      const double before = aircraft.get(variable);
      aircraft.trigger(std::string(row.event), parameter);
      if (aircraft.get(variable) != before) return true;
    }
  }
  return false;
}

TEST(KeyEventRows, ChangeTheirVariable) {
  std::set<std::string> without;
  for (const auto table : {effect_rows(), cockpit_effect_rows()}) {
    for (const EffectRow& row : table) {
      const auto ref = Simulation({}).resolve(row.variable);
      ASSERT_TRUE(ref) << row.variable;
      if (Simulation({}).info(*ref).absent) continue;  // of a second engine
      if (!changes_its_variable(row)) without.insert(std::string(row.event) + " -> " + std::string(row.variable));
    }
  }
  EXPECT_THAT(without, testing::IsEmpty());
}

TEST(RadioEvents, TuneSwapAndSquawk) {
  BenchAircraft parked;
  parked.trigger("COM_STBY_RADIO_SET", 0x2345);
  parked.trigger("COM_RADIO_FRACT_INC");
  EXPECT_EQ(parked.get("COM STANDBY FREQUENCY"), 0x2347);
  parked.trigger("COM_RADIO_FRACT_INC");
  EXPECT_EQ(parked.get("COM STANDBY FREQUENCY"), 0x2350);
  parked.trigger("COM_RADIO_WHOLE_DEC");
  EXPECT_EQ(parked.get("COM STANDBY FREQUENCY"), 0x2250);
  parked.trigger("COM_RADIO_FRACT_DEC_CARRY");
  EXPECT_EQ(parked.get("COM STANDBY FREQUENCY"), 0x2247);
  const double active = parked.get("COM ACTIVE FREQUENCY");
  parked.trigger("COM1_RADIO_SWAP");
  EXPECT_EQ(parked.get("COM ACTIVE FREQUENCY"), 0x2247);
  EXPECT_EQ(parked.get("COM STANDBY FREQUENCY"), active);
  parked.trigger("COM2_STBY_RADIO_SET_HZ", 121500000);
  parked.trigger("COM2_RADIO_SWAP");
  EXPECT_EQ(parked.get("COM ACTIVE FREQUENCY:2"), 0x2150);
  parked.trigger("NAV2_STBY_SET_HZ", 117950000);
  parked.trigger("NAV2_RADIO_WHOLE_INC");
  parked.trigger("NAV2_RADIO_SWAP");
  EXPECT_NEAR(parked.get("NAV ACTIVE FREQUENCY:2"), 108.95, 1e-9);
  parked.trigger("XPNDR_SET", 0x7007);
  parked.trigger("XPNDR_1000_INC");
  parked.trigger("XPNDR_1_DEC");
  parked.trigger("XPNDR_10_DEC");
  EXPECT_EQ(parked.get("TRANSPONDER CODE"), 0x0076);
  parked.trigger("COM2_TRANSMIT_SELECT");
  EXPECT_EQ(parked.get("COM TRANSMIT"), 0);
  EXPECT_EQ(parked.get("COM TRANSMIT:2"), 1);
  const double noon = parked.get("LOCAL TIME");
  parked.trigger("CLOCK_HOURS_INC");
  parked.trigger("CLOCK_MINUTES_DEC");
  EXPECT_NEAR(parked.get("LOCAL TIME"), noon + 3540, 1e-6);
}

RC_GTEST_PROP(RadioEvents, FrequenciesStayInTheirBands, ()) {
  BenchAircraft parked;
  const auto events = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("COM_RADIO_WHOLE_INC", "COM_RADIO_WHOLE_DEC", "COM_RADIO_FRACT_INC",
                                    "COM_RADIO_FRACT_DEC", "COM_RADIO_FRACT_INC_CARRY", "COM_RADIO_FRACT_DEC_CARRY",
                                    "NAV1_RADIO_WHOLE_INC", "NAV1_RADIO_FRACT_DEC_CARRY", "XPNDR_100_INC"));
  for (const std::string& event : events) {
    parked.trigger(event);
    const auto com = static_cast<std::uint32_t>(parked.get("COM STANDBY FREQUENCY"));
    RC_ASSERT(com >= 0x1800u && com <= 0x3700u);
    const double nav = parked.get("NAV STANDBY FREQUENCY");
    RC_ASSERT(nav >= 108 && nav < 118);
    RC_ASSERT((static_cast<std::uint32_t>(parked.get("TRANSPONDER CODE")) & ~0x7777u) == 0u);
  }
}

}  // namespace
}  // namespace checkride::emulator
