// What one client asked of facilities: with it, the members of FACILITY_DATA have names.
//
// Source: wire.md 4.3; semantics, facilities; facility_fields.csv.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/catalog/facility_field.hpp"
#include "checkride/protocol/protocol.hpp"
#include "checkride/talk/data_values.hpp"

namespace checkride::talk {

class FacilityBook {
 public:
  // A message of the client. Definitions grow; a request says which one its answers follow.
  void hear(const protocol::ClientMessage& message);
  // Nothing for an answer to a request that was not heard, or of a node that its definition does not have.
  std::optional<DataValues> values_of(const protocol::RecvFacilityData& message) const;

  static constexpr std::size_t kFieldsMax = 100'000;    // further ones are not remembered
  static constexpr std::size_t kRequestsMax = 100'000;  // the same
  static constexpr std::size_t kOpenMax = 16;           // nodes inside each other

 private:
  struct Definition {
    std::vector<std::string> open;  // nodes that were opened and not closed, in upper case
    std::map<std::string, std::vector<const catalog::FacilityField*>, std::less<>> nodes;
  };

  void define(Definition& definition, std::string_view entry);

  std::map<protocol::DefinitionId, Definition> definitions_;
  std::map<protocol::RequestId, protocol::DefinitionId> requests_;
  std::size_t fields_ = 0;
};

}  // namespace checkride::talk
