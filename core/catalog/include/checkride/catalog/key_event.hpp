// Key events: what a client can make a simulator do. Sources: key_events_all.csv, key_events_core.csv.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "checkride/catalog/simvar.hpp"

namespace checkride::catalog {

struct KeyEvent {
  std::string_view name;    // "PAUSE_TOGGLE"
  std::string_view system;  // "Aircraft Engine"
  std::string_view category;
  std::string_view parameter;        // of core events: what the parameter means; empty for none
  std::string_view effect;           // of core events: what changes
  std::uint32_t key_id = 0;          // of the SDK's enumeration; 0 where that does not have it
  std::uint8_t parameter_count = 0;  // 0 for none or unknown
  bool deprecated = false;
  bool core = false;  // the emulator obeys it
  Generations generations;
};

// All events, sorted by name.
std::span<const KeyEvent> all_key_events();
// Those of the core list, in the order of key_events_core.csv.
std::span<const KeyEvent* const> core_key_events();

// By name, ASCII case ignored, with or without "KEY_" in front. Null if there is none. Never allocates.
const KeyEvent* find_key_event(std::string_view name);

// The nearest known name, for messages.
std::optional<std::string> nearest_key_event(std::string_view name);

}  // namespace checkride::catalog
