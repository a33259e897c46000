// VirtualWorld: hosts, network, disks and time inside one process, repeatable from a seed to the last bit.
//
//   VirtualWorld world({.seed = 7});
//   VirtualHost& server = world.add_host("server");
//   VirtualHost& client = world.add_host("client");
//   server.start("serve", serve(server));
//   client.start("ask", ask(client));
//   world.run_until(world.now() + 60s);
//   world.trace_hash();     // equal for equal seed and program, on every compiler
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/world.hpp"

namespace checkride::world {

class NetworkTap;
class StepTape;
class VirtualHost;

struct VirtualOptions {
  std::uint64_t seed = 1;
  // Ready tasks of one instant run in a seeded random order instead of the order in which they became ready.
  bool shuffle = false;
  // UTC at the start; steady time starts at 1 us.
  UtcTime epoch = UtcTime(std::chrono::seconds(1767600000));  // 2026-01-05T08:00:00Z
};

// How one direction between two hosts behaves. Zero means none or unlimited.
struct LinkOptions {
  Duration latency{std::chrono::microseconds(100)};
  Duration jitter{};  // up to this much is added, uniformly; order is kept
  std::uint64_t bytes_per_second = 0;
  std::size_t buffer_bytes = 256 * 1024;  // in flight and unread; a writer waits beyond it
  bool short_reads = true;                // reads and writes move a random part of what they could
};

// What a service manager gives the program of a host. Listening begins with supervise(); a crash ends it.
struct ManagerOptions {
  struct Socket {
    std::string name;
    Endpoint where;
  };
  std::optional<Duration> watchdog;
  std::vector<Socket> listeners;
};

// The binary that may take the place of a host's program, and what a trial of it comes to.
struct SuccessorOptions {
  std::string program = "/usr/bin/program";
  int exit_code = 0;
  std::string says;
  Duration takes{std::chrono::milliseconds(20)};
  ErrorCode unusable{};  // it cannot be started
};
// What came of it.
struct HandoverRecord {
  std::vector<std::vector<std::string>> tried;  // the arguments of each trial
  std::vector<std::string> held;                // the listeners: "name (address)", or the address alone
  bool replaced = false;                        // the next program of the host is given them
};

// How a host's disk is.
struct DiskOptions {
  std::uint64_t capacity_bytes = 0;  // of all files together; zero: without limit
  Duration delay{};                  // of each change, told of where it can be: in World::offload
};

// A change of a host's disk that fails. Of what a failing write should write, the first half gets there.
struct DiskFailure {
  ErrorCode why;
  std::uint64_t after_operations = 0;  // changes that still succeed
  bool lasting = false;                // all further ones fail too, until mend_disk()
};

// What a program does that the power has left, until lose_power(): it meets errors, which is convenient for a test that
// waits for one, or it stands still, as real ones do.
enum class AtPowerCut { goes_on, stands_still };

// Why run_until came back.
enum class Stopped { goal, deadline, quiet };

class VirtualWorld {
 public:
  explicit VirtualWorld(VirtualOptions options = {});
  ~VirtualWorld();
  VirtualWorld(const VirtualWorld&) = delete;
  VirtualWorld& operator=(const VirtualWorld&) = delete;

  // A host with an address of its own (10.0.0.1, 10.0.0.2, ...) and a name that resolves to it. Names are unique.
  VirtualHost& add_host(const std::string& name);
  VirtualHost& host(std::string_view name);
  // A further name (smtp.company.com) that resolves to the host.
  void add_name(const std::string& name, const VirtualHost& host);
  // Servers see connections that `host` makes from now on as those of their own machine, from 127.0.0.1: for an
  // observer who sits beside every one of them.
  void seat_beside_all(const VirtualHost& host);

  Instant now() const;
  UtcTime utc_now() const;
  // Runs until `goal` holds (looked at after every instant in which something ran), `deadline` is reached, or nothing
  // is left to happen. Time stands at the deadline afterwards only for Stopped::deadline.
  Stopped run_until(Instant deadline, const std::function<bool()>& goal = {});
  // Who waits for what, since when: for the message of a run that went quiet too early.
  std::vector<std::string> waiting() const;

