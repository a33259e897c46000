#include "app/application.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/system/errc.hpp>
#include <utility>

#include "app/log_api.hpp"
#include "app/state_dump.hpp"
#include "checkride/runtime/runtime.hpp"
#include "exporter/exporter.hpp"
#include "health/health_service.hpp"
#include "service/services.hpp"

namespace checkride::runtime {

using world::Signal;
using world::Task;

namespace {

std::string_view to_string(Signal signal) {
  switch (signal) {
    case Signal::interrupt:
      return "SIGINT";
    case Signal::terminate:
      return "SIGTERM";
    case Signal::hangup:
      return "SIGHUP";
    case Signal::user1:
      return "SIGUSR1";
    case Signal::quit:
      return "SIGQUIT";
    case Signal::user2:
      return "SIGUSR2";
  }
  return "a signal";
}

}  // namespace

int exit_code_of(const Error& error) {
  namespace errc = boost::system::errc;
  for (const auto code : {errc::no_such_file_or_directory, errc::file_exists, errc::not_a_directory,
                          errc::is_a_directory, errc::no_space_on_device, errc::read_only_file_system}) {
    if (error.code() == code) return kExitCannotCreate;
  }
  return kExitUnavailable;
}

Application::Application(world::World& world, const Config& config, EventLog& log, const program::BuildFacts& build,
                         EventLog* access, ReloadSource reload, std::vector<std::string> check)
    : world_(world),
      log_(log.logger("app")),
      samples_(world.executor()),
      context_{world,
               config,
               log,
               metrics_,
               board_,
               samples_,
               api_,
               world.clock().now(),
               [this](std::string_view reason) { request_stop(reason); },
               build,
               access},
      watch_(world.clock(), log),
      manager_(context_),
      succession_(context_, std::move(check)),
      changed_(world.executor()),
      log_news_(world.executor()),
      access_news_(world.executor()) {
  // With a flight monitor it is the one to say so, of its links.
  if (config.simulators.empty() && !config.flight_monitor.enabled) watch_.set_idle("no simulators are configured");
  add_program_metrics(context_);
  add_log_routes(context_);
  supervisor_ = std::make_unique<Supervisor>(context_, make_services());
  add_uptime_metrics(context_, *supervisor_);
  if (reload.current != nullptr) reloader_ = std::make_unique<Reloader>(context_, *supervisor_, std::move(reload));
}

Application::~Application() {
  context_.log.on_untold({});
  if (context_.access != nullptr) context_.access->on_untold({});
}

// Monitoring and health first, so that a slow or failing start can be watched. This is the guide's order, by its order
// of stopping. That the collector stops before the flight monitor costs no sample: the links end before (Supervisor).
std::vector<std::unique_ptr<Service>> Application::make_services() {
  const Config& config = context_.config;
  std::vector<std::unique_ptr<Service>> watched;
  if (config.flight_monitor.enabled) watched.push_back(make_flight_monitor(context_));
  if (config.data_collector.enabled) watched.push_back(make_data_collector(context_));
  if (config.alert_manager.enabled) watched.push_back(make_alert_manager(context_));
  if (config.metrics_exporter.enabled) watched.push_back(make_metrics_exporter(context_));
  for (const auto& service : watched) watch_.add(*service);

  std::vector<std::unique_ptr<Service>> services;
  if (config.monitoring.enabled) {
    services.push_back(make_monitoring(context_, watch_));
    services.push_back(make_health_check(context_, watch_));
  }
  for (auto& service : watched) services.push_back(std::move(service));
  return services;
}

void Application::request_stop(std::string_view reason) {
  if (stop_wanted_) return;
  log_.info("shutdown_requested", {{"reason", reason}});
  stop_wanted_ = true;
  board_.stopping = true;
  watch_.set_phase(Phase::stopping);
  changed_.notify_all();
}

Task<int> Application::run() {
  using namespace boost::asio::experimental::awaitable_operators;
  world::TaskGroup signals(world_.executor());
  signals.spawn("signals", watch_signals());
  signals.spawn("service manager", manager_.run());
  signals.spawn("handover", watch_handover());
  signals.spawn("what the log has to tell", tell_untold(context_.log, log_news_));
  const bool access_apart = context_.access != nullptr && context_.access != &context_.log;
  if (access_apart) signals.spawn("what the access log has to tell", tell_untold(*context_.access, access_news_));
  if (reloader_) signals.spawn("files of secrets", reloader_->watch_secrets());
  const auto ended = co_await (guarded() || second_signal());
  (void)co_await signals.stop(world_.clock(), std::chrono::seconds(1));
  left_tasks_ = left_tasks_ || ended.index() == 1;
  context_.log.tell_all();
  if (access_apart) context_.access->tell_all();
  co_return std::visit([](int code) { return code; }, ended);
}

// The outermost frame of the program: here an exception ends, for nobody above could say more about it. The operator
// || of run() would wait for a second signal after one.
Task<int> Application::guarded() {
  std::string what;
  std::optional<std::string> report;
  try {
    co_return co_await start_and_stop();
  } catch (const boost::system::system_error& error) {
    if (error.code() == boost::asio::error::operation_aborted) throw;
    what = error.what();
    report = world_.write_crash_report(what);
  } catch (const std::exception& error) {
    what = error.what();
    report = world_.write_crash_report(what);
  }
  log_.fatal("internal_error", {{"reason", what}, {"stack", report.value_or("")}});
  if (report) what += ": the stack is in " + *report;
  world_.print_error_line("checkride-monitor: internal error: " + what);
  co_return kExitInternal;
}

Task<int> Application::start_and_stop() {
  Result<> started = co_await supervisor_->start_all(stop_wanted_);
  if (!started) {
    log_.fatal("start_failed", {{"reason", started.error().message()}});
    world_.print_error_line("checkride-monitor: " + started.error().message());
    co_return exit_code_of(started.error());
  }
  if (!stop_wanted_) begin_running();
  while (!stop_wanted_) co_await changed_.wait();
  co_await drain();
  const StopOutcome outcome = co_await supervisor_->stop_all();
  if (handing_over_) co_await succession_.let_signals_pass();
  if (handing_over_) succession_.replace();  // with work left too: a stop would cost more than what the journal keeps
  left_tasks_ = !outcome.failed.empty();
  if (left_tasks_) {  // data may be left behind: the log of the service says which
    log_.warn("stopped_unfinished", {{"service", outcome.failed.front()}, {"timed_out", outcome.timed_out}});
    co_return kExitUnfinished;
  }
  log_.info("stopped");
  co_return kExitStopped;
}

void Application::begin_running() {
  ran_ = true;
  watch_.set_phase(Phase::running);
  log_.info("started", {{"services", supervisor_->services().size()}});
  for (const std::string& left : world_.manager().listeners_left()) {
    log_.warn("inherited_socket_not_used",
              {{"socket", left}, {"expected", "health, metrics or agent, or one of their ports"}});
  }
  world_.manager().close_listeners_left();
  manager_.ready();
  if (std::exchange(reload_wanted_, false)) reload();
}

// Readiness went off with the wish to stop. Balancers hear of it only at their next look, so what they still send is
// served meanwhile; a person at a terminal (SIGINT) has no balancer.
Task<> Application::drain() {
  if (handing_over_) {  // clients wait already, so that the pause is to be short
    co_await world_.clock().sleep_for(Succession::kSettle);
    co_return;
  }
  const bool asked_by_manager = signals_ > 0 && last_signal_ == Signal::terminate;
  const Duration delay = asked_by_manager && ran_ ? context_.config.app.drain_delay : Duration::zero();
  tell_stopping(delay);
  if (delay == Duration::zero()) co_return;
  log_.info("draining", {{"seconds", delay}});
  co_await world_.clock().sleep_for(delay);
}

void Application::tell_stopping(Duration drain_delay) {
  constexpr Duration kMargin = std::chrono::seconds(5);
  manager_.stopping(drain_delay + context_.config.app.shutdown_timeout + kMargin);
}

// One binary is asked at a time; a SIGUSR2 meanwhile means the same one.
Task<> Application::watch_handover() {
  for (;;) {
    while (!handover_wanted_) co_await changed_.wait();
    const bool fit = co_await succession_.find_fit();
    handover_wanted_ = false;
    if (fit && !stop_wanted_) begin_handover();
  }
}

void Application::begin_handover() {
  handing_over_ = true;
  // Until the successor is ready: the stop, and its start.
  manager_.handing_over(Succession::kSettle + context_.config.app.shutdown_timeout + Supervisor::kStartLimit);
  succession_.hold_listeners();
  request_stop("SIGUSR2");
}

// A handover that has begun becomes a stop like any other.
void Application::stop_on(Signal signal) {
  ++signals_;
  last_signal_ = signal;
  if (std::exchange(handing_over_, false)) {
    log_.warn("handover_given_up", {{"signal", to_string(signal)}});
    tell_stopping(Duration::zero());
  }
  request_stop(to_string(signal));
  changed_.notify_all();
}

Task<int> Application::second_signal() {
  while (signals_ < 2 && !quit_) co_await changed_.wait();
  if (quit_) co_return kExitQuit;
  log_.warn("stopped_at_once", {{"signal", to_string(last_signal_)}});
  co_return last_signal_ == Signal::interrupt ? kExitInterruptedTwice : kExitTerminatedTwice;
}

// What SIGHUP asks for. Who is about to stop has no use for another configuration, and must not say that it is ready;
// who is about to start takes it over then.
void Application::reload() {
  if (stop_wanted_ || !ran_) {
    reload_wanted_ = !stop_wanted_;
    reopen_logs();
    return;
  }
  manager_.reloading();
  reopen_logs();
  if (reloader_) (void)reloader_->reload("SIGHUP");
  manager_.ready();
}

void Application::reopen_logs() {
  context_.log.reopen();
  if (context_.access != nullptr) context_.access->reopen();
  log_.info("log_reopened");
}

// A flood that ended, or a disk that was full, leaves a count behind that no further event would bring out.
Task<> Application::tell_untold(EventLog& log, world::Notifier& news) {
  log.on_untold([&news] { news.notify_all(); });
  for (;;) {
    while (const auto due = log.untold_due()) {
      co_await world_.clock().sleep_for(*due - world_.clock().now());
      log.tell_untold();
    }
    co_await news.wait();
  }
}

Task<> Application::watch_signals() {
  for (;;) {
    const Signal signal = co_await world_.next_signal();
    log_.info("signal_received", {{"signal", to_string(signal)}});
    if (signal == Signal::hangup) {
      reload();
      continue;
    }
    if (signal == Signal::user1) {
      reopen_logs();
      continue;
    }
    if (signal == Signal::quit) {
      dump_state(context_, watch_);
      quit_ = true;
      changed_.notify_all();
      continue;
    }
    if (signal == Signal::user2) {
      handover_wanted_ = ran_ && !stop_wanted_;
      if (!handover_wanted_)
        log_.warn("handover_refused", {{"reason", "the monitor does not run, it starts or stops"}});
      changed_.notify_all();
      continue;
    }
    stop_on(signal);
  }
}

}  // namespace checkride::runtime
