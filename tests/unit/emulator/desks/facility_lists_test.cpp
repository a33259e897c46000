// Facility lists and subscriptions (semantics 14.1, 4.4 "Facility lists", 27 pages; wire.md 4.3): what is listed where
// and in which generation, how lists are cut into pages, what subscribers hear as the aircraft moves, jetways (21.3).
#include "desks/facility_lists.hpp"
#include "checkride/test/property.hpp"
#include "desks/facility_messages.hpp"
#include "navigation/navigation.hpp"

namespace checkride::emulator {
namespace {

using namespace protocol;
using test::Cockpit;
using test::facility_list;
using test::Heard;
using test::Refused;
using Type = FacilityListType;

constexpr auto kSeattle = Place{47.45, -122.31, 0};
constexpr auto kLondon = Place{51.47, -0.46, 0};

struct FacilityLists : testing::Test {
  void place(Cockpit& in, const Place& where) {
    in.simulator.value("PLANE LATITUDE") = where.latitude * M_PI / 180;
    in.simulator.value("PLANE LONGITUDE") = where.longitude * M_PI / 180;
  }
  void SetUp() override { place(cockpit, kSeattle); }

  template <class List>
  std::vector<std::string> idents(const Heard& heard, std::uint32_t request) {
    std::vector<std::string> result;
    for (const auto& page : heard.all<List>()) {
      if (page.request_id.value != request) continue;
      for (const auto item : page.elements) result.emplace_back(item.ident);
    }
    return result;
  }
  void second_later() { cockpit.run_when_due(cockpit.now + std::chrono::milliseconds(1100)); }

