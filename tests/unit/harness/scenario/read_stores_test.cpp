// The keys of stores: every key means what it says, and every mistake has its place.
#include "scenario/read_stores.hpp"

#include <gmock/gmock.h>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"
#include "read_spec.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

ReadSpec<DatabaseSpec> database(const std::string& text) {
  return {text, read_database};
}
ReadSpec<KeyValueSpec> key_value(const std::string& text) {
  return {text, read_key_value};
}

TEST(ReadStores, NothingMeansTheDefaults) {
  EXPECT_EQ(database("{}").spec, DatabaseSpec());
  EXPECT_EQ(key_value("{}").spec, KeyValueSpec());
  EXPECT_EQ(database("{}").mistakes + key_value("{}").mistakes, "");
}

TEST(ReadStores, EveryKeyOfADatabase) {
  const auto read = database(
      "port: 5433\npassword: sesame\nconnections_max: 25\nlatency: 2ms\ndurable: false\nreplica_of: db\ndata: false\n"
      "lag: 1s\nelection: {after: 5s}\n"
      "tables:\n  airports: {required: [iata], unique: [iata, [icao]], indexes: [[city, country], name:words], "
      "expire: {after: 7d, at: ends}}\n");
  EXPECT_EQ(read.mistakes, "");
  DatabaseSpec wanted;
  wanted.port = 5433;
  wanted.password = "sesame";
  wanted.connections_max = 25;
  wanted.latency = 2ms;
  wanted.durable = false;
  wanted.replica_of = "db";
  wanted.holds_data = false;
  wanted.lag = 1s;
  wanted.election_after = 5s;
  TableSpec airports;
  airports.name = "airports";
  airports.required = {"iata"};
  airports.unique = {{"iata"}, {"icao"}};
  airports.indexes = {{"city", "country"}, {"name:words"}};
  airports.expire_after = 24h * 7;
  airports.expire_at = "ends";
  wanted.tables.push_back(airports);
  EXPECT_EQ(read.spec, wanted);
}

TEST(ReadStores, EveryKeyOfAKeyValueStore) {
  const auto read = key_value(
      "port: 6380\npassword: sesame\nmemory_max: 2GB\neviction: allkeys_lru\nappend_only: everysec\n"
      "save: [900 1, \"60 10000\"]\nidle_timeout: 300s\nclients_max: 5\nreplica_of: redis\n");
  EXPECT_EQ(read.mistakes, "");
  KeyValueSpec wanted;
  wanted.port = 6380;
  wanted.password = "sesame";
  wanted.memory_max = 2'000'000'000;
  wanted.eviction = Eviction::allkeys_lru;
  wanted.append_only = AppendOnly::everysec;
  wanted.save = {{900s, 1}, {60s, 10'000}};
  wanted.idle_timeout = 300s;
  wanted.clients_max = 5;
  wanted.replica_of = "redis";
  EXPECT_EQ(read.spec, wanted);
  EXPECT_TRUE(key_value("save: []").spec.save.empty());
}

TEST(ReadStores, MistakesHaveTheirPlaces) {
  EXPECT_THAT(database("prot: 1").mistakes, HasSubstr("s.yaml:1:1: unknown key \"prot\", did you mean \"port\"?"));
  EXPECT_THAT(database("port: 0").mistakes, HasSubstr("s.yaml:1:7: "));
  EXPECT_THAT(database("password: \"\"").mistakes, HasSubstr("must not be empty"));
  EXPECT_THAT(database("data: false").mistakes, HasSubstr("only votes"));
  EXPECT_THAT(database("tables: {a: {unique: [[]]}}").mistakes, HasSubstr("expected the names of columns"));
  EXPECT_THAT(database("tables: {a: {unique: [name:words]}}").mistakes, HasSubstr("words of a column"));
  EXPECT_THAT(database("tables: {a: {indexes: [[name:words, b]]}}").mistakes, HasSubstr("words of a column"));
  EXPECT_THAT(database("tables: {a: {expire: {}}}").mistakes, HasSubstr("needs after"));
  EXPECT_THAT(database("tables: {a: {expires: {}}}").mistakes, HasSubstr("did you mean \"expire\"?"));
  EXPECT_THAT(key_value("eviction: lru").mistakes, HasSubstr("s.yaml:1:11: "));
  for (const char* point : {"900", "900 0", "0 1", "900 1 2", "x 1", "900  1"}) {
    EXPECT_THAT(key_value("save: [\"" + std::string(point) + "\"]").mistakes, HasSubstr("as in \"900 1\"")) << point;
  }
}

// ---- in a scenario

Result<Scenario> with_stores(const std::string& services, const std::string& steps = "") {
  return load_scenario("scenario: a\nservices:\n" + services + "timeline:\n  - start: [db, cache]\n" + steps +
                           "  - expect: {store: {of: cache, key: a, exists: false}}\n",
                       "a.yaml");
}
const std::string kBoth = "  db: {kind: database}\n  cache: {kind: keyvalue}\n";

TEST(ReadStores, AreServicesOfTheirKind) {
  const auto scenario = with_stores(
      kBoth + "  db2: {kind: database, replica_of: db}\n",
      "  - store: {on: cache, set: {a: 1, b: x}, ttl: 5s}\n  - store: {on: db, insert: {table: t, row: {n: 1}}}\n");
  ASSERT_THAT(scenario, test::IsOk());
  EXPECT_EQ(scenario->kind_of("db"), MemberKind::database);
  EXPECT_EQ(scenario->kind_of("cache"), MemberKind::key_value);
  EXPECT_EQ(std::get<DatabaseSpec>(scenario->service("db2")->spec).replica_of, "db");
  EXPECT_TRUE(scenario->service("db")->names.empty());
  EXPECT_EQ(describe(scenario->timeline[1]), "store on cache: a = 1, b = x for 5s");
  EXPECT_EQ(describe(scenario->timeline[2]), "store on db: {\"n\":1} into t");
}

TEST(ReadStores, WhatIsCopiedIsThereAndOfTheSameKind) {
  const auto replica = [](const std::string& leader) {
    return with_stores(
        kBoth + "  db1: {kind: database, replica_of: db}\n  db2: {kind: database, replica_of: " + leader + "}\n");
  };
  EXPECT_THAT(replica("bd"), test::FailsWith(HasSubstr("a.yaml:6:37: there is no database \"bd\"")));
  EXPECT_THAT(replica("cache"), test::FailsWith(HasSubstr("there is no database \"cache\"")));
  EXPECT_THAT(replica("db2"), test::FailsWith(HasSubstr("no replica of itself")));
  EXPECT_THAT(replica("db1"), test::FailsWith(HasSubstr("db1 is a replica itself: name \"db\"")));
}

TEST(ReadStores, AWriteFitsItsStore) {
  EXPECT_THAT(with_stores(kBoth, "  - store: {on: cache}\n"), test::FailsWith(HasSubstr("takes keys")));
  EXPECT_THAT(with_stores(kBoth, "  - store: {on: db, set: {a: 1}}\n"), test::FailsWith(HasSubstr("takes a row")));
  EXPECT_THAT(with_stores(kBoth, "  - store: {on: db, insert: {table: t, row: 1}}\n"),
              test::FailsWith(HasSubstr("columns with their values")));
  EXPECT_THAT(with_stores(kBoth, "  - kill: cache\n  - store: {on: cache, set: {a: 1}}\n  - start: cache\n"),
              test::FailsWith(HasSubstr("cache")));
}

}  // namespace
}  // namespace checkride::harness
