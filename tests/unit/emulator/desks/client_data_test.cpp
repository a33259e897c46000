// Goal: client data areas work as semantics 15.1, 15.2 and 15.4 say, and refuse what 4.4 lists. Method: two clients
// that see each other's writes through CLIENT_DATA. Periods and flags: client_data_requests_test.cpp.
#include "desks/client_data_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::ClientDataPeriod;
using protocol::Exception;
using CodeAndIndex = std::pair<std::uint32_t, std::uint32_t>;

constexpr CodeAndIndex kNothing{0, 0};

CodeAndIndex refusal(Exception code, std::uint32_t index) {
  return {static_cast<std::uint32_t>(code), index};
}

using ClientData = ClientDataTest;

TEST_F(ClientData, OneClientReadsWhatAnotherWrote) {
  create(writer, 4);
  cockpit.send(writer, set_area(1, bytes({1, 2, 3, 4})));
  cockpit.run_frame();
  cockpit.send(reader, request_area(7));
  cockpit.run_frame();
  const Heard told = cockpit.take(reader);
  const auto answers = told.all<protocol::RecvClientData>();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].request_id.value, 7u);
  EXPECT_EQ(answers[0].object_id.value, 2u) << "the reader's own id of the area";
  EXPECT_EQ(answers[0].define_id.value, 1u);
  EXPECT_EQ(answers[0].flags, protocol::RequestFlags::none);
  EXPECT_EQ(answers[0].entry_number, 1u);
  EXPECT_EQ(answers[0].out_of, 1u);
  EXPECT_EQ(answers[0].define_count, 1u);
  EXPECT_EQ(std::vector<std::byte>(answers[0].data.begin(), answers[0].data.end()), bytes({1, 2, 3, 4}));
  EXPECT_TRUE(cockpit.take(writer).messages.empty()) << "success is silent";
}

TEST_F(ClientData, NamesAreComparedWithoutCase) {
  cockpit.send(reader, map_area("FUEL.Panel", 9));
  create(writer, 4);
  cockpit.send(writer, set_area(1, bytes({1, 2, 3, 4})));
  cockpit.run_frame();
  EXPECT_EQ(read_once(reader, 9), bytes({1, 2, 3, 4}));
}

TEST_F(ClientData, ANewAreaIsFilledWithZeros) {
  EXPECT_EQ(read_once(reader, 2), bytes({0, 0, 0, 0})) << "nobody created it";
  create(writer, 3);
  EXPECT_EQ(read_once(reader, 2), bytes({0, 0, 0, 0})) << "the definition reaches beyond it";
}

TEST_F(ClientData, WhatLiesBeyondTheAreaIsNotWritten) {
  create(writer, 3);
  cockpit.send(writer, set_area(1, bytes({1, 2, 3, 4})));
  cockpit.run_frame();
  EXPECT_EQ(read_once(reader, 2), bytes({1, 2, 3, 0}));
  create(writer, 4);
  EXPECT_EQ(read_once(reader, 2), bytes({1, 2, 3, 0})) << "content is kept, new bytes are 0";
}

TEST_F(ClientData, AnyClientWritesAnAreaThatIsNotReadOnly) {
  create(writer, 4);
  cockpit.send(reader, set_area(2, bytes({5, 6, 7, 8})));
  cockpit.run_frame();
  EXPECT_EQ(read_once(writer, 1), bytes({5, 6, 7, 8}));
}

TEST_F(ClientData, OnlyItsCreatorWritesAReadOnlyArea) {
  create(writer, 4, protocol::CreateClientDataFlags::read_only);
  EXPECT_EQ(cockpit.exception_of(reader, set_area(2, bytes({5, 6, 7, 8}))), refusal(Exception::illegal_operation, 1));
  EXPECT_EQ(read_once(writer, 1), bytes({0, 0, 0, 0}));
  EXPECT_EQ(cockpit.exception_of(writer, set_area(1, bytes({1, 2, 3, 4}))), kNothing);
  EXPECT_EQ(read_once(reader, 2), bytes({1, 2, 3, 4}));
}

TEST_F(ClientData, AnAreaOutlivesItsCreator) {
  create(writer, 4, protocol::CreateClientDataFlags::read_only);
  cockpit.send(writer, set_area(1, bytes({1, 2, 3, 4})));
  cockpit.run_frame();
  cockpit.sessions.disconnect(writer);
  EXPECT_EQ(read_once(reader, 2), bytes({1, 2, 3, 4}));
  EXPECT_EQ(cockpit.exception_of(reader, set_area(2, bytes({5, 6, 7, 8}))), refusal(Exception::illegal_operation, 1));
}

