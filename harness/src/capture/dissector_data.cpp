#include "capture/dissector_data.hpp"

#include <fmt/format.h>

#include <array>
#include <set>
#include <type_traits>
#include <variant>

#include "checkride/catalog/catalog.hpp"
#include "checkride/protocol/protocol.hpp"

namespace checkride::harness {
namespace {

using namespace protocol;

// Beyond the last type.
constexpr std::uint32_t kTypesEnd = 64;
constexpr std::size_t kWidestBytes = 512;

template <class T>
std::string_view kind_of() {
  if constexpr (std::is_same_v<T, std::string_view>) {
    return "text";
  } else if constexpr (std::is_floating_point_v<T>) {
    return sizeof(T) == 4 ? "float" : "double";
  } else {
    return std::is_signed_v<T> ? "int" : "uint";
  }
}

template <class T>
std::string form_of(const std::optional<std::size_t>& bytes) {
  std::string form = bytes ? fmt::format("bytes={}, ", *bytes) : std::string();
  if constexpr (Structure<T>) {
    form += "members={";
    for_each_row<T>([&](const auto& row) {
      using Member = std::decay_t<decltype(std::declval<T>().*row.member)>;
      const std::string unit = row.unit == Unit::none ? std::string() : std::string(to_string(row.unit));
      form += fmt::format("{{name=\"{}\", kind=\"{}\", bytes={}, unit=\"{}\"}}, ", row.name, kind_of<Member>(),
                          fixed_row_bytes(row, kNewestProtocol), unit);
    });
    return form + "}";
  } else {
    return form + fmt::format("kind=\"{}\"", kind_of<T>());
  }
}

// "plane_altitude" of "PLANE ALTITUDE".
std::string abbreviation_of(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    out += upper ? static_cast<char>(c - 'A' + 'a') : plain ? c : '_';
  }
  return out;
}

}  // namespace

std::string dissector_data_types() {
  std::string out = "local DATA_TYPES = {\n";
  const std::array<std::byte, kWidestBytes> zeros{};
  for (std::uint32_t number = 0; number < kTypesEnd; ++number) {
    const auto type = static_cast<DataType>(number);
    if (!is_data_type(type)) continue;
    const DatumValue value = DatumReader(zeros).read(type);
    const std::string form = std::visit(
        [&](const auto& known) { return form_of<std::decay_t<decltype(known)>>(fixed_datum_bytes(type)); }, value);
    out += fmt::format("  [{}]={{name=\"{}\", {}}},\n", number, to_string(type), form);
  }
  return out + "}\n\n";
}

std::string dissector_variables() {
  std::string out = "local VARIABLES = {\n";
  std::set<std::string> taken;
  for (const catalog::SimVar& variable : catalog::all_simvars()) {
    const std::string abbreviation = abbreviation_of(variable.name);
    const bool text = variable.type == catalog::ValueType::string256;
    const bool number = variable.type == catalog::ValueType::int32 || variable.type == catalog::ValueType::float64;
    if ((!text && !number) || !taken.insert(abbreviation).second) continue;
    out += fmt::format("  [\"{}\"]={{{}=field(ProtoField.{}(\"simconnect.var.{}\", \"{}\"))}},\n", variable.name,
                       text ? "text" : "number", text ? "string" : "double", abbreviation, variable.name);
  }
  return out + "}\n\n";
}

}  // namespace checkride::harness
