// Cockpits with a switch of simulator/choices.hpp off and on, and what their clients are told. A test has the name of
// its switch: docs/semantics.md and ci/lint_semantics.py rely on that.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "session/session_fixture.hpp"
#include "simulator/choices.hpp"

namespace checkride::emulator::test {

using Pair = std::pair<std::uint32_t, std::uint32_t>;
inline constexpr Pair kNone{0, 0};

inline Profile profile_with(const std::string& choice, std::string_view name) {
  Profile profile = *find_profile(name);
  const auto chosen = choose(choice, profile.choices);
  EXPECT_TRUE(chosen) << choice;
  return profile;
}

// A cockpit with the switch off, and one with it on.
struct Both {
  explicit Both(const std::string& choice, std::string_view profile = "msfs2024")
      : off(profile_with(choice + "=off", profile)), on(profile_with(choice + "=on", profile)) {}
  // What `behaviour` gives in each.
  template <class Behaviour>
  auto of(const Behaviour& behaviour) {
    auto without = behaviour(off);
    auto with = behaviour(on);
    return std::pair(without, with);
  }
  Cockpit off;
  Cockpit on;
};

// How many messages of a kind a client was told since the last call.
template <class M>
std::size_t count_of(Cockpit& cockpit, ClientId client) {
  return cockpit.take(client).all<M>().size();
}

// (id, data) of the events.
inline std::vector<Pair> events_of(Cockpit& cockpit, ClientId client) {
  std::vector<Pair> result;
  for (const auto& event : cockpit.take(client).all<protocol::RecvEvent>()) {
    result.emplace_back(event.client_event_id.value, event.data);
  }
  return result;
}

}  // namespace checkride::emulator::test