TEST_F(ClientData, ASimulatorThatStartsAnewHasNoAreas) {
  create(writer, 4);
  for (Output& output : cockpit.sessions.quit()) cockpit.collect(std::move(output));
  cockpit.sessions.restart();
  const ClientId later = join("writer", 1);
  EXPECT_EQ(cockpit.exception_of(later, set_area(1, bytes({1, 2, 3, 4}))), refusal(Exception::out_of_bounds, 1));
  EXPECT_EQ(cockpit.exception_of(later, create_area(1, 2)), kNothing) << "smaller than the one before";
}

TEST_F(ClientData, ACreatorThatConnectsAgainIsKnownByItsName) {
  create(writer, 4, protocol::CreateClientDataFlags::read_only);
  cockpit.send(writer, set_area(1, bytes({1, 2, 3, 4})));
  cockpit.run_frame();
  const ClientId twin = join("writer", 1);
  EXPECT_EQ(cockpit.exception_of(twin, create_area(1, 5)), refusal(Exception::already_created, 1))
      << "the creator is still there";
  cockpit.sessions.disconnect(writer);
  EXPECT_EQ(cockpit.exception_of(reader, create_area(2, 5)), refusal(Exception::already_created, 1));
  EXPECT_EQ(cockpit.exception_of(twin, create_area(1, 5)), kNothing);
  EXPECT_EQ(read_once(reader, 2), bytes({1, 2, 3, 4}));
  EXPECT_EQ(cockpit.exception_of(reader, set_area(2, bytes({5, 6, 7, 8}))), kNothing) << "no longer read-only";
}

TEST_F(ClientData, AnAreaGrowsOrIsFreedByItsCreatorOnly) {
  create(writer, 4, protocol::CreateClientDataFlags::read_only);
  const auto again = [&](std::uint32_t size, protocol::CreateClientDataFlags flags) {
    return cockpit.exception_of(writer, create_area(1, size, flags));
  };
  const auto refused = refusal(Exception::already_created, 1);
  EXPECT_EQ(again(4, protocol::CreateClientDataFlags::read_only), refused);
  EXPECT_EQ(again(3, protocol::CreateClientDataFlags::none), refused);
  EXPECT_EQ(again(4, protocol::CreateClientDataFlags::none), kNothing);
  EXPECT_EQ(again(4, protocol::CreateClientDataFlags::none), refused);
  EXPECT_EQ(again(6, protocol::CreateClientDataFlags::read_only), kNothing);
  EXPECT_EQ(cockpit.exception_of(reader, set_area(2, bytes({1, 2, 3, 4}))), kNothing) << "once free, it stays so";
  EXPECT_EQ(cockpit.exception_of(reader, create_area(2, 100)), refused);
}

TEST_F(ClientData, MappingRefusesAnIdInUseAndNoName) {
  EXPECT_EQ(cockpit.exception_of(reader, map_area("Another", 2)), refusal(Exception::duplicate_id, 2));
  EXPECT_EQ(cockpit.exception_of(reader, map_area("Fuel.Panel", 3)), kNothing) << "a second id of one area";
  for (std::uint32_t id = 4; id <= 1001; ++id) cockpit.send(reader, map_area("Fuel.Panel", id));
  EXPECT_EQ(cockpit.exception_of(reader, map_area("Fuel.Panel", 1002)), refusal(Exception::too_many_objects, 2));
}

TEST_F(ClientData, CreatingRefusesWhatTheTableSays) {
  EXPECT_EQ(cockpit.exception_of(writer, create_area(99, 4)), refusal(Exception::unrecognized_id, 1));
  EXPECT_EQ(cockpit.exception_of(writer, create_area(1, 0)), refusal(Exception::invalid_data_size, 2));
  EXPECT_EQ(cockpit.exception_of(writer, create_area(1, 8193)), refusal(Exception::invalid_data_size, 2));
  EXPECT_EQ(cockpit.exception_of(writer, create_area(1, 4, static_cast<protocol::CreateClientDataFlags>(2))),
            refusal(Exception::data_error, 3));
  EXPECT_EQ(cockpit.exception_of(writer, create_area(1, 8192)), kNothing);
}

