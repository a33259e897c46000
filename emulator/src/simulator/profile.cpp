#include "simulator/profile.hpp"

#include <array>
#include <string>

#include "checkride/values/diagnostic.hpp"

namespace checkride::emulator {
namespace {

constexpr std::string_view kFsxFlight = "flights\\other\\FLTSIM.FLT";
constexpr std::string_view kFreeFlight = "missions\\Asobo\\FreeFlights\\FreeFlight\\FreeFlight.FLT";

constexpr Profile fsx(std::string_view name, std::uint32_t protocol, VersionNumbers application,
                      VersionNumbers sim_connect, std::uint32_t reserved = 0) {
  return {name,     protocol,    Generation::fsx, "Microsoft Flight Simulator X", application, sim_connect,
          reserved, Naming::fsx, kFsxFlight};
}

constexpr Profile msfs(std::string_view name, std::uint32_t protocol, std::string_view application_name,
                       VersionNumbers application, VersionNumbers sim_connect, Naming naming) {
  return {name, protocol, Generation::msfs, application_name, application, sim_connect, 0, naming, kFreeFlight};
}

constexpr Profile on_ground_only(Profile profile) {
  profile.simulated_objects = SimulatedObjects::on_ground;
  return profile;
}

constexpr Profile silent_about_titles(Profile profile) {
  profile.unknown_title = UnknownTitle::silent;
  return profile;
}

constexpr std::array<Profile, 6> kProfiles{
    fsx("fsx_rtm", 2, {10, 0, 60905, 0}, {10, 0, 60905, 0}),
    fsx("fsx_sp1", 3, {10, 0, 61355, 0}, {10, 0, 61242, 0}),
    fsx("fsx_sp2", 4, {10, 0, 61472, 0}, {10, 0, 61259, 0}),
    // The reserved word is what a capture of this release shows.
    fsx("fsx_steam", 4, {10, 0, 62615, 0}, {10, 0, 62615, 0}, 0x143),
    on_ground_only(msfs("msfs2020", 5, "KittyHawk", {11, 0, 282174, 999}, {11, 0, 62651, 3}, Naming::msfs2020)),
    silent_about_titles(msfs("msfs2024", 6, "SunRise", {12, 2, 282174, 999}, {12, 2, 0, 0}, Naming::msfs2024)),
};

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
  return Error::invalid(values::quote(name) + " is no profile; " + known + " are");
}

}  // namespace checkride::emulator
