// Goal: every switch where the references leave something open does what its row says, in both positions. Method: what
// one or two clients are told, with the switch off and on. A test has the name of its switch; docs/semantics.md and
// ci/lint_semantics.py rely on that.
#include "session/choices.hpp"

#include <set>

#include "session/limits.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::DataType;
using protocol::Period;
using protocol::Protocol;
using protocol::SimObjectType;
using Pair = std::pair<std::uint32_t, std::uint32_t>;
constexpr Pair kNone{0, 0};

Profile profile_with(const std::string& choice, std::string_view name) {
  Profile profile = *find_profile(name);
  const auto chosen = choose(choice, profile.choices);
  EXPECT_TRUE(chosen) << choice;
  return profile;
}

// A cockpit with the switch off, and one with it on.
struct Both {
  explicit Both(const std::string& choice, std::string_view profile = "msfs2024")
      : off(profile_with(choice + "=off", profile)), on(profile_with(choice + "=on", profile)) {}
  // What `behaviour` gives in each.
  template <class Behaviour>
  auto of(const Behaviour& behaviour) {
    auto without = behaviour(off);
    auto with = behaviour(on);
    return std::pair(without, with);
  }
  Cockpit off;
  Cockpit on;
};

// How many messages of a kind a client was told since the last call.
template <class M>
std::size_t count_of(Cockpit& cockpit, ClientId client) {
  return cockpit.take(client).all<M>().size();
}

// (id, data) of the events.
std::vector<Pair> events_of(Cockpit& cockpit, ClientId client) {
  std::vector<Pair> result;
  for (const auto& event : cockpit.take(client).all<protocol::RecvEvent>()) {
    result.emplace_back(event.client_event_id.value, event.data);
  }
  return result;
}

// ---- the table

TEST(Choices, NamesAreUniqueAndEachSwitchMovesItsOwnMember) {
  std::set<std::string_view> names;
  std::set<std::string> moved;
  for (const ChoiceInfo& info : all_choices()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_NE(info.on == nullptr, info.number == nullptr) << info.name;
    Choices choices;
    const std::string value = info.number == nullptr ? "=on" : "=7";
    ASSERT_TRUE(choose(std::string(info.name) + value, choices));
    std::string all;
    for (const ChoiceInfo& other : all_choices()) all += text_of(other, choices) + " ";
    EXPECT_TRUE(moved.insert(all).second) << info.name << " moves what another one moves";
    EXPECT_EQ(text_of(info, choices), std::string(info.name) + value);
  }
}

TEST(Choices, MistakesAreToldWithWhatIsAllowed) {
  Choices choices;
  EXPECT_THAT(choose("timers_stop_in_paus=on", choices).error().message(),
              testing::HasSubstr("did you mean \"timers_stop_in_pause\""));
  EXPECT_THAT(choose("timers_stop_in_pause=1", choices).error().message(), testing::HasSubstr("on or off"));
  EXPECT_THAT(choose("timers_stop_in_pause", choices).error().message(), testing::HasSubstr("on or off"));
  EXPECT_THAT(choose("flight_save_ms=60001", choices).error().message(), testing::HasSubstr("0 to 60000"));
  EXPECT_THAT(choose("flight_save_ms=-1", choices).error().message(), testing::HasSubstr("0 to 60000"));
  EXPECT_THAT(choose("", choices).error().message(), testing::HasSubstr("no choice"));
  EXPECT_EQ(choices.flight_save_ms, 2000u);
}

// ---- 2 to 4

TEST(Choice, NewerClientsStayConnected) {
  Both both("newer_clients_stay_connected", "msfs2020");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.connect();
    cockpit.set_version(client, Protocol::msfs2024);
    cockpit.send(client, protocol::Open());
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    EXPECT_EQ(heard.all<protocol::RecvException>().size(), 1u);
    if (heard.closed) return false;
    cockpit.set_version(client, Protocol::msfs2020);
    cockpit.send(client, protocol::Open());
    cockpit.run_frame();
    return count_of<protocol::RecvOpen>(cockpit, client) == 1;
  });
  EXPECT_FALSE(off);
  EXPECT_TRUE(on);
}

