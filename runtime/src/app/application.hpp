// Application: the monitor from a checked configuration to its exit code.
#pragma once

#include <memory>
#include <string_view>

#include "app/manager_link.hpp"
#include "app/reload.hpp"
#include "checkride/world/task_group.hpp"
#include "config/load.hpp"
#include "health/watch.hpp"
#include "service/supervisor.hpp"

namespace checkride::runtime {

class Application {
 public:
  // `world`, `config` and the logs outlive the application. `access`: where HTTP requests are logged, if anywhere.
  // Without a source of reloads SIGHUP only opens the logs anew.
  Application(world::World& world, const Config& config, EventLog& log,
              const program::BuildFacts& build = program::kBuildFacts, EventLog* access = nullptr,
              ReloadSource reload = {});
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  // Starts the services, waits for a reason to stop (SIGINT, SIGTERM, request_stop) and stops them. A second signal
  // ends it at once, and so does SIGQUIT after it has printed the state. After SIGTERM it is not ready any more but
  // goes on for app.drain_delay before the services stop. SIGHUP and SIGUSR1 open the log files anew. Returns the exit
  // code.
  world::Task<int> run();
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
  void reload();
  void reopen_logs();
  world::Task<> tell_repeats();

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
  world::Notifier changed_;   // stop_wanted_, signals_ or quit_ is new
  world::Notifier repeated_;  // the log has begun to suppress something
  bool stop_wanted_ = false;
  bool ran_ = false;   // it was ready, or could have been
  bool quit_ = false;  // SIGQUIT
  int signals_ = 0;
  world::Signal last_signal_ = world::Signal::terminate;
};

// The exit code for a start that failed with this error.
int exit_code_of(const Error& error);

}  // namespace checkride::runtime
