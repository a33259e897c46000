// FaultBoard: what is wrong at present. Switched by the control API or played from a tape; asked by sessions, by the
// wire between them and their clients, by the values that clients read, and by the listeners.
//
//   FaultBoard faults(wake, seed_source);
//   faults.on_end([](const ActiveFault& active, FaultEnd how) { ... });
//   TRY(FaultId id, faults.add(Fault(FaultKind::stall), clock.now()));
//   faults.remove(id, clock.now());
//
// Pure: it knows no clock. Each fault has a random stream for each client (and variable) that it strikes, split from
// its seed, so that one client more changes nothing for another. Everything that strikes is on the tape.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/random.hpp"
#include "checkride/world/time.hpp"
#include "faults/fault.hpp"
#include "faults/fault_tape.hpp"
#include "sim/variable.hpp"

namespace checkride::emulator {

// Who is asked about: the two ways in which a fault can name a client.
struct ClientName {
  std::uint64_t id = 0;
  std::string_view application;
};

// What a fault may choose a message by.
struct MessageTraits {
  std::string_view name;
  std::optional<std::uint32_t> request_id{};
  std::optional<std::uint32_t> definition_id{};
};

// What a value fault remembers of a variable that a client reads.
struct ValueMemory {
  std::optional<double> held{};
  std::optional<std::string> text{};
  world::Instant since{};                                // of the last reading
  std::deque<std::pair<world::Instant, double>> past{};  // readings, oldest first
};

// A fault on the board.
struct ActiveFault {
  // What strikes of a tape are looked up by.
  using Target = std::pair<ClientId, std::string>;
  struct Stream {
    world::Random random;
    std::uint64_t matches = 0;
  };

  Fault fault;
  FaultId id = 0;
  world::Instant since{};                 // when it was added
  world::Instant from{};                  // when it begins
  std::optional<world::Instant> until{};  // when it ends by its duration
  std::uint64_t matches = 0;              // what it could have struck
  std::uint64_t hits = 0;                 // what it struck
  std::uint64_t seed = 0;
  std::map<Target, Stream> streams{};
  std::map<Target, ValueMemory> memories{};
  std::vector<std::optional<VarRef>> variables{};  // its variables, resolved with its first use
  // Played from a tape: the strikes that are still to come, in their order. Without: it decides itself.
  std::shared_ptr<std::map<Target, std::deque<TapeEntry>>> script{};

  // Begun, not over, its limit not reached.
  bool in_force(world::Instant now) const;
  bool over(world::Instant now) const;
  bool concerns(const ClientName& client) const;
  bool chooses(const MessageTraits& message) const;
};

// One strike of a fault: where its numbers come from.
class Strike {
 public:
  // A number of this strike: what `compute` makes of the random stream, or what the tape says. Names are told apart.
  template <class Compute>
  std::int64_t draw(std::string_view name, const Compute& compute) {
    if (random_ == nullptr) return taped(name);
    const std::int64_t value = compute(*random_);
    keep(name, value);
    return value;
  }

 private:
  friend class FaultBoard;
  std::int64_t taped(std::string_view name);
  void keep(std::string_view name, std::int64_t value);

  world::Random* random_ = nullptr;
  TapeEntry played_;
  TapeEntry* record_ = nullptr;  // valid until the next strike
};

// Why a fault is over that nobody removed by hand.
enum class FaultEnd { duration, limit, once, tape };
// "duration", "limit", "once", "tape".
std::string_view text(FaultEnd end);

// How a message is answered that exception_reply struck.
struct ExceptionReply {
  std::uint32_t exception = 1;
  std::uint32_t index = 0xFFFFFFFF;
};

class FaultBoard {
 public:
  // `on_change` is called after every add and remove: the server looks at its clients at the next frame. `seed_source`
  // gives the seed of a fault that draws and has none of its own.
  explicit FaultBoard(std::function<void()> on_change = {}, std::function<std::uint64_t()> seed_source = {})
      : on_change_(std::move(on_change)), seed_source_(std::move(seed_source)) {}

  // Errors (invalid, with what is allowed): those of check(), more than kMaxFaults at a time.
  Result<FaultId> add(Fault fault, world::Instant now);
  // Error (invalid): no fault of this id.
  Result<> remove(FaultId id, world::Instant now);
  // `told` hears of every fault that ends without remove(): at the end of the frame in which it is over.
  void on_end(std::function<void(const ActiveFault&, FaultEnd)> told) { on_end_ = std::move(told); }
  // Nothing of a client that is gone is remembered: ids are never used twice.
  void forget(ClientId client);
  // As at the start: no fault, no tape to play, an empty tape that counts from `now`, ids from 1, the same seeds again.
  void reset(world::Instant now);
  // How often that was.
  std::uint64_t resets() const { return resets_; }
  // What is on the board, by id; also what has not begun. Faults that ended are gone. Without what they remember of
  // clients.
  std::vector<ActiveFault> list(world::Instant now) const;

