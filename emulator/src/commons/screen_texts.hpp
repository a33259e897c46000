// Texts that clients show on the screen (semantics 18, FSX): scrolling ones, static ones and menus. One of each kind is
// shown at a time, the others wait in one queue over all clients. Nobody reads them: menus are answered and texts
// acknowledged from the control side. Shared by all clients.
//
// What becomes of a text is told when the frame goes on: by settle() at its beginning and after each message.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/clients.hpp"
#include "simulator/frame_moment.hpp"
#include "simulator/simulator.hpp"

namespace checkride::emulator {

enum class TextKind { scroll, print, menu };
inline constexpr std::size_t kTextKinds = 3;
// "scroll", "print", "menu".
std::string_view to_string(TextKind kind);

// What becomes of a text (wire.md 5.12); 0 to 9 are the items of a menu.
enum class TextResult : std::uint32_t {
  displayed = 0x10000,
  queued = 0x10001,
  removed = 0x10002,
  replaced = 0x10003,
  timeout = 0x10004,
};

struct ScreenText {
  ClientId client = 0;
  std::uint32_t event_id = 0;
  TextKind kind = TextKind::scroll;
  std::uint32_t color = 0;  // 0 black ... 7 cyan; 0 of menus
  world::Duration time{};   // 0: until replaced or acknowledged
  std::string text;         // of a menu its title
  std::string prompt;       // of a menu
  std::vector<std::string> items;
};

class TextListener {
 public:
  virtual void hear_result(std::uint32_t event_id, std::uint32_t result) = 0;

 protected:
  ~TextListener() = default;
};

class ScreenTexts {
 public:
  static constexpr std::size_t kMaxMenuItems = 10;  // semantics 27
  // Of one client that wait. Inferred: no limit is documented.
  static constexpr std::size_t kMaxWaiting = 100;

  void enter(ClientId client, TextListener& listener) { listeners_[client] = &listener; }
  // Its texts are removed.
  void leave(ClientId client);

  // Shows the text now or later; one with the same event of the client gives way to it. False: too many wait.
  bool put(ScreenText text, world::Instant now);
  // Takes away the client's text of this kind: the one that is shown, or else the first that waits.
  void remove(ClientId client, TextKind kind);

  // What is shown; null: nothing.
  const ScreenText* shown(TextKind kind) const;
  // All that wait, in order.
  const std::deque<ScreenText>& waiting() const { return waiting_; }
  // The user picks an item of the menu, from 0. Requires that there is one shown and that it has this item.
  void pick(std::size_t item);
  // The user acknowledges what is shown of this kind. Requires that something is.
  void dismiss(TextKind kind);

  // Nothing is shown and nothing waits: whoever is there hears that his texts were removed.
  void begin_again();

  // Ends what has had its time, shows what comes next, and tells the clients and, as TextEvents, the simulator.
  void settle(Simulator& simulator, const FrameMoment& moment);
  // The first frame after `moment` on which something of this is due by itself.
  std::optional<FrameNumber> next_due(const Simulator& simulator, const FrameMoment& moment) const;

 private:
  struct Shown {
    ScreenText text;
    world::Instant since{};
  };
  struct Result {
    ClientId client = 0;
    std::uint32_t event_id = 0;
    std::uint32_t result = 0;
  };

  std::optional<Shown>& place(TextKind kind) { return shown_[static_cast<std::size_t>(kind)]; }
  void tell(const ScreenText& text, TextResult result);
  void end(TextKind kind, std::uint32_t result);
  void replace(const ScreenText& text);
  template <class Which>
  void remove_those(const Which& which);
  bool waits(TextKind kind) const;
  // Null: it stays until something happens.
  std::optional<world::Instant> end_of(const Shown& shown) const;
  void show_next(TextKind kind, world::Instant now);

  std::map<ClientId, TextListener*> listeners_;
  std::array<std::optional<Shown>, kTextKinds> shown_;
  std::deque<ScreenText> waiting_;
  std::vector<Result> results_;  // not told yet
};

}  // namespace checkride::emulator
