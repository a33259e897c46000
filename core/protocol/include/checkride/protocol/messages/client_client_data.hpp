// Client data areas, flights and text.
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Client to server. Source: wire.md 3.8 and 3.9.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// Ties a client data area, by its shared name, to an id of this client.
struct MapClientDataNameToID {
  std::string_view client_data_name{};
  ClientDataId client_data_id{};

  static constexpr auto kInfo = message(SendType{0x37}, "MapClientDataNameToID", Since{Protocol::fsx_rtm}, Size{276});
  template <class M = MapClientDataNameToID>
  static constexpr auto fields() {
    return Rows{text<256>(&M::client_data_name, "client_data_name", "name shared by all clients"),
                field(&M::client_data_id, "client_data_id", Unit::none, "client data area")};
  }
};

// Creates a client data area.
struct CreateClientData {
  ClientDataId client_data_id{};
  std::uint32_t size{};
  CreateClientDataFlags flags{};

  static constexpr auto kInfo = message(SendType{0x38}, "CreateClientData", Since{Protocol::fsx_rtm}, Size{28});
  template <class M = CreateClientData>
  static constexpr auto fields() {
    return Rows{field(&M::client_data_id, "client_data_id", Unit::none, "client data area"),
                field(&M::size, "size", Unit::bytes, "bytes of the area"),
                field(&M::flags, "flags", Unit::none, "how it is to be done")};
  }
};

// Appends one datum to a client data definition. The old form of 32 bytes ends after a reserved number.
struct AddToClientDataDefinition {
  DefinitionId define_id{};
  std::uint32_t offset = kClientDataOffsetAuto;
  std::int32_t size_or_type{};
  std::uint32_t reserved{};
  float epsilon{};
  DatumId datum_id = kNoDatumId;

  static constexpr auto kInfo =
      message(SendType{0x39}, "AddToClientDataDefinition", Since{Protocol::fsx_rtm}, Size{36});
  template <class M = AddToClientDataDefinition>
  static constexpr auto fields() {
    return Rows{field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
                field(&M::offset, "offset", Unit::bytes, "place in the area; 0xFFFFFFFF follows the previous datum"),
                field(&M::size_or_type, "size_or_type", Unit::none, "bytes, or a negative type"),
                field(&M::reserved, "reserved", Unit::none, "0; only the old form has it").until(Protocol::fsx_rtm),
                field(&M::epsilon, "epsilon", Unit::none, "least change that counts").since(Protocol::fsx_sp1),
                field(&M::datum_id, "datum_id", Unit::none, "tag of the value; 0xFFFFFFFF when none was given")
                    .since(Protocol::fsx_sp1)
                    .may_be_cut_to(0)};
  }
};

// Removes all datums of a client data definition.
struct ClearClientDataDefinition {
  DefinitionId define_id{};

  static constexpr auto kInfo =
      message(SendType{0x3a}, "ClearClientDataDefinition", Since{Protocol::fsx_rtm}, Size{20});
  template <class M = ClearClientDataDefinition>
  static constexpr auto fields() {
    return Rows{field(&M::define_id, "define_id", Unit::none, "data definition of the client")};
  }
};

// Asks for the data of an area. The form of version 2 has two reserved numbers in place of the last five and means one
// answer.
struct RequestClientData {
  ClientDataId client_data_id{};
  RequestId request_id{};
  DefinitionId define_id{};
  std::uint32_t reserved1{};
  std::uint32_t reserved2{};
  ClientDataPeriod period = ClientDataPeriod::once;
  RequestFlags flags{};
  std::uint32_t origin{};
  std::uint32_t interval{};
  std::uint32_t limit{};

