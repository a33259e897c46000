#include "reading/variables.hpp"

#include <fmt/format.h>

#include "checkride/catalog/simvar.hpp"
#include "checkride/catalog/unit.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;

// Local variables are made by whoever names them first.
bool is_local(std::string_view name) {
  return name.starts_with("L:") || name.starts_with("l:");
}

// As it is documented, feet and not foot, where that is a name of the unit.
std::string documented_unit(const catalog::SimVar& simvar) {
  return std::string(catalog::find_unit(simvar.units) == simvar.unit ? simvar.units : simvar.unit->name);
}

// Null after a mistake, and for local variables, which have no unit of their own.
const catalog::SimVar* check_name(std::string_view name, const values::Position& where, Reader& reader) {
  if (is_local(name)) return nullptr;
  const auto found = catalog::find_indexed_simvar(name);
  if (found) return found->simvar;
  const auto nearest = catalog::nearest_simvar(name);
  reader.errors.add(where, fmt::format("there is no variable \"{}\"{}", name,
                                       nearest ? fmt::format(", did you mean \"{}\"?", *nearest) : ""));
  return nullptr;
}

void check_unit(const catalog::SimVar& simvar, const catalog::Unit* unit, const values::Position& where,
                Reader& reader) {
  if (simvar.unit == nullptr || simvar.unit->encoding == catalog::Encoding::none) {
    reader.errors.add(where, fmt::format("{} is no number; only numbers can be set here", simvar.name));
  } else if (unit != nullptr) {
    const auto convert = catalog::conversion_between(*unit, *simvar.unit);
    if (!convert) reader.errors.add(where, convert.error().detail());
  }
}

// "80 feet", "0.5", 80.
std::optional<VariableValue> read_variable(const values::Entry& entry, Reader& reader) {
  const catalog::SimVar* simvar = check_name(entry.key, entry.key_position, reader);
  const auto text = values::read_text(entry.value, reader.errors);
  if (!text) return std::nullopt;
  const auto quantified = catalog::parse_quantified(*text);
  if (!quantified) {
    const std::string told = quantified.error().detail();
    reader.errors.add(
        entry.value.position(),
        told + (told.starts_with("expected") ? "" : "; expected is a number and a unit, like \"80 feet\""));
    return std::nullopt;
  }
  if (simvar != nullptr) check_unit(*simvar, quantified->unit, entry.value.position(), reader);
  VariableValue variable{entry.key, quantified->value, {}};
  if (quantified->unit != nullptr) variable.unit = text->substr(text->find_first_not_of(' ', text->find(' ')));
  return variable;
}

}  // namespace

std::optional<std::string> unit_of_variable(std::string_view name, const values::Position& where, Reader& reader) {
  if (is_local(name)) return std::string();
  const catalog::SimVar* simvar = check_name(name, where, reader);
  if (simvar == nullptr) return std::nullopt;
  if (simvar->unit != nullptr && simvar->unit->encoding != catalog::Encoding::none) {
    return documented_unit(*simvar);
  }
  reader.errors.add(where, fmt::format("{} is no number; only numbers can be compared here", simvar->name));
  return std::nullopt;
}

std::string default_unit(std::string_view name) {
  const auto found = catalog::find_indexed_simvar(name);
  if (!found || found->simvar->unit == nullptr) return "number";
  return documented_unit(*found->simvar);
}

std::vector<VariableValue> read_variables(MapReader& map, Reader& reader) {
  std::vector<VariableValue> variables;
  map.entries("variables", [&](const values::Entry& entry) {
    if (auto variable = read_variable(entry, reader)) variables.push_back(std::move(*variable));
  });
  if (!map.has("variables")) reader.errors.add(map.position(), "missing key \"variables\"");
  return variables;
}

Release read_release(MapReader& map, Reader& reader) {
  Release release;
  release.on = reader.member(map, "on", {MemberKind::simulator});
  if (const auto variables = map.required_node("variables")) {
    release.variables = reader.texts(*variables);
    for (const auto& name : release.variables) (void)check_name(name, variables->position(), reader);
  }
  return release;
}

}  // namespace checkride::harness
