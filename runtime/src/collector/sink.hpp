// Sink: where records go from the journal. And how a sink remembers what it has.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/world.hpp"
#include "collector/journal_format.hpp"

namespace checkride::runtime::collector {

// What became of a batch.
struct Delivery {
  // temporary: trying again may help. permanent: only a person can help; nothing is thrown away meanwhile.
  enum class State { done, temporary, permanent };
  State state = State::done;
  std::size_t taken =
      0;  // records from the front that need not come again: the sink holds them durably, or they are dead
  std::size_t dead = 0;                        // of those: refused for good and put into the dead-letter file
  std::string reason;                          // of a failure
  std::optional<world::Duration> retry_after;  // what the other side asked for

  static Delivery failed(State state, const Error& error) {
    Delivery delivery;
    delivery.state = state;
    delivery.reason = error.message();
    return delivery;
  }
  static Delivery failed(const Error& error);
};

// Whether what failed may pass by itself. A file that another program holds is permanent: two monitors were told to
// write to the same place.
Delivery::State kind_of(const Error& error);

// A sink that was opened.
struct Opened {
  std::uint64_t next = 0;  // the index of the first record that it does not hold; zero when it never held any
  std::string mended;      // what was found broken and was put right; empty: nothing
};

class Sink {
 public:
  virtual ~Sink() = default;
  // "files", "sqlite", "influx": as in metrics, logs and the names of its files.
  virtual std::string_view name() const = 0;
  // After a failure nothing is held, and it may be called again.
  virtual world::Task<Result<Opened>> open() = 0;
  // Whether it works, as far as that can be asked without writing a record.
  virtual world::Task<Result<>> probe() { co_return Result<>(); }
  // Takes records that follow one another and outlive the task; returns when it holds what it took.
  virtual world::Task<Delivery> deliver(const std::vector<JournalRecord>& records) = 0;
  // Does what is due by time alone, whether records come or not.
  virtual world::Task<Result<>> tend() { co_return Result<>(); }
  // Ends what it has begun, in order; open() can follow.
  virtual world::Task<Result<>> close() = 0;
  // Where records are now, for health; may be empty.
  virtual std::string place() const = 0;
  virtual std::size_t batch_max() const = 0;
  // Connections to a database that it opens at most; each batch keeps one busy.
  virtual std::size_t connections_max() const { return 0; }
};

// How far a sink is, in a file of its own beside the journal that is replaced as a whole.
struct SinkPosition {
  std::uint64_t next = 0;   // index of the first record that it does not hold
  std::uint64_t bytes = 0;  // of `file` that hold what it has
  std::string file;         // the file being written; empty: none
};
std::string position_path(const std::string& journal_folder, std::string_view sink);
// A default position where there is none yet. Errors: those of the disk; a file that is no position.
Result<SinkPosition> read_position(world::Files& files, const std::string& path);
Result<> write_position(world::Files& files, const std::string& path, const SinkPosition& position);

}  // namespace checkride::runtime::collector
