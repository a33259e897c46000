// What the options of a simulator may be, on the command line and in a configuration file.
#pragma once

#include <cstdint>

#include "checkride/emulator/emulator.hpp"
#include "navigation/navigation.hpp"
#include "simulator/profile.hpp"

namespace checkride::emulator {

inline constexpr double kMinRate = 1.0 / 64;
inline constexpr double kMaxRate = 1024;
// Time goes on lazily, frame by frame when somebody looks: one on which nobody was due costs some 80 ns. At ten times
// as many an hour of silence would be heard as a stop of seconds.
inline constexpr std::uint32_t kMaxFrameRate = 1000;
inline constexpr std::uint32_t kMaxMaxClients = 20'000;
// The least holds the longest message that every client sends, Open; no library sends a longer frame than the most.
inline constexpr std::uint32_t kMinRecvSize = 512;
inline constexpr std::uint32_t kMaxRecvSize = 1024 * 1024;

inline std::vector<std::string> profile_names() {
  std::vector<std::string> names;
  for (const Profile& profile : profiles()) names.emplace_back(profile.name);
  return names;
}

}  // namespace checkride::emulator
