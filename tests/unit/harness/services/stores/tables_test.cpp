// The tables of a database: what is refused, which index serves which look-up, and when rows are over.
#include "services/stores/tables.hpp"

#include "store_rig.hpp"

#include "checkride/test/property.hpp"

namespace checkride::harness::stores {
namespace {

using checkride::test::FailsWith;
using checkride::test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using world::UtcTime;

const UtcTime kNow{1'767'600'000s};

struct Airports : testing::Test {
  Result<Change> insert(const std::string& row, UtcTime now = kNow) {
    boost::json::array rows;
    rows.push_back(json(row));
    auto change = tables.insert("airports", rows, now);
    if (change) tables.apply(*change);
    return change;
  }
  // The IATA codes that are found, and how.
  std::vector<std::string> find(const std::string& query, UtcTime now = kNow) {
    const auto read = read_query(json(query));
    EXPECT_THAT(read, IsOk());
    const auto found = tables.find(*read, now);
    EXPECT_THAT(found, IsOk());
    plan = found->plan;
    std::vector<std::string> codes;
    for (const Row* row : found->rows) codes.emplace_back(std::string_view(row->columns.at("iata").get_string()));
    return codes;
  }
  Tables tables{airports().tables};
  Plan plan;
};

TEST_F(Airports, RefuseDoublesAndMissingColumns) {
  EXPECT_THAT(insert(R"({"iata": "SEA", "icao": "KSEA", "name": "Seattle-Tacoma"})"), IsOk());
  EXPECT_THAT(insert(R"({"iata": "SEA", "name": "Another"})"),
              FailsWith("duplicate: airports has a row with that iata already"));
  EXPECT_THAT(insert(R"({"iata": "PAE", "icao": "KSEA", "name": "Paine"})"), FailsWith(HasSubstr("that icao already")));
  EXPECT_THAT(insert(R"({"iata": "PAE"})"), FailsWith("missing: airports needs name"));
  EXPECT_THAT(insert(R"({"iata": null, "name": "Paine"})"), FailsWith("missing: airports needs iata"));
  EXPECT_EQ(tables.sizes().at("airports"), 1U);
}

TEST_F(Airports, WhatLacksAColumnIsNoDouble) {
  EXPECT_THAT(insert(R"({"iata": "PAE", "name": "Paine"})"), IsOk());
  EXPECT_THAT(insert(R"({"iata": "RNT", "name": "Renton"})"), IsOk());
}

TEST_F(Airports, AllRowsOfARequestOrNone) {
  boost::json::array rows;
  for (const char* row : {R"({"iata": "SEA", "name": "a"})", R"({"iata": "SEA", "name": "b"})"})
    rows.push_back(json(row));
  EXPECT_THAT(tables.insert("airports", rows, kNow), FailsWith(HasSubstr("duplicate")));
  EXPECT_THAT(tables.insert("airprots", rows, kNow), FailsWith(HasSubstr("unknown_table")));
}

TEST_F(Airports, EveryLookUpOfTheGuideHasItsIndex) {
  const auto add = [this](const char* iata, const char* city, const char* country, double latitude, const char* name) {
    boost::json::object row;
    row["iata"] = iata;
    row["city"] = city;
    row["country"] = country;
    row["latitude"] = latitude;
    row["longitude"] = -122.3;
    row["name"] = name;
    boost::json::array rows;
    rows.push_back(row);
    const auto change = tables.insert("airports", rows, kNow);
    ASSERT_THAT(change, IsOk());
    tables.apply(*change);
  };
  add("SEA", "Seattle", "US", 47.4, "Seattle-Tacoma International");
  add("BFI", "Seattle", "US", 47.5, "Boeing Field");
  add("YVR", "Vancouver", "CA", 49.2, "Vancouver International");
  add("VUO", "Vancouver", "US", 45.6, "Pearson Field");
  EXPECT_THAT(find(R"({"table": "airports", "where": {"city": "Seattle"}})"), ElementsAre("SEA", "BFI"));
  EXPECT_THAT(plan.index, ElementsAre("city"));
  EXPECT_EQ(plan.rows_looked_at, 2U);
  EXPECT_THAT(find(R"({"table": "airports", "where": {"country": "CA"}})"), ElementsAre("YVR"));
  EXPECT_THAT(plan.index, ElementsAre("country"));
  EXPECT_THAT(find(R"({"table": "airports", "where": {"city": "Vancouver", "country": "US"}})"), ElementsAre("VUO"));
  EXPECT_THAT(plan.index, ElementsAre("country", "city"));
  EXPECT_EQ(plan.rows_looked_at, 1U);
  EXPECT_THAT(
      find(R"({"table": "airports", "where": {"latitude": {"from": 47.5, "to": 50}, "longitude": {"to": -122}}})"),
      ElementsAre("BFI", "YVR"));
  EXPECT_THAT(plan.index, ElementsAre("latitude", "longitude"));
  EXPECT_EQ(plan.rows_looked_at, 2U);
  EXPECT_THAT(find(R"({"table": "airports", "where": {"name": {"words": "INTERNATIONAL vancouver"}}})"),
              ElementsAre("YVR"));
  EXPECT_THAT(plan.index, ElementsAre("name"));
  EXPECT_THAT(find(R"({"table": "airports", "where": {"iata": "BFI"}})"), ElementsAre("BFI"));
  EXPECT_THAT(plan.index, ElementsAre("iata"));
  EXPECT_THAT(find(R"({"table": "airports", "where": {"elevation_ft": 5}})"), IsEmpty());
  EXPECT_THAT(plan.index, IsEmpty());
  EXPECT_EQ(plan.rows_looked_at, 4U) << "a scan says so";
}

TEST_F(Airports, UpdatesKeepUniqueRowsUnique) {
  ASSERT_THAT(insert(R"({"iata": "SEA", "name": "a", "city": "Seattle"})"), IsOk());
  ASSERT_THAT(insert(R"({"iata": "BFI", "name": "b", "city": "Seattle"})"), IsOk());
  const auto which = read_query(json(R"({"table": "airports", "where": {"city": "Seattle"}})"));
  EXPECT_THAT(tables.update(*which, json(R"({"iata": "XXX"})"), kNow), FailsWith(HasSubstr("duplicate")));
  const auto change = tables.update(*which, json(R"({"city": "Tacoma"})"), kNow);
  ASSERT_THAT(change, IsOk());
  tables.apply(*change);
  EXPECT_THAT(find(R"({"table": "airports", "where": {"city": "Seattle"}})"), IsEmpty());
  EXPECT_THAT(find(R"({"table": "airports", "where": {"city": "Tacoma"}, "limit": 1})"), ElementsAre("SEA"));
}

TEST_F(Airports, ADumpRestoresEverything) {
  ASSERT_THAT(insert(R"({"iata": "SEA", "name": "a", "runways": [16, 34]})"), IsOk());
  const boost::json::object dump = tables.dump(kNow);
  ASSERT_THAT(insert(R"({"iata": "BFI", "name": "b"})"), IsOk());
  const auto change = tables.restore(dump);
  ASSERT_THAT(change, IsOk());
  tables.apply(*change);
  EXPECT_EQ(tables.dump(kNow), dump);
  EXPECT_THAT(insert(R"({"iata": "SEA", "name": "c"})"), FailsWith(HasSubstr("duplicate")));
  EXPECT_THAT(tables.restore(json(
                  R"({"clears": true, "rows": [{"table": "nowhere", "id": 1, "inserted_ns": 1, "columns": {}}]})")),
              FailsWith(HasSubstr("unknown_table")));
  EXPECT_THAT(tables.restore(json("{}")), FailsWith(HasSubstr("malformed")));
}

TEST(Queries, MistakesNameTheKey) {
  const auto mistake = [](const char* text) { return read_query(json(text)); };
  EXPECT_THAT(mistake("{}"), FailsWith(HasSubstr("table")));
  EXPECT_THAT(mistake(R"({"table": "a", "where": []})"), FailsWith(HasSubstr("where")));
  EXPECT_THAT(mistake(R"({"table": "a", "where": {"b": {"form": 1}}})"), FailsWith(HasSubstr("condition of b")));
  EXPECT_THAT(mistake(R"({"table": "a", "where": {"b": {}}})"), FailsWith(HasSubstr("b says nothing")));
  EXPECT_THAT(mistake(R"({"table": "a", "where": {"b": {"words": "-"}}})"), FailsWith(HasSubstr("words of b")));
  EXPECT_THAT(mistake(R"({"table": "a", "limit": -1})"), FailsWith(HasSubstr("limit")));
}

// ---- weather: expiry and the newest report

Tables weather() {
  TableSpec reports;
  reports.name = "weather";
  reports.indexes = {{"station", "time"}, {"station", "type", "time"}};
  reports.expire_after = 24h * 7;
  TableSpec sessions;
  sessions.name = "sessions";
  sessions.expire_at = "ends";
  return Tables({reports, sessions});
}

void insert(Tables& tables, const std::string& table, const std::string& row, UtcTime now = kNow) {
  boost::json::array rows;
  rows.push_back(json(row));
  const auto change = tables.insert(table, rows, now);
  ASSERT_THAT(change, IsOk());
  tables.apply(*change);
}

TEST(Weather, TheNewestReportOfAStationIsFoundWithoutAScan) {
  Tables tables = weather();
  for (int i = 0; i < 100; ++i) {
    const std::string time = "2026-01-05T08:" + std::to_string(10 + i % 50) + ":00Z";
    insert(tables, "weather",
           R"({"station": ")" + std::string(i < 50 ? "KSEA" : "KPDX") + R"(", "time": ")" + time + R"("})");
  }
  const auto query =
      read_query(json(R"({"table": "weather", "where": {"station": "KSEA"}, "newest": "time", "limit": 1})"));
  const auto found = tables.find(*query, kNow);
  ASSERT_THAT(found, IsOk());
  ASSERT_EQ(found->rows.size(), 1U);
  EXPECT_EQ(found->rows[0]->columns.at("time"), "2026-01-05T08:59:00Z");
  EXPECT_EQ(found->rows[0]->columns.at("station"), "KSEA");
  EXPECT_THAT(found->plan.index, ElementsAre("station", "time"));
  EXPECT_EQ(found->plan.rows_looked_at, 1U);
}

TEST(Weather, RowsAreOverExactlyAtTheirAge) {
  Tables tables = weather();
  insert(tables, "weather", R"({"station": "KSEA"})");
  insert(tables, "sessions", R"({"ends": "2026-01-05T09:00:00Z"})");
  insert(tables, "sessions", R"({"user": "for ever"})");
  const auto all = read_query(json(R"({"table": "weather"})"));
  EXPECT_EQ(tables.find(*all, kNow + 24h * 7 - 1ns)->rows.size(), 1U);
  EXPECT_EQ(tables.find(*all, kNow + 24h * 7)->rows.size(), 0U) << "nobody has to sweep first";
  EXPECT_EQ(tables.expire(kNow + 1h - 1ns), 0U);
  EXPECT_EQ(tables.expire(kNow + 1h), 1U);
  EXPECT_EQ(tables.expire(kNow + 24h * 7), 1U);
  EXPECT_EQ(tables.sizes().at("sessions"), 1U);
  boost::json::array rows;
  rows.push_back(json(R"({"ends": "soon"})"));
  EXPECT_THAT(tables.insert("sessions", rows, kNow), FailsWith(HasSubstr("malformed: ends of sessions")));
}

// Whatever is asked, an index finds what a scan finds.
RC_GTEST_PROP(TableLaws, IndexesFindWhatScansFind, ()) {
  TableSpec indexed;
  indexed.name = "t";
  indexed.indexes = {{"a"}, {"a", "b"}, {"b", "c"}, {"c"}};
  TableSpec bare;
  bare.name = "t";
  Tables with({indexed});
  Tables without({bare});
  const auto number = [] { return std::to_string(*rc::gen::inRange(0, 4)); };
  for (int i = 0; i < 25; ++i) {
    std::string row = "{\"n\": " + std::to_string(i);
    for (const char* column : {"a", "b", "c"}) {
      if (*rc::gen::inRange(0, 5) != 0) row += ", \"" + std::string(column) + "\": " + number();
    }
    insert(with, "t", row + "}");
    insert(without, "t", row + "}");
  }
  std::string where;
  for (const char* column : {"a", "b", "c"}) {
    const int kind = *rc::gen::inRange(0, 4);
    if (kind == 0) continue;
    where += std::string(where.empty() ? "" : ", ") + "\"" + column + "\": ";
    where += kind == 1   ? number()
             : kind == 2 ? "{\"from\": " + number() + "}"
                         : "{\"from\": 1, \"to\": " + number() + "}";
  }
  const std::string newest = *rc::gen::arbitrary<bool>() ? ", \"newest\": \"b\"" : "";
  const std::string limit = ", \"limit\": " + std::to_string(*rc::gen::inRange(0, 6));
  const auto query = read_query(json("{\"table\": \"t\", \"where\": {" + where + "}" + newest + limit + "}"));
  const auto indexed_rows = with.find(*query, kNow);
  const auto scanned = without.find(*query, kNow);
  RC_ASSERT(indexed_rows->rows.size() == scanned->rows.size());
  for (std::size_t i = 0; i < scanned->rows.size(); ++i) {
    RC_ASSERT(indexed_rows->rows[i]->columns == scanned->rows[i]->columns);
  }
  RC_ASSERT(indexed_rows->plan.rows_looked_at <= scanned->plan.rows_looked_at);
}

RC_GTEST_PROP(TableLaws, DecodingAChangeIsTotal, (std::string text)) {
  const auto change = decode_change(text);
  if (change) RC_ASSERT(decode_change(encode_change(*change)).has_value());
}

}  // namespace
}  // namespace checkride::harness::stores
