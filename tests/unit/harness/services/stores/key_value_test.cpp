// The key-value store as its clients see it: who may, what survives, who copies whom, what its faults do.
#include "services/stores/key_value.hpp"

#include "store_rig.hpp"

namespace checkride::harness::stores {
namespace {

using resp::Request;
using resp::Value;
using testing::ElementsAre;
using testing::HasSubstr;

KeyValueSpec with_log(AppendOnly append_only) {
  KeyValueSpec spec;
  spec.append_only = append_only;
  return spec;
}

// The number behind "NAME:" in INFO.
std::int64_t info(KeyValueRig& rig, const std::string& name) {
  const Value value = rig.ask_one({"INFO"});
  const auto at = value.text.find("\r\n" + name + ":");
  return at == std::string::npos ? -1 : std::stoll(value.text.substr(at + name.size() + 3));
}

TEST(KeyValue, AnswersClients) {
  KeyValueRig rig;
  ASSERT_TRUE(rig.place.start());
  EXPECT_THAT(rig.ask({{"PING"}, {"SET", "a", "1"}, {"GET", "a"}, {"ECHO", "x"}, {"SELECT", "0"}, {"CLIENT", "ID"}}),
              ElementsAre(Value::simple("PONG"), Value::simple("OK"), Value::bulk("1"),
                          Value::error("ERR unknown command"), Value::simple("OK"), Value::integer(1)));
}

TEST(KeyValue, WantsThePassword) {
  KeyValueSpec spec;
  spec.password = "sesame";
  KeyValueRig rig(spec);
  ASSERT_TRUE(rig.place.start());
  EXPECT_THAT(rig.ask_one({"GET", "a"}).text, HasSubstr("NOAUTH"));
  EXPECT_THAT(rig.ask_one({"AUTH", ""}).text, HasSubstr("WRONGPASS"));
  EXPECT_TRUE(rig.ask({{"PING"}}, "sesam").empty());
  EXPECT_THAT(rig.ask({{"GET", "a"}}, "sesame"), ElementsAre(Value()));
}

TEST(KeyValue, AMistakeInTheProtocolEndsTheConnection) {
  KeyValueRig rig;
  ASSERT_TRUE(rig.place.start());
  std::string heard;
  struct Script {
    static world::Task<int> run(world::World& here, std::string* into) {
      world::Endpoint there;
      there.host = "redis";
      there.port = 7000;
      auto stream = co_await here.network().connect(there);
      if (!stream) co_return 1;
      const std::string bytes = "*1\r\n$x\r\n";
      if (const auto sent = co_await world::write_all(*stream, std::string_view(bytes)); !sent) co_return 1;
      std::string part(256, ' ');
      while (true) {
        const auto count = co_await world::read_some(*stream, std::as_writable_bytes(std::span(part)));
        if (!count) break;
        *into += part.substr(0, *count);
      }
      co_return 0;
    }
  };
  rig.run(Script::run(rig.user, &heard));
  EXPECT_EQ(heard, "-ERR Protocol error: byte 4: expected a whole number\r\n");
}

TEST(KeyValue, ManyRequestsCostOneRoundTrip) {
  KeyValueRig rig;
  ASSERT_TRUE(rig.place.start());
  struct Script {
    static world::Task<int> run(world::World& here) {
      world::Endpoint there;
      there.host = "redis";
      there.port = 7000;
      auto client = co_await RespClient::connect(here, there, "", kLimit);
      if (!client) co_return 1;
      std::vector<Request> requests(1000, Request{"INCR", "n"});
      const auto answers = co_await (*client)->ask_all(std::move(requests), kLimit);
      co_return answers && answers->size() == 1000 && answers->back() == Value::integer(1000) ? 0 : 2;
    }
  };
  rig.run(Script::run(rig.user));
  EXPECT_EQ(rig.user.exit_code(), 0);
}

TEST(KeyValue, ChannelsReachThoseWhoListen) {
  KeyValueRig rig;
  ASSERT_TRUE(rig.place.start());
  std::vector<Value> heard;
  struct Script {
    static world::Task<int> run(world::World& here, std::vector<Value>* into) {
      world::Endpoint there;
      there.host = "redis";
      there.port = 7000;
      auto listens = co_await RespClient::connect(here, there, "", kLimit);
      auto speaks = co_await RespClient::connect(here, there, "", kLimit);
      if (!listens || !speaks) co_return 1;
      Request subscribe{"SUBSCRIBE", "news"};
      const auto begun = co_await (*listens)->ask(std::move(subscribe), kLimit);
      Request publish{"PUBLISH", "news", "landed"};
      const auto published = co_await (*speaks)->ask(std::move(publish), kLimit);
      const auto message = co_await (*listens)->listen(kLimit);
      Request get{"GET", "a"};
      const auto refused = co_await (*listens)->ask(std::move(get), kLimit);
      if (!begun || !published || !message || !refused) co_return 2;
      for (const Value* value : {&*begun, &*published, &*message, &*refused}) into->push_back(*value);
      co_return 0;
    }
  };
  rig.run(Script::run(rig.user, &heard));
  ASSERT_EQ(heard.size(), 4U);
  EXPECT_EQ(heard[0], Value::array({Value::bulk("subscribe"), Value::bulk("news"), Value::integer(1)}));
  EXPECT_EQ(heard[1], Value::integer(1));
  EXPECT_EQ(heard[2], Value::array({Value::bulk("message"), Value::bulk("news"), Value::bulk("landed")}));
  EXPECT_THAT(heard[3].text, HasSubstr("Can't execute 'GET'"));
}

TEST(KeyValue, TakesNoMoreClientsThanDeclaredAndClosesIdleOnes) {
  KeyValueSpec spec;
  spec.clients_max = 1;
  spec.idle_timeout = 5s;
  KeyValueRig rig(spec);
  ASSERT_TRUE(rig.place.start());
  std::vector<std::string> seen;
  struct Script {
    static world::Task<int> run(world::World& here, std::vector<std::string>* into) {
      world::Endpoint there;
      there.host = "redis";
      there.port = 7000;
      auto first = co_await RespClient::connect(here, there, "", kLimit);
      auto second = co_await RespClient::connect(here, there, "", kLimit);
      if (!first || !second) co_return 1;
      Request ping{"PING"};
      const auto refused = co_await (*second)->ask(ping, kLimit);
      into->push_back(refused ? refused->text : "cut off");
      co_await here.clock().sleep_for(4s);
      const auto kept = co_await (*first)->ask(ping, kLimit);
      into->push_back(kept ? kept->text : "cut off");
      co_await here.clock().sleep_for(7s);
      const auto idle = co_await (*first)->ask(ping, kLimit);
      into->push_back(idle ? idle->text : "cut off");
      co_return 0;
    }
  };
  rig.run(Script::run(rig.user, &seen));
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_THAT(seen[0], testing::AnyOf("ERR max number of clients reached", "cut off"));
  EXPECT_EQ(seen[1], "PONG");
  EXPECT_EQ(seen[2], "cut off");
}

TEST(KeyValue, KeysSurviveAnOrderlyStop) {
  for (const AppendOnly append_only : {AppendOnly::no, AppendOnly::everysec, AppendOnly::always}) {
    KeyValueRig rig(with_log(append_only));
    ASSERT_TRUE(rig.place.start());
    rig.ask({{"SET", "a", "1"}, {"SET", "b", "2", "EX", "5"}, {"SHUTDOWN"}});
    rig.place.lose_power();
    rig.wait(10s);
    ASSERT_TRUE(rig.place.start());
    EXPECT_THAT(rig.ask({{"GET", "a"}, {"GET", "b"}}), ElementsAre(Value::bulk("1"), Value()));
  }
}

// 300 s with 10 changes, 900 s with one: after a crash no more than that window is lost.
TEST(KeyValue, SavePointsBoundTheLoss) {
  KeyValueRig rig;
  ASSERT_TRUE(rig.place.start());
  rig.ask({{"SET", "early", "1"}});
  rig.wait(895s);
  EXPECT_EQ(info(rig, "rdb_changes_since_last_save"), 1);
  rig.wait(10s);
  EXPECT_EQ(info(rig, "rdb_changes_since_last_save"), 0);
  std::vector<Request> ten;
  for (int i = 0; i < 10; ++i) ten.push_back({"SET", "k" + std::to_string(i), "1"});
  rig.ask(ten);
  rig.wait(305s);
  rig.ask({{"SET", "late", "1"}});
  rig.place.lose_power();
  ASSERT_TRUE(rig.place.start());
  EXPECT_THAT(rig.ask({{"GET", "early"}, {"GET", "k9"}, {"GET", "late"}}),
              ElementsAre(Value::bulk("1"), Value::bulk("1"), Value()));
}

TEST(KeyValue, EverysecLosesASecondAtMost) {
  KeyValueRig rig(with_log(AppendOnly::everysec));
  ASSERT_TRUE(rig.place.start());
  rig.ask({{"SET", "a", "1"}});
  rig.wait(1100ms);
  rig.place.lose_power();
  ASSERT_TRUE(rig.place.start());
  EXPECT_EQ(rig.ask_one({"GET", "a"}), Value::bulk("1"));
}

// The power goes at every operation of the disk in turn: what was acknowledged is there.
TEST(KeyValue, AtEveryOperationOfTheDiskWhatWasAcknowledgedIsKept) {
  bool untouched = false;
  for (std::uint64_t n = 0; !untouched; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 500U);
    KeyValueRig rig(with_log(AppendOnly::always), n + 1);
    rig.place.host->cut_power_after(n);
    std::vector<Request> requests;
    for (int i = 0; i < 12; ++i) requests.push_back({"SET", "k" + std::to_string(i), std::to_string(i)});
    std::vector<Value> answers;
    if (rig.place.start()) answers = rig.ask(requests);
    untouched = !rig.place.host->power_is_cut();
    rig.place.lose_power();
    ASSERT_TRUE(rig.place.start());
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (answers[i] != Value::simple("OK")) continue;
      EXPECT_EQ(rig.ask_one({"GET", "k" + std::to_string(i)}), Value::bulk(std::to_string(i)));
    }
  }
}

