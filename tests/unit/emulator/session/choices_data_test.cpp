// Goal: every switch where the references leave something open in data requests and their values (semantics 6 to 8)
// does what its row says, in both positions. Method: what one or two clients are told, with the switch off and on.
#include "session/choices_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::DataType;
using protocol::Period;
using protocol::Protocol;
using protocol::SimObjectType;

// ---- 6 to 8

TEST(Choice, NeverWithoutRequestIsRefused) {
  Both both("never_without_request_is_refused");
  const auto [off, on] =
      both.of([](Cockpit& cockpit) { return cockpit.exception_of(cockpit.open(), request_data(1, 1, Period::never)); });
  EXPECT_EQ(off, kNone);
  EXPECT_EQ(on, Pair(3, 1));
}

TEST(Choice, SecondsAreSimulated) {
  Both both("seconds_are_simulated");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
    cockpit.send(client, request_data(1, 1, Period::second));
    (void)cockpit.run_when_due(cockpit.now + 2500ms);
    EXPECT_EQ(count_of<protocol::RecvSimObjectData>(cockpit, client), 3u);
    cockpit.simulator.set_paused(true);
    (void)cockpit.run_when_due(cockpit.now + 3s);
    return count_of<protocol::RecvSimObjectData>(cockpit, client);
  });
  EXPECT_EQ(off, 3u);
  EXPECT_EQ(on, 0u);
}

TEST(Choice, ChangedSinceLastPeriod) {
  Both both("changed_since_last_period");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet", DataType::float64, protocol::kUnused, 10));
    cockpit.send(client, request_data(1, 1, Period::visual_frame, protocol::RequestFlags::changed));
    cockpit.run_frame();
    for (int i = 0; i < 10; ++i) {  // creeping, by less than epsilon a frame
      cockpit.simulator.value("PLANE ALTITUDE") += 4;
      cockpit.run_frame();
    }
    return count_of<protocol::RecvSimObjectData>(cockpit, client);
  });
  EXPECT_EQ(off, 4u) << "the first, then at 12, 24 and 36 feet";
  EXPECT_EQ(on, 1u);
}

TEST(Choice, TruthIsMinus1) {
  Both both("truth_is_minus_1");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.simulator.value("SIM ON GROUND") = 1;
    cockpit.send(client, add_datum(1, "SIM ON GROUND", "number"));
    cockpit.send(client, add_datum(1, "SIM ON GROUND", "number", DataType::int32));
    cockpit.send(client, add_datum(1, "SIM ON GROUND", "bool"));
    cockpit.send(client, add_datum(1, "SIM ON GROUND"));
    cockpit.send(client, request_data(1, 1));
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    const auto data = heard.all<protocol::RecvSimObjectData>().at(0).data;
    EXPECT_EQ(double_at(data, 12), 1) << "in bool it is 0 or 1";
    EXPECT_EQ(double_at(data, 20), 1) << "so it is in its own unit";
    return std::pair(double_at(data), protocol::load_little_endian<std::int32_t>(data.data() + 8));
  });
  EXPECT_EQ(off, std::pair(1.0, 1));
  EXPECT_EQ(on, std::pair(-1.0, -1));
}

TEST(Choice, FirstValuesAreJunkMs) {
  const auto read = [](Cockpit& cockpit, ClientId client) {
    cockpit.send(client, request_data(1, 1));
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    const auto data = heard.all<protocol::RecvSimObjectData>().at(0).data;
    return std::pair(double_at(data), static_cast<char>(data[8]));
  };
  const auto just_loaded = [&read](Cockpit& cockpit) {
    const ClientId client = cockpit.open(Protocol::fsx_sp2);
    cockpit.simulator.value("PLANE ALTITUDE") = 5000;
    cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
    cockpit.send(client, add_datum(1, "TITLE", "", DataType::string8));
    const auto before = read(cockpit, client);
    protocol::FlightLoad load;
    load.file_name = "known.flt";
    cockpit.send(client, load);
    cockpit.run_frame(2);
    (void)cockpit.take(client);
    const auto first = read(cockpit, client);
    (void)cockpit.run_when_due(cockpit.now + 500ms);
    EXPECT_EQ(read(cockpit, client), before) << "then it is what it is";
    return first == before;
  };
  Cockpit junk(profile_with("first_values_are_junk_ms=500", "msfs2024"));
  EXPECT_FALSE(just_loaded(junk));
  Cockpit none(profile_with("first_values_are_junk_ms=0", "msfs2024"));
  EXPECT_TRUE(just_loaded(none));
  Cockpit older(profile_with("first_values_are_junk_ms=500", "fsx_sp2"));
  EXPECT_TRUE(just_loaded(older)) << "nothing arrives there before the loading is over";
}

protocol::RequestDataOnSimObjectType by_type(SimObjectType type, std::uint32_t radius) {
  protocol::RequestDataOnSimObjectType message;
  message.define_id.value = 1;
  message.sim_object_type = type;
  message.radius_meters = radius;
  return message;
}

