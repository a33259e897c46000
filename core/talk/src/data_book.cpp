#include "checkride/talk/data_book.hpp"

#include <algorithm>
#include <type_traits>

namespace checkride::talk {
namespace {

using namespace protocol;

// Negative sizes of client data name a type: wire.md 3.8.
struct ClientDataForm {
  DataType type{};  // invalid: plain bytes
  std::size_t bytes = 0;
};
ClientDataForm client_data_form(std::int32_t size_or_type) {
  switch (size_or_type) {
    case -1:
      return {DataType::int8, 1};
    case -2:
      return {DataType::invalid, 2};  // int16, which no other data have
    case -3:
      return {DataType::int32, 4};
    case -4:
      return {DataType::int64, 8};
    case -5:
      return {DataType::float32, 4};
    case -6:
      return {DataType::float64, 8};
    default:
      return {DataType::invalid, static_cast<std::size_t>(std::max(size_or_type, 0))};
  }
}

FieldValue value_named(std::string name, std::size_t offset, std::size_t bytes) {
  FieldValue field;
  field.path = std::move(name);
  field.offset = offset;
  field.bytes = bytes;
  return field;
}

template <class T>
void set(FieldValue& field, const T& value) {
  if constexpr (std::is_same_v<T, std::string_view>) {
    field.value = std::string(value);
  } else if constexpr (std::is_same_v<T, bool> || std::is_floating_point_v<T>) {
    field.value = value;
  } else if constexpr (std::is_signed_v<T>) {
    field.value = std::int64_t{value};
  } else {
    field.value = std::uint64_t{value};
  }
}

// The value of one datum; a structure gives one for each of its members.
void append(std::vector<DataValue>& values, const std::string& name, const std::string& unit, const DatumValue& value,
            std::size_t offset, std::size_t bytes) {
  std::visit(
      [&](const auto& known) {
        using T = std::decay_t<decltype(known)>;
        if constexpr (Structure<T>) {
          for_each_row<T>([&](const auto& row) {
            FieldValue field = value_named(name + "." + std::string(row.name), offset, 0);
            field.unit = row.unit;
            field.bytes = fixed_row_bytes(row, kNewestProtocol);
            set(field, known.*row.member);
            offset += field.bytes;
            values.push_back({std::move(field), {}});
          });
        } else {
          FieldValue field = value_named(name, offset, bytes);
          set(field, known);
          values.push_back({std::move(field), unit});
        }
      },
      value);
}

}  // namespace

void DataBook::define(const AddToDataDefinition& message) {
  if (datums_ >= kDefinitionsMax) return;
  ++datums_;
  const bool has_unit = !message.units_name.empty() && message.units_name != "NULL" && !is_text(message.datum_type);
  data_[message.define_id].datums.push_back({std::string(message.datum_name),
                                             has_unit ? std::string(message.units_name) : std::string(),
                                             message.datum_type, 0, message.datum_id});
}

void DataBook::define(const AddToClientDataDefinition& message) {
  if (datums_ >= kDefinitionsMax) return;
  ++datums_;
  Definition& definition = client_data_[message.define_id];
  const auto form = client_data_form(message.size_or_type);
  const std::size_t place = message.offset == kClientDataOffsetAuto ? definition.bytes : message.offset;
  definition.bytes = place + form.bytes;
  definition.datums.push_back({"+" + std::to_string(place), {}, form.type, form.bytes, message.datum_id});
}

void DataBook::hear(const ClientFrame& frame) {
  if (const auto* add = std::get_if<AddToDataDefinition>(&frame.message)) define(*add);
  if (const auto* add = std::get_if<AddToClientDataDefinition>(&frame.message)) define(*add);
  if (const auto* clear = std::get_if<ClearDataDefinition>(&frame.message)) data_.erase(clear->define_id);
  if (const auto* clear = std::get_if<ClearClientDataDefinition>(&frame.message)) client_data_.erase(clear->define_id);
  facilities_.hear(frame.message);
  const MessageInfo* const info = info_of(frame.message);
  if (info == nullptr) return;
  if (sent_.insert_or_assign(frame.send_id.value, info->name).second) sent_order_.push_back(frame.send_id.value);
  if (sent_order_.size() <= kSentMax) return;
  sent_.erase(sent_order_.front());
  sent_order_.pop_front();
}

std::string_view DataBook::sent_as(SendId id) const {
  const auto found = sent_.find(id.value);
  return found == sent_.end() ? std::string_view() : found->second;
}

// Which datum comes next in `rest`, of which the tag, if there is one, is taken off; nothing if no datum does.
const DataBook::Datum* DataBook::next_datum(const Definition& definition, std::size_t count, const Form& form,
                                            std::span<const std::byte>& rest) {
  const std::size_t datums = definition.datums.size();
  if (rest.empty() || datums == 0) return nullptr;
  if (!form.tagged) return count < datums * form.repetitions ? &definition.datums[count % datums] : nullptr;
  DatumReader reader(rest);
  const DatumId tag = reader.tag();
  if (reader.failed()) return nullptr;
  rest = rest.subspan(sizeof(tag.value));
  const auto has_tag = [tag](const Datum& datum) { return datum.id == tag; };
  const auto found = std::find_if(definition.datums.begin(), definition.datums.end(), has_tag);
  if (found != definition.datums.end()) return &*found;
  return tag.value < datums ? &definition.datums[tag.value] : nullptr;  // without ids, tags are places
}

// Appends the value at the front of `rest`, which begins `offset` bytes into the frame. Its size; nothing if it is cut.
std::optional<std::size_t> DataBook::read_value(const Datum& datum, std::span<const std::byte> rest, std::size_t offset,
                                                std::vector<DataValue>& values) {
  if (datum.type == DataType::invalid) {
    if (datum.bytes > rest.size()) return std::nullopt;
    FieldValue field = value_named(datum.name, offset, datum.bytes);
    field.value = std::vector<std::byte>(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(datum.bytes));
    values.push_back({std::move(field), {}});
    return datum.bytes;
  }
  DatumReader reader(rest);
  const DatumValue value = reader.read(datum.type);
  if (reader.failed()) return std::nullopt;
  const std::size_t bytes = rest.size() - reader.remaining();
  append(values, datum.name, datum.unit, value, offset, bytes);
  return bytes;
}

DataValues DataBook::read(const Definition& definition, std::span<const std::byte> data, const Form& form) {
  DataValues result;
  std::span<const std::byte> rest = data;
  for (std::size_t count = 0;; ++count) {
    result.left_over = rest.size();
    const Datum* const datum = next_datum(definition, count, form, rest);
    if (datum == nullptr) return result;
    const std::size_t offset = form.offset + (data.size() - rest.size());
    const auto bytes = read_value(*datum, rest, offset, result.values);
    if (!bytes || *bytes == 0) return result;
    rest = rest.subspan(*bytes);
  }
}

std::optional<DataValues> DataBook::read_of(const Definitions& definitions, DefinitionId id,
                                            std::span<const std::byte> data, const Form& form) {
  const auto found = definitions.find(id);
  if (found == definitions.end()) return std::nullopt;
  return read(found->second, data, form);
}

std::optional<DataValues> DataBook::values_of(const ServerMessage& message) const {
  const auto read_answer = [](const Definitions& definitions, const auto& answer) {
    const std::size_t offset = std::decay_t<decltype(answer)>::kInfo.size;
    return read_of(definitions, answer.define_id, answer.data, {has(answer.flags, RequestFlags::tagged), 1, offset});
  };
  if (const auto* data = std::get_if<RecvSimObjectData>(&message)) return read_answer(data_, *data);
  if (const auto* data = std::get_if<RecvSimObjectDataByType>(&message)) return read_answer(data_, *data);
  if (const auto* data = std::get_if<RecvClientData>(&message)) return read_answer(client_data_, *data);
  if (const auto* data = std::get_if<RecvFacilityData>(&message)) return facilities_.values_of(*data);
  return std::nullopt;
}

std::optional<DataValues> DataBook::values_of(const ClientMessage& message) const {
  if (const auto* set = std::get_if<SetDataOnSimObject>(&message)) {
    const std::size_t repetitions = std::max(set->array_count, 1U);
    return read_of(data_, set->define_id, set->data, {has(set->flags, SetFlags::tagged), repetitions, set->kInfo.size});
  }
  if (const auto* set = std::get_if<SetClientData>(&message)) {
    return read_of(client_data_, set->define_id, set->data, {has(set->flags, SetFlags::tagged), 1, set->kInfo.size});
  }
  return std::nullopt;
}

}  // namespace checkride::talk