TEST(KeyValue, EvictsAtItsLimitAndRemembersThat) {
  KeyValueSpec spec = with_log(AppendOnly::always);
  spec.memory_max = 3 * (KeySpace::kBytesPerKey + 2);
  spec.eviction = Eviction::allkeys_lru;
  KeyValueRig rig(spec);
  ASSERT_TRUE(rig.place.start());
  rig.ask({{"SET", "a", "1"}, {"SET", "b", "1"}, {"SET", "c", "1"}, {"GET", "a"}, {"SET", "d", "1"}});
  EXPECT_EQ(info(rig, "evicted_keys"), 1);
  rig.place.kill();
  ASSERT_TRUE(rig.place.start());
  EXPECT_EQ(rig.ask_one({"MGET", "a", "b", "c", "d"}),
            Value::array({Value::bulk("1"), Value(), Value::bulk("1"), Value::bulk("1")}));
}

// ---- a replica

struct Pair : KeyValueRig {
  Pair() : KeyValueRig(with_log(AppendOnly::always)) {
    replica.host = &world.add_host("replica");
    replica.make = [](world::VirtualHost& host) {
      const world::Endpoint leader{"redis", 7000};
      return std::make_unique<KeyValue>(host, "/data/replica", with_log(AppendOnly::always), leader);
    };
  }
  ~Pair() { replica.host->crash(); }
  std::vector<Value> ask_replica(std::vector<Request> requests) {
    std::vector<Value> answers;
    run(ask_named(user, "replica", std::move(requests), &answers));
    return answers;
  }
  static world::Task<int> ask_named(world::World& here, std::string name, std::vector<Request> requests,
                                    std::vector<Value>* answers) {
    world::Endpoint there;
    there.host = name;
    there.port = 7000;
    auto client = co_await RespClient::connect(here, there, "", kLimit);
    if (!client) co_return 1;
    for (Request& request : requests) {
      auto answer = co_await (*client)->ask(std::move(request), kLimit);
      if (answer) answers->push_back(std::move(*answer));
    }
    co_return 0;
  }
  StoreHost<KeyValue> replica;
};

