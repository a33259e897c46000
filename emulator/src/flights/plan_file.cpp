#include "flights/plan_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "checkride/values/ascii.hpp"
#include "checkride/values/diagnostic.hpp"
#include "checkride/values/json.hpp"
#include "checkride/xml/xml.hpp"
#include "flights/plan_position.hpp"
#include "flights/reading.hpp"

namespace checkride::emulator {
namespace {

using xml::Element;

constexpr std::string_view kPlanElement = "FlightPlan.FlightPlan";
constexpr double kHighestCruiseFt = 100000;
constexpr double kSamePlaceDeg = 0.05;  // departure and first waypoint: anywhere on the same field

std::string text_of(const Element& element, std::string_view name) {
  return element.child_text(name).value_or("");
}

// The departure or the destination, as the head of the plan has it.
struct End {
  std::string ident;
  std::optional<PlanPosition> position;
};

// Ends are airports or places of the user's own. A station of the same name is somewhere else.
bool may_be_end(const PlanWaypoint& waypoint) {
  constexpr std::array kOthers{std::string_view("VOR"), std::string_view("NDB"), std::string_view("Intersection")};
  return std::none_of(kOthers.begin(), kOthers.end(),
                      [&](std::string_view other) { return values::same_text(waypoint.type, other); });
}

class PlanReader {
 public:
  PlanReader(const std::string& file, const FacilityFinder& find) : mistakes_(file), find_(find) {}

  Result<Plan> read(const Element& root) {
    const auto found = root.name() == kPlanElement ? std::optional(root) : root.child(kPlanElement);
    if (!found) {
      mistakes_.add(root.position(), "no flight plan: expected SimBase.Document with FlightPlan.FlightPlan inside");
      return mistakes_.error();
    }
    read_head(*found);
    read_waypoints(*found);
    add_ends();
    check_count(*found);
    if (!mistakes_.none()) return mistakes_.error();
    return std::move(plan_);
  }

 private:
  void read_head(const Element& plan) {
    plan_.title = text_of(plan, "Title");
    departure_ = read_end(plan, "DepartureID", "DepartureLLA");
    destination_ = read_end(plan, "DestinationID", "DestinationLLA");
    const auto cruise = plan.child("CruisingAlt");
    if (!cruise) return;
    const auto feet = read_decimal(cruise->text());
    if (!feet || *feet < 0 || *feet > kHighestCruiseFt) {
      mistakes_.add(cruise->position(),
                    "CruisingAlt: expected feet from 0 to 100000, not " + values::quote(cruise->text()));
      return;
    }
    plan_.cruising_altitude_ft = *feet;
  }

  End read_end(const Element& plan, std::string_view ident, std::string_view place) {
    End end{text_of(plan, ident), {}};
    if (const auto element = plan.child(place)) {
      end.position = read_position(*element);
    } else if (const auto found = find_ && !end.ident.empty() ? find_(end.ident, "Airport") : std::nullopt) {
      end.position = {found->latitude_deg, found->longitude_deg, found->altitude_ft};
    }
    return end;
  }

  std::optional<PlanPosition> read_position(const Element& element) {
    const std::string text = element.text();
    auto position = read_plan_position(text);
    if (!position) {
      mistakes_.add(element.position(), element.name() + ": expected a position such as N47° 26' 56.00\",W122° 18' " +
                                            "33.00\",+000433.00, not " + values::quote(text));
    }
    return position;
  }

  // MSFS writes the waypoints into the plan itself, some editors into a list of their own.
  void read_waypoints(const Element& plan) {
    for (const Element& child : plan.children()) {
      if (child.name() == "ATCWaypoint") {
        read_waypoint(child);
      } else if (child.name() == "ATCWaypointList") {
        for (const Element& waypoint : child.children("ATCWaypoint")) read_waypoint(waypoint);
      }
      if (mistakes_.full() || plan_.waypoints.size() > kMaxPlanWaypoints) return;
    }
  }

  void read_waypoint(const Element& element) {
    if (plan_.waypoints.size() > kMaxPlanWaypoints) return;
    PlanWaypoint waypoint;
    waypoint.ident = element.attribute("id").value_or("");
    if (const auto icao = element.child("ICAO"); icao && icao->child("ICAOIdent")) {
      const std::string ident = text_of(*icao, "ICAOIdent");
      if (!ident.empty()) waypoint.ident = ident;
    }
    if (const auto type = element.child_text("ATCWaypointType"); type && !type->empty()) waypoint.type = *type;
    if (const auto place = element.child("WorldPosition")) {
      const auto position = read_position(*place);
      if (position) put(waypoint, *position);
    } else if (!find_place(waypoint)) {
      mistakes_.add(element.position(), "waypoint " + values::quote(waypoint.ident) +
                                            " has no WorldPosition, and nothing of that name is known here");
      return;
    }
    plan_.waypoints.push_back(std::move(waypoint));
  }

