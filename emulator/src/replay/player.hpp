// Plays the server of one recorded connection to one client. Pure, as Session is.
//
//   Player player(recording.connections[0], now);
//   for (const std::string& note : player.hear(frame, now)) log(note);
//   if (auto due = player.next_due()) ...        // sleep until then
//   Played played = player.take_due(now);        // bytes to send, and whether the connection ends
//
// A message of the client is that of the recording which says the same, whatever ids it uses; each is used once. What
// was answered to it is answered again, after as long as then, with the client's ids. A client that deviates is
// answered as the most similar message was, also one that was used before; the notes say so.
//
// A client that is quicker or slower than the recorded one turns no two answers round: an answer waits for those that
// came before it then and are on their way now. If that would take longer than kOrderWaitMax it does not wait at all:
// who asks ten minutes earlier than then, beside periodic data, is not answered ten minutes late.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "replay/datum_tags.hpp"
#include "replay/recording.hpp"

namespace checkride::emulator {

struct Played {
  std::vector<std::byte> bytes;
  RecordedEnd end = RecordedEnd::none;
};

class Player {
 public:
  // `recorded` outlives this.
  Player(const RecordedConnection& recorded, world::Instant now);

  // A frame of the client. Notes say what is not as recorded.
  std::vector<std::string> hear(std::span<const std::byte> frame, world::Instant now);
  // When something is to be sent; nothing while only the client can change that.
  std::optional<world::Instant> next_due() const;
  // What is due, in order; after an end nothing is any more.
  Played take_due(world::Instant now);

 private:
  // Ids of the recording, and what this client has in their place. Data and client data have definitions of their own;
  // the id of a datum is its tag, behind that of its definition.
  struct IdKey {
    protocol::IdKind kind{};
    bool client_data = false;
    std::uint64_t id = 0;
    auto operator<=>(const IdKey&) const = default;
  };
  using Ids = std::map<IdKey, std::uint64_t>;
  // Answers that are under way.
  struct Playing {
    const std::vector<RecordedAnswer>* answers = nullptr;
    std::size_t next = 0;
    world::Instant start;  // of their delays
    Ids ids;
    std::optional<std::uint64_t> request;  // as recorded

    // Of the next answer, by its delay alone.
    world::Instant due() const { return world::after(start, (*answers)[next].delay); }
    std::uint64_t place() const { return (*answers)[next].place; }
  };
  struct Match {
    std::size_t index = 0;
    bool same = false;  // in everything but ids
    bool used = false;  // before
  };

  // The messages of one kind, in order.
  struct Kind {
    std::vector<std::size_t> messages;
    std::size_t first_unused = 0;  // place in `messages`
  };

  static IdKey datum_key(bool client_data, std::uint64_t definition, std::uint64_t tag);
  std::optional<Match> find(const RecordedMessage& said);
  std::optional<Match> nearest(const Kind& kind, const RecordedMessage& said) const;
  void tell(const std::string& kind, std::string text, std::vector<std::string>& notes);
  void note(const RecordedMessage& said, const Match& match, std::vector<std::string>& notes);
  void learn(std::size_t index, const RecordedMessage& said, const std::optional<DatumTag>& tag);
  void play(std::size_t index, world::Instant now);
  using Underway = std::map<std::size_t, Playing>;
  // When an answer may come, and its place.
  using Rank = std::pair<world::Instant, std::uint64_t>;
  static constexpr Rank kLastRank{world::Instant::max(), ~std::uint64_t{0}};
  Underway::const_iterator first_due() const;
  world::Instant due_in_order(const Playing& playing, const Rank& bound = kLastRank) const;
  world::Instant due_behind(const Playing& earlier, const Playing& playing) const;
  void translate(const Playing& playing, const RecordedAnswer& answer, std::vector<std::byte>& frame) const;

  const RecordedConnection& recorded_;
  std::vector<bool> used_;
  std::vector<std::optional<DatumTag>> tags_;  // by recorded message
  DatumTags said_tags_;
  std::map<std::uint32_t, Kind> kinds_;       // by id of the message
  std::map<std::string, std::size_t> noted_;  // deviations told, by message
  Ids ids_;
  Underway playing_;              // by message; kGreeting for what comes without one
  std::uint64_t next_place_ = 0;  // behind everything that was sent
  protocol::Protocol version_;
  bool version_told_ = false;
  bool ended_ = false;

  // How many messages of its kind, on either side of the first that was not used, a deviating one is compared with.
  static constexpr std::size_t kLookedAtMax = 200;
  // Deviations that are told of one kind of message.
  static constexpr std::size_t kNotesMax = 10;
  static constexpr std::size_t kGreeting = ~std::size_t{0};
  // Longer than a simulator is silent (semantics 17).
  static constexpr world::Duration kOrderWaitMax = std::chrono::seconds(20);
};

}  // namespace checkride::emulator
