#include "desks/client_data_definition.hpp"

#include <algorithm>

#include "checkride/protocol/bytes.hpp"
#include "checkride/protocol/frame_reader.hpp"
#include "checkride/result/assert.hpp"
#include "data/numbers.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;
using protocol::load_little_endian;

constexpr std::size_t kTagBytes = sizeof(protocol::DatumId::value);
// With its tags: a definition that grows while it is asked for never outgrows the message.
constexpr std::size_t kMaxTaggedBytes = protocol::kMaxFrameBytes - protocol::RecvClientData::kInfo.size;
static_assert(kMaxTaggedBytes > protocol::kMaxClientDataBytes + kTagBytes);

// Bytes of a value; 0 for what is no type.
std::size_t bytes_of(ClientDataType type) {
  switch (type) {
    case ClientDataType::int8:
      return 1;
    case ClientDataType::int16:
      return 2;
    case ClientDataType::int32:
    case ClientDataType::float32:
      return 4;
    case ClientDataType::int64:
    case ClientDataType::float64:
      return 8;
    case ClientDataType::raw:
      return 0;
  }
  return 0;
}

template <class Integer>
bool integer_changed_at(const std::byte* sent, const std::byte* now, float epsilon) {
  return integer_changed(load_little_endian<Integer>(sent), load_little_endian<Integer>(now), epsilon);
}

template <class Float>
bool float_changed_at(const std::byte* sent, const std::byte* now, float epsilon) {
  return float_changed(static_cast<double>(load_little_endian<Float>(sent)),
                       static_cast<double>(load_little_endian<Float>(now)), epsilon);
}

}  // namespace

void ClientDatum::read(std::span<const std::byte> area, std::vector<std::byte>& block) const {
  const std::size_t end = block.size() + size;
  if (offset < area.size()) {
    const auto part = area.subspan(offset, std::min<std::size_t>(size, area.size() - offset));
    block.insert(block.end(), part.begin(), part.end());
  }
  block.resize(end);
}

bool ClientDatum::changed(std::span<const std::byte> sent, std::span<const std::byte> now) const {
  CHECKRIDE_ASSERT(sent.size() == size && now.size() == size);
  switch (type) {
    case ClientDataType::int8:
      return integer_changed_at<std::int8_t>(sent.data(), now.data(), epsilon);
    case ClientDataType::int16:
      return integer_changed_at<std::int16_t>(sent.data(), now.data(), epsilon);
    case ClientDataType::int32:
      return integer_changed_at<std::int32_t>(sent.data(), now.data(), epsilon);
    case ClientDataType::int64:
      return integer_changed_at<std::int64_t>(sent.data(), now.data(), epsilon);
    case ClientDataType::float32:
      return float_changed_at<float>(sent.data(), now.data(), epsilon);
    case ClientDataType::float64:
      return float_changed_at<double>(sent.data(), now.data(), epsilon);
    case ClientDataType::raw:
      break;
  }
  return !std::equal(sent.begin(), sent.end(), now.begin());
}

Outcome ClientDataDefinition::add(const protocol::AddToClientDataDefinition& message) {
  ClientDatum datum;
  if (message.size_or_type < 0) {
    datum.type = static_cast<ClientDataType>(message.size_or_type);
    datum.size = bytes_of(datum.type);
    if (datum.size == 0) return Refusal{Exception::invalid_data_type, 3};
  } else {
    datum.size = static_cast<std::size_t>(message.size_or_type);
    // Inferred for sizes above that of any area; 0 is documented.
    if (datum.size == 0 || datum.size > protocol::kMaxClientDataBytes) return Refusal{Exception::invalid_data_size, 3};
  }
  const bool tagged = message.datum_id != protocol::kNoDatumId && message.datum_id.value != 0;
  if (tagged && std::any_of(datums_.begin(), datums_.end(),
                            [&](const ClientDatum& other) { return other.id == message.datum_id; })) {
    return Refusal{Exception::duplicate_id, 5};
  }
  // Inferred: what a message cannot carry, a definition cannot hold.
  const std::size_t tagged_bytes = size_ + datum.size + (datums_.size() + 1) * kTagBytes;
  if (datums_.size() >= protocol::kMaxDefinitionEntries || tagged_bytes > kMaxTaggedBytes) {
    return Refusal{Exception::too_many_objects, 1};
  }
  datum.offset = message.offset;
  if (message.offset == protocol::kClientDataOffsetAuto) {
    datum.offset = datums_.empty() ? 0 : datums_.back().offset + datums_.back().size;
  }
  datum.epsilon = message.epsilon;
  datum.id = message.datum_id;
  size_ += datum.size;
  datums_.push_back(datum);
  return {};
}

protocol::DatumId ClientDataDefinition::tag_of(std::size_t place) const {
  CHECKRIDE_ASSERT(place < datums_.size());
  if (datums_[place].id != protocol::kNoDatumId) return datums_[place].id;
  return protocol::DatumId{static_cast<std::uint32_t>(place)};
}

std::optional<std::size_t> ClientDataDefinition::find(protocol::DatumId tag) const {
  for (std::size_t place = 0; place < datums_.size(); ++place) {
    if (tag_of(place) == tag) return place;
  }
  return std::nullopt;
}

}  // namespace checkride::emulator
