// Fuel and weights.
#include <array>

#include "sim/bindings.hpp"

namespace checkride::emulator {
namespace {

using S = State;

constexpr std::size_t place(Tank tank) {
  return static_cast<std::size_t>(tank);
}

template <Tank Which>
double quantity(const Model& model) {
  return model.state().fuel.gal[place(Which)];
}
template <Tank Which>
double capacity(const Model& model) {
  return model.type().tanks_gal[place(Which)];
}
template <Tank Which>
void write_quantity(Model& model, double gallons) {
  model.edit().fuel.gal[place(Which)] = within_limits(gallons, 0, capacity<Which>(model));
}

template <Tank Which>
constexpr Binding tank_quantity(std::string_view name) {
  return {.name = name, .read = quantity<Which>, .write = write_quantity<Which>};
}
template <Tank Which>
constexpr Binding tank_capacity(std::string_view name) {
  return {.name = name, .read = capacity<Which>};
}
template <Tank Which>
constexpr Binding tank_level(std::string_view name) {
  return {.name = name,
          .read = [](const Model& m) { return capacity<Which>(m) > 0 ? quantity<Which>(m) / capacity<Which>(m) : 0.0; },
          .write = [](Model& m, double share) { write_quantity<Which>(m, share * capacity<Which>(m)); }};
}

double total_gal(const Model& model) {
  return model.state().fuel.total_gal();
}
double left_gal(const Model& model) {
  return quantity<Tank::left_main>(model) + quantity<Tank::left_aux>(model);
}
double right_gal(const Model& model) {
  return quantity<Tank::right_main>(model) + quantity<Tank::right_aux>(model);
}
double left_capacity(const Model& model) {
  return capacity<Tank::left_main>(model) + capacity<Tank::left_aux>(model);
}
double right_capacity(const Model& model) {
  return capacity<Tank::right_main>(model) + capacity<Tank::right_aux>(model);
}
double weight_of(const Model& model, double gallons) {
  return gallons * model.type().fuel_lb_per_gal;
}

constexpr std::array kFuel{
    Binding{"FUEL TOTAL QUANTITY", total_gal, [](Model& m, double gallons) { m.fill_tanks(gallons); }},
    Binding{"FUEL TOTAL CAPACITY", [](const Model& m) { return total_capacity_gal(m.type()); }},
    Binding{"FUEL LEFT QUANTITY", left_gal, write_quantity<Tank::left_main>},
    Binding{"FUEL RIGHT QUANTITY", right_gal, write_quantity<Tank::right_main>},
    Binding{"FUEL LEFT CAPACITY", left_capacity},
    Binding{"FUEL RIGHT CAPACITY", right_capacity},
    tank_quantity<Tank::left_main>("FUEL TANK LEFT MAIN QUANTITY"),
    tank_quantity<Tank::right_main>("FUEL TANK RIGHT MAIN QUANTITY"),
    tank_quantity<Tank::left_aux>("FUEL TANK LEFT AUX QUANTITY"),
    tank_quantity<Tank::right_aux>("FUEL TANK RIGHT AUX QUANTITY"),
    tank_quantity<Tank::center>("FUEL TANK CENTER QUANTITY"),
    tank_capacity<Tank::left_main>("FUEL TANK LEFT MAIN CAPACITY"),
    tank_capacity<Tank::right_main>("FUEL TANK RIGHT MAIN CAPACITY"),
    tank_capacity<Tank::left_aux>("FUEL TANK LEFT AUX CAPACITY"),
    tank_capacity<Tank::right_aux>("FUEL TANK RIGHT AUX CAPACITY"),
    tank_capacity<Tank::center>("FUEL TANK CENTER CAPACITY"),
    tank_level<Tank::left_main>("FUEL TANK LEFT MAIN LEVEL"),
    tank_level<Tank::right_main>("FUEL TANK RIGHT MAIN LEVEL"),
    tank_level<Tank::left_aux>("FUEL TANK LEFT AUX LEVEL"),
    tank_level<Tank::right_aux>("FUEL TANK RIGHT AUX LEVEL"),
    tank_level<Tank::center>("FUEL TANK CENTER LEVEL"),
    Binding{"FUEL WEIGHT PER GALLON", [](const Model& m) { return m.type().fuel_lb_per_gal; }},
    Binding{"FUEL TOTAL QUANTITY WEIGHT", [](const Model& m) { return weight_of(m, total_gal(m)); },
            [](Model& m, double pounds) { m.fill_tanks(pounds / m.type().fuel_lb_per_gal); }},
    Binding{"EMPTY WEIGHT", [](const Model& m) { return m.type().empty_lb; }},
    Binding{"MAX GROSS WEIGHT", [](const Model& m) { return m.type().gross_lb; }},
    Binding{"TOTAL WEIGHT",
            [](const Model& m) { return m.type().empty_lb + m.type().payload_lb + weight_of(m, total_gal(m)); }},
    lever<&S::fuel, &Fuel::selector, 0, 3>("FUEL TANK SELECTOR"),
    toggle_switch<&S::fuel, &Fuel::unlimited>("UNLIMITED FUEL"),
};

}  // namespace

std::span<const Binding> fuel_bindings() {
  return kFuel;
}

}  // namespace checkride::emulator
