// Facts: the text variables of an aircraft. They are no samples and no rule judges them: they stand in documents and as
// labels of simconnect_aircraft_info. Which of them are asked for is flight_monitor.facts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace checkride::runtime {

enum class Fact : std::uint8_t { title, atc_id, atc_model, atc_type, atc_airline, atc_flight_number };

struct FactInfo {
  std::string_view name;   // of the simulation variable
  std::string_view label;  // in simconnect_aircraft_info
};

inline constexpr std::array<FactInfo, 6> kFacts{{
    {"TITLE", "title"},
    {"ATC ID", "atc_id"},
    {"ATC MODEL", "atc_model"},
    {"ATC TYPE", "atc_type"},
    {"ATC AIRLINE", "atc_airline"},
    {"ATC FLIGHT NUMBER", "atc_flight_number"},
}};

constexpr const FactInfo& info_of(Fact fact) {
  return kFacts[static_cast<std::size_t>(fact)];
}

// The fact that such a name means; ASCII case and '_' for ' ' do not matter.
std::optional<Fact> find_fact(std::string_view name);

}  // namespace checkride::runtime
