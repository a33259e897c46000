#include "checkride/emulator/emulator.hpp"

#include <memory>
#include <utility>

#include "checkride/http/http.hpp"
#include "checkride/program/program.hpp"
#include "control/control.hpp"
#include "flights/facility_places.hpp"
#include "flights/flight_file.hpp"
#include "flights/plan_folder.hpp"
#include "server/server.hpp"
#include "server/simulation_adapter.hpp"
#include "session/faults.hpp"
#include "session/profile.hpp"
#include "session/sessions.hpp"
#include "sim/simulation.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;

constexpr world::Duration kControlStop = 1s;

// The flight of the file with all that it names, or none when none was asked for. Errors name the option and the file.
Result<std::optional<FlightFile>> load_flight(world::Files& files, const std::optional<std::string>& path) {
  if (!path) return std::optional<FlightFile>();
  FacilityPlaces places;
  auto flight = read_flight_file(
      *path, [&files](const std::string& name) { return files.read(name); },
      [&places](std::string_view ident, std::string_view type) { return places.find(ident, type); });
  if (!flight) return Error::invalid("--flight: the file cannot be used:\n" + flight.error().message());
  return std::optional<FlightFile>(std::move(*flight));
}

SimulationOptions simulation_options(const Options& options, const Profile& profile, world::Instant start,
                                     std::optional<FlightFile> flight, PlanFolder& plans) {
  SimulationOptions result;
  result.find_plan = [&plans](std::string_view path) { return plans.find(path); };
  result.start = start;
  result.frame_rate = options.frame_rate;
  result.rate = options.rate;
  if (flight) {
    result.flight = std::move(flight->flight);
    result.traffic = std::move(flight->traffic);
  }
  result.aircraft_file = profile.aircraft_file;
  result.flight_file = profile.flight_file;
  return result;
}

// Everything of a running emulator, in order of dependence.
class Emulator {
 public:
  Emulator(world::World& world, const Options& options, const Profile& profile, std::optional<FlightFile> flight)
      : world_(world),
        plans_(world.files(), options.flight),
        simulation_(simulation_options(options, profile, world.clock().now(), std::move(flight), plans_)),
        adapter_(simulation_, profile),
        faults_([this] { sessions_.wake(); }),
        sessions_(adapter_, faults_, profile, [this] { server_.wake(); }),
        router_(control_router(ControlContext{simulation_, faults_, sessions_, [this] { return world_.clock().now(); },
                                              std::string(profile.name)})),
        server_(world, sessions_, ServerLimits{.clients_max = options.max_clients}),
        control_(world.executor()) {}

  // Errors name the option and the address that cannot be listened on; what was opened before is closed again.
  world::Task<Result<>> listen(Options options) {
    for (const world::Endpoint& where : options.listen) {
      CO_TRY(std::unique_ptr<world::Listener> listener,
             co_await program::listen(world_.network(), where, program::WrittenAs("--listen")));
      lines_.push_back("listening on " + listener->local().text() + " (simconnect)");
      server_.listen(std::move(listener));
    }
    CO_TRY(std::unique_ptr<world::Listener> listener,
           co_await program::listen(world_.network(), options.control, program::WrittenAs("--control")));
    lines_.push_back("listening on " + listener->local().text() + " (control)");
    auto handler = [this](const http::Request& request) { return router_.route(request); };
    control_.spawn("control", http::serve(world_, std::move(listener), std::move(handler)));
    for (const std::string& line : lines_) world_.print_line(line);
    co_return Result<>();
  }

  world::Task<> stop() {
    co_await server_.stop();
    (void)co_await control_.stop(world_.clock(), kControlStop);  // names only: the program ends anyway
  }

 private:
  world::World& world_;
  PlanFolder plans_;
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

world::Task<int> fly(world::World& world, Options options, Profile profile, std::optional<FlightFile> flight) {
  auto emulator = std::make_unique<Emulator>(world, options, profile, std::move(flight));
  const Result<> listening = co_await emulator->listen(options);
  if (listening) co_await wait_for_stop_signal(world);
  co_await emulator->stop();
  if (listening) co_return 0;
  world.print_error_line("checkride-emulator: " + listening.error().message());
  co_return kExitUnavailable;
}

}  // namespace

world::Task<int> run(world::World& world, Options options) {
  if (options.help || options.version) {
    world.print_line(options.help ? help_text() : version_text());
    co_return 0;
  }
  auto profile = find_profile(options.profile);
  auto flight = load_flight(world.files(), options.flight);
  if (!profile || !flight) {
    const Error& error = profile ? flight.error() : profile.error();
    world.print_error_line("checkride-emulator: " + error.message());
    co_return kExitConfiguration;
  }
  profile->extra_airports = options.extra_airports;
  const int code = co_await fly(world, std::move(options), std::move(*profile), std::move(*flight));
  co_return code;
}

}  // namespace checkride::emulator
