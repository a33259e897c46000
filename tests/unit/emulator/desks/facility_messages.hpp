// Facility messages with what a test sets.
#pragma once

#include <string_view>

#include "session/session_fixture.hpp"

namespace checkride::emulator::test {

template <class Message>
Message facility_list(protocol::FacilityListType type, std::uint32_t request) {
  Message message;
  message.list_type = type;
  message.request_id.value = request;
  return message;
}

inline protocol::SubscribeToFacilities_EX1 subscribe_ex1(protocol::FacilityListType type, std::uint32_t in,
                                                         std::uint32_t out) {
  protocol::SubscribeToFacilities_EX1 message;
  message.list_type = type;
  message.new_elem_in_range_request_id.value = in;
  message.old_elem_out_range_request_id.value = out;
  return message;
}

inline protocol::AddToFacilityDefinition facility_entry(std::uint32_t definition, std::string_view entry) {
  protocol::AddToFacilityDefinition message;
  message.define_id.value = definition;
  message.field_name = entry;
  return message;
}

inline protocol::RequestFacilityData facility_data(std::uint32_t definition, std::uint32_t request,
                                                   std::string_view icao, std::string_view region = "") {
  protocol::RequestFacilityData message;
  message.define_id.value = definition;
  message.request_id.value = request;
  message.icao = icao;
  message.region = region;
  return message;
}

inline protocol::RequestFacilityData_EX1 facility_data_ex1(std::uint32_t definition, std::uint32_t request,
                                                           std::string_view icao, char type) {
  protocol::RequestFacilityData_EX1 message;
  message.define_id.value = definition;
  message.request_id.value = request;
  message.icao = icao;
  message.type = type;
  return message;
}

// `value` outlives the message.
inline protocol::AddFacilityDataDefinitionFilter facility_filter(std::uint32_t definition, std::string_view path,
                                                                 std::span<const std::byte> value) {
  protocol::AddFacilityDataDefinitionFilter message;
  message.define_id.value = definition;
  message.filter_path = path;
  message.unit_size = static_cast<std::uint32_t>(value.size());
  message.filter_data = value;
  return message;
}

template <class Number>
std::vector<std::byte> bytes_of(Number number) {
  std::vector<std::byte> bytes(sizeof(Number));
  protocol::store_little_endian(bytes.data(), number);
  return bytes;
}

// Field after field from the front of a record.
class Fields {
 public:
  explicit Fields(std::span<const std::byte> data) : reader_(data) {}
  double float64() { return reader_.number<double>(); }
  float float32() { return reader_.number<float>(); }
  std::int32_t int32() { return reader_.number<std::int32_t>(); }
  std::int8_t int8() { return reader_.number<std::int8_t>(); }
  std::string text(std::size_t size) {
    std::string text;
    for (const std::byte byte : reader_.take(size)) text.push_back(static_cast<char>(byte));
    return text.substr(0, text.find('\0'));
  }
  std::size_t left() const { return reader_.remaining(); }

 private:
  protocol::Reader reader_;
};

// The exception of the one message that `send` sent, as code and index.
struct Refused {
  std::uint32_t code = 0;
  std::uint32_t index = 0;
  bool operator==(const Refused&) const = default;
};

template <class M>
Refused refused(Cockpit& cockpit, ClientId client, const M& message) {
  const auto [code, index] = cockpit.exception_of(client, message);
  return {code, index};
}

}  // namespace checkride::emulator::test
