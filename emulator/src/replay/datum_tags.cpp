#include "replay/datum_tags.hpp"

#include "checkride/protocol/protocol.hpp"

namespace checkride::emulator {
namespace {

using protocol::IdKind;

std::uint64_t number_of(const RecordedMessage& message, IdKind kind, std::uint64_t otherwise) {
  for (const auto& field : message.fields) {
    if (field.id == kind) return std::get<std::uint64_t>(field.value);
  }
  return otherwise;
}

}  // namespace

bool is_about_client_data(const RecordedMessage& message) {
  return message.id == protocol::AddToClientDataDefinition::kInfo.id ||
         message.id == protocol::ClearClientDataDefinition::kInfo.id ||
         message.id == protocol::RequestClientData::kInfo.id || message.id == protocol::SetClientData::kInfo.id;
}

std::optional<DatumTag> DatumTags::hear(const RecordedMessage& message) {
  const bool client_data = is_about_client_data(message);
  const std::uint64_t definition = number_of(message, IdKind::definition, 0);
  if (message.id == protocol::ClearDataDefinition::kInfo.id ||
      message.id == protocol::ClearClientDataDefinition::kInfo.id) {
    datums_.erase({client_data, definition});
    return std::nullopt;
  }
  if (message.id != protocol::AddToDataDefinition::kInfo.id &&
      message.id != protocol::AddToClientDataDefinition::kInfo.id) {
    return std::nullopt;
  }
  const std::uint64_t place = datums_[{client_data, definition}]++;
  const std::uint64_t id = number_of(message, IdKind::datum, protocol::kUnused);
  return DatumTag{client_data, definition, id == protocol::kUnused ? place : id};
}

std::vector<std::size_t> tag_places(const talk::DataValues& data) {
  std::vector<std::size_t> places;
  std::size_t end = 0;
  for (const auto& value : data.values) {
    if (value.field.offset != end) places.push_back(value.field.offset - sizeof(std::uint32_t));
    end = value.field.offset + value.field.bytes;
  }
  return places;
}

}  // namespace checkride::emulator
