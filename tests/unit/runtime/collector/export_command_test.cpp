// Goal: who exports gets all of it, or hears what is missing and why. Method: the command on the host of a collector
// that was killed.
#include "checkride/runtime/runtime.hpp"
#include "collector_rig.hpp"

namespace checkride::runtime::collector {
namespace {

using test::collecting;
using test::CollectorRig;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

// 40 records, the last ten of which no sink had taken yet.
class ExportCommand : public testing::Test {
 protected:
  void collect(const Config& config, const std::string& keys = {}) {
    rig_.emplace(config);
    ASSERT_TRUE(rig_->start());
    rig_->samples(40);
    rig_->kill();
    const std::string text =
        "app: {name: test, version: 9.9.9, environment: lab}\n"
        "flight_monitor:\n  variables: [{name: PLANE ALTITUDE, units: feet}]\n"
        "data_collector: {output_path: " +
        std::string(test::kFolder) + keys + "}\n";
    ASSERT_FALSE(rig_->host.files().write("/c.yaml", text).has_error());
  }
  // The command's exit code.
  int run_command(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--config", "/c.yaml"});
    auto options = parse_options(arguments);
    EXPECT_TRUE(options.has_value()) << options.error();
    if (!options) return -1;
    before_ = rig_->host.printed().size();
    rig_->host.start("command", run(rig_->host, std::move(*options)));
    rig_->run(10s);
    return rig_->host.exit_code().value_or(-1);
  }
  // By the last command.
  std::vector<std::string> printed() const {
    const auto& all = rig_->host.printed();
    return {all.begin() + static_cast<std::ptrdiff_t>(before_), all.end()};
  }
  std::size_t records() const {
    const std::vector<std::string> lines = printed();
    return static_cast<std::size_t>(
        std::count_if(lines.begin(), lines.end(), [](const std::string& line) { return line.starts_with('{'); }));
  }

  std::optional<CollectorRig> rig_;
  std::size_t before_ = 0;
};

TEST_F(ExportCommand, WithoutADatabaseSaysThatThereIsOnlyTheJournal) {
  collect(collecting());
  EXPECT_EQ(run_command({"export"}), kExitStopped);
  EXPECT_GT(records(), 0U);
  EXPECT_THAT(printed(),
              Contains("checkride-monitor: no database: only the journal's " + std::to_string(records()) + " records"));
}

TEST_F(ExportCommand, WithADatabaseGivesAllWithoutAWord) {
  Config config = collecting();
  config.data_collector.sqlite.emplace();
  collect(config, ", sqlite: {}");
  EXPECT_EQ(run_command({"export"}), kExitStopped);
  EXPECT_EQ(records(), 40U);
  EXPECT_THAT(printed(), Not(Contains(HasSubstr("checkride-monitor:"))));
}

TEST_F(ExportCommand, AStretchThatEndsBeforeItBeginsIsRefused) {
  collect(collecting());
  EXPECT_EQ(run_command({"export", "--from", "2026-01-05T09:00:00Z", "--to", "2026-01-05T08:00:00Z"}), kExitUsage);
  EXPECT_THAT(printed(), Contains(HasSubstr("--from \"2026-01-05T09:00:00Z\" is later than --to")));
}

TEST_F(ExportCommand, AnOutputThatTakesNothingIsAFailure) {
  collect(collecting());
  rig_->host.close_output(true);
  for (const char* command : {"export", "print-config"}) {
    EXPECT_EQ(run_command({command}), kExitCannotCreate) << command;
    EXPECT_THAT(printed(), testing::ElementsAre("checkride-monitor: standard output: the reader took nothing more"));
  }
}

}  // namespace
}  // namespace checkride::runtime::collector
