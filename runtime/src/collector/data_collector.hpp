// DataCollector: the service that keeps every sample: first in the journal, from there in files, SQLite and InfluxDB.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/task_group.hpp"
#include "collector/journal_keeper.hpp"
#include "collector/ledger.hpp"
#include "collector/sink_runner.hpp"
#include "service/context.hpp"
#include "service/service.hpp"

namespace checkride::runtime::collector {

class DataCollector final : public Service {
 public:
  // Samples on their way from the link, at least; taken at once, so that it is only ever full while the program is
  // stuck. Before the start they wait there, as many as are buffered afterwards.
  static constexpr std::size_t kSamplesMax = 1000;
  static constexpr int kStopAttempts = 3;
  static constexpr world::Duration kDiskPeriod = std::chrono::seconds(10);
  // Below the warning ratio by so much the disk counts as having room again.
  static constexpr double kDiskHysteresis = 0.02;

  // Kept free on the disk of the journal, for the end of a run on a disk that is full.
  static constexpr std::size_t kReserveBytes = 128 * 1024;
  // The reserve is only made where so many times its size is free.
  static constexpr std::size_t kReserveShare = 4;

  // `context` outlives the service.
  explicit DataCollector(Context& context, JournalLimits limits = {});

  std::string_view name() const override { return "data-collector"; }
  world::Task<Result<>> start() override;
  world::Task<Result<>> stop(world::Instant deadline) override;
  SamplePart part() const override { return SamplePart::keeper; }
  // Takes over flush_interval and disk_warning_ratio.
  void apply(const Config& next) override;
  ServiceHealth health() const override;

 private:
  world::Task<Result<>> open();
  world::Task<Result<>> open_sinks();
  world::Task<Result<>> open_journal();
  world::Task<> leave_alone(std::string reason);
  bool is_left_alone() const { return !left_alone_.empty(); }
  void note(const Sample& newest);
  world::Task<> receive(std::shared_ptr<SampleSubscription> samples);
  world::Task<> release();
  world::Task<> keep_ledger();
  world::Task<> open_ledger();
  bool make_reserve();
  world::Task<> give_up_reserve();
  std::string reserve_path() const { return config_.journal_folder() + "/reserve"; }
  void add_details(ServiceHealth& health) const;
  world::Task<> watch_disk();
  void judge_disk(const world::DiskSpace& space);
  void start_tasks();
  Result<> stuck(const std::vector<std::string>& tasks) const;
  world::Task<Result<>> end_sinks(world::Instant deadline);
  world::Task<Result<>> end_intake(world::Instant deadline);
  world::Task<Result<>> flush();
  world::Task<> finish(SinkRunner& runner, world::Instant deadline);
  world::Task<Result<>> drain_once(SinkRunner& runner);
  void take_all(SampleSubscription& samples);
  std::shared_ptr<SampleSubscription> subscribe() const;

  Context& context_;
  DataCollectorConfig config_;
  Logger log_;
  JournalKeeper journal_;
  std::vector<std::unique_ptr<SinkRunner>> sinks_;
  std::shared_ptr<SampleSubscription> samples_;
  std::unique_ptr<world::TaskGroup> tasks_;  // take samples into the journal; set while running
  std::unique_ptr<world::TaskGroup> sink_tasks_;
  bool disk_warning_ = false;
  std::string left_alone_;  // why nothing is collected until the next start
  Ledger received_;
  bool ledger_changed_ = false;
  bool ledger_failed_ = false;
  bool reserved_ = false;
};

}  // namespace checkride::runtime::collector
