#include "link/sample_decoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

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
constexpr std::size_t kPairBytes = 12;  // datum id and 64-bit float

std::optional<Mismatch> check_envelope(const protocol::RecvSimObjectData& m) {
  const auto differs = [](std::string_view field, std::size_t offset, std::uint32_t seen, std::uint32_t wanted) {
    return mismatch_at(kName, field, offset, fmt::format("{} where {} was expected", seen, wanted));
  };
  const auto flags = static_cast<std::uint32_t>(m.flags);
  const auto tagged = static_cast<std::uint32_t>(protocol::RequestFlags::tagged);
  if (m.request_id != kRequest) return differs("request_id", kRequestIdAt, m.request_id.value, kRequest.value);
  if (m.define_id != kDefinition) return differs("define_id", kDefineIdAt, m.define_id.value, kDefinition.value);
  if (flags != tagged) return differs("flags", kFlagsAt, flags, tagged);
  if (m.entry_number != 1) return differs("entry_number", kEntryNumberAt, m.entry_number, 1);
  if (m.out_of != 1) return differs("out_of", kOutOfAt, m.out_of, 1);
  if (m.data.size() == std::size_t{m.define_count} * kPairBytes) return std::nullopt;
  return mismatch_at(
      kName, "define_count", kDefineCountAt,
      fmt::format("{} pairs of {} bytes do not make the {} bytes of data", m.define_count, kPairBytes, m.data.size()));
}

}  // namespace

Mismatch mismatch_at(std::string_view message, std::string_view field, std::size_t offset, std::string_view reason) {
  return Mismatch{fmt::format("{}.{} at offset {}: {}", message, field, offset, reason)};
}

std::variant<std::vector<double>, Mismatch> decode_values(const protocol::RecvSimObjectData& message,
                                                          const std::vector<VariableConfig>& variables) {
  if (auto wrong = check_envelope(message)) return std::move(*wrong);
  std::vector<double> values(variables.size(), std::numeric_limits<double>::quiet_NaN());
  std::vector<bool> seen(variables.size(), false);
  protocol::DatumReader reader(message.data, kDataAt);
  for (std::uint32_t i = 0; i < message.define_count; ++i) {
    const std::size_t offset = reader.offset();
    const protocol::DatumId id = reader.tag();
    const auto found = std::find_if(variables.begin(), variables.end(),
                                    [id](const VariableConfig& variable) { return variable.id == id.value; });
    const std::string field = fmt::format("data[{}].datum_id", i);
    if (found == variables.end()) return mismatch_at(kName, field, offset, fmt::format("{} is not defined", id.value));
    const auto index = static_cast<std::size_t>(found - variables.begin());
    if (seen[index]) return mismatch_at(kName, field, offset, fmt::format("{} comes twice", id.value));
    seen[index] = true;
    values[index] = reader.number<double>();
  }
  return values;
}

}  // namespace checkride::runtime::link
