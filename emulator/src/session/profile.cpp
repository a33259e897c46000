#include "session/profile.hpp"

#include <array>
#include <string>

namespace checkride::emulator {
namespace {

constexpr std::string_view kFsxName = "Microsoft Flight Simulator X";

constexpr std::array<Profile, 6> kProfiles{{
    {"fsx_rtm", 2, Generation::fsx, kFsxName, {10, 0, 60905, 0}, {10, 0, 60905, 0}, 0},
    {"fsx_sp1", 3, Generation::fsx, kFsxName, {10, 0, 61355, 0}, {10, 0, 61242, 0}, 0},
    {"fsx_sp2", 4, Generation::fsx, kFsxName, {10, 0, 61472, 0}, {10, 0, 61259, 0}, 0},
    // The reserved word is what a capture of this release shows.
    {"fsx_steam", 4, Generation::fsx, kFsxName, {10, 0, 62615, 0}, {10, 0, 62615, 0}, 0x143},
    {"msfs2020", 5, Generation::msfs, "KittyHawk", {11, 0, 282174, 999}, {11, 0, 62651, 3}, 0},
    {"msfs2024", 6, Generation::msfs, "SunRise", {12, 2, 282174, 999}, {12, 2, 0, 0}, 0},
}};

}  // namespace

std::span<const Profile> profiles() {
  return kProfiles;
}

Result<Profile> find_profile(std::string_view name) {
  std::string known;
  for (const Profile& profile : kProfiles) {
    if (profile.name == name) return profile;
    known += (known.empty() ? "" : ", ") + std::string(profile.name);
  }
  return Error::invalid("\"" + std::string(name) + "\" is no profile; " + known + " are");
}

}  // namespace checkride::emulator
