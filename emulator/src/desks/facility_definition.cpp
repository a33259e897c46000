#include "desks/facility_definition.hpp"

#include <algorithm>
#include <cmath>

#include "checkride/protocol/messages.hpp"
#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"

namespace checkride::emulator {
namespace {

using catalog::FacilityField;
using catalog::FacilityType;
using protocol::Exception;

// Inferred: the limit of data definitions (semantics 27).
constexpr std::size_t kMaxEntries = 1000;
constexpr std::size_t kMaxDataBytes = protocol::kMaxFrameBytes - protocol::RecvFacilityData::kInfo.size;
constexpr Refusal kNoSuchEntry{Exception::data_error, 2};
constexpr Refusal kFull{Exception::too_many_objects, 1};

// What follows `word` and a space; empty if `entry` does not begin so.
std::string_view operand(std::string_view entry, std::string_view word) {
  if (entry.size() <= word.size() || entry[word.size()] != ' ') return {};
  if (!values::same_text(entry.substr(0, word.size()), word)) return {};
  return entry.substr(word.size() + 1);
}

// The node of that name if facilities of its kind can be asked for.
std::optional<std::string_view> entry_node(std::string_view name) {
  const auto fields = catalog::facility_fields(name);
  if (fields.empty() || !fields.front().parents.empty()) return std::nullopt;
  return fields.front().node;
}

const FacilityField* find(std::string_view node, std::string_view name, bool child) {
  const FacilityField* field = catalog::find_facility_field(node, name);
  return field != nullptr && (field->type == FacilityType::node) == child ? field : nullptr;
}

template <class T>
void append_number(T value, std::vector<std::byte>& out) {
  out.resize(out.size() + sizeof(T));
  protocol::store_little_endian(out.data() + out.size() - sizeof(T), value);
}

// Cut to leave a NUL.
void append_text(std::string_view text, std::size_t size, std::vector<std::byte>& out) {
  const std::size_t start = out.size();
  out.resize(start + size);
  const std::string_view fits = text.substr(0, size - 1);
  std::ranges::transform(fits, out.begin() + static_cast<std::ptrdiff_t>(start),
                         [](char c) { return static_cast<std::byte>(c); });
}

bool is_text(FacilityType type) {
  return type == FacilityType::string8 || type == FacilityType::string32 || type == FacilityType::string64 ||
         type == FacilityType::string256;
}

std::span<const std::byte> before_nul(std::span<const std::byte> text) {
  const auto end = std::ranges::find(text, std::byte{0});
  return text.first(static_cast<std::size_t>(end - text.begin()));
}

}  // namespace

void append_field(const Element& element, const FacilityField& field, std::vector<std::byte>& out) {
  const FieldValue* value = element.find(field.field);
  const double number = value == nullptr ? 0 : value->number;
  switch (field.type) {
    case FacilityType::int8:
      return append_number(static_cast<std::int8_t>(std::lround(number)), out);
    case FacilityType::int32:
      return append_number(static_cast<std::int32_t>(std::lround(number)), out);
    case FacilityType::uint32:
      return append_number(static_cast<std::uint32_t>(std::lround(number)), out);
    case FacilityType::float32:
      return append_number(static_cast<float>(number), out);
    case FacilityType::float64:
      return append_number(number, out);
    case FacilityType::string8:
    case FacilityType::string32:
    case FacilityType::string64:
    case FacilityType::string256:
      return append_text(value == nullptr ? std::string_view() : value->text, field.size_bytes, out);
    case FacilityType::node:
      break;
  }
  CHECKRIDE_ASSERT(field.type != FacilityType::node);  // a child has no data in its parent
}

std::optional<std::string_view> FacilityDefinition::entry_point(std::string_view entry) {
  const std::string_view name = operand(entry, "OPEN");
  return name.empty() ? std::nullopt : entry_node(name);
}

FacilityDefinition::FacilityDefinition(std::string_view entry_node) {
  root_.opened_as = root_.node = entry_node;
}

FacilityNode& FacilityDefinition::open_node() {
  CHECKRIDE_ASSERT(open_ > 0);
  FacilityNode* node = &root_;
  for (std::size_t depth = 1; depth < open_; ++depth) node = &node->children.back();
  return *node;
}

Outcome FacilityDefinition::add(std::string_view entry) {
  if (complete()) return kNoSuchEntry;  // one entry point, and it is closed
  if (entries_ >= kMaxEntries) return kFull;
  FacilityNode& node = open_node();
  if (const std::string_view closed = operand(entry, "CLOSE"); !closed.empty()) {
    if (!values::same_text(closed, node.opened_as)) return kNoSuchEntry;
    --open_;
  } else if (const std::string_view opened = operand(entry, "OPEN"); !opened.empty()) {
    const FacilityField* child = find(node.node, opened, true);
    if (child == nullptr) return kNoSuchEntry;
    node.children.push_back({child->field, child->child_node, {}, {}, 0});
    ++open_;
  } else {
    const FacilityField* field = find(node.node, entry, false);
    if (field == nullptr) return kNoSuchEntry;
    if (node.data_bytes + field->size_bytes > kMaxDataBytes) return kFull;
    node.fields.push_back(field);
    node.data_bytes += field->size_bytes;
  }
  ++entries_;
  return {};
}

Outcome FacilityDefinition::filter(std::string_view path, std::span<const std::byte> value) {
  const auto next_name = [&path] {
    const std::string_view name = path.substr(0, path.find(':'));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    return name;
  };
  const auto entry = entry_node(next_name());
  if (!entry) return kNoSuchEntry;
  if (*entry != root_.node) return Refusal{Exception::unrecognized_id, 2};
  std::string node_path(*entry);
  std::string_view node = *entry;
  std::string_view name = next_name();
  for (; !path.empty(); name = next_name()) {
    const FacilityField* child = find(node, name, true);
    if (child == nullptr) return kNoSuchEntry;
    node = child->child_node;
    node_path.append(":").append(child->field);
  }
  const FacilityField* field = find(node, name, false);
  if (field == nullptr) return kNoSuchEntry;
  if (value.empty()) {
    filters_[node_path].erase(field->field);
    return {};
  }
  // Inferred: a text may be shorter than its field.
  const bool fits = is_text(field->type) ? value.size() <= field->size_bytes : value.size() == field->size_bytes;
  if (!fits) return Refusal{Exception::size_mismatch, 3};
  filters_[node_path][field->field] = {field, {value.begin(), value.end()}};
  return {};
}

bool FacilityDefinition::wants(const std::string& path, const Element& element) const {
  const auto found = filters_.find(path);
  if (found == filters_.end()) return true;
  return std::ranges::all_of(found->second, [&](const auto& entry) {
    const Filter& filter = entry.second;
    std::vector<std::byte> value;
    append_field(element, *filter.field, value);
    if (!is_text(filter.field->type)) return value == filter.value;
    return std::ranges::equal(before_nul(value), before_nul(filter.value));
  });
}

}  // namespace checkride::emulator
