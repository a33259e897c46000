// Goal: the edge counts, chooses and compresses as nginx does, and nginx is told all that a scenario declares. Method:
// the pure parts alone; laws for the counting.
#include <gmock/gmock.h>

#include "checkride/test/property.hpp"
#include "services/edge/edge_cache.hpp"
#include "services/edge/edge_log.hpp"
#include "services/edge/limit_req.hpp"
#include "services/edge/location_table.hpp"
#include "services/edge/nginx_conf.hpp"

namespace checkride::harness::edge {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

world::Instant at(world::Duration since) {
  return world::Instant(since);
}

int taken(LimitReq& limit, int requests, std::uint64_t burst, world::Duration when) {
  int count = 0;
  for (int i = 0; i < requests; ++i) count += limit.takes("client", burst, at(when)) ? 1 : 0;
  return count;
}

TEST(HostOf, IsWithoutThePortAndInSmallLetters) {
  EXPECT_EQ(host_of("Example.COM:8080"), "example.com");
  EXPECT_EQ(host_of("127.0.0.1"), "127.0.0.1");
  EXPECT_EQ(host_of("[2001:DB8::1]:8080"), "[2001:db8::1]");
  EXPECT_EQ(host_of("[::1]"), "[::1]");
  EXPECT_EQ(host_of(":80"), "");
  EXPECT_EQ(host_of(""), "");
}

TEST(LimitReq, TheFirstAndTheBurstPass) {
  LimitReq plan(120);
  EXPECT_EQ(taken(plan, 20, 5, 1s), 6);
  LimitReq api(600);
  EXPECT_EQ(taken(api, 30, 20, 1s), 21);
  LimitReq without(600);
  EXPECT_EQ(taken(without, 5, 0, 1s), 1);
}

TEST(LimitReq, RoomComesBackAtTheRate) {
  LimitReq limit(60);
  EXPECT_EQ(taken(limit, 20, 3, 1s), 4);
  EXPECT_EQ(taken(limit, 20, 3, 1999ms), 0) << "a millisecond too soon";
  EXPECT_EQ(taken(limit, 20, 3, 2s), 1);
  EXPECT_EQ(taken(limit, 20, 3, 60s), 4);
}

TEST(LimitReq, LocationsOfOneZoneDrawOnOneCount) {
  LimitReq limit(600);
  EXPECT_EQ(taken(limit, 11, 10, 1s), 11);
  EXPECT_EQ(taken(limit, 20, 20, 1s), 10) << "10 of the 20 are spent";
}

TEST(LimitReq, AddressesAreCountedApart) {
  LimitReq limit(60);
  EXPECT_TRUE(limit.takes("a", 0, at(1s)));
  EXPECT_FALSE(limit.takes("a", 0, at(1s)));
  EXPECT_TRUE(limit.takes("b", 0, at(1s)));
}

// However they come, over any time no more pass than the rate, the burst and the one that is free.
RC_GTEST_PROP(LimitReqLaws, NeverMoreThanRateAndBurst, ()) {
  const auto per_minute = *rc::gen::inRange<std::uint64_t>(1, 6000);
  const auto burst = *rc::gen::inRange<std::uint64_t>(0, 30);
  const auto gaps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 500));
  LimitReq limit(per_minute);
  world::Duration now = 1s;
  std::uint64_t passed = 0;
  for (const int gap : gaps) {
    now += std::chrono::milliseconds(gap);
    passed += limit.takes("client", burst, at(now)) ? 1U : 0U;
  }
  const double room = static_cast<double>(per_minute) / 60 * world::to_seconds(now - 1s);
  RC_ASSERT(static_cast<double>(passed) <= room + static_cast<double>(burst) + 1.001);
}

EdgeSpec site() {
  EdgeSpec spec;
  const auto add = [&spec](const std::string& path, const std::string& to) -> EdgeLocation& {
    EdgeLocation location;
    location.path = path;
    location.to = to;
    spec.locations.push_back(std::move(location));
    return spec.locations.back();
  };
  add("/", "pages");
  add("/api/", "api");
  add("/api/slow", "slow");
  add("/health", "health").exact = true;
  add("", "files").ends = {"js", "css"};
  return spec;
}

std::string taken_by(const std::string& path) {
  const EdgeSpec spec = site();
  return find_location(spec, path)->to;
}

TEST(Locations, ExactThenEndingsThenTheLongestPrefix) {
  EXPECT_EQ(taken_by("/"), "pages");
  EXPECT_EQ(taken_by("/api"), "pages");
  EXPECT_EQ(taken_by("/api/x"), "api");
  EXPECT_EQ(taken_by("/api/slower"), "slow");
  EXPECT_EQ(taken_by("/health"), "health");
  EXPECT_EQ(taken_by("/healthy"), "pages");
  EXPECT_EQ(taken_by("/api/a.js"), "files");
  EXPECT_EQ(taken_by("/a.CSS"), "files");
  EXPECT_EQ(taken_by("/ajs"), "pages");
  const EdgeSpec nothing;
  EXPECT_EQ(find_location(nothing, "/"), nullptr);
}

