// The flight plans that lie on the emulator's disk, for clients that load them by path.
//
// A client names files as its own machine does ("C:\\plans\\KSEA-KPDX.pln"). Only the name counts: the plan is looked
// for in one folder, that of the flight file, and nowhere else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkride/world/files.hpp"
#include "flights/facility_places.hpp"
#include "sim/plan.hpp"

namespace checkride::emulator {

class PlanFolder {
 public:
  static constexpr std::size_t kMaxPlanBytes = 4 * 1024 * 1024;

  // The folder is that of `flight_file`; without one the working directory. `files` outlives this.
  PlanFolder(world::Files& files, const std::optional<std::string>& flight_file);

  // With or without folders, slashes of either kind, and ".pln"; case is ignored. Nothing: no such file, or it is no
  // flight plan of at most kMaxPlanBytes.
  std::optional<Plan> find(std::string_view path);

 private:
  world::Files& files_;
  std::string folder_;
  FacilityPlaces places_;
};

}  // namespace checkride::emulator
