// Goal: what an upstream asks of a request: its body by a schema, its caller by keys and signatures, and the key under
// which its answer is remembered.
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "checkride/tls/digest.hpp"
#include "checkride/values/base64.hpp"
#include "services/upstream/authorize.hpp"
#include "services/upstream/json_check.hpp"
#include "services/upstream/memory_cache.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;

namespace json = boost::json;

JsonSchema property(std::string name, JsonType type) {
  JsonSchema schema;
  schema.name = std::move(name);
  schema.type = type;
  return schema;
}

// A flight plan, as the planner of the first guide takes it.
JsonSchema plan() {
  JsonSchema city = property("city", JsonType::string);
  city.min_length = 2;
  city.max_length = 10;
  city.pattern = "[A-Za-z .-]+";
  city.trim = true;
  JsonSchema altitude = property("altitude", JsonType::number);
  altitude.minimum = 8000;
  altitude.maximum = 45000;
  altitude.default_json = "35000";
  JsonSchema mass = property("mass", JsonType::number);
  mass.exclusive_minimum = 1000;
  mass.exclusive_maximum = 1e6;
  JsonSchema rule = property("rule", JsonType::string);
  rule.words = {"IFR", "VFR"};
  JsonSchema schema = property("", JsonType::object);
  schema.required = {"city"};
  schema.properties = {city, altitude, mass, rule, property("stops", JsonType::integer)};
  return schema;
}

// The field of the mistake; "ok" without one.
std::string judged(const std::string& body) {
  json::value value = json::parse(body);
  const auto mistake = check_json(plan(), value);
  return mistake ? mistake->field : "ok";
}

TEST(JsonCheck, EachBoundAndItsNeighbour) {
  EXPECT_EQ(judged(R"({"city": "Ab"})"), "ok");
  EXPECT_EQ(judged(R"({"city": "A"})"), "/city");
  EXPECT_EQ(judged(R"({"city": "Abcdefghij"})"), "ok");
  EXPECT_EQ(judged(R"({"city": "Abcdefghijk"})"), "/city");
  EXPECT_EQ(judged(R"({"city": "  "})"), "/city") << "trimmed, nothing is left";
  EXPECT_EQ(judged(R"({"city": "<b>"})"), "/city");
  EXPECT_EQ(judged(R"({"city": "Ab", "altitude": 8000})"), "ok");
  EXPECT_EQ(judged(R"({"city": "Ab", "altitude": 7999})"), "/altitude");
  EXPECT_EQ(judged(R"({"city": "Ab", "altitude": 45001})"), "/altitude");
  EXPECT_EQ(judged(R"({"city": "Ab", "mass": 1000})"), "/mass");
  EXPECT_EQ(judged(R"({"city": "Ab", "mass": 1001})"), "ok");
  EXPECT_EQ(judged(R"({"city": "Ab", "mass": 1000000})"), "/mass");
  EXPECT_EQ(judged(R"({"city": "Ab", "mass": "heavy"})"), "/mass");
  EXPECT_EQ(judged(R"({"city": "Ab", "rule": "IFR"})"), "ok");
  EXPECT_EQ(judged(R"({"city": "Ab", "rule": "ifr"})"), "/rule");
  EXPECT_EQ(judged(R"({"city": "Ab", "stops": 2.5})"), "/stops");
  EXPECT_EQ(judged(R"({})"), "/city");
  EXPECT_EQ(judged(R"([])"), "");
}

TEST(JsonCheck, DefaultsAreFilledInAndTextsTrimmed) {
  json::value body = json::parse(R"({"city": " Seattle "})");
  ASSERT_EQ(check_json(plan(), body), std::nullopt);
  EXPECT_EQ(body, json::parse(R"({"city": "Seattle", "altitude": 35000})"));
}

TEST(JsonCheck, WhatWasSentIsNotRepeated) {
  json::value body = json::parse(R"({"city": "<script>"})");
  const auto mistake = check_json(plan(), body);
  ASSERT_NE(mistake, std::nullopt);
  EXPECT_EQ(mistake->expected.find("script"), std::string::npos);
}

TEST(JsonCheck, PatternsThatCannotBeUsedAreKnown) {
  EXPECT_TRUE(good_pattern("[A-Z]{2}"));
  EXPECT_FALSE(good_pattern("[A-Z"));
}

// ---- callers