  Cockpit cockpit;
  ClientId client = cockpit.open();
};

TEST_F(FacilityLists, AirportsOfTheWorldTheRestFromTheCache) {
  cockpit.send(client, facility_list<RequestFacilitiesList>(Type::airport, 1));
  cockpit.send(client, facility_list<RequestFacilitiesList>(Type::waypoint, 2));
  cockpit.send(client, facility_list<RequestFacilitiesList>(Type::ndb, 3));
  cockpit.send(client, facility_list<RequestFacilitiesList>(Type::vor, 4));
  cockpit.send(client, facility_list<RequestFacilitiesList_EX1>(Type::airport, 5));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto world = idents<RecvAirportList>(heard, 1);
  EXPECT_THAT(world, testing::IsSupersetOf({"KSEA", "EGLL", "YSSY"}));
  const auto near = idents<RecvAirportList>(heard, 5);
  EXPECT_THAT(near, testing::IsSupersetOf({"KSEA", "KBFI", "KPAE"}));
  EXPECT_THAT(near, testing::Not(testing::Contains("EGLL")));
  EXPECT_THAT(idents<RecvWaypointList>(heard, 2), testing::Contains("CEDAR"));
  EXPECT_THAT(idents<RecvWaypointList>(heard, 2), testing::Not(testing::Contains("TAMES")));
  EXPECT_THAT(idents<RecvNdbList>(heard, 3), testing::Contains("SZ"));
  EXPECT_THAT(idents<RecvNdbList>(heard, 3), testing::Not(testing::Contains("EPM")));
  EXPECT_THAT(idents<RecvVorList>(heard, 4), testing::IsSupersetOf({"SEA", "ISNQ"}));
  EXPECT_THAT(idents<RecvVorList>(heard, 4), testing::Not(testing::Contains("LON")));
}

TEST_F(FacilityLists, AllFacilitiesAreThoseOfTheWorld) {
  cockpit.send(client, facility_list<RequestAllFacilities>(Type::vor, 1));
  cockpit.send(client, facility_list<RequestAllFacilities>(Type::waypoint, 2));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_THAT(idents<RecvVorList>(heard, 1), testing::IsSupersetOf({"SEA", "LON", "SYD"}));
  EXPECT_THAT(idents<RecvWaypointList>(heard, 2), testing::IsSupersetOf({"CEDAR", "TAMES"}));
}

// wire.md 7, item 9, and the vector c2s-request-all-facilities-v6-node, which a server must understand.
TEST_F(FacilityLists, AllFacilitiesAskedForWithTheFieldsSwappedAreUnderstood) {
  cockpit.send(client, facility_list<RequestAllFacilities>(static_cast<Type>(0xB07), 1));
  cockpit.send(client, facility_list<RequestAllFacilities>(Type::ndb, 3));  // both could be: in the vendor's order
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_THAT(idents<RecvWaypointList>(heard, 0xB07), testing::IsSupersetOf({"CEDAR", "TAMES"}));
  EXPECT_THAT(idents<RecvNdbList>(heard, 3), testing::IsSupersetOf({"SZ", "EPM"}));
  EXPECT_TRUE(heard.all<RecvVorList>().empty());
  EXPECT_TRUE(heard.all<RecvException>().empty());
}

TEST_F(FacilityLists, TheOldSimulatorListsItsCacheOnly) {
  Cockpit fsx("fsx_sp2");
  const ClientId old = fsx.open(Protocol::fsx_sp2);
  place(fsx, kSeattle);
  fsx.send(old, facility_list<RequestFacilitiesList>(Type::airport, 1));
  fsx.run_frame();
  const Heard heard = fsx.take(old);
  EXPECT_THAT(idents<RecvAirportList>(heard, 1), testing::Contains("KSEA"));
  EXPECT_THAT(idents<RecvAirportList>(heard, 1), testing::Not(testing::Contains("EGLL")));
  fsx.set_version(old, Protocol::msfs2020);
  EXPECT_EQ(test::refused(fsx, old, facility_list<RequestFacilitiesList_EX1>(Type::airport, 1)).code, 1u);
}

TEST_F(FacilityLists, RadioStationsSayWhatTheyAre) {
  cockpit.send(client, facility_list<RequestFacilitiesList>(Type::vor, 1));
  cockpit.send(client, facility_list<RequestFacilitiesList>(Type::ndb, 2));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  int seen = 0;
  for (const auto& page : heard.all<RecvVorList>()) {
    for (const FacilityVor vor : page.elements) {
      if (vor.ident == "SEA") {
        ++seen;
        EXPECT_EQ(vor.flags, 0x9u);
        EXPECT_EQ(vor.frequency, 116'800'000u);
        EXPECT_NEAR(vor.mag_var, 19.5, 1e-6);
        EXPECT_EQ(vor.region, "K1");
      } else if (vor.ident == "ISNQ") {
        ++seen;
        EXPECT_EQ(vor.flags, 0xEu);
        EXPECT_EQ(vor.frequency, 110'300'000u);
        EXPECT_NEAR(vor.localizer, 180, 1e-6);
        EXPECT_EQ(vor.glide_slope_angle, 3);
        EXPECT_NEAR(vor.glide_lat, 47.45, 0.05);
      }
    }
  }
  EXPECT_EQ(seen, 2);
  const auto ndbs = heard.all<RecvNdbList>();
  ASSERT_EQ(ndbs.size(), 1u);
  EXPECT_EQ(ndbs[0].elements[0].frequency, 362'000u);
}

TEST_F(FacilityLists, ElementsHaveTheSizeOfTheClientsVersion) {
  const std::map<Protocol, std::size_t> sizes{
      {Protocol::fsx_sp2, 33}, {Protocol::msfs2020, 33}, {Protocol::msfs2024, 36}};
  for (const auto& [version, size] : sizes) {
    const ClientId other = cockpit.open(version);
    cockpit.send(other, facility_list<RequestFacilitiesList>(Type::airport, 1));
    cockpit.run_frame();
    const Heard heard = cockpit.take(other);
    const auto pages = heard.all<RecvAirportList>();
    ASSERT_EQ(pages.size(), 1u);
    EXPECT_EQ(heard.bytes.size(), 28 + size * pages[0].elements.size());
    EXPECT_EQ(pages[0].elements[0].region.empty(), version == Protocol::fsx_sp2);
  }
}

TEST_F(FacilityLists, AnEmptyListIsOnePage) {
  place(cockpit, {-60, 0, 0});
  cockpit.send(client, facility_list<RequestFacilitiesList>(Type::ndb, 9));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto pages = heard.all<RecvNdbList>();
  ASSERT_EQ(pages.size(), 1u);
  EXPECT_EQ(pages[0].request_id.value, 9u);
  EXPECT_EQ(pages[0].elements.size(), 0u);
  EXPECT_EQ(pages[0].entry_number, 0u);
  EXPECT_EQ(pages[0].out_of, 1u);
}

TEST_F(FacilityLists, AListIsRefusedForATypeThatIsNone) {
  const auto none = static_cast<Type>(4);
  const Refused expected{27, 1};
  EXPECT_EQ(test::refused(cockpit, client, facility_list<RequestFacilitiesList>(none, 1)), expected);
  EXPECT_EQ(test::refused(cockpit, client, facility_list<RequestFacilitiesList_EX1>(none, 1)), expected);
  EXPECT_EQ(test::refused(cockpit, client, facility_list<RequestAllFacilities>(none, 4)), expected);
  EXPECT_EQ(test::refused(cockpit, client, facility_list<SubscribeToFacilities>(none, 1)), expected);
  EXPECT_EQ(test::refused(cockpit, client, test::subscribe_ex1(none, 1, 2)), expected);
  UnsubscribeToFacilities end;
  end.list_type = none;
  EXPECT_EQ(test::refused(cockpit, client, end), expected);
  UnsubscribeToFacilities_EX1 end_ex1;
  end_ex1.list_type = none;
  EXPECT_EQ(test::refused(cockpit, client, end_ex1), expected);
}

TEST_F(FacilityLists, AListWaitsUntilTheSimulatorHasLoaded) {
  cockpit.simulator.set_user_object(false);
  cockpit.send(client, facility_list<RequestFacilitiesList>(Type::airport, 1));
  cockpit.send(client, facility_list<SubscribeToFacilities>(Type::vor, 2));
  cockpit.run_frame(5);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
  cockpit.simulator.set_user_object(true);
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_FALSE(idents<RecvAirportList>(heard, 1).empty());
  EXPECT_FALSE(idents<RecvVorList>(heard, 2).empty());
}

// Half a million bytes and more, over frames: 40,000 airports as MSFS 2020 has them.
TEST_F(FacilityLists, TheWorldIsPagedInOrderWithoutGapOrLimitPassed) {
  Profile profile = *find_profile("msfs2020");
  profile.extra_airports = 40'000;
  Cockpit wide(profile);
  const ClientId reader = wide.open(Protocol::msfs2020);
  wide.send(reader, facility_list<RequestFacilitiesList>(Type::airport, 1));
  wide.send(reader, facility_list<RequestFacilitiesList>(Type::airport, 2));
  wide.run_frame(6);
  const Heard heard = wide.take(reader);
  const std::size_t total = load_navigation(40'000).airports.size();
  std::map<std::uint32_t, std::uint32_t> next_page;
  std::map<std::uint32_t, std::size_t> items;
  std::set<std::string> names;
  for (const auto& page : heard.all<RecvAirportList>()) {
    const std::uint32_t request = page.request_id.value;
    EXPECT_EQ(page.entry_number, next_page[request]++);
    EXPECT_EQ(page.out_of, (total + 1243) / 1244);
    EXPECT_LE(page.elements.size(), 1244u) << "(41088 - 28) / 33";
    EXPECT_TRUE(request == 1 || items[1] == total) << "one list after the other";
    items[request] += page.elements.size();
    for (const auto airport : page.elements) names.insert(std::string(airport.ident));
  }
  EXPECT_EQ(items[1], total);
  EXPECT_EQ(items[2], total);
  EXPECT_EQ(names.size(), total) << "every airport has a name of its own";
}

TEST_F(FacilityLists, NoClientMakesTheEmulatorHoldMoreThanItMay) {
  for (std::uint32_t i = 0; i < 1400; ++i) {
    cockpit.send(client, facility_list<RequestFacilitiesList>(Type::airport, i));
  }
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_LT(heard.bytes.size(), 1'200'000u);
  const auto refusals = heard.all<RecvException>();
  ASSERT_FALSE(refusals.empty());
  EXPECT_EQ(refusals.front().exception, Exception::too_many_requests);
  EXPECT_EQ(refusals.front().index, 2u);
  const std::size_t answered = heard.all<RecvAirportList>().size();
  cockpit.run_frame(10);
  EXPECT_EQ(answered + refusals.size() + cockpit.take(client).all<RecvAirportList>().size(), 1400u);
}

TEST_F(FacilityLists, SubscribersHearWhatComesAsTheAircraftFliesOn) {
  cockpit.send(client, facility_list<SubscribeToFacilities>(Type::airport, 7));
  cockpit.run_frame();
  const Heard first = cockpit.take(client);
  EXPECT_THAT(idents<RecvAirportList>(first, 7), testing::Contains("KSEA"));
  second_later();
  EXPECT_TRUE(cockpit.take(client).messages.empty()) << "nothing came";
  place(cockpit, kLondon);
  second_later();
  const Heard later = cockpit.take(client);
  EXPECT_THAT(idents<RecvAirportList>(later, 7), testing::IsSupersetOf({"EGLL", "EGKK", "EGLC"}));
  EXPECT_THAT(idents<RecvAirportList>(later, 7), testing::Not(testing::Contains("KSEA"))) << "removals are not told";
  UnsubscribeToFacilities end;
  end.list_type = Type::airport;
  cockpit.send(client, end);
  place(cockpit, kSeattle);
  second_later();
  EXPECT_TRUE(cockpit.take(client).messages.empty()) << "unsubscribing is silent";
  EXPECT_EQ(cockpit.run_when_due(cockpit.now + std::chrono::seconds(10)), 0u) << "nobody is due any more";
}

TEST_F(FacilityLists, TheExtendedSubscriptionTellsWhatLeavesToo) {
  cockpit.send(client, test::subscribe_ex1(Type::vor, 1, 2));
  cockpit.send(client, test::subscribe_ex1(Type::airport, kUnused, 3));
  cockpit.run_frame();
  const Heard first = cockpit.take(client);
  EXPECT_THAT(idents<RecvVorList>(first, 1), testing::Contains("SEA"));
  EXPECT_TRUE(first.all<RecvAirportList>().empty()) << "only what leaves is of interest";
  place(cockpit, kLondon);
  second_later();
  Heard heard = cockpit.take(client);
  EXPECT_THAT(idents<RecvVorList>(heard, 1), testing::Contains("LON"));
  EXPECT_THAT(idents<RecvVorList>(heard, 2), testing::Contains("SEA"));
  EXPECT_THAT(idents<RecvAirportList>(heard, 3), testing::Contains("KSEA"));
  UnsubscribeToFacilities_EX1 end;
  end.list_type = Type::vor;
  end.unsubscribe_new_in_range = true;
  cockpit.send(client, end);
  place(cockpit, kSeattle);
  second_later();
  heard = cockpit.take(client);
  EXPECT_TRUE(idents<RecvVorList>(heard, 1).empty());
  EXPECT_THAT(idents<RecvVorList>(heard, 2), testing::Contains("LON"));
}

TEST_F(FacilityLists, OneSubscriptionForATypeAndForm) {
  const auto plain = facility_list<SubscribeToFacilities>(Type::ndb, 1);
  EXPECT_EQ(test::refused(cockpit, client, plain), Refused());
  EXPECT_EQ(test::refused(cockpit, client, plain), (Refused{26, 1}));
  EXPECT_EQ(test::refused(cockpit, client, test::subscribe_ex1(Type::ndb, 1, 2)), Refused()) << "apart from the plain";
  EXPECT_EQ(test::refused(cockpit, client, test::subscribe_ex1(Type::ndb, 1, 2)), (Refused{26, 1}));
  EXPECT_EQ(test::refused(cockpit, client, test::subscribe_ex1(Type::vor, kUnused, kUnused)), (Refused{1, 2}));
  EXPECT_EQ(test::refused(cockpit, client, facility_list<SubscribeToFacilities>(Type::ndb, 5)), Refused());
  place(cockpit, kLondon);
  second_later();
  const Heard heard = cockpit.take(client);
  EXPECT_THAT(idents<RecvNdbList>(heard, 5), testing::Contains("EPM"));
  EXPECT_THAT(idents<RecvNdbList>(heard, 1), testing::Contains("EPM")) << "the extended one";
  EXPECT_EQ(heard.all<RecvNdbList>().size(), 3u) << "5, 1 and what left";
}

TEST_F(FacilityLists, TwoClientsSubscribeApartAndOneMayGo) {
  const ClientId other = cockpit.open();
  cockpit.send(client, facility_list<SubscribeToFacilities>(Type::airport, 1));
  cockpit.send(other, facility_list<SubscribeToFacilities>(Type::airport, 1));
  cockpit.run_frame();
  (void)cockpit.take(client);
  (void)cockpit.take(other);
  cockpit.sessions.disconnect(other);
  place(cockpit, kLondon);
  second_later();
  EXPECT_THAT(idents<RecvAirportList>(cockpit.take(client), 1), testing::Contains("EGLL"));
  EXPECT_TRUE(cockpit.take(other).messages.empty());
}

RC_GTEST_PROP(FacilityCache, WhatIsHeldIsNearAndWhatIsNearIsHeld, ()) {
  static const Navigation navigation = load_navigation(500);
  const Place from{*rc::gen::inRange(-80, 80) + 0.5, *rc::gen::inRange(-180, 180) + 0.5, 0};
  const Place to =
      moved(from, {.east = 1000.0 * *rc::gen::inRange(-60, 60), .north = 1000.0 * *rc::gen::inRange(-60, 60)});
  const auto held = facilities_near(navigation, Type::airport, from, {});
  const auto next = facilities_near(navigation, Type::airport, to, held);
  for (std::uint32_t i = 0; i < navigation.airports.size(); ++i) {
    const double distance = distance_m(to, navigation.airports[i].place);
    const bool was = std::ranges::binary_search(held, i);
    RC_ASSERT(std::ranges::binary_search(next, i) == (distance <= (was ? 220'000 : 200'000)));
  }
}

// ---- jetways

protocol::RequestJetwayData jetways(std::string_view icao, std::span<const std::int32_t> indices = {}) {
  RequestJetwayData message;
  message.airport_icao = icao;
  message.parking_indices = List<std::int32_t>(indices);
  return message;
}

TEST_F(FacilityLists, JetwaysOfTheAirportOrOfTheStandsThatAreNamed) {
  cockpit.send(client, jetways("KSEA"));
  const std::vector<std::int32_t> two{3, 1};
  cockpit.send(client, jetways("KSEA", two));
  cockpit.send(client, jetways("KRNT"));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto lists = heard.all<RecvJetwayData>();
  ASSERT_EQ(lists.size(), 3u);
  EXPECT_EQ(lists[0].elements.size(), 24u);
  EXPECT_EQ(lists[0].request_id.value, 0u);
  ASSERT_EQ(lists[1].elements.size(), 2u);
  EXPECT_EQ(lists[1].elements[0].parking_index, 1);
  EXPECT_EQ(lists[1].elements[1].parking_index, 3);
  EXPECT_EQ(lists[1].elements[0].airport_icao, "KSEA");
  EXPECT_NEAR(lists[1].elements[0].lla.latitude, 47.45, 0.02);
  EXPECT_EQ(lists[1].elements[0].status, 0);
  EXPECT_EQ(lists[2].elements.size(), 0u) << "a field without jetways";
  EXPECT_EQ(lists[2].out_of, 1u);
}

TEST_F(FacilityLists, JetwaysThatCannotBe) {
  EXPECT_EQ(test::refused(cockpit, client, jetways("ZZZZ")), (Refused{38, 1}));
  EXPECT_EQ(test::refused(cockpit, client, jetways("EGLL")), (Refused{38, 1})) << "not loaded";
  const std::vector<std::int32_t> beyond{1000};
  EXPECT_EQ(test::refused(cockpit, client, jetways("KSEA", beyond)), (Refused{38, 2}));
  const std::vector<std::int32_t> negative{-1};
  EXPECT_EQ(test::refused(cockpit, client, jetways("KSEA", negative)), (Refused{38, 2}));
  const std::vector<std::int32_t> ramp{26};
  EXPECT_EQ(test::refused(cockpit, client, jetways("KSEA", ramp)), (Refused{38, 2})) << "a stand without one";
}

}  // namespace
}  // namespace checkride::emulator
