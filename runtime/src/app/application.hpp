// Application: the monitor from a checked configuration to its exit code.
#pragma once

#include <memory>
#include <string_view>

#include "app/manager_link.hpp"
#include "app/reload.hpp"
#include "app/succession.hpp"
#include "checkride/world/task_group.hpp"
#include "config/load.hpp"
#include "health/watch.hpp"
#include "service/supervisor.hpp"

namespace checkride::runtime {

class Application {
 public:
  // `world`, `config` and the logs outlive the application. `access`: where HTTP requests are logged, if anywhere.
  // Without a source of reloads SIGHUP only opens the logs anew. `check`: the arguments with which a new binary is
  // asked, before it takes over (SIGUSR2), whether it accepts the configuration.
  Application(world::World& world, const Config& config, EventLog& log,
              const program::BuildFacts& build = program::kBuildFacts, EventLog* access = nullptr,
              ReloadSource reload = {}, std::vector<std::string> check = {"check-config"});
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  // Starts the services, waits for a reason to stop (SIGINT, SIGTERM, request_stop) and stops them. A second signal
  // ends it at once, and so does SIGQUIT after it has printed the state. After SIGTERM it is not ready any more but
  // goes on for app.drain_delay before the services stop. SIGHUP and SIGUSR1 open the log files anew. After SIGUSR2 a
  // new binary takes over, if there is one that is fit to; the services stop then, but no client is refused. Returns
  // the exit code.
  world::Task<int> run();
  // Whether tasks of the services may still run after run(): they use the application, its logs and its configuration.
  bool left_tasks() const { return left_tasks_; }
  // Begins an orderly stop.
  void request_stop(std::string_view reason);

 private:
  std::vector<std::unique_ptr<Service>> make_services();
  // start_and_stop, with an exception out of it told and turned into kExitInternal.
  world::Task<int> guarded();
  world::Task<int> start_and_stop();
  world::Task<int> second_signal();
  world::Task<> watch_signals();
  void begin_running();
  world::Task<> drain();
  void tell_stopping(Duration drain_delay);
  world::Task<> watch_handover();
  void begin_handover();
  void stop_on(world::Signal signal);
  void reload();
  void reopen_logs();
  world::Task<> tell_untold(EventLog& log, world::Notifier& news);

  world::World& world_;
  Logger log_;
  Registry metrics_;
  Board board_;
  SampleBus samples_;
  http::Router api_;
  Context context_;
  HealthWatch watch_;
  std::unique_ptr<Supervisor> supervisor_;
  std::unique_ptr<Reloader> reloader_;  // null without a source
  ManagerLink manager_;
  Succession succession_;
  world::Notifier changed_;   // stop_wanted_, signals_, quit_ or handover_wanted_ is new
  world::Notifier log_news_;  // the log has something to tell that no further line may bring out
  world::Notifier access_news_;
  bool stop_wanted_ = false;
  bool left_tasks_ = false;
  bool ran_ = false;              // it was ready, or could have been
  bool quit_ = false;             // SIGQUIT
  bool reload_wanted_ = false;    // SIGHUP before it ran
  bool handover_wanted_ = false;  // SIGUSR2
  bool handing_over_ = false;     // the successor is fit, and the stop is for its sake
  int signals_ = 0;
  world::Signal last_signal_ = world::Signal::terminate;
};

// The exit code for a start that failed with this error.
int exit_code_of(const Error& error);

}  // namespace checkride::runtime