const world::UtcTime kNow(std::chrono::seconds(1'767'600'000));

http::Request with_header(std::string name, std::string value) {
  http::Request request;
  request.headers.add(std::move(name), std::move(value));
  return request;
}

std::string base64url(std::string_view bytes) {
  std::string text = values::base64(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  while (text.ends_with('=')) text.pop_back();
  return text;
}

std::string token(const std::string& header, const std::string& claims, const std::string& secret) {
  const std::string signed_part = base64url(header) + "." + base64url(claims);
  const std::string hex = tls::hmac_sha256(secret, signed_part);
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return signed_part + "." + base64url(bytes);
}

TEST(Authorize, KeysAreWordForWord) {
  AuthSpec bearer;
  bearer.keys = {"sesame"};
  EXPECT_EQ(authorize(bearer, with_header("Authorization", "Bearer sesame"), kNow), "sesame");
  EXPECT_EQ(authorize(bearer, with_header("Authorization", "Bearer sesam"), kNow), std::nullopt);
  EXPECT_EQ(authorize(bearer, with_header("Authorization", "sesame"), kNow), std::nullopt);
  AuthSpec key = bearer;
  key.kind = AuthKind::api_key;
  EXPECT_EQ(authorize(key, with_header("x-api-key", "sesame"), kNow), "sesame");
  EXPECT_EQ(authorize(key, http::Request(), kNow), std::nullopt);
}

TEST(Authorize, TokensAreSignedInTimeAndByTheRightAlgorithm) {
  AuthSpec spec;
  spec.kind = AuthKind::jwt_hs256;
  spec.secret = "s";
  spec.leeway = 5s;
  const std::string header = R"({"alg":"HS256"})";
  const auto caller = [&](const std::string& text) {
    return authorize(spec, with_header("Authorization", "Bearer " + text), kNow);
  };
  EXPECT_EQ(caller(token(header, R"({"sub":"ann","exp":1767600060})", "s")), "ann");
  EXPECT_EQ(caller(token(header, R"({"sub":"ann","exp":1767599996})", "s")), "ann") << "within the leeway";
  EXPECT_EQ(caller(token(header, R"({"sub":"ann","exp":1767599990})", "s")), std::nullopt);
  EXPECT_EQ(caller(token(header, R"({"sub":"ann","nbf":1767600010})", "s")), std::nullopt);
  EXPECT_EQ(caller(token(header, R"({"sub":"ann"})", "other")), std::nullopt);
  EXPECT_EQ(caller(token(R"({"alg":"none"})", R"({"sub":"ann"})", "s")), std::nullopt);
  EXPECT_EQ(caller("a.b"), std::nullopt);
}

TEST(Authorize, ASignedRequestMayNotBeChangedOrOld) {
  AuthSpec spec;
  spec.kind = AuthKind::hmac_v1;
  spec.secret = "s";
  spec.leeway = 30s;
  http::Request request;
  request.method = "POST";
  request.target = "/plan";
  request.body = "{}";
  request.headers.set("X-Timestamp", "1767599990");
  request.headers.set("X-Signature", hmac_v1_signature("s", request, "1767599990"));
  EXPECT_NE(authorize(spec, request, kNow), std::nullopt);
  EXPECT_EQ(authorize(spec, request, kNow + 1min), std::nullopt);
  request.body = "{ }";
  EXPECT_EQ(authorize(spec, request, kNow), std::nullopt);
}

// ---- what is remembered

TEST(MemoryCache, AnEntryLivesSoLongAndTheLeastUsedGoes) {
  MemoryCache cache(2);
  const world::Instant now(1h);
  cache.put("a", "1", now + 10s);
  cache.put("b", "2", now + 20s);
  EXPECT_EQ(cache.find("a", now), "1");
  cache.put("c", "3", now + 10s);
  EXPECT_EQ(cache.find("b", now), std::nullopt) << "a was used since";
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_EQ(cache.find("a", now + 10s), std::nullopt);
  EXPECT_EQ(cache.size(), 1U);
}

TEST(MemoryCache, OrderMakesNoDifferenceToAKeyAndAnArgumentDoes) {
  const UseSpec use;
  const auto key = [&use](const std::string& target, const std::string& body) {
    http::Request request;
    request.target = target;
    request.body = body;
    return cache_key(use, request);
  };
  EXPECT_EQ(key("/a?x=1&y=2", R"({"p":{"q":1,"r":2},"s":3})"), key("/a?y=2&x=1", R"({"s":3,"p":{"r":2,"q":1}})"));
  EXPECT_NE(key("/a?x=1&y=2", ""), key("/a?x=1&y=3", ""));
  EXPECT_NE(key("/a", R"({"s":3})"), key("/a", R"({"s":4})"));
}

}  // namespace
}  // namespace checkride::harness
