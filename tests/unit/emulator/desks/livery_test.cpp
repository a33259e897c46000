// Goal: titles and liveries are listed as semantics 23 says. Method: the list of each type, asked for by one client.
#include <set>

#include "session/session_fixture.hpp"
#include "traffic/ai_titles.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::Protocol;
using protocol::SimObjectType;
using Exceptions = std::pair<std::uint32_t, std::uint32_t>;

protocol::EnumerateSimObjectsAndLiveries enumerate(std::uint32_t type) {
  protocol::EnumerateSimObjectsAndLiveries message;
  message.request_id.value = 6;
  message.sim_object_type = static_cast<SimObjectType>(type);
  return message;
}

struct LiveryTest : testing::Test {
  using Pair = std::pair<std::string, std::string>;
  std::set<Pair> listed(SimObjectType type) {
    cockpit.send(client, enumerate(static_cast<std::uint32_t>(type)));
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    const auto pages = heard.all<protocol::RecvEnumerateSimObjectAndLiveryList>();
    EXPECT_EQ(pages.size(), 1u);
    std::set<Pair> result;
    for (const auto& page : pages) {
      EXPECT_EQ(page.request_id.value, 6u);
      EXPECT_EQ(page.out_of, pages.size());
      for (const auto& element : page.elements) {
        const bool is_new = result.emplace(element.aircraft_title, element.livery_name).second;
        EXPECT_TRUE(is_new) << element.aircraft_title << " is listed once for each livery";
      }
    }
    return result;
  }

  Cockpit cockpit;
  ClientId client = cockpit.open();
};

TEST_F(LiveryTest, EachTitleHasALineForEachOfItsLiveries) {
  const auto aircraft = listed(SimObjectType::aircraft);
  EXPECT_TRUE(aircraft.contains({"Cessna 152 Asobo", "Default"}));
  EXPECT_TRUE(aircraft.contains({"Cessna 152 Asobo", "Flight School"}));
  EXPECT_TRUE(aircraft.contains({"Cessna Skyhawk G1000 Asobo", ""})) << "an aircraft of the old format";
}

// What is listed can be made, and what can be made is listed.
TEST_F(LiveryTest, TheTitlesAreThoseOfAiObjects) {
  const Profile profile = *find_profile("msfs2024");
  for (const auto type :
       {SimObjectType::aircraft, SimObjectType::helicopter, SimObjectType::boat, SimObjectType::ground}) {
    for (const auto& [title, livery] : listed(type)) {
      const AiTitle* known = find_ai_title(title, profile);
      ASSERT_NE(known, nullptr) << title;
      EXPECT_EQ(object_type(known->category), type) << title;
    }
  }
  std::set<std::string> listed_titles;
  for (const auto& [title, livery] : listed(SimObjectType::all)) listed_titles.insert(title);
  for (const AiTitle& title : ai_titles()) {
    if (title.generation == profile.generation) {
      EXPECT_TRUE(listed_titles.contains(std::string(title.title))) << title.title;
    }
  }
}

TEST_F(LiveryTest, UserMeansWhateverFlies) {
  std::set<Pair> flies = listed(SimObjectType::aircraft);
  flies.merge(listed(SimObjectType::helicopter));
  flies.merge(listed(SimObjectType::hot_air_balloon));
  EXPECT_EQ(listed(SimObjectType::user), flies);
  flies.merge(listed(SimObjectType::user_avatar));
  EXPECT_EQ(listed(SimObjectType::user_current), flies);
  flies.merge(listed(SimObjectType::boat));
  flies.merge(listed(SimObjectType::ground));
  flies.merge(listed(SimObjectType::animal));
  EXPECT_EQ(listed(SimObjectType::all), flies);
}

TEST_F(LiveryTest, AnUnknownTypeIsRefused) {
  EXPECT_EQ(cockpit.exception_of(client, enumerate(10)), Exceptions(27, 2));
}

TEST_F(LiveryTest, OlderSimulatorsDoNotKnowIt) {
  for (const char* profile : {"msfs2020", "fsx_sp2"}) {
    Cockpit older(profile);
    const ClientId other = older.open(Protocol::fsx_sp2);
    EXPECT_EQ(older.exception_of(other, enumerate(1)), Exceptions(1, protocol::kUnknownIndex)) << profile;
  }
}

}  // namespace
}  // namespace checkride::emulator
