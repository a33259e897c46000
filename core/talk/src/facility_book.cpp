#include "checkride/talk/facility_book.hpp"

#include <algorithm>

namespace checkride::talk {
namespace {

using namespace protocol;
using catalog::FacilityField;
using catalog::FacilityType;

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return out;
}

// Behind "OPEN " or "CLOSE "; empty for another entry.
std::string_view operand(std::string_view entry, std::string_view word) {
  if (!entry.starts_with(word) || entry.size() <= word.size() || entry[word.size()] != ' ') return {};
  entry.remove_prefix(word.size());
  entry.remove_prefix(std::min(entry.find_first_not_of(' '), entry.size()));
  return entry;
}

void set_value(FieldValue& value, FacilityType type, std::span<const std::byte> bytes) {
  switch (type) {
    case FacilityType::int8:
      value.value = std::int64_t{load_little_endian<std::int8_t>(bytes.data())};
      return;
    case FacilityType::int32:
      value.value = std::int64_t{load_little_endian<std::int32_t>(bytes.data())};
      return;
    case FacilityType::uint32:
      value.value = std::uint64_t{load_little_endian<std::uint32_t>(bytes.data())};
      return;
    case FacilityType::float32:
      value.value = load_little_endian<float>(bytes.data());
      return;
    case FacilityType::float64:
      value.value = load_little_endian<double>(bytes.data());
      return;
    default:
      value.value = std::string(text_in(bytes));
      return;
  }
}

}  // namespace

void FacilityBook::define(Definition& definition, std::string_view entry) {
  if (const auto opened = operand(entry, "OPEN"); !opened.empty()) {
    if (definition.open.size() < kOpenMax) definition.open.emplace_back(opened);
    return;
  }
  if (!operand(entry, "CLOSE").empty()) {
    if (!definition.open.empty()) definition.open.pop_back();
    return;
  }
  if (definition.open.empty() || fields_ >= kFieldsMax) return;
  const FacilityField* const field = catalog::find_facility_field(definition.open.back(), entry);
  if (field == nullptr || field->size_bytes == 0) return;
  ++fields_;
  definition.nodes[definition.open.back()].push_back(field);
}

void FacilityBook::hear(const ClientMessage& message) {
  const auto remember = [this](RequestId request, DefinitionId definition) {
    if (requests_.size() < kRequestsMax || requests_.contains(request)) requests_[request] = definition;
  };
  if (const auto* add = std::get_if<AddToFacilityDefinition>(&message)) {
    if (fields_ < kFieldsMax) define(definitions_[add->define_id], upper(add->field_name));
  } else if (const auto* request = std::get_if<RequestFacilityData>(&message)) {
    remember(request->request_id, request->define_id);
  } else if (const auto* request_ex1 = std::get_if<RequestFacilityData_EX1>(&message)) {
    remember(request_ex1->request_id, request_ex1->define_id);
  }
}

std::optional<DataValues> FacilityBook::values_of(const RecvFacilityData& message) const {
  const auto request = requests_.find(message.user_request_id);
  if (request == requests_.end()) return std::nullopt;
  const auto definition = definitions_.find(request->second);
  if (definition == definitions_.end()) return std::nullopt;
  const auto node = definition->second.nodes.find(upper(to_string(message.type)));
  if (node == definition->second.nodes.end()) return std::nullopt;
  DataValues result;
  std::span<const std::byte> rest = message.data;
  for (const FacilityField* const field : node->second) {
    if (rest.size() < field->size_bytes) break;
    DataValue value;
    value.field.path = std::string(field->field);
    value.field.offset = RecvFacilityData::kInfo.size + (message.data.size() - rest.size());
    value.field.bytes = field->size_bytes;
    set_value(value.field, field->type, rest.first(field->size_bytes));
    result.values.push_back(std::move(value));
    rest = rest.subspan(field->size_bytes);
  }
  result.left_over = rest.size();
  return result;
}

}  // namespace checkride::talk