TEST(Choice, UnknownMessagesAreIgnored) {
  Both both("unknown_messages_are_ignored");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    std::vector<std::byte> frame;
    protocol::encode(protocol::ClearDataDefinition(), Protocol::msfs2024, protocol::SendId{2}, frame);
    frame[8] = std::byte{0xEE};  // the low byte of the message number
    cockpit.send_bytes(client, frame);
    cockpit.run_frame();
    return count_of<protocol::RecvException>(cockpit, client);
  });
  EXPECT_EQ(off, 1u);
  EXPECT_EQ(on, 0u);
}

TEST(Choice, QuitIsNotTold) {
  Both both("quit_is_not_told");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    for (Output& output : cockpit.sessions.quit()) cockpit.collect(std::move(output));
    const Heard heard = cockpit.take(client);
    EXPECT_TRUE(heard.closed);
    return heard.all<protocol::RecvQuit>().size();
  });
  EXPECT_EQ(off, 1u);
  EXPECT_EQ(on, 0u);
}

TEST(Choice, MessagesInOrderOfOccurrence) {
  Both both("messages_in_order_of_occurrence");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, subscribe(1, "Pause"));  // an event
    cockpit.send(client, request_data(1, 99));    // an exception
    cockpit.run_frame();
    return std::holds_alternative<protocol::RecvEvent>(cockpit.take(client).messages.at(0));
  });
  EXPECT_FALSE(off) << "answers come first";
  EXPECT_TRUE(on);
}

TEST(Choice, UserObjectAnswersAs0) {
  Both both("user_object_answers_as_0");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
    cockpit.send(client, request_data(1, 1));
    cockpit.send(client, request_data(2, 1, Period::visual_frame));
    protocol::RequestDataOnSimObjectType by_type;
    by_type.define_id.value = 1;
    cockpit.send(client, by_type);
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    std::vector<std::uint32_t> ids;
    for (const auto& data : heard.all<protocol::RecvSimObjectData>()) ids.push_back(data.object_id.value);
    for (const auto& data : heard.all<protocol::RecvSimObjectDataByType>()) ids.push_back(data.object_id.value);
    return ids;
  });
  EXPECT_EQ(off, (std::vector<std::uint32_t>{1, 1, 1}));
  EXPECT_EQ(on, (std::vector<std::uint32_t>{0, 0, 0}));
}

TEST(Choice, UnknownIndexIs0) {
  Both both("unknown_index_is_0");
  const auto [off, on] =
      both.of([](Cockpit& cockpit) { return cockpit.exception_of(cockpit.open(), protocol::Open()); });
  EXPECT_EQ(off, Pair(1, protocol::kUnknownIndex));
  EXPECT_EQ(on, Pair(1, 0));
}

TEST(Choice, TwentyInputMappings) {
  Both both("twenty_input_mappings");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, map_event(1, "My.Event"));
    protocol::MapInputEventToClientEvent map;
    map.input_definition = "q";
    map.down_event_id.value = 1;
    map.up_event_id.value = protocol::kUnused;
    for (int i = 0; i < 20; ++i) EXPECT_EQ(cockpit.exception_of(client, map), kNone);
    return cockpit.exception_of(client, map);
  });
  EXPECT_EQ(off, kNone);
  EXPECT_EQ(on, Pair(10, 2));
}

TEST(Choice, UnitErrorsNameTheVariable) {
  Both both("unit_errors_name_the_variable");
  const auto [off, on] = both.of(
      [](Cockpit& cockpit) { return cockpit.exception_of(cockpit.open(), add_datum(1, "PLANE ALTITUDE", "knots")); });
  EXPECT_EQ(off, Pair(7, 3));
  EXPECT_EQ(on, Pair(7, 2));
}

