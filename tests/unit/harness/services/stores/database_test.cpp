// The database as its clients see it: what is acknowledged survives, a set goes on without its leader, faults are as
// told.
#include "services/stores/database.hpp"

#include <boost/json/serialize.hpp>

#include "checkride/test/property.hpp"
#include "store_rig.hpp"

namespace checkride::harness::stores {
namespace {

using checkride::test::FailsWith;
using checkride::test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;

std::string insert_of(const std::string& iata) {
  return R"({"do": "insert", "table": "airports", "rows": [{"iata": ")" + iata + R"(", "name": "x"}]})";
}
std::string find_of(const std::string& iata) {
  return R"({"do": "find", "table": "airports", "where": {"iata": ")" + iata + R"("}})";
}
std::string code(int number) {
  return "A" + std::to_string(100 + number);
}
bool is_ok(const boost::json::object& answer) {
  return answer.contains("ok") && answer.at("ok") == true;
}
std::string error(const boost::json::object& answer) {
  return error_in(answer).value_or("");
}
std::size_t rows(const boost::json::object& answer) {
  const boost::json::value* found = answer.if_contains("rows");
  return found == nullptr || !found->is_array() ? 99 : found->get_array().size();
}
std::int64_t number(const boost::json::object& answer, std::string_view key) {
  const boost::json::value* value = answer.if_contains(key);
  return value == nullptr ? -1 : value->to_number<std::int64_t>();
}

TEST(Database, AnswersInsertsFindsAndUpdates) {
  DatabaseRig rig;
  ASSERT_TRUE(rig.start());
  const auto answers =
      rig.ask("db", {insert_of("SEA"), find_of("SEA"), insert_of("SEA"),
                     R"({"do": "update", "table": "airports", "where": {"iata": "SEA"}, "set": {"city": "Seattle"}})",
                     R"({"do": "explain", "table": "airports", "where": {"city": "Seattle"}})",
                     R"({"do": "find", "table": "airports", "where": {"city": "Seattle"}})"});
  ASSERT_EQ(answers.size(), 6U);
  EXPECT_EQ(answers[0], json(R"({"ok": true, "rows": 1})"));
  EXPECT_EQ(answers[1], json(R"({"ok": true, "rows": [{"iata": "SEA", "name": "x"}]})"));
  EXPECT_EQ(error(answers[2]), "duplicate: airports has a row with that iata already");
  EXPECT_EQ(answers[3], json(R"({"ok": true, "rows": 1})"));
  EXPECT_EQ(answers[4], json(R"({"ok": true, "index": ["city"], "rows_looked_at": 1})"));
  EXPECT_EQ(rows(answers[5]), 1U);
}

TEST(Database, AThousandUpdatesCostOneRoundTripAndAreAllApplied) {
  DatabaseRig rig;
  ASSERT_TRUE(rig.start());
  rig.ask_one("db", insert_of("SEA"));
  std::string batch = R"({"do": "batch", "requests": [)";
  for (int i = 1; i <= 1000; ++i) {
    batch += std::string(i == 1 ? "" : ",") +
             R"({"do": "update", "table": "airports", "where": {"iata": "SEA"}, "set": {"score": )" +
             std::to_string(i) + "}}";
  }
  const auto before = number(rig.ask_one("db", R"({"do": "stats"})"), "round_trips");
  const auto answers = rig.ask("db", {batch + "]}", R"({"do": "stats"})", find_of("SEA")});
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[0].at("answers").get_array().size(), 1000U);
  EXPECT_EQ(number(answers[1], "round_trips"), before + 2) << "the batch and the stats";
  EXPECT_EQ(answers[2].at("rows").get_array().at(0).at("score"), 1000);
}

TEST(Database, MistakesAreTold) {
  DatabaseRig rig;
  ASSERT_TRUE(rig.start());
  EXPECT_THAT(error(rig.ask_one("db", R"({"done": "insert"})")), HasSubstr("malformed: do is a text"));
  EXPECT_THAT(error(rig.ask_one("db", R"({"do": "insrt"})")), HasSubstr("malformed: do is insert"));
  EXPECT_THAT(error(rig.ask_one("db", R"({"do": "insert", "table": "airports"})")), HasSubstr("rows is a list"));
  EXPECT_THAT(error(rig.ask_one("db", R"({"do": "batch"})")), HasSubstr("requests is a list"));
  EXPECT_THAT(error(rig.ask_one("db", R"({"do": "vote"})")), HasSubstr("term"));
}

TEST(Database, WantsThePassword) {
  DatabaseSpec spec = airports();
  spec.password = "sesame";
  DatabaseRig rig({"db"}, spec);
  ASSERT_TRUE(rig.start());
  EXPECT_THAT(error(rig.ask_one("db", find_of("SEA"))), HasSubstr("denied"));
  EXPECT_THAT(error(rig.ask_one("db", R"({"do": "auth", "password": "sesam"})")), HasSubstr("denied"));
  const auto answers = rig.ask("db", {R"({"do": "auth", "password": "sesame"})", find_of("SEA")});
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_TRUE(is_ok(answers[1]));
}

TEST(Database, ADumpMadeBeforeALossIsRestored) {
  DatabaseRig rig;
  ASSERT_TRUE(rig.start());
  const auto dumped = rig.ask("db", {insert_of("SEA"), R"({"do": "dump"})", insert_of("BFI")});
  ASSERT_EQ(dumped.size(), 3U);
  const std::string restore = R"({"do": "restore", "dump": )" + boost::json::serialize(dumped[1].at("dump")) + "}";
  const auto answers = rig.ask("db", {restore, find_of("SEA"), find_of("BFI")});
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_TRUE(is_ok(answers[0]));
  EXPECT_EQ(rows(answers[1]), 1U);
  EXPECT_EQ(rows(answers[2]), 0U);
  rig.at("db").kill();
  ASSERT_TRUE(rig.start());
  EXPECT_EQ(rows(rig.ask_one("db", find_of("BFI"))), 0U);
}

// The power goes at every operation of the disk in turn: what was acknowledged is there.
TEST(Database, AtEveryOperationOfTheDiskWhatWasAcknowledgedIsKept) {
  bool untouched = false;
  for (std::uint64_t n = 0; !untouched; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 500U);
    DatabaseRig rig({"db"}, airports(), n + 1);
    StoreHost<Database>& place = rig.at("db");
    place.host->cut_power_after(n);
    std::vector<std::string> requests;
    for (int i = 0; i < 12; ++i) requests.push_back(insert_of(code(i)));
    std::vector<boost::json::object> answers;
    if (rig.start()) answers = rig.ask("db", requests);
    untouched = !place.host->power_is_cut();
    place.lose_power();
    ASSERT_TRUE(rig.start());
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (!is_ok(answers[i])) continue;
      EXPECT_EQ(rows(rig.ask_one("db", find_of(code(static_cast<int>(i))))), 1U) << i;
    }
    EXPECT_TRUE(is_ok(rig.ask_one("db", insert_of("NEW"))));
  }
}