TEST_F(ClientData, AllAreasTogetherHoldOneMegabyte) {
  for (std::uint32_t area = 100; area < 228; ++area) {
    cockpit.send(writer, map_area("area " + std::to_string(area), area));
    cockpit.send(writer, create_area(area, area == 227 ? 8000 : 8192));
  }
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(writer).messages.empty());
  EXPECT_EQ(cockpit.exception_of(writer, create_area(1, 193)), refusal(Exception::out_of_bounds, 2));
  EXPECT_EQ(cockpit.exception_of(reader, create_area(2, 100)), kNothing);
  EXPECT_EQ(cockpit.exception_of(writer, create_area(227, 8093)), refusal(Exception::out_of_bounds, 2));
  EXPECT_EQ(cockpit.exception_of(writer, create_area(227, 8092)), kNothing);
}

TEST_F(ClientData, ADefinitionHasBytesNumbersAndPlaces) {
  create(writer, 32);
  const auto add = [&](std::uint32_t offset, std::int32_t size_or_type) {
    cockpit.send(writer, add_client_datum(5, size_or_type, offset));
  };
  add(2, -2);                                // int16 at 2
  add(protocol::kClientDataOffsetAuto, -4);  // int64 at 4
  add(protocol::kClientDataOffsetAuto, 3);   // bytes at 12
  add(0, -1);                                // int8 at 0
  add(protocol::kClientDataOffsetAuto, -1);  // int8 at 1
  add(16, -6);                               // float64 at 16
  add(protocol::kClientDataOffsetAuto, -5);  // float32 at 24
  add(protocol::kClientDataOffsetAuto, -3);  // int32 at 28
  std::vector<std::byte> block;
  for (int i = 0; i < 31; ++i) block.push_back(static_cast<std::byte>(i));
  EXPECT_EQ(cockpit.exception_of(writer, set_area(1, block, 5)), kNothing);
  cockpit.send(reader, add_client_datum(6, 32));
  EXPECT_EQ(read_once(reader, 2, 6), bytes({13, 14, 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 0,
                                            15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30}));
}

TEST_F(ClientData, ADefinitionRefusesWhatTheTableSays) {
  const auto add = [&](std::int32_t size_or_type, std::uint32_t datum_id = protocol::kUnused) {
    return cockpit.exception_of(writer, add_client_datum(5, size_or_type, protocol::kClientDataOffsetAuto, datum_id));
  };
  EXPECT_EQ(add(0), refusal(Exception::invalid_data_size, 3));
  EXPECT_EQ(add(8193), refusal(Exception::invalid_data_size, 3));
  EXPECT_EQ(add(-7), refusal(Exception::invalid_data_type, 3));
  EXPECT_EQ(add(4, 7), kNothing);
  EXPECT_EQ(add(4, 7), refusal(Exception::duplicate_id, 5));
  EXPECT_EQ(add(4, 0), kNothing);
  EXPECT_EQ(add(4, 0), kNothing) << "old libraries give it to every datum";
  for (int i = 3; i < 1000; ++i) cockpit.send(writer, add_client_datum(5, 1));
  EXPECT_EQ(add(1), refusal(Exception::too_many_objects, 1));
}

TEST_F(ClientData, ADefinitionHoldsWhatOneMessageCarries) {
  create(writer, 8192);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(cockpit.exception_of(writer, add_client_datum(5, 8192, 0)), kNothing);
  EXPECT_EQ(cockpit.exception_of(writer, add_client_datum(5, 8192, 0)), refusal(Exception::too_many_objects, 1));
  auto request = request_area(7, 1);
  request.define_id.value = 5;
  request.flags = protocol::RequestFlags::tagged;
  cockpit.send(writer, request);
  cockpit.run_frame();
  const Heard told = cockpit.take(writer);
  ASSERT_EQ(told.all<protocol::RecvClientData>().size(), 1u);
  EXPECT_EQ(told.all<protocol::RecvClientData>()[0].data.size(), 5u * (8192 + 4));
}

TEST_F(ClientData, AFailedDatumMakesNoDefinition) {
  EXPECT_EQ(cockpit.exception_of(reader, add_client_datum(5, 0)), refusal(Exception::invalid_data_size, 3));
  EXPECT_EQ(cockpit.exception_of(reader, clear_definition(5)), refusal(Exception::unrecognized_id, 1));
}

