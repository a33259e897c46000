// Goal: every switch where the references leave something open in connections and refusals (semantics 1 to 4) does what
// its row says, in both positions. Method: what one or two clients are told, with the switch off and on.
#include <set>

#include "session/choices_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::DataType;
using protocol::Period;
using protocol::Protocol;

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

// Clients of other languages walk down the builds until one is taken (wire.md 2.4).
TEST(Choice, NewerBuildsAreRefused) {
  Both both("newer_builds_are_refused", "fsx_sp2");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    std::vector<std::uint32_t> taken;
    for (const std::uint32_t build : {63003u, 61637u, 61259u, 60905u}) {
      const ClientId client = cockpit.connect();
      cockpit.set_version(client, Protocol::fsx_sp2);
      protocol::Open message;
      message.version_major = 10;
      message.build_major = build;
      cockpit.send(client, message);
      cockpit.run_frame();
      const Heard heard = cockpit.take(client);
      if (heard.all<protocol::RecvOpen>().size() == 1) taken.push_back(build);
      for (const auto& told : heard.all<protocol::RecvException>()) EXPECT_EQ(told.index, 4u);
    }
    return taken;
  });
  EXPECT_EQ(off, (std::vector<std::uint32_t>{63003, 61637, 61259, 60905}));
  EXPECT_EQ(on, (std::vector<std::uint32_t>{61259, 60905}));
  Cockpit first(profile_with("newer_builds_are_refused=on", "fsx_rtm"));
  const ClientId client = first.connect();
  first.set_version(client, Protocol::fsx_rtm);
  protocol::Open message;
  message.version_major = 12;
  first.send(client, message);
  first.run_frame();
  EXPECT_EQ(count_of<protocol::RecvOpen>(first, client), 1u) << "the first simulator did not check";
}

// A client that marks its frames 4 on every simulator, and reads the lists of MSFS 2024.
TEST(Choice, AnswersHaveTheSimulatorsVersion) {
  Both both("answers_have_the_simulators_version");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open(Protocol::fsx_sp2);
    protocol::RequestFacilitiesList message;
    message.list_type = protocol::FacilityListType::airport;
    cockpit.send(client, message);
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    const auto word = [&heard](std::size_t at) {
      return protocol::load_little_endian<std::uint32_t>(heard.bytes.data() + at);
    };
    const std::uint32_t elements = word(16);
    EXPECT_GT(elements, 0u);
    return std::pair(word(4), (word(0) - 28) / elements);
  });
  EXPECT_EQ(off, Pair(4, 33));
  EXPECT_EQ(on, Pair(6, 36));
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

}  // namespace
}  // namespace checkride::emulator