TEST(Database, ADiskThatFailsOnceLosesTheRequestAndNothingElse) {
  DatabaseRig rig;
  ASSERT_TRUE(rig.start());
  rig.ask_one("db", insert_of("SEA"));
  rig.at("db").host->fail_disk({make_error_code(boost::system::errc::io_error), 0, false});
  EXPECT_THAT(error(rig.ask_one("db", insert_of("BFI"))), HasSubstr("disk: "));
  EXPECT_EQ(rows(rig.ask_one("db", find_of("BFI"))), 0U);
  EXPECT_TRUE(is_ok(rig.ask_one("db", insert_of("BFI"))));
  rig.at("db").lose_power();
  ASSERT_TRUE(rig.start());
  EXPECT_EQ(rows(rig.ask_one("db", find_of("SEA"))), 1U);
  EXPECT_EQ(rows(rig.ask_one("db", find_of("BFI"))), 1U);
}

TEST(Database, CountsItsConnectionsAndTakesNoMoreThanDeclared) {
  DatabaseSpec spec = airports();
  spec.connections_max = 2;
  DatabaseRig rig({"db"}, spec);
  ASSERT_TRUE(rig.start());
  std::vector<std::string> heard;
  struct Script {
    static world::Task<int> run(world::World& here, std::vector<std::string>* into) {
      world::Endpoint there;
      there.host = "db";
      there.port = 7000;
      auto first = co_await StoreClient::connect(here, there, "", kLimit);
      auto second = co_await StoreClient::connect(here, there, "", kLimit);
      auto third = co_await StoreClient::connect(here, there, "", kLimit);
      if (!first || !second || !third) co_return 1;
      const boost::json::object stats = json(R"({"do": "stats"})");
      const auto seen = co_await (*second)->ask(stats, kLimit);
      into->push_back(seen ? std::to_string(number(*seen, "connections")) : "cut off");
      const auto refused = co_await (*third)->ask(stats, kLimit);
      into->push_back(refused ? error(*refused) : "cut off");
      (*first)->close();
      co_await here.clock().sleep_for(1s);
      auto fourth = co_await StoreClient::connect(here, there, "", kLimit);
      if (!fourth) co_return 2;
      const auto served = co_await (*fourth)->ask(stats, kLimit);
      into->push_back(served ? std::to_string(number(*served, "connections_most")) : "cut off");
      co_return 0;
    }
  };
  rig.run(Script::run(rig.user, &heard));
  ASSERT_EQ(heard.size(), 3U);
  EXPECT_EQ(heard[0], "2");
  EXPECT_THAT(heard[1], testing::AnyOf("too_many_connections: 2 are open", "cut off"));
  EXPECT_EQ(heard[2], "2");
}

