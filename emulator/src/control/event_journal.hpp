// What happened lately, for the readers of GET /v1/stream: one bounded list for all of them, each with its own place.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "checkride/world/task_group.hpp"
#include "simulator/clients.hpp"

namespace checkride::emulator {

struct JournalEntry {
  std::uint64_t id = 0;   // from 1, without a gap
  std::string_view kind;  // "client", "call", "fault", "system": lives as long as the program
  std::string data;       // a JSON document; empty for a call, which the call log has
  // Of a call: whose it is and its sequence number.
  ClientId client = 0;
  std::uint64_t call = 0;
};

class EventJournal {
 public:
  explicit EventJournal(world::asio::any_io_executor executor) : changed_(std::move(executor)) {}

  void publish(std::string_view kind, std::string data) { add({0, kind, std::move(data), 0, 0}); }
  void publish_call(ClientId client, std::uint64_t call) { add({0, "call", {}, client, call}); }

  // Id of the newest, 0 before the first.
  std::uint64_t last() const { return last_; }
  // The first entry behind `id` that is still there; null if there is none. Its own id tells how many are lost.
  const JournalEntry* after(std::uint64_t id) const;
  // Those who read at present count themselves.
  std::size_t readers = 0;
  // The state that was told last: however many read, it is made again at kStateFresh at the soonest.
  struct ToldState {
    std::string document;
    world::Instant fresh_until{};
  };
  std::optional<ToldState> told_state;
  // Notified of every entry.
  world::Notifier& changed() { return changed_; }

  static constexpr std::size_t kEntriesMax = 2000;
  static constexpr world::Duration kStateFresh = std::chrono::milliseconds(10);

 private:
  void add(JournalEntry entry);

  std::deque<JournalEntry> entries_;
  std::uint64_t last_ = 0;
  world::Notifier changed_;
};

}  // namespace checkride::emulator