TEST_F(ClientData, ClearingADefinitionEndsItsRequests) {
  create(writer, 4);
  cockpit.send(reader, request_area(7, 2, ClientDataPeriod::visual_frame));
  cockpit.run_frame();
  EXPECT_EQ(cockpit.take(reader).messages.size(), 1u);
  EXPECT_EQ(cockpit.exception_of(reader, clear_definition(1)), kNothing);
  EXPECT_EQ(cockpit.exception_of(reader, clear_definition(1)), refusal(Exception::unrecognized_id, 1));
  cockpit.send(reader, add_client_datum(1, 4));
  cockpit.run_frame(2);
  EXPECT_TRUE(cockpit.take(reader).messages.empty());
}

TEST_F(ClientData, RequestingRefusesWhatTheTableSays) {
  EXPECT_EQ(cockpit.exception_of(reader, request_area(7, 99)), refusal(Exception::unrecognized_id, 1));
  auto unknown_definition = request_area(7);
  unknown_definition.define_id.value = 99;
  EXPECT_EQ(cockpit.exception_of(reader, unknown_definition), refusal(Exception::unrecognized_id, 3));
  EXPECT_EQ(cockpit.exception_of(reader, request_area(7, 2, static_cast<ClientDataPeriod>(5))),
            refusal(Exception::invalid_enum, 4));
  EXPECT_EQ(
      cockpit.exception_of(reader, request_area(7, 2, ClientDataPeriod::once, static_cast<protocol::RequestFlags>(4))),
      refusal(Exception::data_error, 5));
  for (std::uint32_t id = 0; id < 1000; ++id) cockpit.send(reader, request_area(id, 2, ClientDataPeriod::on_set));
  EXPECT_EQ(cockpit.exception_of(reader, request_area(1000, 2, ClientDataPeriod::on_set)),
            refusal(Exception::too_many_requests, 2));
  EXPECT_EQ(cockpit.exception_of(reader, request_area(999, 2, ClientDataPeriod::on_set)), kNothing) << "it replaces";
  cockpit.send(reader, request_area(5, 2, ClientDataPeriod::never));
  EXPECT_EQ(cockpit.exception_of(reader, request_area(1000, 2, ClientDataPeriod::on_set)), kNothing);
}

TEST_F(ClientData, SettingRefusesWhatTheTableSays) {
  EXPECT_EQ(cockpit.exception_of(writer, set_area(99, bytes({1, 2, 3, 4}))), refusal(Exception::unrecognized_id, 1));
  EXPECT_EQ(cockpit.exception_of(writer, set_area(1, bytes({1, 2, 3, 4}))), refusal(Exception::out_of_bounds, 1))
      << "mapped but never created";
  create(writer, 4);
  EXPECT_EQ(cockpit.exception_of(writer, set_area(1, bytes({1, 2, 3, 4}), 99)), refusal(Exception::unrecognized_id, 2));
  const auto four = bytes({1, 2, 3, 4});
  auto message = set_area(1, four);
  message.flags = static_cast<protocol::SetFlags>(2);
  EXPECT_EQ(cockpit.exception_of(writer, message), refusal(Exception::data_error, 3));
  message.flags = protocol::SetFlags::none;
  message.reserved = 2;
  EXPECT_EQ(cockpit.exception_of(writer, message), refusal(Exception::data_error, 4));
  EXPECT_EQ(cockpit.exception_of(writer, set_area(1, bytes({1, 2, 3}))), refusal(Exception::size_mismatch, 5));
  EXPECT_EQ(cockpit.exception_of(writer, set_area(1, bytes({1, 2, 3, 4, 5}))), refusal(Exception::size_mismatch, 5));
  message.reserved = 0;
  message.unit_size = 5;
  EXPECT_EQ(cockpit.exception_of(writer, message), refusal(Exception::size_mismatch, 5));
  EXPECT_EQ(read_once(reader, 2), bytes({0, 0, 0, 0})) << "a failing packet has no effect";
  message.unit_size = 4;
  message.reserved = 1;  // third-party libraries
  EXPECT_EQ(cockpit.exception_of(writer, message), kNothing);
  EXPECT_EQ(read_once(reader, 2), bytes({1, 2, 3, 4}));
}