  // 64-bit hash over every executed step: (time, host, kind, payload) of handlers, timers, bytes, draws, files.
  std::uint64_t trace_hash() const;
  // Steps folded into the hash so far.
  std::uint64_t steps() const;
  // Folds an event of the caller's own into the hash.
  void trace(std::string_view host, std::string_view kind, std::string_view payload);
  // Tells `tape` of every step from now on, until another tape, or none, is set. It outlives the world, whose own end
  // is steps too.
  void record(StepTape* tape);
  // Tells `tap` of all connections that are made from now on, until another tap, or none, is set. It outlives that.
  void observe(NetworkTap* tap);

  // ---- network, between two hosts (both directions unless it says from -> to)
  void set_link(const VirtualHost& a, const VirtualHost& b, LinkOptions options);
  // Nothing passes; connections stay and go on after heal(). New connections hang.
  void partition(const VirtualHost& a, const VirtualHost& b);
  void heal(const VirtualHost& a, const VirtualHost& b);
  // Every connection between the two is reset.
  void reset_connections(const VirtualHost& a, const VirtualHost& b);
  // Connections to the host's port are refused while set, listening or not.
  void refuse(const VirtualHost& host, std::uint16_t port, bool on);
  // Bytes are accepted and delivered late, when the stall ends; as a slow peer's full buffers would.
  void stall(const VirtualHost& from, const VirtualHost& to, bool on);
  // `to` forgets the connections without a word: `from` goes on writing into nothing.
  void half_open(const VirtualHost& from, const VirtualHost& to);
  // Flips one bit of the byte that is `offset` bytes further in the traffic from -> to, counted from now.
  void flip_bit(const VirtualHost& from, const VirtualHost& to, std::uint64_t offset, unsigned bit);

 private:
  friend class VirtualHost;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A machine of a virtual world; a World of its own for the program that runs on it.
class VirtualHost final : public World {
 public:
  ~VirtualHost() override;

  const std::string& name() const;
  const std::string& address() const;

  // Starts a program. Its end, or an exception out of it, is recorded in exit_code() (70 for an exception).
  void start(const std::string& program, Task<int> main);
  std::optional<int> exit_code() const;
  // What the program threw, if it did.
  const std::string& failure() const;
  // Everything of the host is dropped at once: tasks, timers, sockets (the peers see a reset). Files stay.
  void crash();
  // After crash(): the host is reachable again; start() puts a program on it.
  void restart();
  bool up() const;
  // Its files' changes so far: writes, syncs, made, renamed and removed names.
  std::uint64_t disk_operations() const;
  void set_disk(DiskOptions options);
  void fail_disk(DiskFailure failure);
  void mend_disk();
  // After so many further changes of the disk the power goes in the middle of the next one: from there on nothing
  // reaches the disk, and everything fails, until lose_power() makes it come true.
  void cut_power_after(std::uint64_t operations, AtPowerCut then = AtPowerCut::goes_on);
  bool power_is_cut() const;
  // crash(), and of what was written and not synced any part is lost: sectors old and new in any mixture.
  void lose_power();
  // SIGSTOP and SIGCONT: nothing of the host runs, its connections stay, peers' bytes pile up.
  void freeze();
  void thaw();
  void send_signal(Signal signal);
  void set_environment(const std::string& name, const std::string& value);
  // From now on a service manager watches the host's program.
  void supervise(ManagerOptions options);
  // From now on a new binary may take the place of the host's program (SIGUSR2); its record begins anew.
  void offer_successor(SuccessorOptions options);
  const HandoverRecord& handover_record() const;
  // What the program told its manager, in order.
  const std::vector<std::string>& notified() const;
  // Nobody reads the program's output any more, or somebody does again.
  void close_output(bool closed);
  // The permissions of a file of this host; 0644 for a new one.
  void set_permissions(const std::string& path, unsigned bits);
  // Lines printed so far, in order; error lines too.
  const std::vector<std::string>& printed() const;

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

  struct Impl;

 private:
  friend class VirtualWorld;
  explicit VirtualHost(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace checkride::world
