// Public face of the emulator: a simulator that is not there, as a program of any world.
//
//   TRY(Options options, parse_options({"--listen", "127.0.0.1:0", "--profile", "msfs2020"}));
//   int exit_code = co_await run(world, options);     // on a RealWorld or a VirtualHost
//
// Exit codes: 0 clean stop after SIGINT or SIGTERM (or --help, --version); 3 a fault (crash_to_desktop) ended it; 64
// bad command line (main, parse_options); 69 an address cannot be listened on; 70 internal error (main); 74 the fault
// tape cannot be written; 78 a file (flight, configuration, SimConnect.xml, capture, fault tape) that cannot be used.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/world.hpp"

namespace checkride::emulator {

inline constexpr int kExitCrash = 3;  // what a Windows program has that aborts
inline constexpr int kExitUsage = 64;
inline constexpr int kExitUnavailable = 69;
inline constexpr int kExitOutput = 74;
inline constexpr int kExitConfiguration = 78;

// MaxRecvSize of the files that simulators write, and the longest frame that clients send (wire.md 1.3).
inline constexpr std::uint32_t kDefaultRecvSize = 41'088;

// One address at which SimConnect clients connect.
struct EndpointOptions {
  world::Endpoint where;
  std::uint32_t max_clients = 64;                  // further ones are accepted and closed
  std::uint32_t max_recv_size = kDefaultRecvSize;  // a longer frame of a client ends its connection
  std::string written_at = "--listen";             // where the user said so, for messages
};

struct Options {
  std::string name;  // of several simulators in one process; empty: there is one
  std::vector<world::Endpoint> listen{{"127.0.0.1", 5111}};  // where SimConnect clients connect
  world::Endpoint control{"127.0.0.1", 5112};                // where the control API is served
  std::optional<std::string> flight;                         // a flight file of the world; none: parked, cold and dark
  std::optional<std::string> replay;                         // a capture to be played in place of a simulation
  std::string profile = "msfs2024";                          // which simulator to be (semantics 1)
  std::vector<std::string> choices;                          // switches of the profile, as --choice takes them
  double rate = 1;                                           // SIMULATION RATE at the start, 1/64 to 1024
  double time_scale = 1;           // seconds of the world per second outside: for the RealWorld that main makes
  std::uint32_t frame_rate = 30;   // frames per second, 1 to 1000
  std::uint32_t max_clients = 64;  // per address of `listen`; further ones are accepted and closed. 1 to 20,000
  std::uint32_t max_recv_size = kDefaultRecvSize;  // bytes of a client's frame; a longer one ends its connection
  std::optional<std::string> simconnect_xml;       // a SimConnect.xml: its Comms are listened on beside `listen`
  std::vector<EndpointOptions> comms;              // what it says; run() reads it
  std::optional<std::string> config;               // a file of several simulators; server_config.hpp
  std::optional<std::uint64_t> seed;               // of the world's random streams: for the RealWorld that main makes
  std::uint32_t extra_airports = 0;          // made up beyond the real ones, so that lists grow long; 0 to 100,000
  bool step = false;                         // time moves only when the control API is told to move it
  bool menu = false;                         // starts in the main menu; the flight begins when one is loaded
  std::vector<std::string> control_hosts{};  // names beside the usual ones under which the control API may be asked
  std::optional<std::string> fault_tape;     // where the tape of the faults is written at the end
  std::optional<std::string> replay_faults;  // a tape that is played
  // Sends this program SIGTERM: how a fault (crash_to_desktop with exit) ends it. None: such a fault only crashes.
  std::function<void()> terminate{};
  bool help = false;
  bool version = false;
  bool fault_reference = false;  // prints docs/faults.md and ends
};

// The command line without the program's name. Errors (invalid) name the option, the value and what is allowed.
Result<Options> parse_options(const std::vector<std::string>& args);

// What --help and --version print.
std::string help_text();
std::string version_text();

// The flight plans and tracks that a flight in YAML names (docs/flights.md), as it names them: relative to itself. None
// of a text that is no flight.
std::vector<std::string> files_of_flight(std::string_view yaml);

// Listens, prints "listening on HOST:PORT (simconnect)" for each address and "listening on HOST:PORT (control)", with
// " of NAME" behind it when there are several simulators, and serves until a signal asks to stop: then every client is
// told Quit, and it returns 0.
world::Task<int> run(world::World& world, Options options);

}  // namespace checkride::emulator