  static constexpr auto kInfo = message(SendType{0x3b}, "RequestClientData", Since{Protocol::fsx_rtm}, Size{48});
  template <class M = RequestClientData>
  static constexpr auto fields() {
    return Rows{
        field(&M::client_data_id, "client_data_id", Unit::none, "client data area"),
        field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
        field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
        field(&M::reserved1, "reserved1", Unit::none, "0; only the old form has it").until(Protocol::fsx_rtm),
        field(&M::reserved2, "reserved2", Unit::none, "0; only the old form has it").until(Protocol::fsx_rtm),
        field(&M::period, "period", Unit::none, "how often the answer repeats").since(Protocol::fsx_sp1),
        field(&M::flags, "flags", Unit::none, "how it is to be done").since(Protocol::fsx_sp1),
        field(&M::origin, "origin", Unit::none, "periods to skip before the first answer").since(Protocol::fsx_sp1),
        field(&M::interval, "interval", Unit::none, "periods to skip between answers").since(Protocol::fsx_sp1),
        field(&M::limit, "limit", Unit::none, "number of answers, 0 without end").since(Protocol::fsx_sp1)};
  }
};

// Sets the data of an area.
struct SetClientData {
  ClientDataId client_data_id{};
  DefinitionId define_id{};
  SetFlags flags{};
  std::uint32_t reserved{};
  std::uint32_t unit_size{};
  std::span<const std::byte> data{};

  static constexpr auto kInfo = message(SendType{0x3c}, "SetClientData", Since{Protocol::fsx_rtm}, Size{36});
  template <class M = SetClientData>
  static constexpr auto fields() {
    return Rows{field(&M::client_data_id, "client_data_id", Unit::none, "client data area"),
                field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
                field(&M::flags, "flags", Unit::none, "how it is to be done"),
                field(&M::reserved, "reserved", Unit::none, "0 or 1; ignored by readers"),
                field(&M::unit_size, "unit_size", Unit::bytes, "bytes of the data"),
                bytes_to_end(&M::data, "data", "values as the definition orders them, or pairs of datum id and value")};
  }
};

// Loads a flight.
struct FlightLoad {
  std::string_view file_name{};

  static constexpr auto kInfo = message(SendType{0x3d}, "FlightLoad", Since{Protocol::fsx_rtm}, Size{276});
  template <class M = FlightLoad>
  static constexpr auto fields() {
    return Rows{text<260>(&M::file_name, "file_name", "file, with its path")};
  }
};

// Saves the flight.
struct FlightSave {
  std::string_view file_name{};
  std::string_view title{};
  std::string_view description{};
  std::uint32_t flags{};

  static constexpr auto kInfo = message(SendType{0x3e}, "FlightSave", Since{Protocol::fsx_rtm}, Size{2588});
  template <class M = FlightSave>
  static constexpr auto fields() {
    return Rows{text<260>(&M::file_name, "file_name", "file, with its path"),
                text<260>(&M::title, "title", "title of the flight").since(Protocol::fsx_sp2),
                text<2048>(&M::description, "description", "description of the flight"),
                field(&M::flags, "flags", Unit::none, "0 or 0xFFFFFFFF; ignored by readers")};
  }
};

// Loads a flight plan.
struct FlightPlanLoad {
  std::string_view file_name{};

  static constexpr auto kInfo = message(SendType{0x3f}, "FlightPlanLoad", Since{Protocol::fsx_rtm}, Size{276});
  template <class M = FlightPlanLoad>
  static constexpr auto fields() {
    return Rows{text<260>(&M::file_name, "file_name", "file, with its path")};
  }
};

// Shows a text or a menu.
struct Text {
  std::uint32_t text_type{};
  float time_seconds{};
  EventId client_event_id{};
  std::uint32_t unit_size{};
  std::span<const std::byte> data{};

  static constexpr auto kInfo = message(SendType{0x40}, "Text", Since{Protocol::fsx_sp1}, Size{32});
  template <class M = Text>
  static constexpr auto fields() {
    return Rows{field(&M::text_type, "text_type", Unit::none, "colour and form"),
                field(&M::time_seconds, "time_seconds", Unit::seconds, "how long it stays"),
                field(&M::client_event_id, "client_event_id", Unit::none, "the client's event"),
                field(&M::unit_size, "unit_size", Unit::bytes, "bytes of the data, NULs included"),
                bytes_to_end(&M::data, "data", "texts, each with its NUL")};
  }
};

}  // namespace checkride::protocol
