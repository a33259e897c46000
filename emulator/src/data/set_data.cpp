#include "data/set_data.hpp"

#include <algorithm>
#include <vector>

namespace checkride::emulator {
namespace {

using protocol::DataType;
using protocol::Exception;

constexpr Refusal kBadFlags{Exception::data_error, 3};
constexpr Refusal kBadArray{Exception::invalid_array, 4};
constexpr Refusal kSizeMismatch{Exception::size_mismatch, 5};
constexpr Refusal kNotSettable{Exception::data_error, 1};
constexpr Refusal kBadValue{Exception::data_error, 6};

struct Assignment {
  std::size_t place = 0;  // in the definition
  protocol::DatumValue value;
};

// Only lists of waypoints and marker states come as arrays.
bool takes_arrays(const DataDefinition& definition) {
  if (definition.datums.size() != 1) return false;
  const DataType type = definition.datums.front().type;
  return type == DataType::waypoint || type == DataType::markerstate;
}

Outcome read_untagged(const protocol::SetDataOnSimObject& message, const DataDefinition& definition,
                      std::vector<Assignment>& assignments) {
  const std::uint32_t count = std::max(message.array_count, std::uint32_t{1});
  if (count > 1 && !takes_arrays(definition)) return kBadArray;
  // Only here: of a tagged block clients say different things, and the frame's own length counts (wire.md 3.3).
  if (std::uint64_t{count} * message.unit_size != message.data.size()) {
    // The elements of a list are right, their number is not.
    const bool list =
        takes_arrays(definition) && message.unit_size == fixed_datum_bytes(definition.datums.front().type);
    return list ? kBadArray : kSizeMismatch;
  }
  protocol::DatumReader reader(message.data);
  for (std::uint32_t element = 0; element < count && !reader.failed(); ++element) {
    for (std::size_t place = 0; place < definition.datums.size() && !reader.failed(); ++place) {
      assignments.push_back({place, reader.read(definition.datums[place].type)});
    }
  }
  if (reader.failed() || !reader.at_end()) return kSizeMismatch;
  return {};
}

Outcome read_tagged(const protocol::SetDataOnSimObject& message, const DataDefinition& definition,
                    std::vector<Assignment>& assignments) {
  protocol::DatumReader reader(message.data);
  while (!reader.at_end()) {
    const protocol::DatumId tag = reader.tag();
    if (reader.failed()) return kSizeMismatch;
    const auto place = definition.find(tag);
    if (!place) return Refusal{Exception::datum_id, 6};
    assignments.push_back({*place, reader.read(definition.datums[*place].type)});
    if (reader.failed()) return kSizeMismatch;
  }
  return {};
}

}  // namespace

Outcome set_data(const protocol::SetDataOnSimObject& message, const DataDefinition& definition, const Choices& choices,
                 SimObject& object) {
  // Inferred, as of the flags of requests: DATA_SET_FLAG_TAGGED is 1, DATA_REQUEST_FLAG_TAGGED is 2.
  if ((message.flags & protocol::SetFlags::tagged) != message.flags) return kBadFlags;
  std::vector<Assignment> assignments;
  const bool tagged = has(message.flags, protocol::SetFlags::tagged);
  if (const Outcome refused =
          tagged ? read_tagged(message, definition, assignments) : read_untagged(message, definition, assignments)) {
    return refused;
  }
  const auto settable = [&](const Assignment& assignment) {
    return definition.datums[assignment.place].variable.settable;
  };
  if (choices.mixed_definitions_set_nothing && !std::ranges::all_of(assignments, settable)) return kNotSettable;
  Outcome outcome;
  std::vector<protocol::Waypoint> route;
  for (const Assignment& assignment : assignments) {
    const Datum& datum = definition.datums[assignment.place];
    if (!settable(assignment)) {
      outcome = kNotSettable;
    } else if (datum.variable.kind == VariableKind::waypoints) {
      route.push_back(std::get<protocol::Waypoint>(assignment.value));
    } else if (!set_value(datum, assignment.value, object) && !outcome) {
      outcome = kBadValue;
    }
  }
  if (!route.empty() && !object.set_route(route) && !outcome) outcome = kBadValue;
  return outcome;
}

}  // namespace checkride::emulator
