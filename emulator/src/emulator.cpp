#include "checkride/emulator/emulator.hpp"

#include <memory>
#include <utility>

#include "checkride/emulator/server_config.hpp"
#include "checkride/http/http.hpp"
#include "checkride/program/program.hpp"
#include "control/control.hpp"
#include "server/server.hpp"
#include "server/simulation_adapter.hpp"
#include "session/faults.hpp"
#include "session/profile.hpp"
#include "session/sessions.hpp"
#include "sim/flight.hpp"
#include "sim/simulation.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;

constexpr world::Duration kControlStop = 1s;

// The flight of the file, or none when none was asked for. Errors name the option or key and the file.
Result<std::optional<Flight>> load_flight(world::Files& files, const Options& options) {
  const std::optional<std::string>& path = options.flight;
  if (!path) return std::optional<Flight>();
  const std::string asked_by = options.name.empty() ? "--flight" : "simulators." + options.name + ".flight";
  auto yaml = files.read(*path);
  if (!yaml) return yaml.error().with(asked_by);
  auto flight = parse_flight(*yaml, *path);
  if (!flight) return Error::invalid(asked_by + ": the file cannot be used:\n" + flight.error().message());
  return std::optional<Flight>(std::move(*flight));
}

SimulationOptions simulation_options(const Options& options, const Profile& profile, world::Instant start,
                                     std::optional<Flight> flight) {
  SimulationOptions result;
  result.start = start;
  result.frame_rate = options.frame_rate;
  result.rate = options.rate;
  result.flight = std::move(flight);
  result.aircraft_file = profile.aircraft_file;
  result.flight_file = profile.flight_file;
  return result;
}

// Everything of a running emulator, in order of dependence.
class Emulator {
 public:
  Emulator(world::World& world, const Options& options, const Profile& profile, std::optional<Flight> flight)
      : world_(world),
        simulation_(simulation_options(options, profile, world.clock().now(), std::move(flight))),
        adapter_(simulation_, profile),
        faults_([this] { sessions_.wake(); }),
        sessions_(adapter_, faults_, profile, [this] { server_.wake(); }),
        router_(control_router(ControlContext{simulation_, faults_, sessions_, [this] { return world_.clock().now(); },
                                              std::string(profile.name)})),
        server_(world, sessions_, ServerLimits()),
        control_(world.executor()) {}

  // Errors name the option or key and the address that cannot be listened on; what was opened before is closed again.
  world::Task<Result<>> listen(Options options) {
    const std::string of = options.name.empty() ? "" : " of " + options.name;
    for (const EndpointOptions& endpoint : endpoints_of(options)) {
      CO_TRY(std::unique_ptr<world::Listener> listener,
             co_await program::listen(world_.network(), endpoint.where, program::WrittenAs(endpoint.written_at)));
      lines_.push_back("listening on " + listener->local().text() + " (simconnect)" + of);
      ListenerLimits limits;
      limits.clients_max = endpoint.max_clients;
      limits.frame_bytes_max = endpoint.max_recv_size;
      server_.listen(std::move(listener), limits);
    }
    const std::string control = options.name.empty() ? "--control" : "simulators." + options.name + ".control";
    CO_TRY(std::unique_ptr<world::Listener> listener,
           co_await program::listen(world_.network(), options.control, program::WrittenAs(control)));
    lines_.push_back("listening on " + listener->local().text() + " (control)" + of);
    auto handler = [this](const http::Request& request) { return router_.route(request); };
    control_.spawn("control", http::serve(world_, std::move(listener), std::move(handler)));
    co_return Result<>();
  }

  void print_addresses() {
    for (const std::string& line : lines_) world_.print_line(line);
  }

  world::Task<> stop() {
    co_await server_.stop();
    (void)co_await control_.stop(world_.clock(), kControlStop);  // names only: the program ends anyway
  }

 private:
  world::World& world_;
  Simulation simulation_;
  SimulationAdapter adapter_;
  FaultBoard faults_;
  Sessions sessions_;
  http::Router router_;
  Server server_;
  world::TaskGroup control_;
  std::vector<std::string> lines_;
};

world::Task<> wait_for_stop_signal(world::World& world) {
  while (true) {
    const world::Signal signal = co_await world.next_signal();
    if (signal == world::Signal::interrupt || signal == world::Signal::terminate) co_return;
  }
}

// What one simulator is made of.
struct Plan {
  Options options;
  Profile profile;
  std::optional<Flight> flight;
};

Result<Plan> plan_of(world::Files& files, const Options& options) {
  Plan plan;
  plan.options = options;
  TRY(plan.profile, find_profile(options.profile));
  plan.profile.extra_airports = options.extra_airports;
  TRY(plan.flight, load_flight(files, options));
  return plan;
}

Result<std::vector<Plan>> plans_of(world::World& world, const Options& options) {
  std::vector<std::string> notes;
  TRY(const std::vector<Options> simulators, load_simulators(world.files(), options, notes));
  for (const std::string& note : notes) world.print_error_line("checkride-emulator: " + note);
  std::vector<Plan> plans;
  for (const Options& simulator : simulators) {
    TRY(Plan plan, plan_of(world.files(), simulator));
    plans.push_back(std::move(plan));
  }
  return plans;
}

world::Task<> stop_one(Emulator* emulator) {
  co_await emulator->stop();
}

world::Task<int> fly(world::World& world, std::vector<Plan> plans) {
  std::vector<std::unique_ptr<Emulator>> emulators;
  Result<> listening;
  for (Plan& plan : plans) {
    emulators.push_back(std::make_unique<Emulator>(world, plan.options, plan.profile, std::move(plan.flight)));
    listening = co_await emulators.back()->listen(plan.options);
    if (!listening) break;
  }
  if (listening) {
    for (const auto& emulator : emulators) emulator->print_addresses();
    co_await wait_for_stop_signal(world);
  } else {
    world.print_error_line("checkride-emulator: " + listening.error().message());
  }
  world::TaskGroup stopping(world.executor());
  for (const auto& emulator : emulators) stopping.spawn("stop", stop_one(emulator.get()));
  co_await stopping.join();
  co_return listening ? 0 : kExitUnavailable;
}

}  // namespace

world::Task<int> run(world::World& world, Options options) {
  if (options.help || options.version) {
    world.print_line(options.help ? help_text() : version_text());
    co_return 0;
  }
  auto plans = plans_of(world, options);
  if (!plans) {
    world.print_error_line("checkride-emulator: " + plans.error().message());
    co_return kExitConfiguration;
  }
  const int code = co_await fly(world, std::move(*plans));
  co_return code;
}

}  // namespace checkride::emulator
