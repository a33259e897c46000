#include "capture/fidelity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "checkride/emulator/emulator.hpp"
#include "checkride/harness/harness.hpp"
#include "checkride/values/json.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::harness {
namespace {

using Heard = std::vector<std::vector<TimedFrame>>;

constexpr std::uint16_t kSimulatorPort = 500;
constexpr std::uint16_t kControlPort = 501;
// Answers that come later than this after the last of the capture are not waited for.
constexpr world::Duration kAfter = std::chrono::seconds(1);
// An emulator that has not ended by then runs; one needs a moment to listen.
constexpr world::Duration kStartLimit = std::chrono::milliseconds(100);
constexpr world::Duration kStartLeast = std::chrono::milliseconds(1);
constexpr world::Duration kLimit = std::chrono::hours(24);

world::Task<int> play_into(world::World& world, const TalkScript& script, world::Duration flown, Heard& heard) {
  co_await world.clock().sleep_for(flown);
  world::Endpoint simulator;
  simulator.host = "simulator";
  simulator.port = kSimulatorPort;
  heard = co_await play_script(world, std::move(simulator), script, kAfter);
  co_return kExitPassed;
}

// An emulator and the clients of the script, on virtual time; what they print is printed in `outer`. Errors: the flight
// or the profile cannot be used.
Result<Heard> hear_emulator(world::World& outer, const FidelityOptions& options, const std::string& flight,
                            const TalkScript& script) {
  world::VirtualOptions virtual_options;
  virtual_options.seed = options.seed;
  world::VirtualWorld world(virtual_options);
  world::VirtualHost& simulator = world.add_host("simulator");
  world::VirtualHost& clients = world.add_host("clients");
  emulator::Options emulated;
  emulated.listen = {{"0.0.0.0", kSimulatorPort}};
  emulated.control = {"0.0.0.0", kControlPort};
  const std::string known = profile_of(script.application);
  if (!options.profile.empty()) emulated.profile = options.profile;
  if (options.profile.empty() && !known.empty()) emulated.profile = known;
  if (!options.flight.empty()) {
    TRY_VOID(simulator.files().write("flight.yaml", flight));
    emulated.flight = "flight.yaml";
  }
  const world::Duration started = std::clamp(options.flown, kStartLeast, kStartLimit);
  simulator.start("checkride-emulator", emulator::run(simulator, emulated));
  world.run_until(world.now() + started);
  if (simulator.exit_code()) {
    return Error::invalid(simulator.printed().empty() ? "the emulator did not start" : simulator.printed().back());
  }
  Heard heard;
  clients.start("clients", play_into(clients, script, std::max(options.flown - started, world::Duration()), heard));
  world.run_until(world.now() + options.flown + script.length + kLimit,
                  [&clients] { return clients.exit_code().has_value(); });
  for (const std::string& line : clients.printed()) outer.print_error_line(line);
  if (!clients.failure().empty()) return Error::invalid("the clients failed: " + clients.failure());
  return heard;
}

std::string difference_text(const Difference& difference) {
  const std::string packet = difference.packet == 0 ? std::string() : fmt::format(", packet {}", difference.packet);
  const std::string field = difference.field.empty() ? std::string() : difference.field + ": ";
  const std::string unit = difference.unit.empty() ? std::string() : " " + difference.unit;
  return fmt::format("#{} {} ({}{}): {}expected {}{}, got {}{}{}", difference.connection, difference.message,
                     difference.which, packet, field, difference.expected, unit, difference.got, unit,
                     difference.tolerated ? " (tolerated)" : "");
}

bool any_heard(const Heard& heard) {
  for (const auto& frames : heard) {
    if (!frames.empty()) return true;
  }
  return false;
}

int report(world::World& world, const FidelityOptions& options, const Fidelity& result) {
  world.print_line(options.json ? fidelity_json(options.file, result) : fidelity_text(options.file, result));
  const bool enough = !options.at_least || result.within_tolerance_percent() >= *options.at_least;
  return enough ? kExitPassed : kExitFailed;
}

int unusable(world::World& world, const Error& error) {
  world.print_error_line("checkride: " + error.message());
  return kExitUnusable;
}

Result<std::string> read_flight(world::World& world, const FidelityOptions& options) {
  if (options.flight.empty()) return std::string();
  return world.files().read(options.flight);
}

}  // namespace

