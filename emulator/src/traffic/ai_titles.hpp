// The titles of which AI objects can be made (semantics 13.1).
#pragma once

#include <span>
#include <string_view>

#include "simulator/profile.hpp"
#include "traffic/ai_motion.hpp"

namespace checkride::emulator {

enum class ObjectCategory { airplane, helicopter, boat, ground_vehicle };

struct AiTitle {
  std::string_view title;  // the title line of its configuration
  ObjectCategory category = ObjectCategory::airplane;
  Generation generation = Generation::fsx;
  std::string_view atc_type;
  std::string_view atc_model;
  double cruise_kt = 0;
};

// Of all generations.
std::span<const AiTitle> ai_titles();
// Null: the simulator has no such object. Case is ignored. The result lives as long as the program.
const AiTitle* find_ai_title(std::string_view title, const Profile& profile);
Performance performance_of(const AiTitle& title);
bool is_aircraft(ObjectCategory category);
// What the variable CATEGORY says (semantics 31).
std::string_view text(ObjectCategory category);
// How lists by type and ObjectAdded call it (semantics 6.3, 9.1).
protocol::SimObjectType object_type(ObjectCategory category);

}  // namespace checkride::emulator
