// The layouts of all messages as values, from the table.
#include <type_traits>

#include "id_kind.hpp"

namespace checkride::protocol {
namespace {

template <Structure M>
std::vector<RowLayout> layout_of();

template <class T>
std::string_view word_of(std::uint32_t value) {
  return to_string(static_cast<T>(value));
}

// A value in the form of its type.
template <class T>
void lay_out_plain(RowLayout& row) {
  row.id = detail::kIdKind<T>;
  if constexpr (Structure<T>) {
    row.form = RowForm::structure;
    row.members = layout_of<T>();
  } else {
    row.bytes = simple_bytes<T>();
    if constexpr (std::is_same_v<T, bool>) {
      row.form = RowForm::boolean;
    } else if constexpr (std::is_enum_v<T> && kIsFlags<T>) {
      row.form = RowForm::flags;
    } else if constexpr (std::is_enum_v<T>) {
      row.form = RowForm::enumeration;
      row.word = &word_of<T>;
    } else if constexpr (std::is_floating_point_v<T>) {
      row.form = RowForm::floating;
    } else if constexpr (std::is_same_v<T, Guid> || kByteArray<T> != 0) {
      row.form = RowForm::bytes;
    } else if constexpr (std::is_signed_v<T>) {
      row.form = RowForm::signed_number;
    } else {
      row.form = RowForm::unsigned_number;
    }
  }
}

template <class T, class Wire>
void lay_out(RowLayout& row) {
  if constexpr (std::is_same_v<Wire, wire::Plain>) {
    lay_out_plain<T>(row);
  } else if constexpr (detail::kIsElements<Wire>) {
    lay_out_plain<typename ElementOf<T>::type>(row);
    row.form = std::is_same_v<Wire, wire::Elements> ? RowForm::elements : RowForm::padded_elements;
  } else if constexpr (std::is_same_v<Wire, wire::CountOf>) {
    row.form = RowForm::count;
    row.bytes = sizeof(std::uint32_t);
  } else if constexpr (std::is_same_v<Wire, wire::ValueType>) {
    row.form = RowForm::value_type;
    row.bytes = sizeof(std::uint32_t);
    row.word = &word_of<InputEventType>;
  } else if constexpr (std::is_same_v<Wire, wire::Value>) {
    row.form = RowForm::value;
  } else if constexpr (std::is_same_v<Wire, wire::TextToEnd>) {
    row.form = RowForm::text_to_end;
  } else if constexpr (std::is_same_v<Wire, wire::BytesToEnd>) {
    row.form = RowForm::bytes_to_end;
  } else {
    row.bytes = Wire::kBytes;
    row.form = std::is_same_v<T, bool>               ? RowForm::boolean
               : std::is_same_v<T, std::string_view> ? RowForm::text
                                                     : RowForm::character;
  }
}

template <class M, class T, class Wire>
RowLayout row_layout(const Field<M, T, Wire>& field) {
  RowLayout row;
  row.name = field.name;
  row.meaning = field.meaning;
  row.unit = field.unit;
  row.first_version = field.first_version;
  row.last_version = field.last_version;
  if (field.least_bytes != Field<M, T, Wire>::kWhole) row.least_bytes = field.least_bytes;
  lay_out<T, Wire>(row);
  return row;
}

template <Structure M>
std::vector<RowLayout> layout_of() {
  std::vector<RowLayout> rows;
  for_each_row<M>([&rows](const auto& field) { rows.push_back(row_layout(field)); });
  return rows;
}

template <class... Messages>
void append_layouts(MessageList<Messages...> /*list*/, std::vector<MessageLayout>& layouts) {
  (layouts.push_back({Messages::kInfo, layout_of<Messages>()}), ...);
}

}  // namespace

std::vector<MessageLayout> message_layouts() {
  std::vector<MessageLayout> layouts;
  append_layouts(ClientMessages{}, layouts);
  append_layouts(ServerMessages{}, layouts);
  return layouts;
}

}  // namespace checkride::protocol