TEST(KeyValueReplica, HoldsTheDataTakesNoWritesAndServesAfterPromotion) {
  Pair pair;
  ASSERT_TRUE(pair.place.start());
  pair.ask({{"SET", "before", "1"}});
  ASSERT_TRUE(pair.replica.start());
  pair.wait(2s);
  pair.ask({{"SET", "after", "2", "EX", "600"}});
  pair.wait(1s);
  EXPECT_THAT(pair.ask_replica({{"MGET", "before", "after"}, {"TTL", "after"}, {"SET", "x", "1"}}),
              ElementsAre(Value::array({Value::bulk("1"), Value::bulk("2")}), Value::integer(599),
                          Value::error("READONLY You can't write against a read only replica.")));
  pair.place.host->crash();
  EXPECT_THAT(pair.ask_replica({{"REPLICAOF", "NO", "ONE"}, {"SET", "x", "1"}, {"GET", "before"}}),
              ElementsAre(Value::simple("OK"), Value::simple("OK"), Value::bulk("1")));
}

TEST(KeyValueReplica, FollowsAgainWhenTheLeaderIsBack) {
  Pair pair;
  ASSERT_TRUE(pair.place.start());
  ASSERT_TRUE(pair.replica.start());
  pair.wait(2s);
  pair.place.kill();
  pair.wait(5s);
  ASSERT_TRUE(pair.place.start());
  pair.ask({{"SET", "a", "1"}});
  pair.wait(5s);
  EXPECT_THAT(pair.ask_replica({{"GET", "a"}}), ElementsAre(Value::bulk("1")));
}

