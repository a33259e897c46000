// Public face of the emulator: a simulator that is not there, as a program of any world.
//
//   TRY(Options options, parse_options({"--listen", "127.0.0.1:0", "--profile", "msfs2020"}));
//   int exit_code = co_await run(world, options);     // on a RealWorld or a VirtualHost
//
// Exit codes: 0 clean stop after SIGINT or SIGTERM (or --help, --version); 64 bad command line (main, parse_options);
// 69 an address cannot be listened on; 70 internal error (main); 78 a file (flight, configuration, SimConnect.xml) that
// cannot be used.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/world.hpp"

namespace checkride::emulator {

inline constexpr int kExitUsage = 64;
inline constexpr int kExitUnavailable = 69;
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
  std::string profile = "msfs2024";                          // which simulator to be (semantics 1)
  double rate = 1;                                           // SIMULATION RATE at the start, 1/64 to 1024
  double time_scale = 1;           // seconds of the world per second outside: for the RealWorld that main makes
  std::uint32_t frame_rate = 30;   // frames per second, 1 to 20,000
  std::uint32_t max_clients = 64;  // per address of `listen`; further ones are accepted and closed. 1 to 20,000
  std::uint32_t max_recv_size = kDefaultRecvSize;  // bytes of a client's frame; a longer one ends its connection
  std::optional<std::string> simconnect_xml;       // a SimConnect.xml: its Comms are listened on beside `listen`
  std::vector<EndpointOptions> comms;              // what it says; run() reads it
  std::optional<std::string> config;               // a file of several simulators; server_config.hpp
  std::optional<std::uint64_t> seed;               // of the world's random streams: for the RealWorld that main makes
  std::uint32_t extra_airports = 0;  // made up beyond the real ones, so that lists grow long; 0 to 100,000
  bool help = false;
  bool version = false;
};

// The command line without the program's name. Errors (invalid) name the option, the value and what is allowed.
Result<Options> parse_options(const std::vector<std::string>& args);

// What --help and --version print.
std::string help_text();
std::string version_text();

// Listens, prints "listening on HOST:PORT (simconnect)" for each address and "listening on HOST:PORT (control)", with
// " of NAME" behind it when there are several simulators, and serves until a signal asks to stop: then every client is
// told Quit, and it returns 0.
world::Task<int> run(world::World& world, Options options);

}  // namespace checkride::emulator
