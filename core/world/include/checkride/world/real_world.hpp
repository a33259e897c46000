// RealWorld: the operating system as a World. Named only by main files, rigs and tests.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkride/world/terminal.hpp"
#include "checkride/world/world.hpp"

namespace checkride::world {

// How a connection that this world opens finds out that the other end went without a word: a peer that answers none of
// `probes` keep-alive probes, the first after `idle` without traffic, or that does not acknowledge what was sent for
// `user_timeout`, ends the connection with timed_out. Whole seconds, user_timeout whole milliseconds. Source: tcp(7).
struct PeerWatch {
  Duration idle{std::chrono::seconds(15)};
  Duration interval{std::chrono::seconds(5)};
  int probes = 3;
  Duration user_timeout{std::chrono::seconds(25)};
};

// time_scale is how many seconds of this world pass per second outside (1 by default); signals are taken over while
// handle_signals is set. A seed makes random() repeatable; without one it is drawn from the operating system.
// reap_children is for a program that starts none itself: those it has were inherited, as process 1 inherits every
// orphan of its container, and nobody else buries them. output_patience is how long whoever reads standard output, or
// standard error, may take nothing before lines are lost, as a log's are; none waits, as a command must whose output is
// its result. handover is for a program whose place a new binary may take: the words it was called with, its own first.
struct RealOptions {
  std::optional<std::uint64_t> seed;
  double time_scale = 1.0;
  bool handle_signals = true;
  PeerWatch peer_watch{};
  bool reap_children = false;
  std::optional<Duration> output_patience{std::chrono::milliseconds(200)};
  std::optional<std::vector<std::string>> handover;
};

// SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2 and SIGQUIT wait from now on, until a RealWorld takes them over or
// release_signals(): first thing in main, so that none ends a program that is about to handle it.
void hold_signals();
// Any signal does from now on what it does by itself.
void release_signals();

class RealWorld final : public World {
 public:
  explicit RealWorld(RealOptions options = {});
  ~RealWorld() override;

  asio::any_io_executor executor() override;
  Clock& clock() override;
  Network& network() override;
  Files& files() override;
  ServiceManager& manager() override;
  Random& random(std::string_view stream) override;
  void fill_secret(std::span<std::byte> into) override;
  Task<Signal> next_signal() override;
  Task<> offload(std::function<void()> job, Duration modelled_cost) override;
  void keep(std::shared_ptr<void> what) override;
  bool print_line(std::string_view line) override;
  bool print_error_line(std::string_view line) override;
  std::optional<std::string> environment(const std::string& name) const override;
  std::vector<std::string> environment_names() const override;
  ProcessUsage process_usage() override;
  SystemUsage system_usage(const std::string& path) override;
  Handover* handover() override;
  void keep_crash_reports_in(const std::string& folder) override;
  std::optional<std::string> write_crash_report(std::string_view what) override;

  // This world for a client with an address of its own: its connections come from that address of this machine, as
  // from any of 127.0.0.0/8. Valid as long as this.
  World& at_address(const std::string& address);
  // To standard output as it is, without a newline.
  bool print_text(std::string_view text);
  // Whoever reads standard output, as of now: a window may change its size.
  Terminal terminal() const;
  // Whether a job was offloaded: a fork would lose the thread that does it.
  bool has_threads() const;
  std::uint64_t seed() const;
  // Runs the event loop until `main` returns, then drops whatever else still runs. Exceptions of `main` come out.
  // Once in the life of a world: nothing runs on it afterwards.
  int run(Task<int> main);
  // After run(): becomes the successor of the program, if handover()->replace() was called. Returns only if that was
  // not so, or failed; then nothing but standard output and standard error is of use any more.
  Result<> hand_over_if_wanted();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace checkride::world
