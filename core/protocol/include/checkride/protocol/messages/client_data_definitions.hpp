// Data definitions and simulation objects.
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Client to server. Source: wire.md 3.3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// Appends one datum to a data definition.
struct AddToDataDefinition {
  DefinitionId define_id{};
  std::string_view datum_name{};
  std::string_view units_name{};
  DataType datum_type = DataType::float64;
  float epsilon{};
  DatumId datum_id = kNoDatumId;

  static constexpr auto kInfo = message(SendType{0x0c}, "AddToDataDefinition", Since{Protocol::fsx_rtm}, Size{544});
  template <class M = AddToDataDefinition>
  static constexpr auto fields() {
    return Rows{field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
                text<256>(&M::datum_name, "datum_name", "simulation variable, structure or text"),
                text<256>(&M::units_name, "units_name", "unit of the value; empty or NULL for texts and structures"),
                field(&M::datum_type, "datum_type", Unit::none, "form of the value"),
                field(&M::epsilon, "epsilon", Unit::none, "least change that counts, in the unit of the datum"),
                field(&M::datum_id, "datum_id", Unit::none, "tag of the value; 0xFFFFFFFF when none was given")};
  }
};

// Removes all datums of a data definition.
struct ClearDataDefinition {
  DefinitionId define_id{};

  static constexpr auto kInfo = message(SendType{0x0d}, "ClearDataDefinition", Since{Protocol::fsx_rtm}, Size{20});
  template <class M = ClearDataDefinition>
  static constexpr auto fields() {
    return Rows{field(&M::define_id, "define_id", Unit::none, "data definition of the client")};
  }
};

// Asks for the data of one object, once or again and again. Answered by SIMOBJECT_DATA.
struct RequestDataOnSimObject {
  RequestId request_id{};
  DefinitionId define_id{};
  ObjectId object_id{};
  Period period{};
  RequestFlags flags{};
  std::uint32_t origin{};
  std::uint32_t interval{};
  std::uint32_t limit{};

  static constexpr auto kInfo = message(SendType{0x0e}, "RequestDataOnSimObject", Since{Protocol::fsx_rtm}, Size{48});
  template <class M = RequestDataOnSimObject>
  static constexpr auto fields() {
    return Rows{field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
                field(&M::object_id, "object_id", Unit::none, "0 is the user's aircraft"),
                field(&M::period, "period", Unit::none, "how often the answer repeats"),
                field(&M::flags, "flags", Unit::none, "how it is to be done"),
                field(&M::origin, "origin", Unit::none, "periods to skip before the first answer"),
                field(&M::interval, "interval", Unit::none, "periods to skip between answers"),
                field(&M::limit, "limit", Unit::none, "number of answers, 0 without end")};
  }
};

// Asks once for the data of all objects of a kind. Answered by SIMOBJECT_DATA_BYTYPE.
struct RequestDataOnSimObjectType {
  RequestId request_id{};
  DefinitionId define_id{};
  std::uint32_t radius_meters{};
  SimObjectType sim_object_type{};

  static constexpr auto kInfo =
      message(SendType{0x0f}, "RequestDataOnSimObjectType", Since{Protocol::fsx_rtm}, Size{32});
  template <class M = RequestDataOnSimObjectType>
  static constexpr auto fields() {
    return Rows{
        field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
        field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
        field(&M::radius_meters, "radius_meters", Unit::metres, "around the user's aircraft; 0 is the aircraft alone"),
        field(&M::sim_object_type, "sim_object_type", Unit::none, "kind of objects")};
  }
};

// Sets the data of an object. How much data there is follows from the frame: third-party clients use unit_size
// differently.
struct SetDataOnSimObject {
  DefinitionId define_id{};
  ObjectId object_id{};
  SetFlags flags{};
  std::uint32_t array_count = 1;
  std::uint32_t unit_size{};
  std::span<const std::byte> data{};

  static constexpr auto kInfo = message(SendType{0x10}, "SetDataOnSimObject", Since{Protocol::fsx_rtm}, Size{36});
  template <class M = SetDataOnSimObject>
  static constexpr auto fields() {
    return Rows{
        field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
        field(&M::object_id, "object_id", Unit::none, "0 is the user's aircraft"),
        field(&M::flags, "flags", Unit::none, "how it is to be done"),
        field(&M::array_count, "array_count", Unit::none, "repetitions of the definition, or number of tagged pairs"),
        field(&M::unit_size, "unit_size", Unit::bytes,
              "bytes of one repetition; the frame end decides how much there is"),
        bytes_to_end(&M::data, "data", "values as the definition orders them, or pairs of datum id and value")};
  }
};

}  // namespace checkride::protocol