  // ---- the tape
  // Instants on the tape count from here.
  void start_tape(world::Instant origin) { origin_ = origin; }
  const FaultTape& tape() const { return tape_; }
  // From here on the faults of this tape come and strike as it says, next to those that are added; what it has for
  // instants that are past comes at once. Their ids follow those that were given.
  void play(const FaultTape& tape);
  // When the tape that is played adds or removes the next fault.
  std::optional<world::Instant> next_of_tape() const;

  // ---- asked in every frame
  // No fault is there, and none to come from a tape: so nearly always.
  bool empty() const { return faults_.empty() && coming_.empty(); }
  // A fault of this layer is on the board, in force or not.
  bool any(FaultLayer layer) const { return layers_[static_cast<std::size_t>(layer)] != 0; }
  // Adds and removes what the tape has for this instant.
  void begin_frame(world::Instant now);
  // The instant of that frame, for those who are not told it.
  world::Instant present() const { return present_; }
  // Ends what was to happen once and what is over; called when all clients have been asked in a frame.
  void end_frame(world::Instant now);
  // When the next fault begins or ends.
  std::optional<world::Instant> next_edge(world::Instant now) const;

  // The faults of a layer that are in force, by id.
  template <class Each>
  void each(FaultLayer layer, world::Instant now, const Each& visit) {
    if (!any(layer)) return;
    for (ActiveFault& active : faults_) {
      if (active.fault.info().layer == layer && active.in_force(now)) visit(active);
    }
  }
  // The same of those that concern a client.
  template <class Each>
  void each(FaultLayer layer, const ClientName& client, world::Instant now, const Each& visit) {
    each(layer, now, [&](ActiveFault& active) {
      if (active.concerns(client)) visit(active);
    });
  }
  // Whether a fault in force strikes this time: counts it, draws, and writes the tape. `part`: the variable.
  std::optional<Strike> strike(ActiveFault& active, ClientId client, std::string_view part, world::Instant now);

  // The strike had no effect after all: it is neither counted nor on the tape. Before any other strike.
  void take_back(ActiveFault& active, Strike& strike);

  // ---- the session layer
  // The exception with which this message, or the data due to this request, is to be answered.
  std::optional<ExceptionReply> exception_for(const ClientName& client, std::string_view message,
                                              std::optional<std::uint32_t> request_id, world::Instant now);
  // Whether output of this client is held, thrown away, or its connection reset; each call that says so is a hit.
  bool stalls(const ClientName& client, world::Instant now) { return strikes(FaultKind::stall, client, now); }
  bool silences(const ClientName& client, world::Instant now) { return strikes(FaultKind::silent, client, now); }
  bool resets(const ClientName& client, world::Instant now) { return strikes(FaultKind::reset, client, now); }
  // The fault of this kind that is in force, whoever it concerns, of several the one added last; null: none.
  const ActiveFault* in_force(FaultKind kind, world::Instant now) const;

  static constexpr std::size_t kMaxFaults = 1000;

 private:
  bool strikes(FaultKind kind, const ClientName& client, world::Instant now);
  void put(ActiveFault active, world::Instant now);
  void erase_if(const std::function<bool(const ActiveFault&)>& gone);
  void end_those_that_are_over(world::Instant now, bool frame_ends);
  world::Instant instant_of(const TapeEntry& entry) const { return world::after(origin_, entry.at); }
  bool is_due(const TapeEntry& entry, world::Instant now) const;
  void count_layers();
  std::uint64_t seed_of(const Fault& fault);
  TapeEntry* record(TapeEvent event, FaultId fault, world::Instant now);

  std::vector<ActiveFault> faults_;
  std::array<std::size_t, 5> layers_{};
  FaultId last_id_ = 0;
  std::function<void()> on_change_;
  std::function<std::uint64_t()> seed_source_;
  std::function<void(const ActiveFault&, FaultEnd)> on_end_;
  std::optional<std::uint64_t> first_seed_;  // drawn once: all others follow from it
  std::optional<world::Random> seeds_;
  std::uint64_t resets_ = 0;
  world::Instant origin_{};
  world::Instant present_{};
  std::optional<world::Instant> ended_;  // the instant of the last frame that was run
  FaultTape tape_;
  std::deque<TapeEntry> coming_;  // adds and removes of the tape that is played
  std::map<FaultId, std::shared_ptr<std::map<ActiveFault::Target, std::deque<TapeEntry>>>> scripts_;
};

}  // namespace checkride::emulator