TEST_F(ClientData, ATaggedSetLeavesOtherBytesAlone) {
  create(writer, 4);
  cockpit.send(writer, add_client_datum(5, 2, 0, 70));
  cockpit.send(writer, add_client_datum(5, -1, 3, 71));
  cockpit.send(writer, set_area(1, bytes({1, 2, 3, 4})));
  const auto known = bytes({71, 0, 0, 0, 9});
  auto message = set_area(1, known, 5);
  message.flags = protocol::SetFlags::tagged;
  EXPECT_EQ(cockpit.exception_of(writer, message), kNothing);
  EXPECT_EQ(read_once(reader, 2), bytes({1, 2, 3, 9}));
  const auto unknown = bytes({71, 0, 0, 0, 8, 72, 0, 0, 0, 8});
  message.data = unknown;
  message.unit_size = 10;
  EXPECT_EQ(cockpit.exception_of(writer, message), refusal(Exception::datum_id, 6));
  for (const std::uint32_t cut : {1u, 3u, 4u, 7u}) {
    message.unit_size = cut;
    EXPECT_EQ(cockpit.exception_of(writer, message), refusal(Exception::size_mismatch, 5)) << cut;
  }
  EXPECT_EQ(read_once(reader, 2), bytes({1, 2, 3, 9})) << "nothing of a refused packet is applied";
}

// Areas outlive their makers: a client that comes and goes cannot make a million of one byte.
TEST_F(ClientData, AreasAreCountedOverAllClients) {
  std::uint32_t made = 0;
  while (made < kMaxClientDataAreas) {
    const ClientId client = cockpit.open();
    for (std::uint32_t id = 10; id < 510; ++id, ++made) {
      const std::string name = "Area." + std::to_string(made);
      cockpit.send(client, map_area(name, id));
      cockpit.send(client, create_area(id, 1));
    }
    cockpit.run_frame();
    ASSERT_TRUE(cockpit.take(client).messages.empty());
    cockpit.sessions.disconnect(client);
  }
  EXPECT_EQ(cockpit.exception_of(writer, create_area(1, 1)), std::pair(31u, 2u));
}

TEST_F(ClientData, TwoClientsIdsAndDefinitionsAreApart) {
  create(writer, 4);
  EXPECT_EQ(cockpit.exception_of(reader, set_area(1, bytes({1, 2, 3, 4}))), refusal(Exception::unrecognized_id, 1));
  cockpit.send(writer, add_client_datum(5, 4));
  EXPECT_EQ(cockpit.exception_of(reader, clear_definition(5)), refusal(Exception::unrecognized_id, 1));
}

TEST(ClientDataGenerations, EverySimulatorHasAreas) {
  for (const auto& [profile, version] :
       {std::pair{"fsx_sp2", protocol::Protocol::fsx_sp2}, std::pair{"msfs2020", protocol::Protocol::msfs2020},
        std::pair{"msfs2024", protocol::Protocol::msfs2024}}) {
    Cockpit cockpit(profile);
    const ClientId client = cockpit.open(version);
    cockpit.send(client, map_area("Fuel.Panel", 1));
    cockpit.send(client, create_area(1, 1));
    cockpit.send(client, add_client_datum(1, 1));
    cockpit.send(client, request_area(7, 1));
    cockpit.run_frame();
    const Heard told = cockpit.take(client);
    ASSERT_EQ(told.messages.size(), 1u) << profile;
    EXPECT_EQ(told.all<protocol::RecvClientData>().size(), 1u) << profile;
  }
}

// Version 2 has no period, epsilon or datum id: one answer (wire.md 3.8).
TEST(ClientDataGenerations, TheFirstSimulatorHasTheOldForms) {
  Cockpit cockpit("fsx_rtm");
  const ClientId client = cockpit.open(protocol::Protocol::fsx_rtm);
  cockpit.send(client, map_area("Fuel.Panel", 1));
  cockpit.send(client, create_area(1, 2));
  cockpit.send(client, add_client_datum(1, 2));
  cockpit.send(client, set_area(1, bytes({1, 2})));
  cockpit.send(client, request_area(7, 1, ClientDataPeriod::second));
  cockpit.run_frame(40);
  const Heard told = cockpit.take(client);
  ASSERT_EQ(told.messages.size(), 1u);
  const auto answers = told.all<protocol::RecvClientData>();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(std::vector<std::byte>(answers[0].data.begin(), answers[0].data.end()), bytes({1, 2}));
}

}  // namespace
}  // namespace checkride::emulator