  static void put(PlanWaypoint& waypoint, const PlanPosition& position) {
    waypoint.latitude_deg = position.latitude_deg;
    waypoint.longitude_deg = position.longitude_deg;
    waypoint.altitude_ft = position.altitude_ft;
  }

  bool find_place(PlanWaypoint& waypoint) {
    for (const End* end : {&departure_, &destination_}) {
      if (!end->position || end->ident != waypoint.ident || !may_be_end(waypoint)) continue;
      put(waypoint, *end->position);
      return true;
    }
    const auto found = find_ ? find_(waypoint.ident, waypoint.type) : std::nullopt;
    if (!found) return false;
    put(waypoint, {found->latitude_deg, found->longitude_deg, found->altitude_ft});
    return true;
  }

  // Plans list both ends among their waypoints, but not every program does.
  void add_ends() {
    std::vector<PlanWaypoint>& list = plan_.waypoints;
    if (departure_.position && (list.empty() || !is_at(list.front(), departure_))) {
      list.insert(list.begin(), waypoint_of(departure_));
    }
    if (destination_.position && (list.empty() || !is_at(list.back(), destination_))) {
      list.push_back(waypoint_of(destination_));
    }
  }

  static bool is_at(const PlanWaypoint& waypoint, const End& end) {
    return (waypoint.ident == end.ident && may_be_end(waypoint)) ||
           (std::abs(waypoint.latitude_deg - end.position->latitude_deg) < kSamePlaceDeg &&
            std::abs(waypoint.longitude_deg - end.position->longitude_deg) < kSamePlaceDeg);
  }

  static PlanWaypoint waypoint_of(const End& end) {
    PlanWaypoint waypoint;
    waypoint.ident = end.ident;
    waypoint.type = "Airport";
    put(waypoint, *end.position);
    return waypoint;
  }

  void check_count(const Element& plan) {
    if (!mistakes_.none()) return;
    if (plan_.waypoints.size() < 2) {
      mistakes_.add(plan.position(), "a flight plan has at least two waypoints (ATCWaypoint): from where and to where");
    } else if (plan_.waypoints.size() > kMaxPlanWaypoints) {
      mistakes_.add(plan.position(), "more than " + std::to_string(kMaxPlanWaypoints) + " waypoints");
    }
  }

  Mistakes mistakes_;
  const FacilityFinder& find_;
  Plan plan_;
  End departure_;
  End destination_;
};

// ---- writing

// What XML cannot hold is left out.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      result += c;
    }
  }
  return result;
}

void add_line(std::string& out, int depth, std::string_view name, std::string_view text) {
  out.append(static_cast<std::size_t>(depth) * 4, ' ');
  out.append("<").append(name).append(">").append(escaped(text)).append("</").append(name).append(">\n");
}

std::string position_of(const PlanWaypoint& waypoint) {
  return plan_position_text({waypoint.latitude_deg, waypoint.longitude_deg, waypoint.altitude_ft});
}

void add_waypoint(std::string& out, const PlanWaypoint& waypoint) {
  out += "        <ATCWaypoint id=\"" + escaped(waypoint.ident) + "\">\n";
  add_line(out, 3, "ATCWaypointType", waypoint.type);
  add_line(out, 3, "WorldPosition", position_of(waypoint));
  if (waypoint.type != "User" && !waypoint.ident.empty()) {
    out += "            <ICAO>\n";
    add_line(out, 4, "ICAOIdent", waypoint.ident);
    out += "            </ICAO>\n";
  }
  out += "        </ATCWaypoint>\n";
}

void add_end(std::string& out, const std::string& which, const PlanWaypoint& waypoint) {
  add_line(out, 2, which + "ID", waypoint.ident);
  add_line(out, 2, which + "LLA", position_of(waypoint));
}

}  // namespace

Result<Plan> parse_plan(std::string_view text, const std::string& file, const FacilityFinder& find) {
  TRY(const xml::Document document, xml::parse(text, file));
  return PlanReader(file, find).read(document.root());
}

std::string plan_text(const Plan& plan) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SimBase.Document Type=\"AceXML\" version=\"1,0\">\n";
  add_line(out, 1, "Descr", "AceXML Document");
  out += "    <FlightPlan.FlightPlan>\n";
  add_line(out, 2, "Title", plan.title);
  add_line(out, 2, "FPType", "VFR");
  add_line(out, 2, "CruisingAlt", values::format_number(plan.cruising_altitude_ft));
  if (!plan.waypoints.empty()) {
    add_end(out, "Departure", plan.waypoints.front());
    add_end(out, "Destination", plan.waypoints.back());
  }
  for (const PlanWaypoint& waypoint : plan.waypoints) add_waypoint(out, waypoint);
  out += "    </FlightPlan.FlightPlan>\n</SimBase.Document>\n";
  return out;
}

}  // namespace checkride::emulator
