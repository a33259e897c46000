// Client data definitions: the pieces of an area that a client reads and writes (semantics 15.2; wire.md 5.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "answers/outcome.hpp"
#include "checkride/protocol/messages.hpp"

namespace checkride::emulator {

// What a negative size stands for; raw bytes have no type.
enum class ClientDataType : std::int32_t {
  raw = 0,
  int8 = -1,
  int16 = -2,
  int32 = -3,
  int64 = -4,
  float32 = -5,
  float64 = -6,
};

struct ClientDatum {
  std::uint64_t offset = 0;  // may lie beyond the area
  std::size_t size = 0;      // bytes, 1 to kMaxClientDataBytes
  ClientDataType type = ClientDataType::raw;
  float epsilon = 0;  // of numbers; any difference of raw bytes counts
  protocol::DatumId id = protocol::kNoDatumId;

  // Appends its part of the area to `block`, with zeros for what lies beyond the area's end.
  void read(std::span<const std::byte> area, std::vector<std::byte>& block) const;
  // Whether `now` differs from `sent`, two values of the datum's size, by more than epsilon.
  bool changed(std::span<const std::byte> sent, std::span<const std::byte> now) const;
};

class ClientDataDefinition {
 public:
  // Exceptions: 18/3 no such type; 19/3 size 0 or above kMaxClientDataBytes; 29/5 datum id in this definition already
  // (never for 0, which old libraries give to all); 11/1 more data than 1000 or than one CLIENT_DATA carries.
  Outcome add(const protocol::AddToClientDataDefinition& message);

  const std::vector<ClientDatum>& datums() const { return datums_; }
  // Bytes of all values, one after the other.
  std::size_t size() const { return size_; }
  // The place of the datum that a tag means: by its id, or by place when it was given none. Nothing if there is none.
  std::optional<std::size_t> find(protocol::DatumId tag) const;
  // What a tagged block calls the datum at this place.
  protocol::DatumId tag_of(std::size_t place) const;

 private:
  std::vector<ClientDatum> datums_;
  std::size_t size_ = 0;
};

}  // namespace checkride::emulator
