// Datums: the values inside the data of SIMOBJECT_DATA, SetDataOnSimObject and CLIENT_DATA.
//
//   DatumWriter writer(bytes);                     // appends
//   writer.tag(DatumId{7});                        // only in tagged data
//   writer.write(DataType::float64, 42.5);
//
//   DatumReader reader(message.data);
//   const double altitude = reader.number<double>();
//   const DatumValue title = reader.read(DataType::string256);
//   if (reader.failed()) ...                       // sticky: asked once
//
// Untagged data are the values in definition order, tagged data pairs of datum id and value; nothing is aligned.
// Source: wire.md 4.2, 5.1 and 5.3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "checkride/protocol/bytes.hpp"
#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/structures.hpp"

namespace checkride::protocol {

// A value of any data type but invalid; texts view into the data they were read from.
using DatumValue = std::variant<std::int8_t, std::int32_t, std::int64_t, float, double, std::string_view, InitPosition,
                                MarkerState, Waypoint, LatLonAlt, Xyz>;

// Whether the type is one that a definition may have.
bool is_data_type(DataType type);
// Text of any length, stringv included.
bool is_text(DataType type);
// Bytes of a value; nothing for stringv, whose size is its text's, and for what is no data type.
std::optional<std::size_t> fixed_datum_bytes(DataType type);
// Bytes of a STRINGV that holds `text`: with its NUL, rounded up to a multiple of 4.
std::size_t stringv_bytes(std::string_view text);
// Bytes that `value` takes as `type`.
std::size_t datum_bytes(DataType type, const DatumValue& value);

// Reads values from data. Sticky, as Reader is: after a failure every read gives an empty value.
class DatumReader {
 public:
  // `offset` is the place of the first byte of `data`, for offset(); in a frame of SIMOBJECT_DATA it is 40.
  explicit DatumReader(std::span<const std::byte> data, std::size_t offset = 0) : reader_(data, offset) {}

  // The id before a tagged value.
  DatumId tag() { return DatumId{reader_.number<std::uint32_t>()}; }

  // A value known to be a number of this form.
  template <Number T>
  T number() {
    return reader_.number<T>();
  }

  // The next value as `type`; fails for what is no data type. A structure that is cut fails as a whole.
  DatumValue read(DataType type);

  bool failed() const { return reader_.failed(); }
  // Nothing is left, or reading failed.
  bool at_end() const { return reader_.remaining() == 0; }
  std::size_t remaining() const { return reader_.remaining(); }
  std::size_t offset() const { return reader_.offset(); }

 private:
  std::string_view read_stringv();

  Reader reader_;
};

// Appends values to `out`, which must outlive it.
class DatumWriter {
 public:
  explicit DatumWriter(std::vector<std::byte>& out) : out_(out) {}

  // The id before a tagged value.
  void tag(DatumId id) { number(id.value); }

  template <Number T>
  void number(T value) {
    Writer(grow(sizeof(T))).number(value);
  }

  // `value` in the form of `type`. The value must be of that form: a text for the texts, an int32_t for int32 ...; a
  // text that does not fit is cut to leave a NUL.
  void write(DataType type, const DatumValue& value);

 private:
  std::span<std::byte> grow(std::size_t size);

  std::vector<std::byte>& out_;
};

}  // namespace checkride::protocol