// Names of OPEN: semantics 1.
std::string profile_of(const std::string& application) {
  if (application == "KittyHawk") return "msfs2020";
  if (application == "SunRise") return "msfs2024";
  return application.find("Flight Simulator X") != std::string::npos ? "fsx_sp2" : "";
}

std::string summary_text(const FieldSummary& summary) {
  const std::string field = summary.field.empty() ? "whole answers" : summary.field;
  const std::string unit = summary.unit.empty() ? std::string() : " " + summary.unit;
  const std::string off = summary.off_max ? fmt::format(", by at most {}{}", *summary.off_max, unit) : std::string();
  return fmt::format("{} {}: {} difference{}, {} tolerated{}", summary.message, field, summary.count,
                     summary.count == 1 ? "" : "s", summary.tolerated, off);
}

std::string fidelity_text(const std::string& file, const Fidelity& result) {
  std::string text;
  for (const Difference& difference : result.differences) text += difference_text(difference) + "\n";
  if (!result.differences.empty()) text += "\n";
  for (const FieldSummary& summary : result.fields()) text += summary_text(summary) + "\n";
  return text + fmt::format(
                    "{}: {} answers compared: {:.2f} % identical, {:.2f} % within tolerance, {} difference{}, {:.2f} % "
                    "of fields identical",
                    file, result.compared, result.identical_percent(), result.within_tolerance_percent(),
                    result.differences.size(), result.differences.size() == 1 ? "" : "s",
                    result.fields_identical_percent());
}

std::string fidelity_json(const std::string& file, const Fidelity& result) {
  std::string out;
  values::json::Writer json(out);
  json.begin_object().member("file", file).member("compared", result.compared);
  json.member("identical_percent", result.identical_percent());
  json.member("within_tolerance_percent", result.within_tolerance_percent());
  json.member("fields_compared", result.fields_compared);
  json.member("fields_identical_percent", result.fields_identical_percent());
  json.key("fields").begin_array();
  for (const FieldSummary& summary : result.fields()) {
    json.begin_object().member("message", summary.message).member("field", summary.field);
    json.member("unit", summary.unit).member("differences", summary.count).member("tolerated", summary.tolerated);
    if (summary.off_max) json.member("off_max", *summary.off_max);
    json.end_object();
  }
  json.end_array();
  json.key("differences").begin_array();
  for (const Difference& difference : result.differences) {
    json.begin_object().member("connection", difference.connection).member("message", difference.message);
    json.member("which", difference.which).member("packet", difference.packet).member("field", difference.field);
    json.member("unit", difference.unit).member("expected", difference.expected).member("got", difference.got);
    json.member("tolerated", difference.tolerated).end_object();
  }
  json.end_array().end_object();
  return out;
}

world::Task<int> fidelity(world::World& world, FidelityOptions options, std::string content) {
  const auto script = read_script(options.file, std::as_bytes(std::span(content.data(), content.size())));
  if (!script) co_return unusable(world, script.error());
  for (const std::string& note : script->notes) world.print_error_line("checkride: " + options.file + ": " + note);
  Heard heard;
  if (options.simulator) {
    world::Endpoint simulator = *options.simulator;
    heard = co_await play_script(world, std::move(simulator), *script, kAfter);
  } else {
    const auto flight = read_flight(world, options);
    if (!flight) co_return unusable(world, flight.error().with("--flight"));
    auto emulated = hear_emulator(world, options, *flight, *script);
    if (!emulated) co_return unusable(world, emulated.error());
    heard = std::move(*emulated);
  }
  if (!any_heard(heard)) {
    world.print_error_line("checkride: the simulator answered nothing");
    co_return kExitInvalidRun;
  }
  Fidelity result;
  for (std::size_t i = 0; i < script->connections.size(); ++i) {
    pair_ids(script->connections[i], heard[i], result);
  }
  for (std::size_t i = 0; i < script->connections.size(); ++i) {
    compare(script->connections[i], heard[i], options.tolerances, i + 1, result);
  }
  if (const auto unknown = options.tolerances.unknown_name(result.names)) co_return unusable(world, *unknown);
  // In the order of the capture; what it has not comes first.
  std::stable_sort(result.differences.begin(), result.differences.end(),
                   [](const Difference& a, const Difference& b) { return a.packet < b.packet; });
  co_return report(world, options, result);
}

}  // namespace checkride::harness
