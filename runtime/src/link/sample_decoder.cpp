#include "link/sample_decoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "mutants.hpp"

namespace checkride::runtime::link {

namespace {

constexpr std::string_view kName = protocol::RecvSimObjectData::kInfo.name;
// Places of the fields in a frame of SIMOBJECT_DATA (wire.md 4.2).
constexpr std::size_t kRequestIdAt = 12;
constexpr std::size_t kDefineIdAt = 20;
constexpr std::size_t kFlagsAt = 24;
constexpr std::size_t kEntryNumberAt = 28;
constexpr std::size_t kOutOfAt = 32;
constexpr std::size_t kDefineCountAt = 36;
constexpr std::size_t kDataAt = 40;

std::optional<Mismatch> check_envelope(const protocol::RecvSimObjectData& m, const RequestGroup& group) {
  const auto differs = [](std::string_view field, std::size_t offset, std::uint32_t seen, std::uint32_t wanted) {
    return mismatch_at(kName, field, offset, fmt::format("{} where {} was expected", seen, wanted));
  };
  const auto flags = static_cast<std::uint32_t>(m.flags);
  const auto asked = static_cast<std::uint32_t>(group.flags());
  if (m.define_id != group.definition) {
    return differs("define_id", kDefineIdAt, m.define_id.value, group.definition.value);
  }
  if (flags != asked) return differs("flags", kFlagsAt, flags, asked);
  if (m.entry_number != 1) return differs("entry_number", kEntryNumberAt, m.entry_number, 1);
  if (m.out_of != 1) return differs("out_of", kOutOfAt, m.out_of, 1);
  return std::nullopt;
}

Mismatch wrong_count(const protocol::RecvSimObjectData& m) {
  return mismatch_at(kName, "define_count", kDefineCountAt,
                     fmt::format("{} tagged values do not make the {} bytes of data", m.define_count, m.data.size()));
}

double read_value(protocol::DatumReader& reader, VariableType type) {
  switch (type) {
    case VariableType::int32:
      return reader.number<std::int32_t>();
    case VariableType::int64:  // beyond 2^53 to the nearest
      return static_cast<double>(reader.number<std::int64_t>());
    case VariableType::float32:
      return static_cast<double>(reader.number<float>());
    case VariableType::float64:
      break;
  }
  return reader.number<double>();
}

}  // namespace

Mismatch mismatch_at(std::string_view message, std::string_view field, std::size_t offset, std::string_view reason) {
  return Mismatch{fmt::format("{}.{} at offset {}: {}", message, field, offset, reason)};
}

std::variant<Reading, Mismatch> decode_values(const protocol::RecvSimObjectData& message,
                                              const std::vector<RequestGroup>& groups,
                                              const std::vector<VariableConfig>& variables) {
  const auto found = std::find_if(groups.begin(), groups.end(),
                                  [&](const RequestGroup& group) { return group.request == message.request_id; });
  if (found == groups.end()) {
    return mismatch_at(kName, "request_id", kRequestIdAt,
                       fmt::format("{} is no request of ours", message.request_id.value));
  }
  if (auto wrong = check_envelope(message, *found)) return std::move(*wrong);
  Reading reading;
  reading.group = static_cast<std::size_t>(found - groups.begin());
  reading.values.assign(found->variables.size(), std::numeric_limits<double>::quiet_NaN());
  std::vector<bool> seen(found->variables.size(), false);
  protocol::DatumReader reader(message.data, kDataAt);
  for (std::uint32_t i = 0; i < message.define_count; ++i) {
    const std::size_t offset = reader.offset();
    const protocol::DatumId id = reader.tag();
    if (reader.failed()) return wrong_count(message);
    auto place = std::find_if(found->variables.begin(), found->variables.end(),
                              [&](std::size_t index) { return variables[index].id == id.value; });
    if (is_mutant(Mutant::tag_taken_as_place))
      place = found->variables.begin() + std::min<std::ptrdiff_t>(i, found->variables.end() - found->variables.begin());
    const std::string field = fmt::format("data[{}].datum_id", i);
    if (place == found->variables.end()) {
      return mismatch_at(kName, field, offset, fmt::format("{} is not defined", id.value));
    }
    const auto index = static_cast<std::size_t>(place - found->variables.begin());
    if (seen[index]) return mismatch_at(kName, field, offset, fmt::format("{} comes twice", id.value));
    seen[index] = true;
    reading.values[index] = read_value(reader, variables[*place].type);
  }
  if (reader.failed() || !reader.at_end()) return wrong_count(message);
  return reading;
}

}  // namespace checkride::runtime::link
