#include "collector/data_collector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/system/errc.hpp>
#include <functional>
#include <utility>

#include "collector/file_sink.hpp"
#include "collector/influx_sink.hpp"
#include "collector/sqlite_sink.hpp"
#include "metrics/table.hpp"
#include "service/services.hpp"

namespace checkride::runtime {

std::unique_ptr<Service> make_data_collector(Context& context) {
  return std::make_unique<collector::DataCollector>(context);
}

}  // namespace checkride::runtime

namespace checkride::runtime::collector {

namespace {

JournalLimits limited(JournalLimits limits, const DataCollectorConfig& config) {
  limits.bytes_max = std::min(limits.bytes_max, config.journal_max_bytes);
  return limits;
}

}  // namespace

DataCollector::DataCollector(Context& context, JournalLimits limits)
    : context_(context),
      config_(context.config.data_collector),
      log_(context.log.logger("collector")),
      journal_(context, config_, limited(limits, config_)),
      // Before anything starts: the links do so first, and samples may come while the journal is still being read.
      samples_(subscribe()) {
  const auto add = [this](std::unique_ptr<Sink> sink, SinkStartup startup) {
    sinks_.push_back(std::make_unique<SinkRunner>(context_, config_, journal_, std::move(sink), startup));
  };
  const SinkStartups& startup = config_.on_startup_failure;
  if (config_.output_format != OutputFormat::none) {
    add(std::make_unique<FileSink>(context_.world, config_), startup.files);
  }
  if (config_.sqlite) add(std::make_unique<SqliteSink>(context_.world, config_), startup.sqlite);
  if (config_.influx) add(std::make_unique<InfluxSink>(context_.world, config_), startup.influx);
}

std::shared_ptr<SampleSubscription> DataCollector::subscribe() const {
  return context_.samples.subscribe("data-collector", std::max<std::size_t>(kSamplesMax, config_.buffer_size));
}

void DataCollector::apply(const Config& next) {
  config_.flush_interval = next.data_collector.flush_interval;
  config_.disk_warning_ratio = next.data_collector.disk_warning_ratio;
}

world::Task<Result<>> DataCollector::open() {
  left_alone_.clear();
  auto done = co_await open_sinks();
  if (done) done = co_await open_journal();
  if (done) co_return done;
  journal_.close();
  for (const auto& runner : sinks_) (void)co_await runner->close();  // the first failure is the one to tell
  co_return done;
}

world::Task<Result<>> DataCollector::open_sinks() {
  for (const auto& runner : sinks_) {
    if (auto opened = co_await runner->open(); !opened) {
      co_return opened.error().with("the sink " + std::string(runner->sink().name()));
    }
  }
  co_return Result<>();
}

// What may pass by itself is waited for: samples stay in memory, at most buffer_size of them, until the journal opens.
world::Task<Result<>> DataCollector::open_journal() {
  std::uint64_t next = 1;
  for (const auto& runner : sinks_) next = std::max(next, runner->position());
  auto opened = co_await journal_.open(next);
  if (opened) co_return opened;
  const bool busy = opened.error().code() == boost::system::errc::device_or_resource_busy;
  const Error error =
      opened.error().with((busy ? "another monitor writes the journal " : "the journal ") + config_.journal_folder());
  const bool for_good = kind_of(error) == Delivery::State::permanent;
  const SinkStartup startup = config_.on_startup_failure.files;
  if (for_good && startup == SinkStartup::error) co_return error;
  if (startup == SinkStartup::probe || (for_good && startup == SinkStartup::ignore)) {
    co_await leave_alone(error.message());
  }
  co_return Result<>();
}

// Without a journal there is nothing that sinks could take.
world::Task<> DataCollector::leave_alone(std::string reason) {
  left_alone_ = std::move(reason);
  log_.warn("collector_ignored", {{"reason", left_alone_}});
  samples_.reset();
  journal_.close();
  for (const auto& runner : sinks_) (void)co_await runner->close();  // nothing was begun
}

world::Task<Result<>> DataCollector::start() {
  if (tasks_) co_return Error::invalid("data-collector is already running");
  if (samples_ == nullptr) samples_ = subscribe();
  CO_TRY_VOID(co_await open());
  if (!is_left_alone()) co_await open_ledger();
  start_tasks();
  co_return Result<>();
}

void DataCollector::start_tasks() {
  const auto on_failure = [this](const std::string& task, const std::string& what) {
    log_.error("task_failed", {{"service", name()}, {"task", task}, {"reason", what}});
    context_.request_stop("data-collector failed");
  };
  tasks_ = std::make_unique<world::TaskGroup>(context_.world.executor(), on_failure);
  if (is_left_alone()) return;
  tasks_->spawn("collector.receive", receive(samples_));
  tasks_->spawn("collector.journal", journal_.run());
  sink_tasks_ = std::make_unique<world::TaskGroup>(context_.world.executor(), on_failure);
  for (const auto& runner : sinks_) {
    if (!runner->left_alone().empty()) continue;
    sink_tasks_->spawn("collector." + std::string(runner->sink().name()), runner->run());
  }
  sink_tasks_->spawn("collector.release", release());
  sink_tasks_->spawn("collector.disk", watch_disk());
}

// The sinks first: samples go on into the journal until nothing else is left to do.
world::Task<Result<>> DataCollector::stop(world::Instant deadline) {
  if (is_left_alone()) tasks_.reset();
  if (!tasks_) co_return Result<>();
  auto sinks = co_await end_sinks(deadline);
  auto intake = co_await end_intake(deadline);
  if (!intake) co_return intake.error();
  co_return sinks;
}

Result<> DataCollector::stuck(const std::vector<std::string>& tasks) const {
  if (tasks.empty()) return {};
  return Error(make_error_code(boost::system::errc::timed_out), "data-collector: did not end: " + tasks.front());
}

// Each sink has a share of the time that is left, and one share is for the end: a sink that hangs costs the others
// little, and the journal nothing.
world::Task<Result<>> DataCollector::end_sinks(world::Instant deadline) {
  world::Clock& clock = context_.world.clock();
  auto shares = static_cast<world::Duration::rep>(sinks_.size()) + 2;
  const world::Duration limit = std::max((deadline - clock.now()) / shares, kLeastTime);
  const std::vector<std::string> left = co_await sink_tasks_->stop(clock, limit);
  sink_tasks_.reset();
  if (!left.empty()) co_return stuck(left);
  take_all(*samples_);
  (void)co_await flush();  // the sinks take what is synced; a failure is told at the end
  for (const auto& runner : sinks_) {
    --shares;
    if (!runner->left_alone().empty()) continue;
    const world::Instant now = clock.now();
    co_await finish(*runner, now + (deadline - now) / shares);
  }
  co_return Result<>();
}

world::Task<Result<>> DataCollector::end_intake(world::Instant deadline) {
  world::Clock& clock = context_.world.clock();
  const world::Duration limit = time_left(clock, deadline);
  const std::vector<std::string> left = co_await tasks_->stop(clock, limit);
  tasks_.reset();
  if (!left.empty()) co_return stuck(left);
  take_all(*samples_);
  samples_.reset();
  auto flushed = co_await flush();
  if (!flushed) {
    co_await give_up_reserve();
    flushed = co_await flush();
  }
  received_.end_all(Ledger::End::open, Ledger::End::ended);
  ledger_changed_ = true;
  co_await keep_ledger();
  if (ledger_failed_) {
    co_await give_up_reserve();
    co_await keep_ledger();
  }
  journal_.close();
  if (!flushed) {
    co_return flushed.error().with(std::to_string(journal_.buffer().size()) + " records were not written");
  }
  co_return Result<>();
}

// What tore one write does not have to tear the next.
world::Task<Result<>> DataCollector::flush() {
  auto flushed = co_await journal_.flush();
  for (int attempt = 1; !flushed && attempt < kStopAttempts; ++attempt) flushed = co_await journal_.flush();
  co_return flushed;
}

world::Task<Result<>> DataCollector::drain_once(SinkRunner& runner) {
  const bool done = co_await runner.drain();
  co_return done ? Result<>() : Error::invalid(runner.failure());
}

// What a sink does not take any more is in the journal, and comes with the next start.
world::Task<> DataCollector::finish(SinkRunner& runner, world::Instant deadline) {
  world::Clock& clock = context_.world.clock();
  bool done = false;
  for (int attempt = 0; !done && attempt < kStopAttempts && clock.now() < deadline; ++attempt) {
    const auto drained = co_await world::within(clock, deadline - clock.now(), drain_once(runner));
    done = drained.has_value();
  }
  auto closed = co_await runner.close();
  for (int attempt = 1; !closed && attempt < kStopAttempts; ++attempt) closed = co_await runner.close();
  if (done && closed) co_return;
  const std::string reason = runner.failure().empty() ? "it did not take them in time" : runner.failure();
  log_.warn("sink_left_behind", {{"sink", runner.sink().name()},
                                 {"records", runner.lag()},
                                 {"reason", closed ? reason : closed.error().message()}});
}

ServiceHealth DataCollector::health() const {
  ServiceHealth health;
  if (!tasks_) {
    health.status = Status::unhealthy;
    health.ready = false;
    health.errors.emplace_back("service not running");
    return health;
  }
  if (is_left_alone()) {
    health.details.push_back({"left_alone", left_alone_});
    return health;
  }
  if (!journal_.failure().empty()) {
    health.errors.push_back("telemetry is kept in memory, for it cannot be written: " + journal_.failure());
  }
  for (const auto& runner : sinks_) {
    if (runner->failure().empty()) continue;
    health.errors.push_back(fmt::format("{}: {} records wait in the journal{}: {}", runner->sink().name(),
                                        runner->lag(), runner->failed_for_good() ? " for somebody to help" : "",
                                        runner->failure()));
  }
  if (!health.errors.empty()) health.status = Status::degraded;
  add_details(health);
  return health;
}

void DataCollector::add_details(ServiceHealth& health) const {
  const SampleBuffer& buffer = journal_.buffer();
  // A warning by metric and log, not an error: everything is kept.
  if (disk_warning_) health.details.push_back({"disk_almost_full", true});
  health.details.push_back({"buffered_records", static_cast<std::int64_t>(buffer.size())});
  health.details.push_back({"buffer_limit_records", static_cast<std::int64_t>(buffer.limit())});
  health.details.push_back({"dropped_records", static_cast<std::int64_t>(buffer.dropped() + samples_->dropped())});
  health.details.push_back({"journal_bytes", static_cast<std::int64_t>(journal_.facts().bytes)});
  for (const auto& runner : sinks_) {
    const std::string name(runner->sink().name());
    if (!runner->left_alone().empty()) {
      health.details.push_back({name + "_left_alone", runner->left_alone()});
      continue;
    }
    health.details.push_back({name == "files" ? "file" : name, runner->sink().place()});
    health.details.push_back({name + "_lag_records", static_cast<std::int64_t>(runner->lag())});
  }
}

world::Task<> DataCollector::receive(std::shared_ptr<SampleSubscription> samples) {
  while (true) {
    co_await samples->wait();
    take_all(*samples);
  }
}

void DataCollector::take_all(SampleSubscription& samples) {
  SamplePtr last;
  while (SamplePtr sample = samples.pop()) {
    if (last != nullptr && (last->session != sample->session || last->simulator != sample->simulator)) note(*last);
    last = sample;
    journal_.add(std::move(sample));
  }
  if (last != nullptr) note(*last);
}

void DataCollector::note(const Sample& newest) {
  received_.receive({newest.simulator, newest.session}, newest.sequence);
  ledger_changed_ = true;
}

// What a killed monitor had not seen the end of has no other end than the last that it wrote down.
world::Task<> DataCollector::open_ledger() {
  const std::string path = ledger_path(config_.journal_folder(), Ledger::kReceived);
  Result<Ledger> read = Ledger();
  std::function<void()> job = [this, &path, &read] { read = read_ledger(context_.world.files(), path); };
  co_await context_.world.offload(std::move(job), world::Duration::zero());
  if (!read) log_.warn("ledger_unreadable", {{"file", path}, {"reason", read.error().message()}});
  received_ = read ? std::move(*read) : Ledger::begun_late();
  received_.end_all(Ledger::End::open, Ledger::End::killed);
  ledger_changed_ = true;
}

// After what it tells is in the journal, so that an audit beside this monitor finds no gap that is none. While the
// journal fails it is told all the same: what is lost then shows.
world::Task<> DataCollector::keep_ledger() {
  if (!std::exchange(ledger_changed_, false)) co_return;
  const Ledger ledger = received_;
  (void)co_await journal_.take_in();  // the failure stands in health, log and metrics
  const std::string path = ledger_path(config_.journal_folder(), Ledger::kReceived);
  Result<> written;
  std::function<void()> job = [this, &path, &ledger, &written] {
    written = write_ledger(context_.world.files(), path, ledger);
    reserved_ = reserved_ || (written && make_reserve());
  };
  co_await context_.world.offload(std::move(job), world::Duration::zero());
  if (!written) ledger_changed_ = true;
  if (!written && !ledger_failed_) {
    log_.warn("ledger_failed", {{"file", path}, {"reason", written.error().message()}});
  }
  ledger_failed_ = !written;
}

// What every sink has taken leaves the journal.
world::Task<> DataCollector::release() {
  while (true) {
    co_await context_.world.clock().sleep_for(config_.flush_interval);
    std::uint64_t taken = journal_.facts().synced;
    for (const auto& runner : sinks_) {
      if (runner->left_alone().empty()) taken = std::min(taken, runner->position());
    }
    (void)co_await journal_.release(taken);  // the failure stands in health, log and metrics
    co_await keep_ledger();
  }
}

bool DataCollector::make_reserve() {
  world::Files& files = context_.world.files();
  if (files.exists(reserve_path())) return true;
  const auto space = files.space(config_.journal_folder());
  if (!space || space->free_bytes < kReserveShare * kReserveBytes) return false;
  return files.write(reserve_path(), std::string(kReserveBytes, '.')).has_value();
}

// What was received to the end, or at least how much that was, then has room.
world::Task<> DataCollector::give_up_reserve() {
  std::function<void()> job = [this] {
    if (context_.world.files().exists(reserve_path())) (void)context_.world.files().remove(reserve_path());
  };
  co_await context_.world.offload(std::move(job), world::Duration::zero());
  reserved_ = false;
}

world::Task<> DataCollector::watch_disk() {
  while (true) {
    Result<world::DiskSpace> space = world::DiskSpace();
    world::Files& files = context_.world.files();
    std::function<void()> job = [&] { space = files.space(config_.output_path); };
    co_await context_.world.offload(std::move(job), world::Duration::zero());
    if (space) judge_disk(*space);
    co_await context_.world.clock().sleep_for(kDiskPeriod);
  }
}

void DataCollector::judge_disk(const world::DiskSpace& space) {
  if (space.total_bytes == 0) return;
  const double used = 1.0 - static_cast<double>(space.free_bytes) / static_cast<double>(space.total_bytes);
  context_.metrics.gauge(metric::kCollectorDiskUsed).set(used);
  const double limit = config_.disk_warning_ratio - (disk_warning_ ? kDiskHysteresis : 0);
  const bool warning = used >= limit;
  if (warning == std::exchange(disk_warning_, warning)) return;
  if (warning) {
    log_.warn("disk_almost_full",
              {{"path", config_.output_path}, {"used_ratio", used}, {"free_bytes", space.free_bytes}});
  } else {
    log_.info("disk_has_room", {{"path", config_.output_path}, {"used_ratio", used}});
  }
}

}  // namespace checkride::runtime::collector