TEST(Compression, TypeSizeAndStatus) {
  const EdgeCompression spec{{"application/json"}, 1024};
  EXPECT_TRUE(compressible(spec, 200, "application/json; charset=utf-8", 1024));
  EXPECT_TRUE(compressible(spec, 404, "text/html", 5000));
  EXPECT_FALSE(compressible(spec, 200, "application/json", 1023));
  EXPECT_FALSE(compressible(spec, 200, "image/png", 5000));
  EXPECT_FALSE(compressible(spec, 500, "application/json", 5000));
  EXPECT_FALSE(compressible(EdgeCompression{}, 200, "text/html", 5000))
      << "nothing is compressed where nothing is said";
}

TEST(Compression, WhoTakesIt) {
  for (const char* yes : {"gzip", "br, gzip", "GZIP;q=0.5", " gzip "}) EXPECT_TRUE(takes_gzip(yes)) << yes;
  for (const char* no : {"", "br", "gzip;q=0", "gzip; q=0.0, br", "xgzip"}) EXPECT_FALSE(takes_gzip(no)) << no;
}

TEST(NginxConf, HeadersOfAllStandInEachLocation) {
  EdgeSpec spec = site();
  spec.headers = {{"X-Frame-Options", "DE\"NY"}};
  spec.locations[0].headers = {{"X-Page", "yes"}};
  NginxPlaces places;
  places.http = {"127.0.0.1", 1000};
  for (const EdgeLocation& location : spec.locations) places.neighbours[location.to] = {"127.0.0.1", 1001};
  const std::string text = nginx_conf(spec, places);
  std::size_t count = 0;
  const std::string line = "add_header X-Frame-Options \"DE\\\"NY\" always;";
  for (std::size_t from = text.find(line); from != std::string::npos; from = text.find(line, from + 1)) ++count;
  EXPECT_EQ(count, spec.locations.size());
  EXPECT_THAT(text, HasSubstr("location ~* \\.(js|css)$ {"));
  EXPECT_THAT(text, Not(HasSubstr("ssl")));
}

TEST(NginxConf, WhatIsKept) {
  EdgeSpec spec = site();
  EdgeStore rule;
  rule.statuses = {200, 404};
  rule.keep = 1500ms;
  rule.one_at_a_time = true;
  rule.not_with = {"X-API-Key"};
  spec.locations[1].store = rule;
  NginxPlaces places;
  for (const EdgeLocation& location : spec.locations) places.neighbours[location.to] = {"127.0.0.1", 1001};
  const std::string text = nginx_conf(spec, places);
  EXPECT_THAT(text, HasSubstr("proxy_cache_valid 200 404 2s;"));
  EXPECT_THAT(text, HasSubstr("proxy_cache_lock on;"));
  EXPECT_THAT(text, HasSubstr("proxy_no_cache $http_x_api_key;"));
  EXPECT_THAT(text, Not(HasSubstr("use_stale")));
  EXPECT_EQ(text.find("proxy_cache kept"), text.rfind("proxy_cache kept")) << "one location keeps answers";
}

TEST(EdgeCache, TimesOfCacheControl) {
  const auto until = [](const char* control, int status = 200) -> std::optional<std::int64_t> {
    http::Response answer;
    answer.status = status;
    if (*control != '\0') answer.headers.set("Cache-Control", control);
    const auto lifetime = lifetime_of(answer, EdgeStore{}, 1000);
    return lifetime ? std::optional(lifetime->until) : std::nullopt;
  };
  EXPECT_EQ(until(""), 1600);
  EXPECT_EQ(until("", 404), std::nullopt);
  EXPECT_EQ(until("Max-Age=5, s-maxage=7"), 1007);
  EXPECT_EQ(until("public, max-age=5"), 1005);
  for (const char* never : {"max-age=0", "max-age=x", "private", "max-age=9, NO-CACHE"}) {
    EXPECT_EQ(until(never), std::nullopt) << never;
  }
}

// However much comes, no more is kept than there is room for, and what was used last is still there.
TEST(EdgeCache, WhatWasNotUsedForLongestGoes) {
  EdgeCache cache;
  const http::Request request;
  const http::Response answer;
  for (std::size_t i = 0; i <= EdgeCache::kEntriesMax; ++i) {
    cache.put(std::to_string(i), request, answer, Lifetime{});
    EXPECT_NE(cache.find("0", request), nullptr);
  }
  EXPECT_EQ(cache.find("1", request), nullptr);
  EXPECT_NE(cache.find("2", request), nullptr);
  EXPECT_NE(cache.find(std::to_string(EdgeCache::kEntriesMax), request), nullptr);
}

TEST(EdgeLog, LinesAsNginxWritesThem) {
  http::Request request;
  request.target = "/a?b=c";
  request.remote = {"10.0.0.1", 1};
  request.headers.set("User-Agent", "probe");
  request.headers.set("Host", "site");
  http::Response response;
  response.status = 429;
  const http::Exchange exchange{request, response, 17, {}, true};
  const auto now = world::parse_rfc3339("2026-01-09T16:30:00Z").value();
  EXPECT_EQ(access_line(exchange, now),
            "10.0.0.1 - - [09/Jan/2026:16:30:00 +0000] \"GET /a?b=c HTTP/1.1\" 429 17 \"-\" \"probe\" \"-\"\n");
  EXPECT_EQ(error_line(request, "limiting requests", now),
            "2026/01/09 16:30:00 [error] 1#1: *1 limiting requests, client: 10.0.0.1, server: , request: \"GET /a?b=c "
            "HTTP/1.1\", host: \"site\"\n");
}

}  // namespace
}  // namespace checkride::harness::edge
