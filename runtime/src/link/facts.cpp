#include "link/facts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/values/utf8.hpp"
#include "config/sections/flight_monitor.hpp"

namespace checkride::runtime::link {

namespace {

constexpr std::string_view kName = protocol::RecvSimObjectData::kInfo.name;
constexpr protocol::RequestFlags kFlags = protocol::RequestFlags::changed | protocol::RequestFlags::tagged;
// Places of the fields in a frame of SIMOBJECT_DATA (wire.md 4.2).
constexpr std::size_t kDefineIdAt = 20;
constexpr std::size_t kFlagsAt = 24;
constexpr std::size_t kDefineCountAt = 36;
constexpr std::size_t kDataAt = 40;

protocol::DatumId datum_of(Fact fact) {
  return protocol::DatumId{kFactIds + static_cast<std::uint32_t>(fact)};
}

// C0, DEL and C1 (U+0080 to U+009F). Requires a whole character.
bool is_control(std::string_view character) {
  const auto byte = [character](std::size_t at) { return static_cast<unsigned char>(character[at]); };
  if (character.size() == 1) return byte(0) < ' ' || byte(0) == 127;
  return character.size() == 2 && byte(0) == 0xC2 && byte(1) < 0xA0;
}

// Simulators send what a developer of aircraft typed, in any encoding; metrics pages and documents are UTF-8.
std::string cleaned(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = values::utf8_length(text);
    const bool plain = length > 0 && !is_control(text.substr(0, length));
    out += plain ? text.substr(0, length) : std::string_view("?");
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace

protocol::AddToDataDefinition FactRequest::definition_of(Fact fact) const {
  protocol::AddToDataDefinition add;
  add.define_id = protocol::DefinitionId{id_};
  add.datum_name = info_of(fact).name;
  add.datum_type = protocol::DataType::string256;
  add.datum_id = datum_of(fact);
  return add;
}

protocol::RequestDataOnSimObject FactRequest::request() const {
  protocol::RequestDataOnSimObject request;
  request.request_id = protocol::RequestId{id_};
  request.define_id = protocol::DefinitionId{id_};
  request.object_id = protocol::kObjectIdUser;
  request.period = protocol::Period::second;
  request.flags = kFlags;
  return request;
}

std::variant<FactValues, Mismatch> FactRequest::decode(const protocol::RecvSimObjectData& message) const {
  if (message.define_id.value != id_) {
    return mismatch_at(kName, "define_id", kDefineIdAt,
                       fmt::format("{} where {} was expected", message.define_id.value, id_));
  }
  if (message.flags != kFlags) return mismatch_at(kName, "flags", kFlagsAt, "not those of the request");
  FactValues values;
  protocol::DatumReader reader(message.data, kDataAt);
  for (std::uint32_t i = 0; i < message.define_count && !reader.failed(); ++i) {
    const std::size_t offset = reader.offset();
    const protocol::DatumId id = reader.tag();
    const auto fact = std::find_if(facts_.begin(), facts_.end(), [id](Fact one) { return datum_of(one) == id; });
    if (fact == facts_.end() && !reader.failed()) {
      return mismatch_at(kName, fmt::format("data[{}].datum_id", i), offset,
                         fmt::format("{} is not defined", id.value));
    }
    const protocol::DatumValue value = reader.read(protocol::DataType::string256);
    if (!reader.failed()) values.emplace_back(*fact, cleaned(std::get<std::string_view>(value)));
  }
  if (reader.failed() || !reader.at_end()) {
    return mismatch_at(
        kName, "define_count", kDefineCountAt,
        fmt::format("{} tagged texts do not make the {} bytes of data", message.define_count, message.data.size()));
  }
  return values;
}

}  // namespace checkride::runtime::link
