// Flight plans in files: the .pln of MSFS 2020, MSFS 2024 and FSX, which is XML (docs/flights.md).
//
//   TRY(const Plan plan, parse_plan(text, "KSEA-KPDX.pln"));
//   files.write("copy.pln", plan_text(plan));
//
// Pure: text in, a plan out.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "checkride/result/result.hpp"
#include "sim/plan.hpp"

namespace checkride::emulator {

// Where a facility is, for waypoints that name one and say no position; nothing if it is not known.
using FacilityFinder = std::function<std::optional<PlanWaypoint>(std::string_view ident, std::string_view type)>;

// `file` is the name for messages; all mistakes come at once, each as file:line:column. A waypoint without a
// WorldPosition is where the plan's departure or destination of that name is, unless it is a station, or where `find`
// says; an end without a position is where `find` has an Airport of that name.
// Errors: no XML, no flight plan in it, a position that cannot be read or is not on the earth, fewer than two waypoints
// or more than kMaxPlanWaypoints.
Result<Plan> parse_plan(std::string_view xml, const std::string& file, const FacilityFinder& find = {});

// The plan as MSFS writes it. Reading it gives the same plan, positions to a hundredth of a second of arc and altitudes
// to a hundredth of a foot.
std::string plan_text(const Plan& plan);

}  // namespace checkride::emulator
