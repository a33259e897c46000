// What one client defined: with it, data have names and units.
//
//   DataBook book;
//   book.hear(client_frame);                                   // every frame of the client, in order
//   for (const DataValue& value : book.values_of(message))     // of SIMOBJECT_DATA, SetDataOnSimObject, CLIENT_DATA
//   ...
//     print(value.field.path, value.unit, text_of(value.field));
//
// Source: wire.md 4.2, 5.1, 5.3; semantics 5.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "checkride/protocol/field_values.hpp"
#include "checkride/protocol/protocol.hpp"
#include "checkride/talk/data_values.hpp"
#include "checkride/talk/facility_book.hpp"

namespace checkride::talk {

class DataBook {
 public:
  // A frame of the client. Definitions grow and are cleared; the frame's send id is remembered.
  void hear(const protocol::ClientFrame& frame);

  // The values in the data of a message; nothing for one that has no data, or data of a definition that is not known.
  std::optional<DataValues> values_of(const protocol::ServerMessage& message) const;
  std::optional<DataValues> values_of(const protocol::ClientMessage& message) const;

  // The name of the message that was sent with this id; empty if it was not heard, or long ago.
  std::string_view sent_as(protocol::SendId id) const;

  static constexpr std::size_t kDefinitionsMax = 100'000;  // datums; further ones are not remembered
  static constexpr std::size_t kSentMax = 65'536;

 private:
  struct Datum {
    std::string name;
    std::string unit;
    protocol::DataType type{};  // invalid for bytes of client data
    std::size_t bytes = 0;      // of those
    protocol::DatumId id;
  };
  struct Definition {
    std::vector<Datum> datums;
    std::size_t bytes = 0;  // of client data so far
  };
  // How values lie in data: in order, so many times, or each behind its tag.
  struct Form {
    bool tagged = false;
    std::size_t repetitions = 1;
    std::size_t offset = 0;  // of the data in the frame
  };
  using Definitions = std::map<protocol::DefinitionId, Definition>;

  void define(const protocol::AddToDataDefinition& message);
  void define(const protocol::AddToClientDataDefinition& message);
  static const Datum* next_datum(const Definition& definition, std::size_t count, const Form& form,
                                 std::span<const std::byte>& rest);
  static std::optional<std::size_t> read_value(const Datum& datum, std::span<const std::byte> rest, std::size_t offset,
                                               std::vector<DataValue>& values);
  static DataValues read(const Definition& definition, std::span<const std::byte> data, const Form& form);
  static std::optional<DataValues> read_of(const Definitions& definitions, protocol::DefinitionId id,
                                           std::span<const std::byte> data, const Form& form);

  FacilityBook facilities_;
  Definitions data_;
  Definitions client_data_;
  std::size_t datums_ = 0;
  std::map<std::uint32_t, std::string_view> sent_;  // names are the table's
  std::deque<std::uint32_t> sent_order_;
};

}  // namespace checkride::talk
