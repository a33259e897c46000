// The kinds of messages behind functions that are no templates, so that tests are written, and compiled, once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "checkride/protocol/codec.hpp"

namespace checkride::protocol::test {

using Bytes = std::vector<std::byte>;

inline constexpr SendId kTestSendId{0x01020304};

// How a row may end early, or run on.
enum class Ending : std::uint8_t {
  settled,   // it has its size
  to_end,    // whatever is there is its value
  elements,  // the elements that a count announced
};

// A row as a frame has it.
struct RowSpan {
  std::string_view name;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t least_bytes = 0;  // Field::least_bytes
  bool is_text = false;
  bool may_be_absent = false;  // the zero element of an empty list
  Ending ending{};
};

// A message that was made up from a seed.
struct Sample {
  Bytes frame;           // encoded by its type
  Bytes frame_of_any;    // encoded as ClientMessage or ServerMessage
  std::size_t size = 0;  // encoded_size() of its type
  std::size_t size_of_any = 0;
  std::vector<RowSpan> rows;
};

// A row of the table.
struct RowFacts {
  std::string_view name;
  std::string_view meaning;
  Unit unit{};
  Protocol first_version{};
  Protocol last_version{};
  bool open_ended = false;
};

// A field of a decoded frame, as a vector lists it.
struct FieldValue {
  std::string_view name;
  std::size_t offset = 0;
  std::size_t size = 0;
  boost::json::value value;
};

struct Kind {
  const MessageInfo* info;
  std::vector<RowFacts> (*rows)();
  Sample (*sample)(std::uint64_t seed, Protocol version);
  // What `frame` decodes to that sample(seed, version) was not made of; empty when they are equal, field by field, and
  // encode to equal bytes.
  std::string (*difference)(std::uint64_t seed, Protocol version, std::span<const std::byte> frame);
};

// Every message of the table.
std::span<const Kind> all_kinds();

// The fields of a decoded message.
std::vector<FieldValue> fields_of(const ClientMessage& message, Protocol version);
std::vector<FieldValue> fields_of(const ServerMessage& message, Protocol version);

// What came of decoding a frame of either direction.
struct Outcome {
  bool decoded = false;
  std::string description;  // describe() of the message, which walks every field and element
  DecodeError error;
};
enum class Describe : std::uint8_t { no, yes };
Outcome decode(Direction direction, std::span<const std::byte> frame, Describe describing = Describe::yes);

// Writes the length into the header, so that a frame that was cut or grown is a frame again.
void mend_length(Bytes& frame);

std::string to_hex(std::span<const std::byte> bytes);

}  // namespace checkride::protocol::test
