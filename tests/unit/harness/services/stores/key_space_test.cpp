// The keys of a store and its commands on them: the least recently used go first, times are kept, effects bring another
// key space to the same state.
#include "services/stores/key_space.hpp"

#include <algorithm>

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "services/stores/key_commands.hpp"

namespace checkride::harness::stores {
namespace {

using namespace std::chrono_literals;
using resp::Request;
using resp::Value;
using test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using world::UtcTime;

const UtcTime kNow{1'767'600'000s};

std::vector<std::string> keys_of(const KeySpace& keys) {
  std::vector<std::string> names;
  keys.each([&names](const std::string& key, const KeySpace::Item&) { names.push_back(key); });
  return names;
}

// Room for this many keys of one byte with values of one byte.
std::uint64_t room_for(std::uint64_t keys) {
  return keys * (KeySpace::kBytesPerKey + 2);
}

TEST(KeySpace, EvictsTheLeastRecentlyUsedAndNeverFailsAWrite) {
  KeySpace keys(room_for(3), Eviction::allkeys_lru);
  for (const char* key : {"a", "b", "c"}) ASSERT_THAT(keys.set(key, {"1", {}}), IsOk());
  ASSERT_NE(keys.use("a", kNow), nullptr);
  ASSERT_THAT(keys.set("d", {"1", {}}), IsOk());
  EXPECT_THAT(keys_of(keys), ElementsAre("c", "a", "d"));
  EXPECT_THAT(keys.take_evicted(), ElementsAre("b"));
  EXPECT_THAT(keys.take_evicted(), IsEmpty());
  EXPECT_EQ(keys.evictions(), 1U);
  EXPECT_EQ(keys.used_bytes(), room_for(3));
}

TEST(KeySpace, AWriteNeverEvictsItsOwnKey) {
  KeySpace keys(room_for(2), Eviction::allkeys_lru);
  ASSERT_THAT(keys.set("a", {"1", {}}), IsOk());
  ASSERT_THAT(keys.set("b", {"1", {}}), IsOk());
  ASSERT_THAT(keys.set("a", {"22", {}}), IsOk());
  EXPECT_THAT(keys_of(keys), ElementsAre("a"));
}

TEST(KeySpace, WithoutEvictionAFullMemoryRefuses) {
  KeySpace keys(room_for(1), Eviction::noeviction);
  ASSERT_THAT(keys.set("a", {"1", {}}), IsOk());
  EXPECT_FALSE(keys.set("b", {"1", {}}));
  EXPECT_THAT(keys.set("a", {"2", {}}), IsOk()) << "in the place of what was there";
  EXPECT_FALSE(keys.set("a", {"22", {}}));
  EXPECT_EQ(keys.use("a", kNow)->value, "2");
  EXPECT_EQ(keys.used_bytes(), room_for(1));
}

TEST(KeySpace, WhatIsLargerThanTheMemoryIsRefusedAndEvictsNothing) {
  KeySpace keys(room_for(2), Eviction::allkeys_lru);
  ASSERT_THAT(keys.set("a", {"1", {}}), IsOk());
  EXPECT_FALSE(keys.set("b", {std::string(200, 'x'), {}}));
  EXPECT_THAT(keys_of(keys), ElementsAre("a"));
}

TEST(KeySpace, AKeyIsGoneExactlyAtItsTime) {
  KeySpace keys(0, Eviction::noeviction);
  ASSERT_THAT(keys.set("a", {"1", kNow + 10s}), IsOk());
  ASSERT_THAT(keys.set("b", {"1", kNow + 10s}), IsOk());
  ASSERT_THAT(keys.set("b", {"1", kNow + 20s}), IsOk());
  EXPECT_NE(keys.use("a", kNow + 10s - 1ns), nullptr);
  EXPECT_EQ(keys.expire(kNow + 10s), 1U);
  EXPECT_THAT(keys_of(keys), ElementsAre("b")) << "it has another time by now";
  EXPECT_EQ(keys.use("b", kNow + 20s), nullptr) << "nobody has to sweep first";
  EXPECT_EQ(keys.used_bytes(), 0U);
}

// Against a list that is kept in the simplest way.
RC_GTEST_PROP(KeySpaceLaws, TheLeastRecentlyUsedGo, ()) {
  const auto room = *rc::gen::inRange<std::uint64_t>(1, 6);
  KeySpace keys(room_for(room), Eviction::allkeys_lru);
  std::vector<std::string> model;
  for (int i = 0; i < 100; ++i) {
    const std::string key(1, static_cast<char>('a' + *rc::gen::inRange(0, 10)));
    const bool sets = *rc::gen::arbitrary<bool>();
    const auto there = std::find(model.begin(), model.end(), key);
    const bool known = there != model.end();
    if (known) model.erase(there);
    if (sets) {
      RC_ASSERT(keys.set(key, {"1", {}}).has_value());
    } else {
      RC_ASSERT((keys.use(key, kNow) != nullptr) == known);
    }
    if (sets || known) model.push_back(key);
    if (model.size() > room) model.erase(model.begin());
    RC_ASSERT(keys_of(keys) == model);
    RC_ASSERT(keys.used_bytes() == room_for(model.size()));
  }
}

// ---- commands

struct Commands : testing::Test {
  Value ask(const Request& request) {
    auto done = execute(keys, request, now);
    EXPECT_TRUE(done.has_value()) << request.front();
    if (!done) return Value();
    for (Request& effect : done->effects) effects.push_back(std::move(effect));
    return done->answer;
  }
  KeySpace keys{0, Eviction::noeviction};
  UtcTime now = kNow;
  std::vector<Request> effects;
};

TEST_F(Commands, SetAndGet) {
  EXPECT_EQ(ask({"SET", "a", "1"}), Value::simple("OK"));
  EXPECT_EQ(ask({"get", "a"}), Value::bulk("1"));
  EXPECT_EQ(ask({"GET", "b"}), Value());
  EXPECT_EQ(ask({"MGET", "b", "a"}), Value::array({Value(), Value::bulk("1")}));
  EXPECT_EQ(ask({"SET", "a", "2", "NX"}), Value());
  EXPECT_EQ(ask({"SET", "b", "2", "XX"}), Value());
  EXPECT_EQ(ask({"SET", "a", "2", "XX"}), Value::simple("OK"));
  EXPECT_EQ(ask({"EXISTS", "a", "b", "a"}), Value::integer(2));
  EXPECT_EQ(ask({"DBSIZE"}), Value::integer(1));
  EXPECT_EQ(ask({"DEL", "a", "b"}), Value::integer(1));
  EXPECT_EQ(ask({"DBSIZE"}), Value::integer(0));
}

TEST_F(Commands, Times) {
  ask({"SET", "a", "1", "EX", "10"});
  EXPECT_EQ(ask({"TTL", "a"}), Value::integer(10));
  EXPECT_EQ(ask({"EXPIRE", "a", "20"}), Value::integer(1));
  EXPECT_EQ(ask({"PTTL", "a"}), Value::integer(20'000));
  now += 1s;
  EXPECT_EQ(ask({"SET", "a", "2", "KEEPTTL"}), Value::simple("OK"));
  EXPECT_EQ(ask({"TTL", "a"}), Value::integer(19));
  EXPECT_EQ(ask({"SET", "a", "3"}), Value::simple("OK"));
  EXPECT_EQ(ask({"TTL", "a"}), Value::integer(-1));
  EXPECT_EQ(ask({"TTL", "b"}), Value::integer(-2));
  EXPECT_EQ(ask({"EXPIRE", "a", "-1"}), Value::integer(1));
  EXPECT_EQ(ask({"GET", "a"}), Value());
  EXPECT_EQ(ask({"EXPIRE", "a", "1"}), Value::integer(0));
}

TEST_F(Commands, Increments) {
  EXPECT_EQ(ask({"INCR", "n"}), Value::integer(1));
  EXPECT_EQ(ask({"INCRBY", "n", "-3"}), Value::integer(-2));
  ask({"SET", "n", "9223372036854775807"});
  EXPECT_THAT(ask({"INCR", "n"}).text, HasSubstr("overflow"));
  ask({"SET", "n", "many"});
  EXPECT_THAT(ask({"INCR", "n"}).text, HasSubstr("not an integer"));
}

TEST_F(Commands, MistakesAreThoseOfRedis) {
  EXPECT_EQ(ask({"GET"}), Value::error("ERR wrong number of arguments for 'get' command"));
  EXPECT_EQ(ask({"SET", "a", "1", "EX"}), Value::error("ERR syntax error"));
  EXPECT_EQ(ask({"SET", "a", "1", "NX", "XX"}), Value::error("ERR syntax error"));
  EXPECT_EQ(ask({"SET", "a", "1", "EX", "0"}), Value::error("ERR invalid expire time in 'set' command"));
  EXPECT_EQ(ask({"SET", "a", "1", "EX", "9223372036854775807"}),
            Value::error("ERR invalid expire time in 'set' command"));
  EXPECT_EQ(ask({"EXPIRE", "a", "x"}), Value::error("ERR value is not an integer or out of range"));
  EXPECT_FALSE(execute(keys, {"LPUSH", "a", "b"}, now).has_value());
  EXPECT_THAT(effects, IsEmpty());
}

TEST_F(Commands, EffectsAreAbsolute) {
  ask({"SET", "a", "1", "EX", "10"});
  ask({"INCR", "a"});
  ask({"GET", "a"});
  ask({"DEL", "a", "b"});
  EXPECT_THAT(effects, ElementsAre(Request{"SET", "a", "1", "PXAT", "1767600010000"},
                                   Request{"SET", "a", "2", "PXAT", "1767600010000"}, Request{"DEL", "a"}));
}

TEST(CommandEffects, TellWhatWasEvictedFirst) {
  KeySpace keys(room_for(1), Eviction::allkeys_lru);
  (void)execute(keys, {"SET", "a", "1"}, kNow);
  const auto done = execute(keys, {"SET", "b", "1"}, kNow);
  EXPECT_THAT(done->effects, ElementsAre(Request{"DEL", "a"}, Request{"SET", "b", "1"}));
}

// Whatever is done, the effects alone, done later, come to the same keys.
RC_GTEST_PROP(CommandLaws, EffectsBringAnotherToTheSameState, ()) {
  KeySpace keys(room_for(4), Eviction::allkeys_lru);
  KeySpace other(0, Eviction::noeviction);
  UtcTime now = kNow;
  for (int i = 0; i < 60; ++i) {
    now += std::chrono::milliseconds(*rc::gen::inRange(0, 400));
    const std::string key(1, static_cast<char>('a' + *rc::gen::inRange(0, 7)));
    const std::vector<Request> all{
        {"SET", key, "1"}, {"SET", key, "2", "PX", "900"}, {"DEL", key, "a"}, {"EXPIRE", key, "1"}, {"INCR", key},
        {"GET", key},      {"SET", key, "3", "NX"},        {"FLUSHALL"}};
    auto done = execute(keys, *rc::gen::elementOf(all), now);
    RC_ASSERT(done.has_value());
    for (const Request& effect : done->effects) RC_ASSERT(execute(other, effect, now).has_value());
  }
  now += 1ms;
  keys.expire(now);
  other.expire(now);
  std::map<std::string, KeySpace::Item> mine;
  std::map<std::string, KeySpace::Item> theirs;
  keys.each([&mine](const std::string& key, const KeySpace::Item& item) { mine[key] = item; });
  other.each([&theirs](const std::string& key, const KeySpace::Item& item) { theirs[key] = item; });
  RC_ASSERT(mine == theirs);
}

}  // namespace
}  // namespace checkride::harness::stores
