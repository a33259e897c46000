#include "collector/data_collector.hpp"

#include <algorithm>
#include <boost/system/errc.hpp>
#include <functional>
#include <utility>

#include "checkride/compress/gzip.hpp"
#include "collector/telemetry_line.hpp"
#include "metrics/table.hpp"
#include "service/services.hpp"

namespace checkride::runtime {

std::unique_ptr<Service> make_data_collector(Context& context) {
  return std::make_unique<collector::DataCollector>(context);
}

}  // namespace checkride::runtime

namespace checkride::runtime::collector {

namespace {

// What zlib was measured to need, about 50 MB/s: charged to virtual time.
constexpr std::int64_t kCompressNanosecondsPerByte = 20;

}  // namespace

DataCollector::DataCollector(Context& context)
    : context_(context),
      config_(context.config.data_collector),
      log_(context.log.logger("collector")),
      keys_(value_keys(context.config.flight_monitor.variables)),
      files_(context.world.files(), config_.output_path, config_.compression ? ".jsonl.gz" : ".jsonl"),
      buffer_(config_.buffer_size),
      filled_(context.world.executor()) {}

world::Task<Result<>> DataCollector::start() {
  if (tasks_) co_return Error::invalid("data-collector is already running");
  if (auto ready = files_.prepare(); !ready) {
    co_return ready.error().with("telemetry cannot be written below " + config_.output_path +
                                 " (data_collector.output_path)");
  }
  const auto on_failure = [this](const std::string& task, const std::string& what) {
    log_.error("task_failed", {{"service", name()}, {"task", task}, {"reason", what}});
    context_.request_stop("data-collector failed");
  };
  samples_ = context_.samples.subscribe("data-collector", kSamplesMax);
  tasks_ = std::make_unique<world::TaskGroup>(context_.world.executor(), on_failure);
  next_flush_ = context_.world.clock().now() + config_.flush_interval;
  show();
  tasks_->spawn("collector.receive", receive(samples_));
  tasks_->spawn("collector.flush", flush_periodically());
  co_return Result<>();
}

world::Task<Result<>> DataCollector::stop(world::Instant deadline) {
  if (!tasks_) co_return Result<>();
  world::Clock& clock = context_.world.clock();
  const world::Duration limit = std::max(deadline - clock.now(), world::Duration::zero());
  const std::vector<std::string> stuck = co_await tasks_->stop(clock, limit);
  tasks_.reset();
  if (!stuck.empty()) {
    co_return Error(make_error_code(boost::system::errc::timed_out), "data-collector: did not end: " + stuck.front());
  }
  take_all(*samples_);
  samples_.reset();
  buffer_.release();
  auto flushed = co_await flush();
  // What tore one file does not have to tear the next.
  for (int attempt = 1; !flushed && attempt < kStopAttempts; ++attempt) flushed = co_await flush();
  if (!flushed) co_return flushed.error().with(std::to_string(buffer_.size()) + " records were not written");
  co_return Result<>();
}

ServiceHealth DataCollector::health() const {
  ServiceHealth health;
  if (!tasks_) {
    health.status = Status::unhealthy;
    health.ready = false;
    health.errors.emplace_back("service not running");
    return health;
  }
  if (!failure_.empty()) {
    health.status = Status::degraded;
    health.errors.push_back("telemetry is kept in memory, for it cannot be written: " + failure_);
  }
  health.details.push_back({"buffered_records", static_cast<std::int64_t>(buffer_.size())});
  health.details.push_back({"buffer_limit_records", static_cast<std::int64_t>(buffer_.limit())});
  health.details.push_back({"dropped_records", static_cast<std::int64_t>(buffer_.dropped() + samples_->dropped())});
  health.details.push_back({"file", files_.path()});
  return health;
}

world::Task<> DataCollector::receive(std::shared_ptr<SampleSubscription> samples) {
  while (true) {
    co_await samples->wait();
    take_all(*samples);
    show();
    if (buffer_.size() * 2 >= buffer_.limit()) filled_.notify_all();
  }
}

void DataCollector::take_all(SampleSubscription& samples) {
  while (const SamplePtr sample = samples.pop()) buffer_.add(telemetry_line(*sample, keys_));
}

world::Task<> DataCollector::flush_periodically() {
  while (true) {
    const world::Instant now = context_.world.clock().now();
    if (next_flush_ > now) {
      (void)co_await world::within(context_.world.clock(), next_flush_ - now, wait_until_due());
    }
    (void)co_await flush();  // the failure stands in health, log and metrics
    const world::Duration pause = failure_.empty() ? config_.flush_interval : std::min(config_.flush_interval, kRetry);
    next_flush_ = context_.world.clock().now() + pause;
  }
}

world::Task<Result<>> DataCollector::wait_until_due() {
  while (!is_due()) co_await filled_.wait();
  co_return Result<>();
}

bool DataCollector::is_due() const {
  // On a failing disk only time helps: a full buffer must not turn into a busy loop.
  return failure_.empty() && buffer_.size() * 2 >= buffer_.limit();
}

world::Task<Result<>> DataCollector::flush() {
  if (buffer_.size() == 0) co_return Result<>();
  std::string lines = buffer_.begin_block();
  const std::size_t line_bytes = lines.size();
  const std::string block = co_await encode(std::move(lines));
  const TelemetryFiles::Appended appended = files_.append(block, context_.world.clock().utc_now());
  co_return settle(appended, block.size(), line_bytes);
}

world::Task<std::string> DataCollector::encode(std::string lines) {
  if (!config_.compression) co_return lines;
  std::string block;
  const world::Duration cost(kCompressNanosecondsPerByte * static_cast<std::int64_t>(lines.size()));
  std::function<void()> job = [&block, &lines] { block = compress::gzip_member(lines); };
  co_await context_.world.offload(std::move(job), cost);
  co_return block;
}

Result<> DataCollector::settle(const TelemetryFiles::Appended& appended, std::size_t block_bytes,
                               std::size_t line_bytes) {
  // Of a compressed block a part is worth nothing; of a plain one its whole lines are in.
  const bool whole = appended.bytes == block_bytes;
  const std::size_t usable = whole ? line_bytes : config_.compression ? 0 : appended.bytes;
  const std::size_t records = buffer_.written(usable);
  buffer_.release();
  context_.metrics.counter(metric::kCollectorRecords).add(static_cast<double>(records));
  show();
  if (!appended.error) {
    if (!failure_.empty()) log_.info("telemetry_write_recovered", {{"file", files_.path()}, {"records", records}});
    failure_.clear();
    return {};
  }
  report_failure(*appended.error);
  return *appended.error;
}

void DataCollector::report_failure(const Error& error) {
  // Once per outage: the rest shows in health and metrics.
  if (failure_.empty()) {
    log_.warn("telemetry_write_failed",
              {{"reason", error.message()}, {"buffered_records", buffer_.size()}, {"limit", buffer_.limit()}});
  }
  failure_ = error.message();
}

void DataCollector::show() {
  const auto count = [](std::size_t value) { return static_cast<double>(value); };
  context_.metrics.gauge(metric::kCollectorBuffered).set(count(buffer_.size()));
  context_.metrics.gauge(metric::kCollectorBufferLimit).set(count(buffer_.limit()));
  if (buffer_.dropped() == dropped_shown_) return;
  const std::uint64_t news = buffer_.dropped() - dropped_shown_;
  if (dropped_shown_ == 0) log_.warn("telemetry_dropped", {{"records", news}, {"reason", "the buffer is full"}});
  context_.metrics.counter(metric::kCollectorDropped, {"buffer_full"}).add(static_cast<double>(news));
  dropped_shown_ = buffer_.dropped();
}

}  // namespace checkride::runtime::collector
