// Lint of the table: what the compiler does not already refuse.
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

#include "kinds.hpp"

namespace checkride::protocol::test {
namespace {

bool is_snake_case(std::string_view name) {
  for (const char c : name) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return !name.empty() && name.front() != '_';
}

TEST(Table, IdsAndNamesAreUniqueAndAscend) {
  for (const auto infos : {client_message_infos(), server_message_infos()}) {
    std::set<std::uint32_t> ids;
    std::set<std::string_view> names;
    std::uint32_t last = 0;
    for (const MessageInfo& info : infos) {
      EXPECT_TRUE(ids.insert(info.id).second) << info.name;
      EXPECT_TRUE(names.insert(info.name).second) << info.name;
      EXPECT_GE(info.id, last) << info.name;
      EXPECT_TRUE(is_spoken(info.since)) << info.name;
      last = info.id;
    }
  }
}

TEST(Table, HasEveryMessageOfTheReference) {
  // wire.md 3: 111 messages, 0x01 and 0x03 to 0x70. wire.md 4: 45 receive ids, 0x00 to 0x2C, and one special id.
  const auto client = client_message_infos();
  ASSERT_EQ(client.size(), 111U);
  EXPECT_EQ(client[0].id, 1U);
  for (std::size_t i = 1; i < client.size(); ++i) EXPECT_EQ(client[i].id, i + 2) << client[i].name;
  const auto server = server_message_infos();
  ASSERT_EQ(server.size(), 46U);
  for (std::size_t i = 0; i < 45; ++i) EXPECT_EQ(server[i].id, i) << server[i].name;
  EXPECT_EQ(server[45].id, 0x10001U);
}

TEST(Table, RowsSayWhatTheyAre) {
  for (const Kind& kind : all_kinds()) {
    for (const RowFacts& row : kind.rows()) {
      EXPECT_TRUE(is_snake_case(row.name)) << kind.info->name << "." << row.name;
      EXPECT_FALSE(row.meaning.empty()) << kind.info->name << "." << row.name;
      EXPECT_FALSE(to_string(row.unit).empty()) << kind.info->name << "." << row.name;
      EXPECT_LE(row.first_version, row.last_version) << kind.info->name << "." << row.name;
    }
  }
}

TEST(Table, NamesAreUniqueWithinAVersion) {
  for (const Kind& kind : all_kinds()) {
    for (const Protocol version : kProtocols) {
      std::set<std::string_view> names;
      for (const RowFacts& row : kind.rows()) {
        if (version < row.first_version || version > row.last_version) continue;
        EXPECT_TRUE(names.insert(row.name).second) << kind.info->name << "." << row.name;
      }
    }
  }
}

TEST(Table, AnOpenEndedRowIsTheLast) {
  for (const Kind& kind : all_kinds()) {
    bool ended = false;
    for (const RowFacts& row : kind.rows()) {
      EXPECT_FALSE(ended) << kind.info->name << "." << row.name << " follows a row that takes all";
      ended = ended || row.open_ended;
    }
  }
}

TEST(Table, VersionsChangeTheSizesOfTheReference) {
  const auto frame = [](auto message, Protocol version) { return encoded_size(message, version); };
  EXPECT_EQ(frame(FlightSave{}, Protocol::fsx_rtm), 2328U);
  EXPECT_EQ(frame(FlightSave{}, Protocol::fsx_sp1), 2328U);
  EXPECT_EQ(frame(FlightSave{}, Protocol::fsx_sp2), 2588U);
  EXPECT_EQ(frame(RequestClientData{}, Protocol::fsx_rtm), 36U);
  EXPECT_EQ(frame(RequestClientData{}, Protocol::fsx_sp1), 48U);
  EXPECT_EQ(frame(AddToClientDataDefinition{}, Protocol::fsx_rtm), 32U);
  EXPECT_EQ(frame(AddToClientDataDefinition{}, Protocol::fsx_sp1), 36U);
}

TEST(Table, ElementsHaveTheSizesOfTheReference) {
  // wire.md 4.3: versions 3 and 4, 5, 6.
  const auto sizes = []<class T>(T /*element*/) {
    return std::array{element_bytes<T>(Protocol::fsx_sp1), element_bytes<T>(Protocol::fsx_sp2),
                      element_bytes<T>(Protocol::msfs2020), element_bytes<T>(Protocol::msfs2024)};
  };
  using Sizes = std::array<std::size_t, 4>;
  EXPECT_EQ(sizes(FacilityAirport{}), (Sizes{33, 33, 33, 36}));
  EXPECT_EQ(sizes(FacilityVor{}), (Sizes{77, 77, 77, 80}));
  EXPECT_EQ(sizes(FacilityNdb{}), (Sizes{41, 41, 41, 44}));
  EXPECT_EQ(sizes(FacilityWaypoint{}), (Sizes{37, 37, 37, 40}));
  EXPECT_EQ(sizes(FacilityMinimal{})[2], 39U);
  EXPECT_EQ(sizes(FacilityMinimal{})[3], 42U);
  EXPECT_EQ(sizes(JetwayData{})[3], 160U);
  EXPECT_EQ(sizes(ControllerItem{})[3], 276U);
  EXPECT_EQ(sizes(InputEventDescriptor{})[3], 76U);
  EXPECT_EQ(sizes(SimObjectLivery{})[3], 512U);
  EXPECT_EQ(sizes(CameraDefinitionItem{})[3], 256U);
  EXPECT_EQ(sizes(RaceResult{})[3], 1080U);
  EXPECT_EQ(sizes(CameraData{})[3], 84U);
}

}  // namespace
}  // namespace checkride::protocol::test
