#include "rigs/call_json.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <string_view>

#include "checkride/values/ascii.hpp"

namespace checkride::harness {

namespace {

namespace json = boost::json;

json::value value_of(const protocol::FieldValue& field) {
  if (!field.word.empty()) return json::string(field.word);
  if (field.id == protocol::IdKind::input_event) return json::string(protocol::text_of(field));
  if (const auto* truth = std::get_if<bool>(&field.value)) return *truth;
  if (const auto* number = std::get_if<std::uint64_t>(&field.value)) return *number;
  if (const auto* whole = std::get_if<std::int64_t>(&field.value)) return *whole;
  if (const auto* real = std::get_if<double>(&field.value)) return *real;
  if (const auto* narrow = std::get_if<float>(&field.value)) return static_cast<double>(*narrow);
  return json::string(protocol::text_of(field));
}

// The member `name` of what must be an object, or becomes one.
json::value& member_of(json::value& holder, std::string_view name) {
  return holder.is_object() ? holder.get_object()[name] : holder.emplace_object()[name];
}

json::value& element_of(json::value& holder, std::size_t place) {
  json::array& list = holder.is_array() ? holder.get_array() : holder.emplace_array();
  if (list.size() <= place) list.resize(place + 1);
  return list[place];
}

// "elements[3].region".
json::value& at_path(json::value& root, std::string_view path) {
  json::value* place = &root;
  while (!path.empty()) {
    const std::size_t end = path.find_first_of(".[", 1);
    std::string_view part = path.substr(0, end);
    path.remove_prefix(std::min(part.size(), path.size()));
    if (part.starts_with('[')) {
      std::size_t index = 0;
      std::from_chars(part.data() + 1, part.data() + part.size(), index);
      place = &element_of(*place, index);
    } else {
      if (part.starts_with('.')) part.remove_prefix(1);
      place = &member_of(*place, part);
    }
  }
  return *place;
}

// Tagged data name their datums in any order.
std::size_t place_of(const std::vector<std::string>& datums, std::string_view name, std::size_t otherwise) {
  const auto found = std::find_if(datums.begin(), datums.end(),
                                  [&](const std::string& datum) { return values::same_text(datum, name); });
  return found == datums.end() ? otherwise : static_cast<std::size_t>(found - datums.begin());
}

json::object data_object(const talk::DataValues& data, const std::vector<std::string>& datums) {
  json::array values;
  for (std::size_t i = 0; i < data.values.size(); ++i) {
    const talk::DataValue& value = data.values[i];
    json::object row;
    row["datum"] = place_of(datums, value.field.path, i) + 1;
    row["name"] = value.field.path;
    row["unit"] = value.unit;
    row["value"] = value_of(value.field);
    values.push_back(std::move(row));
  }
  json::object object;
  object["values"] = std::move(values);
  object["left_over_bytes"] = data.left_over;
  return object;
}

}  // namespace

std::string call_members(const std::vector<protocol::FieldValue>& fields, const talk::DataValues* data,
                         const std::vector<std::string>& datums) {
  json::value members = json::object();
  for (const protocol::FieldValue& field : fields) at_path(members, field.path) = value_of(field);
  std::string text = "\"fields\":" + json::serialize(members);
  if (data != nullptr) text += ",\"data\":" + json::serialize(data_object(*data, datums));
  return text;
}

}  // namespace checkride::harness