TEST(Choice, DatumId0IsUnique) {
  Both both("datum_id_0_is_unique");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    const auto datum = add_datum(1, "PLANE ALTITUDE", "feet", DataType::float64, 0);
    EXPECT_EQ(cockpit.exception_of(client, datum), kNone);
    return cockpit.exception_of(client, datum);
  });
  EXPECT_EQ(off, kNone);
  EXPECT_EQ(on, Pair(29, 6));
}

TEST(Choice, BadPeriodIsError) {
  Both both("bad_period_is_error");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
    return cockpit.exception_of(client, request_data(1, 1, static_cast<Period>(5)));
  });
  EXPECT_EQ(off, Pair(27, 4));
  EXPECT_EQ(on, Pair(1, 4));
}

TEST(Choice, UnknownRequestFlagsAreIgnored) {
  Both both("unknown_request_flags_are_ignored");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, add_datum(1, "PLANE ALTITUDE"));
    return cockpit.exception_of(client, request_data(1, 1, Period::once, static_cast<protocol::RequestFlags>(4)));
  });
  EXPECT_EQ(off, Pair(20, 5));
  EXPECT_EQ(on, kNone);
}

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

// ---- 9 and 10

TEST(Choice, TimersStopInPause) {
  Both both("timers_stop_in_pause");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, subscribe(1, "1sec"));
    (void)cockpit.run_when_due(cockpit.now + 3s);
    EXPECT_EQ(events_of(cockpit, client).size(), 3u);
    cockpit.simulator.set_paused(true);
    (void)cockpit.run_when_due(cockpit.now + 3s);
    const std::size_t in_pause = events_of(cockpit, client).size();
    cockpit.simulator.set_paused(false);
    (void)cockpit.run_when_due(cockpit.now + 3s);
    EXPECT_EQ(events_of(cockpit, client).size(), 3u) << "what was missed is not made good";
    return in_pause;
  });
  EXPECT_EQ(off, 3u);
  EXPECT_EQ(on, 0u);
}

TEST(Choice, PausedCarries1) {
  Both both("paused_carries_1");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, subscribe(1, "Paused"));
    cockpit.send(client, subscribe(2, "Unpaused"));
    cockpit.run_frame();
    cockpit.simulator.trigger("PAUSE_ON", {});
    cockpit.simulator.trigger("PAUSE_OFF", {});
    cockpit.run_frame();
    return events_of(cockpit, client);
  });
  EXPECT_EQ(off, (std::vector<Pair>{{1, 0}, {2, 0}}));
  EXPECT_EQ(on, (std::vector<Pair>{{1, 1}, {2, 0}}));
}

TEST(Choice, PauseSubscriptionTellsUnpaused) {
  const auto behaviour = [](Cockpit& cockpit) {
    const ClientId client = cockpit.open(Protocol::fsx_sp2);
    cockpit.send(client, subscribe(1, "Unpaused"));
    cockpit.send(client, subscribe(2, "Pause"));
    cockpit.run_frame();
    return events_of(cockpit, client);
  };
  const auto [off, on] = Both("pause_subscription_tells_unpaused").of(behaviour);
  EXPECT_EQ(off, (std::vector<Pair>{{2, 0}}));
  EXPECT_EQ(on, (std::vector<Pair>{{2, 0}, {1, 0}}));
  const auto [fsx_off, fsx_on] = Both("pause_subscription_tells_unpaused", "fsx_sp2").of(behaviour);
  EXPECT_EQ(fsx_on, fsx_off) << "seen in MSFS only";
}

