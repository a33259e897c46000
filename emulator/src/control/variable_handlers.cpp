#include <optional>
#include <utility>

#include "checkride/catalog/unit.hpp"
#include "checkride/values/diagnostic.hpp"
#include "checkride/values/json.hpp"
#include "control/body.hpp"
#include "control/handlers.hpp"
#include "simulator/local_unit.hpp"

namespace checkride::emulator {
namespace {

using http::error_response;
using http::Response;
using values::json::Writer;

// The body of a PUT, as given.
struct Wanted {
  std::optional<double> number;
  std::string text;  // when it is no number
  std::optional<std::string> unit;
  bool hold = true;
};

bool is_structure(catalog::ValueType type) {
  using enum catalog::ValueType;
  return type != int32 && type != float64 && type != string256;
}

// Why the variable of the path is not there, or has no one value, if so.
std::optional<Response> missing(const ControlCall& call, std::optional<VarRef> ref) {
  Simulation& simulation = call.context.simulation;
  const std::string name(call.argument);
  if (!ref) {
    return error_response(404, "not_found",
                          "there is no variable " + values::quote(name) + simulation.suggest_variable(name));
  }
  const VariableInfo& info = simulation.info(*ref);
  if (info.simvar != nullptr && is_structure(info.simvar->type)) {
    return error_response(
        422, "structure",
        info.name + " is a structure of several values, which clients read: ask " + "for its parts, as PLANE LATITUDE");
  }
  if (!info.absent) return std::nullopt;
  return error_response(404, "not_found",
                        "the " + simulation.aircraft_name() + " has no " + simulation.info(*ref).name +
                            ": index it from 1 to as many as the aircraft has");
}

Result<const catalog::Unit*> known_unit(const std::string& name) {
  if (const catalog::Unit* unit = catalog::find_unit(name)) return unit;
  return Error::invalid("unit: " + values::quote(name) + " is no unit");
}

// The factor and offset between a variable's own unit and one that was asked for.
Result<catalog::Conversion> conversion(const ControlContext& context, const VariableInfo& info,
                                       const std::string& unit_name, bool into_variable) {
  TRY(const catalog::Unit* unit, known_unit(unit_name));
  const bool local = info.simvar == nullptr;
  const catalog::Unit* own = nullptr;
  if (!local) own = info.simvar->unit;
  if (local && !context.local_variables_ignore_units) own = unit_of_local(*unit);
  if (local && own == nullptr) own = unit;  // the same number in every unit
  if (own == nullptr) return Error::invalid(info.name + " has no unit");
  return into_variable ? catalog::conversion_between(*unit, *own) : catalog::conversion_between(*own, *unit);
}

// The variable as a document, its value in `unit` or its own.
Response variable_response(const ControlContext& context, VarRef ref, const std::optional<std::string>& unit) {
  Simulation& simulation = context.simulation;
  const VariableInfo& info = simulation.info(ref);
  double number = simulation.number(ref);
  if (unit) {
    if (info.text) return error_response(422, "unit_mismatch", info.name + " is a text and has no unit");
    const auto convert = conversion(context, info, *unit, false);
    if (!convert) return error_response(422, "unit_mismatch", convert.error().message());
    number = (*convert)(number);
  }
  std::string body;
  Writer json(body);
  json.begin_object().member("name", info.name);
  if (info.text) {
    json.member("value", simulation.text(ref));
  } else {
    json.member("value", number);
  }
  json.member("unit", unit.value_or(info.units));
  json.member("settable", info.settable).member("held", simulation.held(ref)).end_object();
  return http::json_response(200, std::move(body));
}

void read_value(values::MapReader& map, Wanted* wanted) {
  const auto node = map.required_node("value");
  if (!node) return;
  if (!node->is_scalar()) {
    map.error("value", "a number, true, false or a text is expected, not " + node->describe());
  } else if (node->quoted()) {
    wanted->text = node->text();
  } else if (const auto truth = node->as_bool()) {
    wanted->number = *truth ? 1 : 0;
  } else {
    wanted->number = values::read_number(*node, map.errors());
  }
}

// A text for a number is one with its unit: "80 feet".
Result<double> number_of(const ControlContext& context, const VariableInfo& info, Wanted wanted) {
  if (!wanted.number) {
    TRY(const catalog::Quantified quantified, catalog::parse_quantified(wanted.text));
    wanted.number = quantified.value;
    if (quantified.unit != nullptr) {
      if (wanted.unit) return Error::invalid("the unit is given twice: in value and in unit");
      wanted.unit = std::string(quantified.unit->name);
    }
  }
  if (!wanted.unit) return *wanted.number;
  TRY(const catalog::Conversion convert, conversion(context, info, *wanted.unit, true));
  return convert(*wanted.number);
}

Result<> put_number(const ControlContext& context, VarRef ref, const Wanted& wanted) {
  Simulation& simulation = context.simulation;
  TRY(const double value, number_of(context, simulation.info(ref), wanted));
  return wanted.hold ? simulation.hold_number(ref, value) : simulation.set_number(ref, value);
}

Result<> put_text(Simulation& simulation, VarRef ref, const Wanted& wanted) {
  const std::string& name = simulation.info(ref).name;
  if (wanted.number) return Error::invalid(name + " is a text: value must be a string");
  if (wanted.unit) return Error::invalid(name + " is a text and has no unit");
  return wanted.hold ? simulation.hold_text(ref, wanted.text) : simulation.set_text(ref, wanted.text);
}

}  // namespace

Response get_variable(const ControlCall& call) {
  const auto ref = call.context.simulation.resolve(call.argument);
  if (auto response = missing(call, ref)) return std::move(*response);
  return variable_response(call.context, *ref, call.request.query("unit"));
}

Response put_variable(const ControlCall& call) {
  Simulation& simulation = call.context.simulation;
  const auto ref = simulation.resolve(call.argument);
  if (auto response = missing(call, ref)) return std::move(*response);
  Wanted wanted;
  const auto read = read_json_body(call.request.body, [&wanted](values::MapReader& map) {
    read_value(map, &wanted);
    map.optional("unit", &wanted.unit);
    map.optional("hold", &wanted.hold);
  });
  if (!read) return error_response(400, "bad_request", read.error().message());
  const VariableInfo& info = simulation.info(*ref);
  if (!wanted.hold && !info.settable) {
    return error_response(409, "not_settable",
                          info.name + " cannot be written once, only held: leave \"hold\" out or make it true");
  }
  const auto done = info.text ? put_text(simulation, *ref, wanted) : put_number(call.context, *ref, wanted);
  if (!done) return error_response(422, "unusable_value", done.error().message());
  call.context.sessions.wake();
  return variable_response(call.context, *ref, std::nullopt);
}

Response delete_variable(const ControlCall& call) {
  Simulation& simulation = call.context.simulation;
  const auto ref = simulation.resolve(call.argument);
  if (auto response = missing(call, ref)) return std::move(*response);
  if (!simulation.release(*ref)) {
    return error_response(409, "not_held", simulation.info(*ref).name + " is not held");
  }
  call.context.sessions.wake();
  return variable_response(call.context, *ref, std::nullopt);
}

}  // namespace checkride::emulator