// ---- faults

TEST(KeyValueFaults, StrikeAsOftenAsTold) {
  KeyValueRig rig;
  ASSERT_TRUE(rig.place.start());
  ASSERT_TRUE(rig.place.store->inject({"reset", R"({"times": 1})"}));
  EXPECT_TRUE(rig.ask({{"PING"}}).empty());
  EXPECT_THAT(rig.ask({{"PING"}}), ElementsAre(Value::simple("PONG")));
  const auto id = rig.place.store->inject({"close", "{}"});
  ASSERT_TRUE(id);
  EXPECT_TRUE(rig.ask({{"PING"}}).empty());
  EXPECT_TRUE(rig.ask({{"PING"}}).empty());
  EXPECT_TRUE(rig.place.store->clear(*id));
  EXPECT_THAT(rig.ask({{"PING"}}), ElementsAre(Value::simple("PONG")));
}

TEST(KeyValueFaults, TheDiskAndTheMemory) {
  KeyValueRig rig(with_log(AppendOnly::always));
  ASSERT_TRUE(rig.place.start());
  rig.ask({{"SET", "a", "1"}});
  const auto disk = rig.place.store->inject({"persistence_fails", "{}"});
  ASSERT_TRUE(disk);
  EXPECT_THAT(rig.ask_one({"SET", "b", "1"}).text, HasSubstr("MISCONF"));
  EXPECT_EQ(rig.ask_one({"GET", "a"}), Value::bulk("1"));
  ASSERT_TRUE(rig.place.store->clear(*disk));
  rig.wait(2s);
  const auto memory = rig.place.store->inject({"memory_full", "{}"});
  ASSERT_TRUE(memory);
  EXPECT_THAT(rig.ask_one({"SET", "b", "1"}).text, HasSubstr("OOM"));
  ASSERT_TRUE(rig.place.store->clear(*memory));
  EXPECT_EQ(rig.ask_one({"SET", "b", "1"}), Value::simple("OK"));
  ASSERT_TRUE(rig.place.store->inject({"evict_all", "{}"}));
  EXPECT_EQ(rig.ask_one({"DBSIZE"}), Value::integer(0));
}

TEST(KeyValueFaults, SlowIsExactlyThatMuchSlower) {
  KeyValueRig rig;
  ASSERT_TRUE(rig.place.start());
  const auto asks = [&rig] {
    const world::Instant before = rig.world.now();
    rig.ask({{"PING"}});
    return rig.world.now() - before;
  };
  const world::Duration usual = asks();
  ASSERT_TRUE(rig.place.store->inject({"slow", R"({"latency": "300ms"})"}));
  const world::Duration slow = asks();
  EXPECT_GE(slow, 300ms);
  EXPECT_LE(slow, 300ms + usual + 5ms);
}

TEST(KeyValueFaults, MistakesAreTold) {
  KeyValueRig rig;
  ASSERT_TRUE(rig.place.start());
  RunningService& store = *rig.place.store;
  EXPECT_THAT(store.inject({"sloow", "{}"}), checkride::test::FailsWith(HasSubstr("did you mean \"slow\"?")));
  EXPECT_THAT(store.inject({"slow", "{}"}), checkride::test::FailsWith(HasSubstr("latency")));
  EXPECT_THAT(store.inject({"reset", R"({"tims": 1})"}),
              checkride::test::FailsWith(HasSubstr("did you mean \"times\"")));
  EXPECT_THAT(store.inject({"read_only", "{}"}), checkride::test::FailsWith(HasSubstr("no fault")));
  EXPECT_THAT(store.clear("7"), checkride::test::FailsWith(HasSubstr("no fault with the id \"7\"")));
}

}  // namespace
}  // namespace checkride::harness::stores
