// Goal: who exports gets all of it, or hears what is missing and why. Method: the command on the host of a collector
// that was killed.
#include "checkride/runtime/runtime.hpp"
#include "collector/export.hpp"
#include "collector/telemetry_folder.hpp"
#include "collector_rig.hpp"

namespace checkride::runtime::collector {
namespace {

using test::collecting;
using test::CollectorRig;
using test::kFolder;
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

  std::vector<int> sequences() const {
    std::vector<int> out;
    for (const std::string& line : printed()) {
      const std::size_t at = line.find("\"sequence\":");
      if (at != std::string::npos) out.push_back(std::stoi(line.substr(at + 11)));
    }
    return out;
  }

  std::optional<CollectorRig> rig_;
  std::size_t before_ = 0;
};

TEST_F(ExportCommand, WithoutAnythingElseSaysThatThereIsOnlyTheJournal) {
  Config config = collecting();
  config.data_collector.output_format = OutputFormat::none;
  config.data_collector.sqlite.emplace();  // a sink there must be; its database is gone
  collect(config);
  ASSERT_FALSE(rig_->host.files().remove(std::string(test::kFolder) + "/telemetry.db").has_error());
  EXPECT_EQ(run_command({"export"}), kExitStopped);
  EXPECT_THAT(printed(), Contains("checkride-monitor: no database and no telemetry files: only the journal's " +
                                  std::to_string(records()) + " records"));
}

// Every record once, in order, from the finished files, the one that was being written, and the journal.
TEST_F(ExportCommand, WithoutADatabaseReadsTheFilesOfEveryFormatAndPacking) {
  for (const auto format : {OutputFormat::json, OutputFormat::csv, OutputFormat::influx}) {
    for (const auto packing : {Packing::none, Packing::gzip, Packing::zstd}) {
      Config config = collecting(packing);
      config.data_collector.output_format = format;
      config.data_collector.rotate_interval = 10s;
      config.data_collector.flush_interval = 5s;
      collect(config);
      EXPECT_GT(rig_->names().size(), 2U);
      EXPECT_EQ(run_command({"export"}), kExitStopped);
      EXPECT_EQ(sequences(), CollectorRig::one_to(40));
      EXPECT_THAT(printed(), Not(Contains(HasSubstr("checkride-monitor:"))));
    }
  }
}

TEST_F(ExportCommand, AStretchOfTheFilesIsInTheFormatThatIsAskedFor) {
  Config config = collecting(Packing::zstd);
  config.data_collector.output_format = OutputFormat::influx;
  collect(config);
  // The first of the 40, a second apart each, is a little after the start.
  EXPECT_EQ(run_command({"export", "--from", "2026-01-05T08:00:05Z", "--to", "2026-01-05T08:00:08Z"}), kExitStopped);
  EXPECT_EQ(sequences().size(), 3U);
  EXPECT_EQ(run_command({"export", "--format", "csv"}), kExitStopped);
  const std::vector<std::string> lines = printed();
  ASSERT_EQ(lines.size(), 40U);
  EXPECT_THAT(lines.front(), testing::StartsWith("ts,simulator,session,sequence,"));
  const auto headers = std::count_if(lines.begin(), lines.end(), [](const std::string& line) {
    return line.find("ts,simulator") != std::string::npos;
  });
  EXPECT_EQ(headers, 1) << "files and journal have the same columns";
}

TEST_F(ExportCommand, AFileThatCannotBeReadIsNamedAndTheOthersAreExported) {
  Config config = collecting();
  config.data_collector.rotate_interval = 10s;
  config.data_collector.flush_interval = 5s;
  collect(config);
  const std::string path = std::string(test::kFolder) + "/" + rig_->names().front();
  ASSERT_FALSE(rig_->host.files().write(path, "\x1f\x8b damaged").has_error());
  EXPECT_EQ(run_command({"export"}), 1);
  EXPECT_THAT(printed(), Contains(testing::StartsWith("checkride-monitor: not exported: " + path)));
  EXPECT_FALSE(sequences().empty());
  EXPECT_EQ(sequences().back(), 40);
}

TEST_F(ExportCommand, WithADatabaseGivesAllWithoutAWord) {
  Config config = collecting();
  config.data_collector.sqlite.emplace();
  collect(config, ", sqlite: {}");
  EXPECT_EQ(run_command({"export"}), kExitStopped);
  EXPECT_EQ(records(), 40U);
  EXPECT_THAT(printed(), Not(Contains(HasSubstr("checkride-monitor:"))));
}

// A sink of the running monitor has taken them by then.
TEST_F(ExportCommand, WhatIsTakenFromTheJournalMeanwhileIsExported) {
  Config config = collecting();
  config.data_collector.sqlite.emplace();
  collect(config);
  const std::string journal = config.data_collector.journal_folder();
  std::size_t lines = 0;
  const auto print = [&](std::string_view) {
    if (++lines > 1) return;
    const auto names = rig_->host.files().list(journal);
    ASSERT_TRUE(names.has_value()) << names.error();
    for (const std::string& name : *names) {
      if (name.ends_with(".journal")) EXPECT_FALSE(rig_->host.files().remove(journal + "/" + name).has_error());
    }
  };
  const auto report = export_telemetry(rig_->host, config.data_collector, {}, print);
  ASSERT_TRUE(report.has_value()) << report.error();
  EXPECT_TRUE(report->database);
  EXPECT_EQ(lines, 40U);
}

TEST_F(ExportCommand, AFileThatRetentionTakesMeanwhileIsANote) {
  Config config = collecting();
  config.data_collector.rotate_interval = 10s;
  config.data_collector.flush_interval = 5s;
  collect(config);
  const std::string folder = kFolder;
  const std::vector<std::string> names = rig_->names();
  const std::string gone = folder + "/" + names.front();
  auto opened = TelemetryFolder::open(rig_->host.files(), folder, {});
  ASSERT_TRUE(opened.has_value()) << opened.error();
  ASSERT_FALSE(rig_->host.files().remove(gone).has_error());
  const SessionName session{"sim", 1};
  EXPECT_FALSE(opened->records(session, world::UtcTime::min(), world::UtcTime::max()).empty());
  EXPECT_THAT(opened->notes(), testing::ElementsAre(HasSubstr(gone)));
  (void)opened->records(session, world::UtcTime::min(), world::UtcTime::max());
  EXPECT_EQ(opened->notes().size(), 1U) << "told once";
}

TEST_F(ExportCommand, AStretchThatEndsBeforeItBeginsIsRefused) {
  collect(collecting());
  EXPECT_EQ(run_command({"export", "--from", "2026-01-05T09:00:00Z", "--to", "2026-01-05T08:00:00Z"}), kExitUsage);
  EXPECT_THAT(printed(), Contains(HasSubstr("--from \"2026-01-05T09:00:00Z\" is later than --to")));
}

TEST_F(ExportCommand, AnOutputThatTakesNothingIsAFailure) {
  collect(collecting());
  rig_->host.close_output(true);
  const std::vector<std::vector<std::string>> commands{{"export"},          {"print-config"}, {"audit"},
                                                       {"buffer", "check"}, {"check-config"}, {"print-schema"},
                                                       {"sample-config"},   {"--help"},       {"--version"}};
  for (const auto& command : commands) {
    EXPECT_EQ(run_command(command), kExitCannotCreate) << command.front();
    EXPECT_THAT(printed(), testing::ElementsAre("checkride-monitor: standard output: the reader took nothing more"));
  }
}

TEST_F(ExportCommand, ARepairThatNobodyHearsOfIsDoneAndIsAFailure) {
  collect(collecting());
  const std::string segment = std::string(test::kFolder) + "/journal/00000000000000000001.journal";
  {
    const auto torn = rig_->host.files().append_to(segment);
    ASSERT_TRUE(torn.has_value()) << torn.error();
    ASSERT_FALSE((*torn)->append("half a frame").has_error());
  }
  rig_->host.close_output(true);
  EXPECT_EQ(run_command({"buffer", "repair"}), kExitCannotCreate);
  EXPECT_EQ(rig_->host.files().read(segment + ".cut").value(), "half a frame");
  rig_->host.close_output(false);
  EXPECT_EQ(run_command({"buffer", "check"}), kExitStopped);
}

}  // namespace
}  // namespace checkride::runtime::collector
