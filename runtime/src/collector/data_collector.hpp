// DataCollector: the service that puts every sample into a file, as a line of JSON.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/task_group.hpp"
#include "collector/record_buffer.hpp"
#include "collector/telemetry_files.hpp"
#include "service/context.hpp"
#include "service/service.hpp"

namespace checkride::runtime::collector {

// Lines wait in memory (buffer_size at most) and go to the disk every flush_interval, when half of the room is used,
// and at the end. A failed write keeps them, and is tried again after kRetry.
class DataCollector final : public Service {
 public:
  // Samples on their way from the link; taken at once, so that it is only ever full while the program is stuck.
  static constexpr std::size_t kSamplesMax = 1000;
  static constexpr int kStopAttempts = 3;
  static constexpr world::Duration kRetry = std::chrono::seconds(5);

  // `context` outlives the service.
  explicit DataCollector(Context& context);

  std::string_view name() const override { return "data-collector"; }
  world::Task<Result<>> start() override;
  world::Task<Result<>> stop(world::Instant deadline) override;
  ServiceHealth health() const override;

 private:
  world::Task<> receive(std::shared_ptr<SampleSubscription> samples);
  world::Task<> flush_periodically();
  world::Task<Result<>> wait_until_due();
  bool is_due() const;
  // Writes what is held; the error is kept in failure_ too.
  world::Task<Result<>> flush();
  world::Task<std::string> encode(std::string lines);
  Result<> settle(const TelemetryFiles::Appended& appended, std::size_t block_bytes, std::size_t line_bytes);
  void take_all(SampleSubscription& samples);
  void report_failure(const Error& error);
  void show();

  Context& context_;
  const DataCollectorConfig& config_;
  Logger log_;
  std::vector<std::string> keys_;
  TelemetryFiles files_;
  RecordBuffer buffer_;
  world::Notifier filled_;
  std::shared_ptr<SampleSubscription> samples_;
  std::unique_ptr<world::TaskGroup> tasks_;  // set while running
  world::Instant next_flush_{};
  std::string failure_;  // why the last write failed; empty after a good one
  std::uint64_t dropped_shown_ = 0;
};

}  // namespace checkride::runtime::collector
