// Goal: all, any and not say of several checks what they say of truths, and of what is unknown nothing. Method: every
// combination of parts that hold, do not hold and are not known.
#include "checks/combined_check.hpp"

#include <gmock/gmock.h>

#include "checkride/test/world_test.hpp"
#include "checks/fake_sight.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// A check that sees what it is told.
class Told final : public CheckKind {
 public:
  Told(std::string name, Seen seen, Traits traits = {})
      : name_(std::move(name)), seen_(std::move(seen)), traits_(traits) {}
  std::string text() const override { return name_; }
  std::vector<std::string> members() const override { return {"member of " + name_}; }
  Traits traits() const override { return traits_; }
  world::Task<Seen> see(Sight&) const override { co_return seen_; }

 private:
  std::string name_;
  Seen seen_;
  Traits traits_;
};

Check told(bool holds, std::optional<Duration> since = {}, bool known = true) {
  Seen seen;
  seen.holds = holds;
  seen.since = since;
  seen.known = known;
  seen.text = holds ? "yes" : "no";
  return std::make_shared<Told>("x", seen);
}

world::Task<Seen> look(FakeSight& sight, Check check) {
  Seen seen = co_await check->see(sight);
  co_return seen;
}

WORLD_TEST(AllOfChecks, HoldsSinceTheLastOfThem) {
  FakeSight sight(host);
  const Check timed = all_of_checks({told(true, 2s), told(true, 5s)});
  const Seen both = co_await look(sight, timed);
  EXPECT_TRUE(both.holds);
  EXPECT_EQ(both.since, 5s);
  EXPECT_EQ(both.text, "yes; yes");
  const Check untimed = all_of_checks({told(true, 2s), told(true)});
  EXPECT_EQ((co_await look(sight, untimed)).since, std::nullopt);
  const Check one = all_of_checks({told(true), told(false)});
  EXPECT_FALSE((co_await look(sight, one)).holds);
  const Check unknown = all_of_checks({told(true), told(false, {}, false)});
  EXPECT_FALSE((co_await look(sight, unknown)).known);
}

WORLD_TEST(AnyOfChecks, HoldsSinceTheFirstOfThem) {
  FakeSight sight(host);
  const Check timed = any_of_checks({told(true, 5s), told(true, 2s), told(false, 1s)});
  const Seen both = co_await look(sight, timed);
  EXPECT_TRUE(both.holds);
  EXPECT_EQ(both.since, 2s);
  const Check untimed = any_of_checks({told(true), told(true, 2s)});
  EXPECT_EQ((co_await look(sight, untimed)).since, std::nullopt);
  const Check none = any_of_checks({told(false), told(false)});
  EXPECT_FALSE((co_await look(sight, none)).holds);
  const Check half_known = any_of_checks({told(false), told(false, {}, false)});
  EXPECT_TRUE((co_await look(sight, half_known)).known);
  const Check unknown = any_of_checks({told(false, {}, false)});
  EXPECT_FALSE((co_await look(sight, unknown)).known);
}

WORLD_TEST(OppositeCheck, HoldsOfWhatIsKnownOnly) {
  FakeSight sight(host);
  const Check of_no = opposite_check(told(false));
  EXPECT_TRUE((co_await look(sight, of_no)).holds);
  const Check of_yes = opposite_check(told(true));
  EXPECT_FALSE((co_await look(sight, of_yes)).holds);
  const Check of_unknown = opposite_check(told(false, {}, false));
  EXPECT_FALSE((co_await look(sight, of_unknown)).holds);
}

TEST(CombinedCheck, NeedsWhatItsPartsNeed) {
  Traits up;
  up.needs_up = true;
  Traits pushed;
  pushed.pushed = true;
  const Check a = std::make_shared<Told>("a", Seen(), up);
  const Check b = std::make_shared<Told>("b", Seen(), pushed);
  const Check both = all_of_checks({a, b});
  EXPECT_TRUE(both->traits().needs_up);
  EXPECT_FALSE(both->traits().pushed) << "one of them has to be asked";
  EXPECT_EQ(both->text(), "(a and b)");
  EXPECT_EQ(any_of_checks({a, b})->text(), "(a or b)");
  EXPECT_EQ(opposite_check(a)->text(), "not a");
  EXPECT_THAT(both->members(), ElementsAre("member of a", "member of b"));
  EXPECT_THAT(all_of_checks({a, a})->members(), ElementsAre("member of a"));
}

WORLD_TEST(CombinedCheck, ReadsFromYaml) {
  FakeSight sight(host);
  sight.answer("/a", 200, "");
  sight.answer("/b", 503, "");
  const Check check = check_of(
      "{all: [{http: {of: monitor, get: /a, status: 200}},"
      " {any: [{http: {of: monitor, get: /b, status: 200}}, {not: {http: {of: monitor, get: /b, status: 200}}}]}]}");
  EXPECT_EQ(check->text(),
            "(GET /a of monitor answers 200 and (GET /b of monitor answers 200 or not GET /b of monitor answers 200))");
  const Seen seen = co_await check->see(sight);
  EXPECT_TRUE(seen.holds);
  EXPECT_EQ(seen.values.size(), 3u);
  EXPECT_EQ(seen.values.back().expected, "not: 200");
}

TEST(CombinedCheck, MistakesOfPartsAreToldAtTheirPlace) {
  EXPECT_THAT(mistakes_of("{all: []}"), HasSubstr("t.yaml:1:7: at least one check is needed"));
  EXPECT_THAT(mistakes_of("{all: {mail: {in: mail}}}"), HasSubstr("t.yaml:1:7: expected a list"));
  EXPECT_THAT(mistakes_of("{any: [{mail: {in: mail}}, {mial: {in: mail}}]}"), HasSubstr("did you mean \"mail\"?"));
  EXPECT_THAT(mistakes_of("{not: {mail: {in: mail}}}"),
              HasSubstr("t.yaml:1:7: the opposite of so many is another count"));
  EXPECT_THAT(mistakes_of("{not: {all: [{log: {of: monitor, level: error}}]}}"), HasSubstr("another count"));
  EXPECT_THAT(mistakes_of("{all: [{}]}"), HasSubstr("t.yaml:1:8: a check is needed: http, health"));
}

}  // namespace
}  // namespace checkride::harness
