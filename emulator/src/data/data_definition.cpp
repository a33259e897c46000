#include "data/data_definition.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "checkride/result/assert.hpp"
#include "data/numbers.hpp"

namespace checkride::emulator {
namespace {

using protocol::DataType;
using protocol::DatumValue;

bool is_integer(DataType type) {
  return type == DataType::int8 || type == DataType::int32 || type == DataType::int64;
}

bool is_number(DataType type) {
  return is_integer(type) || type == DataType::float32 || type == DataType::float64;
}

void append_number(DataType type, double value, protocol::DatumWriter& block) {
  switch (type) {
    case DataType::int8:
      return block.number(truncated<std::int8_t>(value));
    case DataType::int32:
      return block.number(truncated<std::int32_t>(value));
    case DataType::int64:
      return block.number(truncated<std::int64_t>(value));
    case DataType::float32:
      return block.number(static_cast<float>(value));
    default:
      return block.number(value);
  }
}

// What only can be set reads as zeros (semantics 5).
DatumValue zeros(DataType type) {
  if (type == DataType::initposition) return protocol::InitPosition();
  if (type == DataType::markerstate) return protocol::MarkerState();
  return protocol::Waypoint();
}

std::int64_t integer_at(DataType type, const std::byte* from) {
  if (type == DataType::int8) return protocol::load_little_endian<std::int8_t>(from);
  if (type == DataType::int32) return protocol::load_little_endian<std::int32_t>(from);
  return protocol::load_little_endian<std::int64_t>(from);
}

double float_at(DataType type, const std::byte* from) {
  if (type == DataType::float32) return static_cast<double>(protocol::load_little_endian<float>(from));
  return protocol::load_little_endian<double>(from);
}

double number_in(const DatumValue& value) {
  return std::visit(
      [](const auto& held) -> double {
        if constexpr (std::is_arithmetic_v<std::decay_t<decltype(held)>>) {
          return static_cast<double>(held);
        } else {
          return 0;
        }
      },
      value);
}

Result<> place(const protocol::InitPosition& wanted, SimObject& object) {
  TRY(const Placement placement, placement_of(wanted));
  object.place(placement);
  return {};
}

}  // namespace

Result<Placement> placement_of(const protocol::InitPosition& wanted) {
  for (const double number :
       {wanted.latitude, wanted.longitude, wanted.altitude, wanted.pitch, wanted.bank, wanted.heading}) {
    if (!std::isfinite(number)) return Error::invalid("INITIAL POSITION: a number is not finite");
  }
  if (std::abs(wanted.latitude) > 90) return Error::invalid("INITIAL POSITION: the latitude is beyond a pole");
  Placement placement;
  placement.latitude_deg = wanted.latitude;
  placement.longitude_deg = wanted.longitude;
  placement.altitude_ft = wanted.altitude;
  placement.pitch_deg = wanted.pitch;
  placement.bank_deg = wanted.bank;
  placement.heading_deg = wanted.heading;
  placement.on_ground = wanted.on_ground;
  placement.airspeed_kt = wanted.airspeed;
  return placement;
}

bool fits(DataType type, VariableKind kind) {
  switch (kind) {
    case VariableKind::number:
      return is_number(type);
    case VariableKind::text:
      return protocol::is_text(type);
    case VariableKind::lat_lon_alt:
      return type == DataType::latlonalt;
    case VariableKind::xyz:
      return type == DataType::xyz;
    case VariableKind::init_position:
      return type == DataType::initposition;
    case VariableKind::waypoints:
      return type == DataType::waypoint;
    case VariableKind::marker_state:
      return type == DataType::markerstate;
    case VariableKind::opaque:
      return false;
  }
  return false;
}

void append_value(const Datum& datum, SimObject& object, std::vector<std::byte>& block) {
  protocol::DatumWriter writer(block);
  switch (datum.variable.kind) {
    case VariableKind::number: {
      const double value = object.number(datum.variable);
      if (datum.true_is_minus_1) return append_number(datum.type, value != 0 ? -1 : 0, writer);
      return append_number(datum.type, datum.to_client ? (*datum.to_client)(value) : value, writer);
    }
    case VariableKind::text: {
      const std::string text = object.text(datum.variable);
      return writer.write(datum.type, std::string_view(text));
    }
    case VariableKind::lat_lon_alt:
    case VariableKind::xyz:
      for (const double value : object.triple(datum.variable)) writer.number(value);
      return;
    default:
      return writer.write(datum.type, zeros(datum.type));
  }
}

bool changed(const Datum& datum, std::span<const std::byte> sent, std::span<const std::byte> now) {
  CHECKRIDE_ASSERT(sent.size() == now.size());
  if (is_integer(datum.type)) {
    return integer_changed(integer_at(datum.type, sent.data()), integer_at(datum.type, now.data()), datum.epsilon);
  }
  if (is_number(datum.type)) {
    return float_changed(float_at(datum.type, sent.data()), float_at(datum.type, now.data()), datum.epsilon);
  }
  return !std::equal(sent.begin(), sent.end(), now.begin());
}

Result<> set_value(const Datum& datum, const DatumValue& value, SimObject& object) {
  switch (datum.variable.kind) {
    case VariableKind::number: {
      const double number = number_in(value);
      return object.set_number(datum.variable, datum.from_client ? (*datum.from_client)(number) : number);
    }
    case VariableKind::text:
      return object.set_text(datum.variable, std::get<std::string_view>(value));
    case VariableKind::init_position:
      return place(std::get<protocol::InitPosition>(value), object);
    default:
      return {};  // marker states belong to missions: nothing here obeys them
  }
}

DefinitionInfo DataDefinition::info(protocol::DefinitionId id) const {
  DefinitionInfo described;
  described.id = id.value;
  for (const Datum& datum : datums) {
    described.datums.push_back({datum.name, datum.unit_name, std::string(to_string(datum.type)),
                                static_cast<double>(datum.epsilon), datum.id.value});
  }
  return described;
}

// By a part of what there is: definitions are kept for long and seldom grow, and doubled room would stay half empty.
void DataDefinition::add(Datum datum) {
  constexpr std::size_t kGrowthMin = 2;
  const std::size_t count = datums.size();
  if (count == datums.capacity()) datums.reserve(count + std::max(kGrowthMin, count / 4));
  datums.push_back(std::move(datum));
  shared.reset();
}

bool DataDefinition::has_variable_string() const {
  return std::any_of(datums.begin(), datums.end(), [](const Datum& datum) { return datum.type == DataType::stringv; });
}

protocol::DatumId DataDefinition::tag_of(std::size_t place) const {
  CHECKRIDE_ASSERT(place < datums.size());
  if (datums[place].id != protocol::kNoDatumId) return datums[place].id;
  return protocol::DatumId{static_cast<std::uint32_t>(place)};
}

std::optional<std::size_t> DataDefinition::find(protocol::DatumId tag) const {
  for (std::size_t place = 0; place < datums.size(); ++place) {
    if (tag_of(place) == tag) return place;
  }
  return std::nullopt;
}

}  // namespace checkride::emulator
