// Which tags the datums of a client's definitions have in tagged data: the id that it gave, or without one their place.
//
// Source: semantics 5, wire.md 5.3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "checkride/talk/data_values.hpp"
#include "replay/recording.hpp"

namespace checkride::emulator {

struct DatumTag {
  bool client_data = false;  // else of simulator objects; the two have definitions of their own
  std::uint64_t definition = 0;
  std::uint64_t tag = 0;
};

class DatumTags {
 public:
  // A message of the client, in order. The tag of the datum that it adds; nothing for any other message.
  std::optional<DatumTag> hear(const RecordedMessage& message);

 private:
  std::map<std::pair<bool, std::uint64_t>, std::uint64_t> datums_;  // of each definition, so far
};

// The message is about definitions of client data.
bool is_about_client_data(const RecordedMessage& message);

// Where in a frame the tags stand, of data that are tagged: in front of each value, but not of a structure's members.
std::vector<std::size_t> tag_places(const talk::DataValues& data);

}  // namespace checkride::emulator
