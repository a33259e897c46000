// The keys of HTTP services and weather providers: every key means what it says, and every mistake has its place.
#include "scenario/read_upstream.hpp"

#include <gmock/gmock.h>

#include "scenario/readers.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

struct Read {
  Scenario scenario;
  std::string mistakes;
};

// What stands under `services` of a scenario.
Read services(const std::string& text) {
  Read read;
  values::Diagnostics errors;
  Reader reader{errors, read.scenario, {}, RigKind::virtual_rig};
  if (const auto document = values::load(text, "s.yaml", errors)) {
    (void)values::read_entries(document->root(), errors,
                               [&](const values::Entry& entry) { read_service(entry, reader); });
    check_services(reader);
    check_needed(reader);
  }
  read.mistakes = errors.empty() ? "" : errors.text();
  return read;
}
// The keys of one upstream, each line of which is indented by two blanks.
std::string mistakes_of(const std::string& keys) {
  return services("api:\n  kind: upstream\n" + keys).mistakes;
}

TEST(ReadUpstream, NothingMeansTheDefaults) {
  const Read read = services("api: {kind: upstream}\nmetar: {kind: metar}\n");
  ASSERT_EQ(read.mistakes, "");
  EXPECT_EQ(std::get<UpstreamSpec>(read.scenario.services[0].spec), UpstreamSpec());
  EXPECT_EQ(std::get<MetarSpec>(read.scenario.services[1].spec), MetarSpec());
}

