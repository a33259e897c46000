#include "checkride/emulator/emulator.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "checkride/emulator/fault_language.hpp"
#include "checkride/emulator/server_config.hpp"
#include "checkride/http/http.hpp"
#include "checkride/program/program.hpp"
#include "control/control.hpp"
#include "control/cut_off_log.hpp"
#include "faults/fault_board.hpp"
#include "flights/facility_places.hpp"
#include "flights/flight_file.hpp"
#include "flights/plan_folder.hpp"
#include "replay/replay_server.hpp"
#include "server/server.hpp"
#include "server/simulation_adapter.hpp"
#include "session/sessions.hpp"
#include "sim/simulation.hpp"
#include "simulator/profile.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;

constexpr world::Duration kControlStop = 1s;

// Where the user wrote an option of this simulator, for messages.
std::string written_at(const Options& options, std::string_view option, std::string_view key) {
  return options.name.empty() ? "--" + std::string(option) : "simulators." + options.name + "." + std::string(key);
}

// The flight of the file with all that it names, or none when none was asked for. Errors name the option or key and
// the file.
Result<std::optional<FlightFile>> load_flight(world::Files& files, const Options& options) {
  if (!options.flight) return std::optional<FlightFile>();
  FacilityPlaces places;
  auto flight = read_flight_file(
      *options.flight, [&files](const std::string& name) { return files.read(name); },
      [&places](std::string_view ident, std::string_view type) { return places.find(ident, type); });
  if (flight) return std::optional<FlightFile>(std::move(*flight));
  return Error::invalid(written_at(options, "flight", "flight") + ": the file cannot be used:\n" +
                        flight.error().message());
}

// The tape that is to be played, or none.
Result<std::optional<FaultTape>> load_tape(world::Files& files, const Options& options) {
  if (!options.replay_faults) return std::optional<FaultTape>();
  const std::string asked_by = written_at(options, "replay-faults", "replay_faults");
  auto text = files.read(*options.replay_faults);
  if (!text) return text.error().with(asked_by);
  auto tape = parse_fault_tape(*text, *options.replay_faults);
  if (!tape) return tape.error().with(asked_by);
  return std::optional<FaultTape>(std::move(*tape));
}

SimulationOptions simulation_options(const Options& options, const Profile& profile, world::Instant start,
                                     std::optional<FlightFile> flight, PlanFolder& plans) {
  SimulationOptions result;
  result.find_plan = [&plans](std::string_view path) { return plans.find(path); };
  result.start = start;
  result.frame_rate = options.frame_rate;
  result.rate = options.rate;
  result.menu = options.menu;
  if (flight) {
    result.flight = std::move(flight->flight);
    result.traffic = std::move(flight->traffic);
  }
  result.naming = profile.naming;
  result.flight_file = profile.flight_file;
  return result;
}

// Simulators of one process draw apart.
std::string fault_stream(const Options& options) {
  return options.name.empty() ? "faults" : "faults of " + options.name;
}

// Everything of a running emulator, in order of dependence.
class Emulator {
 public:
  Emulator(world::World& world, const Options& options, const Profile& profile, std::optional<FlightFile> flight)
      : world_(world),
        plans_(world.files(), options.flight),
        simulation_(simulation_options(options, profile, world.clock().now(), std::move(flight), plans_)),
        adapter_(simulation_, profile),
        faults_([this] { sessions_.wake(); },
                [this, stream = fault_stream(options)] { return world_.random(stream).next(); }),
        cut_offs_(world, "checkride-emulator: " + (options.name.empty() ? "" : options.name + ": ")),
        recorder_(world.executor(), [this](const std::string& line) { cut_offs_.tell(line); }),
        sessions_(
            adapter_, faults_, profile, [this] { server_.wake(); }, &recorder_),
        router_(control_router(control_context(options, profile))),
        server_(world, sessions_, ServerLimits()),
        control_(world.executor()) {
    if (options.step) server_.let_time_stand(simulation_.frame_time(0));
    faults_.start_tape(server_.now());
    faults_.on_end([this](const ActiveFault& active, FaultEnd how) {
      recorder_.journal().publish("fault", fault_end_document(active, how));
    });
    server_.on_exit([this, terminate = options.terminate] {
      gone_ = true;
      if (terminate) terminate();
    });
  }

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
    http::ServerLimits limits;
    limits.body_bytes_max = kControlBodyBytesMax;
    limits.connections_max = kControlConnectionsMax;
    control_.spawn("control", http::serve(world_, std::move(listener), std::move(handler), limits));
    co_return Result<>();
  }

  void print_addresses() {
    for (const std::string& line : lines_) world_.print_line(line);
  }

  void play(const FaultTape& tape) { faults_.play(tape); }
  std::string tape() const { return faults_.tape().text(); }
  // A fault has ended the program.
  bool gone() const { return gone_; }
  world::Task<> stop() {
    co_await server_.stop();
    cut_offs_.finish();
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
    context.local_variables_ignore_units = profile.choices.local_variables_ignore_units;
    return context;
  }

  world::World& world_;
  PlanFolder plans_;
  Simulation simulation_;
  SimulationAdapter adapter_;
  FaultBoard faults_;
  CutOffLog cut_offs_;
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
    if (world::asks_to_stop(signal)) co_return;
  }
}

