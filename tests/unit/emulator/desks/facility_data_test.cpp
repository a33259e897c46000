// Facilities by definition (semantics 14.2, 14.3, 14.4, 4.4 "AddToFacilityDefinition", "RequestFacilityData"): building
// definitions, the order of records, what is in them, filters, ambiguous names; laws over definitions drawn at random.
#include "checkride/catalog/catalog.hpp"
#include "checkride/test/property.hpp"
#include "desks/facility_messages.hpp"

namespace checkride::emulator {
namespace {

using namespace protocol;
using test::Cockpit;
using test::facility_data;
using test::facility_data_ex1;
using test::facility_entry;
using test::facility_filter;
using test::Fields;
using test::Heard;
using test::Refused;

struct FacilityData : testing::Test {
  void define(std::uint32_t id, const std::vector<std::string>& entries) {
    for (const std::string& entry : entries) cockpit.send(client, facility_entry(id, entry));
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    EXPECT_TRUE(heard.messages.empty()) << "definitions are silent";
  }
  template <class M>
  Heard ask(const M& message) {
    cockpit.send(client, message);
    cockpit.run_frame();
    return cockpit.take(client);
  }
  template <class M>
  Refused refused(const M& message) {
    return test::refused(cockpit, client, message);
  }

  Cockpit cockpit;
  ClientId client = cockpit.open();
};

TEST_F(FacilityData, AnAirportsFieldsAreThoseOfTheFile) {
  define(1, {"OPEN AIRPORT", "LATITUDE", "longitude", "ALTITUDE", "MAGVAR", "NAME", "ICAO", "REGION", "IS_CLOSED",
             "COUNTRY", "CITY_STATE", "N_RUNWAYS", "CLOSE AIRPORT"});
  const Heard heard = ask(facility_data(1, 77, "ksea", "ignored"));
  ASSERT_EQ(heard.messages.size(), 2u);
  const auto record = heard.all<RecvFacilityData>().at(0);
  EXPECT_EQ(record.user_request_id.value, 77u);
  EXPECT_EQ(record.parent_unique_request_id.value, 0u);
  EXPECT_EQ(record.type, FacilityDataType::airport);
  EXPECT_FALSE(record.is_list_item);
  Fields fields(record.data);
  EXPECT_NEAR(fields.float64(), 47.4499, 1e-9);
  EXPECT_NEAR(fields.float64(), -122.3118, 1e-9);
  EXPECT_NEAR(fields.float64(), 433 * 0.3048, 0.1) << "metres";
  EXPECT_NEAR(fields.float32(), 15.3, 1e-5);
  EXPECT_EQ(fields.text(32), "Seattle-Tacoma Intl");
  EXPECT_EQ(fields.text(8), "KSEA");
  EXPECT_EQ(fields.text(8), "K1");
  EXPECT_EQ(fields.int8(), 0);
  EXPECT_EQ(fields.text(256), "United States");
  EXPECT_EQ(fields.text(256), "Seattle, Washington");
  EXPECT_EQ(fields.int32(), 3);
  EXPECT_EQ(fields.left(), 0u) << "packed";
  EXPECT_EQ(heard.all<RecvFacilityDataEnd>().at(0).request_id.value, 77u);
}

TEST_F(FacilityData, RecordsComeDepthFirstInTheOrderOfTheDefinition) {
  define(1, {"OPEN AIRPORT", "OPEN RUNWAY", "LENGTH", "OPEN PRIMARY_THRESHOLD", "ENABLE", "CLOSE PRIMARY_THRESHOLD",
             "OPEN SECONDARY_BLASTPAD", "LENGTH", "CLOSE SECONDARY_BLASTPAD", "CLOSE RUNWAY", "ICAO", "OPEN FREQUENCY",
             "TYPE", "CLOSE FREQUENCY", "CLOSE AIRPORT"});
  const Heard heard = ask(facility_data(1, 5, "KBFI"));
  const auto records = heard.all<RecvFacilityData>();
  using enum FacilityDataType;
  const std::vector<FacilityDataType> types{airport,  runway,    pavement,  pavement,  runway,   pavement,
                                            pavement, frequency, frequency, frequency, frequency};
  ASSERT_EQ(records.size(), types.size());
  RecordId runway_record;
  for (std::size_t i = 0; i < records.size(); ++i) {
    EXPECT_EQ(records[i].type, types[i]) << i;
    if (records[i].type == runway) runway_record = records[i].unique_request_id;
    const bool below_runway = records[i].type == pavement;
    if (i > 0) {
      EXPECT_GT(records[i].unique_request_id.value, records[i - 1].unique_request_id.value);
      EXPECT_EQ(records[i].parent_unique_request_id, below_runway ? runway_record : records[0].unique_request_id);
      EXPECT_TRUE(records[i].is_list_item);
    }
  }
  EXPECT_EQ(records[1].item_index, 0u);
  EXPECT_EQ(records[4].item_index, 1u);
  EXPECT_EQ(records[4].list_size, 2u);
  EXPECT_EQ(records[10].item_index, 3u);
  EXPECT_EQ(records[10].list_size, 4u);
  EXPECT_EQ(records[0].data.size(), 8u) << "a child takes no room in its parent";
  EXPECT_NEAR(Fields(records[1].data).float32(), 3050, 1);
  EXPECT_TRUE(std::holds_alternative<RecvFacilityDataEnd>(heard.messages.back()));
  const auto again = ask(facility_data(1, 5, "KBFI")).all<RecvFacilityData>();
  EXPECT_GT(again.at(0).unique_request_id.value, records.back().unique_request_id.value) << "new for each request";
}

TEST_F(FacilityData, DefinitionsThatMakeNoSense) {
  EXPECT_EQ(refused(facility_entry(1, "LATITUDE")), (Refused{3, 1}));
  EXPECT_EQ(refused(facility_entry(1, "OPEN RUNWAY")), (Refused{3, 1})) << "no entry point";
  EXPECT_EQ(refused(facility_entry(1, "OPEN")), (Refused{3, 1}));
  EXPECT_EQ(refused(facility_data(1, 1, "KSEA")), (Refused{3, 1})) << "never made";
  EXPECT_EQ(refused(facility_entry(1, "OPEN AIRPORT")), Refused());
  EXPECT_EQ(refused(facility_entry(1, "FLAVOUR")), (Refused{20, 2}));
  EXPECT_EQ(refused(facility_entry(1, "RUNWAY")), (Refused{20, 2})) << "a child is opened";
  EXPECT_EQ(refused(facility_entry(1, "OPEN ICAO")), (Refused{20, 2})) << "a field is not";
  EXPECT_EQ(refused(facility_entry(1, "OPEN VOR")), (Refused{20, 2}));
  EXPECT_EQ(refused(facility_entry(1, "CLOSE RUNWAY")), (Refused{20, 2}));
  EXPECT_EQ(refused(facility_data(1, 1, "KSEA")), (Refused{3, 1})) << "still open";
  EXPECT_EQ(refused(facility_entry(1, "ICAO")), Refused()) << "the rest continues";
  EXPECT_EQ(refused(facility_entry(1, "CLOSE AIRPORT")), Refused());
  EXPECT_EQ(refused(facility_entry(1, "OPEN AIRPORT")), (Refused{20, 2})) << "one entry point";
  EXPECT_EQ(refused(facility_data(1, 1, "ZZZZ")), (Refused{1, 3}));
  EXPECT_EQ(refused(facility_data(1, 1, "")), (Refused{1, 3}));
  EXPECT_EQ(ask(facility_data(1, 1, "KSEA")).all<RecvFacilityData>().size(), 1u);
}

TEST_F(FacilityData, ADefinitionHasAnEnd) {
  EXPECT_EQ(refused(facility_entry(1, "OPEN AIRPORT")), Refused());
  for (int i = 0; i < 160; ++i) cockpit.send(client, facility_entry(1, "COUNTRY"));
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(client).messages.empty());
  EXPECT_EQ(refused(facility_entry(1, "COUNTRY")), (Refused{11, 1})) << "a record would not fit a frame";
  EXPECT_EQ(refused(facility_entry(1, "CLOSE AIRPORT")), Refused());
  EXPECT_EQ(ask(facility_data(1, 1, "KSEA")).all<RecvFacilityData>().at(0).data.size(), 160u * 256);
}

TEST_F(FacilityData, ANavaidByItsRegionOrNot) {
  define(1, {"OPEN VOR", "FREQUENCY", "NAME", "IS_NAV", "CLOSE VOR"});
  const Heard one = ask(facility_data(1, 1, "SEA"));
  Fields fields(one.all<RecvFacilityData>().at(0).data);
  EXPECT_EQ(fields.int32(), 116'800'000);
  EXPECT_EQ(fields.text(64), "Seattle");
  EXPECT_EQ(fields.int32(), 1);

  const Heard several = ask(facility_data(1, 2, "BIG"));
  ASSERT_EQ(several.messages.size(), 1u) << "no END: the client asks again";
  const auto list = several.all<RecvFacilityMinimalList>().at(0);
  EXPECT_EQ(list.request_id.value, 2u);
  EXPECT_EQ(list.out_of, 1u);
  ASSERT_EQ(list.elements.size(), 2u);
  EXPECT_EQ(list.elements[0].icao_type, 'V');
  EXPECT_EQ(list.elements[0].icao_ident, "BIG");
  EXPECT_EQ(list.elements[0].icao_region, "EG");
  EXPECT_EQ(list.elements[1].icao_region, "PA");
  EXPECT_NEAR(list.elements[1].lla.latitude, 64, 0.1);

  const Heard exact = ask(facility_data(1, 3, "BIG", "PA"));
  Fields alaskan(exact.all<RecvFacilityData>().at(0).data);
  EXPECT_EQ(alaskan.int32(), 114'900'000);
  EXPECT_EQ(refused(facility_data(1, 4, "BIG", "LF")), (Refused{1, 3}));
  EXPECT_EQ(refused(facility_data(1, 4, "SZ")), (Refused{1, 3})) << "an NDB is no VOR";
}

TEST_F(FacilityData, TheLetterChoosesAmongWaypointsAndStations) {
  define(1, {"OPEN WAYPOINT", "TYPE", "CLOSE WAYPOINT"});
  const auto type_of = [this](char letter) {
    const Heard heard = ask(facility_data_ex1(1, 1, "YVR", letter));
    const auto records = heard.all<RecvFacilityData>();
    return records.empty() ? -1 : Fields(records[0].data).int32();
  };
  EXPECT_EQ(type_of('V'), 3);
  EXPECT_EQ(type_of('N'), 4);
  EXPECT_EQ(ask(facility_data_ex1(1, 1, "YVR", '\0')).all<RecvFacilityMinimalList>().at(0).elements.size(), 2u);
  EXPECT_EQ(refused(facility_data_ex1(1, 1, "YVR", 'W')), (Refused{1, 3}));
  EXPECT_EQ(refused(facility_data_ex1(1, 1, "YVR", 'x')), (Refused{1, 5}));
  EXPECT_EQ(refused(facility_data_ex1(9, 1, "YVR", 'x')), (Refused{3, 1})) << "the first bad parameter wins";
}

TEST_F(FacilityData, RoutesLeadToTheNeighboursOfAFix) {
  define(1, {"OPEN WAYPOINT", "N_ROUTES", "OPEN ROUTE", "NAME", "NEXT_ICAO", "PREV_ICAO", "PREV_TYPE", "CLOSE ROUTE",
             "CLOSE WAYPOINT"});
  const Heard heard = ask(facility_data(1, 1, "OLM"));
  const auto records = heard.all<RecvFacilityData>();
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(Fields(records[0].data).int32(), 2);
  Fields route(records[2].data);
  EXPECT_EQ(route.text(32), "V23");
  EXPECT_EQ(route.text(8), "SEA");
  EXPECT_EQ(route.text(8), "BTG");
  EXPECT_EQ(route.int32(), 'V');
}

TEST_F(FacilityData, OnlyElementsThatTheFilterWantsAreSent) {
  define(1, {"OPEN AIRPORT", "OPEN RUNWAY", "PRIMARY_NUMBER", "PRIMARY_DESIGNATOR", "CLOSE RUNWAY", "CLOSE AIRPORT"});
  const auto runways = [this] {
    const Heard heard = ask(facility_data(1, 1, "KSEA"));
    EXPECT_EQ(heard.all<RecvFacilityDataEnd>().size(), 1u);
    std::vector<std::int32_t> designators;
    for (const auto& record : heard.all<RecvFacilityData>()) {
      if (record.type != FacilityDataType::runway) continue;
      EXPECT_EQ(record.item_index, designators.size());
      Fields fields(record.data);
      EXPECT_EQ(fields.int32(), 16);
      designators.push_back(fields.int32());
    }
    return designators;
  };
  EXPECT_EQ(runways().size(), 3u);
  const auto left = test::bytes_of<std::int32_t>(1);
  EXPECT_EQ(refused(facility_filter(1, "AIRPORT:RUNWAY:PRIMARY_DESIGNATOR", left)), Refused());
  EXPECT_EQ(runways(), std::vector<std::int32_t>{1});
  const auto number = test::bytes_of<std::int32_t>(34);
  EXPECT_EQ(refused(facility_filter(1, "airport:runway:primary_number", number)), Refused());
  EXPECT_TRUE(runways().empty()) << "both filters count";
  EXPECT_EQ(refused(facility_filter(1, "AIRPORT:RUNWAY:PRIMARY_NUMBER", {})), Refused());
  EXPECT_EQ(runways(), std::vector<std::int32_t>{1}) << "size 0 removes that filter only";
  ClearAllFacilityDataDefinitionFilters clear;
  clear.define_id.value = 1;
  EXPECT_EQ(refused(clear), Refused());
  EXPECT_EQ(runways().size(), 3u);
}

TEST_F(FacilityData, TextsAreFilteredUpToTheirEnd) {
  define(1, {"OPEN AIRPORT", "ICAO", "OPEN FREQUENCY", "TYPE", "CLOSE FREQUENCY", "CLOSE AIRPORT"});
  const std::string name = "Boeing Ground";
  const auto bytes = std::as_bytes(std::span(name));
  EXPECT_EQ(refused(facility_filter(1, "AIRPORT:FREQUENCY:NAME", bytes)), Refused());
  EXPECT_EQ(ask(facility_data(1, 1, "KBFI")).all<RecvFacilityData>().size(), 2u);
  EXPECT_EQ(refused(facility_filter(1, "AIRPORT:ICAO", bytes.first(3))), Refused());
  const Heard nothing = ask(facility_data(1, 1, "KBFI"));
  ASSERT_EQ(nothing.messages.size(), 1u) << "an airport that is not wanted";
  EXPECT_EQ(nothing.all<RecvFacilityDataEnd>().size(), 1u);
}

TEST_F(FacilityData, FiltersThatCannotBe) {
  const auto value = test::bytes_of<std::int32_t>(1);
  EXPECT_EQ(refused(facility_filter(9, "AIRPORT:N_RUNWAYS", value)), (Refused{3, 1}));
  define(1, {"OPEN AIRPORT", "ICAO", "CLOSE AIRPORT"});
  EXPECT_EQ(refused(facility_filter(1, "VOR:TYPE", value)), (Refused{3, 2})) << "another kind of facility";
  for (const char* path : {"", ":", "AIRPORT", "AIRPORT:", "AIRPORT:FLAVOUR", "AIRPORT:RUNWAY", "RUNWAY:LENGTH",
                           "AIRPORT:RUNWAY:FLAVOUR", "AIRPORT:ICAO:TYPE", "FLAVOUR:TYPE"}) {
    EXPECT_EQ(refused(facility_filter(1, path, value)), (Refused{20, 2})) << path;
  }
  EXPECT_EQ(refused(facility_filter(1, "AIRPORT:LATITUDE", value)), (Refused{2, 3}));
  auto longer = facility_filter(1, "AIRPORT:N_RUNWAYS", value);
  longer.unit_size = 8;
  EXPECT_EQ(refused(longer), (Refused{2, 3})) << "more than was sent";
  ClearAllFacilityDataDefinitionFilters clear;
  clear.define_id.value = 9;
  EXPECT_EQ(refused(clear), (Refused{3, 1}));
}

TEST_F(FacilityData, ParallelRequestsAreAnsweredOneAfterTheOther) {
  define(1, {"OPEN AIRPORT", "ICAO", "OPEN TAXI_PATH", "TYPE", "CLOSE TAXI_PATH", "CLOSE AIRPORT"});
  for (std::uint32_t i = 0; i < 900; ++i) cockpit.send(client, facility_data(1, i % 3, i % 2 == 0 ? "KSEA" : "KBFI"));
  ClearAllFacilityDataDefinitionFilters no_filters;
  no_filters.define_id.value = 1;
  const auto none = test::bytes_of<std::int32_t>(-1);
  cockpit.send(client, facility_filter(1, "AIRPORT:TAXI_PATH:TYPE", none));
  cockpit.run_frame(20);
  const Heard heard = cockpit.take(client);
  std::uint32_t ended = 0;
  std::size_t paths = 0;
  for (const auto& message : heard.messages) {
    if (const auto* record = std::get_if<RecvFacilityData>(&message)) {
      EXPECT_EQ(record->user_request_id.value, ended % 3);
      paths += record->type == FacilityDataType::taxi_path ? 1 : 0;
    } else {
      EXPECT_EQ(std::get<RecvFacilityDataEnd>(message).request_id.value, ended++ % 3);
    }
  }
  EXPECT_EQ(ended, 900u);
  EXPECT_EQ(paths, 450u * (21 + 30 + 14 + 18)) << "a filter that came later does not reach back";
}

TEST_F(FacilityData, DefinitionsAreTheClientsOwn) {
  define(1, {"OPEN AIRPORT", "ICAO", "CLOSE AIRPORT"});
  const ClientId other = cockpit.open(Protocol::msfs2020);
  EXPECT_EQ(test::refused(cockpit, other, facility_data(1, 1, "KSEA")), (Refused{3, 1}));
  cockpit.send(other, facility_entry(1, "OPEN NDB"));
  cockpit.send(other, facility_entry(1, "FREQUENCY"));
  cockpit.send(other, facility_entry(1, "CLOSE NDB"));
  cockpit.send(other, facility_data(1, 1, "SZ"));
  cockpit.run_frame();
  const Heard heard = cockpit.take(other);
  EXPECT_EQ(Fields(heard.all<RecvFacilityData>().at(0).data).int32(), 362'000);
  cockpit.sessions.disconnect(other);
  EXPECT_EQ(ask(facility_data(1, 1, "KSEA")).all<RecvFacilityData>().size(), 1u);
}

TEST_F(FacilityData, TheOldSimulatorDoesNotKnowIt) {
  Cockpit fsx("fsx_sp2");
  const ClientId old = fsx.open(Protocol::fsx_sp2);
  fsx.set_version(old, Protocol::msfs2024);
  EXPECT_EQ(test::refused(fsx, old, facility_entry(1, "OPEN AIRPORT")).code, 1u);
  EXPECT_EQ(test::refused(fsx, old, facility_data(1, 1, "KSEA")).code, 1u);
}

// Opens `node` with some of its fields and children; gives the bytes that each opened node takes in a record.
void draw_node(std::string_view opened, std::string_view node, int depth, std::vector<std::string>& entries,
               std::map<std::string, std::size_t>& sizes, const std::string& path) {
  entries.push_back("OPEN " + std::string(opened));
  std::size_t size = 0;
  const auto fields = catalog::facility_fields(node);
  for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
    const auto& field = fields[*rc::gen::inRange<std::size_t>(0, fields.size())];
    if (field.type != catalog::FacilityType::node) {
      entries.emplace_back(field.field);
      size += field.size_bytes;
    } else if (depth < 4 && !sizes.contains(path + ":" + std::string(field.field))) {
      draw_node(field.field, field.child_node, depth + 1, entries, sizes, path + ":" + std::string(field.field));
    }
  }
  sizes[path] = size;
  entries.push_back("CLOSE " + std::string(opened));
}

RC_GTEST_PROP(FacilityDataLaws, RecordsFormATreeAndHaveTheSizeOfTheirFields, ()) {
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  std::vector<std::string> entries;
  std::map<std::string, std::size_t> sizes;
  draw_node("AIRPORT", "AIRPORT", 0, entries, sizes, "AIRPORT");
  for (const std::string& entry : entries) cockpit.send(client, facility_entry(1, entry));
  cockpit.send(client, facility_data(1, 1, *rc::gen::element<std::string>("KSEA", "EGLL", "S16", "LSZH")));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  RC_ASSERT(heard.all<RecvException>().empty());
  RC_ASSERT(heard.all<RecvFacilityDataEnd>().size() == 1u);
  std::set<std::size_t> possible;
  for (const auto& [path, size] : sizes) possible.insert(size);
  std::vector<std::uint32_t> open;  // the records above the present one
  for (const auto& record : heard.all<RecvFacilityData>()) {
    RC_ASSERT(possible.contains(record.data.size()));
    while (!open.empty() && open.back() != record.parent_unique_request_id.value) open.pop_back();
    RC_ASSERT(open.empty() == (record.parent_unique_request_id.value == 0));
    RC_ASSERT(!record.is_list_item || record.item_index < record.list_size);
    open.push_back(record.unique_request_id.value);
  }
}

RC_GTEST_PROP(FacilityDataLaws, AnyEntriesGiveOneExceptionEachOrNone, ()) {
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  const std::vector<std::string> words{
      "OPEN AIRPORT", "CLOSE AIRPORT", "OPEN RUNWAY", "CLOSE RUNWAY", "LENGTH", "ICAO", "",
      "OPEN ",        "CLOSE",         "OPEN VOR"};
  const int count = *rc::gen::inRange(1, 40);
  for (int i = 0; i < count; ++i) {
    cockpit.send(client, facility_entry(1, words[*rc::gen::inRange<std::size_t>(0, words.size())]));
  }
  cockpit.send(client, facility_data(1, 1, "KSEA"));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  RC_ASSERT(heard.all<RecvException>().size() <= static_cast<std::size_t>(count) + 1);
  // The request is answered if the definition is whole, and refused for it otherwise.
  if (heard.all<RecvFacilityDataEnd>().empty()) {
    const auto& last = std::get<RecvException>(heard.messages.back());
    RC_ASSERT(last.exception == Exception::unrecognized_id && last.index == 1u);
  } else {
    RC_ASSERT(std::holds_alternative<RecvFacilityDataEnd>(heard.messages.back()));
  }
}

}  // namespace
}  // namespace checkride::emulator
