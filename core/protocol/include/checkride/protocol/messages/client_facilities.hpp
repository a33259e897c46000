// Facility lists and facility data.
//
// Texts, bytes and lists of a decoded message are views into its frame and live as long as it does.
// Client to server. Source: wire.md 3.10 and 3.11.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "checkride/protocol/enums.hpp"
#include "checkride/protocol/ids.hpp"
#include "checkride/protocol/list.hpp"
#include "checkride/protocol/table.hpp"

namespace checkride::protocol {

// Asks for the facilities around, and for new ones as they come near. Answered by the list of the type.
struct SubscribeToFacilities {
  FacilityListType list_type{};
  RequestId request_id{};

  static constexpr auto kInfo = message(SendType{0x41}, "SubscribeToFacilities", Since{Protocol::fsx_sp1}, Size{24});
  template <class M = SubscribeToFacilities>
  static constexpr auto fields() {
    return Rows{field(&M::list_type, "list_type", Unit::none, "kind of facilities"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Ends that subscription.
struct UnsubscribeToFacilities {
  FacilityListType list_type{};

  static constexpr auto kInfo = message(SendType{0x42}, "UnsubscribeToFacilities", Since{Protocol::fsx_sp1}, Size{20});
  template <class M = UnsubscribeToFacilities>
  static constexpr auto fields() {
    return Rows{field(&M::list_type, "list_type", Unit::none, "kind of facilities")};
  }
};

// Asks for the facilities around once. Answered by the list of the type.
struct RequestFacilitiesList {
  FacilityListType list_type{};
  RequestId request_id{};

  static constexpr auto kInfo = message(SendType{0x43}, "RequestFacilitiesList", Since{Protocol::fsx_sp1}, Size{24});
  template <class M = RequestFacilitiesList>
  static constexpr auto fields() {
    return Rows{field(&M::list_type, "list_type", Unit::none, "kind of facilities"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// Appends a member to a facility definition, or enters or leaves a node.
struct AddToFacilityDefinition {
  DefinitionId define_id{};
  std::string_view field_name{};

  static constexpr auto kInfo =
      message(SendType{0x45}, "AddToFacilityDefinition", Since{Protocol::msfs2020}, Size{276});
  template <class M = AddToFacilityDefinition>
  static constexpr auto fields() {
    return Rows{field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
                text<256>(&M::field_name, "field_name", "member, or OPEN or CLOSE with a node")};
  }
};

// Asks for the data of a facility. Answered by FACILITY_DATA and FACILITY_DATA_END, or FACILITY_MINIMAL_LIST.
struct RequestFacilityData {
  DefinitionId define_id{};
  RequestId request_id{};
  std::string_view icao{};
  std::string_view region{};

  static constexpr auto kInfo = message(SendType{0x46}, "RequestFacilityData", Since{Protocol::msfs2020}, Size{44});
  template <class M = RequestFacilityData>
  static constexpr auto fields() {
    return Rows{field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                text<16>(&M::icao, "icao", "identifier"),
                text<4>(&M::region, "region", "region of the identifier; may be empty")};
  }
};

// Asks for facilities that come into range and that leave it.
struct SubscribeToFacilities_EX1 {
  FacilityListType list_type{};
  RequestId new_elem_in_range_request_id{};
  RequestId old_elem_out_range_request_id{};

  static constexpr auto kInfo =
      message(SendType{0x47}, "SubscribeToFacilities_EX1", Since{Protocol::msfs2020}, Size{28});
  template <class M = SubscribeToFacilities_EX1>
  static constexpr auto fields() {
    return Rows{field(&M::list_type, "list_type", Unit::none, "kind of facilities"),
                field(&M::new_elem_in_range_request_id, "new_elem_in_range_request_id", Unit::none,
                      "for facilities that come near; 0xFFFFFFFF switches it off"),
                field(&M::old_elem_out_range_request_id, "old_elem_out_range_request_id", Unit::none,
                      "for facilities left behind; 0xFFFFFFFF switches it off")};
  }
};

// Ends either half of that subscription.
struct UnsubscribeToFacilities_EX1 {
  FacilityListType list_type{};
  bool unsubscribe_new_in_range{};
  bool unsubscribe_old_out_range{};

  static constexpr auto kInfo =
      message(SendType{0x48}, "UnsubscribeToFacilities_EX1", Since{Protocol::msfs2020}, Size{22});
  template <class M = UnsubscribeToFacilities_EX1>
  static constexpr auto fields() {
    return Rows{
        field(&M::list_type, "list_type", Unit::none, "kind of facilities"),
        flag8(&M::unsubscribe_new_in_range, "unsubscribe_new_in_range", "end what tells of facilities that come near"),
        flag8(&M::unsubscribe_old_out_range, "unsubscribe_old_out_range", "end what tells of facilities left behind")};
  }
};

// Asks for all facilities in range. Answered by the list of the type.
struct RequestFacilitiesList_EX1 {
  FacilityListType list_type{};
  RequestId request_id{};

  static constexpr auto kInfo =
      message(SendType{0x49}, "RequestFacilitiesList_EX1", Since{Protocol::msfs2020}, Size{24});
  template <class M = RequestFacilitiesList_EX1>
  static constexpr auto fields() {
    return Rows{field(&M::list_type, "list_type", Unit::none, "kind of facilities"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

// The same with the kind of the facility.
struct RequestFacilityData_EX1 {
  DefinitionId define_id{};
  RequestId request_id{};
  std::string_view icao{};
  std::string_view region{};
  char type{};

  static constexpr auto kInfo = message(SendType{0x4a}, "RequestFacilityData_EX1", Since{Protocol::msfs2020}, Size{45});
  template <class M = RequestFacilityData_EX1>
  static constexpr auto fields() {
    return Rows{field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer"),
                text<16>(&M::icao, "icao", "identifier"),
                text<4>(&M::region, "region", "region of the identifier; may be empty"),
                character(&M::type, "type", "ICAO letter: V, N, W, or none")};
  }
};

// Asks for the jetways of an airport. Answered by JETWAY_DATA. Without indices the vendor's library appends a zero.
struct RequestJetwayData {
  std::string_view airport_icao{};
  List<std::int32_t> parking_indices{};

  static constexpr auto kInfo = message(SendType{0x4b}, "RequestJetwayData", Since{Protocol::msfs2020}, Size{36});
  template <class M = RequestJetwayData>
  static constexpr auto fields() {
    return Rows{text<16>(&M::airport_icao, "airport_icao", "airport"),
                count_of(&M::parking_indices, "array_count", "number of indices"),
                padded_list_elements(&M::parking_indices, "parking_indices", "parking spots; none for all")};
  }
};

// Limits the children that RequestFacilityData gives.
struct AddFacilityDataDefinitionFilter {
  DefinitionId define_id{};
  std::string_view filter_path{};
  std::uint32_t unit_size{};
  std::span<const std::byte> filter_data{};

  static constexpr auto kInfo =
      message(SendType{0x55}, "AddFacilityDataDefinitionFilter", Since{Protocol::msfs2020}, Size{280});
  template <class M = AddFacilityDataDefinitionFilter>
  static constexpr auto fields() {
    return Rows{field(&M::define_id, "define_id", Unit::none, "data definition of the client"),
                text<256>(&M::filter_path, "filter_path", "member to filter by"),
                field(&M::unit_size, "unit_size", Unit::bytes, "bytes of the data; 0 removes the filter"),
                bytes_to_end(&M::filter_data, "filter_data", "one value of that member's type")};
  }
};

// Removes those limits.
struct ClearAllFacilityDataDefinitionFilters {
  DefinitionId define_id{};

  static constexpr auto kInfo =
      message(SendType{0x56}, "ClearAllFacilityDataDefinitionFilters", Since{Protocol::msfs2020}, Size{20});
  template <class M = ClearAllFacilityDataDefinitionFilters>
  static constexpr auto fields() {
    return Rows{field(&M::define_id, "define_id", Unit::none, "data definition of the client")};
  }
};

// Asks for every facility of a kind. A third-party client sends the two numbers in the opposite order.
struct RequestAllFacilities {
  FacilityListType list_type{};
  RequestId request_id{};

  static constexpr auto kInfo = message(SendType{0x5e}, "RequestAllFacilities", Since{Protocol::msfs2024}, Size{24});
  template <class M = RequestAllFacilities>
  static constexpr auto fields() {
    return Rows{field(&M::list_type, "list_type", Unit::none, "kind of facilities"),
                field(&M::request_id, "request_id", Unit::none, "echoed in every answer")};
  }
};

}  // namespace checkride::protocol