TEST(ReadUpstream, EveryFormOfALatency) {
  const Read read = services(
      "api:\n  kind: upstream\n  endpoints:\n    - {path: /a, latency: 20ms}\n"
      "    - {path: /b, latency: {uniform: [1ms, 9ms]}}\n"
      "    - {path: /c, latency: {lognormal: {median: 20ms, p99: 200ms, most: 1s}}}\n"
      "    - {path: /d, latency: {mixture: [{share: 90 %, constant: 20ms}, {share: 10 %, exponential: {mean: "
      "3s}}]}}\n");
  ASSERT_EQ(read.mistakes, "");
  const auto& endpoints = std::get<UpstreamSpec>(read.scenario.services[0].spec).endpoints;
  const auto part = [&](std::size_t endpoint, std::size_t number) { return endpoints[endpoint].latency.parts[number]; };
  EXPECT_EQ(part(0, 0).middle, 20ms);
  EXPECT_EQ(part(1, 0).shape, LatencyShape::uniform);
  EXPECT_EQ(part(1, 0).spread, 9ms);
  EXPECT_EQ(part(2, 0).most, 1s);
  EXPECT_EQ(part(3, 0).share_ppm, 900'000U);
  EXPECT_EQ(part(3, 1).shape, LatencyShape::exponential);
  EXPECT_EQ(part(3, 1).middle, 3s);
}

TEST(ReadUpstream, LimitsUsesAndCounts) {
  const Read read = services(
      "api:\n  kind: upstream\n  dependencies: {cache: {member: redis}, db: {member: db}}\n  endpoints:\n"
      "    - path: /a\n      limits: [{rate: 10/min}, {rate: 5/s, burst: 2, per: all}]\n"
      "      uses: [{cache: {in: cache, ttl: 1m, key: [path]}}, {db: {in: db, do: write, table: t}}]\n"
      "      counts: [{metric: m, labels: {kind: /kind, status: outcome}}]\n"
      "redis: {kind: keyvalue}\ndb: {kind: database, tables: {t: {}}}\n");
  ASSERT_EQ(read.mistakes, "");
  const EndpointSpec& endpoint = std::get<UpstreamSpec>(read.scenario.services[0].spec).endpoints.at(0);
  EXPECT_EQ(endpoint.limits[0].rate.burst, 10U) << "all of them at once";
  EXPECT_EQ(endpoint.limits[1].rate.burst, 2U);
  EXPECT_EQ(endpoint.limits[1].per, LimitPer::all);
  EXPECT_EQ(endpoint.uses[0].ttl, 1min);
  EXPECT_TRUE(endpoint.uses[0].key_path && !endpoint.uses[0].key_query && !endpoint.uses[0].key_body);
  EXPECT_EQ(endpoint.uses[1].kind, UseKind::db_write);
  EXPECT_THAT(endpoint.counts[0].labels, ElementsAre(std::pair<std::string, std::string>("kind", "/kind"), testing::_));
}

TEST(ReadUpstream, LimitsThatAreShared) {
  const Read read = services(
      "api:\n  kind: upstream\n  limits: {readers: {rate: 5/s, burst: 2, per: all, status: 503}}\n"
      "  endpoints: [{path: /a, limits: [{shared: readers}]}, {path: /b, limits: [{rate: 1/s}]}]\n");
  ASSERT_EQ(read.mistakes, "");
  const auto& spec = std::get<UpstreamSpec>(read.scenario.services[0].spec);
  EXPECT_EQ(spec.endpoints.at(0).limits, spec.limits);
  EXPECT_EQ(spec.limits.at(0).shared, "readers");
  EXPECT_EQ(spec.limits.at(0).rate.burst, 2U);
  EXPECT_EQ(spec.endpoints.at(1).limits.at(0).shared, "");
  const std::string limits = "  limits: {readers: {rate: 5/s}}\n";
  EXPECT_THAT(mistakes_of(limits + "  endpoints: [{path: /a, limits: [{shared: reader}]}]\n"),
              HasSubstr("did you mean \"readers\""));
  EXPECT_THAT(mistakes_of(limits + "  endpoints: [{path: /a, limits: [{shared: readers, rate: 1/s}]}]\n"),
              HasSubstr("rate"));
}

TEST(ReadUpstream, EachMistakeIsTold) {
  const auto endpoint = [](const std::string& keys) {
    return mistakes_of("  endpoints: [{path: /a, " + keys + "}]\n");
  };
  EXPECT_THAT(endpoint("latency: {uniform: [9ms, 1ms]}"), HasSubstr("the least and the most"));
  EXPECT_THAT(endpoint("latency: {mixture: [{share: 90 %, constant: 1s}]}"), HasSubstr("100 % together"));
  EXPECT_THAT(endpoint("latency: {lognormal: {median: 2s, p99: 1s}}"), HasSubstr("longer than the median"));
  EXPECT_THAT(endpoint("limits: [{rate: 10 a minute}]"), HasSubstr("10/s, 10/min or 10/h"));
  EXPECT_THAT(endpoint("auth: true"), HasSubstr("how callers say who they are"));
  EXPECT_THAT(endpoint("uses: [{part: solver}]"), HasSubstr("there is no part \"solver\""));
  EXPECT_THAT(endpoint("uses: [{call: {to: weather}}]"), HasSubstr("there is no dependency \"weather\""));
  EXPECT_THAT(endpoint("schema: {pattern: \"[\"}"), HasSubstr("regular expression"));
  EXPECT_THAT(endpoint("errors: [{status: 500}]"), HasSubstr("how often?"));
  EXPECT_THAT(endpoint("counts: [{metric: m, labels: {a: nonsense}}]"), HasSubstr("expected outcome"));
  EXPECT_THAT(mistakes_of("  auth: {kind: bearer}\n"), HasSubstr("which keys are taken?"));
  EXPECT_THAT(mistakes_of("  auth: {kind: hmac_v1}\n"), HasSubstr("a secret is needed"));
  EXPECT_THAT(mistakes_of("  recycle: {after: 10}\n"), HasSubstr("without workers"));
  EXPECT_THAT(mistakes_of("  dependencies: {db: {member: nobody}}\n"), HasSubstr("\"nobody\""));
  EXPECT_THAT(services("m: {kind: metar, stations: {seattle: {}}}\n").mistakes, HasSubstr("four capital letters"));
}

}  // namespace
}  // namespace checkride::harness
