#include "faults/seen_object.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "checkride/values/ascii.hpp"

namespace checkride::emulator {
namespace {

constexpr double kRadians = 0.017453292519943295;
constexpr std::uint64_t kDrawn = std::uint64_t{1} << 53;
constexpr std::size_t kMaxPast = 16'384;  // readings that value_delayed remembers of a variable

// The aircraft of the main menu, and one that is not loaded wholly (semantics 6.4, 29): what it reads, whatever the
// flight is.
struct ValueWithoutFlight {
  std::string_view variable;
  double value;
};
constexpr std::array kValuesWithoutFlight{
    ValueWithoutFlight{"PLANE LATITUDE", 0},     ValueWithoutFlight{"PLANE ALTITUDE", 0},
    ValueWithoutFlight{"INDICATED ALTITUDE", 0}, ValueWithoutFlight{"GPS POSITION LAT", 0},
    ValueWithoutFlight{"GPS POSITION ALT", 0},   ValueWithoutFlight{"PLANE ALT ABOVE GROUND", 0},
    ValueWithoutFlight{"GROUND VELOCITY", 0},    ValueWithoutFlight{"AIRSPEED INDICATED", 0},
    ValueWithoutFlight{"AIRSPEED TRUE", 0},      ValueWithoutFlight{"VERTICAL SPEED", 0},
    ValueWithoutFlight{"CAMERA STATE", 15},      ValueWithoutFlight{"PLANE IN PARKING STATE", 1},
};

std::optional<double> value_without_flight(std::string_view variable, double longitude_deg) {
  if (variable == "PLANE LONGITUDE" || variable == "GPS POSITION LON") return longitude_deg * kRadians;
  for (const ValueWithoutFlight& one : kValuesWithoutFlight) {
    if (one.variable == variable) return one.value;
  }
  return std::nullopt;
}

// The name in the fault by which it means the variable; null: it does not.
const std::string* name_in(ActiveFault& active, const Variable& variable, Simulator& simulator) {
  const auto& names = active.fault.get<std::vector<std::string>>("variables");
  if (active.variables.empty()) {
    for (const std::string& name : names) {
      const auto resolved = simulator.resolve(name);
      active.variables.push_back(resolved ? std::optional(resolved->ref) : std::nullopt);
    }
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (active.variables[i] == variable.ref) return &names[i];
  }
  return nullptr;
}

// Follows the true value at a limited pace.
double slowed(const Fault& fault, ValueMemory& memory, double value, world::Instant now) {
  if (!memory.held) {
    memory.since = now;
    return *(memory.held = value);
  }
  const double elapsed = world::to_seconds(now - memory.since);
  const double constant = world::to_seconds(fault.get<world::Duration>("time_constant"));
  const double rate = fault.number("rate");
  double step = value - *memory.held;
  if (constant > 0) step *= elapsed / (constant + elapsed);
  if (rate > 0) step = std::clamp(step, -rate * elapsed, rate * elapsed);
  memory.since = now;
  return *(memory.held = *memory.held + step);
}

// Every other reading is forgotten, but not the oldest and the newest: the further back, the fewer are left.
void thin_out(std::deque<std::pair<world::Instant, double>>& past) {
  std::deque<std::pair<world::Instant, double>> kept;
  for (std::size_t i = 0; i < past.size(); ++i) {
    if (i % 2 == 0 || i + 1 == past.size()) kept.push_back(past[i]);
  }
  past = std::move(kept);
}

// What was read so long ago; the first reading while there is nothing older.
double delayed(const Fault& fault, ValueMemory& memory, double value, world::Instant now) {
  const world::Instant wanted = now - fault.get<world::Duration>("delay");
  if (memory.past.empty() || memory.past.back().first != now) memory.past.emplace_back(now, value);
  while (memory.past.size() > 1 && memory.past[1].first <= wanted) memory.past.pop_front();
  if (memory.past.size() > kMaxPast) thin_out(memory.past);
  return memory.past.front().second;
}

double garbage(const Fault& fault, Strike& strike) {
  const std::int64_t drawn =
      strike.draw("garbage", [](world::Random& random) { return static_cast<std::int64_t>(random.below(kDrawn)); });
  const double share = static_cast<double>(drawn) / static_cast<double>(kDrawn);
  return fault.number("low") + (fault.number("high") - fault.number("low")) * share;
}

double no_number(const Fault& fault) {
  if (fault.word("as") == "nan") return std::numeric_limits<double>::quiet_NaN();
  return fault.word("as") == "inf" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
}

bool fails_now(const Fault& fault, Strike& strike) {
  return strike.draw("failed", [&fault](world::Random& random) {
    return std::int64_t{random.unit() < fault.number("share") ? 1 : 0};
  }) != 0;
}

double spoil(FaultBoard& board, ActiveFault& active, Strike& strike, ValueMemory& memory, double value,
             world::Instant now) {
  const Fault& fault = active.fault;
  switch (fault.kind()) {
    case FaultKind::value_off:
      return fault.number("value");
    case FaultKind::value_stuck:
      return memory.held ? *memory.held : *(memory.held = value);
    case FaultKind::value_garbage:
      return garbage(fault, strike);
    case FaultKind::value_wrong:
      return value * fault.number("scale") + fault.number("bias");
    case FaultKind::value_slow:
      return slowed(fault, memory, value, now);
    case FaultKind::value_delayed:
      return delayed(fault, memory, value, now);
    case FaultKind::value_nan:
      return no_number(fault);
    case FaultKind::value_intermittent:
      if (fails_now(fault, strike)) return fault.number("value");
      board.take_back(active, strike);
      return value;
    default:
      return value;
  }
}

std::string noise(std::size_t length, Strike& strike) {
  std::string text;
  const auto drawn = static_cast<std::uint64_t>(
      strike.draw("noise", [](world::Random& random) { return static_cast<std::int64_t>(random.next() >> 1); }));
  world::Random letters(drawn, "noise");
  while (text.size() < length) text += static_cast<char>(letters.between('!', '~'));
  return text;
}

// Where the readings of a fault are told apart, beside the client: variable, object, component.
std::string part_of(const std::string& name, protocol::ObjectId object, int component) {
  std::string part = name;
  if (object.value > 1) part += " of object " + std::to_string(object.value);
  if (component != 0) part += "/" + std::to_string(component);
  return part;
}

}  // namespace

double FaultyObject::spoiled(const Variable& variable, double value, int component) const {
  FaultBoard& board = look_.board;
  board.each(FaultLayer::values, look_.client, look_.now, [&](ActiveFault& active) {
    const std::string* name = name_in(active, variable, look_.simulator);
    if (name == nullptr) return;
    const std::string part = part_of(*name, look_.object, component);
    if (auto strike = board.strike(active, look_.client.id, part, look_.now)) {
      value = spoil(board, active, *strike, active.memories[{look_.client.id, part}], value, look_.now);
    }
  });
  return value;
}

std::optional<double> FaultyObject::lost_at() const {
  if (look_.object.value > 1) return std::nullopt;
  if (const ActiveFault* menu = look_.board.in_force(FaultKind::menu, look_.now)) {
    return menu->fault.number("longitude_deg");
  }
  return look_.unready ? std::optional(0.0) : std::nullopt;
}

double FaultyObject::number(const Variable& variable) const {
  double value = real_.number(variable);
  if (const auto longitude = lost_at()) value = value_without_flight(variable.name, *longitude).value_or(value);
  return spoiled(variable, value, 0);
}

std::string FaultyObject::text(const Variable& variable) const {
  std::string value = look_.unready && look_.object.value <= 1 ? std::string() : real_.text(variable);
  FaultBoard& board = look_.board;
  board.each(FaultLayer::values, look_.client, look_.now, [&](ActiveFault& active) {
    const std::string* name = name_in(active, variable, look_.simulator);
    if (name == nullptr) return;
    const std::string part = part_of(*name, look_.object, 0);
    auto strike = board.strike(active, look_.client.id, part, look_.now);
    if (!strike) return;
    std::optional<std::string>& held = active.memories[{look_.client.id, part}].text;
    switch (active.fault.kind()) {
      case FaultKind::value_off:
        return value.clear();
      case FaultKind::value_stuck:
        if (!held) held = value;
        return void(value = *held);
      case FaultKind::value_garbage:
        return void(value = noise(value.size(), *strike));
      case FaultKind::value_intermittent:
        return fails_now(active.fault, *strike) ? value.clear() : board.take_back(active, *strike);
      default:
        return board.take_back(active, *strike);  // a text has no bias, pace or NaN
    }
  });
  return value;
}

std::array<double, 3> FaultyObject::triple(const Variable& variable) {
  std::array<double, 3> values = real_.triple(variable);
  const auto longitude = lost_at();
  if (longitude && variable.name == "STRUCT LATLONALT") values = {0, *longitude, 0};
  for (int i = 0; i < 3; ++i) {
    double& value = values[static_cast<std::size_t>(i)];
    value = spoiled(variable, value, i + 1);
  }
  return values;
}

}  // namespace checkride::emulator