TEST(Choice, SwitchingOnTellsTheValue) {
  Both both("switching_on_tells_the_value");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, subscribe(1, "Sim"));
    protocol::SetSystemEventState state;
    state.client_event_id.value = 1;
    state.state = protocol::State::off;
    cockpit.send(client, state);
    cockpit.run_frame();
    (void)cockpit.take(client);
    state.state = protocol::State::on;
    cockpit.send(client, state);
    cockpit.run_frame();
    return events_of(cockpit, client);
  });
  EXPECT_TRUE(off.empty());
  EXPECT_EQ(on, (std::vector<Pair>{{1, 1}}));
}

TEST(Choice, UnknownEventNamesAreCustom) {
  Both both("unknown_event_names_are_custom");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    const Pair mapped = cockpit.exception_of(client, map_event(1, "NO_SUCH_EVENT"));
    cockpit.send(client, add_to_group(1, 1));
    cockpit.send(client, transmit(1, 7));
    cockpit.run_frame();
    EXPECT_TRUE(cockpit.simulator.triggered.empty());
    return std::pair(mapped, events_of(cockpit, client));
  });
  EXPECT_EQ(off, std::pair(Pair(7, 2), std::vector<Pair>()));
  EXPECT_EQ(on, std::pair(kNone, std::vector<Pair>{{1, 7}}));
}

TEST(Choice, Ex1EventsArePlain) {
  Both both("ex1_events_are_plain");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, map_event(1, "My.Event"));
    cockpit.send(client, add_to_group(1, 1));
    protocol::TransmitClientEvent_EX1 message;
    message.client_event_id.value = 1;
    message.group_id_or_priority = 1;
    message.flags = protocol::TransmitFlags::group_id_is_priority;
    cockpit.send(client, message);
    cockpit.run_frame();
    return count_of<protocol::RecvEvent>(cockpit, client);
  });
  EXPECT_EQ(off, 0u);
  EXPECT_EQ(on, 1u);
}

TEST(Choice, GroupsNeedAPriority) {
  Both both("groups_need_a_priority");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, map_event(1, "My.Event"));
    cockpit.send(client, add_to_group(1, 1));
    cockpit.send(client, transmit(1));
    cockpit.run_frame();
    const std::size_t before = events_of(cockpit, client).size();
    cockpit.send(client, set_priority(1, 1));
    cockpit.send(client, transmit(1));
    cockpit.run_frame();
    EXPECT_EQ(events_of(cockpit, client).size(), 1u);
    return before;
  });
  EXPECT_EQ(off, 1u);
  EXPECT_EQ(on, 0u);
}

TEST(Choice, UnknownGroupsAreHighest) {
  Both both("unknown_groups_are_highest");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, map_event(1, "GEAR_TOGGLE"));
    auto message = transmit(1, 0, 77);
    message.flags = protocol::TransmitFlags::none;
    const Pair told = cockpit.exception_of(client, message);
    return std::pair(told, cockpit.simulator.triggered.size());
  });
  EXPECT_EQ(off, std::pair(Pair(3, 4), std::size_t{0}));
  EXPECT_EQ(on, std::pair(kNone, std::size_t{1}));
}

TEST(Choice, SimulatorHearsEveryPriority) {
  Both both("simulator_hears_every_priority");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, map_event(1, "GEAR_TOGGLE"));
    cockpit.send(client, transmit(1, 0, 3'000'000'000));
    cockpit.run_frame();
    return cockpit.simulator.triggered.size();
  });
  EXPECT_EQ(off, 0u);
  EXPECT_EQ(on, 1u);
}

TEST(Choice, AircraftIgnoresKeyEvents) {
  Both both("aircraft_ignores_key_events");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, map_event(1, "GEAR_TOGGLE"));
    cockpit.send(client, add_to_group(1, 1));
    cockpit.send(client, transmit(1));
    cockpit.run_frame();
    EXPECT_EQ(events_of(cockpit, client).size(), 1u) << "clients hear it still";
    return cockpit.simulator.triggered.size();
  });
  EXPECT_EQ(off, 1u);
  EXPECT_EQ(on, 0u);
}

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
