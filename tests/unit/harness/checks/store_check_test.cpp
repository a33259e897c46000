// The check of stores, on running ones that have what a test wrote.
#include "checks/store_check.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "checkride/test/world_test.hpp"
#include "fake_sight.hpp"
#include "services/service.hpp"

namespace checkride::harness {
namespace {

using testing::HasSubstr;

// A store on a host of its own that a sight can look at.
struct OneStore {
  OneStore(world::VirtualHost& store_host, FakeSight& sight, const std::string& name, const ServiceSpec& spec)
      : tasks(store_host.executor()), service(make_service(ServicePlace{store_host, name, "/data"}, spec)) {
    const ServicePort port = ports_of(spec).front();
    ServicePorts ports;
    ports[port.name] = {"0.0.0.0", port.number};
    EXPECT_THAT(service->listen(ports), test::IsOk());
    tasks.spawn("serve", service->serve());
    sight.doors[name] = {name, port.number};
  }
  world::TaskGroup tasks;
  std::unique_ptr<RunningService> service;
};

WORLD_TEST(StoreCheck, LooksAtAKeyItsValueAndItsTime) {
  world::VirtualHost& cache = world.add_host("cache");
  FakeSight sight(host);
  OneStore one(cache, sight, "cache", KeyValueSpec{});
  std::vector<resp::Request> writes;
  writes.push_back({"SET", std::string("flight"), "AS 1282"});
  writes.push_back({"SET", std::string("call"), "boarding", "PX", "60000"});
  const auto door = sight.store("cache");
  CO_ASSERT_OK(door);
  const auto written = co_await stores::ask_keys(*door, std::move(writes));
  CO_ASSERT_OK(written);
  const std::pair<const char*, bool> cases[] = {
      {"{of: cache, key: flight}", true},
      {"{of: cache, key: flight, exists: false}", false},
      {"{of: cache, key: gate, exists: false}", true},
      {"{of: cache, key: gate}", false},
      {"{of: cache, key: flight, value: AS 1282}", true},
      {"{of: cache, key: flight, value: AS 1283}", false},
      {"{of: cache, key: call, value: {contains: board}, ttl: {between: [50s, 60s]}}", true},
      {"{of: cache, key: call, ttl: {more_than: 61s}}", false},
      {"{of: cache, key: flight, ttl: {at_least: 0s}}", false},
  };
  for (const auto& [text, holds] : cases) {
    const Check check = check_of("{store: " + std::string(text) + "}");
    const Seen seen = co_await check->see(sight);
    EXPECT_EQ(seen.holds, holds) << text << ": " << seen.text;
  }
  (void)co_await one.tasks.stop(host.clock(), std::chrono::seconds(1));
}

WORLD_TEST(StoreCheck, LooksAtRowsAndTheRoleOfADatabase) {
  world::VirtualHost& db = world.add_host("db");
  FakeSight sight(host);
  DatabaseSpec spec;
  spec.tables.emplace_back().name = "airports";
  spec.tables.back().indexes = {{"iata"}};
  OneStore one(db, sight, "db", spec);
  boost::json::object insert;
  insert["do"] = "insert";
  insert["table"] = "airports";
  insert["rows"] = boost::json::parse(R"([{"iata": "SEA", "name": "Seattle"}, {"iata": "PDX", "name": "Portland"}])");
  const auto door = sight.store("db");
  CO_ASSERT_OK(door);
  const auto written = co_await stores::ask_tables(*door, std::move(insert));
  CO_ASSERT_OK(written);
  const std::pair<const char*, bool> cases[] = {
      {"{of: db, table: airports, count: 2}", true},
      {"{of: db, table: airports, count: {more_than: 2}}", false},
      {"{of: db, table: airports, where: {iata: SEA}, count: 1, rows: {/0/name: Seattle}}", true},
      {"{of: db, table: airports, where: {iata: SEA}, rows: {/0/name: Portland}}", false},
      {"{of: db, table: airports, where: {iata: GEG}, count: 0}", true},
      {"{of: db, table: nowhere, count: 0}", false},
      {"{of: db, role: leader}", true},
      {"{of: db, role: replica}", false},
      {"{of: db, table: airports, newest: name, count: 1, rows: {/0/iata: SEA}}", true},
      {"{of: db, table: airports, where: {iata: SEA}, index: iata, looked_at: 1}", true},
      {"{of: db, table: airports, where: {iata: SEA}, index: name}", false},
      {"{of: db, table: airports, where: {name: Seattle}, index: iata}", false},
      {"{of: db, table: airports, where: {name: Seattle}, looked_at: 2}", true},
      {"{of: db, table: airports, where: {name: Seattle}, looked_at: 1}", false},
      {"{of: db, connections: 1}", true},
      {"{of: db, connections: {more_than: 1}}", false},
  };
  for (const auto& [text, holds] : cases) {
    const Check check = check_of("{store: " + std::string(text) + "}");
    const Seen seen = co_await check->see(sight);
    EXPECT_EQ(seen.holds, holds) << text << ": " << seen.text;
  }
  (void)co_await one.tasks.stop(host.clock(), std::chrono::seconds(1));
}

WORLD_TEST(StoreCheck, AStoreThatDoesNotAnswerIsNotKnown) {
  FakeSight sight(host);
  const Check check = check_of("{store: {of: cache, key: gate, exists: false}}");
  const Seen seen = co_await check->see(sight);
  EXPECT_FALSE(seen.holds);
  EXPECT_FALSE(seen.known);
  EXPECT_THAT(seen.text, HasSubstr("connection refused"));
}

TEST(StoreCheck, SaysWhatItIsAbout) {
  EXPECT_THAT(check_of("{store: {of: cache, key: gate, exists: false}}")->text(), "cache has not the key gate");
  EXPECT_THAT(check_of("{store: {of: db, table: airports, count: 2}}")->text(), HasSubstr("airports of db"));
}

TEST(StoreCheck, MistakesAreTold) {
  EXPECT_THAT(mistakes_of("{store: {of: cache}}"), HasSubstr("the key \"key\" is missing"));
  EXPECT_THAT(mistakes_of("{store: {of: cache, key: a, table: b}}"), HasSubstr("unknown key \"table\""));
  EXPECT_THAT(mistakes_of("{store: {of: cache, key: a, exists: false, ttl: 1s}}"), HasSubstr("neither value nor ttl"));
  EXPECT_THAT(mistakes_of("{store: {of: db}}"), HasSubstr("give table with count or rows, or role alone"));
  EXPECT_THAT(mistakes_of("{store: {of: db, table: a}}"), HasSubstr("nothing is expected"));
  EXPECT_THAT(mistakes_of("{store: {of: db, role: leader, count: 1}}"), HasSubstr("a check of its own"));
  EXPECT_THAT(mistakes_of("{store: {of: db, table: a, index: b, count: 1}}"), HasSubstr("take count and rows out"));
  EXPECT_THAT(mistakes_of("{store: {of: db, connections: 1, index: b}}"), HasSubstr("a check of its own"));
  EXPECT_THAT(mistakes_of("{store: {of: db, table: a, where: SEA, count: 1}}"), HasSubstr("{iata: SEA}"));
  EXPECT_THAT(mistakes_of("{store: {of: mail, key: a}}"), testing::Not(HasSubstr("unknown key")));
}

}  // namespace
}  // namespace checkride::harness