TEST(Choice, ZeroRadiusIsEverything) {
  Both both("zero_radius_is_everything");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
    (void)cockpit.make_ai_object(client);
    cockpit.send(client, by_type(SimObjectType::all, 0));
    cockpit.run_frame();
    return count_of<protocol::RecvSimObjectDataByType>(cockpit, client);
  });
  EXPECT_EQ(off, 1u);
  EXPECT_EQ(on, 2u);
}

TEST(Choice, NoMatchIsSilent) {
  Both both("no_match_is_silent");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
    cockpit.send(client, by_type(SimObjectType::boat, 1000));
    cockpit.run_frame();
    return count_of<protocol::RecvSimObjectDataByType>(cockpit, client);
  });
  EXPECT_EQ(off, 1u);
  EXPECT_EQ(on, 0u);
}

TEST(Choice, SimFrameGoesOnInPause) {
  Both both("sim_frame_goes_on_in_pause");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
    cockpit.send(client, request_data(1, 1, Period::sim_frame));
    cockpit.run_frame(3);
    EXPECT_EQ(count_of<protocol::RecvSimObjectData>(cockpit, client), 3u);
    cockpit.simulator.set_paused(true);
    (void)cockpit.run_when_due(cockpit.now + 1s);
    return count_of<protocol::RecvSimObjectData>(cockpit, client);
  });
  EXPECT_EQ(off, 0u);
  EXPECT_EQ(on, 30u);
}

TEST(Choice, MixedDefinitionsSetNothing) {
  Both both("mixed_definitions_set_nothing");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
    cockpit.send(client, add_datum(1, "GENERAL ENG RPM:1", "rpm"));
    std::vector<std::byte> data;
    protocol::DatumWriter writer(data);
    writer.number(500.0);
    writer.number(2400.0);
    protocol::SetDataOnSimObject set;
    set.define_id.value = 1;
    set.unit_size = static_cast<std::uint32_t>(data.size());
    set.data = data;
    EXPECT_EQ(cockpit.exception_of(client, set), Pair(20, 1));
    return cockpit.simulator.value("PLANE ALTITUDE");
  });
  EXPECT_EQ(off, 500);
  EXPECT_EQ(on, 0);
}

// Written by one client in one unit, read by the others in theirs.
TEST(Choice, LocalVariablesIgnoreUnits) {
  Both both("local_variables_ignore_units");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId pilot = cockpit.open();
    cockpit.send(pilot, add_datum(1, "L:Height", "feet"));
    cockpit.send(pilot, add_datum(1, "L:Course", "degrees"));
    cockpit.send(pilot, add_datum(1, "L:Lever", "percent"));
    cockpit.send(pilot, add_datum(1, "L:Switch", "bool"));
    std::vector<std::byte> data;
    protocol::DatumWriter writer(data);
    for (const double value : {1000.0, 180.0, 50.0, 3.0}) writer.number(value);
    protocol::SetDataOnSimObject set;
    set.define_id.value = 1;
    set.unit_size = static_cast<std::uint32_t>(data.size());
    set.data = data;
    EXPECT_EQ(cockpit.exception_of(pilot, set), kNone);
    const ClientId reader = cockpit.open();
    std::vector<double> read;
    for (const auto& [name, unit] :
         {std::pair("L:Height", "meters"), std::pair("L:Height", "feet"), std::pair("l:course", "radians"),
          std::pair("L:Course", "number"), std::pair("L:Course", ""), std::pair("L:Course", "knots"),
          std::pair("L:Lever", "percent over 100"), std::pair("L:Switch", "number"), std::pair("L:Switch", "bool"),
          std::pair("L:Unwritten", "celsius"), std::pair("L:Unwritten", "fahrenheit")}) {
      cockpit.send(reader, add_datum(2, name, unit));
    }
    cockpit.send(reader, request_data(1, 2));
    cockpit.run_frame();
    const Heard heard = cockpit.take(reader);
    const auto answers = heard.all<protocol::RecvSimObjectData>();
    EXPECT_EQ(answers.size(), 1u);
    for (std::size_t at = 0; !answers.empty() && at < answers[0].data.size(); at += sizeof(double)) {
      read.push_back(double_at(answers[0].data, at));
    }
    return read;
  });
  constexpr double kPi = 3.141592653589793;
  const auto near = [](double value) { return testing::DoubleNear(value, 1e-9); };
  EXPECT_THAT(off, testing::ElementsAre(near(304.8), near(1000), near(kPi), near(kPi), near(kPi),
                                        near(kPi * 3600 / 1852), near(0.5), 3, 1, 0, 0))
      << "the number that is kept is that of the SI unit";
  EXPECT_THAT(on, testing::ElementsAre(1000, 1000, 180, 180, 180, 180, 50, 3, 3, 0, 0));
}

TEST(Choice, LenientVariableNames) {
  Both both("lenient_variable_names");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    EXPECT_EQ(cockpit.exception_of(client, add_datum(1, "ENG NO SUCH:1", "rpm")), Pair(7, 2));
    return cockpit.exception_of(client, add_datum(1, "eng rpm:1", "rpm"));
  });
  EXPECT_EQ(off, Pair(7, 2));
  EXPECT_EQ(on, kNone);
}

}  // namespace
}  // namespace checkride::emulator