// What one simulator is made of.
struct Setup {
  Options options;
  Profile profile;
  std::optional<FlightFile> flight;
  std::optional<FaultTape> tape;
};

Result<Setup> setup_of(world::Files& files, const Options& options) {
  Setup setup;
  setup.options = options;
  TRY(setup.profile, find_profile(options.profile));
  setup.profile.extra_airports = options.extra_airports;
  // parse_options and load_simulators have checked them.
  for (const std::string& choice : options.choices) (void)choose(choice, setup.profile.choices);
  TRY(setup.flight, load_flight(files, options));
  TRY(setup.tape, load_tape(files, options));
  return setup;
}

Result<std::vector<Setup>> setups_of(world::World& world, const Options& options) {
  std::vector<std::string> notes;
  TRY(const std::vector<Options> simulators, load_simulators(world.files(), options, notes));
  for (const std::string& note : notes) world.print_error_line("checkride-emulator: " + note);
  std::vector<Setup> setups;
  std::string mistakes;  // of all of them
  for (const Options& simulator : simulators) {
    auto setup = setup_of(world.files(), simulator);
    if (setup) {
      setups.push_back(std::move(*setup));
    } else {
      mistakes += (mistakes.empty() ? "" : "\n") + setup.error().message();
    }
  }
  if (!mistakes.empty()) return Error::invalid(mistakes);
  return setups;
}

// What cannot be written at the end is better told before hours have been flown.
Result<> check_tapes(world::Files& files, const std::vector<Setup>& setups) {
  for (const Setup& setup : setups) {
    if (!setup.options.fault_tape) continue;
    const auto writable = program::check_output_file(files, *setup.options.fault_tape);
    if (!writable) return writable.error().with(written_at(setup.options, "fault-tape", "fault_tape"));
  }
  return {};
}

// The exit code of a simulator that listened: what it wrote at its end may have failed.
int finish(world::World& world, const Emulator& emulator, const Options& options) {
  const int code = emulator.gone() ? kExitCrash : 0;
  if (!options.fault_tape) return code;
  const Result<> written = world.files().write(*options.fault_tape, emulator.tape());
  if (written) return code;
  const std::string asked_by = written_at(options, "fault-tape", "fault_tape");
  world.print_error_line("checkride-emulator: " + written.error().with(asked_by).message());
  return kExitOutput;
}

world::Task<> stop_one(Emulator* emulator) {
  co_await emulator->stop();
}

world::Task<> stop_all(world::World& world, const std::vector<std::unique_ptr<Emulator>>& emulators) {
  world::TaskGroup stopping(world.executor());
  for (const auto& emulator : emulators) stopping.spawn("stop", stop_one(emulator.get()));
  co_await stopping.join();
}

world::Task<int> fly(world::World& world, std::vector<Setup> setups) {
  std::vector<std::unique_ptr<Emulator>> emulators;
  Result<> listening;
  for (Setup& setup : setups) {
    emulators.push_back(std::make_unique<Emulator>(world, setup.options, setup.profile, std::move(setup.flight)));
    if (setup.tape) emulators.back()->play(*setup.tape);
    listening = co_await emulators.back()->listen(setup.options);
    if (!listening) break;
  }
  if (listening) {
    for (const auto& emulator : emulators) emulator->print_addresses();
    co_await wait_for_stop_signal(world);
  } else {
    world.print_error_line("checkride-emulator: " + listening.error().message());
  }
  co_await stop_all(world, emulators);
  if (!listening) co_return kExitUnavailable;
  int code = 0;
  for (std::size_t place = 0; place < setups.size(); ++place) {
    code = std::max(code, finish(world, *emulators[place], setups[place].options));
  }
  co_return code;
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
  auto setups = setups_of(world, options);
  if (!setups) {
    world.print_error_line("checkride-emulator: " + setups.error().message());
    co_return kExitConfiguration;
  }
  if (const auto writable = check_tapes(world.files(), *setups); !writable) {
    world.print_error_line("checkride-emulator: " + writable.error().message());
    co_return kExitOutput;
  }
  const int code = co_await fly(world, std::move(*setups));
  co_return code;
}

}  // namespace checkride::emulator
