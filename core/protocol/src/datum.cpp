#include "checkride/protocol/datum.hpp"

#include <algorithm>
#include <array>

#include "checkride/protocol/layout.hpp"

namespace checkride::protocol {
namespace {

constexpr std::size_t kStringvAlignment = 4;

struct DatumForm {
  std::size_t bytes = 0;  // 0: not fixed
  bool text = false;
};

// By DataType. No structure among them has rows that depend on the version.
constexpr std::array<DatumForm, 18> kForms{{
    {0, false},
    {4, false},
    {8, false},
    {4, false},
    {8, false},
    {8, true},
    {32, true},
    {64, true},
    {128, true},
    {256, true},
    {260, true},
    {0, true},
    {element_bytes<InitPosition>(kNewestProtocol), false},
    {element_bytes<MarkerState>(kNewestProtocol), false},
    {element_bytes<Waypoint>(kNewestProtocol), false},
    {element_bytes<LatLonAlt>(kNewestProtocol), false},
    {element_bytes<Xyz>(kNewestProtocol), false},
    {1, false},
}};
static_assert(kForms[12].bytes == 56 && kForms[13].bytes == 68 && kForms[14].bytes == 44 && kForms[15].bytes == 24 &&
              kForms[16].bytes == 24);

const DatumForm& form_of(DataType type) {
  const auto index = static_cast<std::size_t>(type);
  return kForms[index < kForms.size() ? index : 0];
}

std::size_t length_to_nul(std::string_view text) {
  return std::min(text.find('\0'), text.size());
}

template <class T>
DatumValue read_as(Reader& reader) {
  T value{};
  Failure failure;
  read_value(reader, kNewestProtocol, value, failure);
  if (reader.failed()) return T{};
  return value;
}

}  // namespace

bool is_data_type(DataType type) {
  return form_of(type).bytes != 0 || type == DataType::stringv;
}

bool is_text(DataType type) {
  return form_of(type).text;
}

std::optional<std::size_t> fixed_datum_bytes(DataType type) {
  const std::size_t bytes = form_of(type).bytes;
  return bytes == 0 ? std::nullopt : std::optional(bytes);
}

std::size_t stringv_bytes(std::string_view text) {
  return (length_to_nul(text) / kStringvAlignment + 1) * kStringvAlignment;
}

std::size_t datum_bytes(DataType type, const DatumValue& value) {
  CHECKRIDE_ASSERT(is_data_type(type));
  if (type != DataType::stringv) return form_of(type).bytes;
  return stringv_bytes(std::get<std::string_view>(value));
}

std::string_view DatumReader::read_stringv() {
  Reader ahead = reader_;
  const std::string_view text = text_in(ahead.take_rest());
  if (text.size() == reader_.remaining()) reader_.fail();  // no NUL
  // Some clients leave out the padding; at the end of the data that does no harm.
  return text_in(reader_.take(std::min(stringv_bytes(text), reader_.remaining())));
}

DatumValue DatumReader::read(DataType type) {
  switch (type) {
    case DataType::int8:
      return read_as<std::int8_t>(reader_);
    case DataType::int32:
      return read_as<std::int32_t>(reader_);
    case DataType::int64:
      return read_as<std::int64_t>(reader_);
    case DataType::float32:
      return read_as<float>(reader_);
    case DataType::float64:
      return read_as<double>(reader_);
    case DataType::stringv:
      return read_stringv();
    case DataType::initposition:
      return read_as<InitPosition>(reader_);
    case DataType::markerstate:
      return read_as<MarkerState>(reader_);
    case DataType::waypoint:
      return read_as<Waypoint>(reader_);
    case DataType::latlonalt:
      return read_as<LatLonAlt>(reader_);
    case DataType::xyz:
      return read_as<Xyz>(reader_);
    default:
      break;
  }
  if (is_text(type)) return text_in(reader_.take(form_of(type).bytes));
  reader_.fail();
  return std::int32_t{0};
}

std::span<std::byte> DatumWriter::grow(std::size_t size) {
  const std::size_t before = out_.size();
  out_.resize(before + size);
  return std::span(out_).subspan(before);
}

void DatumWriter::write(DataType type, const DatumValue& value) {
  Writer writer(grow(datum_bytes(type, value)));
  const auto write_form = [&](const auto& form) {
    using T = std::decay_t<decltype(form)>;
    if constexpr (std::is_same_v<T, std::string_view>) {
      writer.text(form, writer.unwritten());
    } else {
      write_value(writer, kNewestProtocol, form);
    }
  };
  std::visit(write_form, value);
  CHECKRIDE_ASSERT(writer.unwritten() == 0);  // the value has another form than its type
}

}  // namespace checkride::protocol
