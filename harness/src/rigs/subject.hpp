// Applications that are not ours: how a command is started, when it can be talked to, how it is stopped.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/world/process.hpp"

namespace checkride::harness {

// Why a virtual world has no subjects.
inline constexpr std::string_view kNoCommands = "a command is a real process";

// The places of a subject's surroundings.
struct SubjectPlaces {
  std::map<std::string, world::Endpoint> members;  // simulators and services, as it reaches them
  std::map<std::string, std::string> urls;         // of webhooks
  std::map<std::string, world::Endpoint> ports;    // its own
  std::string folder;                              // the member's, absolute
};
// What stands for a name of placeholder_names(); nothing for others.
std::optional<std::string> place_of(const SubjectPlaces& places, std::string_view name);
// The command with all places in it. Output goes where the caller says.
world::ProcessOptions subject_process(const Subject& subject, const SubjectPlaces& places);

// A subject that was just started. `output` has its lines, of earlier starts too, which are those before `first_line`.
struct StartedSubject {
  const Subject& subject;
  world::ChildProcess& child;
  const std::vector<std::string>& output;
  std::size_t first_line = 0;
  const std::map<std::string, world::Endpoint>& ports;
};
// Returns when it is ready. Errors: it ended, with its last lines; it is not ready in time.
world::Task<Result<>> until_ready(world::World& world, StartedSubject started);

// The signal that stops it, and its number where a program that ended by it did as it was told.
world::ProcessSignal stop_signal(SubjectStop stop);
bool ended_by(SubjectStop stop, const world::ExitStatus& status);

}  // namespace checkride::harness
