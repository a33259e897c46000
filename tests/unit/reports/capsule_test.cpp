// Goal: a run can be played again from its page, byte for byte, and a bad capsule is named by its place.
// Method: a capsule with one of everything, RapidCheck over file contents, and pages damaged in one place each.
#include "checkride/reports/capsule.hpp"

#include <gtest/gtest.h>

#include "checkride/compress/gzip.hpp"
#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/values/base64.hpp"
#include "sample_record.hpp"

namespace checkride::reports {
namespace {

using test::FailsWith;
using testing::HasSubstr;
using testing::Not;

Capsule sample_capsule() {
  CapsuleRun run;
  run.name = "low-altitude.fsx_sp2+s7";
  run.file = "scenarios/low.yaml";
  run.case_name = "fsx_sp2";
  run.rig = "virtual";
  run.verdict = "failed";
  run.reason = "expect-1 (line 7): no mail";
  run.params = {{"altitude", "80 feet"}, {"name", "a=b"}};
  run.seed = 18446744073709551615U;
  run.shuffle = true;
  run.files = {"scenarios/low.yaml", "scenarios/config/alerts.yaml"};
  run.trace_hash = 0x00c0ffee00c0ffee;
  CapsuleRun live;
  live.name = "elsewhere";
  live.file = "scenarios/low.yaml";
  live.rig = "live";
  live.simulators = {"sim=10.0.0.9:500"};
  live.files = {"scenarios/low.yaml"};
  Capsule capsule;
  capsule.version = "0.5.0";
  capsule.revision = "0123abc";
  capsule.compiler = "g++ 12.2.0";
  capsule.runs = {run, live};
  capsule.files = {{"scenarios/low.yaml", "scenario: low-altitude\n"}, {"scenarios/config/alerts.yaml", ""}};
  return capsule;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(Capsule, ReadsBackFromItsJson) {
  const auto read = capsule_from_json(to_json(sample_capsule()));
  ASSERT_THAT(read, test::IsOk());
  EXPECT_EQ(to_json(*read), to_json(sample_capsule()));
  EXPECT_EQ(read->files, sample_capsule().files);
  ASSERT_EQ(read->runs.size(), 2U);
  EXPECT_EQ(read->runs[0].seed, 18446744073709551615U);
  EXPECT_EQ(read->runs[0].params, sample_capsule().runs[0].params);
  EXPECT_TRUE(read->runs[0].shuffle);
  EXPECT_EQ(read->runs[0].trace_hash, 0x00c0ffee00c0ffeeU);
  EXPECT_EQ(read->runs[1].simulators, std::vector<std::string>{"sim=10.0.0.9:500"});
  EXPECT_FALSE(read->runs[1].trace_hash.has_value());
}

// A scenario that is no UTF-8 must fail again as it failed, at the same column.
RC_GTEST_PROP(Capsule, FilesKeepEveryByte, ()) {
  Capsule capsule = sample_capsule();
  capsule.files["scenarios/low.yaml"] = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  const auto read = capsule_from_json(to_json(capsule));
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->files == capsule.files);
}

TEST(Capsule, TravelsInThePage) {
  const Capsule capsule = sample_capsule();
  const std::string page = to_html(sample_record(), sample_environment(), sample_events(), &capsule);
  const auto read = capsule_from_html(page);
  ASSERT_THAT(read, test::IsOk());
  EXPECT_EQ(to_json(*read), to_json(capsule));
}

TEST(Capsule, WithoutRunsIsNotInThePage) {
  const Capsule empty;
  const std::string page = to_html(sample_record(), sample_environment(), {}, &empty);
  EXPECT_EQ(page, to_html(sample_record(), sample_environment(), {}));
  EXPECT_THAT(page, Not(HasSubstr("id=\"capsule\"")));
  EXPECT_THAT(capsule_from_html(page), FailsWith(HasSubstr("no replay capsule")));
}

// A record whose texts look like a capsule is not taken for one.
TEST(Capsule, HostileTextIsNoCapsule) {
  Record record = sample_record();
  record.scenarios[0].reason = to_html_element(sample_capsule());
  record.scenarios[0].verdict = Verdict::failed;
  EXPECT_THAT(capsule_from_html(to_html(record, sample_environment(), {})), FailsWith(HasSubstr("no replay capsule")));
}

TEST(Capsule, DamagedPagesSayWhatIsWrong) {
  const std::string element = to_html_element(sample_capsule());
  ASSERT_THAT(capsule_from_html(element), test::IsOk());
  const std::string start = element.substr(0, element.find('>') + 1);
  EXPECT_THAT(capsule_from_html(element.substr(0, element.size() / 2)), FailsWith(HasSubstr("ends inside")));
  EXPECT_THAT(capsule_from_html(start + "%%%</script>"), FailsWith(HasSubstr("not base64")));
  EXPECT_THAT(capsule_from_html(start + values::base64("no gzip") + "</script>"), FailsWith(HasSubstr("gzip")));
  EXPECT_THAT(capsule_from_html(start + values::base64(compress::gzip_member("{")) + "</script>"),
              FailsWith(HasSubstr("not JSON")));
}

TEST(Capsule, ErrorsNameThePath) {
  const std::string json = to_json(sample_capsule());
  EXPECT_THAT(capsule_from_json(replaced(json, "checkride.capsule", "checkride.record")),
              FailsWith(HasSubstr("format: expected \"checkride.capsule\"")));
  EXPECT_THAT(capsule_from_json(replaced(json, "\"version\":1", "\"version\":2")), FailsWith(HasSubstr("version 1")));
  EXPECT_THAT(capsule_from_json(replaced(json, "\"shuffle\":true", "\"shuffle\":1")),
              FailsWith(HasSubstr("runs[0].shuffle: expected true or false")));
  EXPECT_THAT(capsule_from_json(replaced(json, "[\"altitude\",\"80 feet\"]", "[\"altitude\"]")),
              FailsWith(HasSubstr("runs[0].params[0]: expected a name and a value")));
  EXPECT_THAT(capsule_from_json(replaced(json, "\"path\":\"scenarios/low.yaml\"", "\"path\":\"other.yaml\"")),
              FailsWith(HasSubstr("runs[0].files[0]: expected the path of a file")));
  EXPECT_THAT(capsule_from_json(replaced(json, "\"text\":\"\"", "\"base64\":\"=\"")),
              FailsWith(HasSubstr("files[0].base64: expected base64")));
}

}  // namespace
}  // namespace checkride::reports
