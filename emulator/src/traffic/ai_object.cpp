#include "traffic/ai_object.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"
#include "earth/physics.hpp"
#include "sim/key_event_table.hpp"
#include "traffic/ai_variables.hpp"

namespace checkride::emulator {
namespace {

constexpr std::size_t kMaxTextBytes = 256;

// The three variables that a structure stands for (wire.md 5.3), and from their units to the structure's.
struct Structure {
  std::string_view name;
  std::array<std::string_view, 3> parts;
  std::array<double, 3> factors{1, 1, 1};
};

constexpr std::array kStructures{
    Structure{"STRUCT LATLONALT",
              {"PLANE LATITUDE", "PLANE LONGITUDE", "PLANE ALTITUDE"},
              {kDegreesPerRadian, kDegreesPerRadian, kMetresPerFoot}},
    Structure{"STRUCT WORLDVELOCITY", {"VELOCITY WORLD X", "VELOCITY WORLD Y", "VELOCITY WORLD Z"}},
    Structure{"STRUCT BODY VELOCITY", {"VELOCITY BODY X", "VELOCITY BODY Y", "VELOCITY BODY Z"}},
};

struct FreezeEvent {
  std::string_view name;
  bool Freezes::*frozen = nullptr;
  bool toggles = false;
};

constexpr std::array kFreezeEvents{
    FreezeEvent{"FREEZE_LATITUDE_LONGITUDE_SET", &Freezes::position},
    FreezeEvent{"FREEZE_LATITUDE_LONGITUDE_TOGGLE", &Freezes::position, true},
    FreezeEvent{"FREEZE_ALTITUDE_SET", &Freezes::altitude},
    FreezeEvent{"FREEZE_ALTITUDE_TOGGLE", &Freezes::altitude, true},
    FreezeEvent{"FREEZE_ATTITUDE_SET", &Freezes::attitude},
    FreezeEvent{"FREEZE_ATTITUDE_TOGGLE", &Freezes::attitude, true},
};

// The bits of LIGHT STATES, from bit 0 on.
constexpr std::array<std::string_view, 10> kLightNames{
    "LIGHT NAV",   "LIGHT BEACON",      "LIGHT LANDING", "LIGHT TAXI", "LIGHT STROBE",
    "LIGHT PANEL", "LIGHT RECOGNITION", "LIGHT WING",    "LIGHT LOGO", "LIGHT CABIN"};

// What a row of the table makes of a switch; none: it is about something else.
std::optional<double> switched(const EffectRow& row, double now, std::uint32_t parameter) {
  if (row.effect == Effect::toggle) return now == 0 ? 1 : 0;
  if (row.effect == Effect::flag) return parameter != 0 ? 1 : 0;
  const bool on_or_off = row.effect == Effect::assign && (row.a == 0 || row.a == 1);
  return on_or_off ? std::optional(row.a) : std::nullopt;
}

bool is_finite(const protocol::Waypoint& waypoint) {
  const std::array numbers{waypoint.latitude, waypoint.longitude, waypoint.altitude, waypoint.kts_speed,
                           waypoint.percent_throttle};
  return std::all_of(numbers.begin(), numbers.end(), [](double number) { return std::isfinite(number); });
}

}  // namespace

AiObject::AiObject(AiSpec spec, double ground_ft) : spec_(std::move(spec)), motion_(performance_of(*spec_.title)) {
  if (spec_.flight != nullptr) {
    flight_ = std::make_unique<AiFlight>(*spec_.flight);
    follow_flight();
    return;
  }
  motion_.place(spec_.placement, ground_ft);
  if (!spec_.plan.empty()) motion_.follow(std::exchange(spec_.plan, {}), spec_.plan_begins_at);
}

void AiObject::follow_flight() {
  motion_.place(flight_->placement(), flight_->ground_ft());
}

void AiObject::end_flight() {
  if (flight_ == nullptr) return;
  follow_flight();
  flight_.reset();
}

void AiObject::advance(std::uint64_t steps) {
  if (flight_ == nullptr) return motion_.advance(steps);
  flight_->advance(steps);
  follow_flight();
}

void AiObject::set_weather(const WeatherField& field) {
  if (flight_ != nullptr) flight_->set_weather(field);
}

void AiObject::place(const Placement& placement) {
  if (flight_ == nullptr) return motion_.place(placement, motion_.ground_ft());
  flight_->place(placement);
  follow_flight();
}

double AiObject::number(const Variable& variable) const {
  if (flies(variable)) return variable.name == "IS USER SIM" ? 0 : flight_->number(variable);
  if (const AiVariable* computed = find_ai_variable(variable.name)) return computed->read(motion_);
  if (variable.name == "LIGHT STATES" || variable.name == "LIGHT ON STATES") return lights();
  return held(key_of(variable));
}

AiObject::HeldKey AiObject::key_of(const Variable& variable) {
  if (variable.name.empty()) return {{}, 0, variable.ref};
  return {variable.name, variable.index, VarRef{}};
}

double AiObject::held(const HeldKey& key) const {
  const auto found = numbers_.find(key);
  return found == numbers_.end() ? 0 : found->second;
}

double AiObject::lights() const {
  unsigned mask = 0;
  for (std::size_t bit = 0; bit < kLightNames.size(); ++bit) {
    if (held({kLightNames[bit], 1, VarRef{}}) != 0) mask |= 1u << bit;
  }
  return mask;
}

void AiObject::flip_switches(std::string_view key_event, std::uint32_t parameter) {
  for (const EffectRow& row : effect_rows()) {
    if (!values::same_text(row.event, key_event) || find_ai_variable(row.variable) != nullptr) continue;
    const HeldKey key{row.variable, 1, VarRef{}};
    const auto value = switched(row, held(key), parameter);
    if (value && (numbers_.contains(key) || numbers_.size() < kMaxHeldVariables)) numbers_[key] = *value;
  }
}

std::string AiObject::text(const Variable& variable) const {
  const auto held = texts_.find(variable.ref);
  if (held != texts_.end()) return held->second;
  if (variable.name == "TITLE") return spec_.own_title.empty() ? std::string(spec_.title->title) : spec_.own_title;
  if (variable.name == "CATEGORY") return std::string(emulator::text(spec_.title->category));
  if (variable.name == "ATC TYPE") return std::string(spec_.title->atc_type);
  if (variable.name == "ATC MODEL") return std::string(spec_.title->atc_model);
  if (variable.name == "ATC ID") return spec_.tail_number;
  if (variable.name == "ATC FLIGHT NUMBER") return spec_.flight_number;
  if (variable.name == "ATC AIRLINE") return spec_.airline;
  if (variable.name == "LIVERY NAME") return spec_.livery;
  return flies(variable) ? flight_->text(variable) : std::string();
}

std::array<double, 3> AiObject::triple(const Variable& variable) {
  std::array<double, 3> result{};
  for (const Structure& structure : kStructures) {
    if (structure.name != variable.name) continue;
    for (std::size_t i = 0; i < result.size(); ++i) {
      const AiVariable* part = find_ai_variable(structure.parts[i]);
      CHECKRIDE_ASSERT(part != nullptr);  // structures stand for what is computed
      const double value = flight_ != nullptr ? flight_->number(structure.parts[i]) : part->read(motion_);
      result[i] = value * structure.factors[i];
    }
  }
  return result;
}

Result<> AiObject::set_number(const Variable& variable, double value) {
  if (!std::isfinite(value)) return Error::invalid("the value is not finite");
  if (flies(variable)) return flight_->set_number(variable, value);
  if (const AiVariable* computed = find_ai_variable(variable.name)) {
    if (computed->write == nullptr) return Error::invalid("an AI object computes " + std::string(variable.name));
    computed->write(motion_, value);
    return {};
  }
  const HeldKey key = key_of(variable);
  if (!numbers_.contains(key) && numbers_.size() >= kMaxHeldVariables) {
    return Error::invalid("the object holds too many variables");
  }
  numbers_[key] = value;
  return {};
}

Result<> AiObject::set_text(const Variable& variable, std::string_view value) {
  if (value.size() > kMaxTextBytes) return Error::invalid("the text is too long");
  if (!texts_.contains(variable.ref) && texts_.size() >= kMaxHeldVariables) {
    return Error::invalid("the object holds too many variables");
  }
  texts_[variable.ref] = value;
  return {};
}

Result<> AiObject::set_route(std::span<const protocol::Waypoint> route) {
  if (spec_.under_atc) return Error::invalid("air traffic control has the object");
  if (route.size() > kMaxRoute) return Error::invalid("the route is too long");
  if (!std::all_of(route.begin(), route.end(), is_finite))
    return Error::invalid("a number of a waypoint is not finite");
  motion_.follow({route.begin(), route.end()});
  return {};
}

void AiObject::trigger(std::string_view key_event, const EventData& data) {
  if (flight_ != nullptr) return flight_->trigger(key_event, data);
  for (const FreezeEvent& event : kFreezeEvents) {
    if (!values::same_text(event.name, key_event)) continue;
    Freezes freezes = motion_.freezes();
    freezes.*event.frozen = event.toggles ? !(freezes.*event.frozen) : data[0] != 0;
    motion_.set_freezes(freezes);
    return;
  }
  if (is_aircraft(spec_.title->category)) flip_switches(key_event, data[0]);
}

void AiObject::release() {
  end_flight();
  spec_.under_atc = false;
  motion_.follow({});
}

void AiObject::fly_plan(std::vector<protocol::Waypoint> plan) {
  CHECKRIDE_ASSERT(is_aircraft(spec_.title->category));
  spec_.under_atc = true;
  end_flight();
  motion_.follow(std::move(plan));
}

}  // namespace checkride::emulator
