#include "checkride/emulator/emulator.hpp"

#include <memory>
#include <utility>

#include "checkride/emulator/fault_language.hpp"
#include "checkride/http/http.hpp"
#include "checkride/program/program.hpp"
#include "control/control.hpp"
#include "faults/fault_board.hpp"
#include "flights/facility_places.hpp"
#include "flights/flight_file.hpp"
#include "flights/plan_folder.hpp"
#include "replay/replay_server.hpp"
#include "server/server.hpp"
#include "server/simulation_adapter.hpp"
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

// The tape that is to be played, or none.
Result<std::optional<FaultTape>> load_tape(world::Files& files, const std::optional<std::string>& path) {
  if (!path) return std::optional<FaultTape>();
  auto text = files.read(*path);
  if (!text) return text.error().with("--replay-faults");
  auto tape = parse_fault_tape(*text, *path);
  if (!tape) return tape.error().with("--replay-faults");
  return std::optional<FaultTape>(std::move(*tape));
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
        faults_([this] { sessions_.wake(); }, [this] { return world_.random("faults").next(); }),
        recorder_(world.executor()),
        sessions_(
            adapter_, faults_, profile, [this] { server_.wake(); }, &recorder_),
        router_(control_router(control_context(options, profile))),
        server_(world, sessions_, ServerLimits{.clients_max = options.max_clients}),
        control_(world.executor()) {
    if (options.step) server_.let_time_stand(simulation_.frame_time(0));
    faults_.start_tape(server_.now());
    server_.on_exit([this, terminate = options.terminate] {
      gone_ = true;
      if (terminate) terminate();
    });
  }

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
    http::ServerLimits limits;
    limits.body_bytes_max = kControlBodyBytesMax;
    control_.spawn("control", http::serve(world_, std::move(listener), std::move(handler), limits));
    for (const std::string& line : lines_) world_.print_line(line);
    co_return Result<>();
  }

  void play(const FaultTape& tape) { faults_.play(tape); }
  std::string tape() const { return faults_.tape().text(); }
  // A fault has ended the program.
  bool gone() const { return gone_; }
  world::Task<> stop() {
    co_await server_.stop();
    (void)co_await control_.stop(world_.clock(), kControlStop);  // names only: the program ends anyway
  }

 private:
  ControlContext control_context(const Options& options, const Profile& profile) {
    ControlContext context{simulation_, faults_, sessions_, [this] { return server_.now(); },
                           std::string(profile.name)};
    context.recorder = &recorder_;
    context.clock = &world_.clock();
    if (options.step) context.stepping = &server_;
    context.read_file = [this](const std::string& path) { return world_.files().read(path); };
    context.access = {options.control.host, options.control_hosts};
    return context;
  }

  world::World& world_;
  PlanFolder plans_;
  Simulation simulation_;
  SimulationAdapter adapter_;
  FaultBoard faults_;
  Recorder recorder_;
  Sessions sessions_;
  http::Router router_;
  Server server_;
  world::TaskGroup control_;
  bool gone_ = false;
  std::vector<std::string> lines_;
};

world::Task<> wait_for_stop_signal(world::World& world) {
  while (true) {
    const world::Signal signal = co_await world.next_signal();
    if (signal == world::Signal::interrupt || signal == world::Signal::terminate) co_return;
  }
}

// What the files that the command line names hold.
struct Inputs {
  std::optional<FlightFile> flight;
  std::optional<FaultTape> tape;
};

Result<Inputs> load_inputs(world::Files& files, const Options& options) {
  Inputs inputs;
  TRY(inputs.flight, load_flight(files, options.flight));
  TRY(inputs.tape, load_tape(files, options.replay_faults));
  return inputs;
}

// The exit code of a run that listened: what it wrote at its end may have failed.
int finish(world::World& world, const Emulator& emulator, const Options& options) {
  const int code = emulator.gone() ? kExitCrash : 0;
  if (!options.fault_tape) return code;
  const Result<> written = world.files().write(*options.fault_tape, emulator.tape());
  if (written) return code;
  world.print_error_line("checkride-emulator: " + written.error().with("--fault-tape").message());
  return kExitOutput;
}

world::Task<int> fly(world::World& world, Options options, Profile profile, Inputs inputs) {
  auto emulator = std::make_unique<Emulator>(world, options, profile, std::move(inputs.flight));
  if (inputs.tape) emulator->play(*inputs.tape);
  const Result<> listening = co_await emulator->listen(options);
  if (listening) co_await wait_for_stop_signal(world);
  co_await emulator->stop();
  if (listening) co_return finish(world, *emulator, options);
  world.print_error_line("checkride-emulator: " + listening.error().message());
  co_return kExitUnavailable;
}

// Without a simulation there is nothing to control: the control API is not served.
world::Task<int> play_capture(world::World& world, Options options) {
  const auto content = world.files().read(*options.replay);
  auto recording = content ? read_recording(*options.replay, std::as_bytes(std::span(content->data(), content->size())))
                           : Result<Recording>(content.error());
  if (!recording) {
    world.print_error_line("checkride-emulator: --replay: " + recording.error().message());
    co_return kExitConfiguration;
  }
  const int code = co_await replay(world, std::move(options), std::move(*recording));
  co_return code;
}

}  // namespace

world::Task<int> run(world::World& world, Options options) {
  if (options.help || options.version) {
    world.print_line(options.help ? help_text() : version_text());
    co_return 0;
  }
  if (options.fault_reference) {
    std::string page = fault_reference();
    page.pop_back();  // its last newline
    world.print_line(page);
    co_return 0;
  }
  if (options.replay) {
    const int code = co_await play_capture(world, std::move(options));
    co_return code;
  }
  auto profile = find_profile(options.profile);
  auto inputs = load_inputs(world.files(), options);
  if (!profile || !inputs) {
    const Error& error = profile ? inputs.error() : profile.error();
    world.print_error_line("checkride-emulator: " + error.message());
    co_return kExitConfiguration;
  }
  profile->extra_airports = options.extra_airports;
  for (const std::string& choice : options.choices) (void)choose(choice, profile->choices);  // parse_options checked it
  const int code = co_await fly(world, std::move(options), std::move(*profile), std::move(*inputs));
  co_return code;
}

}  // namespace checkride::emulator
