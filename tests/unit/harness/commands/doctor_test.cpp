// Goal: checkride doctor tells what each part needs, whether it is there and how to get it. Method: virtual hosts with
// and without the programs.
#include "commands/doctor.hpp"

#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"
#include "rigs/program_table.hpp"

namespace checkride::harness {
namespace {

using test::FailsWith;
using test::IsOk;
using testing::HasSubstr;

class Doctor : public testing::Test {
 protected:
  void put(const std::string& path) {
    ASSERT_THAT(host_.files().make_directories(path.substr(0, path.rfind('/'))), IsOk());
    ASSERT_THAT(host_.files().write(path, "#!/bin/sh\n"), IsOk());
  }
  Finding finding(const std::string& part) {
    const auto findings = examine(host_, "/opt/checkride", {part});
    EXPECT_THAT(findings, IsOk());
    return findings ? findings->front() : Finding{};
  }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("machine");
};

TEST_F(Doctor, TheVirtualRigNeedsNothing) {
  EXPECT_TRUE(finding("virtual").ready());
}

TEST_F(Doctor, TheProcessRigNeedsBothPrograms) {
  put("/opt/checkride/checkride-emulator");
  const Finding without = finding("process");
  EXPECT_THAT(without.missing, testing::ElementsAre("/opt/checkride/checkride-monitor is not there"));
  EXPECT_FALSE(without.remedy.empty());
  EXPECT_FALSE(finding("live").ready());
  EXPECT_THAT(finding("live").missing, testing::ElementsAre("/opt/checkride/checkride-monitor is not there"));
  put("/opt/checkride/checkride-monitor");
  EXPECT_TRUE(finding("process").ready());
  EXPECT_TRUE(finding("process").remedy.empty());
  EXPECT_TRUE(finding("live").ready());
}

TEST_F(Doctor, TheLiveRigNeedsNoEmulator) {
  put("/opt/checkride/checkride-monitor");
  EXPECT_FALSE(finding("process").ready());
  EXPECT_TRUE(finding("live").ready());
  EXPECT_THAT(finding("live").needs, HasSubstr("--simulator HOST:PORT"));
}

TEST_F(Doctor, EveryProgramIsLookedForAndHasAPackage) {
  host_.set_environment("PATH", "/usr/local/bin:/usr/bin");
  for (const ProgramRow& row : program_rows()) {
    const Finding without = finding(std::string(row.part));
    EXPECT_THAT(without.missing, testing::ElementsAre(std::string(row.program) + " is not in PATH"));
    ASSERT_EQ(without.remedy.size(), 1U) << row.part;
    EXPECT_THAT(without.remedy[0], testing::StartsWith("apt-get install "));
    put("/usr/bin/" + std::string(row.program));
    EXPECT_TRUE(finding(std::string(row.part)).ready()) << row.part;
    EXPECT_THAT(finding(std::string(row.part)).needs, HasSubstr("/usr/bin/" + std::string(row.program)));
  }
}

TEST_F(Doctor, ProgramsOfAdministratorsAreFoundBesidePath) {
  host_.set_environment("PATH", "/usr/bin");
  put("/usr/sbin/nginx");
  EXPECT_EQ(find_program(host_, "nginx"), "/usr/sbin/nginx");
  EXPECT_TRUE(finding("edge").ready());
}

TEST_F(Doctor, WithoutWordsAllPartsAreExaminedInOneText) {
  const auto findings = examine(host_, "/opt/checkride", {});
  ASSERT_THAT(findings, IsOk());
  EXPECT_EQ(findings->size(), doctor_words().size());
  const std::string text = to_text(*findings);
  EXPECT_THAT(text, testing::StartsWith("virtual rig   ready; needs nothing"));
  EXPECT_THAT(text, HasSubstr("\nbalancer      not ready: haproxy is not in PATH\n"));
  EXPECT_THAT(text, HasSubstr("apt-get install --no-install-recommends haproxy"));
  EXPECT_FALSE(text.ends_with('\n'));
}

TEST_F(Doctor, AnUnknownPartIsToldWithTheNearest) {
  EXPECT_THAT(examine(host_, "/opt/checkride", {"proces"}),
              FailsWith(HasSubstr("doctor knows no \"proces\": expected virtual, process, live")));
  EXPECT_THAT(examine(host_, "/opt/checkride", {"proces"}), FailsWith(HasSubstr("did you mean \"process\"?")));
}

}  // namespace
}  // namespace checkride::harness