// ---- a set

const std::vector<std::string> kSet{"db", "second", "witness"};

TEST(DatabaseSet, TheFirstLeadsAndReplicasTakeNoWrites) {
  DatabaseRig rig(kSet);
  ASSERT_TRUE(rig.start());
  rig.wait(2s);
  EXPECT_EQ(rig.leader(kSet), "db");
  EXPECT_EQ(error(rig.ask_one("second", insert_of("SEA"))), "not_leader: ask db");
  EXPECT_THAT(error(rig.ask_one("witness", find_of("SEA"))), HasSubstr("witness"));
  EXPECT_TRUE(is_ok(rig.ask_one("db", insert_of("SEA"))));
  rig.wait(1s);
  EXPECT_EQ(rows(rig.ask_one("second", find_of("SEA"))), 1U);
}

TEST(DatabaseSet, WhatWasAcknowledgedOutlivesTheLeader) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(seed);
    DatabaseRig rig(kSet, airports(), seed);
    ASSERT_TRUE(rig.start());
    rig.wait(2s);
    std::vector<std::string> requests;
    for (int i = 0; i < 30; ++i) requests.push_back(insert_of(code(i)));
    const auto answers = rig.ask("db", requests);
    ASSERT_EQ(answers.size(), 30U);
    rig.at("db").host->lose_power();
    rig.wait(60s);
    ASSERT_EQ(rig.leader({"second", "witness"}), "second");
    for (std::size_t i = 0; i < answers.size(); ++i) {
      EXPECT_TRUE(is_ok(answers[i])) << error(answers[i]);
      EXPECT_EQ(rows(rig.ask_one("second", find_of(code(static_cast<int>(i))))), 1U) << i;
    }
    EXPECT_THAT(error(rig.ask_one("second", insert_of("ONE"))), HasSubstr("unsafe")) << "the only copy";
    rig.at("db").host->restart();
    ASSERT_TRUE(rig.at("db").start());
    rig.wait(60s);
    EXPECT_EQ(rig.leader(kSet), "second") << "who comes back does not take over";
    EXPECT_TRUE(is_ok(rig.ask_one("second", insert_of("TWO"))));
    rig.wait(1s);
    EXPECT_EQ(rows(rig.ask_one("db", find_of("TWO"))), 1U);
    EXPECT_EQ(rows(rig.ask_one("db", find_of(code(29)))), 1U);
  }
}

TEST(DatabaseSet, ALeaderThatIsCutOffLeadsNoLonger) {
  DatabaseRig rig(kSet);
  ASSERT_TRUE(rig.start());
  rig.wait(2s);
  world::VirtualHost& db = *rig.at("db").host;
  rig.world.partition(db, *rig.at("second").host);
  rig.world.partition(db, *rig.at("witness").host);
  EXPECT_THAT(error(rig.ask_one("db", insert_of("OLD"))), HasSubstr("unsafe"));
  rig.wait(60s);
  EXPECT_EQ(rig.leader(kSet), "second");
  EXPECT_THAT(error(rig.ask_one("db", insert_of("OLD"))), HasSubstr("not_leader"));
  rig.world.heal(db, *rig.at("second").host);
  rig.world.heal(db, *rig.at("witness").host);
  rig.wait(120s);
  const std::string leader = rig.leader(kSet);
  ASSERT_NE(leader, "");
  EXPECT_TRUE(is_ok(rig.ask_one(leader, insert_of("NEW"))));
  rig.wait(1s);
  EXPECT_EQ(rows(rig.ask_one("db", find_of("NEW"))), 1U);
  EXPECT_EQ(rows(rig.ask_one("second", find_of("NEW"))), 1U);
  EXPECT_EQ(rows(rig.ask_one("db", find_of("OLD"))), rows(rig.ask_one("second", find_of("OLD"))));
}

