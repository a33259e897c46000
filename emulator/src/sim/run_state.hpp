// What belongs to the running simulation and not to the aircraft: pause, sound, view, and events to be told.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace checkride::emulator {

// Something for subscribers of system events (semantics 9): "Pause" with 1, "FlightLoaded" with a path.
struct SystemEvent {
  std::string name;
  std::uint32_t data = 0;
  std::string text;
  std::uint64_t frame = 0;  // the frame in which it happened; with lazy advancing it may be past
  // Of ObjectAdded and ObjectRemoved: the kind of object (wire.md 5.9), 2 for aircraft.
  std::uint32_t object_type = 2;
};

// Where the simulator is in its life (semantics 29).
enum class Stage { menu, loading, flight };
constexpr std::string_view text(Stage stage) {
  return stage == Stage::menu ? "menu" : stage == Stage::loading ? "loading" : "flight";
}

struct RunState {
  bool paused = false;
  bool sound = true;
  std::uint32_t view = 2;  // of the View event: 2 virtual cockpit, 0 outside
  bool reset_wanted = false;
  bool save_wanted = false;
  bool atc_window = false;  // of ATC: it is open
  std::uint64_t frame = 0;
  std::string flight_file;  // the flight loaded last
  std::string plan_file;    // the active plan; empty: none
  bool dialog_mode = false;
  bool active_pause = false;
  Stage stage = Stage::flight;
  std::vector<SystemEvent> raised;

  static constexpr std::size_t kMaxSystemEvents = 256;

  // The oldest goes when nobody has asked for kMaxSystemEvents of them.
  void raise(std::string_view name, std::uint32_t data = 0, std::string text = {}) {
    if (raised.size() >= kMaxSystemEvents) raised.erase(raised.begin());
    raised.push_back({std::string(name), data, std::move(text), frame});
  }
};

}  // namespace checkride::emulator
