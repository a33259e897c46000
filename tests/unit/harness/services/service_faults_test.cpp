// Goal: the table of services' faults says what each may say, and faults in force strike where, when and as often as
// they say. Method: the table itself, and talks as a service would have them.
#include "services/service_faults.hpp"

#include <gmock/gmock.h>

#include <set>

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "services/active_faults.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

FaultPlace at(std::string_view place) {
  FaultPlace where;
  where.at = place;
  return where;
}
FaultPlace path(std::string_view path) {
  FaultPlace where;
  where.path = path;
  return where;
}

TEST(ServiceFaults, EveryWordIsOneRowWithAKindAndAnExampleThatItTakes) {
  std::set<std::string_view> words;
  for (const ServiceFaultRow& row : service_fault_rows()) {
    EXPECT_TRUE(words.insert(row.word).second) << row.word << " stands twice";
    EXPECT_FALSE(row.meaning.empty()) << row.word;
    for (const MemberKind kind : row.kinds) {
      EXPECT_THAT(service_fault_words(kind), Contains(row.word));
      if (kind != row.kinds.front()) continue;
      ActiveFaults faults(kind);
      EXPECT_THAT(faults.inject(std::string(row.word), "{" + std::string(row.example) + "}"), IsOk()) << row.word;
      EXPECT_TRUE(faults.has(row.word));
    }
  }
}

TEST(ServiceFaults, KindsHaveTheirOwn) {
  EXPECT_THAT(service_fault_words(MemberKind::smtp), AllOf(Contains("greylisting"), Not(Contains("http_answer"))));
  EXPECT_THAT(service_fault_words(MemberKind::webhook), AllOf(Contains("http_answer"), Not(Contains("greylisting"))));
  EXPECT_THAT(service_fault_words(MemberKind::database), AllOf(Contains("read_only"), Not(Contains("evict_all"))));
  EXPECT_THAT(service_fault_words(MemberKind::key_value), AllOf(Contains("evict_all"), Contains("garbage")));
  EXPECT_FALSE(has_service_faults(MemberKind::monitor));
  EXPECT_FALSE(has_service_faults(MemberKind::simulator));
}

TEST(ServiceFaults, EveryMistakeIsToldAtOnce) {
  struct Case {
    MemberKind kind;
    std::string word;
    std::string parameters;
    std::string told;
  };
  const Case cases[] = {
      {MemberKind::smtp, "smtp_reply", "{code: 550}", "\"at\" is missing"},
      {MemberKind::smtp, "smtp_reply", "{at: rcpt, code: 250}", "400 to 599"},
      {MemberKind::smtp, "smtp_reply", "{at: rcp, code: 550}", "did you mean \"rcpt\"?"},
      {MemberKind::smtp, "smtp_reply", "{at: data, code: 550, address: a@x}", "named at mail and at rcpt"},
      {MemberKind::smtp, "smtp_reply", "{at: data, code: 550, text: \"a\\nb\"}", "one line"},
      {MemberKind::smtp, "greylisting", "{wait: 0s}", "out of range"},
      {MemberKind::smtp, "greylisting", "{code: 550}", "400 to 499"},
      {MemberKind::smtp, "stall", "{path: /x}", "unknown key \"path\""},
      {MemberKind::webhook, "stall", "{at: mail}", "unknown key \"at\""},
      {MemberKind::webhook, "stall", "{times: 0}", "out of range"},
      {MemberKind::webhook, "http_answer", "{}", "\"status\" is missing"},
      {MemberKind::webhook, "http_answer", "{status: 429, path: hook}", "begins with /"},
      {MemberKind::webhook, "slow", "{}", "\"latency\" is missing"},
      {MemberKind::webhook, "bad_certificate", "{reason: old}", "expired"},
      {MemberKind::webhook, "greylisting", "{}", "no fault \"greylisting\""},
      {MemberKind::webhook, "half_anser", "{}", "did you mean \"half_answer\"?"},
      {MemberKind::database, "lag", "{}", "\"lag\" is missing"},
  };
  for (const Case& one : cases) {
    ActiveFaults faults(one.kind);
    EXPECT_THAT(faults.inject(one.word, one.parameters), FailsWith(HasSubstr(one.told))) << one.parameters;
    EXPECT_FALSE(faults.has(one.word));
  }
}

TEST(ActiveFaults, AStrikeIsAtItsPlaceAsOftenAsItSays) {
  ActiveFaults faults(MemberKind::smtp);
  ASSERT_THAT(faults.inject("reset", "{at: rcpt, times: 2}"), IsOk());
  EXPECT_EQ(faults.strike(at("mail")), Strike::none);
  EXPECT_EQ(faults.strike(at("rcpt")), Strike::reset);
  EXPECT_EQ(faults.strike(at("rcpt")), Strike::reset);
  EXPECT_EQ(faults.strike(at("rcpt")), Strike::none);
  EXPECT_FALSE(faults.has("reset")) << "it strikes no more";
}

TEST(ActiveFaults, WithoutTimesItStrikesUntilItIsCleared) {
  ActiveFaults faults(MemberKind::webhook);
  const auto id = faults.inject("close", "{path: /hook}");
  ASSERT_THAT(id, IsOk());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(faults.strike(path("/hook")), Strike::close);
  EXPECT_EQ(faults.strike(path("/other")), Strike::none);
  EXPECT_THAT(faults.clear("7"), FailsWith(HasSubstr("no fault with the id \"7\"")));
  EXPECT_THAT(faults.clear(*id), IsOk());
  EXPECT_EQ(faults.strike(path("/hook")), Strike::none);
  EXPECT_THAT(faults.clear(*id), FailsWith(HasSubstr("no fault")));
}

TEST(ActiveFaults, OfSeveralTheFirstStrikesAndTimeAddsUp) {
  ActiveFaults faults(MemberKind::webhook);
  ASSERT_THAT(faults.inject("stall", "{times: 1}"), IsOk());
  ASSERT_THAT(faults.inject("reset", "{}"), IsOk());
  ASSERT_THAT(faults.inject("slow", "{latency: 2s}"), IsOk());
  ASSERT_THAT(faults.inject("slow", "{latency: 300ms, path: /hook}"), IsOk());
  EXPECT_EQ(faults.strike(path("/hook")), Strike::stall);
  EXPECT_EQ(faults.strike(path("/hook")), Strike::reset);
  EXPECT_EQ(faults.slowness(path("/hook")), 2300ms);
  EXPECT_EQ(faults.slowness(path("/")), 2s);
}

// Whatever is injected with `times`, so many requests are struck and no more.
RC_GTEST_PROP(ActiveFaultsLaws, TimesAddUp, ()) {
  ActiveFaults faults(MemberKind::key_value);
  const auto times = *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(1, 9));
  std::uint64_t wanted = 0;
  for (const std::uint64_t one : times) {
    RC_ASSERT(faults
                  .inject(*rc::gen::element<std::string>("stall", "close", "reset", "garbage"),
                          "{times: " + std::to_string(one) + "}")
                  .has_value());
    wanted += one;
  }
  std::uint64_t struck = 0;
  for (std::uint64_t i = 0; i < wanted + 10; ++i) struck += faults.strike() == Strike::none ? 0 : 1;
  RC_ASSERT(struck == wanted);
}

}  // namespace
}  // namespace checkride::harness