TEST(DatabaseSet, AReplicaShowsWhatIsOlderThanItsLag) {
  DatabaseRig rig(kSet);
  ASSERT_TRUE(rig.start());
  rig.wait(2s);
  ASSERT_THAT(rig.at("second").store->inject({"lag", R"({"lag": "5s"})"}), IsOk());
  EXPECT_TRUE(is_ok(rig.ask_one("db", insert_of("SEA")))) << "the copy is there, only not to be seen";
  rig.wait(4s);
  EXPECT_EQ(rows(rig.ask_one("second", find_of("SEA"))), 0U);
  rig.wait(2s);
  EXPECT_EQ(rows(rig.ask_one("second", find_of("SEA"))), 1U);
}

// ---- faults

TEST(DatabaseFaults, ReadOnlySlowQueriesAndFullConnections) {
  DatabaseRig rig;
  ASSERT_TRUE(rig.start());
  Database& db = *rig.at("db").store;
  const auto read_only = db.inject({"read_only", "{}"});
  ASSERT_THAT(read_only, IsOk());
  EXPECT_THAT(error(rig.ask_one("db", insert_of("SEA"))), HasSubstr("read_only"));
  ASSERT_THAT(db.clear(*read_only), IsOk());
  EXPECT_TRUE(is_ok(rig.ask_one("db", insert_of("SEA"))));
  const auto slow = db.inject({"slow_query", R"({"table": "airports", "latency": "2s"})"});
  ASSERT_THAT(slow, IsOk());
  const world::Instant before = rig.world.now();
  rig.ask_one("db", R"({"do": "stats"})");
  EXPECT_LT(rig.world.now() - before, 100ms);
  rig.ask_one("db", find_of("SEA"));
  EXPECT_GE(rig.world.now() - before, 2s);
  ASSERT_THAT(db.clear(*slow), IsOk());
  ASSERT_THAT(db.inject({"connections_full", "{}"}), IsOk());
  EXPECT_NE(error(rig.ask_one("db", find_of("SEA"))), "");
  EXPECT_THAT(db.inject({"evict_all", "{}"}), FailsWith(HasSubstr("no fault")));
}

// ---- the talk

RC_GTEST_PROP(StoreTalkLaws, ReadingIsTotalAndCutsDoNotMatter, (std::string bytes)) {
  TalkReader whole;
  whole.feed(encode_line(refusal("one")) + encode_line(refusal("two")) + bytes);
  RC_ASSERT(error_in(**whole.next()) == "one");
  RC_ASSERT(error_in(**whole.next()) == "two");
  TalkReader cut;
  std::vector<boost::json::object> objects;
  const std::string two = encode_line(refusal("one")) + encode_line(refusal("two"));
  for (const char byte : two) {
    cut.feed(std::string_view(&byte, 1));
    auto object = cut.next();
    RC_ASSERT(object.has_value());
    if (*object) objects.push_back(**object);
  }
  RC_ASSERT(objects.size() == 2U);
  for (int i = 0; i < 10; ++i) (void)whole.next();
}

TEST(StoreTalk, MessagesOfASetComeBackAsTheyWere) {
  const VoteRequest vote{7, "db", {6, 12}};
  const auto vote_again = read_vote_request(to_json(vote));
  ASSERT_THAT(vote_again, IsOk());
  EXPECT_EQ(vote_again->candidate, "db");
  EXPECT_EQ(vote_again->end, vote.end);
  const AppendRequest append{7, "db", {6, 12}, {6, 7}, 11};
  std::vector<std::string> entries;
  const auto append_again = read_append_request(to_json(append, {"x", "y"}), &entries);
  ASSERT_THAT(append_again, IsOk());
  EXPECT_THAT(append_again->terms, ElementsAre(6, 7));
  EXPECT_THAT(entries, ElementsAre("x", "y"));
  EXPECT_EQ(append_again->previous, append.previous);
  EXPECT_EQ(append_again->committed, 11U);
  EXPECT_THAT(read_vote_request(json(R"({"term": 1, "candidate": "x"})")),
              FailsWith(HasSubstr("end has term and index")));
}

}  // namespace
}  // namespace checkride::harness::stores
